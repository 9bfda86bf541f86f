"""The baselines: whatever they know of rules, everybody gets a seat at an open table."""

import time
from typing import Any

import pytest
from benchmarks.baselines import SOLVERS, by_hand, greedy
from benchmarks.bench import SOLVER_NAMES
from benchmarks.measuring import Job, measure
from benchmarks.planted import planted
from benchmarks.seating import even_sizes, hosting
from benchmarks.suites import Case
from benchmarks.watch import Watch
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.strategies import KINDS
from tischrunde.model import Meeting, Seating
from tischrunde.score import judge

LIMIT, LONG = 0.3, 60.0
BARE: dict[str, Any] = {
    "rounds": 3,
    "tables": [{"id": "A", "seats": 3}, {"id": "B", "seats": 3, "closed_in": [2]}, {"id": "C", "seats": 3}],
    "people": [
        {"id": "p1", "hosts": "A", "sector": "x"},
        {"id": "p2", "rounds": [1, 3], "sector": "x"},
        {"id": "p3", "organisation": "o"},
        {"id": "p4", "organisation": "o"},
        {"id": "p5"},
        {"id": "p6"},
    ],
}


def meeting(**changes: Any) -> Meeting:
    return Meeting.model_validate(BARE | changes)


def limit_of(name: str) -> float:
    return LONG if name == "cp-sat" else LIMIT  # it ends by itself once it has proved its plan


def watching(about: Meeting, limit: float = LIMIT) -> Watch:
    return Watch(about, limit, clock=time.process_time)  # a busy machine takes no time away


def seated(name: str, about: Meeting) -> Seating:
    answer = SOLVERS[name](about, watching(about, limit_of(name)), 0, 1)
    assert answer.rounds is not None
    return answer.rounds


def test_the_names_that_may_be_typed_are_those_of_the_solvers() -> None:
    assert tuple(SOLVERS) == SOLVER_NAMES


@pytest.mark.parametrize("name", SOLVER_NAMES)
def test_everybody_who_attends_has_one_seat_at_an_open_table(name: str) -> None:
    rounds = seated(name, meeting())

    assert [sorted(p for people in tables.values() for p in people) for tables in rounds] == [
        ["p1", "p2", "p3", "p4", "p5", "p6"],
        ["p1", "p3", "p4", "p5", "p6"],
        ["p1", "p2", "p3", "p4", "p5", "p6"],
    ]
    assert not rounds[1].get("B")
    assert all("p1" in tables["A"] for tables in rounds)
    assert judge(meeting(), rounds).violations == ()


@pytest.mark.parametrize("name", SOLVER_NAMES)
def test_the_judge_has_the_last_word_on_what_a_solver_reached(name: str) -> None:
    run = measure(Job(Case("files", "bare", meeting()), name, 0, limit_of(name)))

    last = run.steps[-1]
    assert (run.broken, run.cost, run.to_best) == (last.broken, last.cost, last.seconds)
    assert run.bound is None or run.cost is None or run.bound <= run.cost


@pytest.mark.parametrize("kind", KINDS)
def test_plain_cp_sat_keeps_a_rule_of_every_kind(kind: str) -> None:
    about, _ = next(planted(seed) for seed in range(20) if len(planted(seed)[0].people) < 20)
    rules = [rule for rule in about.plain()["rules"] if rule["kind"] == kind]
    assert rules
    small = Meeting.model_validate(about.plain() | {"rules": rules, "weights": {"reunions": 0, "mixing": {}}})

    rounds = seated("cp-sat", small)

    assert judge(small, rounds).violations == ()


def test_plain_cp_sat_proves_the_least_cost_of_a_small_meeting() -> None:
    plain = {
        "rounds": 3,
        "tables": [{"id": "A", "seats": 2}, {"id": "B", "seats": 2}],
        "people": [{"id": p, "sector": "x"} for p in ("p1", "p2", "p3", "p4")],
        "history": [["p1", "p2", 1]],
        "affinities": [["p1", "p3", 4], ["p1", "p4", -4]],
    }
    case = Case("files", "four", Meeting.model_validate(plain))

    run = measure(Job(case, "cp-sat", 0, LONG))

    # Three rounds of two pairs each: every pair once, one of them for the second time, or the wanted ones again.
    assert (run.status, run.bound) == ("optimal", run.cost)
    assert run.cost == 6 * 3 + 10


