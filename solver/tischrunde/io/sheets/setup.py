"""What a list of people does not say: tables, rounds, seats, themes; and the meeting that comes of both."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tischrunde.errors import BadMeeting, Finding
from tischrunde.io.reading import meeting_from
from tischrunde.io.sheets.headings import squeezed
from tischrunde.model import Meeting, Weights
from tischrunde.words import Language, Options, Text, listed

__all__ = ["EMAIL", "Room", "Setup", "furnished", "meeting_from_people", "some_themes"]

USUAL_SIZE = 6
USUAL_ROUNDS = 3

MIXING = 3
"""What it costs when two people with the same value of a further attribute share a table; as for sectors."""


EMAIL = "email"
"""The attribute that holds an address; nobody is mixed by it."""


@dataclass(frozen=True)
class Setup:
    """What is to be known beside a list of people, and how the list is to be read.

    Attributes
    ----------
    tables, rounds, seats : how many tables and rounds there are, and how many people fit at a table
    themes : titles of the themes; neighbouring tables share one
    tables_per_theme : how many tables each theme has; with it ``tables`` need not be given
    hosts : whether every table is to have a host, marked in the list
    features : what tables offer, with the numbers of these tables, such as ``{"step-free": (1, 2)}``
    attributes : headings of further columns to take
    ignored : headings of columns not to take; ``Bedarf=vegetarisch`` passes over one word of a column
    sheet : the sheet with the people, where several look like it
    title, language : of the meeting; ``None`` takes the language of the headings
    """

    tables: int | None = None
    rounds: int | None = None
    seats: int | None = None
    themes: tuple[str, ...] = ()
    tables_per_theme: int | None = None
    hosts: bool = False
    features: tuple[tuple[str, tuple[int, ...]], ...] = ()
    attributes: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    sheet: str | None = None
    title: str = ""
    language: Language | None = None


@dataclass(frozen=True)
class Room:
    """Themes and tables as plain data of a meeting, and what stands in their way.

    Attributes
    ----------
    settled : whether the number of tables is known
    """

    themes: list[dict[str, Any]]
    tables: list[dict[str, Any]]
    rounds: int
    findings: list[Finding]
    settled: bool


def meeting_from_people(
    people: Sequence[Mapping[str, Any]], setup: Setup, *, rules: Sequence[Mapping[str, Any]] = ()
) -> Meeting:
    """Return the meeting of these people at the tables of a setup.

    Parameters
    ----------
    people
        Plain data as in a meeting file, such as ``{"id": "p1", "name": "Anna"}``. Tables are called ``T1``,
        ``T2``, ...; themes ``theme1``, ``theme2``, ...
    setup
        Tables, rounds, seats and themes.
    rules
        Rules as in a meeting file. People are mixed by their attributes, too.

    Raises
    ------
    BadMeeting
        When the setup leaves something open, saying what to add; or when the people and rules do not fit it.
    """
    room = furnished(len(people), setup)
    if room.findings:
        raise BadMeeting(room.findings)
    plain: dict[str, Any] = {
        "format": "tischrunde/meeting/1",
        "title": setup.title,
        "language": setup.language or "de",
        "rounds": room.rounds,
        "themes": room.themes,
        "tables": room.tables,
        "people": list(people),
        "rules": list(rules),
    }
    further = {name for person in people for name in person.get("attributes", {})} - {EMAIL}
    if further:
        plain["weights"] = {"mixing": {**Weights().mixing, **dict.fromkeys(sorted(further), MIXING)}}
    return meeting_from(plain)


def furnished(n_people: int, setup: Setup) -> Room:
    """Return the themes and tables of a setup, with proposals for what it leaves open."""
    possible = (_missing(n_people, setup), _contradiction(setup), _named_twice(setup))
    findings = [finding for finding in possible if finding is not None]
    n_tables = _n_tables(setup) or 1
    theme_of = _spread(len(setup.themes), n_tables)
    tables: list[dict[str, Any]] = []
    for at in range(n_tables):
        table: dict[str, Any] = {"id": f"T{at + 1}", "seats": setup.seats or 1}
        if setup.themes:
            table["theme"] = f"theme{theme_of[at] + 1}"
        features = [name for name, numbers in setup.features if at + 1 in numbers]
        tables.append(table | ({"features": features} if features else {}))
    for name, numbers in setup.features:
        beyond = [str(number) for number in numbers if not 1 <= number <= n_tables]
        if beyond and _n_tables(setup):
            message = Text("There is no table {tables} to offer “{feature}”.", tables=listed(beyond), feature=name)
            findings.append(Finding("--feature", message, Text("The tables are 1 to {last}.", last=n_tables)))
    themes = [{"id": f"theme{at}", "title": title} for at, title in enumerate(setup.themes, 1)]
    return Room(themes, tables, setup.rounds or 1, findings, settled=_n_tables(setup) is not None)


def _n_tables(setup: Setup) -> int | None:
    if setup.tables is None and setup.themes and setup.tables_per_theme:
        return len(setup.themes) * setup.tables_per_theme
    return setup.tables


def _spread(n_themes: int, n_tables: int) -> list[int]:
    """Return the theme of each table, neighbours together, as evenly as can be.

    >>> _spread(3, 8)
    [0, 0, 0, 1, 1, 1, 2, 2]
    """
    if not n_themes:
        return []
    each, more = divmod(n_tables, n_themes)
    return [theme for theme in range(n_themes) for _ in range(each + (theme < more))]


def _missing(n_people: int, setup: Setup) -> Finding | None:
    """Return what is to be added, with numbers that suit so many people."""
    absent: list[Text] = []
    proposal: dict[str, object] = {}
    tables = _n_tables(setup)
    if tables is None:
        absent.append(Text("tables"))
        tables = max(2, -(-n_people // (setup.seats or USUAL_SIZE)), len(setup.themes))
        if setup.themes:
            each = -(-tables // len(setup.themes))
            tables = each * len(setup.themes)
            proposal["tables_per_theme"] = each
        else:
            proposal["tables"] = tables
    if setup.rounds is None:
        absent.append(Text("rounds"))
        proposal["rounds"] = min(USUAL_ROUNDS, len(setup.themes) or USUAL_ROUNDS)
    if setup.seats is None:
        absent.append(Text("seats at a table"))
        proposal["seats"] = max(1, -(-n_people // tables))
    if not absent:
        return None
    message = Text("A list of people does not say how many {things} there are.", things=listed(absent))
    hint = Text.many(
        "Add them; for {count} person, for example: {options}",
        "Add them; for these {count} people, for example: {options}",
        n_people,
        options=Options(**proposal),
    )
    return Finding("", message, hint)


def _named_twice(setup: Setup) -> Finding | None:
    seen: set[str] = set()
    for title in setup.themes:
        if squeezed(title) in seen:
            return Finding("--themes", Text("The theme “{title}” is named twice.", title=title), Text("Name it once."))
        seen.add(squeezed(title))
    return None


def some_themes() -> Options:
    """Return an example of how themes are given."""
    return Options(themes=Text("First theme;Second theme"))


def _contradiction(setup: Setup) -> Finding | None:
    tables, each, themes = setup.tables, setup.tables_per_theme, len(setup.themes)
    if each is not None and not themes:
        message = Text("{option} needs the themes.", option=Options(tables_per_theme=None))
        return Finding("--tables-per-theme", message, Text("Add them, as in {option}.", option=some_themes()))
    if each is not None and tables is not None and each * themes != tables:
        message = Text(
            "{themes} themes with {each} tables each are {product} tables, not {tables}.",
            themes=themes,
            each=each,
            product=each * themes,
            tables=tables,
        )
        hint = Text("Leave {one} or {other} out.", one=Options(tables=None), other=Options(tables_per_theme=None))
        return Finding("--tables-per-theme", message, hint)
    if tables is not None and themes > tables:
        message = Text("There are {themes} themes and only {tables} tables.", themes=themes, tables=tables)
        return Finding("--tables", message, Text("Give at least as many tables as themes."))
    return None
