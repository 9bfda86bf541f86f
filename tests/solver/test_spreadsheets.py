"""Every file an office may send is loaded or refused in plain words, within bounds of time and memory."""

import io
import random
import zipfile
from datetime import date, datetime, time
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.solver.registration_lists import ROWS, changed, ods_row, opendocument, packed, text, workbook
from tischrunde.errors import BadInput, BadMeeting
from tischrunde.io.sheets import archive, loading, scanning
from tischrunde.io.sheets.cells import Unusable, letters, place, spot
from tischrunde.io.sheets.loading import load, loaded

FIRST_SHEET = "xl/worksheets/sheet1.xml"
FILLED = tuple(tuple(value or None for value in row) for row in ROWS)
SMALL = workbook(("Liste", ROWS))


def refused(raw: bytes) -> str:
    with pytest.raises(BadMeeting) as caught:
        loaded(raw)
    assert all(finding.hint is not None for finding in caught.value.findings)
    return str(caught.value)


def is_read_or_refused(raw: bytes) -> bool:
    try:
        loaded(raw)
    except BadInput as bad:
        return bool(bad.findings)
    return True


def without_ends(rows: tuple[tuple[object, ...], ...]) -> list[list[object]]:
    return [[*row] if row[-1] is not None else [*row[:-1]] for row in rows]


# What is read


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_csv_is_read_in_every_encoding_and_with_every_separator(encoding: str, separator: str) -> None:
    (sheet,) = loaded(text(ROWS, separator).encode(encoding))
    assert [list(row) for row in sheet.rows] == without_ends(FILLED)


def test_windows_1252_is_read() -> None:
    rows = [["Name", "Ort"], ["Jürgen Groß", "Köln – „Süd“ €"]]
    (sheet,) = loaded(text(rows, ";").encode("cp1252"))
    assert sheet.rows == (("Name", "Ort"), ("Jürgen Groß", "Köln – „Süd“ €"))


def test_a_first_line_may_name_the_separator() -> None:
    (sheet,) = loaded(b"sep=|\nName|Ort\nA B|C\n")
    assert sheet.rows == ((), ("Name", "Ort"), ("A B", "C"))


def test_a_field_in_quotation_marks_may_hold_lines_and_separators() -> None:
    (sheet,) = loaded(b'Name;Thema\n"Muster, Anna";"eins;\nzwei"\n')
    assert sheet.rows[1] == ("Muster, Anna", "eins;\nzwei")


def test_one_column_of_names_with_commas_is_not_split_at_the_commas() -> None:
    (sheet,) = loaded("Name\nMuster, Anna\nÖrnek, Can\n".encode())
    assert sheet.rows == (("Name",), ("Muster, Anna",), ("Örnek, Can",))


def test_a_workbook_gives_its_values_with_their_types() -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        page = book.add_worksheet("Liste")
        page.write_row(1, 2, ["Name", 70173, True])
        page.write_datetime(2, 2, datetime(2017, 2, 16, 10, 30), book.add_format({"num_format": "dd.mm.yyyy hh:mm"}))
        page.write_datetime(2, 3, datetime(2017, 2, 16), book.add_format({"num_format": "dd.mm.yyyy"}))
        page.write_datetime(2, 4, time(10, 30), book.add_format({"num_format": "hh:mm"}))
        page.write_formula(3, 2, "=1+1", None, 2)
        page.merge_range("C6:C7", "zwei")
        book.add_worksheet("versteckt").hide()
    sheet, hidden = loaded(stream.getvalue())
    assert sheet.rows[0] == ()
    assert sheet.rows[1] == (None, None, "Name", 70173.0, True)
    assert sheet.rows[2][2:] == (datetime(2017, 2, 16, 10, 30), date(2017, 2, 16), time(10, 30))
    assert sheet.value(3, 2) == 2
    assert sheet.merged == ((5, 2, 6, 2),)
    assert hidden.hidden
    assert not sheet.hidden


