"""A meeting as arrays, and back. The only place that knows both names and indices.

People, tables, themes and rounds are counted from 0 here, in the order of the meeting.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from math import factorial, prod

import numpy as np

from tischrunde.model import Meeting, Seating
from tischrunde.problem.building import (
    attendance,
    check_range,
    domains,
    fix_groups,
    fixed_seats,
    groups,
    number_prices,
    size_limits,
    size_windows,
    theme_prices,
)
from tischrunde.problem.kinds import Bools, Ints, Longs, Seats, Wanted, Window
from tischrunde.problem.ties import (
    Ties,
    ban_matrix,
    first_prices,
    index_of,
    limit_matrix,
    met_before,
    ties_of,
)

__all__ = ["LARGE", "Problem"]

LARGE = 2_500
"""People beyond whom nothing may grow with the pairs of them: a matrix of 2,500 x 2,500 prices has 50 MB."""

SMALL = 1_500
"""Seats and ways between two seats up to which a whole meeting is given to CP-SAT."""

FEW_ROUTES = 1_000
"""Whole routes of people up to which it is as well, and then by its routes."""


@dataclass(frozen=True)
class Problem:
    """Everything a solver needs to know of a meeting.

    Attributes
    ----------
    n_people, n_rounds, n_tables : the sizes
    n_themes : number of themes, tables without one counted each
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
    ties : what two people are to each other
    wanted : the themes that somebody wants to visit, or must
    once : bool, shape (n_people,); whether this person comes to a theme at most once
    at_least : int32, shape (n_people,); how many themes this person must see
    counted : bool, shape (n_counted, n_people); who counts for each rule about a number of people at a table
    count_price : int64, shape (n_counted, n_rounds, n_tables, largest table + 1); price of that number
    group_of : int32, shape (n_rounds, n_people); people who sit together share a number, -1 for singles

    """

    meeting: Meeting
    n_themes: int
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
    ties: Ties
    wanted: Wanted
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
    def is_large(self) -> bool:
        """Return whether matrices of all pairs of people are to be done without."""
        return self.n_people > LARGE

    @cached_property
    def is_small(self) -> bool:
        """Return whether the whole meeting may be given to CP-SAT.

        What counts are whole routes, or the seats to choose from and, where reunions cost something, the ways that
        people may go from a table in one round to a table in another.
        """
        if self.has_few_routes:
            return True
        tables = self.is_open.sum(axis=1)
        choices = int((self.attends.sum(axis=1) * tables).sum())
        if self.reunion_weight:
            choices += sum(
                int((self.attends[r] & self.attends[s]).sum() * tables[r] * tables[s])
                for r, s in combinations(range(self.n_rounds), 2)
            )
        return choices <= SMALL

    @cached_property
    def has_few_routes(self) -> bool:
        """Return whether routes are so few that each may be a variable of a model."""
        return self.n_people <= FEW_ROUTES and self.n_routes <= FEW_ROUTES

    @cached_property
    def n_routes(self) -> int:
        """Return how many routes people have at most, all together; in O(people + themes x rounds).

        Hosts have one. Who comes to a theme at most once takes some of them in any order, and a table of each.
        """
        choices = [1] + [0] * self.n_rounds  # of so many themes, and a table of each
        for tables in np.bincount(self.theme_of, minlength=self.n_themes).tolist():
            for taken in range(self.n_rounds, 0, -1):
                choices[taken] += tables * choices[taken - 1]
        total = int((self.host_of >= 0).sum())
        for attended in self.attends[:, (self.host_of < 0) & self.once].sum(axis=0).tolist():
            total += choices[attended] * factorial(attended)
        open_tables = self.is_open.sum(axis=1).tolist()
        for attended in self.attends[:, (self.host_of < 0) & ~self.once].T.tolist():
            total += prod(tables for tables, comes in zip(open_tables, attended, strict=True) if comes)
        return total

    @cached_property
    def pair(self) -> Longs:
        """Return the price of the first meeting of two people; int64, shape (n_people, n_people).

        Same values, affinities, history, apart. Each further meeting costs ``reunion_weight`` more.
        """
        return first_prices(self.ties)

    @cached_property
    def apart_in(self) -> Bools:
        """Return who must not meet in some rounds only; bool, shape (n_rounds, n_people, n_people) or (0, 0, 0)."""
        return ban_matrix(self.ties)

    @cached_property
    def limit(self) -> Ints:
        """Return how often two may meet; int32, shape (n_people, n_people) or (0, 0)."""
        return limit_matrix(self.ties)

    @cached_property
    def miss(self) -> Longs:
        """Return the price of not visiting a theme; int64, shape (n_people, n_themes)."""
        miss = np.zeros((self.n_people, self.n_themes), np.int64)
        miss[np.repeat(np.arange(self.n_people), np.diff(self.wanted.begin)), self.wanted.theme] = self.wanted.price
        return miss

    @cached_property
    def history(self) -> Longs:
        """Return how often two people met before; int64, shape (n_people, n_people)."""
        return met_before(self.meeting, index_of(p.id for p in self.meeting.people))

    def reunions(self, table_of: Seats) -> int:
        """Return the value of the reunions term for these seats.

        Notes
        -----
        O(pairs who share a table), all rounds together.
        """
        pairs = np.concatenate([_pairs_at_tables(seats, self.n_tables) for seats in table_of])
        met_pairs, times = np.unique(pairs, return_counts=True)
        total = int((times * (times - 1) // 2).sum())
        at = index_of(p.id for p in self.meeting.people) if self.meeting.history else {}
        for a, b, before in self.meeting.history:
            p, q = sorted((at[a], at[b]))
            k = int(np.searchsorted(met_pairs, p * self.n_people + q))
            if k < len(met_pairs) and met_pairs[k] == p * self.n_people + q:
                total += before * int(times[k])
        return total

    @classmethod
    def of(cls, meeting: Meeting) -> "Problem":
        """Return the arrays of a meeting.

        Raises
        ------
        BadInput
            when weights are too large to be added up
        """
        check_range(meeting)
        person_at = index_of(p.id for p in meeting.people)
        table_at = index_of(t.id for t in meeting.tables)
        theme_at = index_of([*(h.id for h in meeting.themes), *(meeting.theme_of[t.id] for t in meeting.tables)])
        rounds = meeting.round_numbers
        attends = attendance(meeting)
        is_open = np.array([[r not in t.closed_in for t in meeting.tables] for r in rounds], np.bool_)
        group_of = groups(meeting, person_at, attends)
        fixed = fixed_seats(meeting, person_at, table_at, attends)
        fix_groups(fixed, group_of)
        windows = size_windows(meeting, attends, is_open)
        low, high = size_limits(meeting, windows, is_open)
        domain_of, outside = domains(meeting, is_open)
        counted, count_price = number_prices(meeting, is_open, int(high.max(initial=0)))
        once, at_least, wanted = theme_prices(meeting, theme_at, attends)
        return cls(
            meeting=meeting,
            n_themes=len(theme_at),
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
            ties=ties_of(meeting, person_at),
            wanted=wanted,
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
        person_at = index_of(p.id for p in self.meeting.people)
        table_at = index_of(t.id for t in self.meeting.tables)
        table_of = np.full((self.n_rounds, self.n_people), -1, np.int32)
        for r, sitting in enumerate(rounds[: self.n_rounds]):
            for table, people in sitting.items():
                for person in people:
                    if table in table_at and person in person_at:
                        table_of[r, person_at[person]] = table_at[table]
        return table_of


def _pairs_at_tables(seats: Ints, n_tables: int) -> Longs:
    """Return every pair of people who share a table in a round, as smaller x n_people + larger."""
    who = np.flatnonzero(seats >= 0)
    who = who[np.argsort(seats[who], kind="stable")]
    pairs = []
    for apart in range(1, int(np.bincount(seats[who], minlength=n_tables).max(initial=0))):
        near, far = who[:-apart], who[apart:]
        together = seats[near] == seats[far]
        pairs.append(near[together] * len(seats) + far[together])
    return np.concatenate(pairs) if pairs else np.zeros(0, np.int64)
