"""Bound how many letters cells hold, before anybody goes through them letter by letter."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tischrunde.errors import Finding
from tischrunde.io.sheets.cells import Sheet, Value, finding_at
from tischrunde.io.sheets.layout import MANY, Listing
from tischrunde.words import Text

__all__ = ["MOST_READ", "overlong", "shortened"]

MOST_READ = 2_000
"""How many letters a cell of a column that is read may hold; the meeting itself takes 1,000."""

MOST_LISTED = 4_000
"""The same where a cell lists several things: eighty names."""

MOST_READ_IN_ALL = 4_000_000
"""How many letters the columns that are read may hold together: 400 for each of ten thousand people."""

MOST_TOLD = 100
"""How many cells that are too long are told."""


def overlong(sheets: Sequence[Sheet], *, most: int, most_in_all: int) -> list[Finding]:
    """Return the cells of more than ``most`` letters; else the cell with which all hold more than ``most_in_all``."""
    told: list[Finding] = []
    letters = 0
    for sheet in sheets:
        for row, column, text in _texts(sheet):
            letters += len(text)
            if len(text) > most and len(told) < MOST_TOLD:
                told.append(_too_long(sheet, row, column, most))
            if letters > most_in_all:
                return told or [_too_much(sheet, row, column)]
    return told


def shortened(listing: Listing) -> tuple[Listing, list[Finding]]:
    """Return a list whose cells are short enough to be read, and the cells that are to be read and are too long.

    What is not read, such as long remarks, may be long and is merely cut.
    """
    sheet = listing.sheet
    most = dict.fromkeys(listing.used, MOST_READ)
    most |= {at: MOST_LISTED for key in MANY for at in listing.columns.get(key, ())}
    rows = list(sheet.rows)
    told: list[Finding] = []
    letters = 0
    for row, column, text in _texts(sheet):
        is_read = column in most and row > listing.heading_row
        letters += len(text) if is_read else 0
        if letters > MOST_READ_IN_ALL:
            return listing, told or [_too_much(sheet, row, column)]
        if is_read and len(text) > most[column] and len(told) < MOST_TOLD:
            told.append(_too_long(sheet, row, column, most[column]))
        elif not is_read and len(text) > MOST_READ:
            rows[row] = _with_cut(rows[row], column)
    return replace(listing, sheet=replace(sheet, rows=tuple(rows))), told


def _with_cut(cells: tuple[Value, ...], column: int) -> tuple[Value, ...]:
    return (*cells[:column], str(cells[column])[:MOST_READ], *cells[column + 1 :])


def _texts(sheet: Sheet) -> Iterator[tuple[int, int, str]]:
    for row, cells in enumerate(sheet.rows):
        for column, value in enumerate(cells):
            if isinstance(value, str):
                yield row, column, value


def _too_long(sheet: Sheet, row: int, column: int, most: int) -> Finding:
    message = Text("This cell holds more than {most} letters, so it is not read.", most=most)
    return finding_at(sheet, row, column, message, Text("Shorten it."))


def _too_much(sheet: Sheet, row: int, column: int) -> Finding:
    message = Text("Up to this cell there are more letters than any list of people holds, so the file is not read.")
    hint = Text("Copy the columns with people and their wishes into a new spreadsheet and save that.")
    return finding_at(sheet, row, column, message, hint)
