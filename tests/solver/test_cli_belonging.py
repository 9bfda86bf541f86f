"""A plan used with another meeting than its own: refused where ids stand for other people, at peace where not."""

from pathlib import Path

import pytest

from tests.solver.documented import EVENING, SEATS, evening, proven
from tests.solver.sheets import sheets_in
from tischrunde.cli import main
from tischrunde.documents.fitting import fitted, made_for, warnings
from tischrunde.documents.quality import Quality
from tischrunde.documents.saving import write
from tischrunde.io import read_meeting, read_plan, write_meeting, write_plan
from tischrunde.model import Meeting, Plan, Seating

LIST = "Name;Firma\nAnneliese Müller;A\nAndreas Maier;B\nBea Beier;C\nCem Can;D\n"
SORTED = "Name;Firma\nAndreas Maier;B\nAnneliese Müller;A\nBea Beier;C\nCem Can;D\n"
SEATED: Seating = ({"T1": ("p1", "p2"), "T2": ("p3", "p4")},)
OPTIONS = ("--tables", "2", "--rounds", "1", "--seats", "2")


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def planned_list(suffix: str) -> str:
    """Plan a list, and put its rows in another order afterwards."""
    from tischrunde.io.sheets import Setup

    Path("list.csv").write_text(LIST, encoding="utf-8")
    meeting = read_meeting("list.csv", setup=Setup(tables=2, rounds=1, seats=2))
    write(meeting, proven(meeting, SEATED), f"plan{suffix}")
    Path("list.csv").write_text(SORTED, encoding="utf-8")
    return f"plan{suffix}"


@pytest.mark.parametrize("command", [["export", "-o", "out.csv"], ["check"]])
def test_a_list_sorted_anew_is_refused_with_the_people_who_changed_places(
    command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    plan = planned_list(".xlsx")

    assert main([*command, "list.csv", plan, *OPTIONS]) == 2

    err = capsys.readouterr().err
    assert "This plan was made for other people: 2 have another name or organisation." in err
    assert "p1 is Anneliese Müller (A) in the plan, Andreas Maier (B) in the meeting." in err
    assert not Path("out.csv").exists()


def test_a_plan_without_its_people_is_refused_for_a_list_that_changed(capsys: pytest.CaptureFixture[str]) -> None:
    plan = planned_list(".json")

    assert main(["export", "list.csv", plan, *OPTIONS, "-o", "out.csv"]) == 2

    assert "people of a list are numbered by row" in capsys.readouterr().err
    assert not Path("out.csv").exists()


def test_a_list_as_it_was_planned_is_fine() -> None:
    plan = planned_list(".json")
    Path("list.csv").write_text(LIST, encoding="utf-8")

    assert main(["export", "list.csv", plan, *OPTIONS, "-o", "out.csv"]) == 0


def test_a_workbook_that_holds_its_plan_is_exported_alone(capsys: pytest.CaptureFixture[str]) -> None:
    plan = planned_list(".xlsx")

    assert main(["export", plan, "-o", "out.csv"]) == 0

    assert "Anneliese Müller" in Path("out.csv").read_text(encoding="utf-8")
    assert capsys.readouterr().err == "Written: out.csv.\n"


@pytest.mark.parametrize(("name", "said"), [("meeting.yaml", "PLAN is missing."), ("meeting.xlsx", "holds no plan")])
def test_a_meeting_without_a_plan_is_not_exported_alone(
    name: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if name.endswith(".yaml"):
        write_meeting(evening(), name)
    else:
        from tischrunde.io.workbook.writing import workbook

        Path(name).write_bytes(workbook(evening()))

    assert main(["export", name, "-o", "out.csv"]) == 2

    assert said in capsys.readouterr().err


def test_seats_changed_on_a_sheet_that_is_not_read_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    import xlsxwriter

    meeting = evening()
    write(meeting, Plan(rounds=SEATS), "plan.xlsx")
    with xlsxwriter.Workbook("changed.xlsx") as book:
        for sheet in sheets_in(Path("plan.xlsx").read_bytes()):
            copy = book.add_worksheet(sheet.name)
            for row, cells in enumerate(sheet.rows):
                for column, cell in enumerate(cells):
                    moved = sheet.name == "By person" and (row, column) == (3, 3)
                    copy.write(row, column, "T2 · money" if moved else cell)

    assert main(["export", "changed.xlsx", "-o", "out.csv"]) == 0

    assert "Warning: The sheet “By person” was changed, and it is not read back" in capsys.readouterr().err


TOLD_OTHERWISE = {
    "title": "Another evening",
    "language": "de",
    "rounds": [{"label": "First", "start": "18:00"}, {}],
    "themes": [{"id": "green", "title": "Woods"}, {"id": "money"}],
    "people": [EVENING["people"][0] | {"name": "Anna Birne"}, *EVENING["people"][1:]],
}


@pytest.mark.parametrize("key", TOLD_OTHERWISE)
def test_what_only_reads_otherwise_leaves_the_proof_as_it_is(key: str) -> None:
    plan = proven(evening(), SEATS)
    changed = fitted(evening(**{key: TOLD_OTHERWISE[key]}), plan)

    assert warnings(changed) == []
    assert Quality.of(changed).verdict == Quality.of(fitted(evening(), plan)).verdict


def test_what_a_plan_depends_on_voids_the_proof() -> None:
    plan = proven(evening(), SEATS)
    tables = [EVENING["tables"][0] | {"seats": 4}, EVENING["tables"][1]]
    people = [EVENING["people"][0], EVENING["people"][1] | {"sector": "residents"}, *EVENING["people"][2:]]
    for changes in ({"tables": tables}, {"people": people}, {"rounds": 2, "weights": {"wishes": 7}}):
        assert not made_for(evening(**changes), plan)
        assert "nothing is proven" in str(Quality.of(fitted(evening(**changes), plan)).verdict)


def test_the_fingerprint_of_what_matters_reads_back() -> None:
    meeting: Meeting = evening()
    plan = proven(meeting, SEATS)
    write_plan(plan, "plan.json")
    write(meeting, plan, "plan.xlsx")

    assert read_plan("plan.json") == plan
    assert read_plan("plan.xlsx") == plan
