"""Where a search begins: seats close to those wanted, and designs given to people; and that it goes on from there."""

from collections import Counter
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from tests.strategies import meetings
from tischrunde.diagnosis import diagnose
from tischrunde.model import Meeting
from tischrunde.problem import Problem, Seats, unpack
from tischrunde.score import judge, violations
from tischrunde.search import Annealer, Schedule, design_for, designed_seats, nearest_seats

some = settings(max_examples=40)
SECTORS = "a" * 29 + "b" * 6 + "c" * 4 + "d" * 3 + "e" * 3 + "f" * 2


def problem_of(*, people: int | list[dict[str, Any]], seats: list[int], rounds: int = 1, **more: Any) -> Problem:
    """Return people p0, p1, ... at tables T0, T1, ... as arrays."""
    listed = [{"id": f"p{i}"} for i in range(people)] if isinstance(people, int) else people
    tables = [{"id": f"T{i}", "seats": n} for i, n in enumerate(seats)]
    return Problem.of(Meeting.model_validate({"rounds": rounds, "people": listed, "tables": tables} | more))


def nowhere(problem: Problem) -> Seats:
    return np.full((problem.n_rounds, problem.n_people), -1, np.int32)


def seats_of(problem: Problem, wanted: list[list[int]] | None = None, *, seed: int = 0) -> Seats:
    """Return the seats nearest to those wanted, which there are."""
    seats = nearest_seats(problem, nowhere(problem) if wanted is None else np.array(wanted, np.int32), seed=seed)
    assert seats is not None
    return seats


def groups_are_whole(problem: Problem, seats: Seats) -> bool:
    return all(
        len(set(row[group_of == group].tolist())) == 1
        for row, group_of in zip(seats, problem.group_of, strict=True)
        for group in set(group_of.tolist()) - {-1}
    )


def sizes_are_allowed(meeting: Meeting, problem: Problem, seats: Seats) -> bool:
    for number, sitting in zip(meeting.round_numbers, problem.seating(seats), strict=True):
        opened = meeting.open_tables(number)
        sizes = [len(sitting[table.id]) for table in opened]
        if any(not table.min_seats <= size <= table.seats for table, size in zip(opened, sizes, strict=True)):
            return False
        if meeting.balance is not None and max(sizes, default=0) - min(sizes, default=0) > meeting.balance:
            return False
    return True


@settings(max_examples=80)
@given(meetings(max_people=8, max_tables=4), st.integers(0, 100))
def test_seats_to_begin_with_keep_attendance_sizes_hosts_pins_and_groups(meeting: Meeting, seed: int) -> None:
    problem = Problem.of(meeting)
    seats = nearest_seats(problem, nowhere(problem), seed=seed)
    event("none" if seats is None else "seated")
    if seats is None:
        return
    assert ((seats >= 0) == problem.attends).all()
    assert (seats[problem.fixed >= 0] == problem.fixed[problem.fixed >= 0]).all()
    # Two pins of one group at different tables can't be kept: then each keeps to its own.
    assert groups_are_whole(problem, seats) or diagnose(meeting)
    assert sizes_are_allowed(meeting, problem, seats)


@some
@given(meetings(max_people=8, max_tables=4), st.integers(0, 100))
def test_seats_that_are_right_already_are_their_own_nearest(meeting: Meeting, seed: int) -> None:
    problem = Problem.of(meeting)
    seats = nearest_seats(problem, nowhere(problem), seed=seed)
    if seats is not None and not diagnose(meeting):
        assert (seats_of(problem, seats.tolist(), seed=seed + 1) == seats).all()


def test_only_as_many_people_move_as_must() -> None:
    problem = problem_of(people=6, seats=[3, 3])
    seats = seats_of(problem, [[0, 0, 0, 0, 0, 1]])
    assert np.bincount(seats[0]).tolist() == [3, 3]
    assert seats[0, 5] == 1
    assert (seats[0, :5] == 0).sum() == 3


def test_tables_are_filled_evenly_where_sizes_may_differ() -> None:
    problem = problem_of(people=12, seats=[9, 9, 9], balance=None)
    assert np.bincount(seats_of(problem)[0]).tolist() == [4, 4, 4]


