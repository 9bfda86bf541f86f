"""Sheets on which a table writes down what it found, one for each round."""

from tischrunde.documents.facts import Facts
from tischrunde.documents.pdf.parts.common import Plain, heading, hosts_of, table_named, typed
from tischrunde.words import Text

__all__ = ["note_sheets"]


def note_sheets(facts: Facts) -> Plain:
    """Return a sheet for each table and round in which it is open; those of a table lie together."""
    language = facts.meeting.language
    questions = (Text("What did we talk about?"), Text("What matters most to us?"), Text("What stays open?"))
    sheets = []
    for table in facts.tables:
        sheets += [
            {
                "table": table_named(table.id).say(language),
                "round": heading(stop).say(language),
                "theme": typed(facts.theme(table.id)),
                "hosts": hosts_of(facts, table.id),
            }
            for stop in facts.rounds
            if stop.round not in table.closed_in
        ]
    return {"kind": "note-sheets", "questions": [question.say(language) for question in questions], "sheets": sheets}
