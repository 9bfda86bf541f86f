"""What several parts show: a table's name, a round's heading, typed text with its direction."""

from typing import Any, TypeAlias

from tischrunde.documents.facts import Facts, Stop
from tischrunde.documents.pdf.letters import isolated, right_to_left, written
from tischrunde.model import Person
from tischrunde.words import LANGUAGES, Text

__all__ = ["Plain", "heading", "hosts_of", "organisation", "table_named", "typed"]

Plain: TypeAlias = dict[str, Any]
"""Ready for JSON."""


def typed(text: str) -> Plain:
    """Return what somebody typed, with the direction it is written in."""
    shown = written(text)
    return {"text": shown, "rtl": right_to_left(shown)}


def table_named(table_id: str) -> Text:
    """Return a table's id after the word table, unless the id begins with that word already."""
    if any(table_id.casefold().startswith(Text("Table").say(language).casefold()) for language in LANGUAGES):
        return Text("{table}", table=isolated(table_id))
    return Text("Table {table}", table=isolated(table_id))


def heading(stop: Stop) -> Text:
    """Return a round with its label and time."""
    if stop.label is None:
        return stop.heading()
    label = isolated(stop.label)
    return Stop(stop.round, label, stop.start, stop.end, stop.minutes).heading()


def organisation(person: Person) -> Plain | None:
    """Return where a person comes from, if that is known."""
    return None if person.organisation is None else typed(person.organisation)


def hosts_of(facts: Facts, table_id: str) -> str | None:
    """Return who hosts a table, in the language of the meeting."""
    hosts = facts.hosts(table_id)
    if not hosts:
        return None
    names = tuple(isolated(facts.called(person.id)) for person in hosts)
    return Text("Host: {names}", names=names).say(facts.meeting.language)
