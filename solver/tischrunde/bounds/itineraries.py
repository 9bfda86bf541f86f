"""What wishes and mixing force in reunions: every traveller takes a whole route, and popular routes are crowded."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, product
from math import comb, prod
from typing import TYPE_CHECKING

import numpy as np

from tischrunde.bounds.filling import choose_two
from tischrunde.bounds.linear import UNLIMITED, Linear
from tischrunde.problem import Longs

if TYPE_CHECKING:
    from tischrunde.bounds.visits import Visits

__all__ = ["ROUTES_AT_MOST", "add_itineraries"]

ROUTES_AT_MOST = 6_000
"""Columns for routes in one linear program."""

LEVELS = 5
CELLS_FOR_EACH = 2.5
"""Cells for each traveller beyond which they can hardly get in each other's way."""


def add_itineraries(linear: Linear, visits: "Visits", total: Longs) -> None:
    """Add the routes of those who come to a theme once, and the reunions that crowded routes force.

    A route of a type is a choice of tables for the rounds of each kind, no theme twice. Each person of the type takes
    one, and its visits are those of the account. Two travellers who share table a in one round and table b in another
    meet twice: in c such rounds of pairs a, b (two orders where both are of one kind) x people cost at least as much
    as the most even spread of x over c cells, see ``contingency``. Of people who sit together in all rounds only one is
    counted there, and their own reunions are added: C(x + g, 2) >= C(x + 1, 2) + C(g, 2).

    Parameters
    ----------
    total
        The column for the number of all reunions.
    """
    routes = _Routes(visits)
    if not routes.are_worthwhile():
        return
    forced = 0
    taken: dict[tuple[int, int, int, int], list[Longs]] = {}
    for i in routes.types:
        listed = list(routes.of(i))
        people = int(visits.people[i])
        counted, reunions = routes.bound.get(i, (True, 0))
        forced += reunions
        together = people if i in routes.bound else 1
        number = np.array([people // together])
        columns = linear.columns(np.repeat(number, len(listed)))
        linear.enter(linear.rows(number, number), columns)
        booked = visits.column[i][visits.column[i] >= 0]
        rows = linear.rows(0 * booked, 0 * booked)
        row_of = dict(zip(booked.tolist(), rows.tolist(), strict=True))
        linear.enter(rows, booked, -1)
        for column, route in zip(columns, listed, strict=True):
            for k, t in route:
                linear.enter(np.array([row_of[int(visits.column[i, k, t])]]), column, together)
            for (k, a), (m, b) in combinations(route, 2) if counted else ():
                taken.setdefault((k, m, *((a, b) if k != m else sorted((a, b)))), []).append(column)
    sums = linear.rows(np.array([forced]), np.array([UNLIMITED]))
    linear.enter(sums, total)
    for (k, m, _, _), columns_of in taken.items():
        cells = 2 * choose_two(len(visits.kinds[k])) if k == m else len(visits.kinds[k]) * len(visits.kinds[m])
        price = np.arange(1, LEVELS + 1)
        most = np.full(LEVELS, cells)
        most[-1] = len(visits.type_of)
        company = linear.columns(most)
        row = linear.rows(np.array([-UNLIMITED]), np.array([cells]))
        linear.enter(row, np.array(columns_of))
        linear.enter(row, company, -1)
        linear.enter(sums, company, -price)


@dataclass(frozen=True, eq=False)
class _Routes:
    visits: "Visits"

    @property
    def types(self) -> list[int]:
        """Return the types of those who come to a theme once."""
        return np.flatnonzero(self.visits.room.problem.once[self.visits.first]).tolist()

    @cached_property
    def bound(self) -> dict[int, tuple[bool, int]]:
        """Return for types that are one group: whether they stand for all beside them, and the reunions they force.

        People of one type are of one group, if of any. A group is bound when it sits together in all its rounds.
        """
        visits, problem = self.visits, self.visits.room.problem
        group_of = problem.group_of[:, visits.first]
        found: dict[int, tuple[bool, int]] = {}
        beside: dict[bytes, int] = {}
        for i in self.types:
            attends = problem.attends[:, visits.first[i]]
            if not attends.any() or (group_of[attends, i] < 0).any():
                continue
            before, people = beside.get(group_of[:, i].tobytes(), 0), int(visits.people[i])
            pairs = choose_two(people) + people * before
            found[i] = (before == 0, pairs * choose_two(int(attends.sum())))
            beside[group_of[:, i].tobytes()] = before + people
        return found

    def are_worthwhile(self) -> bool:
        """Return whether the routes are few enough, and people many enough to get in each other's way."""
        visits, problem = self.visits, self.visits.room.problem
        if not problem.reunion_weight or problem.n_rounds < 2 or not self.types:
            return False
        tables = int(problem.is_open.sum(axis=1).max())
        people = int(visits.people[self.types].sum())
        if people * CELLS_FOR_EACH < tables * (tables - 1):
            return False
        return sum(self._number(i) for i in self.types) <= ROUTES_AT_MOST

    def _number(self, i: int) -> int:
        """Return how many routes a type has at most."""
        return prod(comb(len(tables), rounds) for _, tables, rounds in self._choices(i))

    def _choices(self, i: int) -> list[tuple[int, list[int], int]]:
        """Return for each kind of rounds attended the tables, and the number of rounds."""
        visits = self.visits
        attends = visits.room.problem.attends[:, visits.first[i]]
        return [
            (k, np.flatnonzero(visits.column[i, k] >= 0).tolist(), len(kind))
            for k, kind in enumerate(visits.kinds)
            if attends[kind[0]]
        ]

    def of(self, i: int) -> Iterator[tuple[tuple[int, int], ...]]:
        """Yield the routes of a type, each as pairs of a kind of rounds and a table."""
        theme_of = self.visits.room.problem.theme_of
        choices = [[[(k, t) for t in some] for some in combinations(tables, n)] for k, tables, n in self._choices(i)]
        for parts in product(*choices):
            route = tuple(stop for part in parts for stop in part)
            if len({int(theme_of[t]) for _, t in route}) == len(route):
                yield route
