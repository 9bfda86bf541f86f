"""A meeting as arrays, and back. The only place that knows both names and indices.

People, tables, themes and rounds are counted from 0 here, in the order of the meeting.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

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
    ThemeVisits,
    Together,
)

__all__ = ["BROKEN", "Bools", "Ints", "Longs", "Problem", "Seats", "Window", "codes", "unpack"]

Ints: TypeAlias = NDArray[np.int32]
Longs: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]
Seats: TypeAlias = NDArray[np.int32]
"""table_of : int32, shape (n_rounds, n_people); table of each person, -1 when absent."""

Window: TypeAlias = tuple[Ints, Ints]
"""The least and the most people at each table of a round."""

BROKEN = 1 << 40
"""The price of one broken rule. A price is ``cost + BROKEN * broken``, so one int64 carries both."""

WISH_PRICES = (4, 2)
WISH_PRICE_BEYOND = 1


def unpack(price: int) -> tuple[int, int]:
    """Return the (broken rules, cost) that one price carries; costs may be negative."""
    broken = (int(price) + (BROKEN >> 1)) // BROKEN
    return broken, int(price) - broken * BROKEN


@dataclass(frozen=True)
class Problem:
    """Everything a solver needs to know of a meeting.

    Attributes
    ----------
    n_people, n_rounds, n_tables, n_themes : the sizes
    attends : bool, shape (n_rounds, n_people)
    is_open : bool, shape (n_rounds, n_tables)
    windows : for each round, the sizes allowed together: pairs of int32 arrays of shape (n_tables,), least and most
    low, high : int32, shape (n_rounds, n_tables); least and most people over all windows, 0 and 0 where closed
    balance : how far the sizes of open tables of a round may differ; n_people when they may at will
    theme_of : int32, shape (n_tables,); a table without a theme is a theme of its own
    fixed : int32, shape (n_rounds, n_people); the table of a host, of a pinned person and of
        those who sit together with one, -1 for all others
    host_of : int32, shape (n_people,); the table hosted, -1 for travellers
    domain_of : int32, shape (n_people,); people with the same domain may sit at the same tables
    outside : bool, shape (n_domains, n_rounds, n_tables); where people of a domain must not sit
    reunion_weight : cost of one reunion
    pair : int64, shape (n_people, n_people); price of the first meeting of two people: same values, affinities,
        history, apart. Each further meeting costs ``reunion_weight`` more.
    apart_in : int64, shape (n_people, n_people) or (0, 0); bit r set when two must not meet in round r only
    limit : int32, shape (n_people, n_people) or (0, 0); how often two may meet
    miss : int64, shape (n_people, n_themes); price of not visiting a theme
    once : bool, shape (n_people,); whether this person comes to a theme at most once
    at_least : int32, shape (n_people,); how many themes this person must see
    counted : bool, shape (n_counted, n_people); who counts for each rule about a number of people at a table
    count_price : int64, shape (n_counted, n_rounds, n_tables, largest table + 1); price of that number
    group_of : int32, shape (n_rounds, n_people); people who sit together share a number, -1 for singles

    """

    meeting: Meeting
    attends: Bools
    is_open: Bools
    windows: tuple[tuple[Window, ...], ...]
    low: Ints
    high: Ints
    balance: int
    theme_of: Ints
    fixed: Ints
    host_of: Ints
    domain_of: Ints
    outside: Bools
    reunion_weight: int
    pair: Longs
    apart_in: Longs
    limit: Ints
    miss: Longs
    once: Bools
    at_least: Ints
    counted: Bools
    count_price: Longs
    group_of: Ints

    @property
    def n_rounds(self) -> int:
        """Return the number of rounds."""
        return int(self.attends.shape[0])

    @property
    def n_people(self) -> int:
        """Return the number of people."""
        return int(self.attends.shape[1])

    @property
    def n_tables(self) -> int:
        """Return the number of tables."""
        return int(self.is_open.shape[1])

    @property
    def n_themes(self) -> int:
        """Return the number of themes, tables without one counted each."""
        return int(self.miss.shape[1])

    @cached_property
    def history(self) -> Longs:
        """Return how often two people met before; int64, shape (n_people, n_people)."""
        return _history(self.meeting, _index(p.id for p in self.meeting.people))

    def reunions(self, table_of: Seats) -> int:
        """Return the value of the reunions term for these seats."""
        met = np.zeros((self.n_people, self.n_people), np.int64)
        for seats in table_of:
            met += (seats[:, None] == seats[None, :]) & (seats[:, None] >= 0)
        twice = met * (met - 1) // 2 + met * self.history
        np.fill_diagonal(twice, 0)
        return int(twice.sum()) // 2

    @classmethod
    def of(cls, meeting: Meeting) -> "Problem":
        """Return the arrays of a meeting."""
        person_at = _index(p.id for p in meeting.people)
        table_at = _index(t.id for t in meeting.tables)
        theme_at = _index([*(h.id for h in meeting.themes), *(meeting.theme_of[t.id] for t in meeting.tables)])
        attends = np.array([[r in meeting.attended[p.id] for p in meeting.people] for r in meeting.round_numbers])
        attends = attends.reshape(meeting.n_rounds, len(meeting.people))
        is_open = np.array([[r not in t.closed_in for t in meeting.tables] for r in meeting.round_numbers])
        group_of = _groups(meeting, person_at, attends)
        fixed = _fixed(meeting, person_at, table_at, attends)
        _fix_groups(fixed, group_of)
        windows = _size_windows(meeting, attends, is_open)
        low, high = _sizes(meeting, windows, is_open)
        domain_of, outside = _domains(meeting, is_open)
        pair, apart_in = _pairs(meeting, person_at, attends)
        counted, count_price = _counts(meeting, is_open, int(high.max(initial=0)))
        once, at_least, miss = _visits(meeting, theme_at, attends)
        return cls(
            meeting=meeting,
            attends=attends,
            is_open=is_open,
            windows=windows,
            low=low,
            high=high,
            balance=len(meeting.people) if meeting.balance is None else meeting.balance,
            theme_of=np.array([theme_at[meeting.theme_of[t.id]] for t in meeting.tables], np.int32),
            fixed=fixed,
            host_of=np.array([-1 if p.hosts is None else table_at[p.hosts] for p in meeting.people], np.int32),
            domain_of=domain_of,
            outside=outside,
            reunion_weight=meeting.weights.reunions,
            pair=pair,
            apart_in=apart_in,
            limit=_limits(meeting, person_at),
            miss=miss,
            once=once,
            at_least=at_least,
            counted=counted,
            count_price=count_price,
            group_of=group_of,
        )

    def seating(self, table_of: Seats) -> Seating:
        """Return the seats by name: for each round, the people at each open table in the order of the meeting."""
        people = [p.id for p in self.meeting.people]
        rounds: list[dict[str, tuple[str, ...]]] = []
        for r in range(self.n_rounds):
            at: list[list[str]] = [[] for _ in range(self.n_tables)]
            for p in np.flatnonzero(table_of[r] >= 0).tolist():
                at[int(table_of[r, p])].append(people[p])
            rounds.append({t.id: tuple(at[k]) for k, t in enumerate(self.meeting.tables) if self.is_open[r, k]})
        return tuple(rounds)

    def table_of(self, rounds: Seating) -> Seats:
        """Return the seats of a plan by index; names the meeting does not have are left out."""
        person_at = _index(p.id for p in self.meeting.people)
        table_at = _index(t.id for t in self.meeting.tables)
        table_of = np.full((self.n_rounds, self.n_people), -1, np.int32)
        for r, sitting in enumerate(rounds[: self.n_rounds]):
            for table, people in sitting.items():
                for person in people:
                    if table in table_at and person in person_at:
                        table_of[r, person_at[person]] = table_at[table]
        return table_of


def _index(ids: Iterable[str]) -> dict[str, int]:
    """Return the position of each id by first appearance."""
    at: dict[str, int] = {}
    for name in ids:
        at.setdefault(name, len(at))
    return at


def _fixed(meeting: Meeting, person_at: dict[str, int], table_at: dict[str, int], attends: Bools) -> Ints:
    """Return the tables of hosts and pinned people."""
    fixed = np.full(attends.shape, -1, np.int32)
    for p, person in enumerate(meeting.people):
        if person.hosts is not None:
            for r in meeting.round_numbers:
                table = meeting.host_table(person, r)
                if table is not None and attends[r - 1, p]:
                    fixed[r - 1, p] = table_at[table]
    for rule in meeting.rules:
        if isinstance(rule, Pin) and attends[rule.round - 1, person_at[rule.person]]:
            fixed[rule.round - 1, person_at[rule.person]] = table_at[rule.table]
    return fixed


def _size_windows(meeting: Meeting, attends: Bools, is_open: Bools) -> tuple[tuple[Window, ...], ...]:
    """Return for each round how few and how many people each table may hold, one window for every level.

    Under ``balance`` b all open tables of a round hold from L to L + b people for some level L. Each window is as
    tight as the number of people makes it; windows around the most even sizes come first. Without balance there is one.
    """
    seats = np.array([t.seats for t in meeting.tables], np.int64)
    min_seats = np.array([t.min_seats for t in meeting.tables], np.int64)
    windows = []
    for r in range(meeting.n_rounds):
        who, tables = int(attends[r].sum()), is_open[r]
        balance = len(meeting.people) if meeting.balance is None else meeting.balance
        even = who / max(1, int(tables.sum())) - balance / 2
        levels = [0] if meeting.balance is None else sorted(range(int(seats.max()) + 1), key=lambda k: abs(k - even))
        found = []
        for level in levels:
            low = np.where(tables, np.maximum(min_seats, level), 0)
            high = np.where(tables, np.minimum(seats, level + balance), 0)
            if (low <= high).all() and low.sum() <= who <= high.sum():
                tight_low = np.maximum(low, who - (high.sum() - high)) * tables
                tight_high = np.minimum(high, who - (low.sum() - low)) * tables
                found.append((tight_low.astype(np.int32), tight_high.astype(np.int32)))
        windows.append(tuple(found))
    return tuple(windows)


def _sizes(meeting: Meeting, windows: tuple[tuple[Window, ...], ...], is_open: Bools) -> tuple[Ints, Ints]:
    """Return the least and the most people at each table over all windows; the seats as they are when there is none."""
    seats = np.array([t.seats for t in meeting.tables], np.int32)
    low, high = np.zeros(is_open.shape, np.int32), np.where(is_open, seats, 0).astype(np.int32)
    for r, found in enumerate(windows):
        if found:
            low[r] = np.min([low for low, _ in found], axis=0)
            high[r] = np.max([high for _, high in found], axis=0)
    return low, high


def _domains(meeting: Meeting, is_open: Bools) -> tuple[Ints, Bools]:
    """Return which people share a domain, and the tables outside each domain."""
    features = [frozenset(t.features) for t in meeting.tables]
    themes = [meeting.theme_of[t.id] for t in meeting.tables]
    kinds: dict[tuple[frozenset[str], frozenset[str]], int] = {}
    domain_of, outside = [], []
    for person in meeting.people:
        avoid = frozenset() if person.hosts else frozenset(person.avoid)
        kind = (frozenset(person.needs), avoid)
        if kind not in kinds:
            kinds[kind] = len(kinds)
            barred = np.array([not kind[0] <= f or h in avoid for f, h in zip(features, themes, strict=True)])
            outside.append(~is_open | barred)
        domain_of.append(kinds[kind])
    shape = (len(outside), meeting.n_rounds, len(meeting.tables))
    return np.array(domain_of, np.int32), np.array(outside, np.bool_).reshape(shape)


def codes(people: Sequence[Person], attribute: str) -> Ints:
    """Return a number for each person's value of an attribute, -1 for none."""
    known = _index(v for p in people if (v := p.value(attribute)) is not None)
    return np.array([-1 if (v := p.value(attribute)) is None else known[v] for p in people], np.int32)


