"""Slow, literal twins: each term and rule as the format words it, and the best plan by trying every one."""

from collections.abc import Iterator
from itertools import combinations, permutations

from tischrunde.model import (
    Apart,
    Composition,
    MeetAtMost,
    Meeting,
    NoIsolates,
    OnePerTable,
    Person,
    Pin,
    Rule,
    Seating,
    Table,
    ThemeVisits,
    Together,
)
from tischrunde.score import Judgement, judge

__all__ = [
    "affinities",
    "all_seatings",
    "best_by_exhaustion",
    "cost",
    "keeps",
    "meets",
    "met_before",
    "mixing",
    "reunions",
    "term",
    "unfairness",
    "wishes",
]


def table_of(rounds: Seating, number: int, person: str) -> str | None:
    """Return the table of a person in a round."""
    for table, people in rounds[number - 1].items():
        if person in people:
            return table
    return None


def visited(meeting: Meeting, rounds: Seating, person: str) -> list[str]:
    """Return the themes a person visits, one for each round with a seat."""
    tables = [table_of(rounds, number, person) for number in meeting.round_numbers]
    return [meeting.theme_of[table] for table in tables if table is not None]


def meets(meeting: Meeting, rounds: Seating, p: str, q: str) -> int:
    """Return m(p, q): the number of rounds in which two people share a table."""
    tables = [(table_of(rounds, number, p), table_of(rounds, number, q)) for number in meeting.round_numbers]
    return sum(a is not None and a == b for a, b in tables)


def met_before(meeting: Meeting, p: str, q: str) -> int:
    """Return h(p, q): how often two people met before this meeting."""
    return sum(times for a, b, times in meeting.history if {a, b} == {p, q})


def reunions(meeting: Meeting, rounds: Seating) -> int:
    """Return the term by going through all pairs, met or not."""
    total = 0
    for p, q in combinations(meeting.person_of, 2):
        m, h = meets(meeting, rounds, p, q), met_before(meeting, p, q)
        total += (m + h) * (m + h - 1) // 2 - h * (h - 1) // 2
    return total


def mixing(meeting: Meeting, rounds: Seating, attribute: str) -> int:
    """Return the term by counting, for all pairs with the same value, the rounds they share."""
    total = 0
    for p, q in combinations(meeting.people, 2):
        if p.value(attribute) is not None and p.value(attribute) == q.value(attribute):
            total += meets(meeting, rounds, p.id, q.id)
    return total


def wishes(meeting: Meeting, rounds: Seating) -> int:
    """Return the price of the wishes unmet: 4, 2, 1, 1, ..."""
    total = 0
    for person in meeting.people:
        for k in range(len(person.wishes)):
            if person.wishes[k] not in visited(meeting, rounds, person.id):
                total += 4 if k == 0 else 2 if k == 1 else 1
    return total


def affinities(meeting: Meeting, rounds: Seating) -> int:
    """Return minus the sum of weight x rounds together."""
    return -sum(weight * meets(meeting, rounds, p, q) for p, q, weight in meeting.affinities)


