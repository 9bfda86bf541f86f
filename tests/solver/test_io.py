"""Meetings and plans come back from files as they went in, and no file is lost on the way."""

import io
import json
import os
import stat
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import meetings
from tischrunde.errors import BadInput, BadMeeting, BadPlan
from tischrunde.io import (
    meeting_from,
    meeting_json,
    meeting_yaml,
    parse_meeting,
    parse_plan,
    plan_from,
    plan_json,
    read_meeting,
    read_plan,
    write_meeting,
    write_plan,
)
from tischrunde.model import Meeting, Plan

SMALL: dict[str, Any] = {
    "format": "tischrunde/meeting/1",
    "title": "Größe",
    "rounds": [{"label": "Eins", "start": "10:30", "minutes": 25}, {}],
    "tables": [{"id": "T1", "seats": 2}, {"id": "T2", "seats": 2}],
    "people": [{"id": "p1", "name": "Jürgen", "sector": "no"}, {"id": "p2"}, {"id": "p3", "rounds": [2]}],
    "rules": [{"kind": "apart", "people": ["p1", "p2"]}],
}
PLAN = Plan(rounds=({"T1": ("p1",), "T2": ("p2",)}, {"T1": ("p1", "p2"), "T2": ("p3",)}), status="feasible")

any_text = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=12)
looks_like_something_else = st.sampled_from(
    [
        "10:30",
        "no",
        "on",
        "~",
        "null",
        "true",
        "1",
        "1_000",
        "0o17",
        "0x1F",
        "1e3",
        ".5",
        "1.",
        ".inf",
        ".nan",
        "=",
        "2017-02-16",
        "<<",
        "#x",
        "&a",
        "*a",
        "!x",
        "%x",
        "@x",
        "`x",
        "'",
        '"',
        "?",
        "",
        " x ",
        "- a",
        "a: b",
    ]
)


@given(meetings())
def test_a_meeting_written_and_read_is_the_same(meeting: Meeting) -> None:
    assert parse_meeting(meeting_json(meeting), kind="json") == meeting
    assert parse_meeting(meeting_yaml(meeting), kind="yaml") == meeting
    assert meeting_from(meeting.plain()) == meeting


@given(any_text)
def test_every_text_survives_json(text: str) -> None:
    meeting = meeting_from(SMALL | {"title": text, "people": [{"id": text}], "rules": []})

    assert parse_meeting(meeting_json(meeting), kind="json") == meeting


@given(any_text | looks_like_something_else)
def test_every_text_survives_yaml(text: str) -> None:
    person = {"id": text or "p", "name": text, "attributes": {f"{text}:": text or "b"}}
    meeting = meeting_from(SMALL | {"title": text, "people": [person], "rules": []})

    assert parse_meeting(meeting_yaml(meeting)) == meeting


@pytest.mark.parametrize("name", ["meeting.json", "meeting.yaml", "meeting.yml", "MEETING.JSON"])
def test_the_ending_of_a_file_chooses_how_a_meeting_is_written(tmp_path: Path, name: str) -> None:
    meeting = meeting_from(SMALL)

    write_meeting(meeting, tmp_path / name)

    text = (tmp_path / name).read_text("utf-8")
    assert text.startswith("{") == name.lower().endswith(".json")
    assert "Größe" in text
    assert read_meeting(str(tmp_path / name)) == meeting


def test_yaml_and_json_have_the_same_fingerprint() -> None:
    meeting = meeting_from(SMALL)

    assert parse_meeting(meeting_yaml(meeting)).sha256 == parse_meeting(meeting_json(meeting), kind="json").sha256


@pytest.mark.parametrize("write", [meeting_json, meeting_yaml])
@pytest.mark.parametrize("kind", [io.BytesIO, io.StringIO])
def test_standard_input_may_be_json_or_yaml(write: Any, kind: Any) -> None:
    meeting = meeting_from(SMALL)
    text = write(meeting)

    stdin = kind(text.encode()) if kind is io.BytesIO else kind(text)

    assert read_meeting("-", stdin=stdin) == meeting


def test_standard_input_is_read_when_none_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(SMALL).encode()), "ascii"))

    assert read_meeting("-") == meeting_from(SMALL)


def test_standard_output_is_utf_8_whatever_the_console_has() -> None:
    raw = io.BytesIO()
    console = io.TextIOWrapper(raw, "ascii")

    write_meeting(meeting_from(SMALL), "-", stdout=console)

    assert not console.closed
    assert parse_meeting(raw.getvalue().decode(), kind="json") == meeting_from(SMALL)


def test_a_file_that_says_it_is_utf_8_with_a_mark_is_read(tmp_path: Path) -> None:
    path = tmp_path / "meeting.json"
    path.write_text(json.dumps(SMALL), "utf-8-sig")

    assert read_meeting(path) == meeting_from(SMALL)


def test_a_file_without_an_ending_is_read_as_what_it_is(tmp_path: Path) -> None:
    for text in (meeting_json(meeting_from(SMALL)), meeting_yaml(meeting_from(SMALL))):
        (tmp_path / "meeting").write_text(text, "utf-8")

        assert read_meeting(tmp_path / "meeting") == meeting_from(SMALL)


def test_the_people_of_a_table_stand_on_one_line_however_many() -> None:
    many = tuple(f"p{i:02}" for i in range(62))
    lines = plan_json(Plan(rounds=({"T1": many, "T2": ("q",)},))).splitlines()

    assert any(line.strip() == f'"T1": {json.dumps(list(many))},' for line in lines)
    assert any(line.strip() == '"T2": ["q"]' for line in lines)


