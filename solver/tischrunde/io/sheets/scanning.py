"""Look through the XML of a spreadsheet before it is read: cells far away, errors, formulas without a value.

The library that reads the values lays each sheet out as a rectangle from its first to its last value, and gives an
empty cell for an error. So both are noticed here, in one pass that keeps nothing but what it found.
"""

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

from tischrunde.errors import BadMeeting, Finding
from tischrunde.io.sheets.archive import Archive, refusal
from tischrunde.io.sheets.cells import Sheet, Unusable, finding_at
from tischrunde.words import Text

__all__ = ["MOST_AREA", "MOST_ELEMENTS", "MOST_LEFT", "Scan", "scanned"]

MOST_AREA = 4_000_000
"""How many cells, blank ones included, a sheet may have from its first to its last value."""

MOST_ELEMENTS = 6_000_000
"""How many elements are looked at; a million blank rows of four cells each have five million."""

MOST_PROBLEMS = 100
"""How many cells without a usable value are told of a sheet."""

_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
MOST_LEFT = 300
"""How many blank columns may stand before the first value; headings are looked for in so many."""

_CHUNK = 1 << 20
_TAG = 1 << 10

_BLANK_ROWS = re.compile(rb"<row r=[^<>]*(?:/>|(?<!/)>(?:<c r=[^<>]*/>)*</row>)")
_BLANK_CELLS = re.compile(rb"(?:<c r=[^<>]*/>)+(?=<c r=)")
"""Blank cells before one that says itself where it stands."""


