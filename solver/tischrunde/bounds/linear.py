"""Linear programs whose bound is recomputed in whole numbers. Knows nothing of meetings."""

from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from tischrunde.problem import Longs

__all__ = ["EFFORT", "UNLIMITED", "Linear"]

EFFORT = 1.0
"""Deterministic time after which a linear program is left with the prices found so far, about as many seconds."""

PRECISION = 1 << 28
"""Prices of rows are rounded to fractions with this denominator."""

EXACT = 1 << 61
"""Sums of prices stay below this, so that int64 holds them."""

UNLIMITED = 1 << 40
"""A row with a limit of this size has none."""

Floats: TypeAlias = NDArray[np.float64]


@dataclass
class Linear:
    """A linear program: the least cost of columns between limits, while rows of them stay between limits.

    All its numbers are whole. Columns and rows are added in blocks and known by the numbers returned.
    """

    _cost: list[Longs] = field(default_factory=list)
    _most: list[Longs] = field(default_factory=list)
    _row_least: list[Longs] = field(default_factory=list)
    _row_most: list[Longs] = field(default_factory=list)
    _entries: list[tuple[Longs, Longs, Longs]] = field(default_factory=list)
    n_columns: int = 0
    n_rows: int = 0

    def columns(self, most: Longs, *, cost: Longs | int = 0) -> Longs:
        """Add columns between 0 and ``most`` and return their numbers."""
        self._most.append(np.asarray(most, np.int64))
        self._cost.append(np.broadcast_to(np.asarray(cost, np.int64), len(most)))
        self.n_columns += len(most)
        return np.arange(self.n_columns - len(most), self.n_columns)

    def rows(self, least: Longs, most: Longs) -> Longs:
        """Add rows between ``least`` and ``most``; beyond ``UNLIMITED`` there is no limit. Return their numbers."""
        self._row_least.append(np.asarray(least, np.int64))
        self._row_most.append(np.asarray(most, np.int64))
        self.n_rows += len(least)
        return np.arange(self.n_rows - len(least), self.n_rows)

    def enter(self, rows: Longs, columns: Longs, times: Longs | int = 1) -> None:
        """Count columns in rows so many times; what is entered twice adds up."""
        shape = np.broadcast_shapes(np.shape(rows), np.shape(columns), np.shape(times))
        entries = (np.broadcast_to(np.asarray(x, np.int64), shape).reshape(-1) for x in (rows, columns, times))
        row, column, number = entries
        self._entries.append((row, column, number))

    def least_cost(self) -> int:
        """Return a lower bound on the least cost, rounded up to a whole number; see ``least_cost_at``.

        Prices come from the simplex method, so the bound is the least cost but for rounding.
        """
        return self.least_cost_at(self._prices())

    def least_cost_at(self, prices: Floats) -> int:
        """Return the lower bound that prices of the rows prove.

        Proof. For any price y of each row, cost = sum of y x row + sum over columns of (cost - prices paid) x column.
        A row with y > 0 is at least its least value, one with y < 0 at most its most; a column is nothing where what
        remains of its cost is positive, and at its most where it is negative. That holds for every y, so the prices may
        come from floating point: only this sum, made in whole numbers, is relied on (weak duality: V. Chvátal,
        Linear Programming, 1983, chapter 5; A. Neumaier and O. Shcherbina, Safe bounds in linear and mixed-integer
        programming, Math. Program. 99, 2004).

        Parameters
        ----------
        prices
            float64, shape (n_rows,).
        """
        cost, most, row_least, row_most, row, column, times = self._all()
        paid = np.bincount(column, weights=np.abs(times), minlength=len(cost)).max(initial=1)
        dearest = EXACT / PRECISION / max(1.0, float(paid))
        price = np.rint(np.clip(prices, -dearest, dearest) * PRECISION).astype(np.int64)
        price[(price > 0) & (row_least <= -UNLIMITED)] = 0
        price[(price < 0) & (row_most >= UNLIMITED)] = 0
        rest = cost * PRECISION
        np.subtract.at(rest, column, price[row] * times)
        total = _dot(price, np.where(price > 0, row_least, row_most)) + _dot(np.minimum(rest, 0), most)
        return -(-total // PRECISION)

    def _all(self) -> tuple[Longs, ...]:
        none = np.zeros(0, np.int64)
        blocks = (self._cost, self._most, self._row_least, self._row_most, *zip(*self._entries, strict=True))
        return tuple(np.concatenate([none, *block]) for block in blocks)

    def _prices(self) -> Floats:
        from ortools.linear_solver import pywraplp

        cost, most, row_least, row_most, row, column, times = self._all()
        if (row_least > row_most).any():
            return np.zeros(len(row_least))
        solver = pywraplp.Solver.CreateSolver("GLOP")
        solver.SetSolverSpecificParametersAsString(f"max_deterministic_time: {EFFORT}")
        endless = solver.infinity()
        x = [solver.NumVar(0, amount, "") for amount in most.tolist()]
        rows = [
            solver.Constraint(-endless if least <= -UNLIMITED else least, endless if most >= UNLIMITED else most)
            for least, most in zip(row_least.tolist(), row_most.tolist(), strict=True)
        ]
        summed: dict[tuple[int, int], int] = {}
        for i, j, k in zip(row.tolist(), column.tolist(), times.tolist(), strict=True):
            summed[i, j] = summed.get((i, j), 0) + k
        for (i, j), k in summed.items():
            rows[i].SetCoefficient(x[j], k)
        objective = solver.Objective()
        for j in np.flatnonzero(cost).tolist():
            objective.SetCoefficient(x[j], int(cost[j]))
        objective.SetMinimization()
        if solver.Solve() not in (solver.OPTIMAL, solver.FEASIBLE):
            return np.zeros(len(rows))
        return np.array([row.dual_value() for row in rows])


def _dot(a: Longs, b: Longs) -> int:
    return sum(x * y for x, y in zip(a.tolist(), b.tolist(), strict=True) if x and y)
