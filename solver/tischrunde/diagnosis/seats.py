"""Whether there are seats for everybody, and tables can have the sizes they must have."""

from collections.abc import Collection, Iterator

from tischrunde.diagnosis.facts import Facts
from tischrunde.diagnosis.sizes import size_places, sizes_of, smallest
from tischrunde.diagnosis.telling import Case
from tischrunde.model import Meeting
from tischrunde.words import Text

__all__ = ["seats"]


def seats(facts: Facts) -> Iterator[Case]:
    """Yield the rounds whose people cannot be spread over the open tables.

    Whether seats, least seats and balance allow a spread is decided exactly (see ``Sizes``).
    """
    meeting = facts.meeting
    clashes: dict[tuple[int, tuple[str, ...]], tuple[str, ...]] = {}
    short: list[int] = []
    for number in meeting.round_numbers:
        people = sum(number in attended for attended in meeting.attended.values())
        if number not in facts.open:
            if people:
                yield _all_closed(meeting, number, people)
        elif sum(table.seats for table in meeting.open_tables(number)) < people:
            short.append(number)
        else:
            key = people, tuple(facts.open[number])
            if key not in clashes and not sizes_of(meeting, number, people).possible:
                clashes[key] = _clash(meeting, number, people)
            if key in clashes:
                yield _no_spread(meeting, number, people, clashes[key])
    if short:
        yield from _too_few_seats(facts, short)


def _clash(meeting: Meeting, number: int, people: int) -> tuple[str, ...]:
    def still(kept: Collection[str]) -> bool:
        return not sizes_of(meeting, number, people, kept).possible

    return smallest(size_places(meeting, number), still)


def _all_closed(meeting: Meeting, number: int, people: int) -> Case:
    message = Text.many(
        "In {when} every table is closed, but {count} person attends. Open a table, or drop the round.",
        "In {when} every table is closed, but {count} people attend. Open a table, or drop the round.",
        people,
    )
    return Case(message, tuple(f"tables/{table.id}/closed_in" for table in meeting.tables), number)


def _too_few_seats(facts: Facts, short: list[int]) -> Iterator[Case]:
    """Yield one case for all rounds that lack seats, with the figures of the worst."""
    meeting = facts.meeting

    def missing(number: int) -> int:
        return len(facts.present[number]) - sum(table.seats for table in meeting.open_tables(number))

    worst = max(short, key=missing)
    people = len(facts.present[worst])
    rules = _clash(meeting, worst, people)
    for number in [worst, *short]:
        message = Text.many(
            "In {when} there are too few seats: {seats} for {people} people. "
            "Add {count} seat, open or add a table, or invite fewer people.",
            "In {when} there are too few seats: {seats} for {people} people. "
            "Add {count} seats, open or add a table, or invite fewer people.",
            missing(worst),
            seats=people - missing(worst),
            people=people,
        )
        yield Case(message, rules, number)


def _no_spread(meeting: Meeting, number: int, people: int, rules: tuple[str, ...]) -> Case:
    caps = [table for table in meeting.tables if f"tables/{table.id}/seats" in rules]
    lows = [table for table in meeting.tables if f"tables/{table.id}/min_seats" in rules]
    tables = meeting.open_tables(number)
    if "balance" not in rules:
        message = Text(
            "In {when} the tables with a least number of people need {least} people together, "
            "but only {people} attend. Close a table or ask for fewer people at each.",
            least=sum(table.min_seats for table in lows),
            people=people,
        )
    elif caps and lows:
        message = Text(
            "In {when} table {large} needs at least {least} people and table {small} cannot have more than {seats}, "
            "but table sizes may differ by at most {balance}, and {people} people attend. "
            "Allow a larger difference, close table {small} or change its seats.",
            large=max(lows, key=lambda table: table.min_seats).id,
            least=max(table.min_seats for table in lows),
            small=min(caps, key=lambda table: table.seats).id,
            seats=min(table.seats for table in caps),
            balance=meeting.balance,
            people=people,
        )
    elif caps:
        small = min(caps, key=lambda table: table.seats)
        most = small.seats + (meeting.balance or 0)
        message = Text(
            "In {when} table {small} (seats: {seats}) holds the other tables down: table sizes may "
            "differ by at "
            "most {balance}, so no other table may have more than {most} people, and all tables together hold "
            "{room}, but {people} attend. Add seats at table {small}, close it, or allow a larger difference.",
            small=small.id,
            seats=small.seats,
            balance=meeting.balance,
            most=most,
            room=sum(min(table.seats, most) for table in tables),
            people=people,
        )
    elif lows:
        large = max(lows, key=lambda table: table.min_seats)
        least = large.min_seats - (meeting.balance or 0)
        message = Text(
            "In {when} table {large} needs at least {fewest} people, and table sizes may differ by at "
            "most {balance}, "
            "so every other table needs at least {least}: together {needed} people, but only {people} attend. "
            "Close a table, ask for fewer people at table {large}, or allow a larger difference.",
            large=large.id,
            fewest=large.min_seats,
            balance=meeting.balance,
            least=least,
            needed=sum(max(table.min_seats, least) for table in tables),
            people=people,
        )
    else:
        message = Text(
            "In {when} all tables must have the same size, but {people} people cannot be divided evenly among "
            "{tables} tables. Allow sizes to differ by 1, or open or close a table.",
            people=people,
            tables=len(tables),
        )
    return Case(message, rules, number)
