"""Plan a meeting: diagnose, bound, design, search; stop as soon as the plan is proved to be the best possible."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from importlib.metadata import version
from itertools import chain

from tischrunde.bounds import prove
from tischrunde.diagnosis import diagnose
from tischrunde.errors import BadInput, Finding, Reason
from tischrunde.kernel import warm_up
from tischrunde.model import Meeting, Plan, Run, Seating
from tischrunde.pictures import Moment
from tischrunde.planning.companion import Companion
from tischrunde.portfolio import MOST_WORKERS, Accompanied, Crew, Portfolio, Searching
from tischrunde.problem import LARGE, Problem, Seats, unpack
from tischrunde.result import Proof, Result, impossible, planned, unknown
from tischrunde.score import violations
from tischrunde.search import Annealer, Shard, design_for, designed_seats, fairer, nearest_seats, new_seats
from tischrunde.stop import MaxRuntime, Progress, Stop, seconds_left
from tischrunde.words import Text

__all__ = ["DEFAULT_SECONDS", "solve"]

DEFAULT_SECONDS = 10.0
PATIENCE = 2.5  # seconds after which somebody is told that the kernel is being compiled

LAST_MOVES = 100_000  # proposed even when time was over before the search began: a plan in hand is worth 20 ms
STEPS_ALONE = 4  # of the search before anything works beside it: most meetings are proved by then
WORKER_SEEDS = 1_000_003  # between the seeds of two workers

Watch = Callable[[Progress], None]
WatchPlans = Callable[[Callable[[], Result]], None]


def solve(
    meeting: Meeting,
    *,
    stop: Stop | None = None,
    seed: int = 0,
    workers: int = 1,
    executor: Executor | None = None,
    start: Plan | Seating | None = None,
    on_improvement: Watch | None = None,
    on_plan: WatchPlans | None = None,
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
        how many searches go on side by side, at most 256. As many processes as there are cores share the work, this
        one included; the others are started only when the search takes longer than a second.
    executor :
        does the work of all searches instead, such as ``concurrent.futures.ProcessPoolExecutor`` or a Dask cluster's
        ``client.get_executor(pure=False)``. It changes nothing about the plan, and is not shut down.
    start :
        a plan to begin from; the answer is never worse than it, where it is valid
    on_improvement, on_progress :
        called with the progress after a better plan, and about 20 times a second
    on_plan :
        called after a better plan that keeps every rule, with a function that returns it as a result, ``feasible`` or
        ``optimal`` and stopped by ``running``. Only calling that function costs anything: the plan is judged then, at
        any time and in any thread. For those who keep what is found against the day the solve is cut off.
    on_preparing :
        called once when the kernel has to be compiled first, which takes some seconds

    Raises
    ------
    BadInput
        when there are too few or too many workers, or weights are too large to be added up

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
    _check_workers(workers)
    clock = _Clock(stop or MaxRuntime(DEFAULT_SECONDS))
    conflicts = diagnose(meeting)
    if conflicts:
        return impossible(meeting, conflicts, run=clock.run(seed, "proved", "diagnosis"))
    with _patience(on_preparing), clock.paused():
        warm_up(large=len(meeting.people) > LARGE)
    clock.stop(Progress())  # a limit of time counts from its first look: compiling is not part of it
    problem = Problem.of(meeting)
    proof = prove(problem)
    search = _Search(problem, proof, clock, seed, on_improvement, on_progress, on_plan)
    search.begin(seed, start)
    with search.joined_by(workers, executor):
        stopped_by = search.run()
    best = search.best()
    if best is not None and stopped_by != "max_runtime":
        best = fairer(problem, best, seed=seed)
    run = clock.run(seed, stopped_by, search.method)
    if search.reasons:
        return impossible(meeting, search.reasons, run=run)
    if best is None:
        return unknown(meeting, run=run)
    search.remember(at_the_end=True)
    result = planned(meeting, problem.seating(best), proof=search.proof, run=run)
    return replace(result, history=tuple(search.history))


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
    """The search from its first seats to the last: by one annealer, or by several as soon as one is not enough."""

    def __init__(
        self,
        problem: Problem,
        proof: Proof,
        clock: _Clock,
        seed: int,
        on_improvement: Watch | None,
        on_progress: Watch | None,
        on_plan: WatchPlans | None = None,
    ) -> None:
        self.problem, self.proof, self.clock = problem, proof, clock
        self.on_improvement, self.on_progress, self.on_plan = on_improvement, on_progress, on_plan
        self.first = Annealer(problem, seed, partial(new_seats, problem), proof.cost)
        self.search: Searching | None = None
        self.clashes: tuple[Reason, ...] = ()
        self.companion: Companion | None = None
        self.together: Accompanied | None = None
        self.method = "search"
        self.design = design_for(problem, seed=seed)
        self.reported, self.improved_at, self.reunions = 0, -1, 0
        self.history: list[Moment] = []

    def begin(self, seed: int, start: Plan | Seating | None) -> None:
        """Give the first annealer its first seats: a plan given, a design, or as chance will have it.

        When the time is over, what is there must do; only moves that are counted never end this early.
        """
        for seats in chain(self._given(start, seed), self._designed(seed)):
            self.first.begin(seats, warm=True)
            self.search = self.first
            if self.first.is_proved() or self.clock.is_over():
                return
        if self.search is None and (new := new_seats(self.problem, seed)) is not None:
            self.first.begin(new, warm=False)
            self.search = self.first
        if self.search is None:
            self._doubt(seed)

    def _doubt(self, seed: int) -> None:
        """Where nobody can be seated, ask at once for seats that keep all rules, or why there are none."""
        from tischrunde.exact import conflict

        verdict = conflict(self.problem.meeting, seed=seed, stop=self.clock.stop, checked=True)
        self.clashes = verdict.reasons
        if verdict.table_of is not None:
            self.first.begin(verdict.table_of, warm=True)
            self.search = self.first

    @contextmanager
    def joined_by(self, workers: int, executor: Executor | None) -> Iterator[None]:
        """Within the block, have as many searches as there are workers; alone if there is nothing left to find."""
        if self.search is None or self.first.is_proved() or self.clock.is_over():
            yield
            return
        with ExitStack() as ended:
            if workers > 1 or executor is not None:
                self.search = self._portfolio(workers, executor or ended.enter_context(Crew(workers)))
                ended.callback(self.search.close)
            if Companion.suits(self.problem):
                self.companion = Companion(self.problem, self.first.seed)
                together = Accompanied(self.search, self.companion, is_over=self._is_over, alone=STEPS_ALONE)
                self.search = self.together = ended.enter_context(together)
            yield

    def _portfolio(self, workers: int, executor: Executor) -> Portfolio:
        return Portfolio(
            self.problem,
            self.first.shard(),
            [Shard.fresh(self.first.seed + WORKER_SEEDS * number, number) for number in range(1, workers)],
            executor=executor,
            target=self.proof.cost,
            is_over=self._is_over,
            seconds_left=lambda: seconds_left(self.clock.stop),
        )

    def run(self) -> str:
        """Search until the bound is reached or the stop criterion says so; return why."""
        while self.search is not None:
            self._report()
            if self.search.is_proved() or self.reasons:
                return "proved"
            word = self.clock.stop(self._progress())
            if word and not self.clock.iterations and self.clock.left():
                self.clock.iterations += self.search.step(min(self.clock.left(), LAST_MOVES))
                self._report()
            if word or not self.clock.left():
                return word or "max_iterations"
            self.clock.iterations += self.search.step(self.clock.left())
        return "proved" if self.clashes else "no_seats"

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Return why there is no plan at all, once that is proved."""
        heard = self.together is not None and self.together.is_done
        return self.companion.reasons if heard and self.companion is not None else self.clashes

    def best(self) -> Seats | None:
        """Return the best seats found, or ``None`` when they break a rule."""
        if self.search is None or unpack(int(self.search.best_price[0]))[0]:
            return None
        return self.search.best

    def _is_over(self) -> bool:
        """Tell how it stands, and return whether to stop."""
        progress = self._progress()
        if self.on_progress:
            self.on_progress(progress)
        return self.clock.stop(progress) is not None

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
        assert self.search is not None, "there are seats"
        price = int(self.search.best_price[0])
        better = price < self.reported or self.improved_at < 0
        if better:
            self.reported, self.improved_at = price, self.clock.iterations
            self.reunions = self.problem.reunions(self.search.best) if self.on_improvement or self.on_progress else 0
        self.proof = Proof(self.proof.terms, max(self.proof.cost, self.search.target))
        self.remember()
        if better and self.on_improvement:
            self.on_improvement(self._progress())
        if better and self.on_plan and (best := self.best()) is not None:
            self.on_plan(self._result_of(best.copy()))
        if self.on_progress:
            self.on_progress(self._progress())

    def _result_of(self, seats: Seats) -> Callable[[], Result]:
        """Return what makes the result of seats as it stands now."""
        proof, run = self.proof, self.clock.run(self.first.seed, "running", self.method)
        return lambda: planned(self.problem.meeting, self.problem.seating(seats), proof=proof, run=run)

    def remember(self, *, at_the_end: bool = False) -> None:
        """Keep how it stands, if anything has changed or this is the end."""
        broken, cost = unpack(self.reported)
        now = Moment(self.clock.seconds(), self.clock.iterations, None if broken else cost, self.proof.cost)
        last = self.history[-1] if self.history else None
        if at_the_end or last is None or (last.cost, last.bound) != (now.cost, now.bound):
            self.history.append(now)


def _check_workers(workers: int) -> None:
    if not 1 <= workers <= MOST_WORKERS:
        message = Text(
            "{workers} workers are not possible: there can be 1 to {most}.", workers=workers, most=MOST_WORKERS
        )
        raise BadInput([Finding("workers", message, Text("Take as many as the computer has processor cores."))])


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
