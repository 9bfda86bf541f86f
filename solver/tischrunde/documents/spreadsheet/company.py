"""The sheet of who meets whom: a square with a row and a column for each person."""

from tischrunde.documents.facts import Facts
from tischrunde.documents.sectors import Sectors
from tischrunde.documents.spreadsheet.page import HEADING, LINED, Page, Styles, filled
from tischrunde.words import Text

__all__ = ["MOST_PEOPLE", "add_company"]

MOST_PEOPLE = 300
"""A larger square nobody reads."""

A3 = 8
FEWEST_TO_FIT, MOST_ON_A4, MOST_ON_A3 = 20, 40, 100
HEIGHT_OF_LETTER = 6.5


def add_company(styles: Styles, facts: Facts, sectors: Sectors) -> None:
    """Add the sheet: in how many rounds two people share a table, nothing for never."""
    page = Page(styles, facts, Text("Who meets whom").say(facts.meeting.language))
    corner = Text("rounds at the same table").say(page.language)
    page.text(0, 0, corner, **HEADING)
    for at, person in enumerate(facts.people, start=1):
        sector = sectors.named(person.sector)
        name = facts.called(person.id)
        told = f"{sector.letter}  {name}" if sector else name
        colour = filled(sector)
        page.text(0, at, told, measured=False, **(HEADING | {"rotation": 90, "text_wrap": False} | colour))
        page.text(at, 0, told, **(LINED | {"bold": True} | colour))
    _write_square(page)
    page.finish(heading_rows=1, heading_columns=1, narrowest=3)
    longest = max((len(facts.called(person.id)) for person in facts.people), default=0)
    page.sheet.set_row(0, HEIGHT_OF_LETTER * (longest + 4))
    page.sheet.repeat_columns(0)
    if len(facts.people) < FEWEST_TO_FIT:
        page.sheet.set_print_scale(100)
    if len(facts.people) > MOST_ON_A4:
        page.sheet.set_paper(A3)
    if len(facts.people) > MOST_ON_A3:
        page.sheet.set_print_scale(60)


def _write_square(page: Page) -> None:
    for row, one in enumerate(page.facts.people, start=1):
        for column, other in enumerate(page.facts.people, start=1):
            times = page.facts.times_met(one.id, other.id)
            if row == column:
                page.text(row, column, "", bg_color="#555555")
            elif times > 1:
                page.number(row, column, times, align="center", bold=True, border=2)
            elif times:
                page.number(row, column, times, align="center", bg_color="#EFEFEF")
