"""The constraint model against every plan of tiny meetings: same answer, same cost, valid seats."""

import numpy as np
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from tests.naive import all_seatings, best_by_exhaustion
from tests.strategies import meetings
from tischrunde.exact import Model, build
from tischrunde.model import Meeting
from tischrunde.problem import Problem, Seats
from tischrunde.score import judge

slowly = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
small = meetings(max_people=5, max_tables=3, max_rounds=3, max_rules=3)
wide = meetings(max_people=6, max_tables=3, max_rounds=2, max_rules=2)


def solved(model: Model) -> tuple[Seats, int] | None:
    """Return the best seats and what the model says they cost, ``None`` when there are none."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    status = solver.solve(model.cp)
    assert status in (cp_model.OPTIMAL, cp_model.INFEASIBLE)
    if status == cp_model.INFEASIBLE:
        return None
    return model.seats(solver.value), round(solver.objective_value)


def best_cost_of(meeting: Meeting) -> int | None:
    """Return the cost of the best plan by trying all."""
    best = best_by_exhaustion(meeting)
    return None if best is None else best.cost


def check(meeting: Meeting, found: tuple[Seats, int] | None, best_cost: int | None) -> None:
    """Check that a model found a valid plan of this cost, or none when there is none."""
    event("possible" if best_cost is not None else "impossible")
    assert (found is None) == (best_cost is None)
    if found is not None:
        judged = judge(meeting, Problem.of(meeting).seating(found[0]))
        assert judged.violations == ()
        assert judged.cost == best_cost == found[1]


@slowly
@given(small, st.booleans())
def test_the_best_plan_of_the_model_is_the_best_of_all(meeting: Meeting, symmetry: bool) -> None:
    check(meeting, solved(build(Problem.of(meeting), symmetry=symmetry)), best_cost_of(meeting))


@slowly
@given(wide, st.booleans())
def test_the_best_plan_of_two_rounds_is_the_best_of_all(meeting: Meeting, symmetry: bool) -> None:
    check(meeting, solved(build(Problem.of(meeting), symmetry=symmetry)), best_cost_of(meeting))


@slowly
@given(st.data(), meetings(max_people=5, max_tables=3, max_rounds=2, max_rules=2))
def test_people_who_keep_their_seats_leave_the_best_plan_around_them(data: st.DataObject, meeting: Meeting) -> None:
    problem = Problem.of(meeting)
    plans = [problem.table_of(rounds) for rounds in all_seatings(meeting)]
    event("possible" if plans else "impossible")
    if not plans:
        return
    kept = data.draw(st.sampled_from(plans)).copy()
    free = data.draw(st.lists(st.booleans(), min_size=kept.size, max_size=kept.size))
    kept[np.array(free).reshape(kept.shape)] = -1
    around = [plan for plan in plans if ((kept < 0) | (kept == plan)).all()]
    best = min(judge(meeting, problem.seating(plan)).cost for plan in around)
    check(meeting, solved(build(problem, frozen=kept)), best)


@slowly
@given(small)
def test_seats_that_break_no_rule_are_a_complete_hint(meeting: Meeting) -> None:
    problem = Problem.of(meeting)
    found = solved(build(problem))
    if found is None:
        return
    model = build(problem, symmetry=False, hint=found[0])
    hinted = set(model.cp.proto.solution_hint.vars)
    assert all(i in hinted for i, made in enumerate(model.cp.proto.variables) if made.domain[0] != made.domain[-1])
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.fix_variables_to_their_hinted_value = True
    assert solver.solve(model.cp) == cp_model.OPTIMAL
    assert round(solver.objective_value) == found[1]


@slowly
@given(small)
def test_a_plan_dearer_than_the_best_is_not_asked_for_in_vain(meeting: Meeting) -> None:
    problem = Problem.of(meeting)
    best = solved(build(problem))
    if best is not None:
        assert solved(build(problem, at_most=best[1] - 1)) is None
        assert solved(build(problem, at_most=best[1], at_least=best[1])) is not None
