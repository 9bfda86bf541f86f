"""The meeting after the changes of the day, as a valid meeting file, and in words what of its rules was given up."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tischrunde.errors import BadPlan, Finding
from tischrunde.io import meeting_from
from tischrunde.model import Meeting, Person, Plan, Seating, Table
from tischrunde.repair.changes import Changes
from tischrunde.repair.played import faults_in_played, visited_in, without_faults
from tischrunde.repair.rules import kept_rules
from tischrunde.score import called
from tischrunde.words import Text, listed

__all__ = ["Changed", "changed"]


@dataclass(frozen=True)
class Changed:
    """A meeting after changes, and what a repair begins from.

    Attributes
    ----------
    meeting : the meeting after the changes; the rounds that are played are as they were in it
    start : the plan of before, for every round the people at each table
    played : how many rounds are over
    notes : what had to be given up or is worth knowing, in words
    """

    meeting: Meeting
    start: Seating
    played: int
    notes: tuple[Text, ...] = ()


def changed(meeting: Meeting, plan: Plan, changes: Changes) -> Changed:
    """Return the meeting after the changes.

    Whoever sat in a round that is played has attended it; from the next round on, attendance is that of the meeting
    with the changes. People without any round are left out, and with them what rules, history and affinities say
    about them. Tables are closed in rounds still to come only. Rules that can no longer be kept as they stand are
    narrowed or dropped, each with a note.

    Parameters
    ----------
    meeting, plan
        A meeting and its plan.
    changes
        As ``changes_from`` returns them: with ids of people and tables that the meeting has.

    Raises
    ------
    BadPlan
        When nobody is seated in the plan, it has another number of rounds, or what is played of it breaks something
        that no later round can set right.
    BadMeeting
        When the meeting without those who are gone contradicts itself.
    """
    seated = _seats_of(meeting, plan)
    tables = tuple(_closed(table, changes, meeting.n_rounds) for table in meeting.tables)
    attending = {person.id: _rounds_of(meeting, person, changes, seated) for person in meeting.people}
    added = [_added(person, changes, meeting.n_rounds) for person in changes.add]
    people = [*_who_stay(meeting, tables, attending, seated, changes.played), *added]
    there = {person.id for person in people}
    base = meeting_from(
        {
            **meeting.model_dump(),
            "tables": [table.model_dump() for table in tables],
            "people": [person.model_dump() for person in people],
            "rules": [],
            "history": [entry for entry in meeting.history if {entry[0], entry[1]} <= there],
            "affinities": [entry for entry in meeting.affinities if {entry[0], entry[1]} <= there],
        }
    )
    rules, notes = kept_rules(meeting, base, seated, changes.played)
    after = meeting_from({**base.model_dump(), "rules": [rule.model_dump() for rule in rules]})
    after, narrowed = without_faults(after, seated, changes.played)
    faults = faults_in_played(after, seated, changes.played)
    if faults:
        hint = Text("Correct the plan so that it shows who sat where, or change the meeting.")
        raise BadPlan([Finding("", reason.message, hint) for reason in faults])
    hosts = list(_about_hosts(meeting, after))
    late = list(_about_lateness(meeting, changes))
    return Changed(after, seated, changes.played, (*late, *hosts, *notes, *narrowed))


def _seats_of(meeting: Meeting, plan: Plan) -> Seating:
    """Return the seats of a plan."""
    if plan.rounds is None:
        message = Text("This file holds no plan to repair: nobody is seated in it.")
        raise BadPlan([Finding("", message, Text("Make a plan with “tischrunde solve MEETING -o plan.json”."))])
    if len(plan.rounds) != meeting.n_rounds:
        message = Text.many(
            "The plan has {count} round, but the meeting has {rounds}.",
            "The plan has {count} rounds, but the meeting has {rounds}.",
            len(plan.rounds),
            rounds=meeting.n_rounds,
        )
        raise BadPlan([Finding("", message, Text("Name the plan of this meeting."))])
    return plan.rounds


def _closed(table: Table, changes: Changes, n_rounds: int) -> Table:
    if table.id not in changes.close:
        return table
    rounds = {*table.closed_in, *range(max(changes.close[table.id], changes.played + 1), n_rounds + 1)}
    return table.model_copy(update={"closed_in": tuple(sorted(rounds))})


def _rounds_of(meeting: Meeting, person: Person, changes: Changes, seated: Seating) -> frozenset[int]:
    """Return the rounds somebody attends: those played with a seat, and of the others what is left."""
    played = {
        number
        for number in range(1, changes.played + 1)
        if any(person.id in people for people in seated[number - 1].values())
    }
    first = changes.late.get(person.id, 1)
    last = 0 if person.id in changes.absent else changes.leaves.get(person.id, meeting.n_rounds)
    to_come = range(max(first, changes.played + 1), last + 1)
    return frozenset(played | (meeting.attended[person.id] & set(to_come)))


def _who_stay(
    meeting: Meeting, tables: Sequence[Table], attending: Mapping[str, frozenset[int]], seated: Seating, played: int
) -> Iterator[Person]:
    """Yield the people who still come, in their new rounds; a host whose table never opens any more travels."""
    visited = visited_in(meeting, seated, played)
    never = {
        after.id
        for before, after in zip(meeting.tables, tables, strict=True)
        if len(set(after.closed_in)) == meeting.n_rounds > len(set(before.closed_in))
    }
    for person in meeting.people:
        rounds = attending[person.id]
        if person.hosts in never:
            person = person.model_copy(update={"hosts": None})
        if rounds == meeting.attended[person.id]:
            yield person
        elif rounds:
            told = None if len(rounds) == meeting.n_rounds else tuple(sorted(rounds))
            to_come = sum(number > played for number in rounds)
            yield _reachable(person.model_copy(update={"rounds": told}), visited[person.id], to_come)


def _reachable(person: Person, visited: frozenset[str], to_come: int) -> Person:
    """Return somebody who must visit the themes visited already, and as many others as there are rounds for them."""
    others = [theme for theme in dict.fromkeys(person.must_visit) if theme not in visited][:to_come]
    owed = tuple(theme for theme in person.must_visit if theme in visited or theme in others)
    return person.model_copy(update={"must_visit": owed})


def _added(person: Person, changes: Changes, n_rounds: int) -> Person:
    """Return somebody who comes as well, in rounds that are still to come."""
    rounds = range(1, n_rounds + 1) if person.rounds is None else person.rounds
    to_come = tuple(sorted(number for number in rounds if number > changes.played))
    return person.model_copy(update={"rounds": None if len(to_come) == n_rounds else to_come})


def _about_hosts(meeting: Meeting, after: Meeting) -> Iterator[Text]:
    """Yield which hosts become guests, and which tables have lost their hosts."""
    for person in meeting.people:
        if person.hosts is None or person.id not in after.person_of:
            continue
        before = [number for number in after.attended[person.id] if meeting.host_table(person, number)]
        freed = [number for number in sorted(before) if not after.host_table(after.person_of[person.id], number)]
        if freed:
            yield Text(
                "Table {table} is closed: its host {person} is a guest at other tables in rounds {rounds}.",
                table=person.hosts,
                person=called(meeting, person.id),
                rounds=listed(map(str, freed)),
            )
    hosted, still = _hosted(meeting), _hosted(after)
    for table in after.tables:
        lost = sorted(number for number in hosted[table.id] - still[table.id] if number not in table.closed_in)
        if lost:
            yield Text("Table {table} has no host in rounds {rounds}.", table=table.id, rounds=listed(map(str, lost)))


def _hosted(meeting: Meeting) -> Mapping[str, set[int]]:
    """Return for each table the rounds in which a host is there."""
    hosted: dict[str, set[int]] = {table.id: set() for table in meeting.tables}
    for person in meeting.people:
        if person.hosts is not None:
            hosted[person.hosts] |= {n for n in meeting.attended[person.id] if meeting.host_table(person, n)}
    return hosted


def _about_lateness(meeting: Meeting, changes: Changes) -> Iterator[Text]:
    """Yield for whom a change comes after the rounds it speaks of."""
    for person, first in changes.late.items():
        if 1 < first <= changes.played + 1 and changes.played:
            yield Text(
                "{person} comes from round {first} on; rounds that are played stay as they are in the plan.",
                person=called(meeting, person),
                first=first,
            )
    for person, last in changes.leaves.items():
        if last < changes.played:
            yield Text(
                "{person} has left after round {last}; rounds that are played stay as they are in the plan.",
                person=called(meeting, person),
                last=last,
            )
