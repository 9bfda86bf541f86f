"""Save a plan in any format: the ending chooses, what is in the way stays, and needs never leave."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.solver.documented import SEATS, evening, proven
from tischrunde.documents import SUFFIXES
from tischrunde.documents import spreadsheet as workbook
from tischrunde.documents.breakouts import breakouts, is_breakouts
from tischrunde.documents.saving import document, made_here, write
from tischrunde.errors import BadInput, BadPlan
from tischrunde.io import read_plan
from tischrunde.model import Plan
from tischrunde.result import Result

DOCUMENTS = (".xlsx", ".csv", ".html")


@pytest.fixture(autouse=True)
def only_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the sheets of the meeting, which hold needs because they are read back."""
    monkeypatch.setattr(workbook, "_add_meeting", lambda *_: None)


@pytest.fixture
def printer(monkeypatch: pytest.MonkeyPatch) -> Callable[[], dict[str, Any]]:
    """Put a printer in the place of the real one, and return what it was asked for."""
    asked: dict[str, Any] = {}

    def pdf(meeting: object, plan: object, **options: object) -> bytes:
        asked.update(options)
        return b"%PDF <</Keywords(tischrunde/document/1)>>"

    module = ModuleType("tischrunde.documents.pdf")
    module.pdf = pdf  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "tischrunde.documents.pdf", module)
    return lambda: asked


@pytest.mark.parametrize("suffix", DOCUMENTS)
def test_every_document_is_known_as_one_of_ours_and_other_files_are_not(tmp_path: Path, suffix: str) -> None:
    ours, other = tmp_path / f"ours{suffix}", tmp_path / f"other{suffix}"
    write(evening(), Plan(rounds=SEATS), ours)
    other.write_bytes(b"my notes")
    assert (made_here(ours), made_here(other)) == (True, False)


