"""Read the rows of a sheet: each cell in the form of its column, blank cells and examples passed over."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tischrunde.io.sheets.texts import trouble_with
from tischrunde.io.workbook.examples import has_examples, is_untouched
from tischrunde.io.workbook.forms import Misread, is_blank
from tischrunde.io.workbook.found import Found
from tischrunde.io.workbook.ledger import Cell, Ledger
from tischrunde.io.workbook.texts import is_example
from tischrunde.model.problems import quoted
from tischrunde.words import Text

__all__ = ["Line", "lines_of", "require", "tell_missing"]


@dataclass(frozen=True)
class Line:
    """One entry.

    Attributes
    ----------
    found : its sheet
    at : its row, counted from 0
    values : by the key of the column; further attributes by their names under ``attributes``
    cells : for each of the values its cell, for lists the cells of their entries in turn
    misread : keys of columns whose cell could not be understood
    """

    found: Found
    at: int
    values: dict[str, Any] = field(default_factory=dict)
    cells: dict[str | tuple[str, str], list[Cell]] = field(default_factory=dict)
    misread: set[str] = field(default_factory=set)

    @property
    def whole(self) -> Cell:
        """Return the row as a place."""
        return self.found.sheet, self.at, None

    def cell(self, key: str) -> Cell:
        """Return the cell in the column with a key; the row where the sheet has no such column."""
        return self.found.sheet, self.at, self.found.column(key)


def lines_of(found: Found, ledger: Ledger) -> Iterator[Line]:
    """Read the entries of a sheet one after the other, and note every cell that cannot be understood."""
    _tell_unusable(found, ledger)
    in_order = sorted(found.heads.items(), key=lambda pair: (pair[1].column.key, pair[1].nth, pair[0]))
    n_examples = 0
    for at in found.rows:
        raw = {
            (head.column.key, head.nth): found.sheet.value(at, column)
            for column, head in in_order
            if not is_blank(found.sheet.value(at, column))
        }
        if has_examples(found.form.key) and any(is_example(value) for value in raw.values()):
            n_examples += 1
            if not is_untouched(found.form.key, raw):
                _half_an_example(found, at, ledger)
            continue
        line = Line(found, at)
        for column, _ in in_order:
            _read_cell(line, column, ledger)
        yield line
    if n_examples:
        ledger.note((found.sheet, None, None), Text("The example is left out."))


def _tell_unusable(found: Found, ledger: Ledger) -> None:
    """Note the cells that show an error, or hold a formula that was never calculated."""
    for problem in found.sheet.problems:
        if problem.column not in found.heads or problem.row <= found.heading_row:
            continue
        cell = (found.sheet, problem.row, problem.column)
        if problem.shown:
            message = Text(
                "The cell shows the error {error} in place of a value.", error=quoted(problem.shown, most=40)
            )
            ledger.wrong(cell, message, Text("Mend the formula, or type the value."))
        else:
            message = Text("The cell holds a formula whose result was never saved.")
            hint = Text(
                "Open the file in Excel or LibreOffice, save it once, or type the value in place of the formula."
            )
            ledger.wrong(cell, message, hint)


def _half_an_example(found: Found, at: int, ledger: Ledger) -> None:
    shown = next(column for column in sorted(found.heads) if is_example(found.sheet.value(at, column)))
    message = Text(
        "“{value}” marks an example, but the row was changed.", value=quoted(str(found.sheet.value(at, shown)), most=40)
    )
    hint = Text("Write over every “Example:” in the row, or delete the row.")
    ledger.wrong((found.sheet, at, shown), message, hint)


def _read_cell(line: Line, column: int, ledger: Ledger) -> None:
    head = line.found.heads[column]
    key, form = head.column.key, head.column.form
    cell = (line.found.sheet, line.at, column)
    raw = line.found.sheet.value(line.at, column)
    if is_blank(raw):
        return
    trouble = trouble_with(raw)
    if trouble is not None:
        ledger.wrong(cell, *trouble)
        line.misread.add(key)
        return
    try:
        value = form.read(raw)
    except Misread as wrong:
        ledger.wrong(cell, wrong.message, wrong.hint)
        line.misread.add(key)
        return
    if head.attribute is not None:
        line.values.setdefault(key, {})[head.attribute] = value
        line.cells[key, head.attribute] = [cell]
    elif form.is_list:
        line.values.setdefault(key, []).extend(value)
        line.cells.setdefault(key, []).extend([cell] * len(value))
    else:
        line.values[key] = value
        line.cells[key] = [cell]


def require(line: Line, ledger: Ledger) -> bool:
    """Return whether a line has all it cannot do without; note what is missing."""
    complete = True
    for column in line.found.form.columns:
        if column.needed and column.key not in line.values:
            complete = False
            if column.key not in line.misread and line.found.column(column.key) is not None:
                tell_missing(line, column.key, ledger)
    return complete


def tell_missing(line: Line, key: str, ledger: Ledger) -> None:
    """Note that a cell is empty that should not be."""
    message = Text("“{heading}” is missing in this row.", heading=quoted(line.found.titled(key)))
    ledger.wrong(line.cell(key), message, Text("Fill it in, or delete the row."))
