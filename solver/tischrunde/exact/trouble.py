"""Where a plan costs something, seat by seat: what a neighbourhood is chosen by."""

import numpy as np

from tischrunde.kernel import seated_state
from tischrunde.problem import BROKEN, Longs, Problem, Seats, unpack

__all__ = ["plan_price", "price_of", "troubles"]


def plan_price(problem: Problem, table_of: Seats) -> tuple[int, int]:
    """Return how many rules the seats break, and their cost."""
    return unpack(price_of(problem, table_of))


def price_of(problem: Problem, table_of: Seats) -> int:
    """Return the price of the seats: their cost, and ``BROKEN`` for each broken rule."""
    return int(seated_state(problem, table_of, np.zeros(1, np.uint64)).price[0])


def troubles(problem: Problem, table_of: Seats) -> Longs:
    """Return what the price of each seat comes to; int64, shape (n_rounds, n_people).

    Meetings are charged at the price of the last one, rules at ``BROKEN``, to everybody concerned and in all rounds
    concerned: what is charged adds up to more than the price of the plan. Nothing is charged that is gained.
    """
    state = seated_state(problem, table_of, np.zeros(1, np.uint64))
    charged = np.zeros(table_of.shape, np.int64)
    assert isinstance(state.visits, np.ndarray), "large meetings are not looked at seat by seat"
    met = _met(table_of)
    too_often = met > problem.limit if problem.limit.size else np.zeros(met.shape, np.bool_)
    last = np.maximum(problem.pair + problem.reunion_weight * np.maximum(met - 1, 0), 0) + BROKEN * too_often
    for r, seats in enumerate(table_of):
        company = (seats[:, None] == seats[None, :]) & (seats[:, None] >= 0)
        np.fill_diagonal(company, False)
        charged[r] += (company * last).sum(axis=1)
        if problem.apart_in.size:
            charged[r] += BROKEN * (company & problem.apart_in[r]).sum(axis=1)
        sits = np.flatnonzero(seats >= 0)
        charged[r, sits] += BROKEN * problem.outside[problem.domain_of[sits], r, seats[sits]]
        for number, price in zip(state.counts[:, r], problem.count_price[:, r], strict=True):
            off = price[np.arange(problem.n_tables), np.minimum(number, price.shape[1] - 1)]
            charged[r, sits] += off[seats[sits]]
        again = state.visits[sits, problem.theme_of[seats[sits]]] > 1
        charged[r, sits] += BROKEN * (again & problem.once[sits])
    missed = np.where(state.visits == 0, problem.miss, 0).sum(axis=1)
    missed += np.int64(BROKEN) * np.maximum(problem.at_least - state.seen, 0)
    charged += missed[None, :] * (table_of >= 0)
    return charged


def _met(table_of: Seats) -> Longs:
    met = np.zeros((table_of.shape[1], table_of.shape[1]), np.int64)
    for seats in table_of:
        met += (seats[:, None] == seats[None, :]) & (seats[:, None] >= 0)
    np.fill_diagonal(met, 0)
    return met
