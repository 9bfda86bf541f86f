"""The workbook: what its sheets say, how they are printed, and that nothing in it is computed."""

import re
from io import BytesIO
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from tests.solver.documented import SEATS, evening, facts, proven
from tests.solver.little_meetings import people, tables
from tischrunde.documents import spreadsheet as module
from tischrunde.documents.fitting import fitted
from tischrunde.documents.sectors import Sectors
from tischrunde.documents.spreadsheet import spreadsheet
from tischrunde.errors import BadInput
from tischrunde.model import Meeting, Plan, Seating

SHEETS = ["Overview", "By person", "By table", "Who meets whom"]
TYPED = st.text(alphabet=st.sampled_from("=+-@'\"<&>{}[]\x01\u202e\n\ta1ä"), min_size=1, max_size=10)


@pytest.fixture(autouse=True)
def only_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the sheets of the meeting: these tests are about those in front."""
    monkeypatch.setattr(module, "_add_meeting", lambda *_: None)


def sheet(raw: bytes, name: str) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(BytesIO(raw)).get_sheet_by_name(name).to_python()


def parts(raw: bytes) -> dict[str, str]:
    with ZipFile(BytesIO(raw)) as book:
        return {name: book.read(name).decode() for name in book.namelist()}


def one_table(*names: str, **changes: Any) -> tuple[Meeting, Seating]:
    """Return people of these names at one table."""
    typed = [{"id": f"p{i}", "name": name} for i, name in enumerate(names)]
    plain = {"language": "en", "rounds": 1, "tables": tables([max(1, len(names))]), "people": typed}
    return Meeting.model_validate(plain | changes), ({"T1": tuple(person["id"] for person in typed)},)


def test_the_sheets_stand_in_order_and_are_named_in_the_language_of_the_meeting() -> None:
    assert CalamineWorkbook.from_filelike(BytesIO(spreadsheet(facts()))).sheet_names == SHEETS


def test_the_first_sheet_tells_the_figures_beside_the_best_possible() -> None:
    meeting = evening()
    rows = sheet(spreadsheet(fitted(meeting, proven(meeting, SEATS))), "Overview")
    assert rows[0][0] == "Neighbours' evening"
    assert ["Reunions: two people meet again", "0", "0", "best possible"] in rows
    assert any(row[0] == "Proven: no better plan is possible." for row in rows)


def test_no_column_of_times_stands_empty() -> None:
    timed, untimed = (sheet(spreadsheet(facts(evening(**key))), "Overview") for key in ({}, {"rounds": 2}))
    assert ["Round", "Time", "People", "Tables"] in timed
    assert ["Round", "People", "Tables", ""] in untimed
    assert ["Round 1", 3, 2, ""] in untimed


def test_everybody_s_route_is_in_one_row_and_the_host_is_called_so() -> None:
    _, headings, anna, bernd, clara, dilan = sheet(spreadsheet(facts()), "By person")
    assert headings == [
        *("Name", "Organisation", "Sector"),
        *("Round 1\nBefore the break\n18:30 to 18:55", "Round 2\n23:45 to 0:15"),
    ]
    assert anna == ["Anna Apfelbaum", "Cycling club", "A  residents", *["T1 (host) · Trees & gardens"] * 2]
    assert bernd[2:] == ["B  shops", "T1 · Trees & gardens", "T2 · money"]
    assert clara == ["clara", "", "A  residents", "–", "T1 · Trees & gardens"]
    assert dilan[2:] == ["", "T1 · Trees & gardens", "–"]


def test_every_table_lists_its_people_round_by_round_with_the_letter_of_their_sector() -> None:
    rows = sheet(spreadsheet(facts(evening(tables=[*tables_of_evening(), closed_table()]))), "By table")
    assert [row[0] for row in rows[1:]] == ["Table", "T1", "T1", "T1", "T2", "T3"]
    assert rows[2][1:] == ["Trees & gardens", "A  Anna Apfelbaum (host)", "A  Anna Apfelbaum (host)"]
    assert rows[3][2:] == ["B  Bernd Birnbaum", "A  clara"]
    assert rows[4][2:] == ["Dilan Dattelpalm", ""]
    assert rows[6] == ["T3", "", "", "closed"]


def tables_of_evening() -> list[dict[str, Any]]:
    return [table.model_dump(exclude_defaults=True) for table in evening().tables]


def closed_table() -> dict[str, Any]:
    return {"id": "T3", "seats": 3, "closed_in": [2]}


def test_the_square_tells_how_often_two_people_meet() -> None:
    rows = sheet(spreadsheet(facts()), "Who meets whom")
    assert [row[0] for row in rows[1:]] == ["A  Anna Apfelbaum", "B  Bernd Birnbaum", "A  clara", "Dilan Dattelpalm"]
    assert rows[1][1:] == ["", 1, 1, 1]
    assert rows[3][1:] == [1, "", "", ""]


def test_a_square_nobody_could_read_is_left_out_and_the_first_sheet_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    for place in (module, module.overview):
        monkeypatch.setattr(place, "MOST_PEOPLE", 3)
    raw = spreadsheet(facts())
    assert CalamineWorkbook.from_filelike(BytesIO(raw)).sheet_names == SHEETS[:-1]
    assert any("with more than 3 people nobody reads it" in str(row[0]) for row in sheet(raw, "Overview"))


def test_sectors_are_told_apart_by_letters_and_colours_beyond_the_colours_by_letters() -> None:
    many = [{"id": f"p{i}", "sector": f"s{i}"} for i in range(30)]
    sectors = list(Sectors.of(evening(people=many)))
    assert len({sector.letter for sector in sectors}) == 30
    assert len({sector.colour for sector in sectors[:8]}) == 8
    assert [sector.letter for sector in sectors[24:28]] == ["Y", "Z", "AA", "AB"]
    assert len(Sectors.of(evening(people=many[:1]))) == 0


@given(names=st.lists(TYPED | st.text(min_size=1, max_size=6), min_size=1, max_size=4), title=TYPED)
def test_nothing_that_was_typed_becomes_a_formula_or_a_link(names: list[str], title: str) -> None:
    meeting, seats = one_table(*names, title=title)
    raw = spreadsheet(fitted(meeting, Plan(rounds=seats)))
    for name, part in parts(raw).items():
        ElementTree.fromstring(part)  # noqa: S314  every part is whole XML
        if name.startswith("xl/worksheets/"):
            assert not re.search(r"<f[ >/]|<hyperlink", part)
    assert len(sheet(raw, "By person")) == 2 + len(names)


def test_signs_that_steer_or_turn_letters_are_shown_as_unknown() -> None:
    meeting, seats = one_table("Anna\x1b[2J\u202e")
    assert sheet(spreadsheet(fitted(meeting, Plan(rounds=seats))), "By person")[2][0] == "Anna�[2J�"


def test_headings_stay_in_view_and_are_printed_on_every_page() -> None:
    book = parts(spreadsheet(facts()))
    for number in (2, 3, 4):
        text = book[f"xl/worksheets/sheet{number}.xml"]
        assert 'state="frozen"' in text
        assert 'orientation="landscape"' in text
        assert ('fitToHeight="0"' in text) == (number < 4)
    assert book["xl/workbook.xml"].count("_xlnm.Print_Titles") == 3
    assert book["xl/workbook.xml"].count("_xlnm.Print_Area") == 4


def test_a_long_text_gets_the_lines_it_takes() -> None:
    meeting, seats = one_table("Anna", themes=[{"id": "t", "title": "word " * 30}], tables=[themed_table()])
    book = parts(spreadsheet(fitted(meeting, Plan(rounds=seats))))
    heights = re.findall(r'<row r="3"[^>]* ht="(\d+)"', book["xl/worksheets/sheet2.xml"])
    assert [int(height) // 15 for height in heights] == [5]


def themed_table() -> dict[str, Any]:
    return {"id": "T1", "seats": 1, "theme": "t"}


def test_an_ampersand_in_the_title_is_printed_as_such_in_the_footer() -> None:
    meeting, seats = one_table("Anna", title="Trees &P gardens")
    book = parts(spreadsheet(fitted(meeting, Plan(rounds=seats))))
    assert "Trees &amp;&amp;P gardens" in book["xl/worksheets/sheet1.xml"]


def test_equal_plans_give_equal_workbooks() -> None:
    assert spreadsheet(facts()) == spreadsheet(facts())


def test_more_people_than_a_sheet_has_rows_are_refused_with_a_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module.lists, "MOST_ROWS", 4)
    with pytest.raises(BadInput, match="Save the plan as"):
        spreadsheet(facts())


def test_a_meeting_with_nobody_in_it_has_a_workbook() -> None:
    meeting = Meeting.model_validate({"language": "en", "rounds": 1, "tables": tables([1]), "people": people("")})
    assert sheet(spreadsheet(fitted(meeting, Plan(rounds=({},)))), "By person")[1:] == [["Name", "Round 1"]]


@pytest.mark.parametrize(
    ("count", "printed"),
    [
        (19, 'paperSize="9" orientation="landscape"'),
        (20, 'paperSize="9" fitToHeight="0"'),
        (41, 'paperSize="8" fitToHeight="0"'),
        (101, 'paperSize="8" scale="60"'),
    ],
)
def test_the_square_is_printed_on_paper_that_suits_its_size(count: int, printed: str) -> None:
    meeting, seats = one_table(*(f"p{i}" for i in range(count)))
    assert printed in parts(spreadsheet(fitted(meeting, Plan(rounds=seats))))["xl/worksheets/sheet4.xml"]
