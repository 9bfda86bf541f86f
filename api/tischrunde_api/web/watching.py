"""Wait until a job has changed: one task asks the store for all jobs that anybody waits for, in one query."""

import asyncio
import math
from collections.abc import Callable, Mapping, Set
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import TypeAlias

from anyio import CapacityLimiter, to_thread

from tischrunde_api.store.port import State, Store, StoreUnavailable

__all__ = ["Seen", "Watcher"]

QUICK = 0.05
"""Seconds between two questions while somebody waits for a job that may be done in a moment."""

SLOW = 0.25
"""Seconds between two questions otherwise."""

FRESH = 2.0
"""Seconds for which one who waits is asked for quickly."""

_Versions: TypeAlias = Mapping[str, tuple[int, int, State]]


@dataclass(frozen=True)
class Seen:
    """How a job stood when it was last looked at.

    Attributes
    ----------
    version : of its row
    event : number of its last event
    state : ``None`` when there is no such job any more
    """

    version: int = -1
    event: int = 0
    state: State | None = None

    @property
    def is_gone(self) -> bool:
        """Return whether there is no such job any more."""
        return self.state is None

    @property
    def is_over(self) -> bool:
        """Return whether nothing will change any more."""
        return self.state is not None and self.state.is_over


@dataclass(eq=False)
class _Waiter:
    """Somebody who waits for a job to have another version than ``since``; ``fresh_until`` by the loop's clock."""

    job: str
    since: int
    fresh_until: float
    seen: asyncio.Future[Seen] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class Watcher:
    """Tells those who wait that a job has changed. Belongs to one event loop.

    Parameters
    ----------
    store
        Is asked from a thread, one question at a time, and only while somebody waits.
    quick, slow, fresh
        Seconds between questions, and for how long after somebody has begun to wait they are quick.
    """

    def __init__(self, store: Store, *, quick: float = QUICK, slow: float = SLOW, fresh: float = FRESH) -> None:
        self._store = store
        self._quick, self._slow, self._fresh = quick, slow, fresh
        self._waiters: set[_Waiter] = set()
        self._task: asyncio.Task[None] | None = None
        self._somebody_came = asyncio.Event()
        self._thread = CapacityLimiter(1)

    @property
    def watched(self) -> int:
        """Return for how many somebody waits at this moment."""
        return len(self._waiters)

    @property
    def is_idle(self) -> bool:
        """Return whether nothing runs here."""
        return self._task is None

    async def changed(self, job: str, since: int, seconds: float, *, patient: bool = False) -> Seen | None:
        """Return how a job stands as soon as its version is another than ``since``; ``None`` when the time is over.

        Parameters
        ----------
        job, since
            The job and the version that is known of it.
        seconds
            How long to wait at most.
        patient
            Whether ``slow`` is soon enough from the beginning, as for those who listen all along.
        """
        now = asyncio.get_running_loop().time()
        waiter = _Waiter(job, since, -math.inf if patient else now + self._fresh)
        self._waiters.add(waiter)
        self._somebody_came.set()
        if self._task is None:
            self._task = asyncio.create_task(self._watch(), name="watcher")
        try:
            async with asyncio.timeout(max(0.0, seconds)):
                return await waiter.seen
        except TimeoutError:
            return None
        finally:
            self._waiters.discard(waiter)

    async def close(self) -> None:
        """Stop watching. Who still waits, waits until its time is over."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _watch(self) -> None:
        """Ask until nobody waits any more."""
        try:
            while self._waiters:
                self._somebody_came.clear()
                jobs = frozenset(waiter.job for waiter in self._waiters)
                with suppress(StoreUnavailable):
                    self._tell(jobs, await self._versions(jobs))
                await self._pause()
        except Exception as error:
            for waiter in self._waiters:
                if not waiter.seen.done():
                    waiter.seen.set_exception(error)
        finally:
            self._task = None

    async def _versions(self, jobs: Set[str]) -> _Versions:
        ask: Callable[[], _Versions] = partial(self._store.versions, sorted(jobs))
        return await to_thread.run_sync(ask, limiter=self._thread, abandon_on_cancel=True)

    def _tell(self, asked: Set[str], versions: _Versions) -> None:
        """Tell those who wait; one who came during the question, for a job that was not in it, has to go on waiting."""
        for waiter in self._waiters:
            if waiter.job not in asked:
                continue
            seen = Seen(*versions[waiter.job]) if waiter.job in versions else Seen()
            if seen.version != waiter.since and not waiter.seen.done():
                waiter.seen.set_result(seen)

    async def _pause(self) -> None:
        """Wait until it is time for the next question: sooner for somebody who has just come."""
        loop = asyncio.get_running_loop()
        asked = loop.time()
        while self._waiters and (left := asked + self._pace(loop.time()) - loop.time()) > 0:
            self._somebody_came.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(left):
                    await self._somebody_came.wait()

    def _pace(self, now: float) -> float:
        is_urgent = any(waiter.fresh_until > now for waiter in self._waiters if not waiter.seen.done())
        return self._quick if is_urgent else self._slow
