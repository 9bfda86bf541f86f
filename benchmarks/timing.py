"""Time a function by a fixed number of runs, each with arguments of its own."""

from collections.abc import Callable
from typing import TypeVar, TypeVarTuple

from pytest_benchmark.fixture import BenchmarkFixture

__all__ = ["note_rate", "timed"]

R = TypeVar("R")
Arguments = TypeVarTuple("Arguments")


def timed(
    benchmark: BenchmarkFixture,
    function: Callable[[*Arguments], R],
    begin: Callable[[], tuple[*Arguments]],
    *,
    runs: int = 5,
) -> R:
    """Time ``function`` in ``runs`` runs after one to warm up; return what the last one returned.

    Parameters
    ----------
    benchmark, function
        What times, and what is timed.
    begin
        Makes the arguments of a run; not timed.
    runs
        How often.
    """
    result: R = benchmark.pedantic(  # type: ignore[no-untyped-call]
        function, setup=lambda: (begin(), {}), rounds=runs, iterations=1, warmup_rounds=1
    )
    return result


def note_rate(benchmark: BenchmarkFixture, name: str, count: float) -> None:
    """Note how many millions a second ``count`` of them in the median run are."""
    if benchmark.stats is not None:
        benchmark.extra_info[name] = round(count / benchmark.stats.stats.median / 1e6, 2)
