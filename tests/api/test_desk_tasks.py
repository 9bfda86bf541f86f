"""What the desk does: meetings from JSON and from lists, within limits, with every problem in its place."""

import json
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from tests.api.serving import EXAMPLE_MEETING, EXAMPLE_PLAN
from tischrunde.documents.pdf import Part
from tischrunde.errors import BadInput, BadMeeting, BadPlan
from tischrunde.io import meeting_from, meeting_json, parse_meeting
from tischrunde.io.sheets import Setup, read_people
from tischrunde_api.desk import Desk
from tischrunde_api.desk.limits import MeetingLimits, TooLargeMeeting
from tischrunde_api.desk.lists import setup_of
from tischrunde_api.desk.tasks import JSON, BadBody, changed_meeting, check, export, read_meeting
from tischrunde_api.settings import Settings

LISTS = Path(__file__).parents[2] / "instances" / "registrations"
LIMITS = MeetingLimits.of(Settings())
RAW = json.dumps(EXAMPLE_MEETING).encode()
PLAN = json.dumps(EXAMPLE_PLAN).encode()
CSV = "Name;Ort\nAda;Ulm\nBea;Ulm\nCem;Aalen\nDora;Bonn\n".encode("cp1252")


def test_a_meeting_in_json_is_read() -> None:
    read = read_meeting(RAW, JSON, {}, LIMITS)
    assert parse_meeting(read.meeting.decode(), kind="json") == meeting_from(EXAMPLE_MEETING)
    assert read.people == len(EXAMPLE_MEETING["people"])
    assert read.language == EXAMPLE_MEETING["language"]


def test_a_list_of_people_is_read_as_on_the_command_line(tmp_path: Path) -> None:
    read = read_meeting(CSV, "text/csv", {"tables": ["2"], "rounds": ["2"], "seats": ["2"]}, LIMITS)
    (tmp_path / "list.csv").write_bytes(CSV)
    expected = read_people(tmp_path / "list.csv", Setup(tables=2, rounds=2, seats=2)).meeting
    assert read.meeting == meeting_json(expected).encode()
    assert (read.people, read.tables, read.rounds) == (4, 2, 2)


@pytest.mark.parametrize("name", ["02-zwei-blaetter.xlsx", "06-vereinsliste.ods", "07-alte-liste.xls"])
def test_what_a_spreadsheet_is_is_known_by_how_it_begins(name: str) -> None:
    setup = {"tables": ["3"], "rounds": ["2"], "seats": ["8"], "ignore": ["Zusage"] if name.startswith("02") else []}
    assert read_meeting((LISTS / name).read_bytes(), "application/octet-stream", setup, LIMITS).people > 2


@pytest.mark.parametrize(
    ("limit", "place"), [("people", "people"), ("tables", "tables"), ("rounds", "rounds"), ("rules", "rules")]
)
def test_a_meeting_one_beyond_a_limit_is_refused_and_one_at_it_is_not(limit: str, place: str) -> None:
    rules = [{"kind": "pin", "person": EXAMPLE_MEETING["people"][0]["id"], "table": EXAMPLE_MEETING["tables"][0]["id"]}]
    meeting = {**EXAMPLE_MEETING, "rules": [{**rules[0], "round": 1}]}
    count = meeting["rounds"] if isinstance(meeting["rounds"], int) else len(meeting["rounds"])
    count = count if limit == "rounds" else len(meeting[limit])
    raw = json.dumps(meeting).encode()
    assert read_meeting(raw, JSON, {}, replace(LIMITS, **{limit: count})).people
    with pytest.raises(TooLargeMeeting) as caught:
        read_meeting(raw, JSON, {}, replace(LIMITS, **{limit: count - 1}))
    (finding,) = caught.value.findings
    assert (finding.place, finding.message.values["most"]) == (place, count - 1)


def test_pairs_of_history_are_limited_like_rules() -> None:
    one, other = (person["id"] for person in EXAMPLE_MEETING["people"][:2])
    raw = json.dumps({**EXAMPLE_MEETING, "history": [[one, other, 1]], "affinities": [[one, other, 2]]}).encode()
    with pytest.raises(TooLargeMeeting) as caught:
        read_meeting(raw, JSON, {}, replace(LIMITS, rules=0))
    assert {"history", "affinities"} <= {finding.place for finding in caught.value.findings}


def test_a_spreadsheet_that_unpacks_to_more_than_the_limit_is_not_unpacked() -> None:
    raw = (LISTS / "02-zwei-blaetter.xlsx").read_bytes()
    unpacked = sum(member.file_size for member in ZipFile(BytesIO(raw)).infolist())
    setup = {"tables": ["3"], "rounds": ["2"], "seats": ["8"], "ignore": ["Zusage"]}
    assert read_meeting(raw, "x", setup, replace(LIMITS, unpacked=unpacked)).people
    with pytest.raises(BadMeeting, match="unpack"):
        read_meeting(raw, "x", setup, replace(LIMITS, unpacked=unpacked - 1))


