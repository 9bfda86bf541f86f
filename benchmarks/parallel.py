"""Measure how much sooner several workers reach a cost than one: ``python -m benchmarks.parallel``.

Each meeting has a target that one worker needs some ten million moves for; every seed searches until it is reached.
Two ratios are told, one worker to several: of the moves each search made, which nothing on the machine disturbs, and
of the seconds. Both are ratios of means over the seeds: the times of a search vary about as much as their mean, so
many seeds are needed, and the error of the ratio is told with it.
"""

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import mean, stdev

from benchmarks.meetings import collected, golfers
from tischrunde.generator import generate
from tischrunde.model import Meeting
from tischrunde.planning import solve
from tischrunde.stop import MaxIterations, Progress, any_of

__all__ = ["main"]


@dataclass(frozen=True)
class Case:
    """A meeting on which the search takes long, and the cost to be reached."""

    called: str
    meeting: Meeting
    target: int


@dataclass(frozen=True)
class Reached:
    """How the target is stopped at: the word of the criterion is never seen by a user."""

    target: int

    def __call__(self, progress: Progress, /) -> str | None:
        """Return a word once a valid plan costs no more than the target."""
        return "reached" if progress.violations == 0 and progress.cost <= self.target else None


def cases() -> Iterator[Case]:
    """Yield the meetings."""
    yield Case("36 people, 6 tables, 5 rounds", collected("offiziere-36-6", rounds=5), 630)
    yield Case("32 people, 8 tables, 9 rounds", golfers(8, 4, 9), 100)
    hosted = generate(people=62, tables=10, rounds=5, seed=3, themes=5, hosts=True, wishes=0.5)
    yield Case("62 people, 10 tables with hosts, 5 rounds", hosted, 674)


def main() -> None:
    """Measure and show a line for each meeting."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moves", type=int, default=100_000_000, help="moves after which a search gives up")
    parser.add_argument("--seeds", type=int, default=40, help="searches of each meeting")
    parser.add_argument("--workers", type=int, default=2, help="workers to compare with one")
    given = parser.parse_args()
    _say(
        f"| meeting | cost | moves of one worker | {given.workers} workers sooner by, in moves | in seconds | missed |"
    )
    _say("|---|---|---|---|---|---|")
    for case in cases():
        solve(case.meeting, stop=MaxIterations(1))  # the kernel is loaded
        alone, together = (
            [_time(case, seed=seed, most=given.moves, workers=workers) for seed in range(given.seeds)]
            for workers in (1, given.workers)
        )
        missed = sum(way.is_missed for way in alone), sum(way.is_missed for way in together)
        by_moves = _ratio([one.moves for one in alone], [one.moves / given.workers for one in together])
        by_seconds = _ratio([one.seconds for one in alone], [one.seconds for one in together])
        moves = mean(one.moves for one in alone)
        _say(
            f"| {case.called} | {case.target} | {moves / 1e6:.1f} million | {by_moves} | {by_seconds} "
            f"| {missed[0]}, {missed[1]} of {given.seeds} |"
        )


@dataclass(frozen=True)
class Time:
    """What a search took: moves of all workers together, and seconds."""

    moves: int
    seconds: float
    is_missed: bool


def _time(case: Case, *, seed: int, most: int, workers: int) -> Time:
    began = time.monotonic()
    result = solve(case.meeting, stop=any_of(Reached(case.target), MaxIterations(most)), seed=seed, workers=workers)
    assert result.plan.run is not None
    is_missed = result.plan.run.stopped_by == "max_iterations"
    return Time(result.plan.run.iterations, time.monotonic() - began, is_missed)


def _ratio(above: Sequence[float], below: Sequence[float]) -> str:
    """Return the ratio of two means with its standard error, as if both were independent."""
    ratio = mean(above) / mean(below)
    error = ratio * sqrt(sum((stdev(part) / mean(part)) ** 2 / len(part) for part in (above, below)))
    return f"{ratio:.2f} ± {error:.2f}"


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
