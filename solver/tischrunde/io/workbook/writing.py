"""Draw the sheets of a meeting into a workbook: drop-downs, help, print set-up. The only file that needs xlsxwriter.

Everything that people typed is written as a text, into cells formatted as text, so that it stays one: nothing
becomes a formula or a link, neither here nor when somebody edits the cell.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from textwrap import wrap
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tischrunde.io.workbook.attributes import OWN_ATTRIBUTES
from tischrunde.io.workbook.columns import KINDS, PEOPLE, PLAN, SETTINGS, TABLES, THEMES, Column, Offer
from tischrunde.io.workbook.forms import FLAG
from tischrunde.io.workbook.grids import HEADING_ROW, Grid, grids_of, n_letters
from tischrunde.io.workbook.settings_table import SETTING_OF
from tischrunde.io.workbook.views import Views
from tischrunde.model import Meeting, Plan
from tischrunde.model.fields import MOST
from tischrunde.words import Language, Text

__all__ = ["add_grids", "add_meeting", "book_of", "workbook"]

SPARE_ROWS = 300
"""How many rows below the last entry are ready to be filled in."""

MOST_IN_LIST = 255
"""How many characters the entries of a drop-down list may have that refers to no cells; of a help text as well."""

MOST_IN_TITLE = 32
"""How many characters the title of a help text may have."""

A4 = 9
MADE = datetime(2000, 1, 1)
"""Written in place of the time: equal meetings give equal files."""


def workbook(meeting: Meeting, plan: Plan | None = None, *, language: Language | None = None) -> bytes:
    """Return a workbook (.xlsx) that reads back as the meeting and, if given, the plan.

    Raises
    ------
    BadInput
        With every cell and sheet that would hold more than a workbook can.
    """
    return book_of(grids_of(meeting, plan, language or meeting.language), language or meeting.language)


def add_meeting(
    book: xlsxwriter.Workbook,
    meeting: Meeting,
    plan: Plan | None = None,
    *,
    language: Language | None = None,
    views: Views | None = None,
) -> None:
    """Add the sheets of a meeting and its plan to a workbook, in the meeting's language unless another is given.

    Needs of people stand on them, for they are part of the meeting. With ``views``, the fingerprints of sheets that
    show the plan, it is noticed later when these were changed.

    Raises
    ------
    BadInput
        With every cell and sheet that would hold more than a workbook can; then nothing was added.
    """
    language = language or meeting.language
    add_grids(book, grids_of(meeting, plan, language, views=views), language)


def book_of(grids: Sequence[Grid], language: Language, *, examples: bool = False) -> bytes:
    """Return a workbook of these sheets alone."""
    raw = BytesIO()
    book = xlsxwriter.Workbook(raw, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": MADE})
    add_grids(book, grids, language, examples=examples)
    book.close()
    return raw.getvalue()


def add_grids(book: xlsxwriter.Workbook, grids: Sequence[Grid], language: Language, *, examples: bool = False) -> None:
    """Draw sheets into a workbook; ``examples`` says that all their rows are only examples."""
    pens = _Pens.of(book)
    drawing = _Drawing({grid.form.key: grid for grid in grids}, pens, language, examples)
    for grid in grids:
        drawing.draw(book.add_worksheet(grid.name), grid)


@dataclass(frozen=True)
class _Pens:
    note: Format
    help: Format
    heading: Format
    text: Format
    number: Format
    setting: Format
    example: Format

    @classmethod
    def of(cls, book: xlsxwriter.Workbook) -> "_Pens":
        def pen(**properties: object) -> Format:
            return book.add_format({"valign": "top", "num_format": "@", **properties})

        return cls(
            note=pen(text_wrap=True, bold=True, font_color="#1F4E79"),
            help=pen(text_wrap=True, italic=True, font_size=9, font_color="#404040", bg_color="#F2F2F2"),
            heading=pen(text_wrap=True, bold=True, font_color="#FFFFFF", bg_color="#1F4E79", border=1),
            text=pen(),
            number=pen(num_format="0", align="left"),
            setting=pen(text_wrap=True, align="left"),
            example=pen(italic=True, font_color="#595959"),
        )


@dataclass(frozen=True)
class _Drawing:
    """The sheets of one workbook, by their keys, which refer to each other in drop-down lists."""

    grids: Mapping[str, Grid]
    pens: _Pens
    language: Language
    examples: bool

    def draw(self, sheet: Worksheet, grid: Grid) -> None:
        """Draw one sheet."""
        self._draw_top(sheet, grid)
        pen = self.pens.example if self.examples else None
        if grid.form is SETTINGS:
            pen = self.pens.setting
        for at, cells in enumerate(grid.rows, start=HEADING_ROW + 1):
            for column, cell in cells.items():
                write = sheet.write_string if isinstance(cell, str) else sheet.write_number
                write(at, column, cell, pen)
        self._set_up(sheet, grid)
        if grid.form is SETTINGS:
            self._guide_settings(sheet, grid)
        elif len(grid.rows) + SPARE_ROWS < MOST:
            self._guide(sheet, grid)

    def _draw_top(self, sheet: Worksheet, grid: Grid) -> None:
        note = grid.form.note.say(self.language)
        if self.examples and grid.rows and grid.form is not SETTINGS:
            note += " " + Text("Rows that begin with “Example:” are not read: write over them or delete them.").say(
                self.language
            )
        last = len(grid.heads) - 1
        sheet.merge_range(0, 0, 0, last, note, self.pens.note)
        sheet.set_row(0, 18 * _lines(note, sum(head.column.width for head in grid.heads)))
        helps = [head.column.help.say(self.language) for head in grid.heads]
        sheet.set_row(
            1, 13 * max(_lines(told, head.column.width) for told, head in zip(helps, grid.heads, strict=True))
        )
        sheet.set_row(HEADING_ROW, 16 * max(_lines(head.heading, head.column.width - 3) for head in grid.heads))
        for at, (head, told) in enumerate(zip(grid.heads, helps, strict=True)):
            sheet.write_string(1, at, told, self.pens.help)
            sheet.write_string(HEADING_ROW, at, head.heading, self.pens.heading)
            pen = self.pens.number if head.column.form.is_number else self.pens.text
            sheet.set_column(at, at, head.column.width, pen)

    def _set_up(self, sheet: Worksheet, grid: Grid) -> None:
        last_row, last_column = HEADING_ROW + max(1, len(grid.rows)), len(grid.heads) - 1
        sheet.freeze_panes(HEADING_ROW + 1, 1)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(HEADING_ROW)
        sheet.print_area(0, 0, last_row, last_column)
        sheet.set_footer("&L&A&R&P / &N")
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{last_row + SPARE_ROWS}"})
        if grid.form in (PEOPLE, TABLES, PLAN):
            sheet.autofilter(HEADING_ROW, 0, last_row, last_column)

    def _guide(self, sheet: Worksheet, grid: Grid) -> None:
        """Show help and drop-down lists wherever something can be filled in."""
        for at, head in enumerate(grid.heads):
            guide = self._guidance(head.heading, head.column)
            sheet.data_validation(HEADING_ROW + 1, at, HEADING_ROW + len(grid.rows) + SPARE_ROWS, at, guide)

    def _guide_settings(self, sheet: Worksheet, grid: Grid) -> None:
        for at, setting in enumerate(SETTING_OF, start=HEADING_ROW + 1):
            if setting.path == ("language",):
                languages = [setting.form.write(one, self.language) for one in ("de", "en")]
                sheet.data_validation(at, 1, at, 1, {"validate": "list", "source": languages})

    def _guidance(self, heading: str, column: Column) -> dict[str, Any]:
        guide: dict[str, Any] = {
            "validate": "any",
            "input_title": _cut(heading, MOST_IN_TITLE),
            "input_message": _cut(column.help.say(self.language), MOST_IN_LIST),
        }
        source = self._offered(column.offers)
        if source:
            return guide | {
                "validate": "list",
                "source": source,
                "error_type": "stop" if column.offers in ("kinds", "yes or no") else "warning",
                "show_error": not column.form.is_list or column.numbered,
            }
        if column.form.is_number:
            return guide | {
                "validate": "integer",
                "criteria": "between",
                "minimum": -MOST,
                "maximum": MOST,
                "error_title": Text("Whole number").say(self.language),
                "error_message": Text("Write a whole number, without words.").say(self.language),
            }
        return guide

    def _offered(self, offer: Offer | None) -> list[str] | str | None:
        """Return the entries of a drop-down list, or the cells that hold them."""
        match offer:
            case "yes or no":
                return [str(FLAG.write(flag, self.language)) for flag in (True, False)]
            case "kinds":
                return [titles.say(self.language) for titles in KINDS.values()]
            case "attributes":
                return self._attributes()
            case "themes":
                return self._cells_of(THEMES.key, 0)
            case "tables":
                return self._cells_of(TABLES.key, 0)
            case "people":
                named = self.examples or any(0 in row for row in self.grids[PEOPLE.key].rows)
                return self._cells_of(PEOPLE.key, 0 if named else 1)
        return None

    def _cells_of(self, key: str, column: int) -> str:
        grid = self.grids[key]
        letter = "AB"[column]
        return f"='{grid.name}'!${letter}${HEADING_ROW + 2}:${letter}${HEADING_ROW + 1 + len(grid.rows) + SPARE_ROWS}"

    def _attributes(self) -> list[str] | None:
        further = [head.heading for head in self.grids[PEOPLE.key].heads if head.attribute is not None]
        names = [*(titles.say(self.language) for titles in OWN_ATTRIBUTES.values()), *further]
        fits = n_letters(",".join(names)) <= MOST_IN_LIST
        return names if fits and not any(letter in name for name in names for letter in ',"\n') else None


def _cut(text: str, most: int) -> str:
    """Return the beginning of a text, of at most so many characters as UTF-16 counts them."""
    return text.encode("utf-16-le")[: 2 * most].decode("utf-16-le", "ignore")


def _lines(text: str, width: int) -> int:
    """Return how many lines a text takes in a column, a little more rather than less."""
    return max(1, len(wrap(text, max(4, round(width * 0.92)))))
