"""Whole solves by fixed iterations and seed, so that the same work is timed every time."""

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.meetings import collected, golfers, thousand
from benchmarks.timing import timed
from tischrunde.model import Meeting
from tischrunde.planning import solve
from tischrunde.result import Result
from tischrunde.stop import MaxIterations

MEETINGS = {
    "47 people, 5 tables": collected("fuenf-themen-47-5"),
    "47 people, 8 tables": collected("netzwerktreffen-47"),
    "62 people": collected("netzwerktreffen"),
    "200 people": collected("grossgruppe-200-34"),
    "1000 people": thousand(),
    "32 golfers, 10 rounds": golfers(8, 4, 10),
}
ITERATIONS = 1_000_000


def solve_by_iterations(meeting: Meeting) -> Result:
    return solve(meeting, stop=MaxIterations(ITERATIONS), seed=1)


@pytest.mark.parametrize("meeting", MEETINGS.values(), ids=list(MEETINGS))
def test_solve(benchmark: BenchmarkFixture, meeting: Meeting) -> None:
    result = timed(benchmark, solve_by_iterations, lambda: (meeting,), runs=3)
    assert result.score is not None
    assert result.plan.run is not None
    benchmark.extra_info["cost"] = result.score.cost
    benchmark.extra_info["bound"] = result.score.bound
    benchmark.extra_info["iterations"] = result.plan.run.iterations
