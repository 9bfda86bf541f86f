"""Annealing in runs: each run cools once, is cut into chunks, and begins from the best seats or from new ones."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

import numpy as np

from tischrunde.kernel import anneal, rules_of, seated_state
from tischrunde.problem import Longs, Problem, Seats
from tischrunde.search.heat import heat_unit
from tischrunde.search.mending import Mender
from tischrunde.search.start import SEED_BITS, nearest_seats
from tischrunde.search.visiting import Visiting

__all__ = ["Annealer", "Schedule", "Shard", "new_seats"]

Run: TypeAlias = tuple[Literal["best", "new", "visits"], float]
"""From which seats a run begins, and how hot."""

NO_PRICE = int(np.iinfo(np.int64).max)


@dataclass(frozen=True)
class Schedule:
    """How an annealer heats and cools, in units of one reunion where that has a weight.

    Attributes
    ----------
    hot :
        heat at the start of the first run, if that is from new seats
    warm :
        heat at the start of the first run, if that is from good seats, such as those of a design
    cold :
        heat at the end of a run
    moves_per_seat :
        length of the first run
    runs :
        the runs that follow, over and over again: from which seats and how hot each begins
    growth :
        each run is so much longer than the one before
    runs_for_wishes, growth_for_wishes :
        the same where there are best visits to follow; more heat would undo their balance
    penalties :
        what a broken rule counts, run by run and then all over again: dear rules are kept, cheap ones let pass what
        can only be reached by breaking some for a while
    chunk :
        moves between two looks at the stop criterion, some tens of milliseconds
    """

    hot: float = 1.2
    warm: float = 0.5
    cold: float = 0.03
    moves_per_seat: int = 1_500
    runs: tuple[Run, ...] = (("best", 0.5), ("new", 1.2), ("best", 0.15), ("new", 1.2))
    growth: float = 1.6
    runs_for_wishes: tuple[Run, ...] = (
        ("visits", 0.1),
        ("best", 0.1),
        ("visits", 0.1),
        ("best", 0.15),
        ("new", 1.2),
        ("best", 0.3),
    )
    growth_for_wishes: float = 1.3
    penalties: tuple[float, ...] = (6.0, 1.5, 3.0)
    chunk: int = 100_000


@dataclass(frozen=True, eq=False)
class Shard:
    """Where one search stands: all that is needed to go on with it elsewhere, and small enough to be sent there.

    Attributes
    ----------
    seed :
        of its chance
    rng :
        state of the random numbers, an unsigned number of 64 bits
    number :
        of the search among those side by side, see ``Annealer``
    run, done, length :
        number of the run, moves proposed in it, and its moves in all
    heat :
        at the start of the run, in units of cost
    seats :
        int32, shape (n_rounds, n_people); where the run stands; ``None`` before the first one
    best, price :
        the best seats so far, likewise, and their price
    proposed :
        moves proposed since the search began
    """

    seed: int
    rng: int
    number: int = 0
    run: int = 0
    done: int = 0
    length: int = 0
    heat: float = 0.0
    seats: Seats | None = None
    best: Seats | None = None
    price: int = NO_PRICE
    proposed: int = 0

    @classmethod
    def fresh(cls, seed: int, number: int) -> "Shard":
        """Return a search that has not begun."""
        return cls(seed, seed & SEED_BITS, number)

    def knowing(self, best: Seats, price: int) -> "Shard":
        """Return the same search, knowing seats that somebody else found, if they are better than its own."""
        return replace(self, best=best, price=price) if price < self.price else self


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
    number :
        of the search among those side by side: in the same run each begins from other seats, and counts broken rules
        differently
    """

    problem: Problem
    seed: int
    new_seats: Callable[[int], Seats | None]
    target: int
    schedule: Schedule = field(default_factory=Schedule)
    number: int = 0

    def __post_init__(self) -> None:
        self.rules = rules_of(self.problem)
        self.rng = np.array([self.seed & SEED_BITS], np.uint64)
        self.unit = heat_unit(self.problem)
        # In the memory order of the state's own seats, see ``State``.
        order: Literal["C", "F"] = "F" if self.problem.is_large else "C"
        self.best: Seats = np.full(self.problem.attends.shape, -1, np.int32, order)
        self.best_price: Longs = np.full(1, NO_PRICE, np.int64)
        self.run = 0
        self.done = 0
        self.proposed = 0
        self.length = max(2_000, self.schedule.moves_per_seat * int(self.problem.attends.sum()))

    def begin(self, table_of: Seats, *, warm: bool) -> None:
        """Begin a run at these seats."""
        self._begin(table_of, self.schedule.warm if warm else self.schedule.hot)

    def _begin(self, table_of: Seats, heat: float) -> None:
        self.state = seated_state(self.problem, table_of, self.rng)
        self.heat = self.unit * heat
        self.done = 0
        self.mender = Mender(self.problem, self.rules, self.state) if self.problem.is_large else None
        self.take(table_of, int(self.state.price[0]))

    def resume(self, shard: Shard) -> None:
        """Go on where ``shard`` stands, as if the search had never been interrupted.

        Only the order of people within a table's list is not kept, which chance may see: so resume at the same moves
        for the same plan.
        """
        assert shard.seats is not None, "a search that has not begun has nothing to go on with"
        assert shard.best is not None, "a search that has begun has best seats"
        self.rng[0] = shard.rng
        self.run, self.done, self.length = shard.run, shard.done, shard.length
        self.heat, self.proposed = shard.heat, shard.proposed
        self.state = seated_state(self.problem, shard.seats, self.rng)
        self.mender = Mender(self.problem, self.rules, self.state) if self.problem.is_large else None
        self.best[:], self.best_price[0] = shard.best, shard.price

    def shard(self) -> Shard:
        """Return where the search stands now."""
        return Shard(
            self.seed,
            int(self.rng[0]),
            self.number,
            self.run,
            self.done,
            self.length,
            self.heat,
            self.state.table_of.copy(),
            self.best.copy(),
            int(self.best_price[0]),
            self.proposed,
        )

    def take(self, table_of: Seats, price: int) -> None:
        """Take seats that somebody else found as the best so far, if they are better."""
        if price < self.best_price[0]:
            self.best[:] = table_of
            self.best_price[0] = price

    def aim(self, target: int) -> None:
        """Take a better bound as the target."""
        self.target = max(self.target, target)

    def is_proved(self) -> bool:
        """Return whether the best plan has reached the target."""
        return bool(self.best_price[0] <= self.target)

    def step(self, most: int) -> int:
        """Propose at most ``most`` moves, within one chunk of a run; return how many."""
        if not most:
            return 0
        if self.mender is not None:
            return self._mend(self.mender, min(most, self.schedule.chunk))
        if self.done >= self.length:
            self._next_run()
        moves = min(most, self.schedule.chunk, self.length - self.done)
        cold = self.unit * self.schedule.cold
        here, there = (self.heat * (cold / self.heat) ** (m / self.length) for m in (self.done, self.done + moves))
        penalties = self.schedule.penalties
        penalty = self.unit * penalties[(self.run + self.number) % len(penalties)]
        proposed = anneal(self.rules, self.state, moves, here, there, penalty, self.target, self.best, self.best_price)
        self.done += moves
        self.proposed += int(proposed)
        return int(proposed)

    def _mend(self, mender: Mender, moves: int) -> int:
        """Propose swaps to those who have something to mend; when that helps no more, any moves, with little heat."""
        if mender.is_done:
            cold, penalty = self.unit * self.schedule.cold, self.unit * self.schedule.penalties[0]
            best = self.best, self.best_price
            proposed = int(anneal(self.rules, self.state, moves, cold, cold, penalty, self.target, *best))
        else:
            proposed = mender.step(moves, self.target)
            self.take(self.state.table_of, int(self.state.price[0]))
        self.proposed += proposed
        return proposed

    def _next_run(self) -> None:
        """Begin the next run: from the best seats so far, from new ones, or from some that follow the best visits."""
        plan, visiting = self.schedule, Visiting.of(self.problem)
        runs, growth = (plan.runs, plan.growth) if visiting is None else (plan.runs_for_wishes, plan.growth_for_wishes)
        kind, heat = runs[(self.run + self.number) % len(runs)]
        self.run += 1
        self.length = int(self.length * growth)
        seats = None
        if kind == "new":
            seats = self.new_seats(self.seed + self.run)
        elif kind == "visits" and visiting is not None:
            seats = visiting.seats(self.seed + self.run)
        self._begin(self.best.copy() if seats is None else seats, heat)


def new_seats(problem: Problem, seed: int) -> Seats | None:
    """Return seats as chance will have it, or ``None`` when the groups of some round could not be seated."""
    nowhere = np.full((problem.n_rounds, problem.n_people), -1, np.int32)
    return nearest_seats(problem, nowhere, seed=seed)
