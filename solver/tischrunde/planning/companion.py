"""What works beside the annealers: a better bound, CP-SAT on small meetings and in parts, and why nothing works."""

from typing import TYPE_CHECKING

from tischrunde.bounds import prove
from tischrunde.errors import Reason
from tischrunde.portfolio import Find
from tischrunde.problem import Problem, Seats, unpack
from tischrunde.stop import Flag, Progress

if TYPE_CHECKING:
    from tischrunde.exact import ExactWorker

__all__ = ["Companion"]

MOST_SEATS = 4_000
"""People x rounds beyond which annealing alone is the better use of a core."""

EFFORT = 0.5
"""Of one piece of work, in CP-SAT's deterministic seconds."""

STEPS_FOR_PROOFS, STEPS_FOR_PARTS = 5, 600
"""Steps of the search for one piece of work, while a proof is hoped for and where only parts can be improved."""

DOUBT = 2
"""Pieces of work after which, without a valid plan, the rules themselves are doubted."""


class Companion:
    """Proves, repairs, improves; and looks for rules that clash while no plan keeps them all.

    Parameters
    ----------
    problem :
        the meeting as arrays
    seed :
        of all chance

    Attributes
    ----------
    steps :
        how many steps of the search one piece of work is given
    reasons :
        why there is no plan at all, once that is proved
    """

    def __init__(self, problem: Problem, seed: int) -> None:
        self.problem, self.seed = problem, seed
        self.hired: ExactWorker | None = None
        self.flag = Flag()
        self.reasons: tuple[Reason, ...] = ()
        self.pieces, self.effort = 0, EFFORT
        self.steps = STEPS_FOR_PROOFS

    @staticmethod
    def suits(problem: Problem) -> bool:
        """Return whether the meeting is small enough."""
        return problem.n_people * problem.n_rounds <= MOST_SEATS

    def work(self, best: Seats, price: int, bound: int, /) -> Find:
        """Do one piece of work, see ``Beside``."""
        self.pieces += 1
        if self.pieces == 1:
            return Find(max(bound, prove(self.problem, thorough=True).cost))
        if unpack(price)[0]:
            return self._mend(best, bound)
        if not self.problem.is_small and self.steps == STEPS_FOR_PROOFS:
            self.steps = STEPS_FOR_PARTS  # the first of them pass without work: the search does more with the core
            return Find(bound)
        return self._found(*self.worker.step(best, bound, EFFORT), bound)

    def stop(self) -> None:
        """End the work soon."""
        self.flag.set()
        if self.hired is not None:
            self.hired.stop()

    @property
    def worker(self) -> "ExactWorker":
        """Return who works with CP-SAT, which takes a second to be loaded: never while the search waits."""
        from tischrunde.exact import ExactWorker

        if self.hired is None:
            self.hired = ExactWorker(self.problem, self.seed)
            if self.flag(Progress()):
                self.hired.stop()
        return self.hired

    def _mend(self, best: Seats, bound: int) -> Find:
        """Mend seats that break rules, in turns with the question whether all rules can be kept at all."""
        from tischrunde.exact import conflict

        if self.pieces % (DOUBT + 1) < DOUBT and not self.worker.is_impossible:
            return self._found(*self.worker.step(best, bound, self.effort), bound)
        self.effort *= 2
        verdict = conflict(self.problem.meeting, effort=4 * self.effort, seed=self.seed, stop=self.flag, checked=True)
        self.reasons = verdict.reasons
        if verdict.table_of is None:
            return Find(bound, is_done=bool(self.reasons))
        return self._found(verdict.table_of, None, bound)

    def _found(self, seats: Seats | None, least: int | None, bound: int) -> Find:
        from tischrunde.exact import price_of

        return Find(
            bound if least is None else max(bound, least), seats, 0 if seats is None else price_of(self.problem, seats)
        )
