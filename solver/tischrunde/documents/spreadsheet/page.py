"""One sheet of a workbook: cells that can be no formula, columns as wide as their content, ready to be printed."""

import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from textwrap import wrap
from typing import TYPE_CHECKING, Any, TypeAlias

from tischrunde.documents.facts import Facts
from tischrunde.documents.printable import printable
from tischrunde.documents.sectors import Sector
from tischrunde.io.workbook.views import fingerprint

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

__all__ = ["HEADING", "LINED", "MOST_ROWS", "Page", "Style", "Styles", "filled"]

A4 = 9
MOST_ROWS = 1_048_576
MOST_LETTERS = 32_767
"""What a cell of Excel holds."""

NARROWEST, WIDEST = 6, 44
LONGEST_TITLE = 80
HEIGHT_OF_LINE, USUAL_SIZE = 15, 11
MOST_UNSEEN = 4
"""Texts of so few letters never take a second line."""

Style: TypeAlias = dict[str, Any]

PLAIN: Style = {"align": "left", "valign": "top", "text_wrap": True}


@dataclass
class Styles:
    """The formats of a workbook, each made once.

    Attributes
    ----------
    book : the workbook
    """

    book: "Workbook"
    _made: "dict[tuple[tuple[str, Any], ...], Format]" = field(default_factory=dict)

    def of(self, **given: Any) -> "Format":
        """Return the format with these properties beside the plain ones."""
        key = tuple(sorted(given.items()))
        if key not in self._made:
            self._made[key] = self.book.add_format({**PLAIN, **given})
        return self._made[key]


HEADING: Style = {"bold": True, "bottom": 2, "bg_color": "#E8E8E8"}
LINED: Style = {"bottom": 4, "bottom_color": "#999999"}


def filled(sector: Sector | None) -> Style:
    """Return the style of a cell that belongs to a sector."""
    return {} if sector is None else {"bg_color": sector.colour}


class Page:
    """A sheet of the workbook, written cell by cell; ``finish`` when all cells are written.

    Rows and columns are counted from 0.

    Attributes
    ----------
    shown : the texts written, by row and column
    """

    def __init__(self, styles: Styles, facts: Facts, name: str) -> None:
        self.facts = facts
        self.language = facts.meeting.language
        self.styles = styles
        self.sheet = styles.book.add_worksheet(name)
        self.shown: defaultdict[int, dict[int, str]] = defaultdict(dict)
        self._widths: dict[int, int] = {}
        self._wrapped: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
        self._last = (0, 0)

    def text(self, row: int, column: int, text: str, *, measured: bool = True, **style: Any) -> None:
        """Write a text as a text, whatever it begins with; ``measured`` widens the column for it."""
        shown = _shown(text)
        self.sheet.write_string(row, column, shown, self.styles.of(**style))
        self.shown[row][column] = shown
        width = _width(shown)
        self._remember(row, column, width + (width // 8 if style.get("bold") else 0) if measured else 0)
        if measured and width > MOST_UNSEEN:
            self._wrapped[row].append((column, shown))

    def number(self, row: int, column: int, number: int, **style: Any) -> None:
        """Write a number."""
        self.sheet.write_number(row, column, number, self.styles.of(**style))
        self._remember(row, column, len(str(number)))

    def sentence(self, row: int, text: str, *, columns: int, letters: int, **style: Any) -> None:
        """Write a sentence over several columns, in as many lines as it takes with ``letters`` on each."""
        self.sheet.merge_range(row, 0, row, columns - 1, "", self.styles.of(**style))
        self.text(row, 0, text, measured=False, **style)
        height = HEIGHT_OF_LINE * style.get("font_size", USUAL_SIZE) / USUAL_SIZE
        self.sheet.set_row(row, height * _lines(_shown(text), letters))

    def finish(
        self,
        *,
        heading_rows: int,
        heading_columns: int = 0,
        first_heading: int = 0,
        widest: int = WIDEST,
        narrowest: int = NARROWEST,
    ) -> None:
        """Set widths, freeze the headings, repeat them on paper, and make the sheet ready to be printed."""
        widths = {column: min(max(width + 2, narrowest), widest) for column, width in self._widths.items()}
        for column, width in widths.items():
            self.sheet.set_column(column, column, width)
        for row, cells in self._wrapped.items():
            lines = max(_lines(text, widths[column]) for column, text in cells)
            if lines > 1:
                self.sheet.set_row(row, HEIGHT_OF_LINE * lines)
        if heading_rows or heading_columns:
            self.sheet.freeze_panes(heading_rows, heading_columns)
        if heading_rows:
            self.sheet.repeat_rows(first_heading, heading_rows - 1)
        self.sheet.print_area(0, 0, *self._last)
        self.sheet.set_landscape()
        self.sheet.set_paper(A4)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        title = printable(self.facts.meeting.title)[:LONGEST_TITLE].replace("&", "&&")
        self.sheet.set_footer(f"&L {title}&C&A&R&P / &N")

    @property
    def fingerprint(self) -> str:
        """Return what tells later whether somebody changed a text of this sheet."""
        rows = [[cells.get(column) for column in range(max(cells) + 1)] for cells in self.shown.values()]
        return fingerprint(rows)

    def _remember(self, row: int, column: int, width: int) -> None:
        self._widths[column] = max(self._widths.get(column, 0), width)
        self._last = (max(self._last[0], row), max(self._last[1], column))


@cache
def _shown(text: str) -> str:
    lines = "\n".join(printable(line) for line in text.split("\n"))
    if lines.startswith("<r>"):  # which xlsxwriter takes for the beginning of rich text
        lines = " " + lines
    return lines if len(lines) <= MOST_LETTERS else lines[: MOST_LETTERS - 1] + "…"


@cache
def _lines(text: str, letters: int) -> int:
    """Return how many lines a text takes; programs that read the file do not all make room for them themselves."""
    return sum(max(1, len(wrap(line, max(1, letters - 2)))) for line in text.split("\n"))


@cache
def _width(text: str) -> int:
    """Return how many columns of an ordinary letter the longest line takes."""
    return max(
        sum(
            2 if unicodedata.east_asian_width(letter) in "WF" else 0 if unicodedata.combining(letter) else 1
            for letter in line
        )
        for line in text.split("\n")
    )
