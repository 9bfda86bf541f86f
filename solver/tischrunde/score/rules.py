"""The rules of a meeting, one function each, yielding where a seating breaks them."""

from collections import Counter
from collections.abc import Collection, Iterator

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
    ThemeVisits,
    Together,
)
from tischrunde.score.sitting import Sitting, attribute_called, called, theme_called
from tischrunde.words import Text, listed

__all__ = ["broken"]


def broken(sitting: Sitting) -> Iterator[Reason]:
    """Yield what is broken of the themes-at-most-once rule, then of each rule in the order of the meeting."""
    yield from _themes_at_most_once(sitting)
    for index, rule in enumerate(sitting.meeting.rules):
        yield from _broken(sitting, rule, f"rules/{index}")


def _broken(sitting: Sitting, rule: Rule, place: str) -> Iterator[Reason]:
    match rule:
        case ThemeVisits():
            return _theme_visits(sitting, rule, place)
        case Together():
            return _together(sitting, rule, place)
        case Apart():
            return _apart(sitting, rule, place)
        case Pin():
            return _pin(sitting, rule, place)
        case Composition():
            return _composition(sitting, rule, place)
        case NoIsolates():
            return _no_isolates(sitting, rule, place)
        case OnePerTable():
            return _one_per_table(sitting, rule, place)
        case MeetAtMost():
            return _meet_at_most(sitting, rule, place)


def _travellers(meeting: Meeting) -> Iterator[Person]:
    """Yield whom the theme rules speak of: those who move, and come at all."""
    return (p for p in meeting.people if p.hosts is None and meeting.attended[p.id])


def _themes_at_most_once(sitting: Sitting) -> Iterator[Reason]:
    meeting = sitting.meeting
    if not meeting.themes_at_most_once:
        return
    asked = [i for i, rule in enumerate(meeting.rules) if isinstance(rule, ThemeVisits) and rule.at_most_once]
    places = tuple(f"rules/{index}" for index in asked) or ("themes",)
    for person in meeting.people:
        visits = sitting.themes_of[person.id]
        if person.hosts is not None or len(set(visits)) == len(visits):
            continue
        for theme, times in Counter(visits).items():
            if times > 1:
                yield Reason(_visited_again(sitting, person, theme), places)


def _visited_again(sitting: Sitting, person: Person, theme: str) -> Text:
    seats = sitting.table_of[person.id].items()
    rounds = [str(number) for number, table in seats if sitting.meeting.theme_of[table] == theme]
    return Text(
        "{person} comes to {theme} in rounds {rounds}: everybody visits a theme at most once.",
        person=called(sitting.meeting, person.id),
        theme=theme_called(sitting.meeting, theme),
        rounds=listed(rounds),
    )


def _theme_visits(sitting: Sitting, rule: ThemeVisits, place: str) -> Iterator[Reason]:
    meeting = sitting.meeting
    every = dict.fromkeys(meeting.theme_of.values()) if rule.all else {}
    for person in _travellers(meeting):
        visited = set(sitting.themes_of[person.id])
        if rule.at_least is not None and len(visited) < rule.at_least:
            message = Text.many(
                "{person} visits {count} theme but should visit at least {least}: choose tables of other themes.",
                "{person} visits {count} themes but should visit at least {least}: choose tables of other themes.",
                len(visited),
                person=called(meeting, person.id),
                least=rule.at_least,
            )
            yield Reason(message, (place,))
        for theme in every:
            if theme not in visited:
                message = Text(
                    "Everybody should visit every theme, but {person} never comes to {theme}: "
                    "choose a table there in one round.",
                    person=called(meeting, person.id),
                    theme=theme_called(meeting, theme),
                )
                yield Reason(message, (place,))


def _numbers(sitting: Sitting, rounds: Collection[int] | None) -> list[int]:
    """Return the rounds of the plan that a rule speaks of."""
    return [number for number in sitting.at if rounds is None or number in rounds]


def _tables(sitting: Sitting, rounds: Collection[int] | None) -> Iterator[tuple[int, str, list[str]]]:
    """Yield round, table and its people for the open tables in the rounds that a rule speaks of."""
    for number in _numbers(sitting, rounds):
        for table in sitting.meeting.open_tables(number):
            yield number, table.id, sitting.at[number][table.id]


def _together(sitting: Sitting, rule: Together, place: str) -> Iterator[Reason]:
    meeting = sitting.meeting
    for number in _numbers(sitting, rule.rounds):
        if rule.rounds is None and not all(number in meeting.attended[person] for person in rule.people):
            continue
        here = [person for person in dict.fromkeys(rule.people) if number in sitting.table_of[person]]
        tables = dict.fromkeys(sitting.table_of[person][number] for person in here)
        if len(tables) > 1:
            message = Text(
                "{people} should sit together in round {round} but sit at tables {tables}: "
                "move them to the same table.",
                people=listed(called(meeting, person) for person in here),
                round=number,
                tables=listed(tables),
            )
            yield Reason(message, (place,))