def test_plain_cp_sat_finds_out_that_a_meeting_is_impossible() -> None:
    together = {"kind": "together", "people": ["p3", "p4"], "rounds": [1]}
    apart = {"kind": "apart", "people": ["p3", "p4"], "rounds": [1]}

    run = measure(Job(Case("files", "clash", meeting(rules=[together, apart])), "cp-sat", 0, LONG))

    assert (run.status, run.cost) == ("infeasible", None)
    assert run.to_proof is not None


@pytest.mark.parametrize(("tables", "rounds"), [(3, 3), (5, 3), (5, 5), (7, 4)])
def test_start_and_step_lets_nobody_meet_twice_where_paper_can(tables: int, rounds: int) -> None:
    people = [{"id": f"p{i}"} for i in range(3 * tables)]
    plain = {"rounds": rounds, "tables": [{"id": f"T{t}", "seats": 3} for t in range(tables)], "people": people}
    about = Meeting.model_validate(plain)

    answer = by_hand(about, watching(about), 0, 1)

    assert answer.rounds is not None
    assert judge(about, answer.rounds).terms["reunions"] == 0


def test_start_and_step_takes_no_step_that_comes_back_to_a_theme() -> None:
    themes = [{"id": f"theme{t}"} for t in range(6)]
    tables = [{"id": f"T{t}", "seats": 6, "theme": f"theme{t}"} for t in range(6)]
    people = [{"id": f"p{i}"} for i in range(36)]
    about = Meeting.model_validate({"rounds": 3, "themes": themes, "tables": tables, "people": people})

    answer = by_hand(about, watching(about), 0, 1)

    assert answer.rounds is not None
    assert judge(about, answer.rounds).violations == ()


@pytest.mark.parametrize(
    "rule",
    [
        {"kind": "together", "people": ["p3", "p4"]},
        {"kind": "apart", "people": ["p3", "p4", "p5"], "rounds": [1]},
        {"kind": "pin", "person": "p5", "table": "C", "round": 3},
        {"kind": "one_per_table", "attribute": "organisation"},
        {"kind": "composition", "attribute": "organisation", "value": "o", "max": 1},
        {"kind": "meet_at_most", "count": 1, "people": ["p3", "p4"]},
    ],
    ids=lambda rule: str(rule["kind"]),
)
def test_greedy_keeps_a_rule_that_stands_alone(rule: dict[str, Any]) -> None:
    about = meeting(rules=[rule])
    answer = greedy(about, watching(about), 0, 1)

    assert answer.rounds is not None
    assert judge(about, answer.rounds).violations == ()


@pytest.mark.parametrize("name", ["tischrunde", "annealing", "cp-sat"])
def test_solvers_that_can_work_on_two_cores_keep_the_rules_there_too(name: str) -> None:
    about = meeting()
    answer = SOLVERS[name](about, watching(about, limit_of(name)), 0, 2)

    assert answer.rounds is not None
    assert judge(about, answer.rounds).violations == ()


def test_a_greedy_plan_that_is_not_ready_in_time_is_none() -> None:
    about = meeting()
    assert greedy(about, watching(about, 0.0), 0, 1).rounds is None


def test_sizes_are_even_and_leave_hosts_their_table() -> None:
    tables = [{"id": "A", "seats": 2}, {"id": "B", "seats": 9, "min_seats": 4}, {"id": "C", "seats": 9}]
    people = [{"id": f"p{i}"} for i in range(10)] + [{"id": "h", "hosts": "C"}]
    uneven = Meeting.model_validate({"rounds": 1, "balance": None, "tables": tables, "people": people})

    assert hosting(uneven, 1) == {"h": "C"}
    assert even_sizes(uneven, 1) == {"A": 2, "B": 5, "C": 4}


@settings(max_examples=25)
@given(st.integers(0, 10_000))
def test_planted_rules_hold_in_their_plan_and_are_of_every_kind(seed: int) -> None:
    about, plan = planted(seed)

    assert judge(about, plan).violations == ()
    assert {rule.kind for rule in about.rules} == set(KINDS)
    assert 12 <= len(about.people) <= 62
    assert planted(seed)[0] == about
