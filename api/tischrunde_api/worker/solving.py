"""Do a job with the library, within a child process: plan, diagnose or repair, telling the best so far on the way."""

import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from tischrunde.errors import BadInput
from tischrunde.model import Plan
from tischrunde.result import Result
from tischrunde.stop import MaxRuntime, Progress, Stop, any_of
from tischrunde.words import Language
from tischrunde_api.store.port import Kind
from tischrunde_api.worker.logs import where
from tischrunde_api.worker.names import Hidden, as_json

__all__ = ["Ended", "Order", "Standing", "ended_early", "work"]

PLAN_EVERY = 1.0
"""Seconds between two plans that are told; the first is told at once."""

BOUND_EVERY = 0.5
"""Seconds between two tellings of a better bound alone."""

MOST_WORKERS = 256


@dataclass(frozen=True)
class Order:
    """What a child is to do.

    Attributes
    ----------
    meeting, options : the meeting file and the job's options, as JSON
    language : of a diagnosis; a plan speaks the language of its meeting
    seconds : at most, from now
    best : a plan file that an earlier run kept, to begin from
    cluster : address of a Dask cluster that does the searches, ``None`` for this process
    """

    kind: Kind
    meeting: bytes
    options: bytes
    language: Language
    seconds: float
    best: bytes | None = None
    cluster: str | None = None


@dataclass(frozen=True)
class Standing:
    """How a solve stands.

    Attributes
    ----------
    cost, bound : of the best plan, the cost ``None`` while there is none
    plan, pseudonymous : the best plan, ``None`` when it was told before
    """

    cost: int | None
    bound: int | None
    plan: bytes | None = None
    pseudonymous: bytes | None = None


@dataclass(frozen=True)
class Ended:
    """How a solve ended.

    Attributes
    ----------
    status : the plan's or the diagnosis's, ``None`` when something went wrong
    stopped_by : what ended it
    reason : what went wrong: ``memory``, ``input`` for a meeting that cannot be reckoned with, ``error`` for our fault
    fault : kind and place of an error in our code, which name nobody
    is_worn : whether the process has grown too large to be used again
    """

    status: str | None = None
    cost: int | None = None
    bound: int | None = None
    plan: bytes | None = None
    pseudonymous: bytes | None = None
    stopped_by: str = ""
    reason: str | None = None
    fault: str = ""
    is_worn: bool = False


def work(order: Order, *, stop: Stop, tell: Callable[[Standing], None]) -> Ended:
    """Do a job, and return how it ended; faults are told, never raised.

    Parameters
    ----------
    order
        What to do.
    stop
        Asked some 20 times a second whether to end early.
    tell
        Called with the first plan at once, later at most once a second, and with a better bound twice a second.
    """
    try:
        hidden = Hidden.of(order.meeting)
        if order.kind is Kind.DIAGNOSIS:
            return _diagnosis(order, hidden, stop)
        if order.kind is Kind.REPAIR:
            return _repair(order, hidden, stop)
        return _plan(order, hidden, stop, tell)
    except BadInput:
        return Ended(reason="input")
    except MemoryError:
        return Ended(reason="memory", is_worn=True)
    except RuntimeError as error:
        # Python says so when the stack of a new thread does not fit into what is left.
        return Ended(reason="memory", is_worn=True) if "start new thread" in str(error) else _failed(error)
    except Exception as error:
        return _failed(error)


def ended_early(plan: bytes, stopped_by: str) -> bytes:
    """Return a plan file that was told on the way as the last one of a solve that had to be cut off."""
    plain = json.loads(plan)
    if isinstance(plain.get("run"), dict):
        plain["run"]["stopped_by"] = stopped_by
    return as_json(plain)


def _failed(error: Exception) -> Ended:
    return Ended(reason="error", fault=where(error), is_worn=True)


