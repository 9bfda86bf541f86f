"""Everything wrong with a meeting is told at once, in plain words, with its place and the next step."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from tests.strategies import plain_meetings
from tischrunde.errors import BadMeeting, Finding
from tischrunde.io import meeting_from, meeting_json, parse_meeting
from tischrunde.io.schema import SENTENCES
from tischrunde.model import Meeting, Plan, Table

GOOD: dict[str, Any] = {
    "format": "tischrunde/meeting/1",
    "rounds": 3,
    "themes": [{"id": "methods"}, {"id": "measures"}],
    "tables": [
        {"id": "T1", "seats": 4, "theme": "methods", "features": ["step-free"]},
        {"id": "T2", "seats": 4, "theme": "measures"},
        {"id": "T3", "seats": 4},
    ],
    "people": [
        {"id": "p01", "sector": "ministry", "attributes": {"stage": "planning"}, "hosts": "T1"},
        {"id": "p02", "sector": "academy", "wishes": ["methods"]},
        {"id": "p03", "needs": ["step-free"], "organisation": "Aalen"},
    ],
}


def findings(meeting: object) -> list[Finding]:
    """Return what is found wrong with a meeting."""
    try:
        meeting_from(meeting)
    except BadMeeting as bad:
        return list(bad.findings)
    return []


def changed(*path: str | int, to: object) -> dict[str, Any]:
    """Return the good meeting with another value at a path."""
    meeting: Any = deepcopy(GOOD)
    inner = meeting
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = to
    return dict(meeting)


def with_rule(**rule: object) -> dict[str, Any]:
    return GOOD | {"rules": [rule]}


def test_the_good_meeting_is_good() -> None:
    assert findings(GOOD) == []


@pytest.mark.parametrize(
    ("meeting", "place", "words"),
    [
        (
            changed("people", 0, "hosts", to="T4"),
            "people/p01/hosts",
            "no table with the id “T4”. Possible here: T1, T2",
        ),
        (changed("people", 0, "hosts", to="t1"), "people/p01/hosts", "Did you mean “T1”?"),
        (changed("people", 1, "wishes", to=["metods"]), "people/p02/wishes/0", "no theme .* “methods”"),
        (changed("people", 1, "wishes", to=["T3"]), "people/p02/wishes/0", "That is a table"),
        (changed("people", 1, "must_visit", to=["money"]), "people/p02/must_visit/0", "measures and methods"),
        (changed("people", 1, "avoid", to=["money"]), "people/p02/avoid/0", "measures and methods"),
        (changed("people", 1, "wishes", to=["methods"] * 2), "people/p02/wishes/1", "“methods” is listed twice"),
        (changed("people", 1, "rounds", to=[1, 4]), "people/p02/rounds/1", "no round 4: the meeting has 3 rounds"),
        (changed("people", 1, "rounds", to=[1, 1]), "people/p02/rounds/1", "“1” is listed twice"),
        (changed("people", 1, "rounds", to=[0]), "people/p02/rounds/0", "0 is too small: it must be at least 1"),
        (changed("people", 2, "needs", to=["stepfree"]), "people/p03/needs/0", "No table has .* “step-free”"),
        (changed("people", 2, "id", to="p02"), "people/2/id", "“p02” is taken already by an earlier entry of people"),
        (changed("people", 2, "id", to=12), "people/2/id", "Found: 12. Put it in quotes"),
        (changed("people", 2, "id", to=""), "people/2/id", "The text is empty"),
        (changed("people", 2, "id", to=None), "people/2/id", "Nothing is written after “id”"),
        (changed("people", 2, "sektor", to="x"), "people/p03/sektor", "not known here. Did you mean “sector”"),
        (changed("people", 2, "attributes", to={"sector": "x"}), "people/p03/attributes/sector", "beside id"),
        (changed("people", 2, "attributes", to={"stage": 1}), "people/p03/attributes/stage", "Put it in quotes"),
        (changed("people", 2, to="p03"), "people/2", "Keys with values belong here. Found: “p03”.* keys: id"),
        (changed("people", 2, to={}), "people/2/id", "“id” is missing"),
        (changed("people", 2, "hosts", to=["T1"]), "people/p03/hosts", "A text belongs here. Found: a list"),
        (changed("tables", 0, "theme", to="method"), "tables/T1/theme", "Did you mean “methods”"),
        (changed("tables", 0, "seats", to="4"), "tables/T1/seats", "whole number belongs here. Found: “4”"),
        (changed("tables", 0, "seats", to=4.0), "tables/T1/seats", "without a decimal point"),
        (changed("tables", 0, "seats", to=True), "tables/T1/seats", "Found: true"),
        (changed("tables", 0, "seats", to=0), "tables/T1/seats", "0 is too small: it must be at least 1"),
        (changed("tables", 0, "seats", to=10**40), "tables/T1/seats", "very many digits is too large"),
        (
            changed("tables", 0, "min_seats", to=5),
            "tables/T1/min_seats",
            "At least 5 people .* a table of 4 seats",
        ),
        (changed("tables", 0, "closed_in", to=[4]), "tables/T1/closed_in/0", "There is no round 4"),
        (changed("tables", 0, "features", to=["step-free"] * 2), "tables/T1/features/1", "listed twice"),
        (changed("tables", 1, "id", to="T1"), "tables/1/id", "taken already by an earlier entry of tables"),
        (changed("themes", 1, "id", to="methods"), "themes/1/id", "taken already by an earlier entry of themes"),
        (changed("themes", to="methods"), "themes", "A list belongs here.* one below the other"),
        (changed("language", to="fr"), "language", "“fr” is not possible here. Possible here: de and en"),
        (changed("rounds", to="3"), "rounds", "A whole number belongs here"),
        (changed("rounds", to=0), "rounds", "0 is too small"),
        (changed("rounds", to=10**9), "rounds", "too large"),
        (changed("rounds", to=[]), "rounds", "At least 1 entry is needed"),
        (changed("rounds", to=[{}, {}, {"start": "25:00"}]), "rounds/2/start", "“25:00” is not a time of day"),
        (changed("rounds", to=[{}, {}, {"minuts": 5}]), "rounds/2/minuts", "Did you mean “minutes”"),
        (changed("rounds", to=[{}, {}, 25]), "rounds/2", "with these keys: label, start and minutes"),
        (changed("tables", to=[]), "people/p01/hosts", "no table with the id “T1”. Add it under tables"),
        (changed("format", to="tischrunde/meeting/2"), "format", "only “tischrunde/meeting/1” can be read"),
        (changed("format", to="tischrunde/plan/1"), "format", "This is a plan, not a meeting"),
        (changed("format", to="meeting"), "format", "“meeting” is not a known format"),
        (changed("people", to=3), "people", "A list belongs here. Found: 3.* each beginning with a dash"),
        (changed("people", 1, "wishes", to="methods"), "people/p02/wishes", "square brackets.* [“methods”]"),
        (GOOD | {"history": 3}, "history", "each beginning with a dash"),
        (changed("tables", 2, "colour", to="red"), "tables/T3/colour", "min_seats, features and closed_in."),
        (
            changed("people", 1, "colour", to="red"),
            "people/p02/colour",
            "avoid and needs. Details of your own go under",
        ),
        (changed("people", 1, "organization", to="x"), "people/p02/organization", "Did you mean “organisation”?"),
        (changed("format", to=None), "format", "“format” is missing"),
        (changed("weights", to={"mixing": {"stag": 1}}), "weights/mixing/stag", "Nobody has .* “stage”"),
        (changed("weights", to={"reunion": 1}), "weights/reunion", "Did you mean “reunions”"),
        (changed("weights", to={"wishes": -1}), "weights/wishes", "-1 is too small"),
        (changed("history", to=[["p01", "p01", 1]]), "history/0", "a pair is two people"),
        (changed("history", to=[["p01", "p09", 1]]), "history/0/1", "no person with the id “p09”"),
        (changed("history", to=[["p01", "p02", -1]]), "history/0/2", "-1 is too small"),
        (changed("history", to=[["p01", "p02"]]), "history/0/2", "two people and a whole number"),
        (changed("history", to=[["p01", "p02", 1, 1]]), "history/0", "two people and a whole number"),
        (changed("history", to=["p01"]), "history/0", "two people and a whole number"),
        (changed("affinities", to=[["p1", "p02", 1]]), "affinities/0/0", "Did you mean “p01”"),
        (changed("affinities", to=[["p01", "p02", 1.5]]), "affinities/0/2", "A whole number belongs here"),
        (with_rule(kind="apart", people=["p01", "p07"]), "rules/0/people/1", "no person with the id “p07”"),
        (with_rule(kind="apart", people=["p01", "p01"]), "rules/0/people/1", "“p01” is listed twice"),
        (with_rule(kind="apart", people=["p01"]), "rules/0/people", "At least 2 entries are needed"),
        (with_rule(kind="apart", people=["p01", 2]), "rules/0/people/1", "Put it in quotes"),
        (with_rule(kind="together", people=["p01", "p02"], rounds=[4]), "rules/0/rounds/0", "There is no round 4"),
        (
            with_rule(kind="togehter", people=["p01", "p02"]),
            "rules/0",
            "not a kind of rule. Did you mean “together”",
        ),
        (with_rule(people=["p01", "p02"]), "rules/0", "does not say its kind. Add .* one_per_table or meet_at_most"),
        (with_rule(kind="pin", person="p09", table="T1", round=1), "rules/0/person", "no person"),
        (with_rule(kind="pin", person="p01", table="T9", round=1), "rules/0/table", "no table"),
        (with_rule(kind="pin", person="p01", table="T1", round=4), "rules/0/round", "There is no round 4"),
        (with_rule(kind="pin", person="p01", table="T1", rond=1, round=1), "rules/0/rond", "Did you mean “round”"),
        (with_rule(kind="one_per_table", attribute="stagge"), "rules/0/attribute", "Nobody has .* “stage”"),
        (
            with_rule(kind="no_isolates", attribute="sector", value="ministri"),
            "rules/0/value",
            "Did you mean “ministry”",
        ),
        (
            with_rule(kind="composition", attribute="sector", value="ministry", min=2, max=1),
            "rules/0/min",
            "smaller",
        ),
        (
            with_rule(kind="composition", attribute="sector", value="ministry", tables=["T1", "T7"]),
            "rules/0/tables/1",
            "no table with the id “T7”",
        ),
        (with_rule(kind="meet_at_most", count=1, people=["p01", "x"]), "rules/0/people/1", "no person"),
        (with_rule(kind="theme_visits", at_most_once="yes"), "rules/0/at_most_once", "Either true or false"),
        (GOOD | {"rules": ["apart"]}, "rules/0", "Keys with values belong here. Found: “apart”"),
        (GOOD | {1: 2}, "1", "The key “1” is not a text"),
        (GOOD | {"title": "x" * 2000}, "title", "longer than 1000 characters"),
        (GOOD | {"title": "half \ud83d"}, "title", "broken character"),
        (GOOD | {"teh\ud83d": 1}, "", "broken character"),
    ],
)
def test_a_problem_is_told_with_its_place_and_the_next_step(meeting: object, place: str, words: str) -> None:
    told = [finding for finding in findings(meeting) if finding.place == place]

    assert len(told) == 1
    assert told[0].hint is not None
    sentence = told[0].say("en")
    assert all(part in sentence for part in words.split(".*") if part), sentence


def test_all_problems_are_told_at_once_in_the_order_of_the_file() -> None:
    text = """\
