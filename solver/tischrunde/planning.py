"""Plan a meeting: diagnose, bound, design, search; stop as soon as the plan is proved to be the best possible."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib.metadata import version
from itertools import chain

import numpy as np

from tischrunde.bounds import prove
from tischrunde.diagnosis import diagnose
from tischrunde.kernel import warm_up
from tischrunde.model import Meeting, Plan, Run, Seating
from tischrunde.problem import Problem, Seats, unpack
from tischrunde.result import Proof, Result, impossible, planned, unknown
from tischrunde.score import violations
from tischrunde.search import Annealer, design_for, designed_seats, fairer, nearest_seats
from tischrunde.stop import MaxRuntime, Progress, Stop

__all__ = ["DEFAULT_SECONDS", "solve"]

DEFAULT_SECONDS = 10.0
PATIENCE = 2.5  # seconds after which somebody is told that the kernel is being compiled

LAST_MOVES = 100_000  # proposed even when time was over before the search began: a plan in hand is worth 20 ms
WORKER_SEEDS = 1_000_003  # between the seeds of two workers

Watch = Callable[[Progress], None]


def solve(
    meeting: Meeting,
    *,
    stop: Stop | None = None,
    seed: int = 0,
    workers: int = 1,
    start: Plan | Seating | None = None,
    on_improvement: Watch | None = None,
    on_progress: Watch | None = None,
    on_preparing: Callable[[], None] | None = None,
) -> Result:
    """Return the best plan found, with the proof of how good it is.

    Parameters
    ----------
    meeting :
        what is to be planned
    stop :
        when to end without a proof; 10 seconds by default. The search ends earlier as soon as cost = bound.
    seed :
        of all chance. Same meeting, seed, workers and iterations: same plan.
    workers :
        how many searches run side by side, each in a thread of its own
    start :
        a plan to begin from; the answer is never worse than it, where it is valid
    on_improvement, on_progress :
        called with the progress after a better plan, and about 20 times a second
    on_preparing :
        called once when the kernel has to be compiled first, which takes some seconds

    Returns
    -------
    Result
        with status ``optimal``, ``feasible``, ``infeasible`` (and the rules that clash) or ``unknown``

    Examples
    --------
    >>> from tischrunde import Meeting, solve
    >>> people = [{"id": name} for name in "abcdefghi"]
    >>> tables = [{"id": name, "seats": 3} for name in ("T1", "T2", "T3")]
    >>> solve(Meeting.model_validate({"rounds": 4, "tables": tables, "people": people})).status
    'optimal'
    """
    clock = _Clock(stop or MaxRuntime(DEFAULT_SECONDS))
    conflicts = diagnose(meeting)
    if conflicts:
        return impossible(meeting, conflicts, run=clock.run(seed, "proved", "diagnosis"))
    with _patience(on_preparing), clock.paused():
        warm_up()
    clock.stop(Progress())  # a limit of time counts from its first look: compiling is not part of it
    problem = Problem.of(meeting)
    proof = prove(problem)
    search = _Search(problem, proof, clock, seed, on_improvement, on_progress)
    search.begin(seed, workers, start)
    stopped_by = search.run()
    best = search.best()
    if best is not None and stopped_by != "max_runtime":
        best = fairer(problem, best, seed=seed)
    run = clock.run(seed, stopped_by, search.method)
    if best is None:
        return unknown(meeting, run=run)
    return planned(meeting, problem.seating(best), proof=proof, run=run)


class _Clock:
    """The time and the moves used, and whether to stop."""

    def __init__(self, stop: Stop) -> None:
        self.stop = stop
        self.began = time.monotonic()
        self.iterations = 0
        self.limit: int | None = getattr(stop, "max_iterations", None)

    def seconds(self) -> float:
        return time.monotonic() - self.began

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Leave out of the seconds what is done within."""
        before = time.monotonic()
        yield
        self.began += time.monotonic() - before

    def is_over(self) -> bool:
        """Return whether to stop although no move has been proposed yet: the time is up, or somebody said so."""
        return self.stop(Progress()) is not None and self.limit != 0

    def left(self) -> int:
        """Return how many moves may still be proposed."""
        return 1 << 60 if self.limit is None else max(0, self.limit - self.iterations)

    def run(self, seed: int, stopped_by: str, method: str) -> Run:
        return Run(
            version=version("tischrunde"),
            seed=seed,
            seconds=round(self.seconds(), 3),
            iterations=self.iterations,
            stopped_by=stopped_by,
            method=method,
        )