def _plan(order: Order, hidden: Hidden, stop: Stop, tell: Callable[[Standing], None]) -> Ended:
    from tischrunde.planning import solve

    options: dict[str, Any] = json.loads(order.options)
    telling = _Telling(hidden, tell)
    start = None if order.best is None else Plan.model_validate_json(order.best)
    with _computers(order.cluster) as (executor, workers):
        result = solve(
            hidden.meeting,
            stop=any_of(stop, MaxRuntime(order.seconds)),
            seed=options["seed"],
            workers=workers,
            executor=executor,
            start=start,
            on_plan=telling.keep,
            on_progress=telling.look,
        )
    return _ended(result, hidden)


def _repair(order: Order, hidden: Hidden, stop: Stop) -> Ended:
    from tischrunde.repair import plan_repair

    options: dict[str, Any] = json.loads(order.options)
    limit = any_of(stop, MaxRuntime(order.seconds))
    return _ended(plan_repair(hidden.meeting, options, stop=limit, seed=options["seed"]), hidden)


def _ended(result: Result, hidden: Hidden) -> Ended:
    plan, score = result.plan, result.score
    return Ended(
        status=result.status,
        cost=None if score is None else score.cost,
        bound=None if score is None else score.bound,
        plan=hidden.plan(plan, named=True),
        pseudonymous=hidden.plan(plan, named=False),
        stopped_by="" if plan.run is None else plan.run.stopped_by,
    )


def _diagnosis(order: Order, hidden: Hidden, stop: Stop) -> Ended:
    from tischrunde.diagnosing import diagnosed

    diagnosis = diagnosed(hidden.meeting, any_of(stop, MaxRuntime(order.seconds)))
    plain = diagnosis.plain(order.language)

    def told(*, named: bool) -> bytes:
        conflicts = [{**one, "message": hidden.say(one["message"], named=named)} for one in plain["conflicts"]]
        return as_json({**plain, "conflicts": conflicts})

    return Ended(
        status=diagnosis.status,
        plan=told(named=True),
        pseudonymous=told(named=False),
        stopped_by=stop(Progress()) or "",
    )


class _Telling:
    """Tells how a solve stands, seldom enough to cost nothing."""

    def __init__(self, hidden: Hidden, tell: Callable[[Standing], None]) -> None:
        self.hidden, self.tell = hidden, tell
        self.make: Callable[[], Result] | None = None
        self.plan_due = self.bound_due = 0.0
        self.cost: int | None = None
        self.bound: int | None = None

    def keep(self, make: Callable[[], Result]) -> None:
        """Remember how to come by the best plan so far."""
        self.make = make

    def look(self, progress: Progress) -> None:
        """Tell what is new and due; a plan that is as good as can be is about to be the answer, and not told."""
        now = time.monotonic()
        if self.make is not None and now >= self.plan_due and progress.cost > progress.bound:
            self._tell_plan(self.make(), progress.bound)
        elif now >= self.bound_due and progress.bound != self.bound:
            self._tell(Standing(self.cost, progress.bound))

    def _tell_plan(self, result: Result, bound: int) -> None:
        assert result.score is not None, "only plans are kept"
        # The cost that is told is always that of a plan that was: whoever takes over begins with both or neither.
        self.make, self.cost = None, result.score.cost
        plan, pseudonymous = (self.hidden.plan(result.plan, named=named) for named in (True, False))
        self._tell(Standing(self.cost, bound, plan, pseudonymous))
        self.plan_due = time.monotonic() + PLAN_EVERY

    def _tell(self, standing: Standing) -> None:
        self.bound, self.bound_due = standing.bound, time.monotonic() + BOUND_EVERY
        self.tell(standing)


@contextmanager
def _computers(cluster: str | None) -> Iterator[tuple[Executor | None, int]]:
    """Give what does the searches, and how many suit it; a cluster that does not answer is done without."""
    if cluster is None:
        yield None, 1
        return
    from tischrunde.portfolio.cluster import connected

    with ExitStack() as connection:
        try:
            executor, at_once = connection.enter_context(connected(cluster))
        except BadInput:
            yield None, 1
        else:
            yield executor, min(at_once, MOST_WORKERS)
