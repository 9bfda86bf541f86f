"""Let CP-SAT work on a model for a counted effort, so that the outcome can be made again, and stop when told."""

from dataclasses import dataclass
from math import ceil

from ortools.sat.python import cp_model

from tischrunde.exact.model import Model
from tischrunde.exact.running import new_solver, run
from tischrunde.problem import Seats
from tischrunde.stop import Flag, Progress

__all__ = ["Outcome", "Runner", "whole"]

ROUNDING = 1e-4
"""By how much a bound told as a floating number may be too high: costs below 10^11 are exact to that."""

BUILDING = 0.02
"""Effort charged for building a model and presolving it."""


@dataclass(frozen=True)
class Outcome:
    """What a run of CP-SAT found.

    Attributes
    ----------
    seats : the best seats, ``None`` when there are none
    is_final : whether nothing is left to find: the seats are the best, or there are none
    least : what every plan of the model costs at least, ``None`` when nothing was found out
    """

    seats: Seats | None
    is_final: bool
    least: int | None


def whole(bound: float) -> int:
    """Return the least whole number that a cost, always whole, can have under a bound told as a floating number.

    CP-SAT counts in whole numbers, but scales and shifts the objective and tells the bound as a fraction's nearest
    float: 24 may come back as 24.000000000000004.

    >>> whole(24.000000000000004), whole(24.5)
    (24, 25)
    """
    return ceil(bound - ROUNDING)


class Runner:
    """Runs CP-SAT, one model after the other, until ``stop`` is called, from any thread.

    Attributes
    ----------
    spent : effort of all runs so far
    """

    def __init__(self) -> None:
        self._flag = Flag()
        self.spent = 0.0

    @property
    def is_stopped(self) -> bool:
        """Return whether somebody called ``stop``."""
        return self._flag(Progress()) is not None

    def stop(self) -> None:
        """End the run that is under way, and all that would follow, within some hundredths of a second."""
        self._flag.set()

    def run(self, model: Model, *, effort: float, seed: int = 0, cuts: bool = False) -> Outcome:
        """Return what CP-SAT finds out about a model within an effort.

        Parameters
        ----------
        effort
            In CP-SAT's deterministic time, roughly seconds. Same model, effort and seed: same outcome, unless stopped.
        cuts
            Whether to give linear programs and their cuts a larger share, which suits proofs.
        """
        if self.is_stopped:
            return Outcome(None, False, None)
        solver = new_solver(effort=effort, seed=seed % (1 << 31))
        if cuts:
            solver.parameters.linearization_level = 2
        status = run(solver, model.cp, stop=self._flag)
        self.spent += BUILDING + solver.response_proto.deterministic_time
        is_bounded = status != cp_model.INFEASIBLE and model.cp.has_objective()
        return Outcome(
            seats=model.seats(solver.value) if status in (cp_model.OPTIMAL, cp_model.FEASIBLE) else None,
            is_final=status in (cp_model.OPTIMAL, cp_model.INFEASIBLE),
            least=whole(solver.best_objective_bound) if is_bounded else None,
        )