def test_a_table_gets_its_least_number_of_people_first() -> None:
    tables = [{"id": "T0", "seats": 6}, {"id": "T1", "seats": 6, "min_seats": 5}, {"id": "T2", "seats": 6}]
    problem = problem_of(people=7, seats=[], tables=tables, balance=None)
    assert np.bincount(seats_of(problem)[0]).tolist() == [1, 5, 1]


def test_balance_holds_though_needs_pull_at_one_table() -> None:
    tables = [{"id": "T0", "seats": 6, "features": ["quiet"]}, {"id": "T1", "seats": 6}, {"id": "T2", "seats": 6}]
    people = [{"id": f"p{i}"} | ({"needs": ["quiet"]} if i < 5 else {}) for i in range(12)]
    problem = problem_of(people=people, seats=[], tables=tables, balance=2)
    sizes = np.bincount(seats_of(problem)[0])
    assert sizes[0] == 5
    assert np.ptp(sizes) <= 2


def test_nobody_begins_at_a_theme_a_second_time_where_it_can_be_helped() -> None:
    themes = [{"id": f"h{i}"} for i in range(4)]
    tables = [{"id": f"T{i}", "seats": 3, "theme": f"h{i}"} for i in range(4)]
    problem = problem_of(people=12, seats=[], rounds=3, tables=tables, themes=themes)
    for seed in range(5):
        seats = seats_of(problem, seed=seed)
        assert all(len(set(column)) == 3 for column in seats.T.tolist())


def test_there_are_no_seats_for_a_group_larger_than_any_table() -> None:
    rules = [{"kind": "together", "people": ["p0", "p1", "p2", "p3"]}]
    problem = problem_of(people=6, seats=[3, 3], rules=rules)
    assert nearest_seats(problem, nowhere(problem), seed=0) is None


def test_there_are_no_seats_where_a_table_cannot_have_its_least_number_of_people() -> None:
    people = [{"id": "p0", "rounds": []}]
    tables = [{"id": "T0", "seats": 2, "min_seats": 1}]
    problem = problem_of(people=people, seats=[], tables=tables)
    assert nearest_seats(problem, nowhere(problem), seed=0) is None


@pytest.mark.parametrize("groups", [[4, 4], [3, 2, 2, 1], [2, 2, 2, 2], [3, 3]])
def test_groups_that_fill_the_tables_exactly_find_their_seats(groups: list[int]) -> None:
    names = iter(f"p{i}" for i in range(8))
    rules = [{"kind": "together", "people": [next(names) for _ in range(n)]} for n in groups if n > 1]
    problem = problem_of(people=8, seats=[4, 4], rules=rules)
    assert groups_are_whole(problem, seats_of(problem))


@pytest.mark.parametrize("seed", [-1, 1 << 70])
def test_any_whole_number_is_a_seed(seed: int) -> None:
    problem = problem_of(people=12, seats=[3] * 4, rounds=2)
    design = design_for(problem, seed=seed)
    assert design is not None
    assert list(designed_seats(problem, design, seed=seed))
    assert seats_of(problem, seed=seed).shape == (2, 12)


def test_chance_changes_the_seats_and_the_same_seed_does_not() -> None:
    problem = problem_of(people=12, seats=[3] * 4, rounds=2)
    first, again, other = (seats_of(problem, seed=seed).tolist() for seed in (1, 1, 2))
    assert first == again != other


def network(rounds: int, **more: Any) -> Problem:
    """Return 47 people of six sectors at eight theme tables."""
    people = [{"id": f"p{i}", "sector": sector} for i, sector in enumerate(SECTORS)]
    themes = [{"id": f"h{i}"} for i in range(8)]
    tables = [{"id": f"T{i}", "seats": 6, "theme": f"h{i}"} for i in range(8)]
    given: dict[str, Any] = {"people": people, "rounds": rounds, "tables": tables, "themes": themes}
    return problem_of(seats=[], **given | more)


@pytest.mark.parametrize("rounds", range(3, 9))
def test_a_design_alone_seats_47_people_without_reunions_and_perfectly_mixed(rounds: int) -> None:
    problem = network(rounds)
    design = design_for(problem, seed=1)
    assert design is not None
    terms = []
    for seats in designed_seats(problem, design, seed=1):
        plan = problem.seating(seats_of(problem, seats.tolist()))
        judgement = judge(problem.meeting, plan)
        assert not judgement.violations
        terms.append((judgement.terms["reunions"], judgement.terms["mixing.sector"]))
    assert terms[0][0] == 0
    assert min(terms) == (0, 39 * rounds)


