"""Whether a single person's seat contradicts itself: host, pins, needs, themes to avoid, attendance."""

from collections.abc import Iterator
from itertools import combinations

from tischrunde.diagnosis.facts import Facts
from tischrunde.diagnosis.telling import Case
from tischrunde.model import Person, Pin
from tischrunde.score import called, theme_called
from tischrunde.words import Text

__all__ = ["people"]


def people(facts: Facts) -> Iterator[Case]:
    """Yield what no seat can satisfy for one person, round by round, each straight from the rules it names."""
    for place, pin in facts.rules(Pin):
        yield from _pin(facts, place, pin)
    for person in facts.meeting.people:
        yield from _pins_at_odds(facts, person)
        yield from _host(facts, person)
        yield from _no_table(facts, person)


def _pin(facts: Facts, place: str, pin: Pin) -> Iterator[Case]:
    """Yield why a single pin cannot be kept."""
    meeting = facts.meeting
    person = meeting.person_of[pin.person]
    table = meeting.table_of[pin.table]
    who = called(meeting, pin.person)
    if pin.round not in meeting.attended[pin.person]:
        message = Text(
            "{person} is set to table {table} in {when} but does not attend then. "
            "Drop the rule or let {person} attend.",
            person=who,
            table=pin.table,
        )
        yield Case(message, (place, f"people/{pin.person}/rounds"), pin.round)
        return
    if pin.round in table.closed_in:
        message = Text(
            "{person} is set to table {table} in {when}, but that table is closed then. "
            "Open the table or choose another one.",
            person=who,
            table=pin.table,
        )
        yield Case(message, (place, f"tables/{pin.table}/closed_in"), pin.round)
        return
    hosted = meeting.host_table(person, pin.round)
    if hosted is not None and hosted != pin.table:
        message = Text(
            "{person} hosts table {hosted} but is set to table {table} in {when}. "
            "Drop the rule or find another host for table {hosted}.",
            person=who,
            hosted=hosted,
            table=pin.table,
        )
        yield Case(message, (place, f"people/{pin.person}/hosts"), pin.round)
        return
    if not set(person.needs) <= set(table.features):
        message = Text(
            "{person} is set to table {table} in {when}, which does not offer everything this person needs. "
            "Choose another table or add what is missing.",
            person=who,
            table=pin.table,
        )
        yield Case(message, (place, f"people/{pin.person}/needs"), pin.round)
    theme = meeting.theme_of[pin.table]
    if person.hosts is None and theme in person.avoid:
        message = Text(
            "{person} is set to table {table} in {when}, and so to {theme}, a theme to avoid. "
            "Choose another table or take the theme off the list.",
            person=who,
            table=pin.table,
            theme=theme_called(meeting, theme),
        )
        yield Case(message, (place, f"people/{pin.person}/avoid"), pin.round)


def _pins_at_odds(facts: Facts, person: Person) -> Iterator[Case]:
    """Yield pins that send a person to two tables at once, or twice to a theme that allows one visit."""
    meeting = facts.meeting
    who = called(meeting, person.id)
    pins = [(r, *pin) for r in meeting.round_numbers for pin in facts.pins.get((person.id, r), ())]
    for (round_one, place_one, one), (round_other, place_other, other) in combinations(pins, 2):
        if round_one == round_other and one != other:
            message = Text(
                "{person} is set to table {one} and to table {other} in {when}. Drop one of the two rules.",
                person=who,
                one=one,
                other=other,
            )
            yield Case(message, (place_one, place_other), round_one)
        theme = meeting.theme_of[one]
        if round_one != round_other and theme == meeting.theme_of[other] and facts.once and person.hosts is None:
            message = Text(
                "{person} is set to {theme} in rounds {one} and {other}, but nobody comes to a theme twice. "
                "Drop one of the two rules or allow return visits.",
                person=who,
                theme=theme_called(meeting, theme),
                one=round_one,
                other=round_other,
            )
            yield Case(message, (place_one, place_other, *facts.once))


def _host(facts: Facts, person: Person) -> Iterator[Case]:
    """Yield a host whose own table lacks what this person needs."""
    if person.hosts is None or set(person.needs) <= set(facts.meeting.table_of[person.hosts].features):
        return
    if any(facts.meeting.host_table(person, number) for number in facts.attended(person.id)):
        message = Text(
            "{person} hosts table {table}, which does not offer everything this person needs. "
            "Let {person} host another table or add what is missing.",
            person=called(facts.meeting, person.id),
            table=person.hosts,
        )
        yield Case(message, (f"people/{person.id}/hosts", f"people/{person.id}/needs"))


def _no_table(facts: Facts, person: Person) -> Iterator[Case]:
    """Yield rounds in which no open table offers what a person needs and has a theme this person may visit.

    Hosts and pins leave one table; what contradicts it is told for each of them on its own.
    """
    for number in facts.attended(person.id) if facts.is_anybody_stuck else ():
        if not facts.is_stuck(person.id, number):
            continue
        if facts.pins.get((person.id, number)) or facts.meeting.host_table(person, number):
            continue
        rules = facts.why(person.id, number, ())
        needs = f"people/{person.id}/needs" in rules
        avoid = f"people/{person.id}/avoid" in rules
        if needs and avoid:
            message = Text(
                "For {who}, no table is left in {when}: those that offer everything needed have a theme to avoid. "
                "Open or equip another table, or shorten the list of themes to avoid."
            )
        elif needs:
            message = Text(
                "For {who}, no open table in {when} offers everything needed. "
                "Open or equip a table, or let these people skip the round."
            )
        else:
            message = Text(
                "For {who}, every open table in {when} has a theme to avoid. "
                "Open a table with another theme, or shorten the list of themes to avoid."
            )
        yield Case(message, rules, number, person.id)
