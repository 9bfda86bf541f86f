"""Timetables for tables of one size, from orthogonal arrays, difference matrices and finite geometries.

Three shapes of use: a *transversal design* seats k classes of T people, each table taking one of each class, so that
the people of a class never meet and may fill further rounds among themselves; a *net* takes people for the cells of a
square and rounds for rows, columns and Latin squares; a *geometry* seats people on lines.

References
----------
C. J. Colbourn, J. H. Dinitz (eds.), Handbook of Combinatorial Designs, 2nd ed., 2007: III.3 (Latin squares and nets),
IV.4 (resolvable transversal designs and filling their groups), VII.2 (finite geometry).

"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from tischrunde.designs import affine
from tischrunde.designs.difference import DifferenceMatrix
from tischrunde.designs.fields import prime_power
from tischrunde.designs.latin import n_columns, orthogonal_array
from tischrunde.designs.short_matrices import n_short_rounds, short_matrix
from tischrunde.designs.timetable import Timetable
from tischrunde.problem import Ints

__all__ = ["families", "filled", "most_rounds", "net", "net_timetable", "of_differences", "transversal_design"]


@dataclass(frozen=True)
class Family:
    """A timetable that could be built: its rounds, its name, and what builds it."""

    n_rounds: int
    name: str
    build: Callable[[], Timetable]


def families(n_tables: int, size: int) -> Iterator[Timetable]:
    """Yield the timetables of this module for ``n_tables`` tables of ``size`` people, those of most rounds first."""
    for family in _families(n_tables, size):
        yield family.build()


def most_rounds(n_tables: int, size: int) -> tuple[int, str]:
    """Return the most rounds of ``families``, and the name, without building anything; (0, "") when there are none."""
    best = next(iter(_families(n_tables, size)), None)
    return (best.n_rounds, best.name) if best else (0, "")


def net_timetable(n_tables: int, size: int) -> Timetable | None:
    """Return the timetable of most rounds for these tables, ``None`` when no family here has one."""
    return next(families(n_tables, size), None)


def transversal_design(n_tables: int, size: int) -> Timetable:
    """Return the resolvable transversal design: ``n_tables`` rounds for ``size`` classes of ``n_tables`` people.

    The first column of an orthogonal array tells the round, the next the table, which is the member of class 0; so this
    class stays, everybody else comes to every table once. Needs ``size < n_columns(n_tables)``. Handbook III.3.
    """
    array = orthogonal_array(n_tables, width=size + 1)
    rounds, tables = array.rows[:, 0], array.rows[:, 1]
    table_of = np.empty((n_tables, size * n_tables), np.int32)
    for j in range(size):
        table_of[rounds, j * n_tables + array.rows[:, 1 + j]] = tables
    return _in_classes(_design_name(n_tables, size), array.source, table_of, n_tables)


def net(n_tables: int, size: int) -> Timetable:
    """Return a net of order ``n_tables``, cut down to ``size`` people at each table.

    People are rows of an orthogonal array, rounds its columns, tables the numbers there. With fewer people than tables
    those whose first number is too large are missing, and the first column makes their classes instead of a round.
    R. H. Bruck, Finite nets I, Canad. J. Math. 3 (1951) 94-107.
    """
    array = orthogonal_array(n_tables)
    name = _net_name(n_tables)
    if size == n_tables:
        return _in_classes(name, array.source, array.rows.T.copy(), 1)
    people = array.rows[np.argsort(array.rows[:, 0], kind="stable")][: size * n_tables]
    return _in_classes(name, array.source, people[:, 1:].T.copy(), n_tables)


def of_differences(matrix: DifferenceMatrix) -> Timetable:
    """Return the timetable in which class j moves by row j of the matrix; see `routes` for the theorem."""
    order = matrix.group.order
    start = np.arange(order, dtype=np.int32)
    table_of = matrix.group.combine(matrix.entries.T[:, :, None], start[None, None, :], 1)
    return _in_classes(matrix.name, matrix.source, table_of.reshape(len(table_of), -1), order)


def filled(outer: Timetable, inner: Timetable) -> Timetable:
    """Return ``outer`` and then the rounds of ``inner`` within each of its classes, all classes at the same time.

    For k classes of T people at T tables, ``inner`` is a timetable for T/k tables of k. People of one class who share a
    class of ``inner`` never meet. Handbook IV.2 (filling in groups).
    """
    order = np.argsort(outer.class_of, kind="stable")
    position = np.empty_like(order)
    position[order] = np.arange(outer.n_places) % inner.n_places
    more = outer.class_of * inner.n_tables + inner.table_of[:, position]
    table_of = np.concatenate([outer.table_of, more]).astype(np.int32)
    n_inner = int(inner.class_of.max()) + 1
    class_of = (outer.class_of * n_inner + inner.class_of[position]).astype(np.int32)
    source = f"{outer.source}; classes filled: {inner.source}"
    return _timetable(f"{outer.name} + {inner.name}", source, table_of, class_of)


def _families(n_tables: int, size: int) -> list[Family]:
    """Return the families for this shape, those of most rounds first."""
    if size < 2 or n_tables < 1:
        return []
    if n_tables < size:
        # Those who leave a table must not meet again, so each needs a table of its own.
        return [Family(1, "one round", partial(_one_round, n_tables, size))]
    classes = _with_classes(n_tables, size)
    listed = [*classes, *_geometries(n_tables, size)]
    if size == n_tables:
        listed.append(Family(n_columns(n_tables), _net_name(n_tables), partial(net, n_tables, size)))
    elif classes and n_tables % size == 0:
        outer, inner = classes[0], _families(n_tables // size, size)[0]
        name = f"{outer.name} + {inner.name}"
        listed.append(Family(outer.n_rounds + inner.n_rounds, name, partial(_filled, outer, inner)))
    return sorted(listed, key=lambda family: -family.n_rounds)


def _with_classes(n_tables: int, size: int) -> list[Family]:
    """Return the families whose classes have as many people as there are tables, those of most rounds first."""
    if n_tables < 2:
        return []
    listed = []
    if size < n_columns(n_tables):
        design = partial(transversal_design, n_tables, size)
        listed.append(Family(n_tables, _design_name(n_tables, size), design))
    elif size < n_tables:
        listed.append(Family(n_columns(n_tables) - 1, _net_name(n_tables), partial(net, n_tables, size)))
    if n_short_rounds(n_tables, size):
        listed.append(Family(n_short_rounds(n_tables, size), _short_name(n_tables), partial(_moved, n_tables, size)))
    return sorted(listed, key=lambda family: -family.n_rounds)


def _geometries(n_tables: int, size: int) -> list[Family]:
    """Return the geometries whose lines fit these tables."""
    listed = []
    if prime_power(size):
        dimension, points = 2, size**2
        while points < n_tables * size:
            dimension, points = dimension + 1, points * size
        if points == n_tables * size and dimension > 2:
            rounds, name = (points - 1) // (size - 1), f"AG({dimension}, {size})"
            listed.append(Family(rounds, name, partial(affine.affine_space, dimension, size)))
    q = size - 1
    name = f"RBIBD({n_tables * size}, {size}, 1)"
    if prime_power(q) and n_tables == q * q - q + 1:
        listed.append(Family(q * q, name, partial(affine.hermitian_unital, q)))
    if prime_power(q) and n_tables == q * q + 1:
        listed.append(Family(q * q + q + 1, f"PG(3, {q})", partial(affine.projective_space, q)))
    order = _arc_order(n_tables, size)
    if order:
        listed.append(Family(order + 1, name, partial(affine.maximal_arc, order, size)))
    return listed


def _arc_order(n_tables: int, size: int) -> int | None:
    """Return the q of the maximal arc with these tables: q - q/size + 1 = n_tables."""
    order = size * (n_tables - 1) // (size - 1)
    even = order & (order - 1) == 0 and size & (size - 1) == 0
    return order if even and 2 <= size < order and order - order // size + 1 == n_tables else None


def _moved(n_tables: int, size: int) -> Timetable:
    return of_differences(short_matrix(n_tables, size))


def _filled(outer: Family, inner: Family) -> Timetable:
    return filled(outer.build(), inner.build())


def _one_round(n_tables: int, size: int) -> Timetable:
    table_of = np.repeat(np.arange(n_tables, dtype=np.int32), size)[None, :]
    source = "those who leave a table need tables of their own"
    return _in_classes("one round", source, table_of, 1)


def _in_classes(name: str, source: str, table_of: Ints, class_size: int) -> Timetable:
    """Return the timetable whose places are listed class by class."""
    return _timetable(name, source, table_of, (np.arange(table_of.shape[1]) // class_size).astype(np.int32))


def _timetable(name: str, source: str, table_of: Ints, class_of: Ints) -> Timetable:
    stays = (table_of == table_of[0]).all(axis=0)
    return Timetable(name, source, table_of.astype(np.int32), class_of, stays)


def _design_name(n_tables: int, size: int) -> str:
    return f"TD({size}, {n_tables})"


def _net_name(n_tables: int) -> str:
    return f"net({n_tables}, {n_columns(n_tables)})"


def _short_name(n_tables: int) -> str:
    return f"Z({n_tables})"