def test_an_opendocument_spreadsheet_gives_repeated_rows_and_merged_cells() -> None:
    merged = (
        '<table:table-row><table:table-cell office:value-type="string" table:number-rows-spanned="2">'
        "<text:p>Verein</text:p></table:table-cell></table:table-row>"
    )
    (sheet,) = loaded(opendocument(ods_row("Name", "Ort") + ods_row("A", "B", times=2) + merged))
    assert sheet.rows[:3] == (("Name", "Ort"), ("A", "B"), ("A", "B"))
    assert sheet.merged == ((3, 0, 4, 0),)


def test_what_a_file_is_does_not_depend_on_its_name(tmp_path: Path) -> None:
    (tmp_path / "liste.csv").write_bytes(SMALL)
    (tmp_path / "liste.xls").write_bytes(text(ROWS, "\t").encode("utf-16"))
    assert load(tmp_path / "liste.csv")[0].rows == load(tmp_path / "liste.xls")[0].rows


# What is noticed


@pytest.mark.parametrize("blanks", [0, 3])
def test_errors_and_formulas_without_a_value_are_noticed(blanks: int) -> None:
    book = changed(
        workbook(("Liste", [["Name"], *([[]] * blanks), ["=A1"], ["=NA()"], ["=B1"]])),
        FIRST_SHEET,
        f'<c r="A{blanks + 2}"><f>A1</f><v>0</v></c>',
        f'<c r="A{blanks + 2}" t="e"><f>A1</f><v>#REF!</v></c>',
    )
    book = changed(book, FIRST_SHEET, "<f>NA()</f><v>0</v>", "<f>NA()</f>")
    (sheet,) = loaded(book)
    assert sheet.problems == (Unusable(blanks + 1, 0, "#REF!"), Unusable(blanks + 2, 0, ""))


def test_errors_of_an_opendocument_spreadsheet_are_noticed() -> None:
    error = (
        '<table:table-row><table:table-cell table:formula="of:=#REF!" office:value-type="string" '
        'office:string-value=""><text:p>#REF!</text:p></table:table-cell></table:table-row>'
    )
    (sheet,) = loaded(opendocument(ods_row("Name") + error))
    assert sheet.problems == (Unusable(1, 0, "#REF!"),)


@pytest.mark.parametrize("blank", ['<row r="{n}"/>', '<row r="{n}" s="1"><c r="A{n}" s="1"/><c r="B{n}" s="1"/></row>'])
def test_very_many_blank_rows_do_not_matter(blank: str) -> None:
    rows = "".join(blank.format(n=n) for n in range(6, 200_000))
    (sheet,) = loaded(changed(SMALL, FIRST_SHEET, "</sheetData>", rows + "</sheetData>"))
    assert len(sheet.rows) == len(ROWS)


