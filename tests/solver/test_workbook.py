"""What is written as a workbook reads back, whatever people are called."""

import json
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.solver.sheets import sheets_in
from tests.strategies import ORGANISATIONS, SECTORS, STAGES, meetings, plain_meetings, seatings
from tischrunde.errors import BadInput
from tischrunde.io.workbook import (
    holds_plan,
    is_workbook,
    meeting_and_notes,
    meeting_from_workbook,
    plan_and_notes,
    plan_from_workbook,
)
from tischrunde.io.workbook.texts import heard, heard_list, said, said_list
from tischrunde.io.workbook.writing import workbook
from tischrunde.model import Conflict, Meeting, Plan, Run, Score, Term
from tischrunde.words import Language

RENAMED = ["stage", "step-free", *SECTORS, *ORGANISATIONS, *STAGES]
RENAMED += [f"{word}{number}" for word in ("p", "T", "theme", "Round ") for number in range(1, 7)]

AWKWARD = st.sampled_from(
    [
        *[
            "=1+1",
            "+49 711",
            "-5",
            "@x",
            "007",
            "3.0",
            "1e5",
            "TRUE",
            "10:30",
            "1.2.2026",
            "#REF!",
            " a",
            "a ",
            "\n",
            "",
        ],
        *[
            "a; b",
            "a, b",
            'a"b',
            '"a',
            '"a"',
            "Example: x",
            "beispiel:",
            "<r><t>x</t></r>",
            "_x0041_",
            "_x0041_x0042_",
            "a_x005F_x0041_",
            "http://x.y",
        ],
        *[
            "Sector",
            "bereich",
            "Attribute: Sector",
            "none",
            "any",
            "ja",
            "ID",
            "Müßig ﷽",
            "\u202eabc",
            "\x00\x1f\r",
            "\t",
        ],
        *[
            "Ünal Şahin",
            "Nguyễn Thị",
            "محمد",
            "Ł" * 60,
            "\ufeff",
            "\uffff",
            "\U0010ffff",
            "p1",
            "T1",
            "1",
            "1; 2",
            "\\n",
        ],
    ]
)
TEXTS = AWKWARD | st.text(max_size=12) | st.text('"\\;,:/ \n=aA1', max_size=8)
LANGUAGES = st.sampled_from(["de", "en"])


def renamed(plain: Any, names: dict[str, str]) -> Any:
    if isinstance(plain, dict):
        return {names.get(key, key): renamed(value, names) for key, value in plain.items()}
    if isinstance(plain, list):
        return [renamed(value, names) for value in plain]
    return names.get(plain, plain) if isinstance(plain, str) else plain


@st.composite
def awkward_meetings(draw: st.DrawFn) -> Meeting:
    """Draw a meeting in which everything people write may hold anything."""
    plain = draw(plain_meetings(max_rules=4))
    fresh = draw(st.lists(TEXTS.filter(bool), min_size=len(RENAMED), max_size=len(RENAMED), unique=True))
    plain = renamed(plain, dict(zip(RENAMED, fresh, strict=True)))
    plain |= {"title": draw(TEXTS), "language": draw(LANGUAGES)}
    for person in plain["people"]:
        if draw(st.booleans()):
            person["name"] = draw(TEXTS)
    for theme in plain.get("themes", []):
        if draw(st.booleans()):
            theme["title"] = draw(TEXTS)
    for number in plain["rounds"] if isinstance(plain["rounds"], list) else []:
        number |= draw(st.sampled_from([{}, {"start": "9:05"}, {"start": "09:05", "minutes": 25}, {"minutes": 1}]))
    try:
        return Meeting.model_validate(plain)
    except ValidationError:
        reject()


@given(text=TEXTS)
def test_a_text_is_heard_as_it_was_said(text: str) -> None:
    assert heard(said(text)) == text


@given(texts=st.lists(TEXTS), separators=st.sampled_from([";\n", ";,\n"]))
def test_a_list_is_heard_as_it_was_said(texts: list[str], separators: str) -> None:
    assert heard_list(said_list(texts, separators=separators), separators=separators) == texts


@given(meeting=meetings(max_rules=4), language=LANGUAGES)
@settings(max_examples=60)
def test_a_meeting_written_as_a_workbook_reads_back(meeting: Meeting, language: Language) -> None:
    sheets = sheets_in(workbook(meeting, language=language))

    assert is_workbook(sheets)
    assert not holds_plan(sheets)
    assert meeting_and_notes(sheets) == (meeting, ())


@given(meeting=awkward_meetings(), language=LANGUAGES)
@settings(max_examples=120)
def test_a_meeting_of_awkward_names_reads_back(meeting: Meeting, language: Language) -> None:
    read = meeting_from_workbook(sheets_in(workbook(meeting, language=language)))

    assert read == meeting
    assert read.sha256 == meeting.sha256


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 10**20) | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    meeting = draw(meetings())
    names = dict(zip(RENAMED, draw(st.permutations(RENAMED)), strict=True)) if draw(st.booleans()) else {}
    seats = [
        {
            names.get(table, table): tuple(names.get(person, person) for person in people)
            for table, people in one.items()
        }
        for one in draw(seatings(meeting))
    ]
    some = st.integers(-5, 10**6)
    score = Score(
        violations=(Conflict(message=draw(TEXTS), rules=("rules/1",)),),
        cost=draw(some),
        bound=draw(some),
        gap=draw(st.floats(0, 9)),
        unfairness=draw(some),
        terms={draw(TEXTS): Term(value=draw(some), bound=draw(some), weight=draw(some))},
    )
    run = Run(
        version="1", seed=draw(some), seconds=draw(st.floats(0, 9)), iterations=5, stopped_by="x", method=draw(TEXTS)
    )
    return Plan(
        meeting_sha256=draw(st.none() | st.just(meeting.sha256)),
        status=draw(st.sampled_from([None, "optimal", "feasible", "unknown"])),
        rounds=draw(st.sampled_from([tuple(seats), tuple(seats), (), None, ({"T1": ()}, {})])),
        score=draw(st.sampled_from([score, None])),
        figures=draw(st.none() | st.dictionaries(TEXTS, JSON, max_size=3)),
        conflicts=draw(st.sampled_from([None, (), (Conflict(message="ä; b"),)])),
        run=draw(st.sampled_from([run, None])),
    )


