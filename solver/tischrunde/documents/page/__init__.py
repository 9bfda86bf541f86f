"""The plan as one page for the browser and the printer: no scripts, nothing fetched from elsewhere.

The page follows WCAG 2.2 AA: its language is set, landmarks and headings lead through it, every table has a caption
and headings with their scope, and names keep their own direction of writing.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tischrunde.documents.facts import Facts, Stop
from tischrunde.documents.printable import printable
from tischrunde.documents.quality import Quality, scope
from tischrunde.model import Person, Table
from tischrunde.words import Language, Text

if TYPE_CHECKING:
    from jinja2 import Template

__all__ = ["is_page", "page"]

FOLDER = Path(__file__).parent
MARK = b'<head>\n<meta charset="utf-8">\n<meta name="generator" content="tischrunde">'
LONGEST_HEAD = 200


class Seat(NamedTuple):
    """A cell of somebody's route: where, and what is talked about there."""

    table: str
    theme: str


class Route(NamedTuple):
    """A row of the list by name."""

    name: str
    organisation: str
    seats: tuple[Seat, ...]


class Sitting(NamedTuple):
    """A table with the names of each round."""

    table: str
    theme: str
    rounds: tuple[tuple[str, ...], ...]


def page(facts: Facts) -> bytes:
    """Return the page, in the language of the meeting. Needs are never in it.

    Notes
    -----
    Time and size grow with people x rounds.
    """
    language = facts.meeting.language
    quality = Quality.of(facts)
    told = _template().render(
        language=language,
        title=printable(facts.meeting.title) or Text("Plan").say(language),
        scope=scope(facts.meeting).say(language),
        verdict=quality.verdict.say(language),
        broken=bool(quality.broken),
        figures=[(printable(row.figure.say(language)), row.here, row.best, row.reached) for row in quality.rows],
        rounds=[_heading(stop, language) for stop in facts.rounds],
        has_organisations=facts.has_organisations,
        routes=[_route(facts, person) for person in facts.people],
        tables=[_sitting(facts, table) for table in facts.tables],
        word={name: text.say(language) for name, text in _words().items()},
    )
    return told.encode()


def is_page(beginning: bytes) -> bool:
    """Return whether a file that begins so was written by ``page``."""
    return MARK in beginning[:LONGEST_HEAD]


@cache
def _template() -> "Template":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    pages = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return pages.get_template("page.html.jinja")


def _words() -> dict[str, Text]:
    return {
        "skip": Text("Skip to the content"),
        "contents": Text("Contents"),
        "figures": Text("How good is it?"),
        "figure": Text("Figure"),
        "here": Text("This plan"),
        "best": Text("At best"),
        "verdict": Text("Proven"),
        "reached": Text("best possible"),
        "check": Text("“tischrunde check” tells which."),
        "by_person": Text("By person"),
        "by_person_caption": Text("Table and theme of everybody in each round"),
        "by_table": Text("By table"),
        "name": Text("Name"),
        "organisation": Text("Organisation"),
        "table": Text("Table"),
        "nobody": Text("nobody"),
        "absent": Text("not there"),
    }


def _heading(stop: Stop, language: Language) -> tuple[str, str, str]:
    time = stop.time()
    return (
        Text("Round {number}", number=stop.round).say(language),
        printable(stop.label or ""),
        "" if time is None else time.say(language),
    )


def _route(facts: Facts, person: Person) -> Route:
    seats = tuple(_seat(stop, facts.meeting.language) for stop in facts.route(person.id))
    return Route(printable(facts.named(person.id)), printable(person.organisation or ""), seats)


def _seat(stop: Stop, language: Language) -> Seat:
    if stop.table is None:
        return Seat("", "")
    table = printable(stop.table)
    shown = Text("{name} (host)", name=table).say(language) if stop.hosting else table
    return Seat(shown, printable(stop.theme or ""))


def _sitting(facts: Facts, table: Table) -> Sitting:
    rounds = tuple(tuple(_names(facts, stop.round, table)) for stop in facts.rounds)
    return Sitting(printable(table.id), printable(facts.theme(table.id) or ""), rounds)


def _names(facts: Facts, number: int, table: Table) -> Iterator[str]:
    for person in facts.seated(number, table.id):
        name = printable(facts.called(person.id))
        hosting = facts.meeting.host_table(person, number) == table.id
        yield Text("{name} (host)", name=name).say(facts.meeting.language) if hosting else name