# What is refused


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "The file is empty"),
        (b" \r\n\t\n", "The file is empty"),
        (b"\0" * 50, "The file is empty"),
        (b"<!DOCTYPE html><table>", "is a page or a document"),
        (b"\xef\xbb\xbf<html><body>", "is a page or a document"),
        (b"%PDF-1.7", "is a page or a document"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "is no spreadsheet"),
        (b"Name\nM\x81ller\n", "is no spreadsheet, and no text"),
        (b'Name;Ort\n"Anna;Ulm\nBert;Bonn\n', "A quotation mark that begins in this row is never closed"),
        (SMALL[:-100], "is damaged"),
        (b"PK\x03\x04" + b"x" * 100, "is damaged"),
        (loading._OLE + b"x" * 3000, "is damaged"),
        (loading._OLE + "EncryptedPackage".encode("utf-16-le"), "protected with a password"),
        (packed({"word/document.xml": b"<a/>"}), "no spreadsheet that can be read here"),
        (packed({"content.xml": b"<a/>", "META-INF/manifest.xml": b"<m><encryption-data/></m>"}), "a password"),
        (packed({"xl/workbook.xml": b"<a>"}), "is damaged"),
        (packed({"xl/workbook.xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}), "is damaged"),
        (packed({f"{n}.xml": b"" for n in range(archive.MOST_MEMBERS + 1)}), "unpack to far more"),
        (packed({"xl/workbook.xml": b" " * 5_000_000}), "unpack to far more"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(raw: bytes, words: str) -> None:
    assert words in refused(raw)


def test_an_archive_that_asks_for_a_password_is_refused() -> None:
    book = bytearray(SMALL)
    with zipfile.ZipFile(io.BytesIO(SMALL)) as whole:
        start = whole.start_dir
    book[start + 8] |= 1
    assert "password" in refused(bytes(book))


def test_an_archive_that_declares_less_than_it_holds_is_damaged() -> None:
    packing = packed({"xl/workbook.xml": random.Random(1).randbytes(1000)})
    small = (10).to_bytes(4, "little")
    lying = packing.replace((1000).to_bytes(4, "little"), small)
    assert lying != packing
    assert "damaged" in refused(lying)


def test_a_value_far_away_is_named_by_its_cell() -> None:
    book = changed(
        SMALL, FIRST_SHEET, "</sheetData>", '<row r="1048576"><c r="Z1048576"><v>1</v></c></row></sheetData>'
    )
    assert "sheet “Liste”, row 1048576, column Z: Something stands in this cell, far away" in refused(book)


def test_a_row_repeated_a_million_times_is_refused() -> None:
    assert "far away" in refused(opendocument(ods_row("a", "b", "c", "d", "e", times=1_048_576)))


def test_more_cells_than_can_be_looked_at_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanning, "MOST_ELEMENTS", 30)
    assert "millions of cells" in refused(SMALL)


def test_one_long_text_in_very_many_cells_does_not_fill_the_memory() -> None:
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(6, 20_000))
    book = changed(SMALL, FIRST_SHEET, "</sheetData>", cells + "</sheetData>")
    words = "Vorname"
    assert "more time or memory" in refused(changed(book, "xl/sharedStrings.xml", words, words + " x" * 15_000))


def test_a_file_larger_than_the_bound_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "MOST_BYTES", 100)
    (tmp_path / "liste.csv").write_bytes(b"Name\n" * 100)
    with pytest.raises(BadMeeting, match="larger than"):
        load(tmp_path / "liste.csv")


def test_a_missing_file_is_told_with_the_one_that_was_meant(tmp_path: Path) -> None:
    (tmp_path / "liste.csv").write_bytes(b"Name\n")
    with pytest.raises(BadMeeting, match=r"Did you mean “liste\.csv”"):
        load(tmp_path / "liste.cvs")


@given(st.binary(max_size=300))
def test_no_bytes_lead_to_anything_but_sheets_or_a_refusal(raw: bytes) -> None:
    assert is_read_or_refused(raw)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, len(SMALL) - 1), st.binary(min_size=1, max_size=6))
def test_no_broken_workbook_leads_to_anything_but_sheets_or_a_refusal(at: int, instead: bytes) -> None:
    assert is_read_or_refused(SMALL[:at] + instead + SMALL[at + len(instead) :])


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_no_broken_worksheet_leads_to_anything_but_sheets_or_a_refusal(data: st.DataObject) -> None:
    with zipfile.ZipFile(io.BytesIO(SMALL)) as book:
        content = {name: book.read(name) for name in book.namelist()}
    page = content[FIRST_SHEET]
    at = data.draw(st.integers(0, len(page) - 1))
    instead = data.draw(
        st.sampled_from([b"<", b">", b'"', b"999999999", b"t='e'", b"\xff", b"<row r='1'>", b"<c/>", b""])
    )
    content[FIRST_SHEET] = page[:at] + instead + page[at + data.draw(st.integers(0, 3)) :]
    assert is_read_or_refused(packed(content))


# How a cell is called


@given(st.integers(0, 16_383))
def test_columns_are_counted_as_spreadsheets_do(column: int) -> None:
    number = 0
    for letter in letters(column):
        number = 26 * number + ord(letter) - 64
    assert number == column + 1


def test_a_cell_is_named_as_people_write_it() -> None:
    (sheet,) = loaded(SMALL)
    assert spot(sheet, 4, 2) == "Liste!C5"
    assert str(place(sheet, 4, 2)) == "sheet “Liste”, row 5, column C"
