"""The last touch: among plans of equal cost, one whose reunions are spread over people."""

import numpy as np

from tischrunde.kernel import burdens, even_out, rules_of, seated_state
from tischrunde.problem import Problem, Seats
from tischrunde.search.start import SEED_BITS

__all__ = ["fairer"]

MOVES_PER_SEAT = 400
MOST_WORK = 200_000_000


def fairer(problem: Problem, table_of: Seats, *, seed: int) -> Seats:
    """Return seats of the same cost that are at most as unfair.

    Parameters
    ----------
    problem :
        the meeting as arrays
    table_of :
        the seats of a valid plan
    seed :
        of the chance
    """
    burden = np.zeros(problem.n_people, np.int32)
    state = seated_state(problem, table_of, np.array([seed & SEED_BITS], np.uint64))
    unfair = burdens(state.members, state.size, state.table_of, burden)
    if unfair <= _least_unfairness(int(burden.sum()), problem.n_people):
        return table_of
    seats = int(problem.attends.sum())
    moves = min(MOVES_PER_SEAT * seats, MOST_WORK // max(1, problem.n_people * seats))
    even_out(rules_of(problem), state, burden, moves)
    return state.table_of


def _least_unfairness(total: int, n_people: int) -> int:
    """Return the unfairness of ``total`` reunions spread as evenly as whole numbers allow."""
    each, more = divmod(total, max(1, n_people))
    return n_people * each * (each - 1) // 2 + more * each
