"""One account of all visits: what hosts, wishes and crowds force together, and class pairs."""

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import naive
from tests.solver.test_bounds import cafe, least_of, proof_of, some_plans
from tests.strategies import meetings
from tischrunde.bounds import Company, Room, least_of_visits
from tischrunde.bounds.linear import UNLIMITED, Linear
from tischrunde.model import Meeting
from tischrunde.problem import Problem
from tischrunde.score import judge


def account_of(meeting: Meeting, *, reunions: int | None = 0) -> int:
    return least_of_visits(Company.of(Room.of(Problem.of(meeting))), reunions=reunions)


def test_travellers_run_out_of_tables_without_a_host_of_their_sector() -> None:
    """Two of three hosts share the sector of the only traveller of it, who comes to each theme once."""
    changes = {p: {"sector": "a"} for p in (0, 1, 3)}
    meeting = cafe(6, 3, rounds=2, hosts=3, changes=changes, weights={"mixing": {"sector": 3}})
    proof = proof_of(meeting)
    assert proof.terms["mixing.sector"] == 0
    assert account_of(meeting) == proof.cost == least_of(meeting)["cost"] == 3


def test_a_wish_can_lead_to_a_colleague_who_hosts() -> None:
    organisation: dict[int, dict[str, Any]] = {0: {"organisation": "o"}, 3: {"organisation": "o", "wishes": ["A"]}}
    meeting = cafe(6, 3, rounds=1, hosts=3, changes=organisation, weights={"mixing": {"organisation": 5}})
    assert proof_of(meeting).cost == least_of(meeting)["cost"] == 5


def test_a_wish_is_given_up_where_company_costs_more() -> None:
    organisation: dict[int, dict[str, Any]] = {0: {"organisation": "o"}, 3: {"organisation": "o", "wishes": ["A"]}}
    weights = {"mixing": {"organisation": 50}, "wishes": 1}
    meeting = cafe(6, 3, rounds=1, hosts=3, changes=organisation, weights=weights)
    assert proof_of(meeting).cost == least_of(meeting)["cost"] == 4


def test_must_visits_bring_a_sector_together() -> None:
    changes = {p: {"sector": "a", "must_visit": ["A"]} for p in (0, 1, 2)}
    meeting = cafe(6, 3, rounds=2, changes=changes, weights={"mixing": {"sector": 3}})
    assert proof_of(meeting).terms["mixing.sector"] == 0
    assert proof_of(meeting).cost == least_of(meeting)["cost"] == 3


@pytest.mark.parametrize(("weight", "cost"), [(1000, 1000 * 351 + 10 * 45), (3, 1164)])
def test_a_perfect_mix_of_a_large_sector_uses_up_the_pairs_across(weight: int, cost: int) -> None:
    """A round that mixes 29 of 47 evenly brings them to 63 of the 522 pairs across: 9 x 63 - 522 = 45 come again.

    Where mixing is cheap, 23 more pairs within the sector spare all of these; they bring as many more pairs beyond
    it, and some of those are of one of the small sectors.
    """
    meeting = cafe(
        47,
        8,
        rounds=9,
        with_themes=False,
        sizes=[6] * 7 + [5],
        sectors=(29, 6, 4, 3, 3, 2),
        weights={"mixing": {"sector": weight}},
    )
    proof = proof_of(meeting)
    assert (proof.terms["reunions"], proof.terms["mixing.sector"]) == (0, 351)
    assert proof.cost >= cost


def test_history_makes_the_pairs_across_dearer() -> None:
    """Two of each sector in twos: round by round they mix only across, where some have met before."""
    met = [["0", "2", 1], ["0", "3", 1], ["1", "2", 1]]
    meeting = cafe(4, 2, rounds=1, with_themes=False, sectors=(2, 2), history=met, weights={"mixing": {"sector": 100}})
    assert account_of(meeting) <= proof_of(meeting).cost <= least_of(meeting)["cost"] == 10


def test_composition_rules_and_groups_are_kept_in_the_account() -> None:
    rules = [
        {"kind": "composition", "attribute": "sector", "value": "a", "min": 2, "tables": ["A"]},
        {"kind": "together", "people": ["1", "3"]},
    ]
    changes = {p: {"sector": "a"} for p in (0, 1, 2)} | {3: {"organisation": "o"}, 4: {"organisation": "o"}}
    weights = {"mixing": {"sector": 3, "organisation": 5}}
    meeting = cafe(6, 3, rounds=2, with_themes=False, changes=changes, rules=rules, weights=weights)
    assert account_of(meeting) == 3 * 2
    assert proof_of(meeting).cost <= least_of(meeting)["cost"]


def test_a_linear_program_is_bounded_by_its_least_cost() -> None:
    """Three units at least, of which one costs 2 and the others 5: 2 + 5 + 5."""
    linear = Linear()
    columns = linear.columns(np.array([1, 7]), cost=np.array([2, 5]))
    linear.enter(linear.rows(np.array([3]), np.array([UNLIMITED])), columns)
    assert linear.least_cost() == 12


def test_fractions_of_a_linear_program_are_rounded_up() -> None:
    """Three couples must hold one person each and half a person pays for a whole: 3/2, so 2."""
    linear = Linear()
    people = linear.columns(np.array([1, 1, 1]), cost=1)
    rows = linear.rows(np.ones(3, np.int64), np.full(3, UNLIMITED))
    linear.enter(rows, people)
    linear.enter(rows, np.roll(people, 1))
    assert linear.least_cost() == 2


@given(
    prices=st.lists(st.floats(-100, 100), min_size=3, max_size=3),
    most=st.lists(st.integers(0, 4), min_size=4, max_size=4),
)
def test_whatever_prices_are_proposed_the_bound_holds(prices: list[float], most: list[int]) -> None:
    linear = Linear()
    columns = linear.columns(np.array(most), cost=np.array([1, -2, 3, 0]))
    rows = linear.rows(np.array([1, -UNLIMITED, 0]), np.array([UNLIMITED, 3, 2]))
    times = np.array([[1, 1, 0, 2], [0, 1, 1, -1], [1, 0, 1, 0]])
    linear.enter(rows[:, None], columns[None, :], times)
    amounts = np.array(np.meshgrid(*(range(m + 1) for m in most))).reshape(4, -1)
    sums = times @ amounts
    kept = (sums[0] >= 1) & (sums[1] <= 3) & (sums[2] >= 0) & (sums[2] <= 2)
    costs = np.array([1, -2, 3, 0]) @ amounts
    bound = linear.least_cost_at(np.array(prices))
    assert all(bound <= cost for cost in costs[kept].tolist())


@given(meetings(max_people=6, max_tables=3, max_rounds=3))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_plan_beats_the_account(meeting: Meeting) -> None:
    company = Company.of(Room.of(Problem.of(meeting)))
    account = least_of_visits(company, reunions=0)
    without = least_of_visits(company, reunions=None)
    weights = meeting.weights
    for rounds in some_plans(meeting):
        judgement = judge(meeting, rounds)
        others = judgement.cost - weights.affinities * judgement.terms["affinities"]
        assert account <= others
        assert without <= others - weights.reunions * judgement.terms["reunions"]


@given(meetings(max_people=5, max_tables=2, max_rounds=2, max_rules=1))
@settings(max_examples=100, deadline=None)
def test_no_best_plan_beats_the_account(meeting: Meeting) -> None:
    best = naive.best_by_exhaustion(meeting)
    liked = meeting.weights.affinities * (best.terms["affinities"] if best else 0)
    assert best is None or account_of(meeting) <= best.cost - liked
