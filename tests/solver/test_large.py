"""Large meetings: the same prices without matrices, valid bounds, seats without flows, and memory that stays small."""

import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import combinations, pairwise
from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.naive_kernel import price
from tests.solver.seated import NO_TARGET, Seated, begun, seated, unpriced, with_groups
from tests.strategies import KINDS, meetings
from tischrunde.bounds import prove, terms_of_many
from tischrunde.generator import generate
from tischrunde.kernel import anneal, burdens, rules_of, seated_state, swap_price
from tischrunde.kernel.moves import make_step
from tischrunde.model import Meeting
from tischrunde.planning import solve
from tischrunde.problem import LARGE, Ints, Problem, unpack
from tischrunde.score import judge
from tischrunde.search import design_for, designed_seats, nearest_seats
from tischrunde.search.many import in_crowds
from tischrunde.search.mending import Mender, complaints
from tischrunde.stop import MaxIterations

some = settings(max_examples=25)
PEOPLE = LARGE + 500


@contextmanager
def all_are_large() -> Iterator[None]:
    """Let every meeting count as large."""
    with mock.patch("tischrunde.problem.core.LARGE", 0):
        yield


def seated_large(start: Seated) -> Seated:
    """Return the same seats as a large meeting keeps them."""
    with all_are_large():
        return begun(start.problem, start.table_of)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=5)
@given(data=st.data())
def test_without_matrices_a_swap_costs_the_same(kind: str, data: st.DataObject) -> None:
    start = data.draw(seated(meetings(max_people=7, max_rules=3, kinds=[kind])))
    large = seated_large(start)
    assert large.state.price[0] == start.state.price[0] == price(start.problem, start.table_of)
    for r in range(start.problem.n_rounds):
        for p, q in combinations(np.flatnonzero(start.problem.attends[r]).tolist(), 2):
            if start.table_of[r, p] != start.table_of[r, q]:
                assert swap_price(large.rules, large.state, r, p, q) == swap_price(start.rules, start.state, r, p, q)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=5)
@given(data=st.data())
def test_without_matrices_a_step_costs_the_same(kind: str, data: st.DataObject) -> None:
    start = data.draw(seated(meetings(max_people=7, max_rules=3, kinds=[kind])))
    large, problem = seated_large(start), start.problem
    for r, p in np.argwhere(problem.attends).tolist():
        for table in np.flatnonzero(problem.is_open[r] & (start.state.size[r] < problem.high.max())).tolist():
            home = int(start.table_of[r, p])
            if table != home:
                there = make_step(start.rules, start.state, r, p, table)
                assert make_step(large.rules, large.state, r, p, table) == there
                assert large.state.seen.tolist() == start.state.seen.tolist()
                assert make_step(start.rules, start.state, r, p, home) == make_step(
                    large.rules, large.state, r, p, home
                )


@some
@given(seated(with_groups()))
def test_without_matrices_annealing_finds_the_same_seats(start: Seated) -> None:
    small, large = begun(start.problem, start.table_of), seated_large(start)
    best, best_large = start.table_of.copy(), np.asfortranarray(start.table_of)
    for one, seats in ((small, best), (large, best_large)):
        anneal(one.rules, one.state, 500, 10.0, 1.0, 60.0, NO_TARGET, seats, unpriced())
    assert (best == best_large).all()
    assert large.state.price[0] == small.state.price[0]


@settings(max_examples=60)
@given(seated())
def test_no_valid_plan_beats_the_bounds_of_large_meetings(start: Seated) -> None:
    broken, cost = unpack(int(start.state.price[0]))
    bounds = terms_of_many(start.problem)
    with all_are_large():
        assert prove(start.problem).terms == bounds
        least = prove(start.problem).cost
    if not broken:
        found = judge(start.problem.meeting, start.problem.seating(start.table_of)).terms
        assert {name: value for name, value in bounds.items() if value > found[name]} == {}
        assert least <= cost


@settings(max_examples=80)
@given(meetings(max_people=8, max_tables=4, max_rounds=3, max_rules=3), st.integers(0, 99))
def test_seats_without_flows_keep_sizes_hosts_pins_and_groups(meeting: Meeting, seed: int) -> None:
    problem = Problem.of(meeting)
    wanted = np.random.default_rng(seed).integers(-1, problem.n_tables, problem.attends.shape).astype(np.int32)
    with all_are_large():
        seats = nearest_seats(problem, wanted, seed=seed)
        if seats is None:
            return
        again = nearest_seats(problem, seats, seed=seed)
    assert again is not None
    assert (again == seats).all(), "seats that are right stay as they are"
    assert ((seats >= 0) == problem.attends).all()
    assert (seats[problem.fixed >= 0] == problem.fixed[problem.fixed >= 0]).all()
    for r, row in enumerate(seats):
        sizes = np.bincount(row[row >= 0], minlength=problem.n_tables)
        assert any((low <= sizes).all() and (sizes <= high).all() for low, high in problem.windows[r])
        for group in set(problem.group_of[r].tolist()) - {-1}:
            members = problem.group_of[r] == group
            if len(set(problem.fixed[r][members].tolist()) - {-1}) < 2:  # hosts of two tables can't sit together
                assert len(set(row[members].tolist())) == 1


