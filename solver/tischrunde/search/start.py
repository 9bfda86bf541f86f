"""Seats to begin with: as close as possible to the seats wanted, and allowed by sizes, hosts, pins, needs and groups.

Each round is one minimum-cost flow from people to tables: staying where one is wanted is free, another table costs a
little (with some chance in it), a theme for the second time more, a table outside one's domain most.
"""

import numpy as np
from numpy.typing import NDArray

from tischrunde.problem import Bools, Ints, Problem, Seats, Window
from tischrunde.search.many import seat_many

__all__ = ["nearest_seats"]

STAY, MOVE, CHANCE, EVEN, AGAIN, OUTSIDE, FILL = 0, 100, 50, 10, 4_000, 200_000, 10_000_000
TRIES = 50
SEED_BITS = (1 << 64) - 1  # numpy takes no negative seeds


def nearest_seats(problem: Problem, wanted: Seats, *, seed: int) -> Seats | None:
    """Return seats close to those wanted, in which all sizes, hosts, pins and groups are right.

    Parameters
    ----------
    problem :
        the meeting as arrays
    wanted :
        int32, shape (n_rounds, n_people); table wanted for each person, -1 for no wish
    seed :
        of the chance among equals

    Returns
    -------
    Seats or None
        ``None`` when the groups of some round could not be seated
    """
    if _are_right(problem, wanted):
        return wanted.astype(np.int32)
    rng = np.random.default_rng(seed & SEED_BITS)
    table_of = np.full((problem.n_rounds, problem.n_people), -1, np.int32)
    if problem.is_large:
        return _many(problem, wanted, table_of, rng)
    visited = np.zeros((problem.n_people, problem.n_themes), np.bool_)
    for r in range(problem.n_rounds):
        seats = _seat_round(problem, r, wanted[r], visited, rng)
        if seats is None:
            return None
        table_of[r] = seats
        here = seats >= 0
        visited[here, problem.theme_of[seats[here]]] = True
    return table_of


def _many(problem: Problem, wanted: Seats, table_of: Seats, rng: np.random.Generator) -> Seats | None:
    """Return seats close to those wanted, without flows."""
    for r in range(problem.n_rounds):
        seats = seat_many(problem, r, wanted[r], table_of[:r], rng)
        if seats is None:
            return None
        table_of[r] = seats
    return table_of


def _seat_round(problem: Problem, r: int, wanted: Ints, visited: Bools, rng: np.random.Generator) -> Ints | None:
    """Return the tables of one round, or ``None``."""
    prices = _prices(problem, r, wanted, visited, rng)
    windows = problem.windows[r]
    for number in range(TRIES if windows else 0):
        window = windows[number % len(windows)]
        seats = np.where(problem.attends[r], problem.fixed[r], -1).astype(np.int32)
        if not _seat_groups(problem, r, prices, seats, window, rng):
            continue
        if _seat_singles(problem, r, prices, seats, window):
            return seats
    return None


def _prices(problem: Problem, r: int, wanted: Ints, visited: Bools, rng: np.random.Generator) -> NDArray[np.int64]:
    """Return the price of each table for each person; int64, shape (n_people, n_tables)."""
    n, tables = problem.n_people, np.arange(problem.n_tables)
    prices = MOVE + rng.integers(0, CHANCE, (n, problem.n_tables))
    prices[wanted[:, None] == tables[None, :]] = STAY
    prices += AGAIN * (visited[:, problem.theme_of] & problem.once[:, None])
    prices += OUTSIDE * problem.outside[problem.domain_of, r]
    return prices


def _seat_groups(
    problem: Problem, r: int, prices: NDArray[np.int64], seats: Ints, window: Window, rng: np.random.Generator
) -> bool:
    """Seat whole groups, the largest first, each at one of its best tables that has room."""
    room = window[1] - np.bincount(seats[seats >= 0], minlength=problem.n_tables)
    group_of = problem.group_of[r]
    waiting = [np.flatnonzero(group_of == g) for g in np.unique(group_of[(group_of >= 0) & (seats < 0)])]
    order = rng.permutation(len(waiting))
    for k in sorted(order, key=lambda k: -len(waiting[k])):
        group = waiting[k]
        fits = np.flatnonzero((room >= len(group)) & problem.is_open[r])
        if not fits.size:
            return False
        price = prices[np.ix_(group, fits)].sum(axis=0) + rng.integers(0, MOVE, fits.size)
        table = int(fits[price.argmin()])
        seats[group] = table
        room[table] -= len(group)
    return True


def _seat_singles(problem: Problem, r: int, prices: NDArray[np.int64], seats: Ints, window: Window) -> bool:
    """Seat everybody else at least price, tables as even as possible. False when sizes cannot be kept."""
    from ortools.graph.python import min_cost_flow

    waiting = np.flatnonzero(problem.attends[r] & (seats < 0))
    tables = np.flatnonzero(problem.is_open[r])
    taken = np.bincount(seats[seats >= 0], minlength=problem.n_tables)
    n, source = len(waiting), 0
    flow = min_cost_flow.SimpleMinCostFlow()
    sink = 1 + n + len(tables)
    person = np.repeat(np.arange(1, n + 1), len(tables))
    table = np.tile(np.arange(1 + n, sink), n)
    flow.add_arcs_with_capacity_and_unit_cost(
        np.full(n, source), np.arange(1, n + 1), np.ones(n, np.int64), np.zeros(n, np.int64)
    )
    arcs = flow.add_arcs_with_capacity_and_unit_cost(
        person, table, np.ones(person.size, np.int64), prices[np.ix_(waiting, tables)].ravel()
    )
    for k, t in enumerate(tables):
        for number in range(int(taken[t]), int(window[1][t])):
            cost = number * EVEN if number >= window[0][t] else number * EVEN - FILL
            flow.add_arc_with_capacity_and_unit_cost(1 + n + k, sink, 1, cost)
    flow.set_node_supply(source, n)
    flow.set_node_supply(sink, -n)
    if flow.solve() != flow.OPTIMAL:
        return False
    chosen = np.flatnonzero(flow.flows(arcs))
    seats[waiting[chosen // len(tables)]] = tables[chosen % len(tables)]
    return _sizes_are_right(problem, r, seats)


def _are_right(problem: Problem, seats: Seats) -> bool:
    """Return whether attendance, sizes, hosts, pins and groups are right already."""
    if ((seats >= 0) != problem.attends).any() or ((problem.fixed >= 0) & (seats != problem.fixed)).any():
        return False
    for r in range(problem.n_rounds):
        group_of = problem.group_of[r]
        grouped = np.flatnonzero(group_of >= 0)  # a group has the number of its first member
        if (seats[r, grouped] != seats[r, group_of[grouped]]).any():
            return False
        if not _sizes_are_right(problem, r, seats[r]):
            return False
    return True


def _sizes_are_right(problem: Problem, r: int, seats: Ints) -> bool:
    """Return whether the tables of a round hold as many people as they may."""
    if not problem.windows[r]:
        return False
    tables = problem.is_open[r]
    sizes = np.bincount(seats[seats >= 0], minlength=problem.n_tables)
    if sizes[~tables].any() or (sizes < problem.low[r]).any() or (sizes > problem.high[r]).any():
        return False
    return not tables.any() or bool(np.ptp(sizes[tables]) <= problem.balance)
