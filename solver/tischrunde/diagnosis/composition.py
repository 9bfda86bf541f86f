"""Whether each table can have as many, or as few, people with a value as the rules ask for."""

from collections import defaultdict
from collections.abc import Iterator

from tischrunde.diagnosis.crowding import why_at_most
from tischrunde.diagnosis.facts import Facts
from tischrunde.diagnosis.telling import Case, names
from tischrunde.model import Composition
from tischrunde.score import attribute_called
from tischrunde.words import Text

__all__ = ["composition"]


def composition(facts: Facts) -> Iterator[Case]:
    """Yield composition rules that cannot be kept; each argument counts people, tables or seats of one round."""
    for place, rule in facts.rules(Composition):
        for number in facts.rounds_of(rule.rounds):
            yield from _of_round(facts, place, rule, number)
    yield from _together_too_many(facts)


def having(facts: Facts, attribute: str, value: str, number: int) -> list[str]:
    """Return the people with a value who attend a round."""
    person_of = facts.meeting.person_of
    return [person for person in facts.present[number] if person_of[person].value(attribute) == value]


def ruled(facts: Facts, rule: Composition, number: int) -> list[str]:
    """Return the open tables that a composition rule speaks of."""
    return [table for table in facts.open[number] if rule.tables is None or table in rule.tables]


def _of_round(facts: Facts, place: str, rule: Composition, number: int) -> Iterator[Case]:
    tables = ruled(facts, rule, number)
    people = having(facts, rule.attribute, rule.value, number)
    sizes = facts.sizes(number)
    if rule.min * len(tables) > len(people):
        yield _too_few(facts, place, rule, number, len(tables), len(people))
    anywhere = sum(len(facts.choices(person, number)) == len(facts.open[number]) for person in people)
    for table in tables:
        if rule.min > sizes.most([table]):
            yield _table_too_small(facts, place, rule, number, table)
        elif anywhere < rule.min <= len(people) // len(tables):
            able = [person for person in people if table in facts.choices(person, number)]
            if rule.min > len(able):
                yield _cannot_come(facts, place, rule, number, table, able)
    if rule.max is not None:
        yield from _too_many(facts, place, rule, number, people)
        yield from _bound_together(facts, place, rule, number)


def _too_few(facts: Facts, place: str, rule: Composition, number: int, tables: int, people: int) -> Case:
    message = Text.many(
        "In {when}, at least {least} with {attribute} “{value}” at every table ({tables}) makes {needed} people, "
        "but only {count} attends. Ask for fewer, or name only some tables.",
        "In {when}, at least {least} with {attribute} “{value}” at every table ({tables}) makes {needed} people, "
        "but only {count} attend. Ask for fewer, or name only some tables.",
        people,
        least=rule.min,
        attribute=attribute_called(rule.attribute),
        value=rule.value,
        tables=tables,
        needed=rule.min * tables,
    )
    return Case(message, (place,), number)


def _table_too_small(facts: Facts, place: str, rule: Composition, number: int, table: str) -> Case:
    most = facts.sizes(number).most([table])
    message = Text.many(
        "In {when}, at least {least} people with {attribute} “{value}” must sit at table {table}, "
        "but it cannot have more than {count} person. Ask for fewer, or add seats.",
        "In {when}, at least {least} people with {attribute} “{value}” must sit at table {table}, "
        "but it cannot have more than {count} people. Ask for fewer, or add seats.",
        most,
        least=rule.min,
        attribute=attribute_called(rule.attribute),
        value=rule.value,
        table=table,
    )
    return Case(message, (place, *why_at_most(facts, number, [table], most)), number)


def _cannot_come(facts: Facts, place: str, rule: Composition, number: int, table: str, able: list[str]) -> Case:
    others = [other for other in facts.meeting.table_of if other != table]
    why = [
        cause
        for person in having(facts, rule.attribute, rule.value, number)
        if person not in able
        for cause in facts.why(person, number, others)
    ]
    message = Text.many(
        "In {when}, at least {least} people with {attribute} “{value}” must sit at table {table}, "
        "but only {count} can sit there; hosting, fixed seats, needs or themes to avoid keep the others away. "
        "Ask for fewer, or loosen one of these.",
        "In {when}, at least {least} people with {attribute} “{value}” must sit at table {table}, "
        "but only {count} can sit there; hosting, fixed seats, needs or themes to avoid keep the others away. "
        "Ask for fewer, or loosen one of these.",
        len(able),
        least=rule.min,
        attribute=attribute_called(rule.attribute),
        value=rule.value,
        table=table,
    )
    return Case(message, (place, *why), number)