MEETING = Meeting.model_validate({"rounds": 1, "tables": [{"id": "T1", "seats": 2}], "people": [{"id": "p1"}]})


def meeting_of(plan: Plan) -> Meeting:
    """Return a meeting with the tables and people of a plan, everybody named as another one is numbered."""
    rounds = plan.rounds or ()
    tables = dict.fromkeys(["T1", *(table for seating in rounds for table in seating)])
    people = list(dict.fromkeys(person for seating in rounds for seated in seating.values() for person in seated))
    named = zip(people, people[1:] + people[:1], strict=True)
    return Meeting.model_validate(
        {
            "rounds": 1,
            "tables": [{"id": table, "seats": 9} for table in tables],
            "people": [{"id": person, "name": name} for person, name in named],
        }
    )


@given(plan=plans(), language=LANGUAGES)
@settings(max_examples=60)
def test_a_plan_written_into_a_workbook_reads_back(plan: Plan, language: Language) -> None:
    meeting = meeting_of(plan)
    sheets = sheets_in(workbook(meeting, plan, language=language))

    assert holds_plan(sheets)
    assert plan_and_notes(sheets) == (plan, ())
    assert meeting_from_workbook(sheets) == meeting


def test_figures_longer_than_a_cell_read_back() -> None:
    plan = Plan(rounds=({"T1": ("p1",)},), figures={"<r>": "ä\n" * 40_000})

    assert plan_from_workbook(sheets_in(workbook(MEETING, plan))) == plan


def test_people_of_a_table_keep_their_order() -> None:
    plan = Plan(rounds=({"T2": ("b", "a"), "T1": ("c",)}, {"T1": ("c", "b")}))

    read = plan_from_workbook(sheets_in(workbook(meeting_of(plan), plan)))

    assert json.dumps(read.plain()) == json.dumps(plan.plain())


def test_equal_meetings_give_equal_files() -> None:
    assert workbook(MEETING) == workbook(MEETING)


def parts_of(raw: bytes) -> Iterator[tuple[str, str]]:
    with ZipFile(BytesIO(raw)) as archive:
        for name in archive.namelist():
            yield name, archive.read(name).decode()


@pytest.mark.parametrize(
    "typed", ["=1+1", "=cmd|' /C calc'!A0", "@SUM(A1)", "http://x.y", "mailto:a@b", "<r><t>x</t></r>"]
)
def test_nothing_that_was_typed_becomes_a_formula_or_a_link(typed: str) -> None:
    names = ["p1", "T1", "theme1", "x", "y", "z"]
    plain = {
        "title": typed,
        "rounds": [{"label": typed}],
        "themes": [{"id": "theme1", "title": typed}],
        "tables": [{"id": "T1", "seats": 2, "theme": "theme1", "features": ["z"]}],
        "people": [{"id": "p1", "name": typed, "attributes": {"x": "y"}, "wishes": ["theme1"]}],
        "rules": [{"kind": "pin", "person": "p1", "table": "T1", "round": 1}],
    }
    for name in names:
        meeting = Meeting.model_validate(renamed(plain, {name: typed}))
        parts = dict(parts_of(workbook(meeting, Plan(rounds=({typed: (typed,)},)))))

        assert not any("<f>" in text or "<hyperlink" in text for name, text in parts.items() if "worksheets/" in name)
        assert "<r><t>x</t></r>" not in parts["xl/sharedStrings.xml"]


def test_what_a_cell_cannot_hold_is_told_before_anything_is_written() -> None:
    plain = MEETING.plain() | {"people": [{"id": "p" * 40_000}, {"id": "q", "needs": ["ä" * 20_000, "ö" * 20_000]}]}

    with pytest.raises(BadInput) as raised:
        workbook(Meeting.model_validate(plain), language="en")

    places = [finding.place for finding in raised.value.findings]
    assert places == ["People!B4", "People!L5"]
    assert "has 40000 characters; a cell holds 32767" in str(raised.value)
    assert "Save it as .json or .yaml" in str(raised.value)


def test_letters_outside_the_first_plane_count_twice_in_a_cell() -> None:
    long = MEETING.plain() | {"people": [{"id": "\U0001f600" * 16_384}]}
    fits = MEETING.plain() | {"people": [{"id": "\U0001f600" * 16_383}]}

    with pytest.raises(BadInput, match="32768 characters"):
        workbook(Meeting.model_validate(long))
    assert meeting_from_workbook(sheets_in(workbook(Meeting.model_validate(fits)))) == Meeting.model_validate(fits)


def test_any_number_of_wishes_has_its_columns() -> None:
    themes = [f"S{number}" for number in range(40)]
    plain = MEETING.plain() | {
        "themes": [{"id": theme} for theme in themes],
        "people": [{"id": "p1", "wishes": themes}, {"id": "p2", "wishes": themes[:2]}],
    }
    meeting = Meeting.model_validate(plain)

    sheets = sheets_in(workbook(meeting, language="en"))

    assert [heading for heading in sheets[0].rows[2] if str(heading).startswith("Wish")][-1] == "Wish 40"
    assert meeting_from_workbook(sheets) == meeting
