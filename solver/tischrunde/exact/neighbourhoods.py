"""Parts of a plan to be made free while everybody else stays: rounds, tables of rounds, people over all rounds."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from tischrunde.problem import Bools, Longs, Problem, Seats

__all__ = ["NEIGHBOURHOODS", "Neighbourhood", "frozen_outside", "people_in", "tables_in"]

Floats: TypeAlias = NDArray[np.float64]

Neighbourhood: TypeAlias = Callable[[Problem, Seats, Longs, int, np.random.Generator], Bools]
"""Chooses which seats are free, about so many: (problem, table_of, troubles, seats, rng) -> (n_rounds, n_people)."""


AT_REST = 0.2
"""Odds of those who are in no trouble, beside 1 for those in the greatest."""


def frozen_outside(table_of: Seats, free: Bools) -> Seats:
    """Return the tables of all who keep their seat, -1 for those who are free."""
    return np.where(free, -1, table_of).astype(np.int32)


def tables_of_a_round(
    problem: Problem, table_of: Seats, troubles: Longs, seats: int, rng: np.random.Generator
) -> Bools:
    """Free the people at some tables of one round."""
    return tables_in(_some_rounds(problem, 1, rng), problem, table_of, troubles, seats, rng)


def tables_of_two_rounds(
    problem: Problem, table_of: Seats, troubles: Longs, seats: int, rng: np.random.Generator
) -> Bools:
    """Free the people at some tables in two rounds."""
    return tables_in(_some_rounds(problem, 2, rng), problem, table_of, troubles, seats, rng)


def people_in_two_rounds(
    problem: Problem, table_of: Seats, troubles: Longs, seats: int, rng: np.random.Generator
) -> Bools:
    """Free the same people in two rounds, between which they can exchange their themes."""
    return people_in(_some_rounds(problem, 2, rng), problem, troubles, seats, rng)


def people_in_all_rounds(
    problem: Problem, table_of: Seats, troubles: Longs, seats: int, rng: np.random.Generator
) -> Bools:
    """Free the whole routes of some people."""
    return people_in(range(problem.n_rounds), problem, troubles, seats, rng)


NEIGHBOURHOODS: tuple[Neighbourhood, ...] = (
    tables_of_a_round,
    tables_of_two_rounds,
    people_in_two_rounds,
    people_in_all_rounds,
)


def tables_in(
    rounds: Sequence[int],
    problem: Problem,
    table_of: Seats,
    troubles: Longs,
    seats: int,
    rng: np.random.Generator,
) -> Bools:
    """Free the people at tables of these rounds, an equal share of the seats in each, one table at least."""
    free = np.zeros(table_of.shape, np.bool_)
    for r in rounds:
        at = table_of[r]
        trouble = np.zeros(problem.n_tables)
        np.add.at(trouble, at[at >= 0], troubles[r, at >= 0])
        for t in _by_trouble(trouble, np.flatnonzero(problem.is_open[r]), rng).tolist():
            if free[r].any() and (free[r] | (at == t)).sum() > seats // len(rounds):
                break
            free[r] |= at == t
    return free & (problem.fixed < 0)


def people_in(rounds: Sequence[int], problem: Problem, troubles: Longs, seats: int, rng: np.random.Generator) -> Bools:
    """Free the routes of people through these rounds."""
    movable = problem.attends & (problem.fixed < 0)
    inside = np.isin(np.arange(problem.n_rounds), rounds)
    free = np.zeros(movable.shape, np.bool_)
    people = np.flatnonzero((movable & inside[:, None]).any(axis=0))
    for p in _by_trouble(troubles[inside].sum(axis=0).astype(np.float64), people, rng).tolist():
        if free.sum() >= seats:
            break
        free[:, p] = inside & movable[:, p]
    return free


def _some_rounds(problem: Problem, number: int, rng: np.random.Generator) -> list[int]:
    chosen: list[int] = rng.choice(problem.n_rounds, min(number, problem.n_rounds), replace=False).tolist()
    return chosen


def _by_trouble(trouble: Floats, who: Longs, rng: np.random.Generator) -> Longs:
    """Return them in random order, those in trouble rather first."""
    worst = trouble[who].max(initial=0)
    odds = AT_REST + trouble[who] / worst if worst else np.ones(len(who))
    order: Longs = who[np.argsort(rng.exponential(size=len(who)) / odds, kind="stable")]
    return order
