"""Difference matrices: the shifts by which classes of people move over tables numbered by a finite abelian group.

A matrix has a row for each class and a column for each round; the differences of any two rows, column by column, are
different. By the theorem in `routes` nobody then meets twice. Exchanging rows and columns leaves the condition true, so
rounds and classes may change places. With as many columns as the group has elements it is a difference matrix proper,
(G, k; 1); with fewer it covers fewer rounds.

References
----------
C. J. Colbourn, J. H. Dinitz (eds.), Handbook of Combinatorial Designs, 2nd ed., 2007: III.3, VI.17.
H. F. MacNeish, Euler squares, Ann. of Math. 23 (1922) 221-227 (products).

"""

from dataclasses import dataclass
from functools import cache
from itertools import combinations

import numpy as np

from tischrunde.designs.base_blocks import MATRICES, columns
from tischrunde.designs.fields import field, prime_power
from tischrunde.designs.groups import Group
from tischrunde.problem import Ints

__all__ = ["DifferenceMatrix", "difference_matrix", "factor_pairs", "is_difference_matrix", "n_rows"]


@dataclass(frozen=True)
class DifferenceMatrix:
    """Shifts of classes, round by round.

    Attributes
    ----------
    name, source :
        of the construction; the theorem it rests on
    group :
        numbers the tables
    entries :
        int32, shape (n_rows, n_columns); shift of each class in each round
    """

    name: str
    source: str
    group: Group
    entries: Ints


def is_difference_matrix(matrix: DifferenceMatrix) -> bool:
    """Check by counting that any two rows differ by something else in every column.

    Complexity O(rows^2 x columns).
    """
    n_columns = matrix.entries.shape[1]
    return all(len(np.unique(matrix.group.combine(a, b, -1))) == n_columns for a, b in combinations(matrix.entries, 2))


@cache
def n_rows(order: int) -> int:
    """Return how many rows ``difference_matrix`` has, without building it; at least 1.

    >>> [n_rows(order) for order in (8, 12, 15, 18, 20)]
    [8, 6, 5, 2, 4]
    """
    if prime_power(order):
        return order
    known = len(MATRICES[order].turned[0].split()) if order in MATRICES else 1
    return max([known, *(min(n_rows(a), n_rows(b)) for a, b in factor_pairs(order))])


@cache
def difference_matrix(order: int) -> DifferenceMatrix:
    """Return a (G, k; 1)-difference matrix with |G| = ``order`` and as many rows as are known to this module.

    Over GF(q) the table of multiplication (R. C. Bose, K. A. Bush 1952); for other orders base blocks, or the product
    of two matrices, whose entries are pairs and which has the rows of the smaller (H. F. MacNeish 1922).
    """
    gf = field(order)
    if gf is not None:
        elements = np.arange(order, dtype=np.int32)
        table = gf.multiply(elements[:, None], elements[None, :])
        source = "R. C. Bose, K. A. Bush, Ann. Math. Stat. 23, 1952"
        return DifferenceMatrix(f"GF({order})", source, Group((gf.p,) * gf.k), table)
    pairs = list(factor_pairs(order))
    if order in MATRICES and all(min(n_rows(a), n_rows(b)) < n_rows(order) for a, b in pairs):
        recipe = MATRICES[order]
        entries = columns(recipe)
        name = f"({order}, {len(entries)}; 1)-difference matrix"
        return DifferenceMatrix(name, recipe.source, Group(recipe.moduli), entries)
    return _product(*max(pairs, key=lambda pair: min(map(n_rows, pair)), default=(1, order)))


def factor_pairs(order: int) -> list[tuple[int, int]]:
    """Return the ways to write a number as a product of two larger than 1, the smaller first."""
    return [(d, order // d) for d in range(2, int(order**0.5) + 1) if order % d == 0]


def _product(first: int, second: int) -> DifferenceMatrix:
    """Return the product of the matrices of two orders."""
    a, b = difference_matrix(first), difference_matrix(second)
    rows = min(len(a.entries), len(b.entries))
    entries = a.entries[:rows, :, None] + a.group.order * b.entries[:rows, None, :]
    source = f"product, H. F. MacNeish 1922; {a.source}; {b.source}"
    return DifferenceMatrix(f"{a.name} x {b.name}", source, a.group * b.group, entries.reshape(rows, -1))
