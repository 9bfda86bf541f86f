"""What becomes of rules, hosts and wishes when people are gone, late or early, and tables are closed."""

from typing import Any

import pytest

from tischrunde.model import Meeting, Plan, Seating
from tischrunde.repair import Changed, changed, changes_from

ROUNDS: Seating = (
    {"T1": ("a", "b", "c"), "T2": ("d", "e", "f")},
    {"T1": ("a", "e", "f"), "T2": ("d", "b", "c")},
    {"T1": ("a", "d", "b"), "T2": ("c", "e", "f")},
)


def after(changes: dict[str, Any], *rules: dict[str, Any], **more: Any) -> Changed:
    """Return a small meeting with rules after changes."""
    told = {
        "rounds": 3,
        "tables": [{"id": "T1", "seats": 4}, {"id": "T2", "seats": 4}],
        "people": [{"id": name, "name": f"Name {name}"} for name in "abcdef"],
        "rules": rules,
    }
    meeting = Meeting.model_validate(told | more)
    return changed(meeting, Plan(rounds=ROUNDS), changes_from(changes, meeting))


def kinds(change: Changed) -> list[str]:
    return [rule.kind for rule in change.meeting.rules]


def told(change: Changed) -> str:
    return "\n".join(note.say("en") for note in change.notes)


@pytest.mark.parametrize("kind", ["together", "apart", "meet_at_most"])
def test_a_rule_about_two_people_goes_with_one_of_them_and_says_so(kind: str) -> None:
    rule = {"kind": kind, "people": ["b", "d"]} | ({"count": 2} if kind == "meet_at_most" else {})
    change = after({"absent": ["b"]}, rule)
    assert not change.meeting.rules
    assert "Name b (b)" in told(change)
    assert "is dropped" in told(change)


def test_a_rule_about_three_people_holds_for_the_other_two() -> None:
    change = after({"absent": ["b"]}, {"kind": "apart", "people": ["a", "b", "d"], "rounds": [1]})
    assert change.meeting.rules[0].model_dump()["people"] == ("a", "d")
    assert "holds without Name b (b)" in told(change)


def test_rules_stay_for_people_who_have_played_a_round() -> None:
    rule = {"kind": "apart", "people": ["b", "d"], "rounds": [1]}
    change = after({"absent": ["b"], "played": 1}, rule)
    assert [one.model_dump()["people"] for one in change.meeting.rules] == [("b", "d")]
    assert not change.notes


@pytest.mark.parametrize("changes", [{"absent": ["a"]}, {"late": {"a": 3}}, {"leaves": {"a": 1}}, {"close": {"T1": 2}}])
def test_a_pin_that_cannot_be_kept_is_dropped_with_a_note(changes: dict[str, Any]) -> None:
    pin = {"kind": "pin", "person": "a", "table": "T1", "round": 2}
    assert kinds(after({}, pin)) == ["pin"]
    change = after(changes, pin)
    assert not change.meeting.rules
    assert "Name a (a) sits at table T1 in round 2 is dropped" in told(change)


def test_a_rule_broken_in_a_round_played_holds_from_then_on() -> None:
    change = after({"played": 1}, {"kind": "apart", "people": ["a", "b"]}, {"kind": "apart", "people": ["a", "d"]})
    assert [one.model_dump()["rounds"] for one in change.meeting.rules] == [(2, 3), None]
    assert "rules/0" in told(change)


def test_a_rule_about_rounds_played_alone_goes_when_it_was_broken() -> None:
    change = after({"played": 1}, {"kind": "apart", "people": ["a", "b"], "rounds": [1]})
    assert not change.meeting.rules


def test_a_host_whose_table_never_opens_becomes_a_guest() -> None:
    people = [{"id": name} for name in "abcdef"]
    people[0]["hosts"] = "T1"
    tables = [{"id": "T1", "seats": 4}, {"id": "T2", "seats": 6}]
    change = after({"close": ["T1"]}, people=people, tables=tables)
    assert change.meeting.person_of["a"].hosts is None
    assert "its host a is a guest at other tables in rounds 1, 2 and 3" in told(change)


def test_a_host_stays_host_while_the_table_is_open() -> None:
    people = [{"id": name} for name in "abcdef"]
    people[0]["hosts"] = "T1"
    tables = [{"id": "T1", "seats": 4}, {"id": "T2", "seats": 6}]
    change = after({"close": {"T1": 3}, "played": 1}, people=people, tables=tables)
    assert change.meeting.person_of["a"].hosts == "T1"
    assert "is a guest at other tables in rounds 3" in told(change)
    assert change.meeting.table_of["T1"].closed_in == (3,)


def test_a_table_that_has_lost_its_host_is_told() -> None:
    people = [{"id": name} for name in "abcdef"]
    people[0]["hosts"] = "T1"
    assert "Table T1 has no host in rounds 2 and 3" in told(after({"absent": ["a"], "played": 1}, people=people))


def test_fewer_themes_are_asked_for_where_somebody_comes_too_late_for_all() -> None:
    change = after({"late": {"c": 3}}, {"kind": "theme_visits", "at_least": 2})
    assert change.meeting.rules[0].model_dump()["at_least"] == 1
    assert "Not everybody can come to 2 themes any more" in told(change)
    assert not after({"late": {"c": 2}}, {"kind": "theme_visits", "at_least": 2}).notes


def test_a_theme_nobody_can_reach_any_more_is_not_asked_for() -> None:
    themes = [{"id": "x"}, {"id": "y"}]
    tables = [{"id": "T1", "seats": 4, "theme": "x"}, {"id": "T2", "seats": 4, "theme": "y"}]
    people: list[dict[str, Any]] = [{"id": name} for name in "abcdef"]
    people[1]["must_visit"] = ["x", "y"]
    rule = {"kind": "theme_visits", "at_most_once": False}
    change = after({"absent": ["b"], "played": 1}, rule, themes=themes, tables=tables, people=people)
    assert change.meeting.person_of["b"].must_visit == ("x",)
    assert "b has no round left for y" in told(change)


def test_history_and_affinities_forget_people_who_do_not_come() -> None:
    change = after({"absent": ["b"]}, history=[["a", "b", 1], ["a", "c", 1]], affinities=[["b", "c", 2]])
    assert change.meeting.history == (("a", "c", 1),)
    assert change.meeting.affinities == ()


def test_a_change_that_comes_after_its_round_is_told() -> None:
    assert "comes from round 2 on" in told(after({"late": {"a": 2}, "played": 1}))
    assert "has left after round 0" in told(after({"leaves": {"a": 0}, "played": 1}))


def test_people_who_come_as_well_attend_only_what_is_still_to_come() -> None:
    change = after({"add": [{"id": "n"}, {"id": "m", "rounds": [1, 3]}], "played": 1})
    assert change.meeting.attended["n"] == {2, 3}
    assert change.meeting.attended["m"] == {3}
