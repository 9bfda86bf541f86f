"""The catalogue of timetables: for many shapes, counted anew that nobody meets twice and every table has its size."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tischrunde.designs import (
    Timetable,
    catalogue,
    is_schedule,
    largest_first,
    most_rounds,
    with_comers,
    without_leavers,
)

NAMED = [(5, 3, 7), (8, 3, 11), (7, 4, 9), (8, 4, 9), (9, 4, 11), (10, 4, 13), (13, 13, 14), (10, 10, 3), (6, 6, 3)]


def found(sizes: list[int], n_rounds: int) -> Timetable:
    """Return a timetable that there is, after counting."""
    timetable = catalogue(sizes, n_rounds)
    assert timetable is not None
    assert is_schedule(timetable.table_of, class_of=timetable.class_of), timetable.name
    for seats in timetable.table_of:
        assert sorted(np.bincount(seats).tolist()) == sorted(sizes)
    assert (np.diff(np.bincount(timetable.class_of)) <= 0).all(), "the largest classes come first"
    assert (timetable.stays == (timetable.table_of == timetable.table_of[0]).all(axis=0)).all()
    return timetable


@pytest.mark.parametrize(("tables", "size", "rounds"), [*NAMED, (9, 9, 10), (2, 2, 3), (1, 5, 1)])
def test_golfers_play_as_many_weeks_as_are_known(tables: int, size: int, rounds: int) -> None:
    assert found([size] * tables, rounds).n_rounds == rounds


@pytest.mark.parametrize(
    ("larger", "size", "smaller", "rounds"),
    [
        (7, 6, 1, 8),
        (12, 5, 5, 20),
        (9, 5, 4, 15),
        (3, 5, 8, 11),
        (1, 5, 9, 9),
        (4, 5, 1, 6),
        (1, 4, 5, 5),
        (2, 3, 1, 4),
    ],
)
def test_tables_may_differ_by_one(larger: int, size: int, smaller: int, rounds: int) -> None:
    assert found([size] * larger + [size - 1] * smaller, rounds).n_rounds >= rounds


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 9), st.integers(2, 6), st.integers(0, 8), st.integers(1, 9))
def test_every_timetable_has_the_sizes_asked_for_and_no_reunion(
    tables: int, size: int, smaller: int, rounds: int
) -> None:
    sizes = [size] * max(1, tables - smaller) + [size - 1] * min(smaller, tables - 1)
    if catalogue(sizes, rounds) is not None:
        assert found(sizes, rounds).n_rounds <= rounds


@pytest.mark.parametrize("tables", range(2, 12))
@pytest.mark.parametrize("size", range(2, 7))
def test_what_is_promised_without_building_can_be_built(tables: int, size: int) -> None:
    for smaller in (0, 1, min(size, tables - 1), tables - 1):
        sizes = [size] * (tables - smaller) + [size - 1] * smaller
        promised, name = most_rounds(sizes)
        if promised:
            assert name
            assert found(sizes, promised).n_rounds == promised


def test_sizes_that_differ_by_more_than_one_have_no_timetable() -> None:
    assert catalogue([4, 3, 2], 2) is None
    assert catalogue([], 2) is None
    assert catalogue([1, 1], 2) is None
    assert most_rounds([4, 2]) == (0, "")


def test_those_who_leave_are_of_one_class_where_it_is_large_enough() -> None:
    of_seven = found([4] * 7, 7)
    fewer = without_leavers(of_seven, 5, 7)
    assert fewer.n_rounds == 7
    assert sorted(np.bincount(fewer.class_of).tolist()) == [2, 7, 7, 7]


def test_those_who_leave_one_table_cost_the_round_they_share() -> None:
    school = found([3] * 5, 7)
    assert without_leavers(school, 1, 7).n_rounds == 7
    fewer = without_leavers(school, 3, 7)
    assert fewer.n_rounds == 6
    assert all(sorted(np.bincount(seats)) == [2, 2, 2, 3, 3] for seats in fewer.table_of)


def test_those_who_come_meet_everybody_once_and_never_each_other() -> None:
    pairs = found([2] * 5, 9)
    joined = with_comers(pairs, 2, 4)
    assert joined is not None
    assert is_schedule(joined.table_of, class_of=joined.class_of)
    assert all(sorted(np.bincount(seats)) == [2, 2, 2, 3, 3] for seats in joined.table_of)


def test_nobody_can_come_to_more_rounds_than_there_are_tables() -> None:
    assert with_comers(found([2] * 3, 5), 1, 4) is None


def test_larger_tables_come_first_and_who_sits_together_still_does() -> None:
    before = found([5] * 3 + [4] * 2, 4)
    after = largest_first(before)
    for old, new in zip(before.table_of, after.table_of, strict=True):
        assert np.bincount(new).tolist() == [5, 5, 5, 4, 4]
        assert all((old[p] == old[q]) == (new[p] == new[q]) for p, q in combinations(range(len(old)), 2))