def _same(codes: Ints) -> Bools:
    """Return which pairs share a value; bool, shape (n_people, n_people)."""
    same: Bools = (codes[:, None] == codes[None, :]) & (codes[:, None] >= 0)
    return same


def _history(meeting: Meeting, person_at: dict[str, int]) -> Longs:
    met = np.zeros((len(person_at), len(person_at)), np.int64)
    for a, b, times in meeting.history:
        met[person_at[a], person_at[b]] += times
        met[person_at[b], person_at[a]] += times
    return met


def _pairs(meeting: Meeting, person_at: dict[str, int], attends: Bools) -> tuple[Longs, Longs]:
    """Return the price of a first meeting, and the rounds in which two must not meet."""
    n, weights = len(meeting.people), meeting.weights
    pair = np.zeros((n, n), np.int64)
    if meeting.history:
        pair += weights.reunions * _history(meeting, person_at)
    for attribute, weight in weights.mixing.items():
        if weight:
            pair[_same(codes(meeting.people, attribute))] += weight
    for a, b, wanted in meeting.affinities:
        pair[person_at[a], person_at[b]] -= weights.affinities * wanted
        pair[person_at[b], person_at[a]] -= weights.affinities * wanted
    apart_in = np.zeros((0, 0), np.int64)
    for rule in meeting.rules:
        if isinstance(rule, OnePerTable):
            apart = _same(codes(meeting.people, rule.attribute))
        elif isinstance(rule, Apart):
            apart = np.zeros((n, n), np.bool_)
            who = [person_at[p] for p in rule.people]
            apart[np.ix_(who, who)] = True
        else:
            continue
        if rule.rounds is None:
            pair[apart] += BROKEN
        else:
            apart_in = apart_in if apart_in.size else np.zeros((n, n), np.int64)
            apart_in[apart] |= sum(1 << (r - 1) for r in set(rule.rounds))
    np.fill_diagonal(pair, 0)
    if apart_in.size:
        np.fill_diagonal(apart_in, 0)
    return pair, apart_in


