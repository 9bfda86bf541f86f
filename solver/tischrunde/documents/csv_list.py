"""The plan as a text file for spreadsheet programs and for mail merge: a row for each person.

A file holds one thing, so tables and figures are left to the other formats. UTF-8 with its mark and semicolons is what
Excel in German opens by a double click; it is read back with ``csv`` and ``tischrunde.io.defused.as_typed``.
"""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO

from tischrunde.documents.facts import Facts
from tischrunde.io.defused import defused
from tischrunde.model import Person
from tischrunde.words import LANGUAGES, Language, Text

__all__ = ["csv_list", "csv_text", "is_csv_list"]


def csv_list(facts: Facts) -> bytes:
    """Return the list: id, name, organisation, sector, and for each round table, theme and time.

    Organisation, sector, themes and times are left out where the meeting has none. Needs are never in it.
    """
    return csv_text([_headings(facts), *_rows(facts)], separator=";").encode("utf-8-sig")


def csv_text(rows: Iterable[Iterable[str]], *, separator: str) -> str:
    """Return rows as text, every cell in quotes and none of them a formula."""
    text = StringIO()
    writer = csv.writer(text, delimiter=separator, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([defused(cell) for cell in row] for row in rows)
    return text.getvalue()


def is_csv_list(beginning: bytes) -> bool:
    """Return whether a file that begins so was written by ``csv_list``: no column is another's."""
    first, end, _ = beginning.decode("utf-8-sig", "replace").partition("\r\n")
    columns = first.split(";")
    return bool(end) and any(
        columns[:2] == [f'"{told}"' for told in _of_people(language)[:2]]
        and f'"{_table_in(1, language)}"' in columns
        and _known(language, len(columns)).issuperset(columns)
        for language in LANGUAGES
    )


def _of_people(language: Language) -> list[str]:
    return [text.say(language) for text in (Text("Id"), Text("Name"), Text("Organisation"), Text("Sector"))]


def _known(language: Language, most: int) -> set[str]:
    """Return all headings, in quotes, of a list with so many rounds at most."""
    of_rounds = (told for number in range(1, most + 1) for told in _of_round(number, language))
    return {f'"{told}"' for told in (*_of_people(language), *of_rounds)}


def _of_round(number: int, language: Language) -> tuple[str, str, str]:
    theme = Text("Theme in round {number}", number=number).say(language)
    return _table_in(number, language), theme, Text("Time of round {number}", number=number).say(language)


def _table_in(number: int, language: Language) -> str:
    return Text("Table in round {number}", number=number).say(language)


def _headings(facts: Facts) -> Iterator[str]:
    language = facts.meeting.language
    *known, organisation, sector = _of_people(language)
    yield from known
    if facts.has_organisations:
        yield organisation
    if facts.has_sectors:
        yield sector
    for one in facts.rounds:
        table, theme, time = _of_round(one.round, language)
        yield table
        if facts.meeting.themes:
            yield theme
        if one.time() is not None:
            yield time


def _rows(facts: Facts) -> Iterator[list[str]]:
    return ([*_row(facts, person)] for person in facts.people)


def _row(facts: Facts, person: Person) -> Iterator[str]:
    yield person.id
    yield person.name or ""
    if facts.has_organisations:
        yield person.organisation or ""
    if facts.has_sectors:
        yield person.sector or ""
    for stop in facts.route(person.id):
        yield stop.table or ""
        if facts.meeting.themes:
            yield stop.theme or ""
        if (time := stop.time()) is not None:
            yield time.say(facts.meeting.language) if stop.table else ""
