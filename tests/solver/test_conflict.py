"""A smallest set of clashing rules is found for any impossible meeting, and told in plain words."""

import threading
from itertools import islice

import pytest
from hypothesis import HealthCheck, event, given, settings
from ortools.sat.python import cp_model

from tests.naive import all_seatings
from tests.solver.impossible_meetings import IMPOSSIBLE, Impossible
from tests.solver.little_meetings import meeting, people, tables, themed
from tests.solver.test_diagnose_truth import with_rules_only
from tests.strategies import meetings
from tischrunde import Flag, violations
from tischrunde.diagnosis import diagnose as quick_reasons
from tischrunde.diagnosis.wording import clash_of
from tischrunde.exact import build_from, conflict, diagnose, new_solver
from tischrunde.exact.clashes import shrunk
from tischrunde.exact.rules import limits
from tischrunde.model import Meeting
from tischrunde.problem import Problem

each = pytest.mark.parametrize("case", [pytest.param(case, id=case.why) for case in IMPOSSIBLE])
slowly = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
MOST_SITTINGS = 20_000


def is_possible(the_meeting: Meeting, kept: set[str]) -> bool:
    """Return whether a plan keeps these rules, attendance being given."""
    status = new_solver(effort=10).solve(build_from(Problem.of(the_meeting), kept).cp)
    assert status != cp_model.UNKNOWN
    return bool(status != cp_model.INFEASIBLE)


def places_of(the_meeting: Meeting) -> set[str]:
    return {limit.place for limit in limits(Problem.of(the_meeting))}


@each
def test_the_set_found_is_a_smallest_one(case: Impossible) -> None:
    verdict = conflict(case.meeting)
    (reason,) = verdict.reasons
    assert verdict.status == "infeasible"
    assert verdict.is_smallest
    assert set(reason.rules) - case.given in case.sets
    assert len(set(reason.rules)) == len(reason.rules)


@each
def test_without_the_quick_checks_the_same_sets_are_found(case: Impossible) -> None:
    (reason,) = conflict(case.meeting, checked=True).reasons
    assert set(reason.rules) in case.sets
    assert bool(quick_reasons(case.meeting)) == case.seen


@each
def test_every_set_expected_clashes_and_does_not_without_any_one_rule(case: Impossible) -> None:
    for rules in case.sets:
        assert not is_possible(case.meeting, set(rules))
        for rule in rules:
            assert is_possible(case.meeting, set(rules) - {rule}), rule


@each
def test_no_seating_at_all_keeps_the_rules_expected(case: Impossible) -> None:
    # Every plan is tried, up to a size: those of many people and rounds are left to the model.
    eased = with_rules_only(case.meeting, case.sets[0])
    seats = sum(len(attended) for attended in eased.attended.values())
    if len(eased.tables) ** seats <= MOST_SITTINGS:
        assert next(all_seatings(eased), None) is None
    else:
        assert not is_possible(case.meeting, places_of(case.meeting))


@slowly
@given(meetings(max_people=5, max_tables=3, max_rounds=3, max_rules=4))
def test_the_verdict_is_that_of_trying_every_plan(the_meeting: Meeting) -> None:
    verdict = conflict(the_meeting, checked=True)
    plan = next(islice(all_seatings(the_meeting), 1), None)
    event(verdict.status)
    assert verdict.status == ("infeasible" if plan is None else "possible")
    if verdict.table_of is not None:
        assert violations(the_meeting, Problem.of(the_meeting).seating(verdict.table_of)) == []
    for reason in verdict.reasons:
        assert next(all_seatings(with_rules_only(the_meeting, reason.rules)), None) is None
        for rule in reason.rules:
            assert is_possible(the_meeting, set(reason.rules) - {rule})


