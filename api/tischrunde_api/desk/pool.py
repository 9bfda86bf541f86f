"""The desk: a few warm processes that do short work for the web, each task with a deadline and a memory limit.

Written here because of what a pool of a library (``concurrent.futures``, ``pebble``) does not do: refuse work when too
much waits, keep a place free for short work while long work runs, limit memory, and die with the parent.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar, TypeVarTuple

from tischrunde.errors import BadInput
from tischrunde_api.desk.clerk import Clerk, Failed, Late, Lost

__all__ = ["QUICK", "Broken", "Busy", "Desk", "TooSlow"]

R = TypeVar("R")
Ts = TypeVarTuple("Ts")

QUICK = 10.0
"""Seconds. What may take longer leaves one place to the rest."""

MEMORY = 2 << 30


class Busy(Exception):
    """Too much work waits. Holds the seconds after which it may be worth trying again."""

    def __init__(self, seconds: int = 2) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class TooSlow(Exception):
    """The task was not done in time, and was ended."""


class Broken(Exception):
    """The task went wrong: its process crashed, ran out of memory, or the program has a mistake.

    Holds the name of the error, such as ``MemoryError``, and nothing of the input.
    """


class Desk:
    """A few processes for short work; safe to be called from several threads.

    Parameters
    ----------
    places
        How many tasks are done at once.
    waiting
        How many more may wait; each has a thread of the caller.
    memory
        Bytes a process may take beyond what it needs to be warm.
    warm
        Is called in each process before its first task.
    """

    def __init__(
        self, *, places: int = 2, waiting: int = 30, memory: int = MEMORY, warm: Callable[[], None] | None = None
    ) -> None:
        assert places >= 2, "long work leaves a place to short work"
        from tischrunde_api.desk.tasks import warm_up

        self._memory, self._warm = memory, warm or warm_up
        self._room = threading.BoundedSemaphore(places + waiting)
        self._long = threading.BoundedSemaphore(places - 1)
        self._changed = threading.Condition()
        self._free = deque(self._hire() for _ in range(places))
        self._everyone = set(self._free)
        self._is_closed = False

    def __enter__(self) -> "Desk":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def clerks(self) -> tuple[Clerk, ...]:
        """Return the processes there are now."""
        return tuple(self._everyone)

    def await_ready(self) -> None:
        """Wait until every process is warm, before anything is done."""
        for clerk in self.clerks:
            clerk.await_ready()

    def do(self, function: Callable[[*Ts], R], /, *arguments: *Ts, seconds: float = QUICK) -> R:
        """Return what a function of a module returns in another process.

        Parameters
        ----------
        function, arguments
            Can be pickled, and so can the answer.
        seconds
            How long it may take, by the clock, once it has begun; and how long it may have to wait before that.

        Raises
        ------
        BadInput
            As the function raised it, of the same kind.
        Busy, TooSlow, Broken
            When it was not begun, or not finished.
        """
        with self._admitted(seconds), self._clerk(seconds) as clerk:
            try:
                clerk.await_ready()
                answer: R = clerk.ask(function, arguments, seconds)
            except Late:
                raise TooSlow from None
            except Lost:
                raise Broken("Lost") from None
            except Failed as failed:
                raise Broken(str(failed)) from None
            return answer

    def close(self) -> None:
        """End all processes; what they were doing fails."""
        with self._changed:
            self._is_closed = True
            self._free.clear()
            self._changed.notify_all()
        for clerk in self._everyone:
            clerk.end()

    def _hire(self) -> Clerk:
        return Clerk(memory=self._memory, warm=self._warm)

    @contextmanager
    def _admitted(self, seconds: float) -> Iterator[None]:
        """Take a place in the line, if it is not too long."""
        if not self._room.acquire(blocking=False):
            raise Busy
        try:
            if seconds <= QUICK:
                yield
                return
            if not self._long.acquire(timeout=seconds):
                raise Busy
            try:
                yield
            finally:
                self._long.release()
        finally:
            self._room.release()

    @contextmanager
    def _clerk(self, seconds: float) -> Iterator[Clerk]:
        """Take a clerk; one that has not told how its task ended is replaced."""
        clerk = self._take(seconds)
        try:
            yield clerk
        except BadInput:
            self._put(clerk)
            raise
        except BaseException:
            self._replace(clerk)
            raise
        else:
            self._put(clerk)

    def _take(self, seconds: float) -> Clerk:
        end = time.monotonic() + seconds
        with self._changed:
            while not self._free:
                if self._is_closed or not self._changed.wait(end - time.monotonic()):
                    raise Busy
            clerk = self._free.popleft()
        if not clerk.is_alive:
            if not self._replace(clerk):
                raise Busy
            return self._take(seconds)
        return clerk

    def _put(self, clerk: Clerk) -> None:
        with self._changed:
            if not self._is_closed:
                self._free.appendleft(clerk)
                self._changed.notify()

    def _replace(self, clerk: Clerk) -> bool:
        """End a clerk and hire another, who comes last as long as others are free: it has to get warm.

        Returns whether that worked. If not, the place is kept by the one who has gone, until somebody wants it.
        """
        clerk.end()
        with self._changed:
            if self._is_closed:
                return False
            try:
                new = self._hire()
            except OSError:  # no process, memory or file descriptor is left at the moment
                new = clerk
            self._everyone.discard(clerk)
            self._everyone.add(new)
            self._free.append(new)
            self._changed.notify()
            return new is not clerk
