"""What several parts show: a table's name, a round's heading, typed text with its direction."""

from typing import Any, TypeAlias

from tischrunde.documents.facts import Facts, Stop
from tischrunde.documents.pdf.letters import isolated, right_to_left, written
from tischrunde.model import Person
from tischrunde.words import LANGUAGES, Text

__all__ = ["NOTHING", "Plain", "heading", "hosts_of", "name_of", "table_id", "table_named", "typed"]

Plain: TypeAlias = dict[str, Any]
"""Ready for JSON."""

NOTHING = "–"
"""Stands where there is nothing to say."""


def typed(text: str | None) -> Plain | None:
    """Return what somebody typed, with the direction it is written in; ``None`` when nothing of it can be seen."""
    shown = written(text or "")
    return {"text": shown, "rtl": right_to_left(shown)} if shown else None


def name_of(facts: Facts, person: Person) -> Plain:
    """Return a person's name as it stands beside the organisation; the id where no name can be seen."""
    return typed(facts.named(person.id)) or typed(person.id) or {"text": NOTHING, "rtl": False}


def table_id(table: str) -> str:
    """Return a table's id as it is printed."""
    return written(table) or NOTHING


def table_named(table: str) -> Text:
    """Return a table's id after the word table, unless the id begins with that word already."""
    if any(table.casefold().startswith(Text("Table").say(language).casefold()) for language in LANGUAGES):
        return Text("{table}", table=isolated(table))
    return Text("Table {table}", table=isolated(table))


def heading(stop: Stop) -> Text:
    """Return a round with its label and time."""
    if stop.label is None:
        return stop.heading()
    label = isolated(stop.label)
    return Stop(stop.round, label, stop.start, stop.end, stop.minutes).heading()


def hosts_of(facts: Facts, table: str) -> str | None:
    """Return who hosts a table, in the language of the meeting."""
    hosts = facts.hosts(table)
    if not hosts:
        return None
    names = tuple(isolated(facts.called(person.id)) for person in hosts)
    return Text("Host: {names}", names=names).say(facts.meeting.language)
