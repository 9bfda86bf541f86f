"""Whether the people who may use only some tables find seats there."""

from collections import Counter
from collections.abc import Collection, Iterator

from tischrunde.diagnosis.facts import Facts
from tischrunde.diagnosis.matching import overfull
from tischrunde.diagnosis.sizes import size_places, sizes_of, smallest
from tischrunde.diagnosis.telling import Case, names
from tischrunde.words import Text, listed

__all__ = ["crowding", "why_at_most"]


def crowding(facts: Facts) -> Iterator[Case]:
    """Yield tables that must hold more people than they can.

    People who may use none but these tables outnumber what the tables hold at most (Hall's condition, whose
    failure a smallest cut finds). A set of tables a single group is limited to is tried first: it is told easier.
    """
    seen: dict[object, list[tuple[list[str], frozenset[str]]]] = {}
    for number in facts.rounds:
        everywhere = len(facts.open[number])
        groups = {choices: some for choices, some in facts.groups(number).items() if len(choices) < everywhere}
        key = (
            len(facts.present[number]),
            tuple(facts.open[number]),
            tuple((c, tuple(p)) for c, p in groups.items()),
        )
        if key not in seen:
            seen[key] = _violations(facts, number, groups)
        for people, tables in seen[key]:
            yield _case(facts, number, people, tables)


def _violations(
    facts: Facts, number: int, groups: dict[frozenset[str], list[str]]
) -> list[tuple[list[str], frozenset[str]]]:
    sizes = facts.sizes(number)
    found: list[tuple[list[str], frozenset[str]]] = []
    limited = sum(map(len, groups.values()))
    for tables in sorted(groups, key=lambda tables: (len(tables), sorted(tables))):
        most = sizes.most(tables)
        if limited <= most or any(few <= tables for _, few in found):
            continue
        people = facts.limited_to(number, tables)
        if len(people) > most:
            found.append((people, tables))
    if not found:
        room = sizes.most_of
        cut = overfull({choices: len(people) for choices, people in groups.items()}, room)
        if cut:
            found.append(
                ([p for choices in groups if choices in cut for p in groups[choices]], frozenset().union(*cut))
            )
    return found


def why_at_most(facts: Facts, number: int, tables: Collection[str], people: int) -> tuple[str, ...]:
    """Return the places of what keeps open ``tables`` together to at most ``people``.

    Closed tables never matter here: opening one takes people away from the others.
    """
    closed = [place for place in size_places(facts.meeting, number) if place.endswith("/closed_in")]
    own = [f"tables/{table}/seats" for table in facts.open[number] if table in tables]
    if not facts.fits(number):
        return tuple(own)
    others = [place for place in size_places(facts.meeting, number) if place not in own and place not in closed]

    def holds(kept: Collection[str]) -> bool:
        sizes = sizes_of(facts.meeting, number, len(facts.present[number]), [*kept, *closed])
        return sizes.most(tables) <= people

    return smallest([*others, *own], holds)


def _case(facts: Facts, number: int, people: list[str], tables: frozenset[str]) -> Case:
    sizes = facts.sizes(number)
    order = [table for table in facts.open[number] if table in tables]
    room = sizes.most(order)
    if len(people) > room:
        limits = list(why_at_most(facts, number, order, room))
    else:
        room = sum(sizes.most([table]) for table in order)
        limits = [place for t in order for place in why_at_most(facts, number, [t], sizes.most([t]))]
    ranked = sorted(people, key=lambda p: (facts.choices(p, number) == tables, -len(facts.choices(p, number))))
    chosen = ranked[-(room + 1) :]
    causes = [facts.why(person, number, tables) for person in chosen]
    rules = (*(place for why in causes for place in why), *limits)
    where = listed(order)
    fixed = [p for p in people if facts.meeting.host_table(facts.meeting.person_of[p], number)]
    fixed += [p for p in people if p not in fixed and facts.pins.get((p, number))]
    if len(fixed) == len(people):
        message = Text.many(
            "In {when}, {people} must sit at table {tables} as hosts or by rules, "
            "but no more than {count} person can sit there. Add seats or set some of them to another table.",
            "In {when}, {people} must sit at table {tables} as hosts or by rules, "
            "but no more than {count} people can sit there. Add seats or set some of them to another table.",
            room,
            people=names(facts.meeting, people),
            tables=where,
        )
        return Case(message, rules, number)
    rest = [person for person in people if person not in fixed]
    if all(f"people/{p}/needs" in facts.why(p, number, tables) for p in rest):
        return Case(_needs(facts, rest, where, room - len(fixed), len(fixed)), rules, number)
    message = Text.many(
        "In {when}, {people} can sit nowhere but at {tables}, and no more than {count} person can sit there. "
        "Add seats there, open another table for them, or loosen one of their rules.",
        "In {when}, {people} can sit nowhere but at {tables}, and no more than {count} people can sit there. "
        "Add seats there, open another table for them, or loosen one of their rules.",
        room,
        people=names(facts.meeting, people),
        tables=where,
    )
    return Case(message, rules, number)


def _needs(facts: Facts, people: list[str], where: Text, room: int, fixed: int) -> Text:
    # Says what is needed but not by whom: needs are close to health.
    asked = Counter(need for p in people for need in dict.fromkeys(facts.meeting.person_of[p].needs))
    needs = listed(need for need, _ in asked.most_common())
    if fixed:
        return Text(
            "In {when}, {people} people need a table with {needs}; those are {tables}, but people fixed there take "
            "{fixed} of their seats and leave {room}. Add seats there, equip another table, or move a host.",
            people=len(people),
            needs=needs,
            tables=where,
            fixed=fixed,
            room=room,
        )
    return Text(
        "In {when}, {people} people need a table with {needs}; those are {tables}, and no more than "
        "{room} can sit "
        "there. Add seats there or equip another table.",
        people=len(people),
        needs=needs,
        tables=where,
        room=room,
    )