def test_designed_seats_grow_no_worse() -> None:
    people = [{"id": f"p{i}", "sector": s, "organisation": f"o{i % 20}"} for i, s in enumerate(SECTORS)]
    problem = network(4, people=people)
    design = design_for(problem, seed=3)
    assert design is not None
    costs = [judge(problem.meeting, problem.seating(seats)).cost for seats in designed_seats(problem, design, seed=3)]
    assert costs == sorted(costs, reverse=True)
    assert costs[-1] < costs[0]


def test_hosts_stay_in_a_design_and_meet_every_guest_once() -> None:
    people = [{"id": f"p{i}"} | ({"hosts": f"T{i}"} if i < 7 else {}) for i in range(35)]
    problem = network(7, people=people, tables=[{"id": f"T{i}", "seats": 5, "theme": f"h{i}"} for i in range(7)])
    design = design_for(problem, seed=0)
    assert design is not None
    seats = list(designed_seats(problem, design, seed=0))[-1]
    assert (seats[:, :7] == np.arange(7)).all()
    met = Counter(
        pair for row in seats for t in range(7) for pair in combinations(np.flatnonzero(row == t).tolist(), 2)
    )
    assert max(met.values()) == 1
    assert not violations(problem.meeting, problem.seating(seats))


def test_a_design_covers_everybody_and_the_rounds_it_can_and_leaves_the_rest() -> None:
    problem = problem_of(people=12, seats=[3] * 4, rounds=6)
    design = design_for(problem, seed=0)
    assert design is not None
    covered, places = design.places.shape
    seats = next(designed_seats(problem, design, seed=0))
    assert (covered, places) == (4, 12)
    assert (seats[covered:] == -1).all()
    assert ((seats[:covered] >= 0).sum(axis=1) == places).all()
    assert sorted(set(design.seated.tolist())) == sorted(design.seated.tolist())


def test_absent_people_have_no_designed_seat() -> None:
    people = [{"id": f"p{i}"} | ({"rounds": [2]} if i == 3 else {}) for i in range(9)]
    problem = problem_of(people=people, seats=[3, 3, 3], rounds=2)
    design = design_for(problem, seed=0)
    assert design is not None
    assert all(seats[0, 3] == -1 for seats in designed_seats(problem, design, seed=0))


def test_a_design_ends_each_tables_themes_together() -> None:
    themes = [{"id": f"h{i}"} for i in range(4)]
    tables = [{"id": f"T{i}", "seats": 5, "theme": f"h{i % 4}"} for i in range(8)]
    problem = problem_of(people=40, seats=[], rounds=4, tables=tables, themes=themes)
    design = design_for(problem, seed=0)
    assert design is not None
    visited = problem.theme_of[design.places]
    assert all(len(set(column)) == len(column) for column in visited.T.tolist())


@pytest.mark.parametrize(("rounds", "reunions"), [(11, 184), (12, 299)])
def test_rounds_beyond_a_design_are_searched_apart_until_the_bound_is_reached(rounds: int, reunions: int) -> None:
    problem = problem_of(people=47, seats=[6] * 7 + [5], rounds=rounds)
    design = design_for(problem, seed=0)
    assert design is not None
    assert len(design.places) == 8
    assert (
        min(problem.reunions(seats) for seats in designed_seats(problem, design, seed=0) if seats.min() >= 0)
        == reunions
    )


def test_larger_tables_of_a_design_stand_where_there_are_more_seats() -> None:
    problem = problem_of(people=61, seats=[4] * 2 + [5] * 9 + [4] * 2, rounds=15)
    design = design_for(problem, seed=0)
    assert design is not None
    seats = seats_of(problem, next(designed_seats(problem, design, seed=0)).tolist())
    assert (seats == next(designed_seats(problem, design, seed=0))).all()
    assert problem.reunions(seats) == 0


