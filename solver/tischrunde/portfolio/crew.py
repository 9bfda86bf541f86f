"""Threads of this process at first, and as soon as they are ready, processes of this machine.

Most meetings are planned before a process could have started, so none is started in the first second. Who does an
errand changes nothing about its answer, so the plan does not depend on when the processes are ready.
"""

import os
import sys
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import suppress
from typing import ParamSpec, TypeVar

from tischrunde.portfolio.child import Child, Lost

__all__ = ["Crew", "cores"]

ALONE = 1.0  # seconds in which no process is started

P = ParamSpec("P")
R = TypeVar("R")


def cores() -> int:
    """Return how many processor cores this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Crew(Executor):
    """An executor on this machine: threads, all but one of which have a child process do their work.

    Until the children are ready, and when one cannot be had or has died, its thread does the work itself: the kernel
    runs without the interpreter's lock. What is done must be a pure function, for it may be begun twice.

    Parameters
    ----------
    workers :
        how many errands are run at once; never more than there are cores, which would only slow each other down
    alone :
        seconds in which no process is started
    """

    def __init__(self, workers: int, *, alone: float = ALONE) -> None:
        self.workers = max(1, min(workers, cores()))
        self.threads = ThreadPoolExecutor(self.workers, "search")
        self.children: list[Child] = []
        self.free: deque[Child] = deque()
        self.is_over = threading.Event()
        self.starting = threading.Lock()
        self.hiring = threading.Thread(target=self._hire, args=(alone,), name="hiring", daemon=True)
        self.hiring.start()

    def submit(self, function: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Run a pure function, here or in a child."""
        return self.threads.submit(self._run, function, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End all children at once, and wait for what is done in this process."""
        self.is_over.set()
        with self.starting:
            for child in self.children:
                child.end()
        self.hiring.join()
        self.threads.shutdown(wait, cancel_futures=True)
        for child in self.children:
            child.close()

    def _run(self, function: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        try:
            child = self.free.popleft()
        except IndexError:  # none is free, or there is none
            return function(*args, **kwargs)
        try:
            answer: R = child.ask(function, *args, **kwargs)
        except Lost:
            if self.is_over.is_set():
                raise
            return function(*args, **kwargs)
        self.free.append(child)
        return answer

    def _hire(self, alone: float) -> None:
        """Start the children, and let each take part as soon as it is ready."""
        self.is_over.wait(alone)
        with self.starting, suppress(OSError):
            while not self.is_over.is_set() and len(self.children) < self.workers - 1:
                self.children.append(Child())
        for child in self.children:
            with suppress(Lost):
                child.await_ready()
                self.free.append(child)
