"""The exact part of a portfolio: proves, repairs and improves beside the annealers, one bounded step at a time."""

from tischrunde.exact.improve import Improver
from tischrunde.exact.prove import Prover
from tischrunde.exact.repair import Repairer
from tischrunde.exact.runner import Runner
from tischrunde.exact.trouble import plan_price
from tischrunde.problem import Problem, Seats

__all__ = ["ExactWorker"]

NEIGHBOURHOOD_EFFORT = 0.2


class ExactWorker:
    """Proves, repairs and improves plans of a meeting with CP-SAT.

    The outcome of each step follows from the arguments of all steps so far and the seed, unless ``stop`` is called.
    CP-SAT holds no interpreter lock while it searches, so steps may run in a thread beside others.

    Parameters
    ----------
    problem
        the meeting as arrays
    seed
        of all chance

    Attributes
    ----------
    is_impossible : whether it was proved that the rules clash: there is no plan at all
    """

    def __init__(self, problem: Problem, seed: int) -> None:
        self._problem = problem
        self._runner = Runner()
        seed &= (1 << 31) - 1
        self._prover = Prover(problem, seed, self._runner)
        self._repairer = Repairer(problem, seed, self._runner)
        self._improver = Improver(problem, seed, self._runner)

    @property
    def is_impossible(self) -> bool:
        """Return whether it was proved that no plan keeps all rules."""
        return self._repairer.is_impossible

    def stop(self) -> None:
        """End the step under way soon, from any thread; later steps return at once."""
        self._runner.stop()

    def step(self, incumbent: Seats, bound: int, effort: float = 1.0) -> tuple[Seats | None, int | None]:
        """Return better seats, and a better bound of the cost, or ``None`` for what was not found.

        Seats that break rules are repaired. Otherwise a small meeting is given to CP-SAT whole, and the rest of the
        effort, in any other meeting all of it, goes into neighbourhoods.

        Parameters
        ----------
        incumbent
            int32, shape (n_rounds, n_people); the best seats so far, kept as they are
        bound
            the best proven bound of the cost so far
        effort
            deterministic time of this step, roughly seconds of one core; building models comes on top of it
        """
        broken, cost = plan_price(self._problem, incumbent)
        if broken:
            return self._repairer.repair(incumbent, effort=effort), None
        best, least = incumbent, bound
        end = self._runner.spent + effort
        if cost > least and self._prover.is_due():
            better, least = self._prover.prove(best, bound=least)
            best = best if better is None else better
        while self._runner.spent < end and not self._runner.is_stopped and plan_price(self._problem, best)[1] > least:
            better = self._improver.improve(best, bound=least, effort=min(NEIGHBOURHOOD_EFFORT, effort))
            best = best if better is None else better
        return (None if best is incumbent else best), (least if least > bound else None)
