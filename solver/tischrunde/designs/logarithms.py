"""Difference matrices made of logarithms: classes and rounds as points of a projective line.

Let q - 1 be a multiple of the number T of tables, and choose disjoint sets Y (classes) and X (rounds) among the q + 1
points of the projective line over GF(q). The entry for y and x is log(x - y) modulo T, and 0 where x or y is infinite.

**Theorem.** It is a difference matrix if and only if no cross-ratio (x - y)(x' - z) / (x - z)(x' - y) of two rounds and
two classes is a T-th power. *Proof.* The rows of y and z differ in column x by log((x - y)/(x - z)); that the columns x
and x' agree means that the quotient of these two ratios is a T-th power. For q = T + 1 only 1 is one, and the ratio is
a fractional linear function of x, which takes no value twice: so then any two disjoint sets will do, and rounds and
classes may be q + 1 together. Cyclotomic classes used like this are the idea of R. M. Wilson's V(m, t) vectors:
Handbook of Combinatorial Designs VI.17; cf. J. E. H. Elliott, A. T. Butson, Relative difference sets, Illinois J. Math.
10 (1966) 517-531. Sets for q > T + 1 were found by a search for large cliques and are counted again in the tests.

"""

from functools import cache

import numpy as np

from tischrunde.designs.difference import DifferenceMatrix
from tischrunde.designs.fields import field, prime_power
from tischrunde.designs.groups import Group
from tischrunde.problem import Ints

__all__ = ["logarithms", "n_logarithms"]

SOURCE = "cyclotomic classes; cf. R. M. Wilson, Handbook of Combinatorial Designs VI.17"

# Tables: the order of a field, and two disjoint sets of points; a point equal to the order is the infinite one.
SHARES: dict[int, list[tuple[int, tuple[int, ...], tuple[int, ...]]]] = {}


def n_logarithms(n_tables: int, n_classes: int) -> int:
    """Return how many rounds ``logarithms`` covers, without building it; 0 for none."""
    return max((len(rounds) for _, _, rounds in _shares(n_tables, n_classes)), default=0)


@cache
def logarithms(n_tables: int, n_classes: int) -> DifferenceMatrix:
    """Return the matrix over the integers modulo ``n_tables`` with ``n_classes`` rows and as many columns as are known.

    Needs ``n_logarithms(n_tables, n_classes) > 0``.
    """
    order, classes, rounds = max(_shares(n_tables, n_classes), key=lambda share: len(share[2]))
    gf = field(order)
    assert gf is not None
    x, y = np.array(rounds, np.int32), np.array(classes[:n_classes], np.int32)
    finite = (x[None, :] < order) & (y[:, None] < order)
    difference = gf.subtract(np.where(x < order, x, 0)[None, :], np.where(y < order, y, 0)[:, None])
    entries: Ints = np.where(finite, gf.logs[difference] % n_tables, 0).astype(np.int32)
    return DifferenceMatrix(f"logarithms({n_tables})", SOURCE, Group((n_tables,)), entries)


def _shares(n_tables: int, n_classes: int) -> list[tuple[int, tuple[int, ...], tuple[int, ...]]]:
    """Return the fields with at least so many points for classes, and the others for rounds."""
    found = []
    if prime_power(n_tables + 1) and 0 < n_classes <= n_tables + 1:
        points = (n_tables + 1, *range(n_tables + 1))
        found.append((n_tables + 1, points[:n_classes], points[n_classes:]))
    for order, first, second in SHARES.get(n_tables, []):
        found += [(order, a, b) for a, b in ((first, second), (second, first)) if len(a) >= n_classes]
    return found
