"""Watch a solver work: how much time it has left, and when each of its better plans was there."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from benchmarks.runs import Step
from tischrunde.model import Meeting, Seating
from tischrunde.score import judge

__all__ = ["Answer", "Solver", "Watch"]

DIGITS = 4


@dataclass(frozen=True)
class Answer:
    """What a solver says at the end.

    Attributes
    ----------
    rounds : its best plan, ``None`` when it has none
    bound : what it proved that no plan can beat, ``None`` when it proves nothing
    status : what it proved of its answer
    """

    rounds: Seating | None
    bound: int | None = None
    status: Literal["optimal", "feasible", "infeasible"] = "feasible"


class Watch:
    """The time of one run, and its better and better plans.

    Parameters
    ----------
    meeting
        What is planned.
    limit
        How many seconds the solver has, counted from now.
    """

    def __init__(self, meeting: Meeting, limit: float, *, clock: Callable[[], float] = time.perf_counter) -> None:
        self.meeting, self.limit, self.clock = meeting, limit, clock
        self.began = clock()
        self.steps: list[Step] = []
        self.best: Seating | None = None

    def seconds(self) -> float:
        """Return the time since the run began."""
        return self.clock() - self.began

    def left(self) -> float:
        """Return the seconds that are left, 0 when the time is over."""
        return max(0.0, self.limit - self.seconds())

    def is_over(self) -> bool:
        """Return whether the time is over."""
        return self.left() == 0

    def note(self, broken: int, cost: int) -> bool:
        """Note a plan the solver has now, when it is the best so far; return whether it is."""
        if self.steps and (self.steps[-1].broken, self.steps[-1].cost) <= (broken, cost):
            return False
        self.steps.append(Step(seconds=round(self.seconds(), DIGITS), broken=broken, cost=cost))
        return True

    def offer(self, rounds: Seating) -> None:
        """Judge a plan and keep it when it is the best so far."""
        judgement = judge(self.meeting, rounds)
        if self.note(len(judgement.violations), judgement.cost):
            self.best = rounds


Solver: TypeAlias = Callable[[Meeting, Watch, int, int], Answer]
"""Plans a meeting under a watch, with a seed and a number of cores."""
