"""CP-SAT models of a plan to be changed: who may move, whose name tag changes, and what is made small."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from tischrunde.exact import Model, build
from tischrunde.exact.floor import Literal, Value
from tischrunde.exact.runner import whole
from tischrunde.exact.running import new_solver, run
from tischrunde.problem import BROKEN, Bools, Longs, Seats
from tischrunde.repair.reseating import Reseating
from tischrunde.stop import Stop

__all__ = ["Aim", "Found", "prices_of_moves", "solved"]


@dataclass(frozen=True)
class Aim:
    """What a model is to make small.

    Attributes
    ----------
    what : ``changes``, the number of wrong name tags; ``prices``, the sum of prices of single moves; ``cost``, the cost
    at_most : how many name tags may be wrong, ``None`` for any number
    below : a cost to be bettered, with ``cost``
    prices : int64, shape (n_rounds, n_people, n_tables), with ``prices``
    """

    what: str
    at_most: int | None = None
    below: int | None = None
    prices: Longs | None = None


@dataclass(frozen=True)
class Found:
    """What CP-SAT found out.

    Attributes
    ----------
    seats : the best seats, ``None`` when there are none
    is_final : whether nothing is left to find: the seats are the best, or there are none
    least : what is made small is never less than this; 0 when nothing was found out
    """

    seats: Seats | None
    is_final: bool
    least: int = 0


def solved(
    reseating: Reseating,
    free: Bools,
    around: Seats,
    aim: Aim,
    *,
    effort: float,
    seed: int,
    stop: Stop | None,
) -> Found:
    """Return the best seats when only some people may move.

    Parameters
    ----------
    reseating
        the meeting and the seats of before
    free
        bool, shape (n_people,); who may move in rounds to come
    around
        int32, shape (n_rounds, n_people); the seats of everybody else, and a hint for those who may move
    aim
        what is to be made small
    effort
        in CP-SAT's deterministic seconds
    """
    problem = reseating.problem
    frozen = np.where(free[None, :], -1, around).astype(np.int32)
    frozen[: reseating.played] = reseating.was[: reseating.played]
    at_most = None if aim.below is None else aim.below - 1
    model = build(problem, frozen=frozen, objective=aim.what == "cost", at_most=at_most, symmetry=False)
    changes = [_change(model, reseating, p) for p in np.flatnonzero(free & reseating.has_tag).tolist()]
    total = cp_model.LinearExpr.sum([change for change in changes if change is not False])
    if aim.at_most is not None:
        settled = int((reseating.differs(around) & ~free).sum())
        model.cp.add(total <= aim.at_most - settled)
    if aim.what == "changes":
        model.cp.minimize(total)
    elif aim.prices is not None:
        seats = [(seat, int(aim.prices[r, p, t])) for p, r, t, seat in model.floor.seat_variables]
        model.cp.minimize(cp_model.LinearExpr.weighted_sum([seat for seat, _ in seats], [price for _, price in seats]))
    model.floor.hint(around)
    solver = new_solver(effort=effort, seed=seed % (1 << 31))
    status = run(solver, model.cp, stop=stop)
    is_there = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return Found(
        seats=model.seats(solver.value) if is_there else None,
        is_final=status in (cp_model.OPTIMAL, cp_model.INFEASIBLE),
        least=max(0, whole(solver.best_objective_bound)) if status != cp_model.INFEASIBLE else 0,
    )


def _change(model: Model, reseating: Reseating, person: int) -> Literal:
    """Return a literal that is true if somebody's name tag is wrong."""
    floor = model.floor
    to_come = np.flatnonzero(reseating.problem.attends[reseating.played :, person]) + reseating.played
    seats = [floor.sits(person, r, int(reseating.was[r, person])) for r in to_come.tolist()]
    kept = [seat for seat in seats if seat is not True]
    if not kept:
        return False
    changed = floor.derived(_unless_all(kept))
    for seat in kept:
        floor.some([changed, seat])
    return changed


def _unless_all(seats: Sequence[Literal]) -> Callable[[Value], int]:
    return lambda value: 1 - min(map(value, seats))


def prices_of_moves(reseating: Reseating, table_of: Seats) -> Longs:
    """Return what it costs about to seat one person at each table, all others staying where they are.

    int64, shape (n_rounds, n_people, n_tables). Company is counted as it is for a single move in a single round,
    wishes as if the theme were visited in this round only.

    Notes
    -----
    O(rounds x people x people), by one product of matrices for each round.
    """
    problem = reseating.problem
    met = np.zeros((problem.n_people, problem.n_people), np.int64)
    company = []
    for seats in table_of:
        together = (seats[:, None] == seats[None, :]) & (seats[:, None] >= 0)
        np.fill_diagonal(together, False)
        company.append(together)
        met += together
    first = np.where(problem.pair >= BROKEN // 2, 0, problem.pair)
    prices = np.zeros((problem.n_rounds, problem.n_people, problem.n_tables), np.int64)
    for r, seats in enumerate(table_of):
        again = first + problem.reunion_weight * (met - company[r])
        sits = np.flatnonzero(seats >= 0)
        at = np.zeros((problem.n_people, problem.n_tables))
        at[sits, seats[sits]] = 1
        prices[r] = np.rint(again.astype(np.float64) @ at)  # exact below 2^53, and many times faster than integers
    wished = np.where(problem.miss >= BROKEN // 2, 0, problem.miss)[:, problem.theme_of]
    return prices - wished[None]
