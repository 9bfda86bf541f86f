"""People in rows and columns at once, every cell as empty as possible: the flow behind two of the bounds.

Rows and columns are tables of two rounds (who may meet again), or values and tables (who mixes how well).
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from tischrunde.bounds.filling import least_filling
from tischrunde.problem import Bools, Longs

__all__ = ["ARCS_AT_MOST", "Transport"]

ARCS_AT_MOST = 120_000
"""Arcs that all flows of one bound may have together: about a tenth of a second."""

LEVELS_BEYOND_EVEN = 4


@dataclass(frozen=True, eq=False)
class Transport:
    """How people may fill the cells of a matrix.

    Attributes
    ----------
    base : int64, shape (n_rows, n_columns); people who are in a cell for certain
    room : int64, shape (n_rows, n_columns); how many more may come
    charged : bool, shape (n_rows, n_columns); False where company in the cell costs nothing
    row_least, row_most : int64, shape (n_rows,); how many more may come to a row
    column_least, column_most : int64, shape (n_columns,); how many more may come to a column
    people : how many more come in all

    A cell of k people costs C(k, 2), so the person who comes to a cell of k people costs k.
    """

    base: Longs
    room: Longs
    charged: Bools
    row_least: Longs
    row_most: Longs
    column_least: Longs
    column_most: Longs
    people: int

    def least(self, *, flows: int = 1) -> int:
        """Return a lower bound on the sum of C(k, 2) over the charged cells.

        It is exact over rows and columns together where the flow is affordable, ``flows`` being the number of
        such questions asked; otherwise the better of rows alone and columns alone.
        """
        alone = max(self._rows_alone, self._turned._rows_alone)
        if self._arcs * flows <= ARCS_AT_MOST and not self._has_ample_room(alone):
            flow = self._flow()
            alone = alone if flow is None else max(alone, flow)
        return alone + self._certain

    @cached_property
    def _certain(self) -> int:
        pairs: Longs = self.base * (self.base - 1) // 2
        return int(pairs[self.charged].sum())

    @cached_property
    def _turned(self) -> "Transport":
        return Transport(
            base=self.base.T,
            room=self.room.T,
            charged=self.charged.T,
            row_least=self.column_least,
            row_most=self.column_most,
            column_least=self.row_least,
            column_most=self.row_most,
            people=self.people,
        )

    @cached_property
    def _slots(self) -> Longs:
        """Return how many people a row takes at each price; int64, shape (n_rows, n_levels)."""
        wanted = np.minimum(self.row_most, self.room.sum(axis=1))
        free = np.where(self.charged, 0, self.room).sum(axis=1)
        levels: list[Longs] = []
        offered = np.zeros_like(wanted)
        top = int((self.base + self.room).max(initial=0))
        while len(levels) <= top and (offered < wanted).any():
            level = len(levels)
            open_cells = self.charged & (self.base <= level) & (level < self.base + self.room)
            slots = open_cells.sum(axis=1) + (free if level == 0 else 0)
            levels.append(slots)
            offered = offered + slots
        return np.array(levels, np.int64).reshape(len(levels), len(wanted)).T

    @cached_property
    def _rows_alone(self) -> int:
        """Return the least price when columns hold any number of people: a relaxation, so a lower bound."""
        prices = np.arange(self._slots.shape[1], dtype=np.int64)
        return least_filling(self._slots, prices, least=self.row_least, most=self.row_most, total=self.people)

    @cached_property
    def _levels(self) -> int:
        """Return up to which price the cells are told apart: a few beyond what rows and columns need alone."""
        alone: int = max(self._slots.shape[1], self._turned._slots.shape[1])
        return alone + LEVELS_BEYOND_EVEN

    @cached_property
    def _arcs(self) -> int:
        depth = np.minimum(self.room, np.maximum(self._levels - self.base, 1))
        return int(np.where(self.charged, depth, self.room > 0).sum())

    def _has_ample_room(self, alone: int) -> bool:
        """Return whether cells are so many that a plan of price 0 surely exists: the flow can't tell more then.

        Say some row and some column lack a person. The empty cells of the row are in full columns; somebody in
        these moves on to the lacking column and makes place, unless all of them are in rows that can't send one
        there. So there is a filling when
        (empty cells of a row) x (least column) > (rows that can't send) x (largest row).
        """
        if not self.people:
            return True
        if alone or self.base.any() or not self.charged.all():
            return False
        allowed = self.room > 0
        row, column = int(self.row_most.max()), int(self.column_most.max())
        empty = int(allowed.sum(axis=1).min()) - row + 1
        stuck = int((~allowed).sum(axis=0).max()) + column - 1
        least = int(self.column_least.min())
        ample: bool = empty * least > stuck * row
        return ample

    def _flow(self) -> int | None:
        """Return the least price with rows and columns at once, ``None`` when no filling exists.

        A cell is a bundle of arcs of capacity 1 that cost base, base + 1, ...; as these rise, a flow of least cost
        uses them in order, so its cost is the least sum of the convex prices, and integral (Ahuja, Magnanti and
        Orlin, Network Flows, 1993, chapter 14). The last arc of a bundle carries all that remain, at too low a
        price: still a lower bound.
        """
        from ortools.graph.python import min_cost_flow

        n_rows, n_columns = self.base.shape
        source, sink = n_rows + n_columns, n_rows + n_columns + 1
        network = min_cost_flow.SimpleMinCostFlow()

        def connect(tails: Longs, heads: Longs, carry: Longs, price: Longs) -> None:
            network.add_arcs_with_capacity_and_unit_cost(
                tails.astype(np.int32), heads.astype(np.int32), carry.astype(np.int64), price.astype(np.int64)
            )

        for row, column, carry, price in self._bundles():
            connect(row, n_rows + column, carry, price)
        rows, columns = np.arange(n_rows), np.arange(n_columns)
        connect(np.full(n_rows, source), rows, self.row_most - self.row_least, 0 * rows)
        connect(n_rows + columns, np.full(n_columns, sink), self.column_most - self.column_least, 0 * columns)
        more_in_rows = self.people - int(self.row_least.sum())
        more_in_columns = self.people - int(self.column_least.sum())
        impossible = (self.row_most < self.row_least).any() or (self.column_most < self.column_least).any()
        if impossible or more_in_rows < 0 or more_in_columns < 0:
            return None
        supplies = np.concatenate([self.row_least, -self.column_least, [more_in_rows, -more_in_columns]])
        network.set_nodes_supplies(np.arange(len(supplies), dtype=np.int32), supplies.astype(np.int64))
        if network.solve() != network.OPTIMAL:
            return None
        return int(network.optimal_cost())

    def _bundles(self) -> list[tuple[Longs, Longs, Longs, Longs]]:
        """Return the arcs of the cells, by price: rows, columns, capacities, prices."""
        free = np.nonzero(~self.charged & (self.room > 0))
        bundles = [(free[0], free[1], self.room[free], 0 * free[0])]
        last = np.minimum(self.base + self.room, np.maximum(self._levels, self.base + 1)) - 1
        for price in range(int(last.max(initial=-1)) + 1):
            at = np.nonzero(self.charged & (self.room > 0) & (self.base <= price) & (price <= last))
            remain = (self.base + self.room)[at] - price
            carry = np.where(last[at] == price, remain, 1)
            bundles.append((at[0], at[1], carry, np.full(len(at[0]), price)))
        return bundles
