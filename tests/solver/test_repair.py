"""Repairs on the day: rounds played stay, few name tags change, and no plan changes fewer than is said."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from tests import naive
from tests.strategies import meetings
from tischrunde.checking import check
from tischrunde.errors import BadInput, BadPlan
from tischrunde.io import meeting_from, plan_from
from tischrunde.model import Meeting, Plan, Seating
from tischrunde.planning import solve
from tischrunde.problem import core
from tischrunde.repair import Changed, Changes, changed, changes_from, plan_repair, repair, repairing, to_options
from tischrunde.repair.search import Fewest
from tischrunde.result import Result
from tischrunde.score import violations
from tischrunde.stop import Flag, MaxIterations, Progress

SHORT = MaxIterations(2_000)


def evening(people: str = "abcdefg", tables: int = 3, rounds: int = 2, seats: int = 3, **more: Any) -> Meeting:
    """Return a meeting of people with one letter each at tables T1, T2, ..."""
    told = {
        "rounds": rounds,
        "tables": [{"id": f"T{k}", "seats": seats} for k in range(1, tables + 1)],
        "people": [{"id": name} for name in people],
        "weights": {"mixing": {}},
    }
    return Meeting.model_validate(told | more)


def seating(*rounds: str) -> Seating:
    """Return seats from one text for each round, such as ``abc de fg`` for T1, T2 and T3."""
    return tuple(
        {f"T{k}": tuple("" if people == "-" else people) for k, people in enumerate(sitting.split(), start=1)}
        for sitting in rounds
    )


def repaired(
    meeting: Meeting, rounds: Seating, changes: Mapping[str, Any], *, at_most: int = 0, anew: bool = False
) -> Result:
    """Return the repaired plan, after the way from process to process."""
    after = changed(meeting, Plan(rounds=rounds), changes_from(changes, meeting))
    options = json.loads(json.dumps(to_options(after, at_most=at_most, anew=anew)))
    return plan_repair(meeting_from(after.meeting.plain()), options, stop=SHORT)


@st.composite
def plain_changes(draw: st.DrawFn, meeting: Meeting) -> dict[str, Any]:
    """Draw changes that fit a meeting."""
    ids, rounds = list(meeting.person_of), meeting.n_rounds
    few = st.lists(st.sampled_from(ids), unique=True, max_size=2)
    absent = draw(few)
    late = {name: draw(st.integers(1, rounds)) for name in draw(few) if name not in absent}
    leaves = {name: draw(st.integers(0, rounds)) for name in draw(few) if name not in absent and name not in late}
    played = draw(st.integers(0, rounds - 1))
    tables = draw(st.lists(st.sampled_from(list(meeting.table_of)), unique=True, max_size=1))
    return {
        "absent": absent,
        "late": late,
        "leaves": leaves,
        "add": [{"id": "new", "sector": "ministry"}] if draw(st.booleans()) else [],
        "close": {name: draw(st.integers(played + 1, rounds)) for name in tables} if draw(st.booleans()) else {},
        "played": played,
    }


def planned_and_changed(data: st.DataObject, meeting: Meeting) -> tuple[Seating, Changed, dict[str, Any]]:
    """Return a plan of a meeting, and the meeting after some changes."""
    plan = solve(meeting, stop=SHORT)
    assume(plan.rounds is not None)
    assert plan.rounds is not None
    plain = data.draw(plain_changes(meeting))
    return plan.rounds, changed(meeting, plan.plan, changes_from(plain, meeting)), plain


def tags_changed(before: Seating, after: Meeting, rounds: Seating, played: int) -> set[str]:
    """Return who sat somewhere before and sits elsewhere now in a round still to come, one seat at a time."""
    had = {person for sitting in before for people in sitting.values() for person in people}
    return {
        person
        for person in after.person_of
        if person in had
        for number in after.attended[person]
        if number > played and naive.table_of(before, number, person) != naive.table_of(rounds, number, person)
    }


def seats_of(sitting: Mapping[str, tuple[str, ...]], people: Mapping[str, Any]) -> dict[str, str]:
    return {person: name for name, seated in sitting.items() for person in seated if person in people}


@settings(max_examples=40)
@given(st.data(), meetings())
def test_a_repaired_plan_keeps_all_rules_the_rounds_played_and_says_who_changes(
    data: st.DataObject, meeting: Meeting
) -> None:
    before, after, plain = planned_and_changed(data, meeting)
    result = plan_repair(after.meeting, to_options(after), stop=SHORT)
    event(result.status)
    if result.rounds is None:
        assert result.status in ("infeasible", "unknown")
        return
    repair = result.plan.repair
    assert repair is not None
    assert not violations(after.meeting, result.rounds)
    for number in range(after.played):
        people = after.meeting.person_of
        assert seats_of(result.rounds[number], people) == seats_of(before[number], people)
    for sitting in result.rounds[after.played :]:
        assert not {person for people in sitting.values() for person in people} & set(plain["absent"])
    assert {one.person for one in repair.changed} == tags_changed(before, after.meeting, result.rounds, after.played)
    assert repair.at_least <= len(repair.changed)
    assert check(after.meeting, plan_from(result.plan.plain())).is_fine


@settings(max_examples=25)
@given(st.data(), meetings(max_people=4, max_tables=2, max_rounds=2))
def test_no_plan_changes_fewer_name_tags_or_costs_less_with_as_few(data: st.DataObject, meeting: Meeting) -> None:
    before, after, _ = planned_and_changed(data, meeting)
    people = after.meeting.person_of
    best = min(
        (
            (len(tags_changed(before, after.meeting, rounds, after.played)), naive.cost(after.meeting, rounds))
            for rounds in naive.all_seatings(after.meeting)
            if all(seats_of(rounds[k], people) == seats_of(before[k], people) for k in range(after.played))
        ),
        default=None,
    )
    result = plan_repair(after.meeting, to_options(after), stop=SHORT)
    event("possible" if best else "impossible")
    if best is None:
        assert result.status == "infeasible"
        return
    assert result.plan.repair is not None
    assert result.score is not None
    assert (len(result.plan.repair.changed), result.score.cost) == best
    assert result.plan.repair.at_least == best[0]


@settings(max_examples=12)
@given(meetings())
def test_without_a_change_nothing_changes(meeting: Meeting) -> None:
    plan = solve(meeting, stop=SHORT)
    assume(plan.rounds is not None)
    mended = repair(meeting, plan.plan, changes_from({}, meeting), stop=SHORT)
    assert mended.meeting == meeting
    assert mended.result.rounds == plan.rounds
    assert mended.repaired is not None
    assert (mended.repaired.changed, mended.repaired.at_least) == ((), 0)
    assert not mended.notes


@settings(max_examples=6)
@given(st.data(), meetings())
def test_the_same_repair_twice_is_the_same_plan(data: st.DataObject, meeting: Meeting) -> None:
    _, after, _ = planned_and_changed(data, meeting)
    one, other = (plan_repair(after.meeting, to_options(after), stop=SHORT, seed=3).plan for _ in range(2))
    assert one.model_copy(update={"run": None}) == other.model_copy(update={"run": None})


def test_where_taking_somebody_out_is_enough_no_name_tag_changes() -> None:
    result = repaired(evening(), seating("abc de fg", "adf bg ce"), {"absent": ["a"]})
    assert result.plan.repair is not None
    assert not result.plan.repair.changed
    assert result.rounds == seating("bc de fg", "df bg ce")


def test_one_name_tag_changes_where_one_must() -> None:
    result = repaired(evening(rounds=1), seating("abc de fg"), {"absent": ["d"]})
    repair = result.plan.repair
    assert repair is not None
    assert [(one.was, one.now) for one in repair.changed] == [(("T1",), ("T2",))]
    assert repair.at_least == 1


def test_somebody_who_leaves_after_the_first_round_was_there() -> None:
    result = repaired(evening(), seating("abc de fg", "adf bg ce"), {"absent": ["a"], "played": 1})
    assert result.rounds is not None
    assert result.rounds[0] == seating("abc de fg")[0]
    assert result.meeting.person_of["a"].rounds == (1,)


def test_somebody_who_comes_as_well_gets_the_free_seat_and_changes_nobody() -> None:
    result = repaired(evening("abcdefgh"), seating("abc def gh", "adg beh cf"), {"add": [{"id": "n"}]})
    repair = result.plan.repair
    assert repair is not None
    assert (repair.changed, repair.added) == ((), ("n",))


def test_everybody_at_a_closed_table_moves_and_nobody_else() -> None:
    meeting = evening("abcdef", rounds=1)
    result = repaired(meeting, seating("ab cd ef"), {"close": ["T3"]})
    repair = result.plan.repair
    assert repair is not None
    assert [one.person for one in repair.changed] == ["e", "f"]
    assert repair.at_least == 2


def test_more_changes_are_made_only_where_they_are_allowed() -> None:
    meeting = evening("abcdefgh", 2, seats=4)
    rounds = seating("abcd efgh", "abcd efgh")
    none, some = repaired(meeting, rounds, {}), repaired(meeting, rounds, {}, at_most=4)
    assert none.score is not None
    assert some.score is not None
    assert none.plan.repair is not None
    assert some.plan.repair is not None
    assert len(none.plan.repair.changed) == 0
    assert len(some.plan.repair.changed) <= 4
    assert some.score.cost < none.score.cost


def test_planning_anew_is_as_good_as_a_new_plan_but_for_the_rounds_played() -> None:
    meeting = evening("abcdefghi", rounds=3)
    rounds = seating(*["abc def ghi"] * 3)
    result = repaired(meeting, rounds, {"played": 1}, anew=True)
    assert result.rounds is not None
    assert result.rounds[0] == rounds[0]
    assert result.status == "optimal"
    assert result.score is not None
    assert result.score.cost == 0


def test_too_few_seats_are_told_with_the_tables() -> None:
    result = repaired(evening("abcdefghi", rounds=1), seating("abc def ghi"), {"close": ["T3"]})
    assert result.status == "infeasible"
    assert "too few seats" in result.conflicts[0].message.say("en")
    assert all(not place.startswith("rules/") for place in result.conflicts[0].rules)


def test_rules_that_clash_only_with_the_rounds_played_are_infeasible() -> None:
    meeting = evening("ab", 1, 2, rules=[{"kind": "meet_at_most", "count": 2}])
    clash = Meeting.model_validate(meeting.plain() | {"rules": [{"kind": "meet_at_most", "count": 1}]})
    after = Changed(clash, seating("ab", "ab"), 1)
    result = plan_repair(clash, to_options(after), stop=SHORT)
    assert result.status == "infeasible"
    assert result.conflicts[0].rules


def test_a_repair_can_be_stopped_and_keeps_what_it_has() -> None:
    flag = Flag()
    flag.set()
    after = changed(evening(rounds=1), Plan(rounds=seating("abc de fg")), changes_from({"absent": ["d"]}, evening()))
    result = plan_repair(after.meeting, to_options(after), stop=flag)
    assert result.status in ("feasible", "optimal", "unknown")
    assert result.plan.run is not None
    assert result.plan.run.stopped_by == "interrupted"


def test_those_who_watch_hear_of_the_plan() -> None:
    heard: list[Progress] = []
    after = changed(evening(), Plan(rounds=seating("abc de fg", "adf bg ce")), changes_from({}, evening()))
    plan_repair(after.meeting, to_options(after), stop=SHORT, on_improvement=heard.append)
    assert heard
    assert heard[-1].violations == 0


def test_a_plan_of_another_meeting_is_refused() -> None:
    for rounds in (None, seating("abc de fg")):
        with pytest.raises(BadPlan):
            changed(evening(), Plan(rounds=rounds), changes_from({}, evening()))


def test_a_round_that_was_played_as_it_must_not_be_is_told() -> None:
    played = seating("abcd e fg", "adf bg ce")
    with pytest.raises(BadPlan, match="T1"):
        changed(evening(), Plan(rounds=played), changes_from({"played": 1}, evening()))


def test_all_problems_of_changes_are_told_at_once() -> None:
    plain = {
        "absent": ["a", "zz"],
        "late": {"b": 9, "a": 2},
        "leaves": {"c": 7},
        "add": [{"id": "d"}, {"id": "n", "hosts": "T9"}],
        "close": {"T8": 1, "T1": 1},
        "played": 1,
    }
    with pytest.raises(BadInput) as told:
        changes_from(plain, evening())
    places = [finding.place for finding in told.value.findings]
    assert places == sorted(set(places), key=places.index)
    assert set(places) == {
        "absent/1",
        "late/b",
        "late/a",
        "leaves/c",
        "add/0/id",
        "add/1/hosts",
        "close/T8",
        "close/T1",
    }
    assert all(finding.hint is not None for finding in told.value.findings)


NAMES = st.sampled_from(["a", "b", "T1", "zz", ""])
SCRAPS: st.SearchStrategy[Any] = (
    NAMES | st.none() | st.booleans() | st.integers(-1, 4) | st.just([]) | st.fixed_dictionaries({"id": NAMES})
)


def test_problems_of_shape_hide_no_others_and_positions_are_those_of_what_was_given() -> None:
    plain = {
        "absend": [],
        "absent": [7, "zz"],
        "late": {"b": "2", "yy": 1},
        "add": [{"id": ""}, {"id": "d"}],
        "close": [4, "T1", "T8"],
        "played": "1",
    }
    with pytest.raises(BadInput) as told:
        changes_from(plain, evening())
    assert {finding.path for finding in told.value.findings} == {
        ("absend",),
        ("absent", 0),
        ("absent", 1),
        ("late", "b"),
        ("late", "yy"),
        ("add", 0, "id"),
        ("add", 1, "id"),
        ("close", 0),
        ("close", 2),
        ("played",),
    }


@pytest.mark.parametrize("plain", [None, [], {"absend": ["a"]}, {"late": {"a": "2"}}, {"played": -1}, {"close": [1]}])
def test_changes_of_another_shape_are_refused(plain: object) -> None:
    with pytest.raises(BadInput):
        changes_from(plain, evening())


@given(
    st.dictionaries(
        st.sampled_from([*Changes.model_fields, "absend"]),
        SCRAPS | st.lists(SCRAPS, max_size=3) | st.dictionaries(NAMES, SCRAPS, max_size=3),
    )
)
def test_whatever_the_changes_are_each_problem_leads_to_what_was_given(plain: dict[str, Any]) -> None:
    try:
        changes_from(plain, evening())
    except BadInput as bad:
        for finding in bad.findings:
            value: Any = plain
            for step in finding.path:
                is_missing = isinstance(value, dict) and step not in value
                assert not is_missing or (step == "id" and "is missing" in str(finding.message))
                value = None if is_missing else value[step]


def test_people_may_be_named_by_their_full_names() -> None:
    named = Meeting.model_validate(
        evening().plain() | {"people": [{"id": "p1", "name": "Ada Ay"}, {"id": "p2", "name": "Bo Be"}, {"id": "p3"}]}
    )
    assert changes_from({"absent": ["ada ay"], "late": {"Bo Be": 2}}, named).late == {"p2": 2}
    with pytest.raises(BadInput, match="Ada Ay"):
        changes_from({"absent": ["Ada Av"]}, named)


def test_where_no_circle_holds_a_plan_a_new_one_gives_seats_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repairing, "fewest", lambda reseating, **_: Fewest(None, reseating.least))
    result = repaired(evening(rounds=1), seating("abc de fg"), {"absent": ["d"]})
    assert result.plan.repair is not None
    assert (len(result.plan.repair.changed), result.plan.repair.at_least) == (1, 1)


def test_a_large_meeting_is_repaired_without_all_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(core, "LARGE", 3)
    result = repaired(evening(), seating("abc de fg", "adf bg ce"), {"absent": ["d"], "add": [{"id": "n"}]})
    assert result.plan.repair is not None
    assert result.plan.repair.added == ("n",)


def test_sizes_tell_how_many_must_move_in_a_meeting_of_hundreds() -> None:
    people = [f"p{k}" for k in range(300)]
    plain = {"rounds": 1, "tables": [{"id": f"T{k}", "seats": 6} for k in range(50)], "weights": {"mixing": {}}}
    meeting = Meeting.model_validate(plain | {"people": [{"id": name} for name in people], "balance": 1})
    rounds: Seating = ({f"T{k}": tuple(people[6 * k : 6 * k + 6]) for k in range(50)},)
    result = repaired(meeting, rounds, {"absent": people[:4]})
    assert result.plan.repair is not None
    assert (len(result.plan.repair.changed), result.plan.repair.at_least) == (3, 3)
