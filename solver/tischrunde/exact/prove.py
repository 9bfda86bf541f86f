"""Prove small meetings whose bound is loose: the whole meeting is given to CP-SAT, which finds nothing better."""

from dataclasses import dataclass, field

from tischrunde.exact.crossings import build_by_crossings
from tischrunde.exact.runner import Runner
from tischrunde.exact.trouble import plan_price
from tischrunde.problem import Problem, Seats

__all__ = ["Prover"]

FIRST_EFFORT = 4.0
GROWTH = 2.0
SHARE = 1.0
"""How large the next attempt may be, measured by all effort so far."""


@dataclass
class Prover:
    """Asks for plans cheaper than the best one known, each time with twice the effort.

    Attributes
    ----------
    problem : the meeting as arrays
    seed : of all chance
    runner : solves the models
    next_effort : in deterministic time, of the next attempt
    """

    problem: Problem
    seed: int
    runner: Runner = field(default_factory=Runner)
    next_effort: float = FIRST_EFFORT

    def is_due(self) -> bool:
        """Return whether the meeting is small, and the next attempt no more than its share of all effort so far."""
        return self.problem.is_small and self.next_effort <= max(FIRST_EFFORT, SHARE * self.runner.spent)

    def prove(self, table_of: Seats, *, bound: int) -> tuple[Seats | None, int]:
        """Return better seats if some were found, and a proven bound of the cost, never below ``bound``.

        Proof of the bound. CP-SAT is asked for plans that cost less than c, the cost of ``table_of``. If there are
        none, or the best of them is known, that is said for certain. Otherwise all of them cost at least its own bound
        b (a whole number, from exact propagation and rounded linear programs), all other plans at least c.
        """
        _, cost = plan_price(self.problem, table_of)
        model = build_by_crossings(self.problem, at_least=bound, at_most=cost - 1)
        outcome = self.runner.run(model, effort=self.next_effort, seed=self.seed, cuts=True)
        self.next_effort *= GROWTH
        if outcome.is_final and outcome.seats is None:
            return None, cost
        if outcome.least is None:
            return outcome.seats, bound
        return outcome.seats, max(bound, min(cost, outcome.least))
