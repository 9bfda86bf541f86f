"""The kernel against its slow twins: what it carries along, what it says a move costs, and what it never moves."""

from itertools import combinations
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from tests.naive_kernel import Counters, counters, counters_of, price
from tests.strategies import meetings
from tischrunde.kernel import (
    Rules,
    State,
    anneal,
    empty_state,
    fill,
    relabel,
    rules_of,
    swap_price,
    warm_up,
)
from tischrunde.kernel.moves import lift, place
from tischrunde.model import Meeting, Pin, Together
from tischrunde.problem import Problem, Seats, unpack
from tischrunde.score import judge, violations
from tischrunde.search import nearest_seats

NOTHING_DONE = np.iinfo(np.int64).max

some = settings(max_examples=30)
larger = meetings(max_people=7, max_tables=4, max_rounds=3, max_rules=4)


class Seated(NamedTuple):
    """A meeting with everybody seated, sizes, hosts, pins and groups being right."""

    problem: Problem
    rules: Rules
    state: State
    table_of: Seats


@st.composite
def seated(draw: st.DrawFn, among: st.SearchStrategy[Meeting] = larger) -> Seated:
    """Draw a meeting and seats to begin with; where there are none, people come without being told their place."""
    meeting, seed = draw(among), draw(st.integers(0, 1000))
    for eased in (meeting, without_places(meeting)):
        problem = Problem.of(eased)
        table_of = nearest_seats(problem, np.full((problem.n_rounds, problem.n_people), -1, np.int32), seed=seed)
        if table_of is not None and all(problem.windows) and places_are_right(problem, table_of):
            return begun(problem, table_of, seed=seed)
    raise AssertionError("people without a place of their own find seats")


@st.composite
def with_groups(draw: st.DrawFn) -> Meeting:
    """Draw a meeting without hosts whose people come with a companion or two."""
    meeting = without_places(draw(meetings(max_people=8, max_tables=3, kinds=["apart", "composition"])))
    names = draw(st.permutations(list(meeting.person_of)))
    groups = tuple(Together(kind="together", people=tuple(names[k : k + 2])) for k in range(0, len(names) - 1, 3))
    return Meeting.model_validate(meeting.model_copy(update={"rules": (*meeting.rules, *groups)}).model_dump())


def without_places(meeting: Meeting) -> Meeting:
    """Return the meeting without hosts, pins and groups, with all tables open to any number of people."""
    people = tuple(person.model_copy(update={"hosts": None}) for person in meeting.people)
    tables = tuple(table.model_copy(update={"min_seats": 0, "closed_in": ()}) for table in meeting.tables)
    rules = tuple(rule for rule in meeting.rules if not isinstance(rule, Pin | Together))
    eased = {"people": people, "tables": tables, "rules": rules, "balance": None}
    return Meeting.model_validate(meeting.model_copy(update=eased).model_dump())


def places_are_right(problem: Problem, table_of: Seats) -> bool:
    """Return whether hosts, pinned people and groups are in their places; two pins of one person can't be kept."""
    meeting = problem.meeting
    told = {f"rules/{i}" for i, rule in enumerate(meeting.rules) if isinstance(rule, Pin | Together)}
    told |= {f"people/{person.id}/hosts" for person in meeting.people}
    return not any(told & set(fault.rules) for fault in violations(meeting, problem.seating(table_of)))


def begun(problem: Problem, table_of: Seats, *, seed: int = 0) -> Seated:
    """Return a state with these seats."""
    rules, state = rules_of(problem), empty_state(problem, seed)
    fill(rules, state, table_of)
    return Seated(problem, rules, state, table_of)