def test_a_plan_written_and_read_is_the_same(tmp_path: Path) -> None:
    write_plan(PLAN, tmp_path / "plan.json")

    assert read_plan(tmp_path / "plan.json") == PLAN
    assert parse_plan(plan_json(PLAN)) == PLAN
    assert (tmp_path / "plan.json").read_text("utf-8") == plan_json(PLAN)


def test_the_rounds_of_a_plan_are_enough_and_its_names_may_be_unknown() -> None:
    plan = plan_from({"format": "tischrunde/plan/1", "rounds": [{"nowhere": ["nobody"]}]})

    assert plan.rounds == ({"nowhere": ("nobody",)},)


@pytest.mark.parametrize(
    ("plain", "place", "words"),
    [
        ({"rounds": []}, "format", "“format” is missing"),
        ({"format": "tischrunde/plan/1"}, "rounds", "“rounds” is missing"),
        ({"format": "tischrunde/plan/1", "rounds": [{"T1": "p1"}]}, "rounds/0/T1", "A list belongs here"),
        ({"format": "tischrunde/plan/1", "rounds": [{"T1": [7]}]}, "rounds/0/T1/0", "Put it in quotes"),
        ({"format": "tischrunde/plan/1", "rounds": None, "status": "optimol"}, "status", "“optimal”"),
        ({"format": "tischrunde/plan/1", "rounds": [], "round": 1}, "round", "“rounds”"),
        ({"format": "tischrunde/meeting/1"}, "format", "This is a meeting, not a plan."),
        ({"format": "tischrunde/plan/2", "rounds": []}, "format", "only “tischrunde/plan/1” can be read"),
        ([], "", "keys with values"),
    ],
)
def test_a_bad_plan_is_told_with_its_place(plain: object, place: str, words: str) -> None:
    with pytest.raises(BadPlan) as raised:
        plan_from(plain)

    assert [finding.place for finding in raised.value.findings] == [place]
    assert words in str(raised.value)


def test_a_missing_file_is_told_with_the_nearest_name(tmp_path: Path) -> None:
    (tmp_path / "meeting.yaml").touch()

    with pytest.raises(BadMeeting, match=r"There is no file .*meting.yaml. Did you mean “meeting.yaml”\?"):
        read_meeting(tmp_path / "meting.yaml")
    with pytest.raises(BadMeeting, match=r"The folder .*nowhere does not exist either"):
        read_meeting(tmp_path / "nowhere" / "meeting.yaml")


@pytest.mark.parametrize(
    ("name", "raw", "words"),
    [
        ("empty.yaml", b"", "The file is empty"),
        ("blank.json", b" \n", "The file is empty"),
        ("latin.yaml", "format: x\ntitle: Größe".encode("cp1252"), "line 2, column 10: .* not written in UTF-8"),
        ("wide.json", "{}".encode("utf-16"), "not written in UTF-8"),
        ("picture.png", b"\x89PNG", "ending “.png” cannot be read"),
        ("list.json", b"[]", "must hold keys with values. Found: a list"),
        ("word.yaml", b"hello", "must hold keys with values. Found: “hello”"),
    ],
)
def test_a_file_that_holds_no_meeting_is_told(tmp_path: Path, name: str, raw: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(raw)

    with pytest.raises(BadMeeting, match=words):
        read_meeting(tmp_path / name)


def test_a_folder_is_told_to_be_a_folder(tmp_path: Path) -> None:
    with pytest.raises(BadMeeting, match="is a folder, not a file"):
        read_meeting(tmp_path)
    (tmp_path / "plan.json").mkdir()
    with pytest.raises(BadInput, match="is a folder, so no file can be written"):
        write_plan(PLAN, tmp_path / "plan.json")


@pytest.mark.parametrize("name", ["a\0b.yaml", "x" * 5000 + ".yaml"])
def test_an_impossible_file_name_is_told(name: str) -> None:
    with pytest.raises(BadMeeting, match=r"cannot be read. Check its name"):
        read_meeting(name)
    with pytest.raises(BadInput, match="cannot be written"):
        write_meeting(meeting_from(SMALL), name)


def test_a_file_that_may_not_be_read_or_written_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "read_bytes", refuse)
    monkeypatch.setattr(Path, "open", refuse)

    with pytest.raises(BadMeeting, match="may not be read"):
        read_meeting(tmp_path / "meeting.json")
    with pytest.raises(BadInput, match="may not be written"):
        write_plan(PLAN, tmp_path / "plan.json")


def test_writing_into_a_folder_that_does_not_exist_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"The folder .*nowhere does not exist"):
        write_plan(PLAN, tmp_path / "nowhere" / "plan.json")


@pytest.mark.parametrize("name", ["plan.yaml", "plan", "plan.xlsx"])
def test_a_plan_is_written_as_json_only(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput, match=r"Use one of these endings: .json"):
        write_plan(PLAN, tmp_path / name)


def test_the_plan_before_stays_when_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "plan.json"
    write_plan(PLAN, path)
    before = path.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(BadInput, match=r"cannot be written. Check the space on the drive"):
        write_plan(Plan(rounds=None), path)

    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_writing_again_keeps_the_rights_and_the_link_of_a_file(tmp_path: Path) -> None:
    path, link = tmp_path / "plan.json", tmp_path / "link.json"
    write_plan(Plan(rounds=None), path)
    path.chmod(0o640)
    link.symlink_to(path)

    write_plan(PLAN, link)

    assert link.is_symlink()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert read_plan(path) == PLAN
