"""What an unusual file may cost: what is beyond a bound is refused before it is gone through."""

import io
import os
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.solver.registration_lists import ROWS, changed, found, packed, read, sheet, text, workbook
from tischrunde.errors import BadInput, BadMeeting
from tischrunde.io import files as io_files
from tischrunde.io import read_meeting
from tischrunde.io.files import read_bytes, write_bytes
from tischrunde.io.sheets import archive, child, lengths, loading, scanning
from tischrunde.io.sheets.loading import loaded

SMALL = workbook(("Liste", ROWS))
FIRST_SHEET = "xl/worksheets/sheet1.xml"
PAGE = Path(__file__).parents[2] / "docs" / "spreadsheets.md"


def refused(raw: bytes) -> str:
    with pytest.raises(BadMeeting) as caught:
        loaded(raw)
    return "\n".join(finding.say("en") for finding in caught.value.findings)


# Letters


def test_a_cell_longer_than_spreadsheets_hold_is_named() -> None:
    long = "x" * (child.MOST_IN_CELL + 1)
    cell = f'<row r="9"><c r="B9" t="inlineStr"><is><t>{long}</t></is></c></row></sheetData>'
    assert "row 9, column B: This cell holds more than 32767 letters" in refused(
        changed(SMALL, FIRST_SHEET, "</sheetData>", cell)
    )
    assert "row 2, column A: This cell holds more than 32767 letters" in refused(f"Name\n{long}\n".encode())


def test_of_a_long_cell_the_reading_process_tells_one_letter_more_than_is_read() -> None:
    assert child._plain("x" * 100_000) == "x" * (child.MOST_IN_CELL + 1)
    assert child._plain("") is None


def test_the_cell_with_which_all_letters_are_too_many_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "MOST_LETTERS", 12)
    assert len(loaded(b"Name\nAnna\nAda\n")[0].rows) == 3
    assert refused(b"Name\nAnna\nBert\nEmil\n").startswith("row 4, column A: Up to this cell there are more letters")


def test_a_cell_that_is_read_is_short_and_one_that_lists_things_may_be_longer() -> None:
    names = "; ".join(["Bert Blau"] * 250)
    assert lengths.MOST_READ < len(names) < lengths.MOST_LISTED
    assert len(read([["Name", "mit"], ["Anna Rot", names], ["Bert Blau", ""]]).meeting.people) == 2
    ((place, words),) = found(sheet([["Name", "Ort"], ["Anna", "x" * (lengths.MOST_READ + 1)]]))
    assert place == "B2"
    assert "more than 2000 letters" in words


def test_a_long_cell_that_is_not_read_stands_in_nobodys_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lengths, "MOST_READ_IN_ALL", 8)
    assert len(read([["Name", "Bemerkung"], ["Anna", "y" * 30_000], ["Bert", ""]]).meeting.people) == 2


def test_letters_of_all_cells_that_are_read_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lengths, "MOST_READ_IN_ALL", 8)
    ((place, words),) = found(sheet([["Name"], ["Anna"], ["Bert"], ["C"]]))
    assert place == "A4"
    assert "more letters than any list" in words


def test_a_long_field_of_a_csv_file_is_no_open_quotation_mark() -> None:
    long = "x" * 140_000
    assert "row 2: A field in this row is far too long" in refused(f"Name\n{long}\n".encode())
    assert "row 2: A quotation mark" in refused(f'Name\n"{long}\n'.encode())


# Rows and columns


class _Counted(io.BytesIO):
    """A stream in pieces of a hundred bytes."""

    def read(self, size: int | None = -1) -> bytes:
        return super().read(min(size or -1, 100))


class _Watched:
    """A pattern that counts the letters it is shown."""

    def __init__(self) -> None:
        self.seen = 0

    def sub(self, _: bytes, given: bytes) -> bytes:
        self.seen += len(given)
        return given


def test_a_long_row_is_looked_at_a_few_times_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    watched = _Watched()
    monkeypatch.setattr(scanning, "_BLANK_ROWS", watched)
    monkeypatch.setattr(scanning, "_CHUNK", 100)
    monkeypatch.setattr(scanning, "_TAG", 20)
    row = b'<row r="1">' + b'<c s="7"/>' * 2_000 + b"<row " + b"x" * 2_000
    assert b"".join(scanning._without_blanks(_Counted(row))) == row
    assert watched.seen <= 3 * len(row)


