"""Signs that stand on the tables."""

from tischrunde.documents.facts import Facts
from tischrunde.documents.pdf.parts.common import Plain, hosts_of, table_id, table_named, typed
from tischrunde.model import Table
from tischrunde.words import Text, listed

__all__ = ["table_signs"]


def table_signs(facts: Facts) -> Plain:
    """Return a sign for each table: number, theme, host, and the rounds in which it is closed."""
    return {"kind": "table-signs", "signs": [_sign(facts, table) for table in facts.tables]}


def _sign(facts: Facts, table: Table) -> Plain:
    language = facts.meeting.language
    # A word that the id holds already is not said twice.
    alone = table_named(table.id).template == "{table}"
    return {
        "table": table_id(table.id),
        "above": "" if alone else Text("Table").say(language),
        "theme": typed(facts.theme(table.id)),
        "hosts": hosts_of(facts, table.id),
        "closed": _closed(table, facts),
        "title": typed(facts.meeting.title),
    }


def _closed(table: Table, facts: Facts) -> str | None:
    rounds = sorted(set(table.closed_in))
    if not rounds:
        return None
    numbers = listed(map(str, rounds), most=len(rounds))
    return Text.many("Closed in round {rounds}", "Closed in rounds {rounds}", len(rounds), rounds=numbers).say(
        facts.meeting.language
    )
