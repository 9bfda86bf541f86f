"""The desk: a few warm processes that do short work for the web, each task with a deadline and a memory limit.

Written here because of what a pool of a library (``concurrent.futures``, ``pebble``) does not do: refuse work when too
much waits, keep a place free for short work while long work runs, share its places fairly among those who ask, limit
memory, and die with the parent.
"""

import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
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


@dataclass(eq=False)
class _Turn:
    """A task that waits for a place or has one."""

    whose: str
    is_long: bool


class Desk:
    """A few processes for short work; safe to be called from several threads.

    Parameters
    ----------
    places
        How many tasks are done at once.
    waiting
        How many more may wait; each has a thread of the caller. One owner has at most half of places and line.
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
        self._places, self._room = places, places + waiting
        self._line: list[_Turn] = []
        self._begun: list[_Turn] = []
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

    def do(self, function: Callable[[*Ts], R], /, *arguments: *Ts, whose: str = "", seconds: float = QUICK) -> R:
        """Return what a function of a module returns in another process.

        Parameters
        ----------
        function, arguments
            Can be pickled, and so can the answer.
        whose
            Who wants it done. A place that gets free goes to whoever has the fewest; nobody is an owner like others,
            but may fill the whole line.
        seconds
            How long it may take, by the clock, once it has begun; and how long it may have to wait before that.

        Raises
        ------
        BadInput
            As the function raised it, of the same kind.
        Busy, TooSlow, Broken
            When it was not begun, or not finished.
        """
        with self._clerk(_Turn(whose, is_long=seconds > QUICK), seconds) as clerk:
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
    def _clerk(self, turn: _Turn, seconds: float) -> Iterator[Clerk]:
        """Take a clerk; one that has not told how its task ended is replaced."""
        clerk = self._take(turn, time.monotonic() + seconds)
        try:
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
        finally:
            self._leave(turn)

    def _take(self, turn: _Turn, end: float) -> Clerk:
        """Wait for a clerk that is alive."""
        with self._changed:
            self._require_room(turn)
        while True:
            clerk = self._called(turn, end)
            if clerk.is_alive:
                return clerk
            is_replaced = self._replace(clerk)
            self._leave(turn)
            if not is_replaced:
                raise Busy

    def _require_room(self, turn: _Turn) -> None:
        present = [other.whose for other in (*self._line, *self._begun)]
        if len(present) >= self._room or (turn.whose and present.count(turn.whose) >= max(1, self._room // 2)):
            raise Busy

    def _called(self, turn: _Turn, end: float) -> Clerk:
        """Stand in the line until it is one's turn."""
        with self._changed:
            self._line.append(turn)
            try:
                while not self._free or self._next() is not turn:
                    if self._is_closed or not self._changed.wait(end - time.monotonic()):
                        raise Busy
                self._begun.append(turn)
                return self._free.popleft()
            finally:
                self._line.remove(turn)
                self._changed.notify_all()

    def _next(self) -> _Turn | None:
        """Return whose turn it is: of those who may begin, the first of whoever has the fewest places."""
        is_full = sum(turn.is_long for turn in self._begun) >= self._places - 1
        held = Counter(turn.whose for turn in self._begun)
        able = (turn for turn in self._line if not (turn.is_long and is_full))
        return min(able, key=lambda turn: held[turn.whose], default=None)

    def _leave(self, turn: _Turn) -> None:
        with self._changed:
            self._begun.remove(turn)
            self._changed.notify_all()

    def _put(self, clerk: Clerk) -> None:
        with self._changed:
            if not self._is_closed:
                self._free.appendleft(clerk)
                self._changed.notify_all()

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
            self._changed.notify_all()
            return new is not clerk
