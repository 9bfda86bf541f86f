"""The proofs: how long all bounds of a meeting take."""

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.meetings import collected, thousand
from benchmarks.timing import timed
from tischrunde.bounds import prove
from tischrunde.model import Meeting
from tischrunde.problem import Problem

MEETINGS = {
    "47 people, 5 tables": collected("fuenf-themen-47-5"),
    "62 people": collected("netzwerktreffen"),
    "200 people": collected("grossgruppe-200-34"),
    "1000 people": thousand(),
}


@pytest.mark.parametrize("meeting", MEETINGS.values(), ids=list(MEETINGS))
def test_prove(benchmark: BenchmarkFixture, meeting: Meeting) -> None:
    problem = Problem.of(meeting)
    proof = timed(benchmark, lambda problem: prove(problem), lambda: (problem,))
    benchmark.extra_info["bound"] = proof.cost
    assert proof.cost > 0