@dataclass
class Scan:
    """What was noticed on one sheet.

    Attributes
    ----------
    first, last : the smallest and largest row and column with a value, ``None`` on an empty sheet
    merged : ranges of merged cells, where the reading library does not tell them
    hidden : rows that are not shown
    """

    name: str
    first: tuple[int, int] | None = None
    last: tuple[int, int] | None = None
    problems: list[Unusable] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)

    def stretch(self, row: int, column: int, *, to_row: int | None = None, to_column: int | None = None) -> None:
        """Count a value, or a block of equal ones, into the used rectangle."""
        end_row, end_column = to_row or row, to_column or column
        first, last = self.first or (row, column), self.last or (row, column)
        self.first = (min(first[0], row), min(first[1], column))
        self.last = (max(last[0], end_row), max(last[1], end_column))
        height, width = self.last[0] + 1, self.last[1] - self.first[1] + 1
        if height * width > MOST_AREA:
            raise BadMeeting([_far(self.name, end_row, end_column)])

    def note(self, row: int, column: int, shown: str) -> None:
        """Note a cell without a usable value."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Unusable(row, column, shown))


def scanned(archive: Archive) -> list[Scan]:
    """Return what is noticed on each sheet, in the order of the file.

    Raises
    ------
    BadMeeting
        When the file is not sound XML, too long, or a sheet reaches too far.

    Notes
    -----
    Linear in the length of the XML, at most ``MOST_ELEMENTS`` elements; about a microsecond each.
    """
    scans = _scans(archive, _Counter())
    askew = [_askew(scan.name, *scan.first) for scan in scans if scan.first and scan.first[1] >= MOST_LEFT]
    if askew:
        raise BadMeeting(askew)
    return scans


def _scans(archive: Archive, counter: "_Counter") -> list[Scan]:
    if archive.kind == "ods":
        reader = _Ods(counter)
        _parse(archive, "content.xml", reader.start, reader.end, reader.text)
        return reader.scans
    scans = []
    for name, member in _worksheets(archive, counter):
        scan = Scan(name)
        cells = _Xlsx(scan, counter)
        _parse(archive, member, cells.start, cells.end, cells.text, sparse=True)
        scans.append(scan)
    return scans


class _Counter:
    """Counts elements over all sheets."""

    def __init__(self) -> None:
        self.left = MOST_ELEMENTS

    def one_more(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise refusal(
                Text("The file holds millions of cells, most of them probably blank."),
                Text("Copy the rows with people into a new spreadsheet and save that."),
            )


class _Xlsx:
    """The cells of one worksheet."""

    def __init__(self, scan: Scan, counter: _Counter) -> None:
        self.scan, self.counter = scan, counter
        self.row, self.column = -1, -1
        self.kind = ""
        self.formula = self.value = self.inside = False
        self.shown = ""

    def start(self, name: str, keys: dict[str, str]) -> None:
        self.counter.one_more()
        match name:
            case "row":
                self.row = _number(keys.get("r"), self.row + 2) - 1
                self.column = -1
                if keys.get("hidden") in ("1", "true"):
                    self.scan.hidden.add(self.row)
            case "c":
                self.row, self.column = _corner(keys.get("r", ""), (self.row, self.column + 1))
                self.kind = keys.get("t", "")
                self.formula = self.value = False
                self.shown = ""
            case "f":
                self.formula = True
            case "v" | "is":
                self.value = self.inside = True

    def text(self, text: str) -> None:
        if self.inside and len(self.shown) < 40:
            self.shown += text

    def end(self, name: str) -> None:
        if name in ("v", "is"):
            self.inside = False
        elif name == "c" and self.value:
            self.scan.stretch(self.row, self.column)
            if self.kind == "e":
                self.scan.note(self.row, self.column, self.shown[:40])
            elif self.formula and not self.shown and self.kind != "str":
                self.scan.note(self.row, self.column, "")
        elif name == "c" and self.formula:
            self.scan.stretch(self.row, self.column)
            self.scan.note(self.row, self.column, "")


class _Ods:
    """The cells of all tables of an OpenDocument spreadsheet; repeated rows and cells are counted, not written out."""

    def __init__(self, counter: _Counter) -> None:
        self.counter = counter
        self.scans: list[Scan] = []
        self.row = self.column = 0
        self.rows = self.cells = 1
        self.keys: dict[str, str] = {}
        self.inside = False
        self.shown = ""

    def start(self, name: str, keys: dict[str, str]) -> None:
        self.counter.one_more()
        match name:
            case "table":
                self.scans.append(Scan(keys.get("name", "")))
                self.row = self.column = 0
            case "table-row":
                self.rows = _number(keys.get("number-rows-repeated"), 1)
                self.column = 0
                if keys.get("visibility") in ("collapse", "filter") and self.rows == 1 and self.scans:
                    self.scans[-1].hidden.add(self.row)
            case "table-cell" | "covered-table-cell":
                self.keys, self.inside, self.shown = keys, True, ""
                self.cells = _number(keys.get("number-columns-repeated"), 1)

    def text(self, text: str) -> None:
        if self.inside and len(self.shown) < 40:
            self.shown += text

    def end(self, name: str) -> None:
        if name == "table-row":
            self.row += self.rows
        elif name in ("table-cell", "covered-table-cell") and self.scans:
            self.inside = False
            self._cell(self.scans[-1])
            self.column += self.cells

    def _cell(self, scan: Scan) -> None:
        down, across = (
            _number(self.keys.get("number-rows-spanned"), 1),
            _number(self.keys.get("number-columns-spanned"), 1),
        )
        if down * across > 1:
            scan.merged.append((self.row, self.column, self.row + down - 1, self.column + across - 1))
        is_formula = "formula" in self.keys
        is_error = is_formula and self.shown.startswith(("#", "Err:")) and self.keys.get("value-type") == "string"
        if not self.shown and "value-type" not in self.keys and not is_formula:
            return
        scan.stretch(self.row, self.column, to_row=self.row + self.rows - 1, to_column=self.column + self.cells - 1)
        if is_error and not self.keys.get("string-value"):
            scan.note(self.row, self.column, self.shown[:40])
        elif is_formula and "value-type" not in self.keys:
            scan.note(self.row, self.column, "")


def _worksheets(archive: Archive, counter: _Counter) -> list[tuple[str, str]]:
    """Return name and file of each worksheet."""
    sheets: list[tuple[str, str]] = []
    targets: dict[str, str] = {}

    def sheet(name: str, keys: dict[str, str]) -> None:
        counter.one_more()
        if name == "sheet":
            sheets.append((keys.get("name", ""), keys.get("id", "")))

    def relation(name: str, keys: dict[str, str]) -> None:
        counter.one_more()
        if name == "Relationship" and keys.get("Type", "").endswith("/worksheet"):
            targets[keys.get("Id", "")] = posixpath.normpath(posixpath.join("/xl", keys.get("Target", ""))).lstrip("/")

    _parse(archive, "xl/workbook.xml", sheet)
    _parse(archive, "xl/_rels/workbook.xml.rels", relation)
    return [(name, targets[key]) for name, key in sheets if key in targets]


def _without_blanks(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield a worksheet without its blank rows and most blank cells, which would take longest to parse.

    Spreadsheets often hold a million rows of them. A row that is not over yet is kept for the next piece unless it is
    long, so that no letter is looked at more than three times; what only looks like a blank row, in a comment, is of
    no interest here.
    """
    kept = b""
    while piece := stream.read(_CHUNK):
        text = kept + piece
        if b"<" in piece:
            text = _BLANK_CELLS.sub(b"", _BLANK_ROWS.sub(b"", text))
        end = text.rfind(b"<row ")
        if end < 0 or len(text) - end > _CHUNK:
            end = text.rfind(b"<", max(0, len(text) - _TAG))
        kept = text[end:] if end >= 0 else b""
        yield text.removesuffix(kept)
    yield kept