class _Search:
    """One or more annealers side by side. They go in step, so threads change nothing about the outcome."""

    def __init__(
        self,
        problem: Problem,
        proof: Proof,
        clock: _Clock,
        seed: int,
        on_improvement: Watch | None,
        on_progress: Watch | None,
    ) -> None:
        self.problem, self.proof, self.clock = problem, proof, clock
        self.on_improvement, self.on_progress = on_improvement, on_progress
        self.annealers: list[Annealer] = []
        self.method = "search"
        self.design = design_for(problem, seed=seed)
        self.reported, self.improved_at, self.reunions = 0, -1, 0

    def begin(self, seed: int, workers: int, start: Plan | Seating | None) -> None:
        """Give every annealer its first seats: a plan given, a design, or as chance will have it.

        When the time is over, what is there must do; only moves that are counted never end this early.
        """
        for number in range(max(1, workers)):
            annealer = Annealer(self.problem, seed + WORKER_SEEDS * number, self._new_seats, self.proof.cost)
            began = False
            for seats in chain(self._given(start, seed), self._designed(annealer.seed)):
                annealer.begin(seats, warm=True)
                began = True
                if annealer.is_proved() or self.clock.is_over():
                    break
            if not began and (new := self._new_seats(annealer.seed)) is not None:
                annealer.begin(new, warm=False)
                began = True
            if began:
                self.annealers.append(annealer)
            if annealer.is_proved() or self.clock.is_over():
                break

    def run(self) -> str:
        """Search until the bound is reached or the stop criterion says so; return why."""
        with ThreadPoolExecutor(max(1, len(self.annealers))) as threads:
            while self.annealers:
                self._report()
                if any(annealer.is_proved() for annealer in self.annealers):
                    return "proved"
                word = self.clock.stop(self._progress())
                if word and not self.clock.iterations and self.clock.left():
                    self.clock.iterations += self.annealers[0].step(min(self.clock.left(), LAST_MOVES))
                    self._report()
                if word or not self.clock.left():
                    return word or "max_iterations"
                self.clock.iterations += sum(threads.map(Annealer.step, self.annealers, self._shares()))
        return "no_seats"

    def _shares(self) -> list[int]:
        """Return how many moves each annealer may still propose, together as many as are left."""
        share, more = divmod(self.clock.left(), len(self.annealers))
        return [share + (number < more) for number in range(len(self.annealers))]

    def best(self) -> Seats | None:
        """Return the best seats found, or ``None`` when they break a rule."""
        if not self.annealers:
            return None
        best = min(self.annealers, key=lambda annealer: int(annealer.best_price[0]))
        return None if unpack(int(best.best_price[0]))[0] else best.best

    def _designed(self, seed: int) -> Iterator[Seats]:
        """Yield better and better seats that follow a design, if one fits."""
        if self.design is not None:
            self.method = f"{self.design.name}+search"
            for wanted in designed_seats(self.problem, self.design, seed=seed):
                seats = nearest_seats(self.problem, wanted, seed=seed)
                if seats is not None:
                    yield seats

    def _given(self, start: Plan | Seating | None, seed: int) -> list[Seats]:
        rounds = start.rounds if isinstance(start, Plan) else start
        if rounds is None:
            return []
        seats = self.problem.table_of(rounds)
        if violations(self.problem.meeting, rounds):
            nearest = nearest_seats(self.problem, seats, seed=seed)
            return [] if nearest is None else [nearest]
        return [seats]

    def _new_seats(self, seed: int) -> Seats | None:
        nowhere = np.full((self.problem.n_rounds, self.problem.n_people), -1, np.int32)
        return nearest_seats(self.problem, nowhere, seed=seed)

    def _progress(self) -> Progress:
        broken, cost = unpack(self.reported)
        done = self.clock.iterations
        return Progress(
            iterations=done,
            seconds=self.clock.seconds(),
            violations=broken,
            cost=cost,
            bound=self.proof.cost,
            reunions=self.reunions,
            since=done - self.improved_at,
        )

    def _report(self) -> None:
        best = min(self.annealers, key=lambda annealer: int(annealer.best_price[0]))
        price = int(best.best_price[0])
        better = price < self.reported or self.improved_at < 0
        if better:
            self.reported, self.improved_at = price, self.clock.iterations
            self.reunions = self.problem.reunions(best.best) if self.on_improvement or self.on_progress else 0
        if better and self.on_improvement:
            self.on_improvement(self._progress())
        if self.on_progress:
            self.on_progress(self._progress())


@contextmanager
def _patience(on_preparing: Callable[[], None] | None) -> Iterator[None]:
    """Tell somebody, once, when what is done within takes longer than it should."""
    if on_preparing is None:
        yield
        return
    timer = threading.Timer(PATIENCE, on_preparing)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