def test_a_bomb_is_refused_in_the_desk() -> None:
    bomb = BytesIO()
    with ZipFile(bomb, "w", ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"\0" * (64 << 20))
    with pytest.raises(BadMeeting, match="unpack"):
        read_meeting(bomb.getvalue(), "x", {}, LIMITS)


@pytest.mark.parametrize(
    ("typed", "places"),
    [
        ({"tables": ["x"]}, ["--tables"]),
        ({"tables": ["0"], "rounds": ["-1"]}, ["--tables", "--rounds"]),
        ({"tables": ["99999"]}, ["--tables"]),
        ({"tables_per_theme": ["²"]}, ["--tables-per-theme"]),
        ({"hosts": ["perhaps"]}, ["--hosts"]),
        ({"feature": ["step-free"]}, ["--feature"]),
        ({"title": ["a", "b"]}, ["--title"]),
        ({"canary": ["1"]}, [""]),
    ],
)
def test_each_wrong_option_is_told(typed: dict[str, list[str]], places: list[str]) -> None:
    with pytest.raises(BadInput) as caught:
        setup_of(typed, LIMITS)
    assert [finding.place for finding in caught.value.findings] == places
    assert "canary" not in str(caught.value)


def test_options_say_what_they_say_on_the_command_line() -> None:
    typed = {
        "tables": [" 3 "],
        "hosts": ["true"],
        "themes": ["First theme; Second theme;"],
        "feature": ["step-free=1,T2", "quiet=3"],
        "ignore": ["Notes"],
    }
    assert setup_of(typed, LIMITS) == Setup(
        tables=3,
        hosts=True,
        themes=("First theme", "Second theme"),
        features=(("step-free", (1, 2)), ("quiet", (3,))),
        ignored=("Notes",),
    )


def test_options_of_a_list_do_not_go_with_a_meeting() -> None:
    with pytest.raises(BadInput) as caught:
        read_meeting(RAW, JSON, {"tables_per_theme": ["3"]}, LIMITS)
    assert [finding.place for finding in caught.value.findings] == ["--tables-per-theme"]


@pytest.mark.parametrize("raw", [b"", b"\xff", b"[" * 100_000, b'{"a": NaN}', b'{"a": 1e999}', b"[1, 2]", b"null"])
def test_a_body_without_shape_is_refused(raw: bytes) -> None:
    with pytest.raises(BadInput):
        check(raw, LIMITS, "en")
    with pytest.raises((BadMeeting, BadBody)):
        read_meeting(raw, JSON, {}, LIMITS)


def test_both_parts_of_a_check_are_needed() -> None:
    with pytest.raises(BadBody):
        check(json.dumps({"meeting": EXAMPLE_MEETING}).encode(), LIMITS, "en")
    with pytest.raises(BadBody):
        check(json.dumps({"meeting": EXAMPLE_MEETING, "plan": EXAMPLE_PLAN, "more": 1}).encode(), LIMITS, "en")


def test_paths_of_a_check_begin_with_the_part() -> None:
    body = {"meeting": EXAMPLE_MEETING, "plan": {**EXAMPLE_PLAN, "rounds": 3}}
    with pytest.raises(BadPlan) as caught:
        check(json.dumps(body).encode(), LIMITS, "en")
    assert {finding.path[:2] for finding in caught.value.findings} == {("plan", "rounds")}


def test_a_document_is_the_library_s() -> None:
    from tischrunde.documents.saving import document
    from tischrunde.io import plan_from

    expected = document(meeting_from(EXAMPLE_MEETING), plan_from(EXAMPLE_PLAN), ".csv")
    assert export(RAW, PLAN, ".csv", (), None) == expected


def test_a_document_of_nobody_is_refused() -> None:
    nobody = json.dumps({**EXAMPLE_PLAN, "status": "unknown", "rounds": None, "score": None}).encode()
    with pytest.raises(BadPlan):
        export(RAW, nobody, ".html", (), None)


def test_people_are_added_and_rounds_played_are_kept() -> None:
    body = json.dumps({"add": [{"id": "new"}], "played": 1}).encode()
    after = changed_meeting(RAW, PLAN, body, LIMITS, 2, True)
    assert json.loads(after.meeting)["people"][-1]["id"] == "new"
    assert (after.options["played"], after.options["at_most"], after.options["anew"]) == (1, 2, True)
    assert json.dumps(after.options)


def test_the_real_desk_reads_checks_and_prints() -> None:
    parts: Sequence[Part] = ["name-tags"]
    with Desk() as desk:
        read = desk.do(read_meeting, RAW, JSON, {}, LIMITS)
        body = json.dumps({"meeting": EXAMPLE_MEETING, "plan": EXAMPLE_PLAN}).encode()
        assert desk.do(check, body, LIMITS, "en") == check(body, LIMITS, "en")
        assert desk.do(export, read.meeting, PLAN, ".pdf", parts, None, seconds=60).startswith(b"%PDF")
        with pytest.raises(BadMeeting) as caught:
            desk.do(read_meeting, b"{}", JSON, {}, LIMITS)
        assert caught.value.findings
