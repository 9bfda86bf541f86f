"""Sheets as they are to be drawn: headings and cells, still without colours and without a file."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tischrunde.errors import BadInput, Finding
from tischrunde.io.sheets.cells import Sheet, finding_at
from tischrunde.io.workbook.attributes import ATTRIBUTE, ATTRIBUTE_NAME, attribute_heading
from tischrunde.io.workbook.columns import PEOPLE, PLAN, PLAN_FACTS, SETTINGS, SHEETS, Column, SheetForm
from tischrunde.io.workbook.entries import Row, plan_facts, plan_rows, rows_of, settings_of
from tischrunde.io.workbook.forms import TEXT, Written
from tischrunde.io.workbook.views import VIEWS, Views
from tischrunde.model import Meeting, Plan
from tischrunde.words import Language, Text

__all__ = [
    "ATTRIBUTE_COLUMN",
    "HEADING_ROW",
    "MOST_LETTERS",
    "Grid",
    "Head",
    "grids_of",
    "heads_of",
    "require_room",
    "settings_grid",
]

HEADING_ROW = 2
"""Above it stand a note on the sheet and what belongs into each column; below it the entries."""

MOST_LETTERS = 32_767
MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
"""What cells and sheets of a workbook hold [Microsoft, Excel specifications and limits]; letters as in UTF-16."""

FEWEST_WISHES = 3


@dataclass(frozen=True)
class Head:
    """One column as it stands on a sheet.

    Attributes
    ----------
    column : what it is
    heading : the text above it
    nth : which of several, from 0, where the column is numbered
    attribute : whose values it holds, where it is a further attribute of people
    """

    column: Column
    heading: str
    nth: int = 0
    attribute: str | None = None


@dataclass(frozen=True)
class Grid:
    """One sheet.

    Attributes
    ----------
    form : what it is
    name : on its tab
    heads : its columns from left to right
    rows : for each entry the cells by column, counted from 0; blank ones are left out
    """

    form: SheetForm
    name: str
    heads: Sequence[Head]
    rows: Sequence[Mapping[int, Written]]


def grids_of(meeting: Meeting, plan: Plan | None, language: Language, *, views: Views | None = None) -> list[Grid]:
    """Return the sheets of a meeting and, if there is one, of its plan; ``views`` of other sheets is kept with it.

    Raises
    ------
    BadInput
        With every cell and sheet that would hold more than a workbook can.
    """
    rows_by_key: dict[str, Iterable[Row]] = dict(rows_of(meeting))
    if plan is not None:
        rows_by_key[PLAN.key] = plan_rows(plan, meeting)
    grids = []
    for form in SHEETS:
        if form is SETTINGS:
            grids.append(settings_grid(meeting, language))
        elif form is PLAN_FACTS and plan is not None:
            facts = [*plan_facts(plan), *([(VIEWS, json.dumps(views))] if views else [])]
            cells = [dict(enumerate(fact)) for fact in facts]
            grids.append(Grid(form, form.titles.say(language), heads_of(form, [], language), cells))
        elif form.key in rows_by_key:
            rows = list(rows_by_key[form.key])
            heads = heads_of(form, rows, language)
            grids.append(Grid(form, form.titles.say(language), heads, [_cells(row, heads, language) for row in rows]))
    require_room(grids)
    return grids


def heads_of(form: SheetForm, rows: Sequence[Row], language: Language) -> list[Head]:
    """Return the columns that the rows of a sheet need, the usual ones also where they stay empty."""
    heads = []
    for column in form.columns:
        if column.numbered:
            most = max((len(row.get(column.key, ())) for row in rows), default=0)
            title = column.titles.say(language)
            heads += [Head(column, f"{title} {nth + 1}", nth) for nth in range(max(most, FEWEST_WISHES))]
        else:
            heads.append(Head(column, column.titles.say(language)))
        if form is PEOPLE and column.key == "sector":
            names = dict.fromkeys(name for row in rows for name in row.get("attributes", ()))
            heads += [Head(ATTRIBUTE_COLUMN, attribute_heading(name, language), 0, name) for name in names]
    return heads


ATTRIBUTE_COLUMN = Column(
    "attributes", ATTRIBUTE, Text("A detail of your own; delete the column if you need none."), TEXT
)


def _cells(row: Row, heads: Sequence[Head], language: Language) -> dict[int, Written]:
    cells = {}
    for at, head in enumerate(heads):
        value = row.get(head.column.key)
        if head.attribute is not None and value is not None:
            value = value.get(head.attribute)
        if head.column.numbered and value is not None:
            value = value[head.nth : head.nth + 1] or None
        if value is not None:
            cells[at] = head.column.form.write(value, language)
    return {at: cell for at, cell in cells.items() if cell != ""}


def settings_grid(meeting: Meeting, language: Language) -> Grid:
    """Return the sheet of a meeting's settings."""
    rows = []
    for setting, attribute, value in settings_of(meeting):
        title = setting.titles.say(language)
        if attribute is not None:
            title = f"{title}: {ATTRIBUTE_NAME.write(attribute, language)}"
        row = {0: title, 1: setting.form.write(value, language), 2: setting.help.say(language)}
        rows.append({at: cell for at, cell in row.items() if value != "" or at != 1})
    return Grid(SETTINGS, SETTINGS.titles.say(language), heads_of(SETTINGS, [], language), rows)


def require_room(grids: Iterable[Grid]) -> None:
    """Check that a workbook can hold the sheets.

    Raises
    ------
    BadInput
        With every cell and sheet that is too large.
    """
    findings = [finding for grid in grids for finding in _too_large(grid)]
    if findings:
        raise BadInput(findings)


def _too_large(grid: Grid) -> Iterable[Finding]:
    sheet = Sheet(grid.name, ())
    hint = Text("Save it as .json or .yaml, which have no such limit.")
    if HEADING_ROW + 1 + len(grid.rows) > MOST_ROWS or len(grid.heads) > MOST_COLUMNS:
        message = Text(
            "{rows} rows and {columns} columns are needed; a sheet holds {most_rows} and {most_columns}.",
            rows=HEADING_ROW + 1 + len(grid.rows),
            columns=len(grid.heads),
            most_rows=MOST_ROWS,
            most_columns=MOST_COLUMNS,
        )
        yield finding_at(sheet, None, None, message, hint)
    headings = dict(enumerate(head.heading for head in grid.heads))
    for at, cells in enumerate((headings, *grid.rows), start=HEADING_ROW):
        for column, cell in cells.items():
            if isinstance(cell, str) and len(cell) > MOST_LETTERS // 2 and n_letters(cell) > MOST_LETTERS:
                message = Text(
                    "What belongs here has {count} characters; a cell holds {most}.",
                    count=n_letters(cell),
                    most=MOST_LETTERS,
                )
                yield finding_at(sheet, at, column, message, hint)


def n_letters(text: str) -> int:
    """Return how many characters a text has as UTF-16 counts them, and so does Excel."""
    return len(text.encode("utf-16-le")) // 2
