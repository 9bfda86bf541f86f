"""Improve a plan by large neighbourhoods: free a part of it, let CP-SAT seat that part best, keep what is better.

P. Shaw, Using constraint programming and local search methods to solve vehicle routing problems, *CP* 1998. Which
neighbourhood is taken, and how large, follows its success (S. Ropke and D. Pisinger, An adaptive large neighborhood
search heuristic, *Transp. Sci.* 40, 2006).
"""

from dataclasses import dataclass, field

import numpy as np

from tischrunde.exact.model import build
from tischrunde.exact.neighbourhoods import NEIGHBOURHOODS, frozen_outside
from tischrunde.exact.runner import Runner
from tischrunde.exact.trouble import plan_price, troubles
from tischrunde.problem import Problem, Seats

__all__ = ["Improver"]

FIRST_SEATS = 24
SMALLEST_SEATS = 8
GROWTH = 1.25
REWARD, DECAY, LEAST_WEIGHT = 1.0, 0.8, 0.1


@dataclass
class Improver:
    """Improves plans of a meeting, one neighbourhood at a time.

    Attributes
    ----------
    problem : the meeting as arrays
    seed : of all chance
    runner : solves the neighbourhoods
    seats : how many seats each neighbourhood frees by now
    weights : how likely each neighbourhood is tried next
    tried : how many neighbourhoods were tried
    """

    problem: Problem
    seed: int
    runner: Runner = field(default_factory=Runner)
    seats: list[float] = field(default_factory=lambda: [float(FIRST_SEATS)] * len(NEIGHBOURHOODS))
    weights: list[float] = field(default_factory=lambda: [REWARD] * len(NEIGHBOURHOODS))
    tried: int = 0

    def __post_init__(self) -> None:
        self._rng = np.random.default_rng(self.seed)

    def improve(self, table_of: Seats, *, bound: int, effort: float) -> Seats | None:
        """Return better seats from one neighbourhood, ``None`` when it has none or the effort ended before.

        Parameters
        ----------
        table_of
            seats that keep every rule
        bound
            a proven bound of the cost
        effort
            in deterministic time; a neighbourhood that is done with less grows next time, others shrink
        """
        odds = np.array(self.weights) / sum(self.weights)
        kind = int(self._rng.choice(len(NEIGHBOURHOODS), p=odds))
        charged = troubles(self.problem, table_of)
        free = NEIGHBOURHOODS[kind](self.problem, table_of, charged, int(self.seats[kind]), self._rng)
        self.tried += 1
        if not free.any():
            self.weights[kind] = LEAST_WEIGHT
            return None
        _, cost = plan_price(self.problem, table_of)
        model = build(
            self.problem,
            frozen=frozen_outside(table_of, free),
            hint=table_of,
            at_least=bound,
            at_most=cost - 1,
            symmetry=False,
        )
        outcome = self.runner.run(model, effort=effort, seed=self.seed + self.tried)
        self._learn(kind, success=outcome.seats is not None, is_final=outcome.is_final)
        return outcome.seats

    def _learn(self, kind: int, *, success: bool, is_final: bool) -> None:
        """Let a neighbourhood grow that was searched to the end, and be taken more often if it was worth it."""
        self.weights[kind] = max(
            LEAST_WEIGHT, DECAY * self.weights[kind] + (1 - DECAY) * (4 * REWARD if success else 0)
        )
        largest = float(self.problem.attends.sum())
        if not success:
            factor = GROWTH if is_final else 1 / GROWTH
            self.seats[kind] = min(max(self.seats[kind] * factor, SMALLEST_SEATS), largest)
