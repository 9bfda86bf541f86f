"""What every plan keeps without a rule saying so: attendance, table sizes, hosts, what each person asks for."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from tischrunde.errors import Reason
from tischrunde.model import Meeting, Person, Seating
from tischrunde.score.sitting import Sitting, called, theme_called
from tischrunde.words import Text, listed

__all__ = ["broken"]


def broken(sitting: Sitting, rounds: Seating) -> Iterator[Reason]:
    """Yield what is wrong with the seating itself, then with its tables, then for each person."""
    meeting = sitting.meeting
    if len(rounds) != meeting.n_rounds:
        yield _wrong_number_of_rounds(meeting, rounds)
    for number, seating in zip(meeting.round_numbers, rounds, strict=False):
        yield from _unknown(meeting, number, seating)
        yield from _seated_twice(meeting, number, seating)
    for number, tables in sitting.at.items():
        yield from _table_sizes(meeting, number, tables)
        yield from _balance(meeting, number, tables)
    for person in meeting.people:
        yield from _attendance(sitting, person)
        yield from _host_seat(sitting, person)
        yield from _needs(sitting, person)
        yield from _avoided(sitting, person)
        yield from _must_visit(sitting, person)


def _wrong_number_of_rounds(meeting: Meeting, rounds: Seating) -> Reason:
    message = Text.many(
        "The plan has {count} round, but the meeting has {rounds}: make a plan for this meeting.",
        "The plan has {count} rounds, but the meeting has {rounds}: make a plan for this meeting.",
        len(rounds),
        rounds=meeting.n_rounds,
    )
    return Reason(message, ("rounds",))


def _unknown(meeting: Meeting, number: int, seating: Mapping[str, Sequence[str]]) -> Iterator[Reason]:
    for table, people in seating.items():
        if table not in meeting.table_of:
            message = Text(
                "In round {round} the plan uses table {table}, which the meeting does not have: "
                "correct its id or add the table to the meeting.",
                round=number,
                table=table,
            )
            yield Reason(message, ("tables",))
        for person in people:
            if person not in meeting.person_of:
                message = Text(
                    "In round {round} the plan seats {person} at table {table}, "
                    "but the meeting has no such person: correct the id or add the person to the meeting.",
                    round=number,
                    person=person,
                    table=table,
                )
                yield Reason(message, ("people",))


def _seated_twice(meeting: Meeting, number: int, seating: Mapping[str, Sequence[str]]) -> Iterator[Reason]:
    tables_of: defaultdict[str, list[str]] = defaultdict(list)
    for table, people in seating.items():
        for person in people:
            tables_of[person].append(table)
    for person, tables in tables_of.items():
        if len(tables) > 1 and person in meeting.person_of:
            message = Text(
                "In round {round}, {person} has {seats} seats (tables {tables}): keep one of them.",
                round=number,
                person=called(meeting, person),
                seats=len(tables),
                tables=listed(tables),
            )
            yield Reason(message, (f"people/{person}",))


def _table_sizes(meeting: Meeting, number: int, tables: Mapping[str, Sequence[str]]) -> Iterator[Reason]:
    for table in meeting.tables:
        people = tables[table.id]
        if number in table.closed_in:
            if people:
                message = Text(
                    "Table {table} is closed in round {round}, but the plan seats {people} there: "
                    "choose an open table.",
                    table=table.id,
                    round=number,
                    people=listed(called(meeting, person) for person in people),
                )
                yield Reason(message, (f"tables/{table.id}/closed_in",))
        elif len(people) > table.seats:
            message = Text.many(
                "In round {round}, {people} people sit at table {table}, which has {count} seat: "
                "move some to another table.",
                "In round {round}, {people} people sit at table {table}, which has {count} seats: "
                "move some to another table.",
                table.seats,
                round=number,
                people=len(people),
                table=table.id,
            )
            yield Reason(message, (f"tables/{table.id}/seats",))
        elif len(people) < table.min_seats:
            message = Text.many(
                "In round {round}, {count} person sits at table {table}, which needs at least {least}: "
                "move more people there.",
                "In round {round}, {count} people sit at table {table}, which needs at least {least}: "
                "move more people there.",
                len(people),
                round=number,
                table=table.id,
                least=table.min_seats,
            )
            yield Reason(message, (f"tables/{table.id}/min_seats",))


def _balance(meeting: Meeting, number: int, tables: Mapping[str, Sequence[str]]) -> Iterator[Reason]:
    size_of = {table.id: len(tables[table.id]) for table in meeting.open_tables(number)}
    if meeting.balance is None or not size_of:
        return
    largest = max(size_of, key=size_of.__getitem__)
    smallest = min(size_of, key=size_of.__getitem__)
    if size_of[largest] - size_of[smallest] > meeting.balance:
        message = Text(
            "In round {round}, {most} people sit at table {largest} and {fewest} at table {smallest}: "
            "open tables may differ by at most {balance}.",
            round=number,
            most=size_of[largest],
            largest=largest,
            fewest=size_of[smallest],
            smallest=smallest,
            balance=meeting.balance,
        )
        yield Reason(message, ("balance",))


def _attendance(sitting: Sitting, person: Person) -> Iterator[Reason]:
    seats = sitting.table_of[person.id]
    attended = sitting.meeting.attended[person.id]
    place = f"people/{person.id}" if person.rounds is None else f"people/{person.id}/rounds"
    for number in sitting.at:
        if number in seats and number not in attended:
            message = Text(
                "{person} is seated at table {table} in round {round} without attending it: free the seat.",
                person=called(sitting.meeting, person.id),
                table=seats[number],
                round=number,
            )
            yield Reason(message, (place,))
        elif number in attended and number not in seats:
            message = Text(
                "{person} attends round {round} but has no seat in it: add a seat at a table.",
                person=called(sitting.meeting, person.id),
                round=number,
            )
            yield Reason(message, (place,))


def _host_seat(sitting: Sitting, person: Person) -> Iterator[Reason]:
    if person.hosts is None:
        return
    for number, table in sitting.table_of[person.id].items():
        host_table = sitting.meeting.host_table(person, number)
        if host_table is not None and table != host_table:
            message = Text(
                "{person} hosts table {host_table} but sits at table {table} in round {round}: "
                "hosts stay at their table while it is open.",
                person=called(sitting.meeting, person.id),
                host_table=host_table,
                table=table,
                round=number,
            )
            yield Reason(message, (f"people/{person.id}/hosts",))


def _needs(sitting: Sitting, person: Person) -> Iterator[Reason]:
    # The sentence does not say what is needed: needs are close to health and must not spread.
    if not person.needs:
        return
    for number, table in sitting.table_of[person.id].items():
        if not set(person.needs) <= set(sitting.meeting.table_of[table].features):
            message = Text(
                "In round {round}, {person} sits at table {table}, which lacks something this person needs: "
                "choose a table that has it.",
                round=number,
                person=called(sitting.meeting, person.id),
                table=table,
            )
            yield Reason(message, (f"people/{person.id}/needs",))


def _avoided(sitting: Sitting, person: Person) -> Iterator[Reason]:
    if not person.avoid or person.hosts is not None:
        return
    for number, table in sitting.table_of[person.id].items():
        theme = sitting.meeting.theme_of[table]
        if theme in person.avoid:
            message = Text(
                "In round {round}, {person} sits at table {table} and so at {theme}, a theme to avoid: "
                "choose a table with another theme.",
                round=number,
                person=called(sitting.meeting, person.id),
                table=table,
                theme=theme_called(sitting.meeting, theme),
            )
            yield Reason(message, (f"people/{person.id}/avoid",))


def _must_visit(sitting: Sitting, person: Person) -> Iterator[Reason]:
    for theme in dict.fromkeys(person.must_visit):
        if theme not in sitting.themes_of[person.id]:
            message = Text(
                "{person} must visit {theme} but never sits there: choose a table with this theme in one round.",
                person=called(sitting.meeting, person.id),
                theme=theme_called(sitting.meeting, theme),
            )
            yield Reason(message, (f"people/{person.id}/must_visit",))
