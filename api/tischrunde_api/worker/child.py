"""A process that solves what its station sends, one job after another, warm from the start, until the station is gone.

Its main thread listens; a second one solves. Orders and answers are pickles through one pipe; when the station ends,
however it ends, the pipe ends too, and so does the process. A solve may map only so much memory on top of what a warm
process has: what goes beyond ends that solve, and no other.
"""

import os
import queue
import signal
import sys
import threading
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

from tischrunde.stop import Progress
from tischrunde_api.worker.solving import Ended, Order, Standing, work

__all__ = ["READY", "main", "mapped"]

READY = "ready"
"""What a child says once it is warm."""

WORN = 2 << 30
"""Bytes mapped beyond those of a warm process with which a process is not used again."""

STATM = Path("/proc/self/statm")


def main() -> None:
    """Be the child: ``argv`` ends with the number of the pipe and the memory a solve may have."""
    descriptor, memory = map(int, sys.argv[-2:])
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    station = _Station(Connection(descriptor))
    warm()
    limit = _Limit(memory)
    orders: queue.SimpleQueue[Order] = queue.SimpleQueue()
    threading.Thread(target=_solve_all, args=(station, orders, limit), daemon=True).start()
    station.send(READY)
    while True:
        match station.receive():
            case Order() as order:
                station.word = None
                orders.put(order)
            case str() as word:
                station.word = word


def warm() -> None:
    """Load and compile all that a solve needs, and solve once."""
    import tischrunde.exact  # noqa: F401  OR-Tools takes half a second to be loaded
    from tischrunde.kernel import warm_up
    from tischrunde.model import Meeting
    from tischrunde.planning import solve
    from tischrunde.stop import MaxIterations

    warm_up()
    tables = [{"id": f"T{number}", "seats": 4} for number in range(4)]
    people = [{"id": f"p{number}", "sector": "ab"[number % 2]} for number in range(14)]
    solve(Meeting.model_validate({"rounds": 5, "tables": tables, "people": people}), stop=MaxIterations(10_000))


def mapped() -> int:
    """Return how many bytes this process has mapped; 0 where nobody knows."""
    if not STATM.exists():
        return 0
    return int(STATM.read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")


class _Station:
    """This end of the pipe. Two threads may send."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.sending = threading.Lock()
        self.word: str | None = None

    def stop(self, _progress: Progress, /) -> str | None:
        """Return the word for why to end the solve under way, as a criterion to stop."""
        return self.word

    def receive(self) -> object:
        try:
            return self.connection.recv()
        except (EOFError, OSError):
            os._exit(0)  # nobody waits for anything here

    def send(self, message: object) -> None:
        try:
            with self.sending:
                self.connection.send(message)
        except OSError:
            os._exit(0)


class _Limit:
    """The memory of this process: as much as it has now, and so much for a solve on top."""

    def __init__(self, memory: int) -> None:
        self.warm, self.memory = mapped(), memory

    def set(self) -> None:
        self._set(self.warm + self.memory)

    def lift(self) -> None:
        """Let the answer be told, whatever the solve has left."""
        import resource

        self._set(resource.RLIM_INFINITY)

    def _set(self, most: int) -> None:
        if self.warm:
            import resource

            hard = resource.getrlimit(resource.RLIMIT_AS)[1]
            resource.setrlimit(resource.RLIMIT_AS, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))

    def is_worn(self) -> bool:
        return mapped() > self.warm + min(WORN, self.memory // 2)


def _solve_all(station: _Station, orders: "queue.SimpleQueue[Order]", limit: _Limit) -> None:
    def tell(standing: Standing) -> None:
        station.send(standing)

    while True:
        order = orders.get()
        limit.set()
        try:
            ended = work(order, stop=station.stop, tell=tell)
        except BaseException:  # no memory left even to say so
            ended = Ended(reason="memory", is_worn=True)
        limit.lift()
        station.send(replace(ended, is_worn=ended.is_worn or limit.is_worn()))