@pytest.mark.parametrize("size", [1, 7, 40, 1000])
def test_blank_rows_are_left_out_wherever_pieces_end(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanning, "_CHUNK", size)
    full = b'<row r="1"><c r="A1"><v>1</v></c></row>'
    kept = b"".join(scanning._without_blanks(io.BytesIO(full + b'<row r="2"/>' * 9 + full)))
    assert kept.replace(b'<row r="2"/>', b"") == full + full
    assert size < 40 or kept == full + full


@pytest.mark.parametrize("size", [50, 1000])
def test_blank_cells_before_others_are_left_out_and_move_nothing(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanning, "_CHUNK", size)
    full, bare = b'<c r="Z1" t="e"><v>1</v></c>', b"<c><v>1</v></c>"
    row = b'<row r="1">' + b'<c r="A1"/>' * 99 + full + b'<c r="A1"/>' * 9 + b'<c r="C1"/>' + bare + b"</row>"
    kept = b"".join(scanning._without_blanks(io.BytesIO(row)))
    assert b'<c r="C1"/>' + bare in kept
    assert kept.count(b"<c") < 15
    assert full in kept


def test_a_list_that_begins_far_to_the_right_is_named() -> None:
    far = workbook(("Liste", [[None] * 16_383 + ["Name"], [None] * 16_383 + ["Anna"]]))
    assert "sheet “Liste”, row 1, column XFD: What stands on this sheet begins only here" in refused(far)
    near = workbook(("Liste", [[None] * (scanning.MOST_LEFT - 1) + ["Name"]]))
    assert loaded(near)[0].rows[0][-1] == "Name"


def test_blank_cells_before_the_first_column_count_as_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    class Book:
        start = (0, 50)

        def iter_rows(self) -> list[list[str]]:
            return [["Anna"]]

    monkeypatch.setattr(child, "MOST_CELLS", 50)
    with pytest.raises(child._TooMuch):
        list(child._rows(Book(), child._Room()))


# Archives and time


def test_files_of_an_archive_are_counted_before_their_list_is_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    def parsed(*_: object) -> None:
        pytest.fail("the list of files was parsed")

    raw = packed({f"{n}.xml": b"" for n in range(4)})
    monkeypatch.setattr(archive, "MOST_MEMBERS", 3)
    monkeypatch.setattr(zipfile.ZipFile, "_RealGetContents", parsed)
    assert "unpack to far more" in refused(raw)


def test_the_reading_process_is_waited_for_as_long_as_the_page_says(monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []

    def never(*_: object, timeout: float, **__: object) -> None:
        waited.append(timeout)
        raise subprocess.TimeoutExpired("child", timeout)

    monkeypatch.setattr(subprocess, "run", never)
    assert "more time or memory" in refused(SMALL)
    assert waited == [loading.PATIENCE]
    assert f"{loading.SECONDS} s of work, or {loading.PATIENCE} s by the clock" in PAGE.read_text(encoding="utf-8")


# Files that are none, and files of any size


@pytest.mark.parametrize("name", ["meeting.json", "meeting.yaml", "people.csv"])
def test_a_pipe_is_no_file(name: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / name)
    with pytest.raises(BadMeeting, match="is a pipe or a device, not a file"):
        read_meeting(tmp_path / name)
    with pytest.raises(BadInput, match=r"is a pipe or a device, not a file. Choose another name"):
        write_bytes(b"", tmp_path / name)


@pytest.mark.parametrize("name", ["meeting.json", "meeting.yaml"])
def test_a_meeting_larger_than_the_bound_is_refused(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(io_files, "MOST_BYTES", 100)
    (tmp_path / name).write_bytes(b" " * 101)
    with pytest.raises(BadMeeting, match="The file is larger than"):
        read_meeting(tmp_path / name)
    (tmp_path / name).write_bytes(b" " * 100)
    with pytest.raises(BadMeeting, match="The file is empty"):
        read_meeting(tmp_path / name)


@pytest.mark.parametrize("kind", [io.BytesIO, io.StringIO])
def test_no_more_of_standard_input_is_read_than_the_bound(kind: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(io_files, "MOST_BYTES", 100)
    endless = kind(b" " * 1000 if kind is io.BytesIO else " " * 1000)
    with pytest.raises(BadMeeting, match="The file is larger than"):
        read_meeting("-", stdin=endless)
    assert endless.tell() == 101


def test_no_more_of_a_file_is_read_than_the_bound(tmp_path: Path) -> None:
    (tmp_path / "liste.csv").write_bytes(text(ROWS, ";").encode())
    assert len(read_bytes(tmp_path / "liste.csv", most=9)) == 10
