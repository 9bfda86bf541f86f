"""The judge: how long it takes to check and score a plan from the names alone."""

from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.meetings import INSTANCES, collected, moved_on, thousand
from benchmarks.timing import timed
from tischrunde.io import read_plan
from tischrunde.score import judge


def test_judge_62_people(benchmark: BenchmarkFixture) -> None:
    meeting, plan = collected("netzwerktreffen"), read_plan(INSTANCES / "known" / "netzwerktreffen.json")
    assert plan.rounds is not None
    rounds = plan.rounds
    assert timed(benchmark, judge, lambda: (meeting, rounds), runs=20).violations == ()


def test_judge_1000_people(benchmark: BenchmarkFixture) -> None:
    meeting = thousand()
    rounds = moved_on(meeting)
    assert timed(benchmark, judge, lambda: (meeting, rounds), runs=20).violations == ()