def _apart(sitting: Sitting, rule: Apart, place: str) -> Iterator[Reason]:
    for number in _numbers(sitting, rule.rounds):
        for table, people in sitting.at[number].items():
            here = [person for person in dict.fromkeys(rule.people) if person in people]
            if len(here) > 1:
                message = Text(
                    "{people} should sit apart but share table {table} in round {round}: "
                    "move them to different tables.",
                    people=listed(called(sitting.meeting, person) for person in here),
                    table=table,
                    round=number,
                )
                yield Reason(message, (place,))


def _pin(sitting: Sitting, rule: Pin, place: str) -> Iterator[Reason]:
    person = called(sitting.meeting, rule.person)
    seat = sitting.table_of[rule.person].get(rule.round)
    if seat is None:
        message = Text(
            "{person} should sit at table {table} in round {round} but has no seat in that round: "
            "add the seat or drop the rule.",
            person=person,
            table=rule.table,
            round=rule.round,
        )
        yield Reason(message, (place,))
    elif seat != rule.table:
        message = Text(
            "{person} should sit at table {table} in round {round} but sits at table {seat}: "
            "move this person or drop the rule.",
            person=person,
            table=rule.table,
            round=rule.round,
            seat=seat,
        )
        yield Reason(message, (place,))


def _composition(sitting: Sitting, rule: Composition, place: str) -> Iterator[Reason]:
    for number, table, people in _tables(sitting, rule.rounds):
        if rule.tables is not None and table not in rule.tables:
            continue
        count = len(sitting.with_value(people, rule.attribute).get(rule.value, ()))
        if count < rule.min:
            message = Text.many(
                "In round {round}, {count} person at table {table} has {attribute} “{value}”, "
                "at least {least} should: move more of them there.",
                "In round {round}, {count} people at table {table} have {attribute} “{value}”, "
                "at least {least} should: move more of them there.",
                count,
                round=number,
                table=table,
                attribute=attribute_called(rule.attribute),
                value=rule.value,
                least=rule.min,
            )
            yield Reason(message, (place,))
        elif rule.max is not None and count > rule.max:
            message = Text.many(
                "In round {round}, {count} person at table {table} has {attribute} “{value}”, "
                "at most {most} should: move some to another table.",
                "In round {round}, {count} people at table {table} have {attribute} “{value}”, "
                "at most {most} should: move some to another table.",
                count,
                round=number,
                table=table,
                attribute=attribute_called(rule.attribute),
                value=rule.value,
                most=rule.max,
            )
            yield Reason(message, (place,))


def _no_isolates(sitting: Sitting, rule: NoIsolates, place: str) -> Iterator[Reason]:
    for number, table, people in _tables(sitting, rule.rounds):
        having = sitting.with_value(people, rule.attribute).get(rule.value, ())
        if len(having) == 1:
            message = Text(
                "In round {round}, {person} is the only one with {attribute} “{value}” at table {table}: "
                "seat at least two of them together.",
                round=number,
                person=called(sitting.meeting, having[0]),
                attribute=attribute_called(rule.attribute),
                value=rule.value,
                table=table,
            )
            yield Reason(message, (place,))


def _one_per_table(sitting: Sitting, rule: OnePerTable, place: str) -> Iterator[Reason]:
    for number, table, people in _tables(sitting, rule.rounds):
        for value, having in sitting.with_value(people, rule.attribute).items():
            if len(having) > 1:
                message = Text(
                    "In round {round}, {people} share table {table} and have the same {attribute}, “{value}”: "
                    "move them to different tables.",
                    round=number,
                    people=listed(called(sitting.meeting, person) for person in having),
                    table=table,
                    attribute=attribute_called(rule.attribute),
                    value=value,
                )
                yield Reason(message, (place,))


def _meet_at_most(sitting: Sitting, rule: MeetAtMost, place: str) -> Iterator[Reason]:
    spoken_of = sitting.table_of.keys() if rule.people is None else set(rule.people)
    for (one, other), times in sitting.meets.items():
        if times > rule.count and one in spoken_of and other in spoken_of:
            message = Text.many(
                "{one} and {other} share a table in {count} round, at most {most} allowed: "
                "move one of them to another table.",
                "{one} and {other} share a table in {count} rounds, at most {most} allowed: "
                "move one of them to another table.",
                times,
                one=called(sitting.meeting, one),
                other=called(sitting.meeting, other),
                most=rule.count,
            )
            yield Reason(message, (place,))
