"""Annealing in runs: each run cools once, is cut into chunks, and begins from the best seats or from new ones."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from tischrunde.kernel import anneal, rules_of, seated_state
from tischrunde.problem import Longs, Problem, Seats
from tischrunde.search.heat import heat_unit
from tischrunde.search.start import SEED_BITS

__all__ = ["Annealer", "Schedule"]


@dataclass(frozen=True)
class Schedule:
    """How an annealer heats and cools, in units of one reunion where that has a weight.

    Attributes
    ----------
    hot :
        heat at the start of a run from new seats
    warm :
        heat at the start of a run from good seats, such as those of a design or the best so far
    cold :
        heat at the end of a run
    moves_per_seat :
        length of the first run; every run after it is ``growth`` times as long
    growth :
        see above
    penalties :
        what a broken rule counts, run by run and then all over again: dear rules are kept, cheap ones let pass what
        can only be reached by breaking some for a while
    chunk :
        moves between two looks at the stop criterion, about 50 ms
    """

    hot: float = 1.2
    warm: float = 0.5
    cold: float = 0.03
    moves_per_seat: int = 1_500
    growth: float = 1.6
    penalties: tuple[float, ...] = (6.0, 1.5, 3.0)
    chunk: int = 300_000


@dataclass
class Annealer:
    """One search: its own seats, chance and best plan. Same arguments and chunks, same plan.

    Attributes
    ----------
    problem :
        the meeting as arrays
    seed :
        of its chance
    new_seats :
        makes the seats of a run that begins anew, from a seed
    target :
        the price at which nothing is left to do: the proven bound
    """

    problem: Problem
    seed: int
    new_seats: Callable[[int], Seats | None]
    target: int
    schedule: Schedule = field(default_factory=Schedule)

    def __post_init__(self) -> None:
        self.rules = rules_of(self.problem)
        self.rng = np.array([self.seed & SEED_BITS], np.uint64)
        self.unit = heat_unit(self.problem)
        self.best: Seats = np.full(self.problem.attends.shape, -1, np.int32)
        self.best_price: Longs = np.full(1, np.iinfo(np.int64).max, np.int64)
        self.run = 0
        self.done = 0
        self.length = max(2_000, self.schedule.moves_per_seat * int(self.problem.attends.sum()))

    def begin(self, table_of: Seats, *, warm: bool) -> None:
        """Begin a run at these seats."""
        self.state = seated_state(self.problem, table_of, self.rng)
        self.heat = self.unit * (self.schedule.warm if warm else self.schedule.hot)
        self.done = 0
        if self.state.price[0] < self.best_price[0]:
            self.best[:] = table_of
            self.best_price[0] = self.state.price[0]

    def is_proved(self) -> bool:
        """Return whether the best plan has reached the target."""
        return bool(self.best_price[0] <= self.target)

    def step(self, most: int) -> int:
        """Propose at most ``most`` moves, within one chunk of a run; return how many."""
        if not most:
            return 0
        if self.done >= self.length:
            self._next_run()
        moves = min(most, self.schedule.chunk, self.length - self.done)
        cold = self.unit * self.schedule.cold
        here, there = (self.heat * (cold / self.heat) ** (m / self.length) for m in (self.done, self.done + moves))
        penalties = self.schedule.penalties
        penalty = self.unit * penalties[self.run % len(penalties)]
        proposed = anneal(self.rules, self.state, moves, here, there, penalty, self.target, self.best, self.best_price)
        self.done += moves
        return int(proposed)

    def _next_run(self) -> None:
        """Begin the next run, in turns from the best seats and from new ones."""
        self.run += 1
        self.length = int(self.length * self.schedule.growth)
        new = None if self.run % 2 else self.new_seats(self.seed + self.run)
        self.begin(self.best.copy() if new is None else new, warm=new is None)
