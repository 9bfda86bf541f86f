"""The workbook to fill in: what stands in it, what is read of it, and that it replaces nothing."""

import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as Xml
from zipfile import ZipFile

import pytest

from tests.solver.sheets import sheets_in
from tischrunde.cli import main
from tischrunde.errors import BadMeeting
from tischrunde.io.sheets.cells import Sheet, Value
from tischrunde.io.workbook import is_workbook, meeting_and_notes, meeting_from_workbook
from tischrunde.io.workbook.columns import KINDS, SHEETS
from tischrunde.io.workbook.entries import USES
from tischrunde.io.workbook.forms import folded
from tischrunde.io.workbook.template import template
from tischrunde.io.workbook.writing import workbook
from tischrunde.model import Meeting
from tischrunde.words import LANGUAGES, Language

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def guides(raw: bytes) -> Iterator[Xml.Element]:
    with ZipFile(BytesIO(raw)) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/sheet"):
                yield from Xml.fromstring(archive.read(name)).iter(f"{MAIN}dataValidation")  # noqa: S314


def written_into(sheets: list[Sheet], name: str, *rows: tuple[Value, ...]) -> list[Sheet]:
    """Return the sheets with these rows below the headings of one, and its example among them."""
    return [Sheet(one.name, (*one.rows[:4], *rows, *one.rows[4:])) if one.name == name else one for one in sheets]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_template_that_nobody_has_filled_in_says_what_is_missing(language: Language) -> None:
    sheets = sheets_in(template(language))

    assert is_workbook(sheets)
    with pytest.raises(BadMeeting) as raised:
        meeting_from_workbook(sheets)
    assert [finding.place for finding in raised.value.findings] == ["Tische" if language == "de" else "Tables"]
    assert "No table is filled in yet." in str(raised.value)


@pytest.mark.parametrize(("language", "people", "tables"), [("de", "Personen", "Tische"), ("en", "People", "Tables")])
def test_a_template_with_a_table_and_a_person_is_a_meeting_without_its_examples(
    language: Language, people: str, tables: str
) -> None:
    sheets = written_into(sheets_in(template(language)), tables, ("T1", 6))
    sheets = written_into(sheets, people, ("Ada", None, "Ulm"))

    meeting, notes = meeting_and_notes(sheets)

    assert meeting.plain() == {
        "format": "tischrunde/meeting/1",
        "rounds": 3,
        "tables": [{"id": "T1", "seats": 6}],
        "people": [{"id": "p1", "name": "Ada", "organisation": "Ulm"}],
    } | ({} if language == "de" else {"language": "en"})
    assert [str(note).rpartition(": ")[2] for note in notes] == ["The example is left out."] * 6


def test_every_sheet_has_its_example_and_its_headings() -> None:
    for sheet in sheets_in(template("en"))[:-1]:
        assert any(str(value).startswith("Example:") for value in sheet.rows[3]), sheet.name
        assert all(sheet.rows[2]), sheet.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_titles_and_help_fit_where_excel_shows_them(language: Language) -> None:
    lists = [guide.findtext(f"{MAIN}formula1") or "" for guide in guides(template(language))]
    assert max(len(one) for one in lists) <= 257
    for form in SHEETS:
        assert len(form.titles.say(language)) <= 31
        for column in form.columns:
            assert len(column.titles.say(language)) <= 32
            assert len(column.help.say(language)) <= 255


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_sheets_or_columns_of_a_sheet_have_the_same_name(language: Language) -> None:
    assert len({folded(form.titles.say(language)) for form in SHEETS}) == len(SHEETS)
    for form in SHEETS:
        titles = [title for column in form.columns for title in {column.titles.en, column.titles.de}]
        assert len({folded(title) for title in titles}) == len(titles), form.key


def test_every_kind_of_rule_has_a_name_and_its_columns() -> None:
    assert KINDS.keys() == USES.keys()


def test_drop_down_lists_refer_to_the_sheets_of_tables_themes_and_people() -> None:
    sources = {guide.findtext(f"{MAIN}formula1") for guide in guides(template("de"))}

    assert {"'Themen'!$A$4:$A$304", "'Tische'!$A$4:$A$304", "'Personen'!$A$4:$A$304", '"ja,nein"'} <= sources


def test_reading_a_workbook_loads_nothing_that_only_writing_needs() -> None:
    code = "import sys, tischrunde.io.workbook; print({'xlsxwriter', 'numpy', 'python_calamine'} & set(sys.modules))"

    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"


@pytest.mark.parametrize("name", ['a"b', "a,b", "a\nb", "\U0001f600" * 40, "x" * 300])
def test_what_a_list_or_a_title_of_help_cannot_hold_is_left_out_of_it(name: str) -> None:
    plain = {
        "rounds": 1,
        "tables": [{"id": "T1", "seats": 2}],
        "people": [{"id": "p1", "attributes": {name: "x"}}],
    }

    for guide in guides(workbook(Meeting.model_validate(plain))):
        source = (guide.findtext(f"{MAIN}formula1") or "").removeprefix('"').removesuffix('"')
        assert '"' not in source
        assert "a" not in source.split(",")
        assert len(guide.get("promptTitle", "").encode("utf-16-le")) <= 64


def test_equal_templates_are_equal_files() -> None:
    assert template("de") == template("de")


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(("typed", "first"), [([], "People"), (["--language", "de"], "Personen")])
def test_the_command_writes_a_template_in_the_language_of_its_reader(
    tmp_path: Path, typed: list[str], first: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "meeting.xlsx"

    assert main(["template", str(path), *typed]) == 0

    assert sheets_in(path.read_bytes())[0].name == first
    out, err = capsys.readouterr()
    assert out == ""
    assert f"tischrunde solve {path}" in err


def test_the_command_replaces_nothing_not_even_a_template(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "meeting.xlsx"
    path.write_bytes(template("de"))
    before = path.read_bytes()

    assert main(["template", str(path)]) == 2

    assert "This file exists; what it holds would be lost." in capsys.readouterr().err
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "words"), [("-", "not written to standard output"), ("meeting.ods", "only .xlsx files")]
)
def test_the_command_writes_only_workbooks_into_files(
    name: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["template", name]) == 2
    assert words in capsys.readouterr().err
