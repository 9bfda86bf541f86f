"""Annealing: what it finds, what it never moves, and that everything is counted along on the way."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import event, given, settings

from tests.naive_kernel import counters, counters_of, price
from tests.solver.seated import NO_TARGET, Seated, annealed, begun, classic, in_rows, seated, unpriced, with_groups
from tischrunde.kernel import anneal
from tischrunde.model import Meeting
from tischrunde.problem import Problem, unpack
from tischrunde.score import judge, violations
from tischrunde.search import nearest_seats

some = settings(max_examples=30)


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
@given(seated(with_groups()))
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


def busy() -> Problem:
    """Return a meeting in which everything happens: hosts, pins, groups, absences, sizes that change."""
    hosts: dict[int, dict[str, Any]] = {0: {"hosts": "T0"}, 1: {"hosts": "T1"}}
    absent: dict[int, dict[str, Any]] = {5: {"rounds": [1, 3]}, 8: {"rounds": []}, 9: {"rounds": [2]}}
    together = (["p2", "p3", "p4"], ["p6", "p7"], ["p10", "p11"], ["p12", "p13", "p14", "p15"])
    return Problem.of(
        Meeting.model_validate(
            {
                "rounds": 3,
                "balance": 2,
                "tables": [{"id": f"T{i}", "seats": 8, "min_seats": 3} for i in range(4)],
                "people": [
                    {"id": f"p{i}", "sector": f"s{i % 4}", "organisation": f"o{i // 2}"}
                    | hosts.get(i, {})
                    | absent.get(i, {})
                    for i in range(24)
                ],
                "rules": [
                    *({"kind": "together", "people": people} for people in together),
                    *(
                        {"kind": "pin", "person": f"p{i}", "table": f"T{i % 4}", "round": 1 + i % 3}
                        for i in (16, 17, 18)
                    ),
                    {"kind": "meet_at_most", "count": 1, "people": ["p19", "p20", "p21"]},
                    {"kind": "apart", "people": ["p20", "p22", "p23"], "rounds": [2]},
                    {"kind": "composition", "attribute": "sector", "value": "s1", "max": 2},
                ],
            }
        )
    )


def busy_start(seed: int) -> Seated:
    problem = busy()
    seats = nearest_seats(problem, np.full((problem.n_rounds, problem.n_people), -1, np.int32), seed=seed)
    assert seats is not None
    return begun(problem, seats, seed=seed)


def test_while_a_busy_meeting_is_annealed_nothing_fixed_or_bound_ever_comes_loose() -> None:
    start = busy_start(1)
    problem, best, best_price = start.problem, start.table_of.copy(), unpriced()
    spreads = set()
    for _ in range(400):
        anneal(start.rules, start.state, 25, 30.0, 30.0, 60.0, NO_TARGET, best, best_price)
        table_of = start.state.table_of
        assert (table_of[problem.fixed >= 0] == problem.fixed[problem.fixed >= 0]).all()
        for r, group_of in enumerate(problem.group_of):
            for group in set(group_of.tolist()) - {-1}:
                assert len(set(table_of[r, group_of == group].tolist())) == 1
        sizes = np.array([np.bincount(row[row >= 0], minlength=4) for row in table_of])
        assert (sizes == start.state.size).all()
        assert ((sizes >= 3) & (sizes <= 8)).all()
        spreads |= set(np.ptp(sizes, axis=1).tolist())
    assert spreads == {1, 2}, "22 people at 4 tables are never even"
    assert counters_of(start.state) == counters(problem, start.state.table_of)


def classic_start(seed: int) -> Seated:
    problem = classic(rounds=5)
    return begun(problem, in_rows(problem), seed=seed)


@pytest.mark.parametrize("start", [busy_start, classic_start])
def test_at_constant_heat_many_short_calls_are_one_long_call(start: Callable[[int], Seated]) -> None:
    long, short = start(2), start(2)
    lowest, best_price = 1 << 62, unpriced()
    best = long.table_of.copy()
    anneal(long.rules, long.state, 4_000, 15.0, 15.0, 60.0, NO_TARGET, best, best_price)
    for _ in range(4_000):
        anneal(short.rules, short.state, 1, 15.0, 15.0, 60.0, NO_TARGET, best.copy(), best_price.copy())
        lowest = min(lowest, int(short.state.price[0]))
    assert (long.state.table_of == short.state.table_of).all()
    assert best_price[0] == lowest == price(long.problem, best)
    assert lowest < long.state.price[0], "the best seats are not the last ones, or this shows nothing"


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
    best, best_price = start.table_of.copy(), unpriced()
    assert anneal(start.rules, start.state, 10_000, 1.0, 1.0, 1.0, 0, best, best_price) < 10_000
    assert best_price[0] == 0


def test_annealing_proposes_as_many_moves_as_it_is_asked_for() -> None:
    problem = classic()
    start = begun(problem, in_rows(problem))
    best, best_price = start.table_of.copy(), unpriced()
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


def every_theme(sizes: list[int], *, balance: int) -> Problem:
    """Return a meeting with as many rounds as themes, where everybody sees them all."""
    people = [
        {"id": f"p{i}", "organisation": f"o{i // 3}", "attributes": {"stage": f"s{i % 5}"}} for i in range(sum(sizes))
    ]
    tables = [{"id": f"T{t}", "seats": max(sizes) + 1} for t in range(len(sizes))]
    return Problem.of(
        Meeting.model_validate(
            {
                "rounds": len(sizes),
                "balance": balance,
                "tables": tables,
                "people": people,
                "rules": [{"kind": "theme_visits", "at_most_once": True}],
                "weights": {"mixing": {"organisation": 5, "stage": 3}},
            }
        )
    )


def on_the_move(problem: Problem, sizes: list[int]) -> Seated:
    """Start somewhere, and go one table further every round."""
    first = np.repeat(np.arange(len(sizes)), sizes)
    steps = np.arange(problem.n_rounds)[:, None]
    return begun(problem, ((first + steps) % len(sizes)).astype(np.int32))


def test_people_change_places_in_all_linked_rounds_at_once() -> None:
    problem = every_theme([4, 4, 4, 4], balance=0)
    start = on_the_move(problem, [4, 4, 4, 4])
    best, best_price = start.table_of.copy(), unpriced()
    anneal(start.rules, start.state, 30_000, 1000.0, 1.0, 1e12, -1, best, best_price)
    assert unpack(int(start.state.price[0]))[0] == 0, "a rule as dear as this is never broken on the way"
    assert best_price[0] < price(problem, start.table_of)
    assert len({tuple(route) for route in start.state.table_of.T.tolist()}) > 4, "not all follow the first four routes"


def test_a_person_takes_tables_in_another_order_where_sizes_may_differ() -> None:
    problem = every_theme([2, 1, 1], balance=2)
    start = on_the_move(problem, [2, 1, 1])
    best, best_price = start.table_of.copy(), unpriced()
    sizes = set()
    for _ in range(300):
        anneal(start.rules, start.state, 20, 1000.0, 1000.0, 1e12, -1, best, best_price)
        assert unpack(int(start.state.price[0]))[0] == 0
        sizes.add(tuple(start.state.size[0].tolist()))
    assert len(sizes) > 3, "people who only change places leave the sizes as they are"
