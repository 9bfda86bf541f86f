"""CP-SAT proves small meetings, repairs and improves plans, the same way every time, and stops when told."""

import threading
import time
from itertools import islice
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from tests import naive
from tests.solver.test_bounds import cafe
from tests.strategies import KINDS, meetings
from tischrunde.bounds import prove
from tischrunde.exact import ExactWorker
from tischrunde.exact.crossings import build_by_crossings
from tischrunde.exact.improve import Improver
from tischrunde.exact.prove import Prover
from tischrunde.exact.repair import Repairer
from tischrunde.exact.runner import Runner, whole
from tischrunde.exact.trouble import plan_price, troubles
from tischrunde.model import Meeting
from tischrunde.problem import BROKEN, Problem, Seats
from tischrunde.score import judge, violations

DEAR = 1 << 30
PLANS_AT_MOST = 400


def sat(problem: Problem, *rounds: str) -> Seats:
    """Return seats told by the letters of the tables, person by person."""
    return np.array([[ord(table) - ord("A") for table in row] for row in rounds], np.int32).reshape(
        problem.attends.shape
    )


def golfers() -> Problem:
    """Nine people at three tables: four rounds without a reunion, once somebody finds them."""
    return Problem.of(cafe(9, 3, rounds=4, with_themes=False))


def rows_only(problem: Problem) -> Seats:
    return sat(problem, *["AAABBBCCC"] * 4)


@given(meetings(max_people=6, max_tables=3, max_rounds=3))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_plan_is_cheaper_than_the_cheapest_by_crossings(meeting: Meeting) -> None:
    problem = Problem.of(meeting)
    outcome = Runner().run(build_by_crossings(problem, at_least=-DEAR, at_most=DEAR), effort=5)
    plans = list(islice(naive.all_seatings(meeting), PLANS_AT_MOST + 1))
    assert outcome.is_final
    assert (outcome.seats is None) == (not plans)
    if outcome.seats is not None:
        judgement = judge(meeting, problem.seating(outcome.seats))
        assert not judgement.violations
        assert judgement.cost == outcome.least
        costs = [judge(meeting, rounds).cost for rounds in plans]
        assert judgement.cost == min(costs) if len(plans) <= PLANS_AT_MOST else judgement.cost <= min(costs)


@pytest.mark.parametrize(("told", "least"), [(24.000000000000004, 24), (24.0, 24), (23.999999999, 24), (24.5, 25)])
def test_a_bound_told_as_a_float_is_never_rounded_above_a_cost(told: float, least: int) -> None:
    assert whole(told) == least


def test_a_loose_bound_of_a_small_meeting_is_proved() -> None:
    """Two who both avoid a third at two tables share one in every round, which the bound doesn't see."""
    rules = [{"kind": "apart", "people": ["0", "1"]}, {"kind": "apart", "people": ["1", "2"]}]
    meeting = cafe(8, 2, rounds=3, with_themes=False, rules=rules)
    problem = Problem.of(meeting)
    seats = sat(problem, *["ABAABBAB"] * 3)
    bound = prove(problem).cost
    prover = Prover(problem, 0)
    best, least = seats, bound
    while plan_price(problem, best)[1] > least:
        better, least = prover.prove(best, bound=least)
        best = best if better is None else better
    assert not violations(meeting, problem.seating(best))
    assert bound < least == judge(meeting, problem.seating(best)).cost


def test_a_large_meeting_is_not_given_to_the_prover() -> None:
    assert Prover(golfers(), 0).is_due()
    assert not Prover(Problem.of(cafe(100, 20, rounds=4)), 0).is_due()


def test_neighbourhoods_lead_to_a_plan_without_reunions() -> None:
    problem = golfers()
    improver, seats = Improver(problem, 1), rows_only(problem)
    for _ in range(100):
        better = improver.improve(seats, bound=0, effort=0.2)
        if better is not None:
            assert plan_price(problem, better) < plan_price(problem, seats)
            assert not violations(problem.meeting, problem.seating(better))
            seats = better
        if plan_price(problem, seats) == (0, 0):
            break
    assert plan_price(problem, seats) == (0, 0)


