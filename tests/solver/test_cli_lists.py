"""Commands read lists of people; options say what such a list cannot, and are asked for where they are missing."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.solver import fake_solve
from tests.solver.registration_lists import ROWS, text, workbook
from tischrunde.cli import main
from tischrunde.cli.diagnosing import diagnose_meeting
from tischrunde.errors import BadInput
from tischrunde.io import read_meeting, read_plan
from tischrunde.io.sheets import Setup
from tischrunde.model import Meeting
from tischrunde.result import Result

OPTIONS = ["--tables", "2", "--rounds", "1", "--seats", "2", "--themes", "Methoden;Wie, was und wo?"]


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def people(tmp_path: Path) -> str:
    file = tmp_path / "people.csv"
    file.write_bytes(text([["Anmeldungen"], *ROWS], ";").encode("cp1252", "replace"))
    return str(file)


@pytest.fixture(autouse=True)
def solver(monkeypatch: pytest.MonkeyPatch) -> None:
    def plans(meeting: Meeting, **_: Any) -> Result:
        return fake_solve.solved(meeting)

    monkeypatch.setitem(sys.modules, "tischrunde.planning", fake_solve.install(plans))


def test_a_list_of_people_and_a_few_options_are_enough_for_a_plan(
    people: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = tmp_path / "plan.json"
    assert main(["solve", people, *OPTIONS, "-o", str(plan)]) == 0
    out, err = capsys.readouterr()
    assert "3 Personen, 2 Tische, 2 Themen, 1 Runde." in out
    assert err == "Note: 1 row above the headings was passed over.\n"
    meeting = read_meeting(people, setup=Setup(tables=2, rounds=1, seats=2, themes=("Methoden", "Wie, was und wo?")))
    assert read_plan(plan).meeting_sha256 == meeting.sha256


def test_check_and_diagnose_take_the_same_options(
    people: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = tmp_path / "plan.json"
    main(["solve", people, *OPTIONS, "-o", str(plan)])
    assert main(["check", people, str(plan), *OPTIONS]) == 0
    seen: list[Meeting] = []

    def remembered(meeting: Meeting, language: Any, **more: Any) -> int:
        seen.append(meeting)
        return 0

    monkeypatch.setattr(sys.modules[diagnose_meeting.__module__], "diagnose_meeting", remembered)
    assert main(["diagnose", people, *OPTIONS]) == 0
    assert [person.name for person in seen[0].people] == ["Änne Muster", "Kim von Ahn", "Ça?la Örnek"]
    capsys.readouterr()


def test_standard_output_stays_a_plan_and_nothing_else(people: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["solve", people, *OPTIONS, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["format"] == "tischrunde/plan/1"


def test_what_is_missing_is_asked_for_with_a_proposal(people: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["solve", people, "--ignore", "Wünsche"]) == 2
    err = capsys.readouterr().err
    assert f"{people}: A list of people does not say how many tables, rounds and seats at a table there are." in err
    assert "Add them; for these 3 people, for example: --tables 2 --rounds 3 --seats 2" in err


def test_a_wrong_cell_is_told_with_file_row_and_column(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "people.xlsx"
    file.write_bytes(workbook(("Liste", [["Name", "Thema"], ["Anna Muster", "Metoden"]])))
    assert main(["solve", str(file), *OPTIONS]) == 2
    err = capsys.readouterr().err
    assert err == f"{file}, sheet “Liste”, row 2, column B: There is no theme “Metoden”. Did you mean “Methoden”?\n"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["--tables", "0"], "--tables: “0” is not a whole number from 1 upwards."),
        (["--seats", "x"], "--seats: “x” is not a whole number"),
        (["--rounds", "1001"], "--rounds: “1001” is too large; 1000 is the most."),
        (["--feature", "step-free"], "--feature: “step-free” does not say what which tables offer."),
        (["--feature", "=1"], "--feature: “=1” does not say"),
        (["--sheet", "B"], "--sheet: There is no sheet “B”."),
    ],
)
def test_a_wrong_option_is_told(typed: list[str], said: str, people: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diagnose", people, *typed]) == 2
    assert said in capsys.readouterr().err


def test_options_of_a_list_do_not_go_with_a_meeting_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "meeting.json"
    file.write_text("{}", encoding="utf-8")
    assert main(["solve", str(file), "--tables", "3", "--hosts"]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert lines[0].startswith("--tables: This goes with a list of people only, and ")
    assert lines[1].startswith("--hosts: This goes with a list of people only")


def test_tables_that_offer_something_may_be_named_by_number_or_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "people.csv"
    file.write_text("Name;Bedarf\nAnna Muster;stufenlos\n", encoding="utf-8")
    plain = ["--tables", "2", "--rounds", "1", "--seats", "2"]
    assert main(["solve", str(file), *plain]) == 2
    assert '--feature "stufenlos=1,2"' in capsys.readouterr().err
    assert main(["solve", str(file), *plain, "--feature", "stufenlos=1,T2"]) == 0


def test_a_plan_is_not_read_from_a_list(people: str) -> None:
    with pytest.raises(BadInput, match="This workbook holds no plan"):
        read_plan(people)


def test_the_options_stand_on_the_help_pages(capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("solve", "check", "diagnose"):
        main([command, "--help"])
        assert "--tables-per-theme NUMBER" in capsys.readouterr().out


def test_reading_a_list_loads_no_solver(people: str) -> None:
    script = (
        "import sys; from tischrunde.io.sheets import Setup, read_people\n"
        f"read_people({people!r}, Setup(tables=2, rounds=2, seats=2, ignored=('Wünsche',)))\n"
        "heavy = {'numpy', 'numba', 'ortools', 'networkx', 'python_calamine', 'xlsxwriter'} & set(sys.modules)\n"
        "sys.exit(', '.join(heavy) or 0)"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (ran.stderr, ran.returncode) == ("", 0)


def test_curly_quotation_marks_copied_with_an_option_are_no_part_of_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "people.csv"
    file.write_text("Name;Thema;Stufe\nAnna Muster;Methoden;hoch\n", encoding="utf-8")
    plain = ["--tables", "2", "--rounds", "1", "--seats", "2"]
    assert main(["solve", str(file), *plain, "--ignore", "“Thema”", "--attribute", "„Stufe“"]) == 0
    assert main(["solve", str(file), *plain, "--themes", "„Methoden;Maßnahmen“"]) == 0
    assert "There is no" not in capsys.readouterr().err


def test_a_list_may_be_given_a_title(people: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "plan.html"
    assert main(["solve", people, *OPTIONS, "--title", "Café im  Rathaus", "-o", str(page)]) == 0
    assert "Café im Rathaus" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(("command", "more"), [("diagnose", []), ("solve", ["--max-iterations", "1"])])
def test_an_impossible_meeting_of_a_list_names_the_options_it_comes_from(
    command: str, more: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    file = tmp_path / "people.csv"
    file.write_text("First name;Surname\nAnna;Ahn\nBert;Berg\nCan;Caglar\n", encoding="utf-8")
    assert main([command, str(file), "--tables", "2", "--rounds", "1", "--seats", "1", *more]) == 3
    out = capsys.readouterr().out
    assert "This comes from --seats." in out
    assert "tables/T1" not in out
