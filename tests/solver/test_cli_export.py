"""``tischrunde export`` and ``solve -o``: documents on request, never in the place of something else."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.solver import fake_solve
from tests.solver.documented import EVENING, SEATS
from tischrunde.cli import main
from tischrunde.documents import spreadsheet as workbook
from tischrunde.documents.saving import made_here
from tischrunde.model import Meeting
from tischrunde.result import Result, unknown

DOCUMENTS = ("plan.xlsx", "plan.csv", "plan.html")


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(workbook, "_add_meeting", lambda *_: None)
    Path("meeting.json").write_text(json.dumps({"format": "tischrunde/meeting/1"} | EVENING), encoding="utf-8")
    write_plan("plan.json", *SEATS)


def write_plan(name: str, *rounds: Any) -> None:
    Path(name).write_text(json.dumps({"format": "tischrunde/plan/1", "rounds": rounds}), encoding="utf-8")


def export(*words: str) -> int:
    return main(["export", "meeting.json", "plan.json", *words])


def test_several_documents_are_written_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert export(*(word for name in DOCUMENTS for word in ("-o", name))) == 0
    assert all(made_here(name) for name in DOCUMENTS)
    out, err = capsys.readouterr()
    assert out == ""
    assert err == "Written: plan.xlsx, plan.csv and plan.html.\n"


def test_a_document_is_replaced_by_a_newer_one_and_nothing_else_is(capsys: pytest.CaptureFixture[str]) -> None:
    for name in DOCUMENTS:
        assert export("-o", name) == 0
        assert export("-o", name) == 0
        Path(name).write_text("my notes", encoding="utf-8")
        capsys.readouterr()
        assert export("-o", name) == 2
        assert "would be lost" in capsys.readouterr().err
        assert Path(name).read_text(encoding="utf-8") == "my notes"


def test_a_plan_that_breaks_rules_is_written_with_a_warning(capsys: pytest.CaptureFixture[str]) -> None:
    write_plan("plan.json", {"T1": ["bernd", "anna"], "T2": ["dilan"]}, SEATS[1])
    assert export("-o", "plan.html") == 0
    err = capsys.readouterr().err
    assert "The plan breaks 1 rule:" in err
    assert "step-free" not in err


def test_a_plan_of_another_meeting_is_refused_and_nothing_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    write_plan("plan.json", {"T1": ["xaver"]}, {})
    assert export("-o", "a.html", "-o", "a.json") == 2
    assert "the plan seats xaver at table T1, but the meeting has no such person" in capsys.readouterr().err
    assert not Path("a.html").exists()
    assert not Path("a.json").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "-o is missing. Name a file such as -o plan.xlsx."),
        (["-o", "-"], "Documents are not written to standard output."),
        (["-o", "plan.docx"], "This version writes only .json, .xlsx, .csv, .pdf and .html files."),
        (["-o", "meeting.json"], "the meeting would be lost"),
        (["-o", "gone/plan.csv"], "There is no folder gone."),
        (["-o", "a.csv", "--only", "name-tags"], "--only: This is for files that end in .pdf"),
        (["-o", "a.pdf", "--only", "name-tag"], "There is nothing called “name-tag” to print. Choose one of "),
        (["-o", "a.pdf", "--labels", "x"], "There is no label format “x”. Choose one of "),
        (["-o", ".", "--breakouts", "jitsi"], "Rooms are known for zoom or teams only."),
        (["-o", "gone/rooms", "--breakouts", "zoom"], "There is no folder gone."),
        (["-o", "meeting.json", "--breakouts", "zoom"], "This is a file, not a folder"),
        (["-o", ".", "--breakouts", "zoom", "--labels", "x"], "--labels: --labels does not go with --breakouts."),
    ],
)
def test_what_cannot_be_done_is_told_with_the_way_out(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert export(*words) == 2
    assert said in capsys.readouterr().err


def test_rooms_are_written_into_a_folder_and_replace_only_rooms(capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        assert export("--breakouts", "teams", "-o", ".") == 0
        assert capsys.readouterr().err.endswith("Written: teams-1.csv and teams-2.csv.\n")
    Path("teams-2.csv").write_text("my notes", encoding="utf-8")
    assert export("--breakouts", "teams", "-o", ".") == 2
    assert "holds no breakout rooms" in capsys.readouterr().err


def test_the_folder_of_the_rooms_is_made(capsys: pytest.CaptureFixture[str]) -> None:
    assert export("--breakouts", "zoom", "-o", "rooms") == 0
    assert "Written: rooms/zoom-1.csv and rooms/zoom-2.csv." in capsys.readouterr().err


# solve -o


def test_solve_saves_its_plan_as_a_document(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    four = {"rounds": 1, "tables": [{"id": "A", "seats": 2}, {"id": "B", "seats": 2}]}
    plain = {"format": "tischrunde/meeting/1", **four, "people": [{"id": p} for p in "abcd"]}
    Path("four.json").write_text(json.dumps(plain), encoding="utf-8")
    monkeypatch.setitem(sys.modules, "tischrunde.planning", fake_solve.install(solved))
    assert main(["solve", "four.json", "-o", "four.html", "-o", "four.xlsx"]) == 0
    assert made_here("four.html")
    assert made_here("four.xlsx")
    assert "four.html" in capsys.readouterr().out


def test_all_documents_that_were_not_written_are_told_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "tischrunde.planning", fake_solve.install(nothing_found))
    assert main(["solve", "meeting.json", "-o", "a.html", "-o", "a.csv"]) == 4
    assert "a.html and a.csv were not written: there is no plan." in capsys.readouterr().err


def test_without_a_plan_solve_writes_no_document_and_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "tischrunde.planning", fake_solve.install(nothing_found))
    assert main(["solve", "meeting.json", "-o", "a.html", "-o", "a.json"]) == 4
    assert "a.html was not written: there is no plan." in capsys.readouterr().err
    assert not Path("a.html").exists()
    assert Path("a.json").exists()


def solved(meeting: Meeting, **_: Any) -> Result:
    return fake_solve.solved(meeting)


def nothing_found(meeting: Meeting, **_: Any) -> Result:
    return unknown(meeting, run=fake_solve.RUN)
