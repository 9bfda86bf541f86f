"""What a spreadsheet is to the rest: sheets of plain values, and the place of a cell as people write it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TypeAlias

from tischrunde.errors import Finding
from tischrunde.model.problems import quoted
from tischrunde.words import Text, listed

__all__ = ["Sheet", "Unusable", "Value", "finding_at", "finding_in", "letters", "place", "spot"]

MOST_ROWS = 5
"""How many rows are told of a fault that many have."""

Value: TypeAlias = str | float | int | bool | date | time | datetime | None
"""What stands in a cell; ``None`` in an empty one."""


@dataclass(frozen=True)
class Unusable:
    """A cell that shows an error value such as ``#REF!``, or holds a formula that was never calculated (empty)."""

    row: int
    column: int
    shown: str


@dataclass(frozen=True)
class Sheet:
    """One sheet, rows and columns counted from 0. Rows may differ in length; a blank row is empty.

    Attributes
    ----------
    name : as on its tab; empty for a file that has no sheets, such as CSV
    rows : the values
    merged : ranges of merged cells: first row, first column, last row, last column; the value is in the first cell
    hidden : whether its tab is not shown
    hidden_rows : rows that are not shown, as by a filter, where the file tells
    problems : cells that hold no usable value although something stands there
    """

    name: str
    rows: tuple[tuple[Value, ...], ...]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden: bool = False
    problems: "tuple[Unusable, ...]" = ()
    hidden_rows: frozenset[int] = frozenset()

    def value(self, row: int, column: int) -> Value:
        """Return the value of a cell, ``None`` beyond the end of its row."""
        cells = self.rows[row]
        return cells[column] if column < len(cells) else None


def letters(column: int) -> str:
    """Return a column as spreadsheets name it.

    >>> letters(0), letters(25), letters(26), letters(701)
    ('A', 'Z', 'AA', 'ZZ')
    """
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def spot(sheet: Sheet, row: int | None = None, column: int | None = None) -> str:
    """Return the place of a cell, row or column as a key, such as ``People!C5``, ``People!5`` or ``People!C``."""
    cell = ("" if column is None else letters(column)) + ("" if row is None else str(row + 1))
    return "!".join(filter(None, (quoted(sheet.name), cell)))


def place(sheet: Sheet, row: int | None = None, column: int | None = None) -> Text:
    """Return the place of a cell, row or column in words: ``sheet “People”, row 5, column C``."""
    return _told(sheet, None if row is None else Text("row {row}", row=row + 1), column)


def _told(sheet: Sheet, rows: Text | None, column: int | None) -> Text:
    parts = [
        Text("sheet “{name}”", name=quoted(sheet.name)) if sheet.name else None,
        rows,
        None if column is None else Text("column {letters}", letters=letters(column)),
    ]
    return Text("{parts}", parts=tuple(part for part in parts if part is not None))


def finding_at(sheet: Sheet, row: int | None, column: int | None, message: Text, hint: Text | None = None) -> Finding:
    """Return a finding about a cell, or about a whole row or column where the other is ``None``."""
    return Finding(spot(sheet, row, column), message, hint, told=place(sheet, row, column))


def finding_in(sheet: Sheet, rows: Sequence[int], column: int, message: Text, hint: Text | None = None) -> Finding:
    """Return one finding about cells of a column that have the same fault; its key is that of the first."""
    if len(rows) == 1:
        return finding_at(sheet, rows[0], column, message, hint)
    told = Text("rows {rows}", rows=listed([str(row + 1) for row in rows], most=MOST_ROWS))
    return Finding(spot(sheet, rows[0], column), message, hint, told=_told(sheet, told, column))