format: tischrunde/meeting/1
rounds: 2
tables:
  - {id: T1, seats: six}
  - {id: T1, seats: 6}
people:
  - id: p01
    hosts: T2
    wishs: [a]
  - {name: Anna, rounds: [3]}
rules:
  - {kind: apart, people: [p01, p02]}
"""
    with pytest.raises(BadMeeting) as raised:
        parse_meeting(text)

    told = [(finding.place, finding.line, finding.column) for finding in raised.value.findings]
    assert told == [
        ("tables/0/seats", 4, 14),
        ("tables/1/id", 5, 6),
        ("people/p01/hosts", 8, 5),
        ("people/p01/wishs", 9, 5),
        ("people/1/id", 10, 5),
        ("people/1/rounds/0", 10, 27),
        ("rules/0/people/1", 12, 33),
    ]


def test_a_misspelt_key_is_not_called_missing_as_well() -> None:
    meeting = {("peple" if key == "people" else key): value for key, value in GOOD.items()}

    assert [finding.place for finding in findings(meeting)] == ["peple"]


def test_a_key_that_is_missing_beside_an_unknown_one_is_told() -> None:
    meeting = {("xyz" if key == "people" else key): value for key, value in GOOD.items()}

    assert {finding.place for finding in findings(meeting)} == {"people", "xyz"}


def test_a_list_with_invalid_entries_is_not_called_too_short() -> None:
    places = [finding.place for finding in findings(changed("tables", to=[{"id": "T1", "seats": 0}]))]

    assert "tables/T1/seats" in places
    assert "tables" not in places


def test_themes_may_be_visited_once_and_more_often_at_the_same_time() -> None:
    rules = [{"kind": "theme_visits", "at_most_once": given} for given in (True, False)]

    assert findings(GOOD | {"rules": rules}) == []


@pytest.mark.parametrize(
    "meeting",
    [
        with_rule(kind="composition", attribute="sector", value="foundation", max=1),
        with_rule(kind="no_isolates", attribute="region", value="north"),
        changed("people", 0, "needs", to=["induction loop"]),
        changed("weights", to={"mixing": {"gender": 1}}),
    ],
)
def test_a_word_that_nobody_has_is_no_mistake_when_it_resembles_none(meeting: object) -> None:
    assert findings(meeting) == []


def test_mixing_by_sector_and_organisation_is_fine_though_nobody_has_them() -> None:
    people = [{"id": "p1"}]

    assert findings(GOOD | {"people": people, "weights": {"mixing": {"sector": 1, "organisation": 2}}}) == []


def test_a_pair_may_have_met_on_several_occasions() -> None:
    assert findings(GOOD | {"history": [["p01", "p02", 1], ["p02", "p01", 2]]}) == []


def test_numbers_as_ids_are_told_once_and_not_at_every_use() -> None:
    meeting = changed("people", 2, "id", to=12) | {"rules": [{"kind": "apart", "people": ["p01", "12"]}]}

    assert [finding.place for finding in findings(meeting)] == ["people/2/id"]


def test_when_hundreds_of_names_are_unknown_the_first_still_get_suggestions() -> None:
    rules = [{"kind": "apart", "people": ["p01", f"P0{i}_"]} for i in range(200)]

    told = findings(GOOD | {"rules": rules})

    assert len(told) == 200
    assert "Did you mean “p02”" in told[2].say("en")
    assert told[-1].hint is not None


def test_numbers_beyond_all_measure_are_told_too() -> None:
    huge = 10**5000
    table = {"id": "T1", "seats": 4, "min_seats": huge, "closed_in": [huge, huge]}
    rule = {"kind": "composition", "attribute": "sector", "value": "ministry", "min": huge, "max": 1}

    told = "\n".join(finding.say("en") for finding in findings(changed("tables", 0, to=table) | {"rules": [rule]}))

    assert "There is no round a number with very many digits" in told
    assert "At least a number with very many digits and at most 1 people" in told


def test_a_meeting_is_taken_as_it_is() -> None:
    meeting = meeting_from(GOOD)

    assert meeting_from(meeting) is meeting


def test_an_inconsistent_meeting_cannot_be_made_in_a_script_either() -> None:
    with pytest.raises(ValidationError, match="rules/0/people/1: There is no person with the id “p9”"):
        Meeting.model_validate(with_rule(kind="apart", people=["p01", "p9"]))
    with pytest.raises(ValidationError, match="There is no theme with the id “x”"):
        Meeting(rounds=1, tables=(Table(id="T1", seats=2, theme="x"),), people=())


@given(plain_meetings(), st.data())
def test_a_spoilt_meeting_is_a_meeting_or_told_bad(meeting: dict[str, Any], data: st.DataObject) -> None:
    spoilt = _spoil(meeting, data)
    told = findings(spoilt)

    for finding in told:
        assert finding.hint is not None
        assert finding.say("en").isprintable()
    if not told:
        made = meeting_from(spoilt)
        assert parse_meeting(meeting_json(made), kind="json") == made


def _spoil(value: Any, data: st.DataObject) -> Any:
    """Drop, retype, misspell or double something on a random way down."""
    steps = list(value) if isinstance(value, dict) else list(range(len(value))) if isinstance(value, list) else []
    if steps and data.draw(st.sampled_from([True, True, True, False])):
        step = data.draw(st.sampled_from(steps))
        how = data.draw(st.sampled_from(["deeper", "deeper", "deeper", "drop", "misspell", "double"]))
        copy = value.copy()
        inner = copy.pop(step)
        if how == "deeper":
            inner = _spoil(inner, data)
        if isinstance(copy, list):
            copy[step:step] = [inner] * {"drop": 0, "double": 2}.get(how, 1)
        elif how != "drop":
            copy[step if how != "misspell" else f"{step}e"] = inner
        return copy
    if isinstance(value, str) and data.draw(st.booleans()):
        return value[1:] + "x"
    odd = [[], {}, [1], [[]], ["p1", "p1"], {"id": "p1"}, {1: 2}, 10**5000, "\ud800", "table:T1", object()]
    return data.draw(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3) | st.sampled_from(odd)
    )


ERRORS_OF = {
    "any": set(),
    "bool": {"bool_type"},
    "default": set(),
    "dict": {"dict_type"},
    "float": {"float_type", "float_parsing", "finite_number"},
    "function-after": set(),
    "int": {"int_type"},
    "literal": {"literal_error"},
    "model": {"model_type"},
    "model-field": {"missing"},
    "model-fields": {"extra_forbidden", "invalid_key", "model_attributes_type"},
    "no-info": set(),
    "nullable": set(),
    "str": {"string_type", "string_unicode"},
    "tagged-union": {"union_tag_invalid", "union_tag_not_found", "model_attributes_type"},
    "tuple": {"tuple_type", "missing"},
}
"""What pydantic can raise for each part of a schema, by its documentation of errors."""

LIMITS = {
    ("int", "ge"): "greater_than_equal",
    ("int", "gt"): "greater_than",
    ("int", "le"): "less_than_equal",
    ("int", "lt"): "less_than",
    ("str", "max_length"): "string_too_long",
    ("str", "min_length"): "string_too_short",
    ("str", "pattern"): "string_pattern_mismatch",
    ("tuple", "max_length"): "too_long",
    ("tuple", "min_length"): "too_short",
    ("dict", "max_length"): "too_long",
    ("dict", "min_length"): "too_short",
}


def _errors_of(schema: Any) -> set[str]:
    errors: set[str] = set()
    if isinstance(schema, dict):
        kind = schema.get("type")
        if isinstance(kind, str):
            errors |= ERRORS_OF[kind] | {LIMITS[kind, limit] for limit in schema if (kind, limit) in LIMITS}
        schema = [value for key, value in schema.items() if key != "metadata"]
    if isinstance(schema, list | tuple):
        for inner in schema:
            errors |= _errors_of(inner)
    return errors


@pytest.mark.parametrize("record", [Meeting, Plan])
def test_every_error_that_our_records_can_raise_has_its_sentence(record: type[BaseModel]) -> None:
    errors = _errors_of(record.__pydantic_core_schema__)

    assert {"missing", "extra_forbidden", "tuple_type", "string_type"} <= errors
    assert errors <= set(SENTENCES)
