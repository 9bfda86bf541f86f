"""Measure how much sooner several workers reach a cost than one: ``python -m benchmarks.parallel``.

For each meeting and seed one worker searches for a number of moves. The target is the median of the costs it ends
with. Then the time to the target is compared over seeds, one worker against several, which may use as many moves
together. A search that misses its target counts as half as long again as it may take.

Two ratios are told: of the moves of one search, which nothing on the machine disturbs, and of the seconds. Both are
ratios of means over the seeds: the times vary so much that a median hangs on a single run.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import mean, median

from benchmarks.meetings import collected, golfers
from tischrunde.generator import generate
from tischrunde.model import Meeting
from tischrunde.planning import solve
from tischrunde.stop import MaxIterations, Progress

__all__ = ["main"]

LATE = 1.5  # times what a search may take, for one that misses its target


@dataclass(frozen=True)
class Reached:
    """A better plan on the way: the moves and seconds it took, and the cost; invalid plans are infinitely dear."""

    moves: int
    seconds: float
    cost: float


def meetings() -> Iterator[tuple[str, Meeting]]:
    """Yield meetings on which the search takes long, by name."""
    yield "36 people, 6 tables, 5 rounds", collected("offiziere-36-6", rounds=5)
    yield "32 people, 8 tables, 9 rounds", golfers(8, 4, 9)
    yield "32 people, 8 tables, 10 rounds", golfers(8, 4, 10)
    hosted = generate(people=62, tables=10, rounds=5, seed=3, themes=5, hosts=True, wishes=0.5)
    yield "62 people, 10 tables with hosts, 5 rounds", hosted


def main() -> None:
    """Measure and show a line for each meeting."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moves", type=int, default=24_000_000, help="moves of one worker, or of all together")
    parser.add_argument("--seeds", type=int, default=12, help="searches of each meeting")
    parser.add_argument("--workers", type=int, default=2, help="workers to compare with one")
    given = parser.parse_args()
    _say(
        f"| meeting | target | moves of one search | seconds | {given.workers} workers sooner by (moves) | (seconds) |"
    )
    _say("|---|---|---|---|---|---|")
    ratios = []
    for called, meeting in meetings():
        _found(meeting, seed=0, moves=1, workers=1)  # the kernel is loaded
        ways = [
            [_found(meeting, seed=seed, moves=given.moves, workers=workers) for seed in range(given.seeds)]
            for workers in (1, given.workers)
        ]
        target = median(way[-1].cost for way in ways[0])
        alone, together = (_means(way, target, given.moves) for way in ways)
        # Moves of all searches were counted together.
        by_moves, by_seconds = alone[0] / together[0] * given.workers, alone[1] / together[1]
        ratios.append((by_moves, by_seconds))
        _say(f"| {called} | {target:,.0f} | {alone[0]:,.0f} | {alone[1]:.2f} | {by_moves:.2f} | {by_seconds:.2f} |")
    _say(f"| mean | | | | {mean(r[0] for r in ratios):.2f} | {mean(r[1] for r in ratios):.2f} |")


def _found(meeting: Meeting, *, seed: int, moves: int, workers: int) -> list[Reached]:
    """Return the better and better plans of a solve, and where it ended."""
    began = time.monotonic()
    found: list[Reached] = []

    def watch(progress: Progress) -> None:
        cost = progress.cost if progress.violations == 0 else float("inf")
        found.append(Reached(progress.iterations, time.monotonic() - began, cost))

    solve(meeting, stop=MaxIterations(moves), seed=seed, workers=workers, on_improvement=watch)
    found.append(Reached(moves, time.monotonic() - began, found[-1].cost))
    return found


def _means(ways: list[list[Reached]], target: float, moves: int) -> tuple[float, float]:
    """Return the mean moves and seconds to the target."""
    longest = mean(way[-1].seconds for way in ways)
    reached = [next((at for at in way if at.cost <= target), None) for way in ways]
    return (
        mean(LATE * moves if at is None else at.moves for at in reached),
        mean(LATE * longest if at is None else at.seconds for at in reached),
    )


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
