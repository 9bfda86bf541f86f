"""Text files for spreadsheet programs: one person a row, and nothing in them can become a formula."""

import csv
from io import StringIO

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.solver.documented import evening, facts
from tests.solver.little_meetings import people, tables
from tischrunde.documents.csv_list import csv_list, is_csv_list
from tischrunde.io.defused import as_typed, defused
from tischrunde.model import Meeting

DANGEROUS = st.text(alphabet=st.sampled_from("=+-@'\" \t\r\n,;a＝－"), max_size=12)


@given(cell=st.text() | DANGEROUS)
@example(cell="\t=x")
@example(cell="''=x")
def test_a_defused_cell_read_back_is_what_was_typed(cell: str) -> None:
    assert as_typed(defused(cell)) == cell


@given(cell=st.text() | DANGEROUS)
def test_a_defused_cell_begins_like_no_formula(cell: str) -> None:
    assert not defused(cell).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@given(cells=st.lists(DANGEROUS, min_size=1, max_size=3))
def test_no_part_of_a_cell_begins_like_a_formula_when_a_program_parts_at_commas(cells: list[str]) -> None:
    for cell in map(defused, cells):
        for part in cell.replace(";", ",").replace("\t", ",").split(","):
            assert not part.lstrip('" \r\n').startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize("name", ["Anna-Lena Apfelbaum", "'t Hooft", "O'Neill", "Meier, Eva", "Ng", ""])
def test_ordinary_names_stay_as_they_are(name: str) -> None:
    assert defused(name) == name
    assert as_typed(name) == name


# The list


def cells(raw: bytes) -> list[list[str]]:
    """Return the rows of a list as they were typed."""
    rows = csv.reader(StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";")
    return [[as_typed(cell) for cell in row] for row in rows]


def test_the_list_has_a_row_for_each_person_and_table_theme_and_time_of_each_round() -> None:
    headings, anna, _, clara, dilan = cells(csv_list(facts()))
    assert headings == [
        *("Id", "Name", "Organisation", "Sector"),
        *("Table in round 1", "Theme in round 1", "Time of round 1"),
        *("Table in round 2", "Theme in round 2", "Time of round 2"),
    ]
    assert anna[:4] == ["anna", "Anna Apfelbaum", "Cycling club", "residents"]
    assert clara[4:] == ["", "", "", "T1", "Trees & gardens", "23:45 to 0:15"]
    assert dilan[4:] == ["T1", "Trees & gardens", "18:30 to 18:55", "", "", ""]


def test_the_list_leaves_out_what_the_meeting_has_not() -> None:
    bare = Meeting.model_validate({"language": "en", "rounds": 1, "tables": tables([2]), "people": people("ab")})
    assert cells(csv_list(facts(bare, ({"T1": ("a", "b")},)))) == [
        ["Id", "Name", "Table in round 1"],
        ["a", "", "T1"],
        ["b", "", "T1"],
    ]


def test_the_list_opens_in_excel_as_utf_8_with_semicolons() -> None:
    raw = csv_list(facts())
    assert raw.startswith("\ufeff".encode())
    assert raw.count(b"\r\n") == 5


@given(names=st.lists(st.text(max_size=8) | DANGEROUS, min_size=1, max_size=4))
def test_names_are_read_back_as_they_were_typed_and_none_is_a_formula(names: list[str]) -> None:
    typed = [{"id": f"p{i}", "name": name} for i, name in enumerate(names)]
    meeting = Meeting.model_validate({"rounds": 1, "tables": tables([len(names)]), "people": typed})
    here = facts(meeting, ({"T1": tuple(person["id"] for person in typed)},))
    raw = csv_list(here)
    assert [row[1] for row in cells(raw)[1:]] == [person.name for person in here.people]
    shown = csv.reader(StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";")
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for row in shown for cell in row)


def test_only_our_own_list_is_known_as_such() -> None:
    assert is_csv_list(csv_list(facts()))
    assert is_csv_list(csv_list(facts(evening(language="de"))))
    assert not is_csv_list("\ufeffId;Name;Organisation\r\np1;Anna;Ulm".encode())
    assert not is_csv_list(b"\xff\xfe\x00")


def test_a_list_with_a_column_of_somebody_else_is_not_taken_for_ours() -> None:
    raw = csv_list(facts())
    assert is_csv_list(raw)
    first, rest = raw.split(b"\r\n", 1)
    assert not is_csv_list(first + b';"my notes"\r\n' + rest)
    assert not is_csv_list(first)
