"""Seats that follow the best visits: wishes and mixing as well balanced as they can be, reunions left to the search."""

import numpy as np
import pytest

from tests.solver.test_balance import of_sector, theme_tables
from tischrunde.generator import generate, realistic
from tischrunde.model import Meeting
from tischrunde.problem import Problem
from tischrunde.score import judge
from tischrunde.search.balance import best_visits
from tischrunde.search.visiting import Visiting


def wishes_and_mixing(meeting: Meeting, problem: Problem, seed: int) -> int:
    visiting = Visiting.of(problem)
    assert visiting is not None
    seats = visiting.seats(seed)
    assert seats is not None
    judgement = judge(meeting, problem.seating(seats))
    assert not judgement.violations
    return sum(judgement.weights[name] * value for name, value in judgement.terms.items() if name != "reunions")


@pytest.mark.parametrize("seed", [16, 43, 53, 124])
def test_where_all_rounds_are_alike_the_seats_cost_what_the_flow_says(seed: int) -> None:
    meeting = realistic(seed)
    problem = Problem.of(meeting)
    visiting = Visiting.of(problem)
    assert visiting is not None
    found = best_visits(visiting.room, ("organisation", "sector"))

    assert found is not None
    assert wishes_and_mixing(meeting, problem, 1) == found[0] == wishes_and_mixing(meeting, problem, 2)


def test_other_seeds_give_other_seats() -> None:
    problem = Problem.of(realistic(43))
    visiting = Visiting.of(problem)
    assert visiting is not None
    one, same, other = visiting.seats(1), visiting.seats(1), visiting.seats(2)
    assert one is not None
    assert same is not None
    assert other is not None
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)


def test_a_theme_that_two_sectors_want_is_shared_between_them() -> None:
    people = [*of_sector("a", 60, "h0"), *of_sector("b", 60, "h0")]
    meeting = theme_tables(people, tables=2, rounds=1, seats=60)
    problem = Problem.of(meeting)

    # Thirty of each sector at each table, and half of the wishes met: C(30, 2) pairs four times, 60 wishes at 4 x 4.
    assert wishes_and_mixing(meeting, problem, 1) == 3 * 4 * (30 * 29 // 2) + 60 * 4 * 4


def test_little_meetings_need_no_best_visits() -> None:
    people = [*of_sector("a", 4, "h0"), *of_sector("b", 4, "h0")]
    assert Visiting.of(Problem.of(theme_tables(people, tables=2, rounds=1, seats=4))) is None


def test_without_wishes_there_are_no_best_visits() -> None:
    assert Visiting.of(Problem.of(generate(people=20, tables=4, rounds=2, seed=1))) is None