def test_a_workbook_of_somebody_else_is_not_ours(tmp_path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(tmp_path / "other.xlsx") as book:
        book.add_worksheet()
    assert not made_here(tmp_path / "other.xlsx")


def test_a_pdf_is_asked_for_with_what_was_given_and_with_the_usual_otherwise(
    tmp_path: Path, printer: Callable[[], dict[str, Any]]
) -> None:
    write(evening(), Plan(rounds=SEATS), tmp_path / "a.pdf")
    assert printer() == {"parts": None, "address": None, "people": None}
    write(evening(), Plan(rounds=SEATS), tmp_path / "a.pdf", parts=["name-tags"], labels="l4785", address="https://a.b")
    assert printer() == {"parts": ["name-tags"], "address": "https://a.b", "people": None, "labels": "l4785"}
    assert made_here(tmp_path / "a.pdf")
    (tmp_path / "a.pdf").write_bytes(b"%PDF a book about tischrunde/document/1")
    assert not made_here(tmp_path / "a.pdf")


def test_a_result_saves_itself_in_every_format(tmp_path: Path, printer: Callable[[], dict[str, Any]]) -> None:
    meeting = evening()
    result = Result(meeting, proven(meeting, SEATS))
    for suffix in SUFFIXES:
        result.save(tmp_path / f"plan{suffix}")
        assert (tmp_path / f"plan{suffix}").stat().st_size > 0
    assert read_plan(tmp_path / "plan.json") == result.plan


def test_an_ending_in_capitals_is_the_same_ending(tmp_path: Path) -> None:
    write(evening(), Plan(rounds=SEATS), tmp_path / "PLAN.HTML")
    assert made_here(tmp_path / "PLAN.HTML")


def test_an_unknown_ending_is_refused_with_those_there_are() -> None:
    with pytest.raises(BadInput, match=r"\.docx.*\.json, \.xlsx, \.csv, \.pdf, \.html"):
        document(evening(), Plan(rounds=SEATS), ".docx")


def test_without_seats_only_the_plan_file_is_written() -> None:
    nothing = Plan(rounds=None, status="unknown")
    assert json.loads(document(evening(), nothing, ".json"))["status"] == "unknown"
    for suffix in DOCUMENTS:
        with pytest.raises(BadPlan, match="nobody is seated"):
            document(evening(), nothing, suffix)


@pytest.mark.parametrize("suffix", DOCUMENTS)
def test_equal_plans_give_equal_documents(suffix: str) -> None:
    one, other = (document(evening(), Plan(rounds=SEATS), suffix) for _ in range(2))
    assert one == other


def test_needs_are_in_no_list_and_on_no_page_even_when_the_plan_breaks_them() -> None:
    breaking = Plan(rounds=({"T1": ("bernd", "anna"), "T2": ("dilan",)}, SEATS[1]))
    for suffix in (".csv", ".html"):
        text = document(evening(), breaking, suffix).decode()
        assert "step-free" not in text
        assert "needs" not in text


# Rooms for meetings held online


def with_addresses() -> Any:
    people = [
        {**person, "attributes": {"E-Mail": f"{person['id']}@example.org"}}
        for person in evening().model_dump(exclude_defaults=True)["people"]
    ]
    return evening(people=people)


def test_zoom_gets_a_file_for_each_round_with_rooms_and_addresses() -> None:
    rooms = breakouts(with_addresses(), Plan(rounds=SEATS), "zoom")
    assert list(rooms.files) == ["zoom-1.csv", "zoom-2.csv"]
    assert rooms.files["zoom-2.csv"].decode().splitlines() == [
        '"Pre-assign Room Name","Email Address"',
        '"T1 Trees & gardens","anna@example.org"',
        '"T1 Trees & gardens","clara@example.org"',
        '"T2 money","bernd@example.org"',
    ]
    assert [str(note) for note in rooms.notes] == [
        "Zoom keeps one set of rooms: import the file of a round before that round begins."
    ]


def test_who_has_no_address_is_named_and_told_of() -> None:
    rooms = breakouts(evening(), Plan(rounds=SEATS), "zoom")
    assert '"T2 money","Bernd Birnbaum"' in rooms.files["zoom-2.csv"].decode()
    assert str(rooms.notes[0]).startswith("No e-mail address is known of Anna Apfelbaum, Bernd Birnbaum, clara and")


def test_teams_gets_a_list_by_name_to_assign_people_by() -> None:
    rooms = breakouts(with_addresses(), Plan(rounds=SEATS), "teams")
    assert rooms.files["teams-1.csv"].decode("utf-8-sig").splitlines() == [
        '"Name";"E-mail address";"Room"',
        '"Anna Apfelbaum";"anna@example.org";"T1 Trees & gardens"',
        '"Bernd Birnbaum";"bernd@example.org";"T1 Trees & gardens"',
        '"Dilan Dattelpalm";"dilan@example.org";"T1 Trees & gardens"',
    ]
    assert "by hand" in str(rooms.notes[0])


def test_a_room_s_name_holds_the_whole_table_and_no_more_than_fits_of_its_theme() -> None:
    titled = [{"id": "green", "title": "x" * 40}, {"id": "money"}]
    longer = evening(themes=titled)
    for line in breakouts(longer, Plan(rounds=SEATS), "zoom").files["zoom-1.csv"].decode().splitlines()[1:]:
        room = line.split(",")[0].strip('"')
        assert room == "T1 " + "x" * 28 + "…"
        assert len(room) == 32


def test_rooms_are_saved_in_a_folder_and_known_as_ours(tmp_path: Path) -> None:
    for service in ("zoom", "teams"):
        for language in ("de", "en"):
            saved = breakouts(evening(language=language), Plan(rounds=SEATS), service).save(tmp_path)
            assert len(saved) == 2
            assert all(is_breakouts(Path(file).read_bytes()) for file in saved)
    assert not is_breakouts(b"Pre-assign Room Name,Email Address\r\nroom1,a@example.org\r\n")
