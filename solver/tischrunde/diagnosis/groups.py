"""Who must sit together and who apart, and whether that can be."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations, islice, pairwise

from tischrunde.diagnosis.bonds import Bonds, Node
from tischrunde.diagnosis.crowding import why_at_most
from tischrunde.diagnosis.facts import Facts
from tischrunde.diagnosis.matching import crowded
from tischrunde.diagnosis.telling import Case, names
from tischrunde.model import Apart, OnePerTable
from tischrunde.score import attribute_called
from tischrunde.words import Text, listed

__all__ = ["Circle", "apart", "circles", "together"]

MOST_CLIQUES = 2_000
MOST_PAIRS = 20_000


def together(facts: Facts) -> Iterator[Case]:
    """Yield groups that must share a table and have none.

    All people of a block of ``Bonds`` are at one table, so it must be a table each of them may use, with seats for
    all of them besides those who must sit there anyway.
    """
    for number in facts.rounds:
        bonds = facts.bonds(number)
        for block in range(len(bonds.blocks)):
            people, tables = bonds.people(block), bonds.tables(block)
            if len(tables) > 1:
                yield _two_tables(facts, number, bonds, tables)
            elif len(people) > 1:
                common = facts.opened[number].intersection(*(facts.choices(p, number) for p in people))
                if not common:
                    yield _no_common_table(facts, number, bonds, people)
                else:
                    yield from _too_large(facts, number, block, [t for t in facts.open[number] if t in common])


def _two_tables(facts: Facts, number: int, bonds: Bonds, tables: list[str]) -> Case:
    chains = [bonds.path(("table", one), ("table", other)) for one, other in combinations(tables, 2)]
    chain = min(chains, key=len)
    message = Text(
        "In {when}, {one} must sit at table {table} and {other} at table {table_of_other}, but they must "
        "sit together. "
        "Drop one of these rules or give both the same table.",
        one=names(facts.meeting, [chain[1][1]]),
        table=chain[0][1],
        other=names(facts.meeting, [chain[-2][1]]),
        table_of_other=chain[-1][1],
    )
    return Case(message, bonds.why(chain), number)


def _no_common_table(facts: Facts, number: int, bonds: Bonds, people: list[str]) -> Case:
    chosen: list[str] = []
    left = facts.opened[number]
    while left:
        chosen.append(min(people, key=lambda person: len(left & facts.choices(person, number))))
        left &= facts.choices(chosen[-1], number)
    rules: list[str] = []
    for one, other in pairwise(chosen):
        rules.extend(bonds.why(bonds.path(("person", one), ("person", other))))
    for person in chosen:
        rules.extend(facts.why(person, number, facts.choices(person, number)))
    message = Text(
        "In {when}, {people} must sit together, but no open table is allowed for all of them. "
        "Open a table that suits all, or let them sit apart.",
        people=names(facts.meeting, chosen),
    )
    return Case(message, tuple(rules), number)


def _too_large(facts: Facts, number: int, block: int, common: list[str]) -> Iterator[Case]:
    bonds, sizes = facts.bonds(number), facts.sizes(number)
    people = bonds.people(block)
    if bonds.tables(block) and not _has_together(facts, number, people):
        return
    others = {t: [p for p in bonds.fixed_at(t) if bonds.of(p) != block] for t in common}
    room = {table: sizes.most_of[table] - len(others[table]) for table in common}
    if max(room.values()) >= len(people):
        return
    rules = list(bonds.why_all(block))
    for person in people:
        if len(common) < len(facts.open[number]):
            rules.extend(facts.why(person, number, facts.choices(person, number)))
    for table in common:
        most = sizes.most([table])
        rules.extend(why_at_most(facts, number, [table], max(most, len(people) - 1) if most < len(people) else most))
        if most >= len(people):
            rules.extend(place for p in others[table] for place in facts.why(p, number, {table}))
    rules.extend(f"tables/{closed.id}/closed_in" for closed in facts.meeting.tables if number in closed.closed_in)
    if max(sizes.most([table]) for table in common) < len(people):
        message = Text.many(
            "In {when}, {people} must sit together, but no table they may use can have more than {count} person. "
            "Add seats at a table or split the group.",
            "In {when}, {people} must sit together, but no table they may use can have more than {count} people. "
            "Add seats at a table or split the group.",
            max(room.values()),
            people=names(facts.meeting, people),
        )
    else:
        message = Text.many(
            "In {when}, {people} must sit together, but hosts and other fixed people leave no more than "
            "{count} seat "
            "free at any table. Add seats at a table or split the group.",
            "In {when}, {people} must sit together, but hosts and other fixed people leave no more than "
            "{count} seats "
            "free at any table. Add seats at a table or split the group.",
            max(room.values()),
            people=names(facts.meeting, people),
        )
    yield Case(message, tuple(rules), number)


def _has_together(facts: Facts, number: int, people: list[str]) -> bool:
    return any(facts.seat(person, number) is None for person in people)


class Circle:
    """People no two of whom share a table in a round, because of one rule.

    Attributes
    ----------
    place : the rule
    people : those who attend the round, at least two
    attribute, value : what they have in common when the rule is about that
    """

    def __init__(self, place: str, people: list[str], attribute: str | None = None, value: str = "") -> None:
        self.place = place
        self.people = people
        self.attribute = attribute
        self.value = value


def circles(facts: Facts, number: int) -> list[Circle]:
    """Return the circles of a round, from apart and one-per-table rules."""
    found = []
    for place, apart_rule in facts.rules(Apart):
        if number in facts.rounds_of(apart_rule.rounds):
            here = [p for p in dict.fromkeys(apart_rule.people) if number in facts.meeting.attended[p]]
            found.append(Circle(place, here))
    for place, rule in facts.rules(OnePerTable):
        if number in facts.rounds_of(rule.rounds):
            having = defaultdict(list)
            for person in facts.present[number]:
                value = facts.meeting.person_of[person].value(rule.attribute)
                if value is not None:
                    having[value].append(person)
            found.extend(Circle(place, people, rule.attribute, value) for value, people in having.items())
    return [circle for circle in found if len(circle.people) > 1]


def apart(facts: Facts) -> Iterator[Case]:
    """Yield people who must sit apart and cannot.

    Two of them in one block of ``Bonds`` share a table. And those no two of whom share a table need as many tables
    as they are people: open ones, and ones they may use (Hall's condition).
    """
    for number in facts.rounds:
        every = circles(facts, number)
        bonds = facts.bonds(number)
        clashed = False
        for circle in every:
            pair = _bound(bonds, circle.people)
            if pair:
                clashed = True
                yield _bound_case(facts, number, bonds, circle, pair)
            elif len(circle.people) > len(facts.open[number]):
                clashed = True
                yield _too_few_tables(facts, number, circle)
            else:
                yield from _too_few_choices(facts, number, circle)
        if not clashed:
            yield from _combined(facts, number, every)


def _bound(bonds: Bonds, people: list[str]) -> tuple[str, str] | None:
    first: dict[int, str] = {}
    for person in people:
        block = bonds.of(person)
        if block is not None and first.setdefault(block, person) != person:
            return first[block], person
    return None


def _bound_case(facts: Facts, number: int, bonds: Bonds, circle: Circle, pair: tuple[str, str]) -> Case:
    start, end = ("person", pair[0]), ("person", pair[1])
    chain: list[Node] = bonds.path(start, end)
    tables = [name for kind, name in chain if kind == "table"]
    if tables:
        message = Text(
            "In {when}, {people} must sit apart, but rules bring them to the same table, {table}. "
            "Drop one of these rules or move one of these people.",
            people=names(facts.meeting, pair),
            table=tables[0],
        )
    else:
        message = Text(
            "In {when}, {people} must sit apart and must sit together. Drop one of the two rules.",
            people=names(facts.meeting, pair),
        )
    return Case(message, (circle.place, *bonds.why(chain)), number)


def _too_few_tables(facts: Facts, number: int, circle: Circle) -> Case:
    tables = facts.open[number]
    rules = (circle.place, *_closed(facts, number, len(circle.people)))
    if circle.attribute is None:
        message = Text.many(
            "In {when}, {people} people must sit apart ({names}), but only {count} table is open. "
            "Open more tables or allow some of them to meet.",
            "In {when}, {people} people must sit apart ({names}), but only {count} tables are open. "
            "Open more tables or allow some of them to meet.",
            len(tables),
            people=len(circle.people),
            names=names(facts.meeting, circle.people),
        )
    else:
        message = Text.many(
            "In {when}, {people} people have {attribute} “{value}” and no two of them may share a table, "
            "but only {count} table is open. Open more tables or drop the rule.",
            "In {when}, {people} people have {attribute} “{value}” and no two of them may share a table, "
            "but only {count} tables are open. Open more tables or drop the rule.",
            len(tables),
            people=len(circle.people),
            attribute=attribute_called(circle.attribute),
            value=circle.value,
        )
    return Case(message, rules, number)


def _closed(facts: Facts, number: int, needed: int) -> list[str]:
    """Return the places of closed tables when opening all of them would be enough."""
    if len(facts.meeting.tables) < needed:
        return []
    return [f"tables/{table.id}/closed_in" for table in facts.meeting.tables if number in table.closed_in]


def _too_few_choices(facts: Facts, number: int, circle: Circle) -> Iterator[Case]:
    choices = {person: facts.choices(person, number) for person in circle.people}
    picky = {person: sorted(some) for person, some in choices.items() if len(some) < len(circle.people)}
    clash = crowded(picky)
    if clash is None:
        return
    people, tables = clash
    message = Text(
        "In {when}, {people} must sit apart, but they can sit nowhere else than at {tables}. "
        "Open another table for them or drop a rule.",
        people=names(facts.meeting, people),
        tables=listed(table for table in facts.open[number] if table in tables),
    )
    why = [place for person in people for place in facts.why(person, number, tables)]
    yield Case(message, (circle.place, *why), number)


def _combined(facts: Facts, number: int, every: list[Circle]) -> Iterator[Case]:
    """Yield people whom several rules together keep apart, pair by pair, more than there are tables."""
    tables = len(facts.open[number])
    people = _clique(every, tables + 1)
    if people is None:
        return
    chosen: list[str] = []
    pairs = set(combinations(people, 2))
    while pairs:
        best = max(every, key=lambda c: sum(a in c.people and b in c.people for a, b in pairs))
        chosen.append(best.place)
        pairs = {(a, b) for a, b in pairs if not (a in best.people and b in best.people)}
    message = Text(
        "In {when}, several rules together keep every two of these people apart: {people}. That takes "
        "{needed} tables, "
        "but only {tables} are open. Open more tables or drop one of the rules.",
        people=names(facts.meeting, people),
        needed=len(people),
        tables=tables,
    )
    yield Case(message, (*chosen, *_closed(facts, number, len(people))), number)


def _clique(every: list[Circle], size: int) -> list[str] | None:
    """Return ``size`` people who are pairwise in some circle, if a bounded search finds them.

    Whoever is in one circle only has all others of a clique in it, and that is told already; so only people in
    several circles, with ``size`` - 1 others to be apart from, matter. Mostly none are left and no graph is built.
    """
    apart_from: defaultdict[str, list[int]] = defaultdict(list)
    for circle in every:
        for person in circle.people:
            apart_from[person].append(len(circle.people) - 1)
    matter = {p for p, others in apart_from.items() if len(others) > 1 and sum(others) >= size - 1}
    inner = [[person for person in circle.people if person in matter] for circle in every]
    if len(matter) < size or sum(len(people) ** 2 for people in inner) > 2 * MOST_PAIRS:
        return None
    import networkx as nx

    # Numbers, not names: sets of numbers have the same order in every run.
    order = list(apart_from)
    rank = {person: index for index, person in enumerate(order)}
    graph: nx.Graph[int] = nx.Graph()
    for people in inner:
        graph.add_edges_from(combinations([rank[person] for person in people], 2))
    core = nx.k_core(graph, size - 1)
    for clique in islice(nx.find_cliques(core), MOST_CLIQUES):
        if len(clique) >= size:
            return [order[index] for index in sorted(clique)[:size]]
    return None
