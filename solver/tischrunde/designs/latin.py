"""Orthogonal arrays of strength 2, which are sets of mutually orthogonal Latin squares in another dress.

An orthogonal array OA(k, n) has n^2 rows and k columns of the numbers 0 .. n - 1, and any two columns hold every pair
of numbers once. Two columns number the cells of a square, each further one is a Latin square orthogonal to the others,
so OA(k, n) is the same as k - 2 squares.

References
----------
C. J. Colbourn, J. H. Dinitz (eds.), Handbook of Combinatorial Designs, 2nd ed., 2007: III.3, III.6.
H. F. MacNeish, Euler squares, Ann. of Math. 23 (1922) 221-227 (products).

"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from itertools import combinations

import numpy as np

from tischrunde.designs.base_blocks import ARRAY_OF_18, QUASI_MATRICES, SOURCE_OF_14, SQUARES_OF_14, Recipe, columns
from tischrunde.designs.difference import difference_matrix, factor_pairs, n_rows
from tischrunde.designs.groups import Group
from tischrunde.problem import Ints

__all__ = ["OrthogonalArray", "is_orthogonal_array", "n_columns", "orthogonal_array"]


@dataclass(frozen=True)
class OrthogonalArray:
    """An orthogonal array of strength 2.

    Attributes
    ----------
    source :
        the theorem it rests on
    rows :
        int32, shape (n * n, n_columns); numbers from 0 to n - 1
    """

    source: str
    rows: Ints


def is_orthogonal_array(array: OrthogonalArray) -> bool:
    """Check by counting that any two columns hold every pair of numbers once.

    Complexity O(columns^2 x rows).
    """
    n = int(array.rows.max()) + 1
    return len(array.rows) == n * n and all(
        len(np.unique(a * n + b)) == n * n for a, b in combinations(array.rows.T, 2)
    )


@cache
def n_columns(order: int) -> int:
    """Return how many columns ``orthogonal_array`` has, without building it; two more than Latin squares.

    >>> [n_columns(order) - 2 for order in (9, 10, 12, 14, 15, 18, 20, 21, 22, 24, 26, 28, 30)]
    [8, 2, 5, 4, 4, 5, 4, 5, 3, 7, 4, 5, 4]
    """
    return max(count for count, _ in _ways(order))


@cache
def orthogonal_array(order: int, *, width: int | None = None) -> OrthogonalArray:
    """Return an orthogonal array of this order, at least 2, with ``width`` columns or as many as this module knows.

    From difference matrices, with a column more than those have rows (D. Jungnickel 1979); from quasi-difference
    matrices, whose points at infinity are seated by a smaller array; or as a product, with the columns of the smaller
    (H. F. MacNeish 1922). Complexity O(columns x order^2).
    """
    known, build = max(_ways(order), key=lambda way: way[0])
    return build(known if width is None else min(width, known))


def _ways(order: int) -> list[tuple[int, Callable[[int], OrthogonalArray]]]:
    """Return for each construction its number of columns and what builds it."""
    ways: list[tuple[int, Callable[[int], OrthogonalArray]]] = [(n_rows(order) + 1, partial(_of_differences, order))]
    if order in QUASI_MATRICES:
        recipe = QUASI_MATRICES[order]
        ways.append((len(recipe.turned[0].split()), partial(_of_quasi_differences, order, recipe)))
    if order == 14:
        ways.append((6, _of_squares))
    if order == 18:
        ways.append((7, _of_subgroup))
    for a, b in factor_pairs(order):
        ways.append((min(n_columns(a), n_columns(b)), partial(_product, a, b)))
    return ways


def _of_differences(order: int, width: int) -> OrthogonalArray:
    """Return the columns of a difference matrix plus each element of its group; the column's number comes first."""
    matrix = difference_matrix(order)
    elements = np.arange(order, dtype=np.int32)
    moved = matrix.group.combine(matrix.entries[: width - 1].T[:, None, :], elements[None, :, None], 1)
    first = np.broadcast_to(elements[:, None, None], (order, order, 1))
    return OrthogonalArray(matrix.source, np.concatenate([first, moved], axis=2).reshape(order * order, -1))


def _of_quasi_differences(order: int, recipe: Recipe, width: int) -> OrthogonalArray:
    """Return the columns plus each element, each its own point at infinity, and an array of these points."""
    group = Group(recipe.moduli)
    start = columns(recipe)[:width].T
    for column in start.T:
        column[column < 0] = np.arange(group.order, order)
    elements = np.arange(group.order, dtype=np.int32)
    rows = start[:, None, :] + np.zeros((1, group.order, 1), np.int32)
    finite = np.broadcast_to(start[:, None, :] < group.order, rows.shape)
    moved = group.combine(np.where(finite, rows, 0), elements[None, :, None], 1)
    rows = np.where(finite, moved, rows).reshape(-1, start.shape[1])
    n_far = order - group.order
    far = orthogonal_array(n_far, width=width).rows if n_far > 1 else np.zeros((1, rows.shape[1]), np.int32)
    return OrthogonalArray(recipe.source, np.concatenate([rows, group.order + far]).astype(np.int32))


def _of_subgroup(width: int) -> OrthogonalArray:
    """Return the array of order 18, whose columns are moved by the nine elements that begin with 0."""
    group = Group(ARRAY_OF_18.moduli)
    start = columns(ARRAY_OF_18)[:width].T
    nine = np.flatnonzero(group.digits[:, 0] == 0).astype(np.int32)
    rows = group.combine(start[:, None, :], nine[None, :, None], 1)
    return OrthogonalArray(ARRAY_OF_18.source, rows.reshape(-1, start.shape[1]))


def _of_squares(width: int) -> OrthogonalArray:
    """Return the array of four Latin squares of order 14."""
    lines = [
        [[ord(letter) - ord("a") for letter in word] for word in line.split()]
        for line in SQUARES_OF_14.split("\n")
        if line
    ]
    squares = np.array(lines, np.int32).transpose(0, 2, 1).reshape(-1, 4)
    cells = np.stack(np.divmod(np.arange(14 * 14, dtype=np.int32), 14), axis=1)
    return OrthogonalArray(SOURCE_OF_14, np.concatenate([cells, squares], axis=1)[:, :width].astype(np.int32))


def _product(first: int, second: int, width: int) -> OrthogonalArray:
    """Return the product of the arrays of two orders, whose numbers are pairs."""
    a, b = orthogonal_array(first, width=width), orthogonal_array(second, width=width)
    rows = a.rows[:, None, :] + first * b.rows[None, :, :]
    return OrthogonalArray(f"product, H. F. MacNeish 1922; {a.source}; {b.source}", rows.reshape(-1, width))
