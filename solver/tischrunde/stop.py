"""When to stop: tiny criteria that look at the progress of a solve, combined with ``any_of``.

A criterion is any callable ``stop(progress) -> str | None``: it returns the word for ``run.stopped_by``, or
``None`` to go on. Only criteria that count iterations give the same plan every time.
"""

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

__all__ = ["Flag", "MaxIterations", "MaxRuntime", "NoImprovement", "Progress", "Stop", "any_of", "seconds_left"]


@dataclass(frozen=True)
class Progress:
    """Where a solve stands.

    Attributes
    ----------
    iterations : moves proposed so far
    seconds : wall time since the solve began
    violations : weight of broken rules in the best plan so far, 0 when it is valid; -1 while there is no plan
    cost : cost of the best plan so far
    bound : proven least cost
    reunions : value of the reunions term of the best plan so far
    since : moves proposed since the best plan last improved

    """

    iterations: int = 0
    seconds: float = 0.0
    violations: int = -1
    cost: int = 0
    bound: int = 0
    reunions: int = 0
    since: int = 0


class Stop(Protocol):
    """A criterion: the word for why to stop, or ``None`` to go on."""

    def __call__(self, progress: Progress, /) -> str | None:
        """Look at ``progress`` and decide."""


@dataclass(frozen=True)
class MaxIterations:
    """Stop after this many proposed moves. The only limit under which a plan can be made again exactly."""

    max_iterations: int

    def __call__(self, progress: Progress, /) -> str | None:
        """Return ``max_iterations`` once the moves are used up."""
        return "max_iterations" if progress.iterations >= self.max_iterations else None


@dataclass(frozen=True)
class NoImprovement:
    """Stop when a valid plan has not improved for this many proposed moves."""

    moves: int

    def __call__(self, progress: Progress, /) -> str | None:
        """Return ``no_improvement`` once patience has run out."""
        return "no_improvement" if progress.violations == 0 and progress.since >= self.moves else None


class MaxRuntime:
    """Stop after this many seconds, counted from the first look: compiling the kernel is not counted.

    One object serves one solve.
    """

    def __init__(self, seconds: float, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.seconds = seconds
        self.clock = clock
        self.until: float | None = None

    def __call__(self, progress: Progress, /) -> str | None:
        """Return ``max_runtime`` once the time is over."""
        if self.until is None:
            self.until = self.clock() + self.seconds
        return "max_runtime" if self.clock() >= self.until else None

    def seconds_left(self) -> float:
        """Return how long until the time is over."""
        return self.seconds if self.until is None else max(0.0, self.until - self.clock())


class Flag:
    """Stop when somebody says so, from a signal handler or another thread."""

    def __init__(self, word: str = "interrupted") -> None:
        self.word = word
        self._event = threading.Event()

    def set(self) -> None:
        """Ask for the stop; it comes at the next look, within about 50 ms."""
        self._event.set()

    def __call__(self, progress: Progress, /) -> str | None:
        """Return the word once the flag is set."""
        return self.word if self._event.is_set() else None


@dataclass(frozen=True)
class _AnyOf:
    parts: tuple[Stop, ...]

    @property
    def max_iterations(self) -> int | None:
        limits = [m for part in self.parts if (m := getattr(part, "max_iterations", None)) is not None]
        return min(limits, default=None)

    def seconds_left(self) -> float:
        return min((seconds_left(part) for part in self.parts), default=math.inf)

    def __call__(self, progress: Progress, /) -> str | None:
        return next((word for part in self.parts if (word := part(progress))), None)


def any_of(*parts: Stop) -> Stop:
    """Return a criterion that stops as soon as one of ``parts`` does."""
    return _AnyOf(parts)


def seconds_left(stop: Stop) -> float:
    """Return how long until a criterion stops for certain, infinite when it does not count the time."""
    known: Callable[[], float] | None = getattr(stop, "seconds_left", None)
    return math.inf if known is None else known()