def annealed(start: Seated, *, moves: int = 3_000, chunks: int = 1, hot: float = 20.0) -> tuple[Seats, int]:
    """Anneal on, changing the state; return the best seats and their price."""
    best, best_price = start.table_of.copy(), np.full(1, NOTHING_DONE, np.int64)
    for _ in range(chunks):
        anneal(start.rules, start.state, moves // chunks, hot, 0.5, 60.0, -(1 << 60), best, best_price)
    return best, int(best_price[0])


@some
@given(seated())
def test_the_price_carried_along_is_the_cost_of_the_judge(start: Seated) -> None:
    rounds = start.problem.seating(start.state.table_of)
    broken, cost = unpack(int(start.state.price[0]))
    event("valid" if broken == 0 else "broken")
    assert cost == judge(start.problem.meeting, rounds).cost


@settings(max_examples=80)
@given(seated())
def test_no_rule_is_broken_for_the_kernel_exactly_when_none_is_for_the_judge(start: Seated) -> None:
    broken, _ = unpack(int(start.state.price[0]))
    faults = violations(start.problem.meeting, start.problem.seating(start.state.table_of))
    event("valid" if not faults else "broken")
    assert (broken == 0) == (not faults), [str(fault.message) for fault in faults]


@some
@given(seated())
def test_the_best_seats_of_annealing_are_judged_as_they_are_priced(start: Seated) -> None:
    best, best_price = annealed(start)
    broken, cost = unpack(best_price)
    judgement = judge(start.problem.meeting, start.problem.seating(best))
    event("valid" if broken == 0 else "broken")
    assert cost == judgement.cost
    assert (broken == 0) == (not judgement.violations)


@some
@given(seated())
def test_a_filled_state_counts_what_the_slow_twin_counts(start: Seated) -> None:
    assert counters_of(start.state) == counters(start.problem, start.table_of)


@some
@given(seated(), st.data())
def test_a_swap_costs_the_difference_of_two_whole_prices(start: Seated, data: st.DataObject) -> None:
    problem, table_of = start.problem, start.table_of
    r = data.draw(st.integers(0, problem.n_rounds - 1))
    before = price(problem, table_of)
    # Groups and hosts as well: the price of a swap asks for two tables, nothing else.
    for p, q in combinations(np.flatnonzero(problem.attends[r]).tolist(), 2):
        if table_of[r, p] != table_of[r, q]:
            after = table_of.copy()
            after[r, [p, q]] = after[r, [q, p]]
            assert swap_price(start.rules, start.state, r, p, q) == price(problem, after) - before
            assert swap_price(start.rules, start.state, r, q, p) == price(problem, after) - before


@some
@given(seated(), st.data())
def test_lifting_and_placing_again_changes_nothing(start: Seated, data: st.DataObject) -> None:
    problem, before = start.problem, counters_of(start.state)
    r = data.draw(st.integers(0, problem.n_rounds - 1))
    for p in np.flatnonzero(problem.attends[r]).tolist():
        lift(start.rules, start.state, r, p)
        assert start.state.table_of[r, p] == -1
        place(start.rules, start.state, r, p, int(start.table_of[r, p]))
        assert counters_of(start.state) == before


@some
@given(seated(), st.data())
def test_everybody_lifted_in_any_order_leaves_an_empty_state(start: Seated, data: st.DataObject) -> None:
    for r, p in data.draw(st.permutations(np.argwhere(start.problem.attends).tolist())):
        lift(start.rules, start.state, r, p)
    nobody = np.full_like(start.table_of, -1)
    assert (start.state.table_of == nobody).all()
    assert counters_of(start.state) == counters_of(empty_state(start.problem, 0))
    assert counters_of(start.state) == counters(start.problem, nobody)


@some
@given(seated())
def test_filling_twice_is_filling_with_the_second(start: Seated) -> None:
    problem = start.problem
    other = nearest_seats(problem, np.full_like(start.table_of, -1), seed=77)
    assert other is not None
    fill(start.rules, start.state, other)
    assert (start.state.table_of == other).all()
    assert counters_of(start.state) == counters_of(begun(problem, other).state)


@some
@given(seated())
def test_after_annealing_everything_is_counted_as_if_freshly_filled(start: Seated) -> None:
    annealed(start)
    assert counters_of(start.state) == counters(start.problem, start.state.table_of)
    assert counters_of(start.state) == counters_of(begun(start.problem, start.state.table_of).state)


@some
@given(seated())
def test_the_best_price_belongs_to_the_best_seats(start: Seated) -> None:
    best, best_price = annealed(start, chunks=3)
    assert best_price == price(start.problem, best)
    assert best_price <= price(start.problem, start.table_of)
    assert best_price <= start.state.price[0]


@some
@given(seated())
def test_hosts_and_pins_stay_and_nobody_is_lost(start: Seated) -> None:
    best, _ = annealed(start)
    fixed = start.problem.fixed
    for table_of in (best, start.state.table_of):
        assert ((table_of >= 0) == start.problem.attends).all()
        assert (table_of[fixed >= 0] == fixed[fixed >= 0]).all()


@some
@given(seated(meetings(max_people=8, max_tables=3, max_rules=3, kinds=["together"])))
def test_groups_stay_together(start: Seated) -> None:
    best, _ = annealed(start)
    group_of = start.problem.group_of
    event("groups" if (group_of >= 0).any() else "singles")
    for table_of in (best, start.state.table_of):
        for r in range(start.problem.n_rounds):
            for group in set(group_of[r].tolist()) - {-1}:
                assert len(set(table_of[r, group_of[r] == group].tolist())) == 1


@some
@given(seated())
def test_the_sizes_of_tables_stay_allowed(start: Seated) -> None:
    meeting = start.problem.meeting
    best, _ = annealed(start)
    for table_of in (best, start.state.table_of):
        for number, sitting in zip(meeting.round_numbers, start.problem.seating(table_of), strict=True):
            sizes = {table.id: len(sitting[table.id]) for table in meeting.open_tables(number)}
            assert all(t.min_seats <= sizes[t.id] <= t.seats for t in meeting.open_tables(number))
            spread = max(sizes.values(), default=0) - min(sizes.values(), default=0)
            assert meeting.balance is None or spread <= meeting.balance


@some
@given(seated())
def test_the_same_seed_gives_the_same_seats(start: Seated) -> None:
    again = begun(start.problem, start.table_of, seed=int(start.state.rng[0]))
    assert [seats.tolist() for seats in annealed(start)[:1]] == [seats.tolist() for seats in annealed(again)[:1]]
    assert (start.state.table_of == again.state.table_of).all()
    assert start.state.rng[0] == again.state.rng[0]


def classic(*, people: int = 12, tables: int = 4, rounds: int = 3, **more: object) -> Problem:
    """Return people at tables of equal size, who may come back."""
    given = {
        "rounds": rounds,
        "tables": [{"id": f"T{i}", "seats": people // tables} for i in range(tables)],
        "people": [{"id": f"p{i}", "sector": f"s{i % 3}"} for i in range(people)],
    }
    return Problem.of(Meeting.model_validate(given | more))


def in_rows(problem: Problem) -> Seats:
    """Return the seats in which everybody sits with the same people in every round."""
    row = np.arange(problem.n_people, dtype=np.int32) // (problem.n_people // problem.n_tables)
    return np.tile(row, (problem.n_rounds, 1)).astype(np.int32)


@pytest.mark.parametrize("chunks", [1, 4, 30])
def test_annealing_finds_a_plan_without_reunions_in_any_chunks(chunks: int) -> None:
    problem = classic(weights={"mixing": {}})
    start = begun(problem, in_rows(problem))
    for _ in range(20):
        best, best_price = annealed(start, moves=30_000, chunks=chunks)
        if best_price == 0:
            break
    assert best_price == 0 == price(problem, best)
    assert not violations(problem.meeting, problem.seating(best))


def test_another_seed_gives_other_seats() -> None:
    problem = classic()
    ends = []
    for seed in range(2):
        start = begun(problem, in_rows(problem), seed=seed)
        annealed(start, moves=1_000)
        ends.append(start.state.table_of.tolist())
    assert ends[0] != ends[1]


def test_annealing_stops_at_its_target() -> None:
    problem = classic(rounds=1, weights={"mixing": {}})
    start = begun(problem, in_rows(problem))
    best, best_price = start.table_of.copy(), np.full(1, NOTHING_DONE, np.int64)
    assert anneal(start.rules, start.state, 10_000, 1.0, 1.0, 1.0, 0, best, best_price) < 10_000
    assert best_price[0] == 0


def test_annealing_proposes_as_many_moves_as_it_is_asked_for() -> None:
    problem = classic()
    start = begun(problem, in_rows(problem))
    best, best_price = start.table_of.copy(), np.full(1, NOTHING_DONE, np.int64)
    assert anneal(start.rules, start.state, 1234, 1.0, 0.5, 1.0, -1, best, best_price) == 1234


def test_nothing_moves_where_everybody_is_pinned() -> None:
    rules = [{"kind": "pin", "person": f"p{i}", "table": f"T{i // 3}", "round": 1} for i in range(12)]
    problem = classic(rounds=1, rules=rules)
    start = begun(problem, in_rows(problem))
    best, best_price = annealed(start)
    assert (best == start.table_of).all()
    assert (start.state.table_of == start.table_of).all()
    assert best_price == price(problem, best)


def test_a_group_changes_places_with_singles() -> None:
    rules = [{"kind": "together", "people": ["p0", "p1"]}, {"kind": "apart", "people": ["p1", "p2"]}]
    problem = classic(rounds=1, rules=rules, weights={"mixing": {}})
    start = begun(problem, in_rows(problem))
    best, best_price = annealed(start)
    assert best_price == 0
    assert best[0, 0] == best[0, 1] != best[0, 2]


def test_tables_take_people_from_each_other_where_sizes_may_differ() -> None:
    tables = [{"id": "T0", "seats": 6}, {"id": "T1", "seats": 6}]
    rule = {"kind": "composition", "attribute": "sector", "value": "s0", "tables": ["T0"], "max": 0}
    problem = classic(people=6, tables=2, rounds=1).meeting.model_dump() | {
        "tables": tables,
        "balance": 2,
        "rules": [rule],
    }
    start = begun(Problem.of(Meeting.model_validate(problem)), np.array([[0, 0, 0, 1, 1, 1]], np.int32))
    sizes = set()
    for _ in range(200):
        annealed(start, moves=7)
        sizes.add(int(start.state.size[0, 0]))
    assert sizes == {2, 3, 4}


def test_every_kernel_is_compiled_once_for_all_meetings() -> None:
    warm_up()
    problem = classic(
        people=6,
        tables=2,
        history=[["p0", "p1", 1]],
        rules=[
            {"kind": "apart", "people": ["p0", "p1"], "rounds": [1]},
            {"kind": "meet_at_most", "count": 2},
            {"kind": "no_isolates", "attribute": "sector", "value": "s0"},
        ],
    )
    annealed(begun(problem, in_rows(problem)))
    for function in (anneal, fill, relabel):
        assert len(getattr(function, "signatures")) == 1, function  # noqa: B009  numba's, unknown to types


def test_counters_are_what_the_twins_compare() -> None:
    problem = classic(people=4, tables=2, rounds=1, weights={"mixing": {}})
    assert counters(problem, in_rows(problem)) == Counters(
        members=[[[0, 1], [2, 3]]],
        pair=[[0, 10, 0, 0], [10, 0, 0, 0], [0, 0, 0, 10], [0, 0, 10, 0]],
        visits=[[1, 0], [1, 0], [0, 1], [0, 1]],
        seen=[1, 1, 1, 1],
        counts=[],
        price=0,
    )
