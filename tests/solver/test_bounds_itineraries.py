"""Whole routes: popular themes bring the same people together twice."""

import pytest

from tests import naive
from tests.solver.test_balance import little, of_sector, theme_tables
from tischrunde.bounds import prove
from tischrunde.problem import Problem


def test_four_who_want_the_same_two_themes_meet_again_or_go_without() -> None:
    people = [*of_sector("a", 4, "h0", "h1"), *of_sector("b", 4)]
    weights = {"reunions": 10, "mixing": {}, "wishes": 4}
    problem = Problem.of(theme_tables(people, tables=4, rounds=2, seats=2, weights=weights))

    # Two cells, T0 then T1 and T1 then T0: four people on both routes are two pairs who meet twice, at 20; two who miss
    # their second wish cost 16.
    assert prove(problem).cost == 0
    assert prove(problem, thorough=True).cost == 16


def test_a_pair_who_come_together_count_beside_the_crowded_routes() -> None:
    people = [*of_sector("a", 4, "h0", "h1"), *of_sector("b", 8)]
    weights = {"reunions": 10, "mixing": {}, "wishes": 40}
    together = {"kind": "together", "people": ["b0", "b1"]}
    meeting = theme_tables(people, tables=6, rounds=2, seats=2, weights=weights, rules=[together])

    # The pair meets twice, and so do two pairs of the four, whose wishes are too dear to be missed.
    assert prove(Problem.of(meeting)).cost == 10
    assert prove(Problem.of(meeting), thorough=True).cost == 10 + 20


@pytest.mark.parametrize("seed", range(60))
def test_no_plan_of_a_little_meeting_beats_its_thorough_bound(seed: int) -> None:
    meeting = little(seed)
    problem = Problem.of(meeting)
    best = naive.best_by_exhaustion(meeting)
    thorough = prove(problem, thorough=True).cost

    assert thorough >= prove(problem).cost
    assert best is None or thorough <= best.cost
