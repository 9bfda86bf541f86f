"""What follows at once from a meeting: who is there, which tables each may use, and because of what."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from functools import cached_property
from itertools import combinations, takewhile
from typing import TypeVar

from tischrunde.diagnosis.bonds import Bonds
from tischrunde.diagnosis.sizes import Sizes, sizes_of
from tischrunde.model import Meeting, Person, Pin, Rule, Table, ThemeVisits

__all__ = ["Facts"]

R = TypeVar("R", bound=Rule)


class Facts:
    """A meeting seen by the checks. Rounds without an open table are left out: one check speaks of them.

    A person whom host, pins, needs and themes to avoid leave no table in a round is ``stuck`` there. One check
    tells that; for all others such a person may sit anywhere, so that nothing is told twice.

    Attributes
    ----------
    rounds : rounds in which a table is open
    open : for each of them, the ids of the open tables
    opened : the same as sets
    present : for each of them, the ids of the people who attend
    pins : for each person and round, the pins as (place, table)
    """

    def __init__(self, meeting: Meeting) -> None:
        self.meeting = meeting
        self.rounds = [number for number in meeting.round_numbers if meeting.open_tables(number)]
        self.open = {r: [table.id for table in meeting.open_tables(r)] for r in self.rounds}
        self.opened = {r: frozenset(tables) for r, tables in self.open.items()}
        first: dict[tuple[str, ...], int] = {}
        self._like = {r: first.setdefault(tuple(tables), r) for r, tables in self.open.items()}
        attended = meeting.attended
        self.present = {r: [p.id for p in meeting.people if r in attended[p.id]] for r in self.rounds}
        self.pins: defaultdict[tuple[str, int], list[tuple[str, str]]] = defaultdict(list)
        for place, pin in self.rules(Pin):
            self.pins[pin.person, pin.round].append((place, pin.table))
        self._hosts = {person.id for person in meeting.people if person.hosts is not None}
        self._themes: dict[frozenset[str], frozenset[str]] = {}
        self._allowed: dict[tuple[object, ...], frozenset[str]] = {}
        self._attended: dict[frozenset[int], list[int]] = {}
        self._sizes: dict[tuple[int, int], Sizes] = {}
        self._fits: dict[tuple[int, int], bool] = {}
        self._groups: dict[int, dict[frozenset[str], list[str]]] = {}
        self._bonds: dict[int, Bonds] = {}

    def rules(self, kind: type[R]) -> Iterator[tuple[str, R]]:
        """Yield the rules of a kind with their places."""
        for index, rule in enumerate(self.meeting.rules):
            if isinstance(rule, kind):
                yield f"rules/{index}", rule

    def rounds_of(self, rounds: Collection[int] | None) -> list[int]:
        """Return the rounds that a rule speaks of."""
        return [number for number in self.rounds if rounds is None or number in rounds]

    def attended(self, person: str) -> list[int]:
        """Return the rounds with an open table that a person attends."""
        attended = self.meeting.attended[person]
        if attended not in self._attended:
            self._attended[attended] = [number for number in self.rounds if number in attended]
        return self._attended[attended]

    def is_traveller(self, person: str) -> bool:
        """Return whether the theme rules speak of this person."""
        return person not in self._hosts

    def travellers(self, people: Collection[str]) -> list[str]:
        """Return those of ``people`` of whom the theme rules speak."""
        return [person for person in people if person not in self._hosts]

    @cached_property
    def once(self) -> tuple[str, ...]:
        """Return the place of the rule that travellers come to a theme at most once; else nothing."""
        if not self.meeting.themes_at_most_once:
            return ()
        given = [place for place, rule in self.rules(ThemeVisits) if rule.at_most_once]
        return (given[0] if given else "themes",)

    @cached_property
    def themes(self) -> list[str]:
        """Return the themes that have a table."""
        return list(dict.fromkeys(self.meeting.theme_of.values()))

    @cached_property
    def tables_of(self) -> dict[str, frozenset[str]]:
        """Return for each theme its tables."""
        tables = defaultdict(set)
        for table, theme in self.meeting.theme_of.items():
            tables[theme].add(table)
        return {theme: frozenset(ids) for theme, ids in tables.items()}

    def sizes(self, number: int) -> Sizes:
        """Return how the people of a round can be spread; without balance if that is impossible."""
        key = len(self.present[number]), self._like[number]
        if key not in self._sizes:
            sizes = sizes_of(self.meeting, number, key[0])
            if not sizes.possible:
                seats = {f"tables/{table.id}/seats" for table in self.meeting.tables}
                closed = {f"tables/{table.id}/closed_in" for table in self.meeting.tables}
                sizes = sizes_of(self.meeting, number, key[0], seats | closed)
            if not sizes.possible:
                sizes = sizes_of(self.meeting, number, key[0], closed)
            self._sizes[key] = sizes
        return self._sizes[key]

    def fits(self, number: int) -> bool:
        """Return whether seats, least seats and balance let the people of a round be spread at all."""
        key = len(self.present[number]), self._like[number]
        if key not in self._fits:
            self._fits[key] = sizes_of(self.meeting, number, key[0]).possible
        return self._fits[key]

    def bonds(self, number: int) -> Bonds:
        """Return who must share a table in a round."""
        if number not in self._bonds:
            self._bonds[number] = Bonds(self, number)
        return self._bonds[number]

    @cached_property
    def _choices(self) -> dict[tuple[str, int], frozenset[str]]:
        return {
            (person, number): self._every_limit(self.meeting.person_of[person], number)
            for number in self.rounds
            for person in self.present[number]
        }

    @cached_property
    def is_anybody_stuck(self) -> bool:
        """Return whether there is anybody without a table in some round."""
        return not all(self._choices.values())

    def is_stuck(self, person: str, number: int) -> bool:
        """Return whether no table is left for this person in this round."""
        return not self._choices[person, number]

    def choices(self, person: str, number: int) -> frozenset[str]:
        """Return the tables a person may use in a round by host, pins, needs and themes to avoid."""
        return self._choices[person, number] or self.opened[number]

    def groups(self, number: int) -> dict[frozenset[str], list[str]]:
        """Return the people of a round by the tables they may use, fewest tables first."""
        if number not in self._groups:
            groups: defaultdict[frozenset[str], list[str]] = defaultdict(list)
            for person in self.present[number]:
                groups[self.choices(person, number)].append(person)
            self._groups[number] = dict(sorted(groups.items(), key=lambda group: len(group[0])))
        return self._groups[number]

    def limited_to(self, number: int, tables: frozenset[str]) -> list[str]:
        """Return the people who can sit nowhere but at ``tables``."""
        # Most groups may use more tables than these: what comes after them is not looked at.
        few = takewhile(lambda group: len(group[0]) <= len(tables), self.groups(number).items())
        return [p for choices, people in few if choices <= tables for p in people]

    def able_at(self, number: int, tables: frozenset[str]) -> list[str]:
        """Return the people who can sit at one of ``tables``."""
        return [p for choices, people in self.groups(number).items() if not choices.isdisjoint(tables) for p in people]

    def seat(self, person: str, number: int) -> str | None:
        """Return the only table a person may use in a round, if there is only one."""
        choices = self.choices(person, number)
        return next(iter(choices)) if len(choices) == 1 else None

    def themes_for(self, person: str, number: int) -> frozenset[str]:
        """Return the themes a person can come to in a round."""
        choices = self.choices(person, number)
        if choices not in self._themes:
            self._themes[choices] = frozenset(self.meeting.theme_of[table] for table in choices)
        return self._themes[choices]

    def why(self, person: str, number: int, within: Collection[str]) -> tuple[str, ...]:
        """Return the places that keep a person to tables ``within`` in a round: as few limits as do it."""
        limits = self._limits(self.meeting.person_of[person], number)
        found = []
        for size in range(len(limits) + 1):
            for some in combinations(limits, size):
                left = [t for t in self.meeting.tables if t.id not in within and all(may(t) for _, may in some)]
                if all(number in table.closed_in for table in left):
                    found.append((*(place for place, _ in some), *(f"tables/{t.id}/closed_in" for t in left)))
        return min(found, key=len, default=())

    def _limits(self, person: Person, number: int) -> "list[tuple[str, _May]]":
        limits: list[tuple[str, _May]] = []
        hosted = self.meeting.host_table(person, number)
        if hosted is not None:
            limits.append((f"people/{person.id}/hosts", _May(tables=(hosted,))))
        limits.extend((place, _May(tables=(table,))) for place, table in self.pins[person.id, number])
        if person.needs:
            limits.append((f"people/{person.id}/needs", _May(needs=person.needs)))
        if person.avoid and person.hosts is None:
            avoided = set(person.avoid)
            away = tuple(t for t, theme in self.meeting.theme_of.items() if theme not in avoided)
            limits.append((f"people/{person.id}/avoid", _May(tables=away)))
        return limits

    def _every_limit(self, person: Person, number: int) -> frozenset[str]:
        avoid = person.avoid if person.hosts is None else ()
        key = self._like[number], person.needs, avoid
        if key not in self._allowed:
            away = frozenset[str]().union(*(self.tables_of.get(theme, ()) for theme in avoid))
            features = {table.id: table.features for table in self.meeting.tables} if person.needs else {}
            away = away.union(table for table, some in features.items() if not set(person.needs) <= set(some))
            self._allowed[key] = self.opened[number] - away
        allowed = self._allowed[key]
        hosted = self.meeting.host_table(person, number)
        if hosted is not None:
            allowed &= {hosted}
        for _, table in self.pins.get((person.id, number), ()):
            allowed &= {table}
        return allowed


class _May:
    """Whether one limit of a person lets a table be used."""

    def __init__(self, *, tables: Collection[str] | None = None, needs: Collection[str] = ()) -> None:
        self.tables = None if tables is None else frozenset(tables)
        self.needs = frozenset(needs)

    def __call__(self, table: Table) -> bool:
        return (self.tables is None or table.id in self.tables) and self.needs <= set(table.features)