def test_the_best_plan_has_no_better_neighbour() -> None:
    problem = Problem.of(cafe(4, 2, rounds=2, with_themes=False))
    best = sat(problem, "AABB", "ABAB")
    improver = Improver(problem, 1)
    assert all(improver.improve(best, bound=-1, effort=0.2) is None for _ in range(8))


def broken_meeting(**changes: Any) -> tuple[Problem, Seats]:
    """Return a meeting whose seats keep two people together who must be apart, in the second round."""
    rules = [{"kind": "apart", "people": ["0", "1"]}, *changes.pop("rules", [])]
    problem = Problem.of(cafe(6, 3, rounds=2, with_themes=False, rules=rules, **changes))
    return problem, sat(problem, "ABCABC", "AABBCC")


def test_a_broken_rule_is_repaired_and_the_rest_stays() -> None:
    problem, seats = broken_meeting()
    repairer = Repairer(problem, 0, seats=1)
    mended = repairer.repair(seats, effort=1)
    assert mended is not None
    assert not violations(problem.meeting, problem.seating(mended))
    assert (mended == seats).sum() >= 4


def test_repair_grows_until_it_sees_that_rules_clash() -> None:
    problem, seats = broken_meeting(rules=[{"kind": "together", "people": ["0", "1"], "rounds": [2]}])
    repairer = Repairer(problem, 0, seats=1)
    for _ in range(12):
        assert repairer.repair(seats, effort=1) is None
    assert repairer.is_impossible


@given(meetings(max_people=6, max_tables=3, max_rounds=2))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_found_keeps_every_rule_and_what_is_proved_is_true(meeting: Meeting) -> None:
    problem = Problem.of(meeting)
    fresh = Runner().run(build_by_crossings(problem, at_least=-DEAR, at_most=DEAR), effort=5)
    if fresh.seats is None:
        return
    worker, seats, bound = ExactWorker(problem, 3), np.roll(fresh.seats, 1, axis=0), prove(problem).cost
    if (seats < 0).any() != (fresh.seats < 0).any() or ((seats >= 0) != problem.attends).any():
        seats = fresh.seats
    for _ in range(6):
        better, least = worker.step(seats, bound, 0.5)
        seats, bound = seats if better is None else better, bound if least is None else least
        assert better is None or not violations(meeting, problem.seating(better))
        assert bound <= (fresh.least or 0)
    assert plan_price(problem, seats) == (0, fresh.least)


def test_same_steps_same_plan() -> None:
    problem = golfers()
    begun = rows_only(problem)

    def steps() -> Seats:
        worker, seats = ExactWorker(problem, 5), begun
        for _ in range(2):
            better, _ = worker.step(seats, 0, 0.1)
            seats = seats if better is None else better
        return seats

    once = steps()
    assert plan_price(problem, once) < plan_price(problem, begun)
    assert (once == steps()).all()


def test_a_step_stops_when_told_from_another_thread() -> None:
    """Without the stop it would take hours."""
    problem = Problem.of(cafe(30, 3, rounds=4, with_themes=False, sectors=(10, 9, 8)))
    worker = ExactWorker(problem, 0)
    thread = threading.Thread(target=worker.step, args=(sat(problem, *["A" * 10 + "B" * 10 + "C" * 10] * 4), 0, 1e6))
    thread.start()
    time.sleep(0.3)
    worker.stop()
    thread.join(60)
    assert not thread.is_alive()
    assert worker.step(sat(problem, *["A" * 10 + "B" * 10 + "C" * 10] * 4), 0) == (None, None)


@given(meetings(max_people=6, max_tables=3, max_rounds=3, kinds=[kind for kind in KINDS if kind != "composition"]))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_some_seat_is_in_trouble_wherever_a_rule_is_broken(meeting: Meeting) -> None:
    """A table that lacks somebody may be empty, and who never comes has no seat: these are left out."""
    problem = Problem.of(meeting)
    if not (problem.is_open.any(axis=1).all() and problem.attends.any(axis=0).all()):
        return
    rng = np.random.default_rng(0)
    seats = np.array([rng.choice(np.flatnonzero(row), problem.n_people) for row in problem.is_open], np.int32)
    seats = np.where(problem.attends, seats, -1).astype(np.int32)
    broken, _ = plan_price(problem, seats)
    assert (broken > 0) == bool((troubles(problem, seats) >= BROKEN // 2).any())
