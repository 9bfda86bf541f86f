"""Greedy, round by round: everybody takes, in random order, the table that adds least to the cost at that moment."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from benchmarks.seating import even_sizes, hosting
from benchmarks.watch import Watch
from tischrunde.model import (
    Apart,
    Composition,
    MeetAtMost,
    Meeting,
    NoIsolates,
    OnePerTable,
    Person,
    Pin,
    Seating,
    Together,
)

__all__ = ["greedy_plan"]

Prices: TypeAlias = NDArray[np.float64]
BROKEN = 1e6
LOOK_AT_WATCH = 64  # people seated between two looks


def greedy_plan(meeting: Meeting, draw: Random, watch: Watch) -> Seating | None:
    """Return one plan, ``None`` when the time is over before it is complete.

    Notes
    -----
    O(R n (T + people met)) for n people, T tables and R rounds.
    """
    past = _Past(meeting)
    rounds = []
    for number in meeting.round_numbers:
        seated = _Round(meeting, past, number).filled(draw, watch)
        if seated is None:
            return None
        past.add(seated)
        rounds.append(seated)
    return tuple(rounds)


class _Past:
    """What the rounds so far, and the history before them, have left behind."""

    def __init__(self, meeting: Meeting) -> None:
        self.meeting = meeting
        self.met: defaultdict[str, Counter[str]] = defaultdict(Counter)  # history included
        self.in_plan: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.visited: defaultdict[str, set[str]] = defaultdict(set)
        self.liked: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for p, q, times in meeting.history:
            self.met[p][q] += times
            self.met[q][p] += times
        for p, q, weight in meeting.affinities:
            self.liked[p][q] += weight
            self.liked[q][p] += weight

    def add(self, seated: dict[str, tuple[str, ...]]) -> None:
        """Remember a round."""
        for table, people in seated.items():
            for person in people:
                others = [other for other in people if other != person]
                self.met[person].update(others)
                self.in_plan[person].update(others)
                self.visited[person].add(self.meeting.theme_of[table])


@dataclass
class _Round:
    """A round that is being filled.

    Attributes
    ----------
    seat_of : the place of the table of everybody seated so far
    count_of : for each attribute and value, how many people have it at each table
    """

    meeting: Meeting
    past: _Past
    number: int
    seat_of: dict[str, int] = field(default_factory=dict)
    count_of: dict[tuple[str, str], Prices] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.tables = self.meeting.open_tables(self.number)
        self.place_of = {table.id: place for place, table in enumerate(self.tables)}
        sizes = even_sizes(self.meeting, self.number)
        self.room = np.array([sizes[table.id] for table in self.tables])
        self.themes = [self.meeting.theme_of[table.id] for table in self.tables]
        self.rules = [r for r in self.meeting.rules if self.number in (getattr(r, "rounds", None) or (self.number,))]
        attributes = [rule.attribute for rule in self.rules if isinstance(rule, Composition | NoIsolates | OnePerTable)]
        self.attributes = {*self.meeting.weights.mixing, *attributes}
        self.apart: defaultdict[str, set[str]] = defaultdict(set)
        for rule in self.rules:
            if isinstance(rule, Apart):
                for person in rule.people:
                    self.apart[person] |= {*rule.people} - {person}

    def filled(self, draw: Random, watch: Watch) -> dict[str, tuple[str, ...]] | None:
        """Return who sits where once everybody does, ``None`` when the time is over before."""
        bound_to = hosting(self.meeting, self.number)
        for rule in self.rules:
            if isinstance(rule, Pin) and rule.round == self.number:
                bound_to.setdefault(rule.person, rule.table)
        groups = self._groups()
        draw.shuffle(groups)
        # First who has no choice, then who needs most room.
        groups.sort(key=lambda group: (not any(p in bound_to for p in group), -len(group)))
        for count, group in enumerate(groups):
            if count % LOOK_AT_WATCH == 0 and watch.is_over():
                return None
            tables = [self.place_of[bound_to[p]] for p in group if bound_to.get(p) in self.place_of]
            self._seat(group, tables[0] if tables else None, draw)
        seated: dict[str, list[str]] = {table.id: [] for table in self.tables}
        for person, place in self.seat_of.items():
            seated[self.tables[place].id].append(person)
        return {table: tuple(people) for table, people in seated.items()}

    def _groups(self) -> list[tuple[str, ...]]:
        """Return those who attend, together where a rule says so."""
        here = {p.id for p in self.meeting.people if self.number in self.meeting.attended[p.id]}
        group_of = {person: {person} for person in here}
        for rule in self.rules:
            if isinstance(rule, Together) and (rule.rounds is not None or here.issuperset(rule.people)):
                merged = set[str]().union(*(group_of[p] for p in rule.people if p in here))
                group_of.update(dict.fromkeys(merged, merged))
        # Sets have no order that is the same every time.
        order = [p.id for p in self.meeting.people if p.id in here]
        return list(
            dict.fromkeys(tuple(p for p in order if p in group_of[q]) for q in order if len(group_of[q]) > 1)
        ) + [(p,) for p in order if len(group_of[p]) == 1]

    def _seat(self, group: Sequence[str], table: int | None, draw: Random) -> None:
        """Seat a group at a table, or where it costs least; one by one when no table has room for all."""
        if table is None:
            fits = self.room >= len(group)
            if not fits.any() and len(group) > 1:
                for person in group:
                    self._seat((person,), None, draw)
                return
            prices = np.sum([self._prices(self.meeting.person_of[person]) for person in group], axis=0)
            prices = np.where(fits, prices, np.inf) if fits.any() else -self.room.astype(float)
            best = np.flatnonzero(prices == prices.min())
            table = int(best[draw.randrange(len(best))])
        for person in group:
            self.seat_of[person] = table
            self.room[table] -= 1
            for attribute in self.attributes:
                value = self.meeting.person_of[person].value(attribute)
                if value is not None:
                    self._count(attribute, value)[table] += 1

    def _count(self, attribute: str, value: str) -> Prices:
        return self.count_of.setdefault((attribute, value), np.zeros(len(self.tables)))

    def _prices(self, person: Person) -> Prices:
        """Return what each open table would cost this person now."""
        weights, past = self.meeting.weights, self.past
        prices = np.zeros(len(self.tables))
        for other, times in past.met[person.id].items():
            self._add(prices, other, weights.reunions * times)
        for other, weight in past.liked[person.id].items():
            self._add(prices, other, -weights.affinities * weight)
        for attribute, weight in weights.mixing.items():
            value = person.value(attribute)
            if value is not None:
                prices += weight * self._count(attribute, value)
        prices += self._of_themes(person)
        for other in self.apart[person.id]:
            self._add(prices, other, BROKEN)
        for rule in self.rules:
            self._add_rule(prices, rule, person)
        return prices

    def _add(self, prices: Prices, other: str, price: float) -> None:
        if other in self.seat_of:
            prices[self.seat_of[other]] += price

    def _of_themes(self, person: Person) -> Prices:
        """Return the price of the themes: wishes met, themes seen before or not to be seen, and what a table lacks."""
        visited = self.past.visited[person.id]
        price_of = dict.fromkeys(self.themes, 0.0)
        for rank, theme in enumerate(person.wishes):
            if theme not in visited and theme in price_of:
                price_of[theme] -= self.meeting.weights.wishes * (4, 2, 1)[min(rank, 2)]
        for theme in price_of:
            missing = theme in person.must_visit and theme not in visited
            again = self.meeting.themes_at_most_once and theme in visited
            price_of[theme] += BROKEN * (again + (theme in person.avoid)) - BROKEN / 2 * missing
        lacks = [not set(person.needs) <= set(table.features) for table in self.tables]
        return np.array([price_of[theme] for theme in self.themes]) + BROKEN * np.array(lacks)

    def _add_rule(self, prices: Prices, rule: object, person: Person) -> None:
        match rule:
            case Composition() if person.value(rule.attribute) == rule.value:
                count = self._count(rule.attribute, rule.value)
                spoken_of = self._is_one_of(rule.tables)
                prices += BROKEN * (spoken_of & (count >= (self.meeting_size if rule.max is None else rule.max)))
                prices -= BROKEN / 4 * (spoken_of & (count < rule.min))
            case NoIsolates() if person.value(rule.attribute) == rule.value:
                prices += BROKEN / 2 * (self._count(rule.attribute, rule.value) == 0)
            case OnePerTable() if (value := person.value(rule.attribute)) is not None:
                prices += BROKEN * (self._count(rule.attribute, value) > 0)
            case MeetAtMost() if rule.people is None or person.id in rule.people:
                for other, times in self.past.in_plan[person.id].items():
                    if times >= rule.count and (rule.people is None or other in rule.people):
                        self._add(prices, other, BROKEN)

    @property
    def meeting_size(self) -> int:
        """Return more people than any table holds."""
        return len(self.meeting.people) + 1

    def _is_one_of(self, tables: Iterable[str] | None) -> NDArray[np.bool_]:
        chosen = None if tables is None else set(tables)
        return np.array([chosen is None or table.id in chosen for table in self.tables])