def _too_many(facts: Facts, place: str, rule: Composition, number: int, people: list[str]) -> Iterator[Case]:
    """Yield a round whose tables cannot take all people with a value."""
    assert rule.max is not None
    tables = ruled(facts, rule, number)
    free = [table for table in facts.open[number] if table not in tables]
    sizes = facts.sizes(number)
    room = sum(min(rule.max, sizes.most([table])) for table in tables) + sum(sizes.most([t]) for t in free)
    if room >= len(people):
        return
    closed = [f"tables/{table.id}/closed_in" for table in facts.meeting.tables if number in table.closed_in]
    if rule.max * len(tables) < len(people) and not free:
        everywhere = facts.meeting.table_of if rule.tables is None else rule.tables
        if rule.max * len(everywhere) < len(people) and len(everywhere) == len(facts.meeting.tables):
            closed = []
        message = Text(
            "In {when}, {people} people with {attribute} “{value}” attend, but with at most {most} of them at each "
            "table there is room for {room}. Allow more at a table, or open more tables.",
            people=len(people),
            attribute=attribute_called(rule.attribute),
            value=rule.value,
            most=rule.max,
            room=rule.max * len(tables),
        )
        yield Case(message, (place, *closed), number)
        return
    limits = [
        cause
        for table in facts.open[number]
        if table in free or sizes.most([table]) < rule.max
        for cause in why_at_most(facts, number, [table], sizes.most([table]))
    ]
    message = Text(
        "In {when}, {people} people with {attribute} “{value}” attend, but with at most {most} of them at each table "
        "the rule speaks of, and the seats there are, there is room for {room}. "
        "Allow more at a table, or add seats.",
        people=len(people),
        attribute=attribute_called(rule.attribute),
        value=rule.value,
        most=rule.max,
        room=room,
    )
    yield Case(message, (place, *closed, *limits), number)


def _bound_together(facts: Facts, place: str, rule: Composition, number: int) -> Iterator[Case]:
    """Yield people with a value whom hosting, pins, needs or together rules bring to one table, too many."""
    assert rule.max is not None
    bonds = facts.bonds(number)
    tables = ruled(facts, rule, number)
    of_block = defaultdict(list)
    for person in having(facts, rule.attribute, rule.value, number):
        block = bonds.of(person)
        if block is not None:
            of_block[block].append(person)
    for block, people in of_block.items():
        at = bonds.tables(block)
        if len(people) <= rule.max or not (set(at) <= set(tables) if at else len(tables) == len(facts.open[number])):
            continue
        chosen = people[: rule.max + 1]
        spot = ("table", at[0]) if at else ("person", chosen[0])
        why = [cause for person in chosen for cause in bonds.why(bonds.path(("person", person), spot))]
        if not at and rule.tables is not None:
            why += [f"tables/{t.id}/closed_in" for t in facts.meeting.tables if number in t.closed_in]
        message = Text(
            "In {when}, rules bring {people} to the same table, but at most {most} with {attribute} "
            "“{value}” may sit "
            "there. Allow more, or drop one of these rules.",
            people=names(facts.meeting, people),
            most=rule.max,
            attribute=attribute_called(rule.attribute),
            value=rule.value,
        )
        yield Case(message, (place, *why), number)


def _together_too_many(facts: Facts) -> Iterator[Case]:
    """Yield tables with fewer seats than the people that rules on different values of one attribute ask for."""
    asking = [(place, rule) for place, rule in facts.rules(Composition) if rule.min]
    if len(asking) < 2:
        return
    for number in facts.rounds:
        for table in facts.open[number]:
            least: dict[tuple[str, str], tuple[int, str]] = {}
            for place, rule in asking:
                if number in facts.rounds_of(rule.rounds) and table in ruled(facts, rule, number):
                    key = rule.attribute, rule.value
                    least[key] = max(least.get(key, (0, "")), (rule.min, place))
            most = facts.sizes(number).most([table])
            for attribute in dict.fromkeys(attribute for attribute, _ in least):
                wanted = [value for (name, _), value in least.items() if name == attribute]
                if len(wanted) > 1 and sum(n for n, _ in wanted) > most >= max(n for n, _ in wanted):
                    message = Text(
                        "In {when}, the rules on {attribute} ask for {needed} people at table {table}, "
                        "but it cannot have more than {most}. Ask for fewer, or add seats.",
                        attribute=attribute_called(attribute),
                        needed=sum(n for n, _ in wanted),
                        table=table,
                        most=most,
                    )
                    rules = (*(place for _, place in wanted), *why_at_most(facts, number, [table], most))
                    yield Case(message, rules, number)