def _limits(meeting: Meeting, person_at: dict[str, int]) -> Ints:
    """Return how often two people may meet, or an empty array when nothing limits it."""
    rules = [rule for rule in meeting.rules if isinstance(rule, MeetAtMost)]
    n = len(meeting.people)
    limit = np.full((n, n) if rules else (0, 0), meeting.n_rounds, np.int32)
    for rule in rules:
        who = [person_at[p] for p in rule.people] if rule.people else list(range(n))
        among = np.ix_(who, who)
        limit[among] = np.minimum(limit[among], rule.count)
    return limit


def _visits(meeting: Meeting, theme_at: dict[str, int], attends: Bools) -> tuple[Bools, Ints, Longs]:
    """Return who visits themes once only, who must see how many, and the price of each theme missed."""
    travels = np.array([p.hosts is None for p in meeting.people], np.bool_) & attends.any(axis=0)
    rules = [rule for rule in meeting.rules if isinstance(rule, ThemeVisits)]
    at_least = max((rule.at_least or 0 for rule in rules), default=0)
    miss = np.zeros((len(meeting.people), len(theme_at)), np.int64)
    for p, person in enumerate(meeting.people):
        for rank, theme in enumerate(person.wishes):
            if theme in theme_at:
                price = WISH_PRICES[rank] if rank < len(WISH_PRICES) else WISH_PRICE_BEYOND
                miss[p, theme_at[theme]] += meeting.weights.wishes * price
        for theme in person.must_visit:
            if theme in theme_at:
                miss[p, theme_at[theme]] += BROKEN
    if any(rule.all for rule in rules):
        miss[np.ix_(travels, [theme_at[theme] for theme in set(meeting.theme_of.values())])] += BROKEN
    return travels & meeting.themes_at_most_once, np.where(travels, at_least, 0).astype(np.int32), miss