def test_themes_of_unequal_numbers_of_tables_are_visited_once_where_tables_are_assigned_to_them() -> None:
    themes = [{"id": f"h{i}"} for i in range(5)]
    tables = [{"id": f"T{i}", "seats": 4, "theme": f"h{i % 5}"} for i in range(9)]
    problem = problem_of(people=35, seats=[], rounds=2, tables=tables, themes=themes)
    design = design_for(problem, seed=0)
    assert design is not None
    seats = next(designed_seats(problem, design, seed=0))
    assert problem.reunions(seats) == 0
    assert all(len(set(column)) == 2 for column in problem.theme_of[seats].T.tolist())


def test_there_is_no_design_for_one_table() -> None:
    assert design_for(problem_of(people=9, seats=[9]), seed=0) is None


def test_there_is_no_design_for_hosts_of_themes_with_unequal_numbers_of_tables() -> None:
    themes, people = (
        [{"id": "h1"}, {"id": "h2"}],
        [{"id": f"p{i}"} | ({"hosts": "T0"} if not i else {}) for i in range(9)],
    )
    tables = [{"id": f"T{i}", "seats": 3, "theme": "h1" if i < 2 else "h2"} for i in range(3)]
    assert design_for(problem_of(people=people, seats=[], tables=tables, themes=themes), seed=0) is None


@some
@given(meetings(max_people=8, max_tables=4, max_rounds=3))
def test_a_design_seats_nobody_twice_nor_anybody_who_is_not_there(meeting: Meeting) -> None:
    problem = Problem.of(meeting)
    design = design_for(problem, seed=0)
    event("no design" if design is None else "design")
    if design is None:
        return
    assert len(set(design.seated.tolist())) == len(design.seated) == design.places.shape[1]
    for seats in designed_seats(problem, design, seed=0):
        assert seats.dtype == np.int32
        assert seats.flags.c_contiguous
        assert not (seats[~problem.attends] >= 0).any()


def annealer(problem: Problem, *, seed: int = 0, schedule: Schedule | None = None, target: int = 0) -> Annealer:
    """Return an annealer that has begun from chance."""
    started = Annealer(
        problem,
        seed,
        lambda chance: nearest_seats(problem, nowhere(problem), seed=chance),
        target,
        schedule or Schedule(),
    )
    started.begin(seats_of(problem, seed=seed), warm=False)
    return started


def test_an_annealer_reaches_its_target_and_knows() -> None:
    problem = problem_of(people=9, seats=[3, 3, 3], rounds=4)
    search = annealer(problem)
    assert not search.is_proved()
    proposed = 0
    while not search.is_proved() and proposed < 5_000_000:
        proposed += search.step(100_000)
    assert search.is_proved()
    assert judge(problem.meeting, problem.seating(search.best)).cost == 0


def test_an_annealer_never_proposes_more_than_it_may() -> None:
    search = annealer(problem_of(people=9, seats=[3, 3, 3], rounds=6), schedule=Schedule(chunk=500), target=-1)
    assert search.step(123) == 123
    assert search.step(10_000) == 500


def test_an_annealer_goes_on_from_run_to_run_and_never_forgets_its_best() -> None:
    problem = problem_of(people=9, seats=[3, 3, 3], rounds=6)
    search = annealer(problem, schedule=Schedule(moves_per_seat=1), target=-1)
    prices = []
    for _ in range(8):
        search.step(1 << 60)
        prices.append(int(search.best_price[0]))
    assert search.run >= 3
    assert prices == sorted(prices, reverse=True)
    assert unpack(prices[-1]) == (0, judge(problem.meeting, problem.seating(search.best)).cost)


def test_rules_that_bind_every_round_are_kept_where_cheap_rules_open_the_way() -> None:
    themes = [{"id": f"h{i}"} for i in range(4)]
    tables = [{"id": f"T{i}", "seats": 5, "theme": f"h{i}"} for i in range(4)]
    rules = [{"kind": "theme_visits", "all": True}, {"kind": "apart", "people": ["p0", "p1", "p2", "p3"]}]
    problem = problem_of(people=17, seats=[], tables=tables, themes=themes, rounds=4, rules=rules)
    search = annealer(problem)
    while search.run < 12 and unpack(int(search.best_price[0]))[0]:
        search.step(1 << 60)
    assert unpack(int(search.best_price[0]))[0] == 0
