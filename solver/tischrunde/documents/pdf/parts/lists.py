"""Lists for the desk: where somebody sits, and who sits at a table."""

from tischrunde.documents.facts import Facts
from tischrunde.documents.pdf.letters import isolated
from tischrunde.documents.pdf.parts.common import NOTHING, Plain, heading, name_of, table_id, table_named, typed
from tischrunde.model import Table
from tischrunde.words import Text

__all__ = ["list_by_name", "list_by_table"]

WIDEST = 45
"""So many letters of table names fit beside name and organisation; longer routes are told in one column."""


def list_by_name(facts: Facts) -> Plain:
    """Return everybody with the tables of all rounds."""
    language = facts.meeting.language
    longest = max(len(table_id(table.id)) for table in facts.tables)
    apart = facts.meeting.n_rounds * (max(longest, 2) + 1) <= WIDEST
    words = {
        "name": Text("Name"),
        "organisation": Text("Organisation"),
        "rounds": Text("Table in round") if apart else Text("Round: table"),
    }
    return {
        "kind": "list-by-name",
        "heading": Text("List by name").say(language),
        "words": {key: text.say(language) for key, text in words.items()},
        "organisations": any(person.organisation for person in facts.people),
        "rounds": [str(number) for number in facts.meeting.round_numbers] if apart else [],
        "people": [
            {
                "name": name_of(facts, person),
                "organisation": typed(person.organisation),
                "tables": _tables(facts, person.id, apart=apart),
            }
            for person in facts.people
        ],
    }


def _tables(facts: Facts, person_id: str, *, apart: bool) -> list[str]:
    route = facts.route(person_id)
    if apart:
        return [NOTHING if stop.table is None else table_id(stop.table) for stop in route]
    return [" · ".join(f"{stop.round}: {isolated(stop.table)}" for stop in route if stop.table is not None) or NOTHING]


def list_by_table(facts: Facts) -> Plain:
    """Return every table with the people of each round, hosts first."""
    language = facts.meeting.language
    return {
        "kind": "list-by-table",
        "heading": Text("List by table").say(language),
        "words": {"round": Text("Round").say(language), "people": Text("People").say(language)},
        "tables": [_table(facts, table) for table in facts.tables],
    }


def _table(facts: Facts, table: Table) -> Plain:
    language = facts.meeting.language
    return {
        "heading": table_named(table.id).say(language),
        "theme": typed(facts.theme(table.id)),
        "rounds": [
            {"round": heading(stop).say(language), "people": _people(facts, table, stop.round)} for stop in facts.rounds
        ],
    }


def _people(facts: Facts, table: Table, number: int) -> list[str]:
    if number in table.closed_in:
        return [Text("closed").say(facts.meeting.language)]
    names = []
    for person in facts.seated(number, table.id):
        name = Text("{name}", name=isolated(facts.called(person.id)))
        if facts.meeting.host_table(person, number) == table.id:
            name = Text("{name} (host)", name=isolated(facts.called(person.id)))
        names.append(name.say(facts.meeting.language))
    return names or [NOTHING]
