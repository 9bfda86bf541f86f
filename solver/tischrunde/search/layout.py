"""Timetables laid out on the tables of a meeting: which table of the design is which, round by round."""

import numpy as np

from tischrunde.designs import Timetable, catalogue, largest_first
from tischrunde.problem import Ints, Longs, Problem

__all__ = ["places_on_tables", "sizes_on_tables", "theme_columns", "timetable_for"]

MOST_PEOPLE = 600  # beyond it a timetable takes too long to make
SWEEPS = 6
TOO_FULL = 1_000


def timetable_for(problem: Problem, tables: Ints) -> Timetable | None:
    """Return the timetable with the most rounds for everybody at these tables, its classes one after another.

    Parameters
    ----------
    problem :
        the meeting as arrays
    tables :
        int32, shape (n_used,); the tables to be used
    """
    if problem.n_people > MOST_PEOPLE:
        return None
    sizes = sizes_on_tables(problem, tables)
    return None if sizes is None else catalogue(tuple(sorted(sizes.tolist(), reverse=True)), problem.n_rounds)


def sizes_on_tables(problem: Problem, tables: Ints) -> Ints | None:
    """Return how many people sit at each of these tables, as even as seats allow, or ``None`` for too few seats."""
    seats = problem.high[:, tables].max(axis=0)
    sizes = np.zeros(len(tables), np.int32)
    for _ in range(problem.n_people):
        free = np.flatnonzero(sizes < seats)
        if not free.size:
            return None
        sizes[free[sizes[free].argmin()]] += 1
    return sizes


def places_on_tables(problem: Problem, timetable: Timetable, tables: Ints) -> Ints:
    """Return the table of the meeting for each place in each round; int32, shape (n_rounds, n_places).

    Places come class by class. Where seats differ, the larger tables of each round go where there are more seats;
    else tables keep their numbers, so that who stays in the design stays.
    """
    order = np.argsort(timetable.class_of, kind="stable")
    seats = problem.high[:, tables].max(axis=0)
    if np.bincount(timetable.table_of[0], minlength=len(tables)).max() <= seats.min():
        return tables[timetable.table_of[:, order]].astype(np.int32)
    by_seats = tables[np.argsort(-seats, kind="stable")]
    return by_seats[largest_first(timetable).table_of[:, order]].astype(np.int32)


def theme_columns(problem: Problem, timetable: Timetable, tables: Ints) -> Ints:
    """Return the table of the meeting for each place in each round, with few who come to a theme again.

    Round by round the tables of the design are assigned to those of the meeting at the least number of second visits,
    which is a linear assignment (H. W. Kuhn 1955), and all rounds in turn are assigned anew some times over.
    """
    table_of = timetable.table_of[:, np.argsort(timetable.class_of, kind="stable")]
    theme_of, n_tables = problem.theme_of[tables], len(tables)
    seats = problem.high[:, tables].max(axis=0)
    number = np.tile(np.arange(n_tables), (len(table_of), 1))
    visits = np.zeros((table_of.shape[1], problem.n_themes), np.int64)
    everybody = np.arange(table_of.shape[1])
    for sweep in range(SWEEPS):
        for r, seated in enumerate(table_of):
            if sweep:
                visits[everybody, theme_of[number[r, seated]]] -= 1
            prices = np.zeros((n_tables, n_tables), np.int64)
            np.add.at(prices, seated, visits[:, theme_of])
            prices += TOO_FULL * (np.bincount(seated, minlength=n_tables)[:, None] > seats[None, :])
            number[r] = _assigned(prices)
            visits[everybody, theme_of[number[r, seated]]] += 1
    return tables[np.take_along_axis(number, table_of.astype(np.int64), axis=1)].astype(np.int32)


def _assigned(prices: Longs) -> Ints:
    """Return the column given to each row, each to one, at least price."""
    from ortools.graph.python import linear_sum_assignment

    rows, columns = np.indices(prices.shape)
    assignment = linear_sum_assignment.SimpleLinearSumAssignment()
    assignment.add_arcs_with_cost(rows.ravel(), columns.ravel(), prices.ravel())
    status = assignment.solve()
    assert status == assignment.OPTIMAL
    return np.array([assignment.right_mate(row) for row in range(len(prices))], np.int32)
