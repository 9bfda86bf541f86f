"""Rounds beyond a design: searched by themselves while the rounds of the design stay as they are."""

from collections.abc import Iterator

import numpy as np

from tischrunde.designs import is_schedule
from tischrunde.kernel import anneal, rules_of, seated_state
from tischrunde.problem import Problem, Seats
from tischrunde.search.heat import heat_unit
from tischrunde.search.start import SEED_BITS, nearest_seats

__all__ = ["with_extra_rounds"]

NEVER = -(1 << 62)  # no price is that low
RUNS = 5
MOVES_PER_SEAT = 4_000
MOST_SEATS = 2_000
HOT, COLD, PENALTY = 1.2, 0.1, 6.0


def with_extra_rounds(problem: Problem, wanted: Seats, n_designed: int, *, seed: int) -> Iterator[Seats]:
    """Yield better and better seats whose first rounds are those wanted.

    Parameters
    ----------
    problem :
        the meeting as arrays
    wanted :
        int32, shape (n_rounds, n_people); seats of a design, -1 in the rounds it does not cover
    n_designed :
        how many rounds it covers
    seed :
        of the chance

    Notes
    -----
    A fixed number of moves for each seat that is still free; none where those are too many for this to pay, or where
    the design has reunions itself and is better searched as a whole.
    """
    free = int(problem.attends[n_designed:].sum())
    if not free or free > MOST_SEATS:
        return
    if not is_schedule(wanted[:n_designed]):
        return
    rules, unit = rules_of(problem), heat_unit(problem)
    rules.n_movers[:n_designed] = 0
    moves = MOVES_PER_SEAT * free * problem.n_rounds // (problem.n_rounds - n_designed)
    least = None
    for run in range(RUNS):
        start = nearest_seats(problem, wanted, seed=seed + run)
        if start is None:
            return
        state = seated_state(problem, start, np.array([(seed + run) & SEED_BITS], np.uint64))
        best, price = start.copy(), state.price.copy()
        anneal(rules, state, moves, HOT * unit, COLD * unit, PENALTY * unit, NEVER, best, price)
        if least is None or price[0] < least:
            least = int(price[0])
            yield best