def unfairness(meeting: Meeting, rounds: Seating) -> int:
    """Return the sum over people of C(r, 2), r the sum over others of C(m, 2)."""
    total = 0
    for p in meeting.person_of:
        met = [meets(meeting, rounds, p, q) for q in meeting.person_of if q != p]
        r = sum(m * (m - 1) // 2 for m in met)
        total += r * (r - 1) // 2
    return total


def term(meeting: Meeting, rounds: Seating, name: str) -> int:
    """Return a term of the score by its name."""
    if name.startswith("mixing."):
        return mixing(meeting, rounds, name.removeprefix("mixing."))
    return {"reunions": reunions, "wishes": wishes, "affinities": affinities}[name](meeting, rounds)


def cost(meeting: Meeting, rounds: Seating) -> int:
    """Return the sum of weight x term."""
    weights = meeting.weights
    return (
        weights.reunions * reunions(meeting, rounds)
        + sum(weight * mixing(meeting, rounds, attribute) for attribute, weight in weights.mixing.items())
        + weights.wishes * wishes(meeting, rounds)
        + weights.affinities * affinities(meeting, rounds)
    )


def keeps(meeting: Meeting, rounds: Seating) -> bool:
    """Return whether a seating keeps every rule."""
    return (
        len(rounds) == meeting.n_rounds
        and all(_keeps_in_round(meeting, number, rounds[number - 1]) for number in meeting.round_numbers)
        and _keeps_over_rounds(meeting, rounds)
    )


def all_seatings(meeting: Meeting) -> Iterator[Seating]:
    """Yield every seating that keeps every rule. For a handful of people only."""
    options = [
        [tables for tables in _sittings(meeting, number) if _keeps_in_round(meeting, number, tables)]
        for number in meeting.round_numbers
    ]
    yield from _continued(meeting, options, ())


def best_by_exhaustion(meeting: Meeting) -> Judgement | None:
    """Return the judgement of a best plan by trying all of them, ``None`` when there is no plan."""
    alike = _alike(meeting)
    judged = (judge(meeting, rounds) for rounds in all_seatings(meeting) if _first_among(alike, rounds))
    return min(judged, key=lambda judgement: judgement.order, default=None)


def _sittings(meeting: Meeting, number: int) -> Iterator[dict[str, tuple[str, ...]]]:
    """Yield every way to seat the people of a round at tables where each of them may sit."""
    people = [person for person in meeting.people if number in meeting.attended[person.id]]

    def seat(rest: list[Person], at: dict[str, tuple[str, ...]]) -> Iterator[dict[str, tuple[str, ...]]]:
        if not rest:
            yield at
            return
        for table in meeting.open_tables(number):
            if len(at[table.id]) < table.seats and _may_sit(meeting, number, rest[0], table):
                yield from seat(rest[1:], at | {table.id: (*at[table.id], rest[0].id)})

    yield from seat(people, {table.id: () for table in meeting.open_tables(number)})


def _may_sit(meeting: Meeting, number: int, person: Person, table: Table) -> bool:
    if any(feature not in table.features for feature in person.needs):
        return False
    if person.hosts is not None:
        return table.id == person.hosts or number in meeting.table_of[person.hosts].closed_in
    return meeting.theme_of[table.id] not in person.avoid


def _continued(meeting: Meeting, options: list[list[dict[str, tuple[str, ...]]]], begun: Seating) -> Iterator[Seating]:
    """Yield the seatings that begin so, leaving a beginning that can't end well."""
    if len(begun) == len(options):
        if _keeps_over_rounds(meeting, begun):
            yield begun
        return
    travellers = [person.id for person in meeting.people if person.hosts is None]
    for tables in options[len(begun)]:
        rounds = (*begun, tables)
        if not (meeting.themes_at_most_once and any(_comes_again(meeting, rounds, p) for p in travellers)):
            yield from _continued(meeting, options, rounds)


def _comes_again(meeting: Meeting, rounds: Seating, person: str) -> bool:
    tables = [table_of(rounds, number, person) for number in range(1, len(rounds) + 1)]
    themes = [meeting.theme_of[table] for table in tables if table is not None]
    return len(set(themes)) < len(themes)


def _keeps_in_round(meeting: Meeting, number: int, tables: dict[str, tuple[str, ...]]) -> bool:
    """Return whether a round keeps every rule that looks at one round alone."""
    seated = sorted(person for people in tables.values() for person in people)
    if seated != sorted(p.id for p in meeting.people if number in meeting.attended[p.id]):
        return False
    opened = meeting.open_tables(number)
    if any(people and table not in [t.id for t in opened] for table, people in tables.items()):
        return False
    sizes = {table.id: len(tables.get(table.id, ())) for table in opened}
    if not all(table.min_seats <= sizes[table.id] <= table.seats for table in opened):
        return False
    if meeting.balance is not None and any(
        abs(a - b) > meeting.balance for a in sizes.values() for b in sizes.values()
    ):
        return False
    for table, people in tables.items():
        if not all(_may_sit(meeting, number, meeting.person_of[p], meeting.table_of[table]) for p in people):
            return False
    return all(_keeps_rule(meeting, number, tables, rule) for rule in meeting.rules)


def _keeps_rule(meeting: Meeting, number: int, tables: dict[str, tuple[str, ...]], rule: Rule) -> bool:
    if isinstance(rule, Pin):
        return number != rule.round or rule.person in tables.get(rule.table, ())
    if isinstance(rule, ThemeVisits | MeetAtMost) or (rule.rounds is not None and number not in rule.rounds):
        return True
    if isinstance(rule, Together | Apart):
        present = [person for person in rule.people if number in meeting.attended[person]]
        if isinstance(rule, Apart):
            return all(len(set(present) & set(people)) < 2 for people in tables.values())
        if rule.rounds is None and present != list(rule.people):
            return True
        return not present or any(set(present) <= set(people) for people in tables.values())
    for table in meeting.open_tables(number):
        people = [meeting.person_of[person] for person in tables.get(table.id, ())]
        if not _keeps_at_table(table, [person.value(rule.attribute) for person in people], rule):
            return False
    return True


def _keeps_at_table(table: Table, values: list[str | None], rule: Composition | NoIsolates | OnePerTable) -> bool:
    if isinstance(rule, OnePerTable):
        given = [value for value in values if value is not None]
        return len(set(given)) == len(given)
    if isinstance(rule, NoIsolates):
        return values.count(rule.value) != 1
    if rule.tables is not None and table.id not in rule.tables:
        return True
    return rule.min <= values.count(rule.value) and (rule.max is None or values.count(rule.value) <= rule.max)


def _keeps_over_rounds(meeting: Meeting, rounds: Seating) -> bool:
    """Return whether a seating keeps every rule that looks at several rounds."""
    for rule in meeting.rules:
        if isinstance(rule, MeetAtMost):
            among = meeting.person_of if rule.people is None else rule.people
            if any(meets(meeting, rounds, p, q) > rule.count for p, q in combinations(among, 2)):
                return False
    return all(_keeps_themes(meeting, rounds, person) for person in meeting.people)


def _keeps_themes(meeting: Meeting, rounds: Seating, person: Person) -> bool:
    themes = visited(meeting, rounds, person.id)
    if any(theme not in themes for theme in person.must_visit):
        return False
    if person.hosts is not None or not meeting.attended[person.id]:
        return True
    if meeting.themes_at_most_once and any(themes.count(theme) > 1 for theme in themes):
        return False
    for rule in meeting.rules:
        if isinstance(rule, ThemeVisits):
            if rule.at_least is not None and len(set(themes)) < rule.at_least:
                return False
            if rule.all and set(themes) != set(meeting.theme_of.values()):
                return False
    return True


def _alike(meeting: Meeting) -> list[dict[str, str]]:
    """Return the ways to rename tables that leave the meeting as it is."""
    told_apart = {person.hosts for person in meeting.people}
    for rule in meeting.rules:
        if isinstance(rule, Pin):
            told_apart.add(rule.table)
        if isinstance(rule, Composition):
            told_apart.update(rule.tables or ())
    plain = {table.id: table.model_dump(exclude={"id"}) for table in meeting.tables}
    return [
        dict(zip(plain, order, strict=True))
        for order in permutations(plain)
        if all(
            a == b or (plain[a] == plain[b] and a not in told_apart and b not in told_apart)
            for a, b in zip(plain, order, strict=True)
        )
    ]


def _first_among(alike: list[dict[str, str]], rounds: Seating) -> bool:
    """Return whether no renaming of tables gives a smaller first round: one plan of each kind is enough."""
    first = rounds[0]
    own = [first[table] for table in first]
    return all(own <= [first[names[table]] for table in first] for names in alike)
