"""One annealing run of the kernel, ready to be timed."""

from dataclasses import dataclass

import numpy as np

from tischrunde.kernel import Rules, State, anneal, rules_of, seated_state
from tischrunde.model import Meeting
from tischrunde.problem import Problem, Seats
from tischrunde.search import Schedule, nearest_seats
from tischrunde.search.heat import heat_unit

__all__ = ["AnnealingRun"]

NO_TARGET = -(1 << 60)


@dataclass(frozen=True)
class AnnealingRun:
    """A run from new seats, heated and cooled as the search does, that nothing ends early.

    Attributes
    ----------
    share_of_swaps : share of proposed moves that are evaluated as swaps; in the others both people share a table
    """

    problem: Problem
    rules: Rules
    state: State
    share_of_swaps: float

    @classmethod
    def of(cls, meeting: Meeting, *, seed: int) -> "AnnealingRun":
        """Return a run at its beginning."""
        problem = Problem.of(meeting)
        nowhere = np.full((problem.n_rounds, problem.n_people), -1, np.int32)
        seats = nearest_seats(problem, nowhere, seed=seed)
        assert seats is not None, "the meetings measured here can be seated"
        state = seated_state(problem, seats, np.array([seed], np.uint64))
        return cls(problem, rules_of(problem), state, _share_of_swaps(problem, seats))

    def go(self, moves: int) -> int:
        """Propose ``moves`` moves; return how many were proposed."""
        unit, schedule = heat_unit(self.problem), Schedule()
        hot, cold, penalty = (unit * heat for heat in (schedule.hot, schedule.cold, schedule.penalties[0]))
        best, best_price = self.state.table_of.copy(), self.state.price.copy()
        return anneal(self.rules, self.state, moves, hot, cold, penalty, NO_TARGET, best, best_price)


def _share_of_swaps(problem: Problem, seats: Seats) -> float:
    """Return how likely two people of a round, drawn with repetition, sit at different tables."""
    shares = [np.bincount(row[row >= 0], minlength=problem.n_tables) / max(1, (row >= 0).sum()) for row in seats]
    return float(np.mean([1 - (share**2).sum() for share in shares]))
