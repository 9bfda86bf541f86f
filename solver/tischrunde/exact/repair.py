"""Mend the last broken rules: free who breaks them and some around, let CP-SAT seat these, else free more."""

from dataclasses import dataclass, field

import numpy as np

from tischrunde.exact.model import build
from tischrunde.exact.neighbourhoods import frozen_outside, people_in, tables_in
from tischrunde.exact.runner import Runner
from tischrunde.exact.trouble import troubles
from tischrunde.problem import BROKEN, Bools, Problem, Seats

__all__ = ["Repairer"]

FIRST_SEATS = 12
GROWTH = 1.6


@dataclass
class Repairer:
    """Looks for seats that keep every rule, near seats that do not.

    Attributes
    ----------
    problem : the meeting as arrays
    seed : of all chance
    runner : solves the neighbourhoods
    seats : how many seats are freed beside those that break rules
    is_impossible : whether everybody was free and there was no plan: the rules clash
    """

    problem: Problem
    seed: int
    runner: Runner = field(default_factory=Runner)
    seats: float = FIRST_SEATS
    is_impossible: bool = False

    def __post_init__(self) -> None:
        self._rng = np.random.default_rng(self.seed)

    def repair(self, table_of: Seats, *, effort: float) -> Seats | None:
        """Return seats that keep every rule, ``None`` when this neighbourhood has none or the effort ended before.

        Each neighbourhood holds the seats that break a rule, and others: half of them whole tables, half whole
        routes of people, dear ones rather. The next one is larger.
        """
        free = self._around(table_of)
        is_whole = bool(free[self._movable].all())
        model = build(
            self.problem,
            frozen=None if is_whole else frozen_outside(table_of, free),
            hint=None if is_whole else table_of,
            objective=False,
            symmetry=is_whole,
        )
        outcome = self.runner.run(model, effort=effort, seed=self.seed)
        self.is_impossible = is_whole and outcome.is_final and outcome.seats is None
        self.seats = FIRST_SEATS if outcome.seats is not None else self.seats * GROWTH
        return outcome.seats

    @property
    def _movable(self) -> Bools:
        return self.problem.attends & (self.problem.fixed < 0)

    def _around(self, table_of: Seats) -> Bools:
        charged = troubles(self.problem, table_of)
        free = (charged >= BROKEN // 2) & self._movable
        if free.sum() + self.seats >= self._movable.sum():
            return self._movable
        half = max(1, int(self.seats / 2))
        rounds = np.flatnonzero(free.any(axis=1)).tolist() or list(range(self.problem.n_rounds))
        free |= tables_in(rounds, self.problem, table_of, charged, half, self._rng)
        free |= people_in(range(self.problem.n_rounds), self.problem, charged, half, self._rng)
        return free
