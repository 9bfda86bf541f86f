"""How evenly people can spread over the pairs of tables of two rounds: the heart of the contingency bound."""

import numpy as np

from tischrunde.bounds.filling import choose_two
from tischrunde.bounds.room import Room, alike
from tischrunde.bounds.transport import Transport
from tischrunde.problem import Bools, Longs

__all__ = ["least_crossing"]


def least_crossing(room: Room, r: int, s: int, *, flows: int = 1) -> int:
    """Return a lower bound on the pairs of people who share a table both in round r and in round s.

    A cell (a, b) holds those at table a in round r and at b in round s. Who has one table left in both rounds is in a
    cell for certain. All others come to cells where somebody like them may sit, travellers with themes at most
    once not twice to one theme, and no more or less of them than the sizes of the tables let.

    A group of g who share a table in both rounds is a block in one cell: with x people there
    C(x, 2) >= C(x - (g - 1), 2) + C(g, 2), because the others meet each of its members. So g - 1 of them may
    stand aside when C(g, 2) is added. Both are bounds: everybody alone, and one for each block.
    """
    problem = room.problem
    both = problem.attends[r] & problem.attends[s]
    known = both & (room.sole[r] >= 0) & (room.sole[s] >= 0)
    base = np.zeros((problem.n_tables, problem.n_tables), np.int64)
    np.add.at(base, (room.sole[r][known], room.sole[s][known]), 1)
    free = both & ~known
    singly = _transport(room, r, s, free, base, aside=0).least(flows=flows)
    aside, certain = _blocks(room, r, s, free)
    if not certain:
        return singly
    in_blocks = _transport(room, r, s, free & ~aside, base, aside=int(aside.sum()))
    return max(singly, certain + in_blocks.least(flows=flows))


def _blocks(room: Room, r: int, s: int, free: Bools) -> tuple[Bools, int]:
    """Return who of each block stands aside, and how many pairs share tables in both rounds within the blocks."""
    aside, certain = np.zeros(len(free), np.bool_), 0
    bound = np.flatnonzero(free & (room.bond[r] >= 0) & (room.bond[s] >= 0))
    bonds = np.stack([room.bond[r][bound], room.bond[s][bound]], axis=1)
    _, block_of = np.unique(bonds, axis=0, return_inverse=True)
    for size in np.unique(block_of):
        members = bound[block_of.reshape(-1) == size]
        aside[members[1:]] = True
        certain += choose_two(len(members))
    return aside, certain


def _transport(room: Room, r: int, s: int, free: Bools, base: Longs, *, aside: int) -> Transport:
    row_least, row_most = _more_at_tables(room, r, s, free, base.sum(axis=1), aside)
    column_least, column_most = _more_at_tables(room, s, r, free, base.sum(axis=0), aside)
    return Transport(
        base=base,
        room=_open_cells(room, r, s, free),
        charged=np.ones(base.shape, np.bool_),
        row_least=row_least,
        row_most=row_most,
        column_least=column_least,
        column_most=column_most,
        people=int(free.sum()),
    )


def _open_cells(room: Room, r: int, s: int, free: Bools) -> Longs:
    """Return how many of these people may sit at a in round r and at b in round s; shape (n_tables, n_tables)."""
    problem = room.problem
    in_r, in_s = room.may_sit[r][free], room.may_sit[s][free]
    first, kind_of = alike(np.hstack([in_r, in_s, problem.once[free][:, None]]))
    number = np.bincount(kind_of, minlength=len(first)).astype(np.float32)[:, None]
    from_r, to_s = in_r[first] * number, in_s[first].astype(np.float32)
    once = problem.once[free][first]
    same_theme = problem.theme_of[:, None] == problem.theme_of[None, :]
    cells: Longs = np.rint(from_r.T @ to_s - same_theme * (from_r[once].T @ to_s[once])).astype(np.int64)
    return cells


def _more_at_tables(room: Room, here: int, there: int, free: Bools, known: Longs, aside: int) -> tuple[Longs, Longs]:
    """Return how few and how many of these people sit at each table of round ``here``; int64, shape (n_tables,).

    The table also holds those known to be in a cell, those who attend only ``here``, and those who stand aside.
    """
    problem, n = room.problem, room.problem.n_tables
    only_here = problem.attends[here] & ~problem.attends[there]
    sole = room.sole[here]
    known = known + np.bincount(sole[only_here & (sole >= 0)], minlength=n)
    anywhere = int((only_here & (sole < 0)).sum()) + aside
    certain = np.bincount(sole[free & (sole >= 0)], minlength=n)
    least = np.maximum(room.low[here] - known - anywhere, certain)
    most = np.minimum(room.high[here] - known, room.may_sit[here][free].sum(axis=0))
    return least.astype(np.int64), np.maximum(most, 0).astype(np.int64)
