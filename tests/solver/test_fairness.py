"""The last touch: reunions spread over people at no cost, counted as the judge counts."""

import numpy as np
from hypothesis import event, given, settings
from hypothesis import strategies as st

from tests.naive_kernel import counters, counters_of
from tests.strategies import meetings
from tischrunde.kernel import burdens, even_out, rules_of, seated_state
from tischrunde.model import Meeting
from tischrunde.problem import Problem, Seats
from tischrunde.score import judge
from tischrunde.search import fairer, nearest_seats

some = settings(max_examples=40)
larger = meetings(max_people=8, max_tables=4, max_rounds=4, max_rules=2, kinds=["apart", "composition", "together"])


def begun(meeting: Meeting, seed: int) -> tuple[Problem, Seats | None]:
    """Return a meeting as arrays and seats to begin with, if there are any."""
    problem = Problem.of(meeting)
    nowhere = np.full((problem.n_rounds, problem.n_people), -1, np.int32)
    return problem, nearest_seats(problem, nowhere, seed=seed)


@some
@given(larger, st.integers(0, 100))
def test_unfairness_is_that_of_the_judge(meeting: Meeting, seed: int) -> None:
    problem, seats = begun(meeting, seed)
    if seats is not None:
        burden = np.full(problem.n_people, 99, np.int32)
        state = seated_state(problem, seats, np.zeros(1, np.uint64))
        assert (
            burdens(state.members, state.size, state.table_of, burden)
            == judge(meeting, problem.seating(seats)).unfairness
        )


@some
@given(larger, st.integers(0, 100))
def test_a_fairer_plan_costs_the_same_and_breaks_no_rule_more(meeting: Meeting, seed: int) -> None:
    problem, seats = begun(meeting, seed)
    if seats is None:
        return
    before = judge(meeting, problem.seating(seats))
    after = judge(meeting, problem.seating(fairer(problem, seats.copy(), seed=seed)))
    event("fairer" if after.unfairness < before.unfairness else "as fair")
    assert after.cost == before.cost
    assert after.unfairness <= before.unfairness
    assert bool(after.violations) == bool(before.violations)


@some
@given(larger, st.integers(0, 100))
def test_evening_out_returns_its_change_and_counts_everything_along(meeting: Meeting, seed: int) -> None:
    problem, seats = begun(meeting, seed)
    if seats is None:
        return
    rules, state = rules_of(problem), seated_state(problem, seats, np.array([seed], np.uint64))
    burden, fresh = np.zeros(problem.n_people, np.int32), np.zeros(problem.n_people, np.int32)
    before = burdens(state.members, state.size, state.table_of, burden)
    change = even_out(rules, state, burden, 200)
    assert before + change == burdens(state.members, state.size, state.table_of, fresh)
    assert burden.tolist() == fresh.tolist()
    assert counters_of(state) == counters(problem, state.table_of)


def test_reunions_that_fall_on_few_are_shared_with_others() -> None:
    given = {
        "rounds": 4,
        "people": [{"id": f"p{i}"} for i in range(12)],
        "tables": [{"id": f"T{i}", "seats": 4} for i in range(3)],
    }
    gained = []
    for seed in range(5):
        problem, seats = begun(Meeting.model_validate(given), seed)
        assert seats is not None
        before = judge(problem.meeting, problem.seating(seats)).unfairness
        gained.append(before - judge(problem.meeting, problem.seating(fairer(problem, seats, seed=seed))).unfairness)
    assert min(gained) > 0


def test_seats_that_are_as_fair_as_can_be_stay_as_they_are() -> None:
    given = {"rounds": 2, "people": [{"id": p} for p in "abcd"], "tables": [{"id": t, "seats": 2} for t in "AB"]}
    seats = np.array([[0, 0, 1, 1], [1, 1, 0, 0]], np.int32)
    assert (fairer(Problem.of(Meeting.model_validate(given)), seats, seed=0) == seats).all()
