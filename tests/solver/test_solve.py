"""The whole solver: its word against every plan of tiny meetings, and its promises about seeds, stops and starts."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from tests.naive import best_by_exhaustion, keeps
from tests.strategies import meetings, seatings
from tischrunde.model import Meeting, Plan, Seating
from tischrunde.planning import solve
from tischrunde.result import Result
from tischrunde.score import judge, violations
from tischrunde.stop import Flag, MaxIterations, MaxRuntime, NoImprovement, Progress, any_of

ENOUGH = MaxIterations(40_000)
tiny = meetings(max_people=5, max_tables=3, max_rounds=2, max_rules=2)
some = settings(max_examples=40)


def meeting_of(*, people: int = 9, tables: int = 3, rounds: int = 4, **more: Any) -> Meeting:
    """Return people p0, p1, ... at tables T0, T1, ... of equal size."""
    given = {
        "rounds": rounds,
        "people": [{"id": f"p{i}"} for i in range(people)],
        "tables": [{"id": f"T{i}", "seats": -(-people // tables)} for i in range(tables)],
    }
    return Meeting.model_validate(given | more)


OPEN = meeting_of(people=14, tables=4, rounds=5, rules=[{"kind": "apart", "people": ["p0", "p1", "p2"], "rounds": [2]}])
"""Too many rounds for a proof: the search goes on until it is stopped."""


def without_seconds(result: Result) -> dict[str, Any]:
    """Return a plan file without the only thing that may differ between equal solves."""
    plain = result.plan.plain()
    del plain["run"]["seconds"]
    return plain


def cost(result: Result) -> int:
    """Return the cost of a plan that there is."""
    assert result.score is not None
    return result.score.cost


@some
@given(tiny, st.integers(0, 50))
def test_no_answer_about_a_tiny_meeting_is_contradicted_by_trying_every_plan(meeting: Meeting, seed: int) -> None:
    best = best_by_exhaustion(meeting)
    result = solve(meeting, stop=ENOUGH, seed=seed)
    event(result.status)
    if best is None:
        assert result.status in {"infeasible", "unknown"}
    else:
        assert result.status in {"optimal", "feasible"}
        assert cost(result) == best.cost
        assert result.score is not None
        assert result.score.bound <= best.cost


@some
@given(tiny)
def test_every_plan_keeps_every_rule_and_is_scored_as_the_judge_does(meeting: Meeting) -> None:
    result = solve(meeting, stop=MaxIterations(5_000))
    if result.rounds is None:
        assert result.score is None
        assert (result.status == "infeasible") == bool(result.conflicts)
        return
    judgement = judge(meeting, result.rounds)
    assert keeps(meeting, result.rounds)
    assert result.score is not None
    assert (result.score.cost, result.score.unfairness) == (judgement.cost, judgement.unfairness)
    assert {name: term.value for name, term in result.score.terms.items()} == judgement.terms
    assert all(term.bound <= term.value for term in result.score.terms.values())
    assert (result.status == "optimal") == (result.score.cost == result.score.bound)


@settings(max_examples=40)
@given(st.data())
def test_a_plan_is_never_worse_than_the_one_it_started_from(data: st.DataObject) -> None:
    meeting = data.draw(meetings(max_people=7, max_rules=1, kinds=["apart"]))
    rounds = data.draw(seatings(meeting))
    result = solve(meeting, stop=MaxIterations(1), start=rounds)
    valid = not violations(meeting, rounds)
    event("valid" if valid else "broken")
    if valid:
        assert result.rounds is not None
        assert judge(meeting, result.rounds).order <= judge(meeting, rounds).order


def test_a_meeting_with_a_perfect_plan_is_solved_with_proof() -> None:
    result = solve(meeting_of())
    assert result.status == "optimal"
    assert cost(result) == 0
    assert result.plan.run is not None
    assert result.plan.run.stopped_by == "proved"


def test_a_plan_without_proof_is_feasible_and_says_why_it_ended() -> None:
    result = solve(OPEN, stop=MaxIterations(5_000))
    assert result.status == "feasible"
    assert result.plan.run is not None
    assert (result.plan.run.stopped_by, result.plan.run.iterations) == ("max_iterations", 5_000)
    assert result.score is not None
    assert result.score.gap == (result.score.cost - result.score.bound) / max(1, result.score.bound)


def test_an_impossible_meeting_is_answered_with_the_rules_that_clash() -> None:
    result = solve(meeting_of(tables=2, rules=[{"kind": "apart", "people": ["p0", "p1", "p2"]}]))
    assert result.status == "infeasible"
    assert (result.rounds, result.score) == (None, None)
    assert [conflict.rules for conflict in result.plan.conflicts or ()] == [c.rules for c in result.conflicts]
    assert "rules/0" in result.conflicts[0].rules


def test_without_a_valid_plan_yet_the_answer_is_unknown() -> None:
    rules = [{"kind": "apart", "people": [f"p{i}", f"p{i + 1}"]} for i in range(0, 20, 2)]
    couples = meeting_of(people=20, tables=2, rounds=3, rules=rules)
    early = [solve(couples, stop=MaxIterations(0), seed=seed) for seed in range(4)]
    unknown = [result for result in early if result.status == "unknown"]
    assert unknown
    assert all((result.rounds, result.score, result.conflicts) == (None, None, ()) for result in unknown)
    assert all(solve(couples, stop=ENOUGH, seed=seed).rounds is not None for seed in range(4))


@pytest.mark.parametrize("workers", [1, 2])
def test_the_same_seed_and_moves_give_the_same_plan(workers: int) -> None:
    first, second = (solve(OPEN, stop=MaxIterations(400_000), seed=7, workers=workers) for _ in range(2))
    assert without_seconds(first) == without_seconds(second)


def test_another_seed_gives_another_plan() -> None:
    first, second = (solve(OPEN, stop=MaxIterations(2_000), seed=seed) for seed in (1, 2))
    assert first.rounds != second.rounds


def test_workers_share_the_moves_between_them() -> None:
    result = solve(OPEN, stop=MaxIterations(10_000), workers=2)
    assert result.plan.run is not None
    assert result.plan.run.iterations == 10_000


def test_the_moves_proposed_never_exceed_the_limit() -> None:
    result = solve(OPEN, stop=MaxIterations(1_001), workers=2)
    assert result.plan.run is not None
    assert result.plan.run.iterations <= 1_001


def test_a_limit_of_no_moves_still_gives_the_first_plan() -> None:
    result = solve(meeting_of(rounds=6), stop=MaxIterations(0))
    assert result.plan.run is not None
    assert result.plan.run.iterations == 0
    assert result.rounds is not None
    assert not violations(result.meeting, result.rounds)


def test_a_flag_set_from_outside_stops_with_the_best_plan_so_far() -> None:
    flag = Flag()
    seen: list[Progress] = []

    def watch(progress: Progress) -> None:
        seen.append(progress)
        if len(seen) == 3:
            flag.set()

    result = solve(OPEN, stop=flag, on_progress=watch)
    assert result.plan.run is not None
    assert result.plan.run.stopped_by == "interrupted"
    assert len(seen) == 3
    assert cost(result) == seen[-1].cost


def test_patience_and_moves_are_combined() -> None:
    result = solve(OPEN, stop=any_of(NoImprovement(600_000), MaxIterations(30_000_000)))
    assert result.plan.run is not None
    assert result.plan.run.stopped_by == "no_improvement"


def test_progress_and_improvements_are_told_in_order() -> None:
    steps: list[Progress] = []
    better: list[Progress] = []
    result = solve(OPEN, stop=MaxIterations(1_500_000), on_progress=steps.append, on_improvement=better.append)
    assert [step.iterations for step in steps] == sorted(step.iterations for step in steps)
    assert steps[0].iterations == 0
    assert steps[-1].iterations == 1_500_000
    orders = [(step.violations, step.cost) for step in better]
    assert orders == sorted(set(orders), reverse=True)
    assert all(step.violations >= 0 and step.since >= 0 for step in steps)
    assert all(step.bound <= step.cost for step in steps if step.violations == 0)
    assert better[-1].cost == steps[-1].cost == cost(result)
    assert result.score is not None
    assert better[-1].reunions == result.score.terms["reunions"].value


def test_nobody_is_told_of_preparing_when_the_kernel_is_ready() -> None:
    solve(meeting_of(), stop=MaxIterations(1))
    told: list[int] = []
    solve(meeting_of(), stop=MaxIterations(1), on_preparing=lambda: told.append(1))
    assert told == []


def test_a_start_may_be_a_plan_or_its_rounds_and_is_only_bettered() -> None:
    first = solve(OPEN, stop=MaxIterations(300_000))
    for start in (first.plan, first.rounds):
        again = solve(OPEN, stop=MaxIterations(0), seed=5, start=start)
        assert first.score is not None
        assert again.score is not None
        assert again.score.cost == first.score.cost
        assert again.score.unfairness <= first.score.unfairness


def test_every_better_plan_can_be_had_while_the_search_goes_on_and_later() -> None:
    makers: list[Callable[[], Result]] = []
    costs: list[int] = []

    def keep(make: Callable[[], Result]) -> None:
        makers.append(make)
        costs.append(cost(make()))

    crowd = meeting_of(people=42, tables=6, rounds=9)
    last = solve(crowd, stop=MaxIterations(3_000_000), seed=3, on_plan=keep)
    assert len(makers) > 1
    assert costs == sorted(costs, reverse=True)
    assert [cost(make()) for make in makers] == costs
    assert costs[-1] == cost(last)
    for made in (make() for make in makers):
        assert made.rounds is not None
        assert not violations(crowd, made.rounds)
        assert (made.status, made.plan.run.stopped_by if made.plan.run else "") == ("feasible", "running")


def test_being_asked_for_plans_changes_nothing_about_the_plan() -> None:
    seen: list[Result] = []
    watched = solve(OPEN, stop=MaxIterations(100_000), on_plan=lambda make: seen.append(make()))
    assert seen
    assert without_seconds(watched) == without_seconds(solve(OPEN, stop=MaxIterations(100_000)))


def test_a_plan_that_breaks_a_rule_is_never_shown() -> None:
    shown: list[Result] = []
    solve(
        meeting_of(people=4, tables=2, rounds=1, rules=[{"kind": "apart", "people": ["p0", "p1", "p2"]}]),
        stop=MaxIterations(1000),
        on_plan=lambda make: shown.append(make()),
    )
    assert not shown


def test_a_start_without_rounds_is_no_start() -> None:
    assert solve(meeting_of(), start=Plan(rounds=None)).status == "optimal"


def test_a_start_that_breaks_rules_or_names_strangers_is_mended() -> None:
    crowded: Seating = ({"T0": tuple(f"p{i}" for i in range(14)), "nowhere": ("stranger",)},)
    result = solve(OPEN, stop=MaxIterations(10_000), start=crowded)
    assert result.rounds is not None
    assert not violations(OPEN, result.rounds)


def test_everybody_hosting_leaves_one_plan() -> None:
    people = [{"id": f"p{i}", "hosts": f"T{i}"} for i in range(3)]
    tables = [{"id": f"T{i}", "seats": 2} for i in range(3)]
    result = solve(Meeting.model_validate({"rounds": 2, "people": people, "tables": tables}))
    assert result.status == "optimal"
    assert result.rounds == ({"T0": ("p0",), "T1": ("p1",), "T2": ("p2",)},) * 2


def test_a_meeting_of_nobody_has_an_empty_plan() -> None:
    result = solve(Meeting.model_validate({"rounds": 2, "people": [], "tables": [{"id": "T0", "seats": 2}]}))
    assert result.status == "optimal"
    assert result.rounds == ({"T0": ()},) * 2


def test_when_time_is_over_at_once_the_first_seats_are_bettered_a_little_and_given() -> None:
    result = solve(OPEN, stop=MaxRuntime(0), workers=50)
    assert result.status == "feasible"
    assert result.plan.run is not None
    assert result.plan.run.stopped_by == "max_runtime"
    assert 0 < result.plan.run.iterations <= 100_000
