"""The kernel: moves per second, and the exchange of people among the routes of a design."""

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.annealing import AnnealingRun
from benchmarks.meetings import collected, thousand
from benchmarks.timing import note_rate, timed
from tischrunde.kernel import places_of, relabel
from tischrunde.model import Meeting
from tischrunde.problem import Ints, Problem
from tischrunde.search import design_for

MOVES = 2_000_000
EXCHANGES = 100_000


def time_annealing(benchmark: BenchmarkFixture, meeting: Meeting) -> None:
    share = AnnealingRun.of(meeting, seed=1).share_of_swaps
    assert timed(benchmark, AnnealingRun.go, lambda: (AnnealingRun.of(meeting, seed=1), MOVES)) == MOVES
    note_rate(benchmark, "million moves per second", MOVES)
    note_rate(benchmark, "million swaps evaluated per second", MOVES * share)


def test_annealing_47_people(benchmark: BenchmarkFixture) -> None:
    time_annealing(benchmark, collected("netzwerktreffen-47"))


def test_annealing_47_people_at_five_large_tables(benchmark: BenchmarkFixture) -> None:
    time_annealing(benchmark, collected("fuenf-themen-47-5"))


def test_annealing_1000_people(benchmark: BenchmarkFixture) -> None:
    time_annealing(benchmark, thousand())


@pytest.mark.parametrize("name", ["netzwerktreffen-47", "grossgruppe-200-34"])
def test_relabel(benchmark: BenchmarkFixture, name: str) -> None:
    problem = Problem.of(collected(name))
    design = design_for(problem, seed=1)
    assert design is not None
    free = np.arange(design.n_hosts, len(design.seated), dtype=np.int32)
    route = np.zeros((problem.n_people, len(design.seated)), np.int64)
    places = places_of(design.places, problem.n_tables, free=free, pair=problem.pair, route=route)

    def exchange(person_at: Ints, best: Ints) -> int:
        rng = np.array([1], np.uint64)
        return relabel(places, person_at, best, rng, EXCHANGES, 5.0, 0.2, 200.0)

    assert timed(benchmark, exchange, lambda: (design.seated.copy(), design.seated.copy())) <= 0
    note_rate(benchmark, "million exchanges per second", EXCHANGES)


def test_design_for_200_people(benchmark: BenchmarkFixture) -> None:
    problem = Problem.of(collected("grossgruppe-200-34"))
    design = timed(benchmark, lambda seed: design_for(problem, seed=seed), lambda: (1,))
    assert design is not None
