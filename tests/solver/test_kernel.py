"""The kernel against its slow twins: what it carries along, and what it says a move costs."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from tests.naive_kernel import Counters, counters, counters_of, price
from tests.solver.seated import Seated, annealed, begun, classic, in_rows, seated
from tests.strategies import KINDS, meetings
from tischrunde.kernel import anneal, even_out, relabel, swap_price, warm_up
from tischrunde.kernel.moves import make_step
from tischrunde.problem import unpack
from tischrunde.score import judge, violations

some = settings(max_examples=30)


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
def test_a_seated_state_counts_what_the_slow_twin_counts(start: Seated) -> None:
    assert counters_of(start.state) == counters(start.problem, start.table_of)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=12)
@given(data=st.data())
def test_a_swap_costs_the_difference_of_two_whole_prices(kind: str, data: st.DataObject) -> None:
    start = data.draw(seated(meetings(max_people=7, max_rules=3, kinds=[kind])))
    problem, table_of = start.problem, start.table_of
    before = price(problem, table_of)
    for r in range(problem.n_rounds):
        # Groups and hosts as well: the price of a swap asks for two tables, nothing else.
        for p, q in combinations(np.flatnonzero(problem.attends[r]).tolist(), 2):
            if table_of[r, p] != table_of[r, q]:
                after = table_of.copy()
                after[r, [p, q]] = after[r, [q, p]]
                assert swap_price(start.rules, start.state, r, p, q) == price(problem, after) - before
                assert swap_price(start.rules, start.state, r, q, p) == price(problem, after) - before


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=12)
@given(data=st.data())
def test_a_step_costs_the_difference_of_two_whole_prices(kind: str, data: st.DataObject) -> None:
    start = data.draw(seated(meetings(max_people=7, max_rules=3, kinds=[kind])))
    problem, table_of, counted = start.problem, start.table_of, counters_of(start.state)
    before = price(problem, table_of)
    for r, p in np.argwhere(problem.attends).tolist():
        for table in np.flatnonzero(problem.is_open[r] & (start.state.size[r] < problem.high.max())).tolist():
            if table_of[r, p] != table:
                after = table_of.copy()
                after[r, p] = table
                there = make_step(start.rules, start.state, r, p, table)
                assert there == price(problem, after) - before
                assert (start.state.table_of == after).all()
                assert counters_of(start.state)._replace(price=0) == counters(problem, after)._replace(price=0)
                assert make_step(start.rules, start.state, r, p, int(table_of[r, p])) == -there
                assert counters_of(start.state) == counted


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
    for function in (anneal, even_out, relabel):
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
