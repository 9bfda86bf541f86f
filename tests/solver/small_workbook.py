"""A small workbook, sheet by sheet, to be changed."""

import pytest

from tests.solver.sheets import cells
from tischrunde.errors import BadMeeting
from tischrunde.io.sheets.cells import Sheet
from tischrunde.io.workbook import meeting_from_workbook
from tischrunde.model import Meeting

PEOPLE = cells("People", ("Name", "Hosts table", "Wish 1"), ("Ada", "T1", None), ("Ben", None, "Garden"))
TABLES = cells("Tables", ("Table", "Seats", "Theme"), ("T1", 6, "Garden"), ("T10", 6.0, "House"))
THEMES = cells("Themes", ("Theme", "Title"), ("Garden", "What shall grow?"), ("House", "Who lives here?"))
SETTINGS = cells("Settings", ("Setting", "Value"), ("Format", "tischrunde/meeting/1"), ("Number of rounds", 2))
SHEETS = {sheet.name: sheet for sheet in (PEOPLE, TABLES, THEMES, SETTINGS)}


def read(*changed: Sheet, without: tuple[str, ...] = ()) -> Meeting:
    return meeting_from_workbook(workbook(*changed, without=without))


def workbook(*changed: Sheet, without: tuple[str, ...] = ()) -> list[Sheet]:
    sheets = SHEETS | {sheet.name: sheet for sheet in changed}
    return [sheet for name, sheet in sheets.items() if name not in without]


def told(*changed: Sheet, without: tuple[str, ...] = ()) -> list[str]:
    """Return what is wrong, without the sentences' beginnings that all findings share."""
    with pytest.raises(BadMeeting) as raised:
        read(*changed, without=without)
    return [f"{finding.place}: {finding.message} {finding.hint or ''}".strip() for finding in raised.value.findings]
