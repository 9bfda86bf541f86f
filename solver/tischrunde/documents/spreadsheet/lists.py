"""The sheets of who sits where: a row for each person, and a block for each table."""

from tischrunde.documents.facts import Facts, Stop
from tischrunde.documents.sectors import Sectors
from tischrunde.documents.spreadsheet.page import HEADING, LINED, MOST_ROWS, Page, Style, Styles, filled
from tischrunde.errors import BadInput, Finding
from tischrunde.model import Person, Table
from tischrunde.words import Text

__all__ = ["add_by_person", "add_by_table", "check_rows"]

WIDEST_ROUND = 36
HEADINGS = 1
"""The row of the headings; above it stands a note."""


def check_rows(facts: Facts) -> None:
    """Refuse a plan that has more rows than a sheet.

    Raises
    ------
    BadInput
        With the way out.
    """
    rows = 1 + HEADINGS + max(len(facts.people), sum(_seats(facts, table) for table in facts.tables))
    if rows > MOST_ROWS:
        message = Text("{rows} rows are more than a sheet of Excel can hold.", rows=rows)
        raise BadInput([Finding("", message, Text("Save the plan as .csv or .json."))])


def add_by_person(styles: Styles, facts: Facts, sectors: Sectors) -> Page:
    """Add the sheet with everybody's route."""
    page = Page(styles, facts, Text("By person").say(facts.meeting.language))
    _write_note(page)
    titles = [Text("Name")]
    titles += [Text("Organisation")] if facts.has_organisations else []
    titles += [Text("Sector")] if facts.has_sectors else []
    for column, title in enumerate(titles):
        page.text(HEADINGS, column, title.say(page.language), **HEADING)
    for stop in facts.rounds:
        page.text(HEADINGS, len(titles) + stop.round - 1, _heading(page, stop), **HEADING)
    for row, person in enumerate(facts.people, start=HEADINGS + 1):
        _write_person(page, row, person, sectors)
    page.sheet.autofilter(HEADINGS, 0, HEADINGS + len(facts.people), len(titles) + len(facts.rounds) - 1)
    _finish(page)
    return page


def add_by_table(styles: Styles, facts: Facts, sectors: Sectors) -> Page:
    """Add the sheet with the people at every table, a column for each round."""
    page = Page(styles, facts, Text("By table").say(facts.meeting.language))
    _write_note(page)
    titles = [Text("Table"), *([Text("Theme")] if facts.meeting.themes else [])]
    for column, title in enumerate(titles):
        page.text(HEADINGS, column, title.say(page.language), **HEADING)
    for stop in facts.rounds:
        page.text(HEADINGS, len(titles) + stop.round - 1, _heading(page, stop), **HEADING)
    row = HEADINGS + 1
    for table in facts.tables:
        _write_table(page, row, table, sectors, len(titles))
        row += _seats(facts, table)
    _finish(page)
    return page


def _write_note(page: Page) -> None:
    note = Text("Changes on this sheet are not read back: what counts is the sheet “{name}”.", name="Plan")
    page.text(0, 0, note.say(page.language), measured=False, italic=True, text_wrap=False)


def _finish(page: Page) -> None:
    page.finish(heading_rows=HEADINGS + 1, heading_columns=1, first_heading=HEADINGS, widest=WIDEST_ROUND, narrowest=10)


def _heading(page: Page, stop: Stop) -> str:
    parts = [Text("Round {number}", number=stop.round).say(page.language)]
    parts += [stop.label] if stop.label else []
    time = stop.time()
    return "\n".join([*parts, *([time.say(page.language)] if time is not None else [])])


def _write_person(page: Page, row: int, person: Person, sectors: Sectors) -> None:
    facts, column = page.facts, 0
    page.text(row, 0, facts.named(person.id), **LINED, bold=True)
    if facts.has_organisations:
        column += 1
        page.text(row, column, person.organisation or "", **LINED)
    if facts.has_sectors:
        column += 1
        sector = sectors.named(person.sector)
        told = f"{sector.letter}  {sector.name}" if sector else person.sector or ""
        page.text(row, column, told, **LINED, **filled(sector))
    for stop in facts.route(person.id):
        page.text(row, column + stop.round, _stop(page, stop), **LINED)


def _stop(page: Page, stop: Stop) -> str:
    if stop.table is None:
        return "–"
    where = Text("{name} (host)", name=stop.table).say(page.language) if stop.hosting else stop.table
    return f"{where} · {stop.theme}" if stop.theme else where


def _seats(facts: Facts, table: Table) -> int:
    """Return how many rows a table takes: those of its fullest round, and one at least."""
    return max(1, *(len(facts.seated(one.round, table.id)) for one in facts.rounds))


def _write_table(page: Page, first: int, table: Table, sectors: Sectors, n_titles: int) -> None:
    facts = page.facts
    for place in range(_seats(facts, table)):
        line = LINED | ({"top": 2} if place == 0 else {})
        page.text(first + place, 0, table.id, **line, bold=True)
        if facts.meeting.themes:
            page.text(first + place, 1, (facts.theme(table.id) or "") if place == 0 else "", **line)
        for stop in facts.rounds:
            seated = facts.seated(stop.round, table.id)
            column = n_titles + stop.round - 1
            if place < len(seated):
                _write_seat(page, first + place, column, stop.round, table, seated[place], sectors, line)
            else:
                closed = place == 0 and stop.round in table.closed_in
                page.text(first + place, column, Text("closed").say(page.language) if closed else "", **line)


def _write_seat(
    page: Page, row: int, column: int, number: int, table: Table, person: Person, sectors: Sectors, line: Style
) -> None:
    facts, sector = page.facts, sectors.named(person.sector)
    hosting = facts.meeting.host_table(person, number) == table.id
    name = facts.called(person.id)
    told = Text("{name} (host)", name=name).say(page.language) if hosting else name
    told = f"{sector.letter}  {told}" if sector else told
    page.text(row, column, told, **line, **filled(sector), **({"bold": True} if hosting else {}))
