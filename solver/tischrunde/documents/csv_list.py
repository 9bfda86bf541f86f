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
    """Return whether a file that begins so was written by ``csv_list``."""
    first = beginning.decode("utf-8-sig", "replace").split("\r\n")[0]
    return any(f'"{_table_in(1, language)}"' in first.split(";") for language in LANGUAGES)


def _table_in(number: int, language: Language) -> str:
    return Text("Table in round {number}", number=number).say(language)


def _headings(facts: Facts) -> Iterator[str]:
    language = facts.meeting.language
    yield Text("Id").say(language)
    yield Text("Name").say(language)
    if facts.has_organisations:
        yield Text("Organisation").say(language)
    if facts.has_sectors:
        yield Text("Sector").say(language)
    for one in facts.rounds:
        yield _table_in(one.round, language)
        if facts.meeting.themes:
            yield Text("Theme in round {number}", number=one.round).say(language)
        if one.time() is not None:
            yield Text("Time of round {number}", number=one.round).say(language)


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
