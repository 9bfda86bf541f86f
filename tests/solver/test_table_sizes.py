"""How many people each table may hold: by seats, least seats, balance and closing, against trying all fillings."""

from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from tests.naive_kernel import possible_sizes
from tests.strategies import meetings
from tischrunde.model import Meeting
from tischrunde.problem import Problem

fewer = settings(max_examples=60)


def problem_of(*, people: Any, tables: Any, balance: int | None = None) -> Problem:
    """Return the arrays of a meeting of two rounds; ``people`` are letters or whole records."""
    listed = [{"id": person} if isinstance(person, str) else person for person in people]
    given = {"rounds": 2, "balance": balance, "people": listed, "tables": tables}
    return Problem.of(Meeting.model_validate(given))


def table_records(*seats: int) -> list[dict[str, Any]]:
    """Return tables A, B, ... with these seats."""
    return [{"id": "ABCDEF"[i], "seats": n} for i, n in enumerate(seats)]


@pytest.mark.parametrize(
    ("balance", "low", "high"),
    [
        (None, [0, 0, 2], [5, 4, 5]),
        (1, [2, 2, 2], [3, 3, 3]),
        (2, [1, 1, 2], [3, 3, 3]),
        (3, [1, 1, 2], [4, 4, 4]),
    ],
)
def test_sizes_follow_seats_least_seats_and_balance(balance: int | None, low: list[int], high: list[int]) -> None:
    tables = table_records(5, 4, 5)
    tables[2]["min_seats"] = 2
    problem = problem_of(people="abcdefg", tables=tables, balance=balance)
    assert (problem.low.tolist(), problem.high.tolist()) == ([low] * 2, [high] * 2)


def test_even_tables_have_one_size_only() -> None:
    problem = problem_of(people="abcdef", tables=table_records(5, 3, 4), balance=0)
    assert (problem.low[0].tolist(), problem.high[0].tolist()) == ([2, 2, 2], [2, 2, 2])


def test_a_closed_table_has_no_seats_and_does_not_count_for_balance() -> None:
    tables = table_records(4, 4, 4)
    tables[1] |= {"closed_in": [2], "min_seats": 1}
    problem = problem_of(people="abcdef", tables=tables, balance=1)
    assert (problem.low.tolist(), problem.high.tolist()) == ([[2, 2, 2], [3, 0, 3]], [[2, 2, 2], [3, 0, 3]])


def test_sizes_are_told_as_windows_with_the_most_even_first() -> None:
    problem = problem_of(people="abcdefg", tables=table_records(5, 4, 5), balance=3)
    windows = [(least.tolist(), most.tolist()) for least, most in problem.windows[0]]
    assert windows == [([1, 1, 1], [4, 4, 4]), ([1, 1, 1], [3, 3, 3]), ([2, 2, 2], [3, 3, 3])]


def test_a_round_that_cannot_be_seated_has_no_window() -> None:
    people = [*"abcdef", {"id": "g", "rounds": [1]}]
    windows = problem_of(people=people, tables=table_records(5, 4, 5), balance=0).windows
    assert [len(found) for found in windows] == [0, 1]


@fewer
@given(meetings(max_people=7))
def test_the_windows_hold_every_possible_filling_of_the_tables_and_no_other(meeting: Meeting) -> None:
    problem = Problem.of(meeting)
    for r, number in enumerate(meeting.round_numbers):
        is_open, who = problem.is_open[r], int(problem.attends[r].sum())
        found = {
            sizes
            for least, most in problem.windows[r]
            for sizes in product(*map(range, least[is_open], most[is_open] + 1))
            if sum(sizes) == who
        }
        assert found == set(possible_sizes(meeting, number))


@fewer
@given(meetings(max_people=7))
def test_the_least_and_the_most_people_at_a_table_are_those_of_all_fillings(meeting: Meeting) -> None:
    problem = Problem.of(meeting)
    for r, number in enumerate(meeting.round_numbers):
        is_open, sizes = problem.is_open[r], possible_sizes(meeting, number)
        if sizes:
            assert problem.low[r, is_open].tolist() == np.min(sizes, axis=0).tolist()
            assert problem.high[r, is_open].tolist() == np.max(sizes, axis=0).tolist()
        assert not problem.low[r, ~is_open].any()
        assert not problem.high[r, ~is_open].any()


def test_very_many_seats_take_no_more_time_than_few() -> None:
    people = [{"id": f"p{i}"} for i in range(9)]
    tables = [{"id": f"T{i}", "seats": 1_000_000} for i in range(3)]
    problem = Problem.of(Meeting.model_validate({"rounds": 3, "tables": tables, "people": people}))
    assert (problem.low == 3).all()
    assert (problem.high == 3).all()