def test_where_nothing_binds_seats_without_flows_are_always_found() -> None:
    people = [{"id": f"p{i}", "rounds": [1] if i % 3 == 0 else None} for i in range(23)]
    tables = [{"id": f"T{i}", "seats": 6, "closed_in": [2] if i == 4 else []} for i in range(6)]
    problem = Problem.of(Meeting.model_validate({"rounds": 2, "people": people, "tables": tables}))
    wanted = np.zeros((2, 23), np.int32)
    with all_are_large():
        seats = nearest_seats(problem, wanted, seed=0)
    assert seats is not None
    assert sorted(np.bincount(seats[0], minlength=6).tolist()) == [3, 4, 4, 4, 4, 4]
    assert sorted(np.bincount(seats[1][seats[1] >= 0], minlength=6).tolist()) == [0, 3, 3, 3, 3, 3]
    assert (seats[0] == 0).sum() == 4, "those who wanted this table stay as far as they may"


@given(st.lists(st.integers(-1, 5), min_size=1, max_size=60), st.integers(1, 9), st.integers(0, 9))
def test_in_crowds_every_whole_class_is_of_one_crowd(values: list[int], n_tables: int, seed: int) -> None:
    value_of = np.array(values, np.int32)
    people: Ints = np.arange(len(values), dtype=np.int32)
    order = in_crowds([value_of], people, n_tables, seed=seed)
    assert sorted(order.tolist()) == people.tolist()
    whole = sum(values.count(v) // n_tables for v in set(values))
    for k in range(whole):
        assert len(set(value_of[order[k * n_tables : (k + 1) * n_tables]].tolist())) == 1
    rest = value_of[order[whole * n_tables :]].tolist()
    assert sum(a != b for a, b in pairwise(rest)) == max(0, len(set(rest)) - 1)


def test_three_thousand_people_are_planned_and_proved_in_little_memory() -> None:
    meeting = generate(people=PEOPLE, tables=PEOPLE // 8, rounds=6, seed=1, sectors=6)
    result = solve(meeting, stop=MaxIterations(0))
    assert result.status == "optimal"
    problem = Problem.of(meeting)
    tracemalloc.start()
    prove(problem)
    design = design_for(problem, seed=0)
    assert design is not None
    seats = nearest_seats(problem, next(designed_seats(problem, design, seed=0)), seed=0)
    assert seats is not None
    rules_of(problem), seated_state(problem, seats, np.zeros(1, np.uint64))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < PEOPLE * problem.n_rounds * 2_000, "a matrix of all pairs of these people takes twice that"


@pytest.fixture(scope="module")
def wishful() -> Seated:
    """Return a large meeting of hosts and guests with wishes, seated by its design."""
    problem = Problem.of(generate(people=PEOPLE, tables=300, rounds=3, seed=2, themes=60, hosts=True, wishes=0.5))
    design = design_for(problem, seed=0)
    assert design is not None
    seats = nearest_seats(problem, next(designed_seats(problem, design, seed=0)), seed=0)
    assert seats is not None
    return begun(problem, seats)


def test_mending_lowers_the_price_and_counts_everything_along(wishful: Seated) -> None:
    state, problem = wishful.state, wishful.problem
    before, complained = int(state.price[0]), int(complaints(problem, state).sum())
    mender = Mender(problem, wishful.rules, state)
    while not mender.is_done and state.price[0] > before // 2:
        assert mender.step(100_000, 0) <= 100_000
    fresh = seated_state(problem, state.table_of, np.zeros(1, np.uint64))
    assert fresh.price[0] == state.price[0] < before
    assert fresh.seen.tolist() == state.seen.tolist()
    assert int(complaints(problem, state).sum()) < complained
    assert not unpack(int(state.price[0]))[0]


def test_nobody_complains_about_seats_that_cannot_be_better() -> None:
    problem = Problem.of(generate(people=PEOPLE, tables=PEOPLE // 8, rounds=6, seed=1, sectors=6))
    design = design_for(problem, seed=0)
    assert design is not None
    seats = nearest_seats(problem, next(designed_seats(problem, design, seed=0)), seed=0)
    assert seats is not None
    state = begun(problem, seats).state
    assert not complaints(problem, state).any()
    assert burdens(state.members, state.size, state.table_of, np.zeros(PEOPLE, np.int32)) == 0


def test_a_large_meeting_has_the_same_plan_every_time() -> None:
    meeting = generate(people=PEOPLE, tables=300, rounds=3, seed=2, themes=60, hosts=True, wishes=0.5)
    first, second = (solve(meeting, stop=MaxIterations(40_000), seed=3) for _ in range(2))
    assert first.rounds == second.rounds