def _parse(
    archive: Archive,
    member: str,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
    *,
    sparse: bool = False,
) -> None:
    """Go through one file, with the names of elements and keys bare of their namespaces."""

    def begun(name: str, keys: dict[str, str]) -> None:
        start(_bare(name), {_bare(key): value for key, value in keys.items()} if keys else keys)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = begun
    parser.StartDoctypeDeclHandler = _refuse_declarations
    if end is not None:
        parser.EndElementHandler = lambda name: end(_bare(name))
    if text is not None:
        parser.CharacterDataHandler = text
    try:
        with archive.zip.open(member) as stream:
            for piece in _without_blanks(stream) if sparse else iter(lambda: stream.read(_CHUNK), b""):
                parser.Parse(piece)
            parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError):
        raise refusal(
            Text("The file is damaged: what is in it is no spreadsheet."),
            Text("Open it in Excel or LibreOffice and save it again."),
        ) from None


def _refuse_declarations(*_: object) -> None:
    raise ValueError


def _bare(name: str) -> str:
    return name.rpartition(" ")[2]


def _number(given: str | None, otherwise: int) -> int:
    return int(given) if given is not None and given.isascii() and given.isdigit() and len(given) < 10 else otherwise


def _corner(reference: str, otherwise: tuple[int, int]) -> tuple[int, int]:
    """Return row and column of a reference such as ``C5``."""
    match = _CELL.fullmatch(reference)
    if match is None:
        return otherwise
    column = 0
    for letter in match[1]:
        column = 26 * column + ord(letter) - ord("A") + 1
    return int(match[2]) - 1, column - 1


def _askew(name: str, row: int, column: int) -> Finding:
    return finding_at(
        Sheet(name, ()),
        row,
        column,
        Text("What stands on this sheet begins only here, beyond the columns in which a list is looked for."),
        Text("Delete the blank columns before it, or what stands there."),
    )


def _far(name: str, row: int, column: int) -> Finding:
    return finding_at(
        Sheet(name, ()),
        row,
        column,
        Text("Something stands in this cell, far away from the rest, so that the sheet is too large to be read."),
        Text("Delete the rows and columns beyond the list, or copy the list into a new spreadsheet."),
    )
