"""The plan as a workbook: sheets to read and print in front, the meeting and the plan to be read back behind them."""

from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from tischrunde.documents.facts import Facts
from tischrunde.documents.sectors import Sectors
from tischrunde.documents.spreadsheet.company import MOST_PEOPLE, add_company
from tischrunde.documents.spreadsheet.lists import add_by_person, add_by_table, check_rows
from tischrunde.documents.spreadsheet.overview import add_overview
from tischrunde.documents.spreadsheet.page import Styles
from tischrunde.io.workbook.views import Views

if TYPE_CHECKING:
    from pathlib import Path

    from xlsxwriter import Workbook

__all__ = ["MARK", "is_spreadsheet", "spreadsheet"]

MARK = "tischrunde/document/1"
"""Keyword among the properties of a document that was made here."""

MADE = datetime(2000, 1, 1)
"""A workbook has to say when it was made; always the same, equal plans give equal files."""

LARGEST_PROPERTIES = 100_000

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def spreadsheet(facts: Facts) -> bytes:
    """Return the workbook.

    Raises
    ------
    BadInput
        When there are more people than a sheet has rows.

    Notes
    -----
    Time and memory grow with people x rounds; the square of who meets whom is drawn for few people only.
    """
    import xlsxwriter

    check_rows(facts)
    raw = BytesIO()
    with xlsxwriter.Workbook(raw, OPTIONS) as book:
        book.set_properties({"title": facts.meeting.title[:200], "keywords": MARK, "created": MADE})
        styles, sectors = Styles(book), Sectors.of(facts.meeting)
        add_overview(styles, facts, sectors)
        views = [add_by_person(styles, facts, sectors), add_by_table(styles, facts, sectors)]
        if len(facts.people) <= MOST_PEOPLE:
            add_company(styles, facts, sectors)
        _add_meeting(book, facts, {page.sheet.name: page.fingerprint for page in views})
    return raw.getvalue()


def is_spreadsheet(path: "Path") -> bool:
    """Return whether a workbook was written by ``spreadsheet``."""
    try:
        with ZipFile(path) as parts:
            properties = parts.getinfo("docProps/core.xml")
            return properties.file_size < LARGEST_PROPERTIES and MARK.encode() in parts.read(properties)
    except (BadZipFile, KeyError, OSError, NotImplementedError, RuntimeError):
        return False


def _add_meeting(book: "Workbook", facts: Facts, views: Views) -> None:
    """Add what the file is read back from."""
    from tischrunde.io.workbook.writing import add_meeting

    add_meeting(book, facts.meeting, facts.plan, views=views)
