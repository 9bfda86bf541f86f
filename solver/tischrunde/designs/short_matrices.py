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
of norm 1 form one circle U, their multiples gU by a primitive element g another. A circle through u and u' of U is
kept by the reflection z -> uu' z^q, as is gU; so where it meets gU twice, gv goes to gv' or to itself, and uu'/vv' or
uu'/vv is g^(1-q), a nonsquare of U. So the squares of U and their multiples by g have no such circle: T/2 classes for
T/2 rounds.

Cyclotomic classes are used like this in R. M. Wilson's V(m, t) vectors: Handbook of Combinatorial Designs III.3 and
VI.17; cf. J. E. H. Elliott, A. T. Butson, Relative difference sets, Illinois J. Math. 10 (1966) 517-531. The sets and
the matrix written out below were found by a search for cliques. All are counted again in the tests.

"""

from collections.abc import Callable
from functools import cache, partial

import numpy as np

from tischrunde.designs.difference import DifferenceMatrix
from tischrunde.designs.fields import field, prime_power
from tischrunde.designs.groups import Group
from tischrunde.problem import Ints

__all__ = ["n_short_rounds", "short_matrix"]

Share = tuple[int, tuple[int, ...], tuple[int, ...]]
"""The order of a field and two disjoint sets of points; the point equal to the order is the infinite one."""

SOURCE = "differences counted; cyclotomic classes, cf. R. M. Wilson, Handbook of Combinatorial Designs VI.17"
SHARES: dict[int, tuple[Share, ...]] = {
    10: ((81, (18, 20, 34, 38, 44, 47, 50, 69), (5, 7, 16, 26, 40, 60, 67, 79)),),
    12: ((121, (5, 26, 38, 48, 52, 53, 68, 81, 104), (8, 15, 19, 47, 75, 76, 94, 96, 115)),),
    14: ((169, (7, 17, 67, 74, 77, 102, 138, 143, 145, 152), (46, 50, 59, 69, 82, 95, 120, 127, 150, 164)),),
    18: (
        (
            289,
            (14, 27, 32, 45, 88, 100, 122, 129, 150, 167, 180, 213, 258),
            (0, 48, 52, 139, 143, 145, 161, 165, 183, 192, 231, 245, 256),
        ),
    ),
    20: (
        (
            361,
            (2, 44, 70, 97, 122, 123, 152, 162, 234, 268, 295, 314, 327, 350),
            (55, 71, 74, 77, 79, 99, 102, 105, 173, 193, 263, 265, 290, 317),
        ),
    ),
    21: (
        (337, (0, 24, 39, 43, 112, 182, 274), (17, 72, 117, 148, 154, 165, 166, 226, 283, 337)),
        (64, (5, 16, 20, 38, 48, 49, 50, 61), (6, 10, 26, 35, 37, 54, 56, 62)),
    ),
}
MOST_CIRCLES = 50  # tables; beyond it the field of (tables - 1)^2 elements takes seconds to make
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
    return max((n_rounds for n_rounds, _ in _ways(n_tables, n_classes)), default=0)


@cache
def short_matrix(n_tables: int, n_classes: int) -> DifferenceMatrix:
    """Return the matrix over the integers modulo ``n_tables`` with ``n_classes`` rows and as many columns as are known.

    Needs ``n_short_rounds(n_tables, n_classes) > 0``. Complexity O(rows x columns), after that of making the field.
    """
    _, build = max(_ways(n_tables, n_classes), key=lambda way: way[0])
    return DifferenceMatrix(f"Z({n_tables})", SOURCE, Group((n_tables,)), build()[:n_classes])


def _ways(n_tables: int, n_classes: int) -> list[tuple[int, Callable[[], Ints]]]:
    """Return for each construction with so many classes the number of rounds and what builds the entries."""
    ways: list[tuple[int, Callable[[], Ints]]] = []
    if n_classes < 1:
        return ways
    if n_classes <= n_tables + 1 and prime_power(n_tables + 1):
        points = (n_tables + 1, *range(n_tables + 1))
        share = n_tables + 1, points[:n_classes], points[n_classes:]
        ways.append((n_tables + 2 - n_classes, partial(_logarithms, n_tables, share)))
    halves = n_tables % 2 == 0 and n_tables <= MOST_CIRCLES
    if halves and n_classes <= n_tables // 2 and prime_power(n_tables - 1):
        ways.append((n_tables // 2, partial(_half_circles, n_tables)))
    for order, first, second in SHARES.get(n_tables, ()):
        for classes, rounds in ((first, second), (second, first)):
            if n_classes <= len(classes):
                ways.append((len(rounds), partial(_logarithms, n_tables, (order, classes, rounds))))
    if n_classes <= len(SHIFTS.get(n_tables, ())):
        ways.append((len(SHIFTS[n_tables][0]), partial(np.array, SHIFTS[n_tables], np.int32)))
    return ways


def _logarithms(n_tables: int, share: Share) -> Ints:
    """Return log(x - y), 0 where a point is infinite; int32, shape (classes, rounds)."""
    order, classes, rounds = share
    gf = field(order)
    assert gf is not None
    x, y = np.array(rounds, np.int32)[None, :], np.array(classes, np.int32)[:, None]
    difference = gf.subtract(np.where(x < order, x, 0), np.where(y < order, y, 0))
    return np.where((x < order) & (y < order), gf.logs[difference] % n_tables, 0).astype(np.int32)


def _half_circles(n_tables: int) -> Ints:
    """Return the entries for the squares of norm 1 and a primitive element's multiples of them."""
    q = n_tables - 1
    gf = field(q * q)
    assert gf is not None
    half, turned = gf.powers[:: 2 * (q - 1)], gf.powers[1 :: 2 * (q - 1)]
    return _logarithms(n_tables, (q * q, tuple(half.tolist()), tuple(turned.tolist())))
