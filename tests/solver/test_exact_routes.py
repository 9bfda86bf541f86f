"""Whole routes as variables: the same best plan as all seatings show, and no route that a rule forbids."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.solver.little_meetings import meeting, people, tables, themed
from tests.solver.test_exact_model import best_cost_of, check, slowly, solved
from tests.strategies import meetings
from tischrunde.exact import build
from tischrunde.exact.crossings import build_by_crossings
from tischrunde.exact.routes import companies, kept_by_routes, routes_of
from tischrunde.model import Meeting
from tischrunde.problem import Problem

small = meetings(max_people=5, max_tables=3, max_rounds=3, max_rules=3)
wide = meetings(max_people=6, max_tables=3, max_rounds=2, max_rules=2)
DEAR = 10**9


def everywhere(problem: Problem) -> NDArray[np.bool_]:
    return np.asarray(problem.attends[:, :, None] & problem.is_open[:, None, :])


@slowly
@given(small, st.booleans())
def test_the_best_plan_by_routes_is_the_best_of_all(meeting: Meeting, symmetry: bool) -> None:
    model = build(Problem.of(meeting), symmetry=symmetry, by_routes=True)
    check(meeting, solved(model), best_cost_of(meeting))


@slowly
@given(wide)
def test_the_best_plan_of_two_rounds_by_routes_and_crossings_is_the_best_of_all(meeting: Meeting) -> None:
    problem = Problem.of(meeting)
    assert problem.has_few_routes
    check(meeting, solved(build_by_crossings(problem, at_least=-DEAR, at_most=DEAR)), best_cost_of(meeting))


def test_who_comes_to_a_theme_once_has_the_orders_of_its_tables_as_routes() -> None:
    problem = Problem.of(meeting(people=people("abc", a={"hosts": "T1"}), tables=tables([3, 3, 3]), rounds=2))
    routes = [list(routes_of(problem, everywhere(problem), [p])) for p in range(3)]
    assert len(routes[1]) == len(routes[2]) == 9
    assert problem.n_routes == 1 + 9 + 9

    three = meeting(people=people("abc", a={"hosts": "T1"}), **themed("one", "other", "other"), rounds=2)
    orders = [list(routes_of(Problem.of(three), everywhere(Problem.of(three)), [p])) for p in range(3)]
    assert len(orders[1]) == len(orders[2]) == 4
    assert Problem.of(three).n_routes == 1 + 4 + 4


def test_those_who_are_always_together_go_one_route() -> None:
    bound = [{"kind": "together", "people": ["a", "b"]}, {"kind": "together", "people": ["c", "d"], "rounds": [1]}]
    problem = Problem.of(meeting(people=people("abcd"), tables=tables([2, 2]), rounds=2, rules=bound))
    assert companies(problem) == [[0, 1], [2], [3]]


def test_what_routes_keep_is_not_said_twice() -> None:
    rules = [{"kind": "theme_visits", "at_least": 1}, {"kind": "apart", "people": ["a", "b"]}]
    problem = Problem.of(meeting(people=people("abcd"), tables=tables([2, 2]), rules=rules))
    kept = kept_by_routes(problem)
    assert {"rules/0", "balance", "tables/T1/seats", "people/a/needs", "themes"} <= kept
    assert "rules/1" not in kept