@slowly
@given(meetings(max_people=5, max_tables=3, max_rounds=2, max_rules=3))
def test_what_the_quick_checks_name_beyond_need_is_left_out(the_meeting: Meeting) -> None:
    known = places_of(the_meeting)
    for reason in conflict(the_meeting).reasons:
        named = known.intersection(reason.rules)
        assert not is_possible(the_meeting, named)
        assert all(is_possible(the_meeting, named - {rule}) for rule in named)


@slowly
@given(meetings(max_people=6, max_tables=3, max_rounds=3, max_rules=8))
def test_any_set_of_rules_can_be_told(the_meeting: Meeting) -> None:
    for place in places_of(the_meeting):
        told = clash_of(the_meeting, [place]).message.say("en")
        assert told.startswith("No plan can keep this: ")
        assert "{" not in told
    everything = clash_of(the_meeting, places_of(the_meeting)).message.say("en")
    assert "{" not in everything


def test_the_sentence_names_people_tables_and_the_next_step() -> None:
    rules = [
        {"kind": "apart", "people": ["a", "b"]},
        {"kind": "apart", "people": ["b", "c"], "rounds": [1]},
        {"kind": "pin", "person": "a", "table": "T1", "round": 1},
    ]
    some = people("abc", a={"name": "Anna"}, c={"hosts": "T2"})
    (reason,) = diagnose(meeting(people=some, tables=tables([4, 4]), rules=rules))
    assert reason.message.say("en") == (
        "These rules cannot all be kept together: Anna (a) and b sit apart; b and c sit apart in round 1; "
        "Anna (a) sits at table T1 in round 1; c hosts table T2. Drop or change one of them."
    )
    assert reason.rules == ("people/c/hosts", "rules/0", "rules/1", "rules/2")


def test_the_sentence_does_not_say_what_somebody_needs() -> None:
    some = meeting(people=people("ab", a={"needs": ["loop"]}), tables=tables([4, 4]))
    assert "loop" not in clash_of(some, ["people/a/needs"]).message.say("en")


def test_wishes_are_no_rules() -> None:
    some = people("abc", **{name: {"wishes": ["x"]} for name in "abc"})
    assert conflict(meeting(people=some, **themed("x", "y", T1={"seats": 1}))).status == "possible"


def test_without_effort_nothing_is_claimed() -> None:
    case = next(case for case in IMPOSSIBLE if not case.seen)
    verdict = conflict(case.meeting, effort=0)
    assert (verdict.status, verdict.reasons) == ("unknown", ())
    assert diagnose(case.meeting, effort=0) == []


def test_a_quick_reason_stays_as_it_is_when_there_is_no_effort_to_look_again() -> None:
    for case in IMPOSSIBLE:
        if case.seen:
            verdict = conflict(case.meeting, effort=0)
            assert verdict.status == "infeasible"
            assert not verdict.is_smallest
            assert list(verdict.reasons) == quick_reasons(case.meeting)


def test_a_search_ends_when_told() -> None:
    # 31 people at six tables of at most six: who meets nobody twice for five rounds is not decided in a moment.
    given = {"rules": [{"kind": "meet_at_most", "count": 1}], "rounds": 5}
    hard = meeting(people=[{"id": f"p{i}"} for i in range(31)], tables=tables([6] * 6), **given)
    flag = Flag()
    timer = threading.Timer(0.3, flag.set)
    timer.start()
    verdict = conflict(hard, effort=1e6, stop=flag, checked=True)
    timer.join()
    assert verdict.status == "unknown"


def test_the_same_meeting_has_the_same_answer_every_time() -> None:
    for case in IMPOSSIBLE[-4:]:
        assert conflict(case.meeting) == conflict(case.meeting)


def test_shrinking_keeps_only_what_is_needed_and_asks_few_questions() -> None:
    asked = []

    def clash(kept: object) -> bool:
        assert isinstance(kept, list)
        asked.append(kept)
        return {"r17", "r60"} <= set(kept)

    assert shrunk([f"r{i}" for i in range(100)], clash) == ["r17", "r60"]
    assert len(asked) < 30
