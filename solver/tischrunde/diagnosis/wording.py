"""Any set of rules as one sentence: what each of them asks for, in plain words, and the next step."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TypeVar

from tischrunde.diagnosis.telling import names, when
from tischrunde.errors import Reason
from tischrunde.model import (
    Apart,
    Composition,
    MeetAtMost,
    Meeting,
    NoIsolates,
    OnePerTable,
    Person,
    Pin,
    Rule,
    Table,
    ThemeVisits,
    Together,
)
from tischrunde.score import attribute_called, called, theme_called
from tischrunde.words import Text, listed

__all__ = ["clash_of"]

Key = TypeVar("Key")


def clash_of(meeting: Meeting, places: Collection[str]) -> Reason:
    """Return that these rules can't all be kept, by their places, each told in a few words.

    What several people or tables have in common is told once.
    """
    told = list(_told(meeting, set(places)))
    if len(told) == 1:
        message = Text("No plan can keep this: {rules}. Drop it or change it.", rules=told[0])
    else:
        message = Text(
            "These rules cannot all be kept together: {rules}. Drop or change one of them.", rules=_in_a_row(told)
        )
    return Reason(message, tuple(places))


def _in_a_row(parts: Sequence[Text]) -> Text:
    row = parts[0]
    for part in parts[1:]:
        row = Text("{before}; {next}", before=row, next=part)
    return row


def _told(meeting: Meeting, places: Collection[str]) -> Iterator[Text]:
    """Yield the rules that people wrote first, then what goes without saying."""
    for index, rule in enumerate(meeting.rules):
        if f"rules/{index}" in places:
            yield from _rule(meeting, rule)
    yield from _of_people(meeting, places)
    if "themes" in places:
        yield Text("nobody comes to a theme twice")
    yield from _of_tables(meeting, places)
    if "balance" in places:
        yield Text("the tables of a round differ by at most {balance} in size", balance=meeting.balance)


def _of_tables(meeting: Meeting, places: Collection[str]) -> Iterator[Text]:
    def such(key: str) -> Iterable[Table]:
        return (table for table in meeting.tables if f"tables/{table.id}/{key}" in places)

    for seats, tables in _alike((table.seats, table.id) for table in such("seats")):
        yield Text.many(
            "table {tables} has room for {seats}",
            "tables {tables} have room for {seats} each",
            len(tables),
            tables=listed(tables),
            seats=seats,
        )
    for least, tables in _alike((table.min_seats, table.id) for table in such("min_seats")):
        yield Text.many(
            "at least {least} must sit at table {tables}",
            "at least {least} must sit at each of the tables {tables}",
            len(tables),
            tables=listed(tables),
            least=least,
        )
    for rounds, tables in _alike((tuple(sorted(table.closed_in)), table.id) for table in such("closed_in")):
        yield Text.many(
            "table {tables} is closed in {when}",
            "tables {tables} are closed in {when}",
            len(tables),
            tables=listed(tables),
            when=when(rounds),
        )


def _of_people(meeting: Meeting, places: Collection[str]) -> Iterator[Text]:
    def such(key: str) -> Iterable[Person]:
        return (person for person in meeting.people if f"people/{person.id}/{key}" in places)

    for table, people in _alike((person.hosts, person.id) for person in such("hosts")):
        yield Text.many(
            "{people} hosts table {table}",
            "{people} host table {table}",
            len(people),
            people=names(meeting, people),
            table=table,
        )
    needing = [person.id for person in such("needs")]
    if needing:
        yield Text.many(
            "{people} needs something that not every table offers",
            "{people} need something that not every table offers",
            len(needing),
            people=names(meeting, needing),
        )
    for themes, people in _alike((person.avoid, person.id) for person in such("avoid")):
        yield Text.many(
            "{people} avoids {themes}",
            "{people} avoid {themes}",
            len(people),
            people=names(meeting, people),
            themes=listed(theme_called(meeting, theme) for theme in themes),
        )
    for themes, people in _alike((person.must_visit, person.id) for person in such("must_visit")):
        yield Text(
            "{people} must visit {themes}",
            people=names(meeting, people),
            themes=listed(theme_called(meeting, theme) for theme in themes),
        )


def _alike(pairs: Iterable[tuple[Key, str]]) -> Iterable[tuple[Key, list[str]]]:
    """Return the ids by what they have in common."""
    ids: defaultdict[Key, list[str]] = defaultdict(list)
    for key, name in pairs:
        ids[key].append(name)
    return ids.items()


def _rule(meeting: Meeting, rule: Rule) -> Iterator[Text]:
    """Yield what a rule asks for; its rounds stand behind."""
    if isinstance(rule, ThemeVisits):
        yield from _visits(rule)
    elif isinstance(rule, Pin):
        yield Text(
            "{person} sits at table {table} in {when}",
            person=called(meeting, rule.person),
            table=rule.table,
            when=when([rule.round]),
        )
    elif isinstance(rule, MeetAtMost):
        yield _meetings(meeting, rule)
    elif rule.rounds is None:
        yield _of_a_round(meeting, rule)
    else:
        yield Text("{rule} in {when}", rule=_of_a_round(meeting, rule), when=when(sorted(rule.rounds)))


def _visits(rule: ThemeVisits) -> Iterator[Text]:
    if rule.at_most_once:
        yield Text("nobody comes to a theme twice")
    if rule.at_least is not None:
        yield Text.many(
            "everybody comes to at least {count} theme",
            "everybody comes to at least {count} themes",
            rule.at_least,
        )
    if rule.all:
        yield Text("everybody comes to every theme")


def _meetings(meeting: Meeting, rule: MeetAtMost) -> Text:
    if rule.people is None:
        return Text.many(
            "no two people meet more than {count} time", "no two people meet more than {count} times", rule.count
        )
    return Text.many(
        "no two of {people} meet more than {count} time",
        "no two of {people} meet more than {count} times",
        rule.count,
        people=names(meeting, rule.people),
    )


def _of_a_round(meeting: Meeting, rule: Together | Apart | Composition | NoIsolates | OnePerTable) -> Text:
    match rule:
        case Together():
            return Text("{people} sit together", people=names(meeting, rule.people))
        case Apart():
            return Text("{people} sit apart", people=names(meeting, rule.people))
        case OnePerTable():
            return Text(
                "no two people with the same {attribute} share a table", attribute=attribute_called(rule.attribute)
            )
        case NoIsolates():
            return Text(
                "nobody with {attribute} “{value}” is the only one at a table",
                attribute=attribute_called(rule.attribute),
                value=rule.value,
            )
        case Composition():
            return _composition(rule)


def _composition(rule: Composition) -> Text:
    if rule.max is None:
        number = Text("at least {least}", least=rule.min)
    elif rule.min == rule.max:
        number = Text("exactly {count}", count=rule.min)
    elif rule.min:
        number = Text("from {least} to {most}", least=rule.min, most=rule.max)
    else:
        number = Text("at most {most}", most=rule.max)
    where = Text("at every table")
    if rule.tables is not None:
        count = len(rule.tables)
        where = Text.many("at table {tables}", "at each of the tables {tables}", count, tables=listed(rule.tables))
    return Text(
        "{number} with {attribute} “{value}” {where}",
        number=number,
        attribute=attribute_called(rule.attribute),
        value=rule.value,
        where=where,
    )
