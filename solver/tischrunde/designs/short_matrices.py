"""Difference matrices that cover fewer rounds than there are tables, but more classes than the complete ones.

Most are made of logarithms, with classes and rounds as points of a projective line.

Let q - 1 be a multiple of the number T of tables, and choose disjoint sets Y (classes) and X (rounds) among the q + 1
points of the projective line over GF(q). The entry for y and x is log(x - y) modulo T, and 0 where x or y is infinite.

**Theorem.** It is a difference matrix if and only if no cross-ratio (x - y)(x' - z) / (x - z)(x' - y) of two rounds and
two classes is a T-th power. *Proof.* The rows of y and z differ in column x by log((x - y)/(x - z)); that the columns x
and x' agree means that the quotient of these two ratios is a T-th power.

For q = T + 1 only 1 is a T-th power, and (x - y)/(x - z) is a fractional linear function of x, which takes no value
twice: any disjoint sets will do, so that rounds and classes are T + 2 together. For q = (T - 1)^2 the T-th powers are
the subfield without 0, and four points with such a cross-ratio lie on a circle of the inversive plane. The T elements
of norm 1 form one circle U, their multiples by a primitive element g another one; gU and U are concentric, and a circle
that meets both twice, in u, u' and gv, gv', is a mirror image of itself, which fixes uu'/vv' up to squares of U, to a
nonsquare as g is one. So the squares of U and their multiples by g have no such circle: T/2 classes, T/2 rounds.

Cyclotomic classes are used like this in R. M. Wilson's V(m, t) vectors: Handbook of Combinatorial Designs III.3.6,
VI.17; cf. J. E. H. Elliott, A. T. Butson, Relative difference sets, Illinois J. Math. 10 (1966) 517-531. The sets and
the matrix written out below were found by a search for cliques. All are counted again in the tests.

"""

from functools import cache

import numpy as np

from tischrunde.designs.difference import DifferenceMatrix
from tischrunde.designs.fields import field, prime_power
from tischrunde.designs.groups import Group

__all__ = ["n_short_rounds", "short_matrix"]

Share = tuple[int, tuple[int, ...], tuple[int, ...]]
"""The order of a field and two disjoint sets of points; the point equal to the order is the infinite one."""

SOURCE = "cyclotomic classes and cross-ratios; cf. R. M. Wilson, Handbook of Combinatorial Designs VI.17"
WRITTEN = "found by a search for cliques; counted"
SHARES: dict[int, Share] = {
    10: (81, (18, 20, 34, 38, 44, 47, 50, 69), (5, 7, 16, 26, 40, 60, 67, 79)),
    12: (121, (5, 26, 38, 48, 52, 53, 68, 81, 104), (8, 15, 19, 47, 75, 76, 94, 96, 115)),
    14: (169, (7, 17, 67, 74, 77, 102, 138, 143, 145, 152), (46, 50, 59, 69, 82, 95, 120, 127, 150, 164)),
    20: (
        361,
        (1, 18, 97, 111, 119, 123, 257, 261, 269, 283, 305),
        (55, 65, 78, 103, 152, 155, 209, 277, 302, 315, 325),
    ),
}
SHIFTS: dict[int, tuple[tuple[int, ...], ...]] = {
    10: (
        (0, 0, 0, 0, 0),
        (0, 7, 9, 6, 3),
        (0, 3, 1, 4, 8),
        (0, 4, 8, 2, 7),
        (0, 2, 5, 7, 6),
        (0, 5, 4, 9, 2),
        (0, 8, 3, 1, 9),
        (0, 9, 6, 5, 1),
        (0, 6, 2, 3, 4),
    ),
}


def n_short_rounds(n_tables: int, n_classes: int) -> int:
    """Return how many rounds ``short_matrix`` covers, without building it; 0 for none."""
    written = len(SHIFTS[n_tables][0]) if _is_written(n_tables, n_classes) else 0
    return max([written, *(len(rounds) for _, _, rounds in _shares(n_tables, n_classes))])


@cache
def short_matrix(n_tables: int, n_classes: int) -> DifferenceMatrix:
    """Return the matrix over the integers modulo ``n_tables`` with ``n_classes`` rows and as many columns as are known.

    Needs ``n_short_rounds(n_tables, n_classes) > 0``. Complexity O(rows x columns), after that of making the field.
    """
    name, group = f"Z({n_tables})", Group((n_tables,))
    share = max(_shares(n_tables, n_classes), key=lambda share: len(share[2]), default=None)
    if share is None or len(share[2]) < n_short_rounds(n_tables, n_classes):
        return DifferenceMatrix(name, WRITTEN, group, np.array(SHIFTS[n_tables][:n_classes], np.int32))
    order, classes, rounds = share
    gf = field(order)
    assert gf is not None
    x, y = np.array(rounds, np.int32), np.array(classes[:n_classes], np.int32)
    finite = (x[None, :] < order) & (y[:, None] < order)
    difference = gf.subtract(np.where(x < order, x, 0)[None, :], np.where(y < order, y, 0)[:, None])
    entries = np.where(finite, gf.logs[difference] % n_tables, 0).astype(np.int32)
    return DifferenceMatrix(name, SOURCE, group, entries)


def _is_written(n_tables: int, n_classes: int) -> bool:
    return 0 < n_classes <= len(SHIFTS.get(n_tables, ()))


@cache
def _shares(n_tables: int, n_classes: int) -> tuple[Share, ...]:
    """Return the fields with at least so many points for classes, and the others for rounds."""
    found = []
    if prime_power(n_tables + 1) and 0 < n_classes <= n_tables + 1:
        points = (n_tables + 1, *range(n_tables + 1))
        found.append((n_tables + 1, points[:n_classes], points[n_classes:]))
    if n_tables % 2 == 0 and 0 < n_classes <= n_tables // 2 and prime_power(n_tables - 1):
        found.append(_half_circles(n_tables - 1))
    if n_tables in SHARES:
        order, first, second = SHARES[n_tables]
        found += [(order, a, b) for a, b in ((first, second), (second, first)) if len(a) >= n_classes]
    return tuple(found)


def _half_circles(q: int) -> Share:
    """Return the squares of norm 1, and a primitive element's multiples of them."""
    gf = field(q * q)
    assert gf is not None
    return q * q, tuple(gf.powers[:: 2 * (q - 1)].tolist()), tuple(gf.powers[1 :: 2 * (q - 1)].tolist())