def _counts(meeting: Meeting, is_open: Bools, largest: int) -> tuple[Bools, Longs]:
    """Return who counts for each rule about a number of people at a table, and the price of each number."""
    counted, prices = [], []
    numbers = np.arange(largest + 1)
    for rule in meeting.rules:
        if isinstance(rule, Composition):
            most = largest if rule.max is None else rule.max
            off = np.maximum(rule.min - numbers, 0) + np.maximum(numbers - most, 0)
            where = [rule.tables is None or t.id in rule.tables for t in meeting.tables]
        elif isinstance(rule, NoIsolates):
            off = (numbers == 1).astype(np.int64)
            where = [True] * len(meeting.tables)
        else:
            continue
        when = [bool(rule.rounds is None or r in rule.rounds) for r in meeting.round_numbers]
        applies = is_open & np.array(when, np.bool_)[:, None] & np.array(where, np.bool_)[None, :]
        counted.append([p.value(rule.attribute) == rule.value for p in meeting.people])
        prices.append(applies[:, :, None] * off[None, None, :] * BROKEN)
    shape = (len(counted), meeting.n_rounds, len(meeting.tables), largest + 1)
    return (
        np.array(counted, np.bool_).reshape(len(counted), len(meeting.people)),
        np.array(prices, np.int64).reshape(shape),
    )


def _groups(meeting: Meeting, person_at: dict[str, int], attends: Bools) -> Ints:
    """Return who sits together in each round: the connected components of the together rules that apply."""
    group_of = np.full(attends.shape, -1, np.int32)
    rules = [rule for rule in meeting.rules if isinstance(rule, Together)]
    if not rules:
        return group_of
    import networkx as nx

    for r in meeting.round_numbers:
        bonds: nx.Graph[int] = nx.Graph()
        for rule in rules:
            if rule.rounds is not None and r not in rule.rounds:
                continue
            here = [person_at[p] for p in rule.people if attends[r - 1, person_at[p]]]
            if rule.rounds is not None or len(here) == len(rule.people):
                nx.add_path(bonds, here)
        for number, group in enumerate(sorted(map(sorted, nx.connected_components(bonds)))):
            if len(group) > 1:
                group_of[r - 1, group] = number
    return group_of


def _fix_groups(fixed: Ints, group_of: Ints) -> None:
    """Fix everybody who sits together with somebody fixed."""
    for r, p in np.argwhere((fixed >= 0) & (group_of >= 0)):
        fixed[r, (group_of[r] == group_of[r, p]) & (fixed[r] < 0)] = fixed[r, p]
