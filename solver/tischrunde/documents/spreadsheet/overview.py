"""The first sheet: what the plan is worth, what the letters mean, and what the other sheets hold."""

from collections.abc import Iterator

from tischrunde.documents.facts import Facts
from tischrunde.documents.quality import Quality, scope
from tischrunde.documents.sectors import Sectors
from tischrunde.documents.spreadsheet.company import MOST_PEOPLE
from tischrunde.documents.spreadsheet.page import HEADING, LINED, Page, Styles, filled
from tischrunde.words import Text

__all__ = ["add_overview"]

LETTERS_ON_LINE = 72


def add_overview(styles: Styles, facts: Facts, sectors: Sectors) -> None:
    """Add the sheet with the figures and what is possible at best, the rounds and the sectors."""
    page = Page(styles, facts, Text("Overview").say(facts.meeting.language))
    title = facts.meeting.title or Text("Plan").say(page.language)
    page.sentence(0, title, columns=4, letters=LETTERS_ON_LINE // 2, bold=True, font_size=16)
    quality = Quality.of(facts)
    row = 2
    for sentence, bold in _sentences(facts, quality):
        page.sentence(row, sentence.say(page.language), columns=4, letters=LETTERS_ON_LINE, bold=bold)
        row += 1
    row = _write_figures(page, quality, row + 1)
    row = _write_rounds(page, row + 1)
    if len(sectors):
        _write_sectors(page, sectors, row + 1)
    page.finish(heading_rows=0, narrowest=16, widest=60)


def _sentences(facts: Facts, quality: Quality) -> Iterator[tuple[Text, bool]]:
    yield scope(facts.meeting), False
    yield quality.verdict, True
    if quality.broken:
        yield Text("“tischrunde check” tells which."), False
    if len(facts.people) > MOST_PEOPLE:
        yield (
            Text(
                "The sheet “Who meets whom” is left out: with more than {most} people nobody reads it.",
                most=MOST_PEOPLE,
            ),
            False,
        )
    yield (
        Text(
            "The last sheets hold the whole meeting as it was entered, what people need among it, so that this file "
            "can be read back. Before you pass it on, delete them, or pass on .pdf or .html."
        ),
        False,
    )


def _write_figures(page: Page, quality: Quality, row: int) -> int:
    titles = (Text("How good is it?"), Text("This plan"), Text("At best"))
    for column, title in enumerate(titles):
        page.text(row, column, title.say(page.language), **HEADING)
    page.text(row, 3, "", **HEADING)
    for at, figure in enumerate(quality.rows, start=row + 1):
        reached = Text("best possible").say(page.language) if figure.reached else ""
        page.text(at, 0, figure.figure.say(page.language), **LINED)
        for column, told in enumerate((figure.here, figure.best, reached), start=1):
            page.text(at, column, told, **LINED)
    return row + 1 + len(quality.rows)


def _write_rounds(page: Page, row: int) -> int:
    timed = any(stop.time() is not None for stop in page.facts.rounds)
    titles = [Text("Round"), *([Text("Time")] if timed else []), Text("People"), Text("Tables")]
    for column, title in enumerate(titles):
        page.text(row, column, title.say(page.language), **HEADING)
    for at, stop in enumerate(page.facts.rounds, start=row + 1):
        sizes = [len(page.facts.seated(stop.round, t.id)) for t in page.facts.meeting.open_tables(stop.round)]
        name = Text("Round {number}", number=stop.round).say(page.language)
        time = stop.time()
        page.text(at, 0, f"{name} · {stop.label}" if stop.label else name, **LINED)
        if timed:
            page.text(at, 1, "" if time is None else time.say(page.language), **LINED)
        page.number(at, len(titles) - 2, sum(sizes), **LINED)
        page.number(at, len(titles) - 1, len(sizes), **LINED)
    return row + 1 + len(page.facts.rounds)


def _write_sectors(page: Page, sectors: Sectors, row: int) -> None:
    for column, title in enumerate((Text("Sector"), Text("Letter"), Text("People"))):
        page.text(row, column, title.say(page.language), **HEADING)
    for at, sector in enumerate(sectors, start=row + 1):
        page.text(at, 0, sector.name, **LINED, **filled(sector))
        page.text(at, 1, sector.letter, **LINED, **filled(sector))
        page.number(at, 2, sector.people, **LINED)
