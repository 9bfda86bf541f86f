"""Find the sheets and columns of our own workbook, in any order, with German and English headings."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tischrunde.io.sheets.cells import Sheet, Value
from tischrunde.io.workbook.attributes import ATTRIBUTE, OWN_ATTRIBUTES, after
from tischrunde.io.workbook.columns import PEOPLE, SHEETS, SheetForm
from tischrunde.io.workbook.forms import folded, is_blank
from tischrunde.io.workbook.grids import ATTRIBUTE_COLUMN, Head
from tischrunde.io.workbook.ledger import Ledger
from tischrunde.io.workbook.texts import heard
from tischrunde.model.problems import nearest, quoted
from tischrunde.words import Language, Text

__all__ = ["FORMAT_BEGINS", "Found", "find_sheets", "is_workbook"]

FORMAT_BEGINS = "tischrunde/meeting/"
SEARCHED_ROWS = 30


@dataclass(frozen=True)
class Found:
    """A sheet with its entries.

    Attributes
    ----------
    heading_row : position of the row with the headings
    heads : what the columns are, by their position
    rows : positions of the rows below the headings in which something stands
    language : of its name
    """

    form: SheetForm
    sheet: Sheet
    language: Language
    heading_row: int = 0
    heads: dict[int, Head] = field(default_factory=dict)
    rows: tuple[int, ...] = ()

    def column(self, key: str) -> int | None:
        """Return where the column with a key stands."""
        return next((at for at, head in self.heads.items() if head.column.key == key), None)

    def titled(self, key: str) -> str:
        """Return what a column is called on this sheet, or would be."""
        given = next((head.heading for head in self.heads.values() if head.column.key == key), None)
        titles = next(column.titles for column in self.form.columns if column.key == key)
        return given or titles.say(self.language)


def is_workbook(sheets: Sequence[Sheet]) -> bool:
    """Return whether these are the sheets of our own workbook: one of them names the format."""
    return any(
        isinstance(value, str) and value.strip().startswith(FORMAT_BEGINS)
        for sheet in sheets
        for row in sheet.rows[:SEARCHED_ROWS]
        for value in row
    )


def find_sheets(sheets: Sequence[Sheet], ledger: Ledger) -> dict[str, Found]:
    """Return the sheets by their keys; others, such as the printed results, are passed over."""
    found: dict[str, Found] = {}
    for sheet in sheets:
        form = next((form for form in SHEETS if form.titles.fits(sheet.name)), None)
        if form is None:
            continue
        if form.key in found:
            message = Text("This sheet and “{other}” are the same.", other=quoted(found[form.key].sheet.name))
            ledger.wrong((sheet, None, None), message, Text("Remove one of the two."))
            continue
        language: Language = "de" if folded(form.titles.de) == folded(sheet.name) else "en"
        found[form.key] = _read_headings(Found(form, sheet, language), ledger)
    return found


def _read_headings(empty: Found, ledger: Ledger) -> Found:
    form, sheet = empty.form, empty.sheet
    at, heads = _heading_row(form, sheet)
    if not heads:
        if any(not is_blank(value) for row in sheet.rows for value in row):
            message = Text("The row of headings is missing.")
            hint = Text("Write above the entries: {headings}.", headings=", ".join(_titles(form, empty.language)))
            ledger.wrong((sheet, None, None), message, hint)
        return empty
    found = Found(form, sheet, empty.language, at, heads, tuple(_filled_rows(sheet, at, heads)))
    _check_headings(found, at, ledger)
    return Found(form, sheet, empty.language, at, _without_repeats(found, at, ledger), found.rows)


def _heading_row(form: SheetForm, sheet: Sheet) -> tuple[int, dict[int, Head]]:
    """Return the row of headings: the first of those in which most are known."""
    candidates = [(at, _known(form, row)) for at, row in enumerate(sheet.rows[:SEARCHED_ROWS])]
    return max(candidates, key=lambda pair: len(pair[1]), default=(0, {}))


def _known(form: SheetForm, row: Sequence[Value]) -> dict[int, Head]:
    heads = {at: _head(form, value) for at, value in enumerate(row) if isinstance(value, str) and value.strip()}
    return {at: head for at, head in heads.items() if head is not None}


def _head(form: SheetForm, heading: str) -> Head | None:
    attribute = after(ATTRIBUTE, heading) if form is PEOPLE else None
    name = heard(attribute) if attribute else ""
    if name and name not in OWN_ATTRIBUTES:
        return Head(ATTRIBUTE_COLUMN, heading.strip(), 0, name)
    for column in form.columns:
        word, nth = _number_taken(heading) if column.numbered else (heading, 0)
        if column.titles.fits(word) or folded(word) == column.key or (name and name == column.key):
            return Head(column, heading.strip(), nth)
    return None


def _number_taken(heading: str) -> tuple[str, int]:
    """Return a heading such as ``Wish 2`` or ``2. Wunsch`` without its number, and the number."""
    match = re.fullmatch(r"\s*(?:([0-9]{1,5})\.?\s*)?(.*?)\s*([0-9]{1,5})?\s*", heading, re.DOTALL)
    if match is None:
        return heading, 0
    return match[2], int(match[3] or match[1] or 1) - 1


def _filled_rows(sheet: Sheet, heading_row: int, heads: dict[int, Head]) -> Iterator[int]:
    for at in range(heading_row + 1, len(sheet.rows)):
        row = sheet.rows[at]
        if any(not is_blank(row[column]) for column in heads if column < len(row)):
            yield at


def _check_headings(found: Found, heading_row: int, ledger: Ledger) -> None:
    """Note the columns that are left out; one that is missing, or whose heading is only misspelt, is wrong."""
    sheet = found.sheet
    _check_needed(found, heading_row, ledger)
    free = {
        title: column
        for column in found.form.columns
        if column.numbered or found.column(column.key) is None
        for title in (column.titles.en, column.titles.de)
    }
    n_columns = max((len(sheet.rows[at]) for at in found.rows), default=0)
    for at in range(max(n_columns, len(sheet.rows[heading_row]))):
        if at in found.heads or not _holds_anything(found, at):
            continue
        heading = sheet.value(heading_row, at)
        cell = (sheet, heading_row, at)
        if is_blank(heading):
            ledger.note(cell, Text("The column has no heading and is left out."))
            continue
        meant = nearest(str(heading), list(free))
        if meant is not None:
            message = Text("There is no column “{heading}”.", heading=quoted(str(heading)))
            ledger.wrong(cell, message, Text("Did you mean “{name}”?", name=meant))
            continue
        ledger.note(cell, _left_out(found, str(heading).strip()))


def _left_out(found: Found, heading: str) -> Text:
    if found.form is not PEOPLE:
        return Text("The column “{heading}” is left out.", heading=quoted(heading))
    return Text(
        "The column “{heading}” is left out. To use it, write “{name}” above it.",
        heading=quoted(heading),
        name=quoted(f"{ATTRIBUTE.say(found.language)}: {heading}"),
    )


def _check_needed(found: Found, heading_row: int, ledger: Ledger) -> None:
    either = ("name", "id") if found.form is PEOPLE else ()
    missing = [column for column in found.form.columns if column.needed and found.column(column.key) is None]
    if found.rows and either and all(found.column(key) is None for key in either):
        missing = [found.form.columns[0]]
    for column in missing if found.rows else ():
        message = Text("The column “{heading}” is missing.", heading=column.titles.say(found.language))
        ledger.wrong((found.sheet, heading_row, None), message, Text("Add it, or check how it is spelt."))


def _holds_anything(found: Found, column: int) -> bool:
    return any(not is_blank(found.sheet.value(row, column)) for row in found.rows)


def _without_repeats(found: Found, heading_row: int, ledger: Ledger) -> dict[int, Head]:
    first_at: dict[tuple[str, int, str | None], int] = {}
    heads = {}
    for at, head in found.heads.items():
        which = (head.column.key, head.nth, head.attribute)
        if which in first_at:
            message = Text("The column “{heading}” stands here twice.", heading=quoted(head.heading))
            ledger.wrong((found.sheet, heading_row, at), message, Text("Remove one of the two, or change its heading."))
        else:
            first_at[which] = at
            heads[at] = head
    return heads


def _titles(form: SheetForm, language: Language) -> list[str]:
    return [column.titles.say(language) for column in form.columns]
