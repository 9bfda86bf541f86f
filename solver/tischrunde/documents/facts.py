"""What every document tells about a plan: routes, tables, wishes, who meets whom. Draws nothing.

Needs are no fact: no document of this package prints them.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Self

from tischrunde.errors import BadPlan, Finding
from tischrunde.model import Meeting, Person, Plan, Table
from tischrunde.score import Judgement, judge
from tischrunde.score.sitting import Sitting
from tischrunde.words import Text

__all__ = ["Facts", "Stop", "Wish"]

SURNAMES = ("surname", "last name", "family name", "nachname", "familienname")
"""Attributes that hold a surname, in small letters."""

FEWEST_STOPS = 3
"""With fewer, any route at all goes by steps."""


@dataclass(frozen=True)
class Stop:
    """One round as a person, or a table, lives it.

    Attributes
    ----------
    round : number of the round, counted from 1
    label : its name, ``None`` without one
    start, end : times of day as ``HH:MM``, ``None`` where not known
    minutes : its length, ``None`` where not known
    table : id of the table, ``None`` for a person who is absent
    theme : title of the theme, or its id; ``None`` without one
    hosting : whether this person hosts the table in this round
    """

    round: int
    label: str | None = None
    start: str | None = None
    end: str | None = None
    minutes: int | None = None
    table: str | None = None
    theme: str | None = None
    hosting: bool = False

    def heading(self) -> Text:
        """Return the round with its label and time, such as ``Round 2 · After the break · 19:15 to 19:40``."""
        parts = [Text("Round {number}", number=self.round)]
        if self.label:
            parts.append(Text("{label}", label=self.label))
        if (time := self.time()) is not None:
            parts.append(time)
        *before, last = parts
        told = last
        for part in reversed(before):
            told = Text("{part} · {rest}", part=part, rest=told)
        return told

    def time(self) -> Text | None:
        """Return when the round is, as far as that is known."""
        if self.start and self.end:
            return Text("{start} to {end}", start=self.start, end=self.end)
        if self.start:
            return Text("from {start}", start=self.start)
        if self.minutes:
            return Text.many("{count} minute", "{count} minutes", self.minutes)
        return None


@dataclass(frozen=True)
class Wish:
    """A theme somebody asked for, and whether the plan leads there."""

    theme: str
    met: bool


@dataclass(frozen=True, eq=False)
class Facts:
    """A meeting and its plan, looked up once for all documents.

    Rounds are counted from 1, as people count them. Unknown people and tables of the plan are left out.

    Attributes
    ----------
    meeting : the meeting
    plan : its plan, with seats
    """

    meeting: Meeting
    plan: Plan

    @classmethod
    def of(cls, meeting: Meeting, plan: Plan) -> Self:
        """Return the facts of a plan.

        Raises
        ------
        BadPlan
            When nobody is seated in it.
        """
        if plan.rounds is None:
            message = Text("This file holds no plan: nobody is seated in it.")
            raise BadPlan([Finding("", message, Text("Make a plan with “tischrunde solve MEETING -o plan.json”."))])
        return cls(meeting, plan)

    @cached_property
    def judgement(self) -> Judgement:
        """Return what the plan breaks, and its true score."""
        return judge(self.meeting, self.plan.rounds or ())

    @property
    def sitting(self) -> Sitting:
        """Return who sits where, and who meets whom how often (``sitting.meets``)."""
        return self.judgement.sitting

    @cached_property
    def rounds(self) -> tuple[Stop, ...]:
        """Return the rounds with their labels and times, no table among them."""
        meeting = self.meeting
        if isinstance(meeting.rounds, int):
            return tuple(Stop(number) for number in meeting.round_numbers)
        return tuple(
            Stop(number, one.label or None, one.start, _end(one.start, one.minutes), one.minutes)
            for number, one in enumerate(meeting.rounds, start=1)
        )

    @property
    def tables(self) -> tuple[Table, ...]:
        """Return the tables in the order of the meeting."""
        return self.meeting.tables

    @cached_property
    def has_organisations(self) -> bool:
        """Return whether anybody's organisation is known."""
        return any(person.organisation is not None for person in self.meeting.people)

    @cached_property
    def has_sectors(self) -> bool:
        """Return whether anybody's sector is known."""
        return any(person.sector is not None for person in self.meeting.people)

    @cached_property
    def people(self) -> tuple[Person, ...]:
        """Return everybody by surname; in the order of the meeting where nobody has a name.

        The surname is the attribute for it, or else the last word of the name: that is where people look at a desk.
        """
        people = self.meeting.people
        if not any(person.name for person in people):
            return people
        return tuple(sorted(people, key=lambda p: (_sorted_as(_surname(p)), _sorted_as(self.called(p.id)))))

    @cached_property
    def _names(self) -> Mapping[str, str]:
        bearers = Counter((person.name, person.organisation) for person in self.meeting.people)
        return {
            person.id: person.id
            if not person.name
            else person.name
            if bearers[person.name, person.organisation] == 1
            else f"{person.name} ({person.id})"
            for person in self.meeting.people
        }

    @cached_property
    def _names_alone(self) -> Mapping[str, str]:
        bearers = Counter(self._names.values())
        return {
            person.id: f"{self._names[person.id]} ({person.organisation})"
            if person.organisation and bearers[self._names[person.id]] > 1
            else self._names[person.id]
            for person in self.meeting.people
        }

    def named(self, person_id: str) -> str:
        """Return the name as it stands beside the organisation, or the id without one.

        With the id where two have the same name and organisation.
        """
        return self._names[person_id]

    def called(self, person_id: str) -> str:
        """Return the name as it stands alone, or the id without one.

        With the organisation where two have the same name, with the id where they have the same organisation, too.
        """
        return self._names_alone[person_id]

    @cached_property
    def _titles(self) -> Mapping[str, str | None]:
        title_of = {theme.id: theme.title or theme.id for theme in self.meeting.themes}
        return {table.id: title_of[table.theme] if table.theme else None for table in self.meeting.tables}

    def theme(self, table_id: str) -> str | None:
        """Return the title of a table's theme, or its id; ``None`` when the table names none."""
        return self._titles[table_id]

    def route(self, person_id: str) -> tuple[Stop, ...]:
        """Return a stop for every round; its ``table`` is ``None`` where this person is absent."""
        person, table_of = self.meeting.person_of[person_id], self.sitting.table_of[person_id]
        return tuple(self._stop(one, table_of.get(one.round), person) for one in self.rounds)

    def _stop(self, when: Stop, table: str | None, person: Person) -> Stop:
        if table is None:
            return when
        hosting = self.meeting.host_table(person, when.round) == table
        return Stop(
            when.round, when.label, when.start, when.end, when.minutes, table, self.theme(table), hosting=hosting
        )

    def seated(self, number: int, table_id: str) -> tuple[Person, ...]:
        """Return who sits at a table in a round: hosts first, then in the order of ``people``."""
        return self._seated[number, table_id]

    @cached_property
    def _seated(self) -> Mapping[tuple[int, str], tuple[Person, ...]]:
        seated: defaultdict[tuple[int, str], list[Person]] = defaultdict(list)
        for person in self.people:
            for number, table in self.sitting.table_of[person.id].items():
                seated[number, table].append(person)
        return {
            (number, table.id): tuple(
                sorted(seated[number, table.id], key=lambda person: self.meeting.host_table(person, number) != table.id)
            )
            for number in self.meeting.round_numbers
            for table in self.tables
        }

    @cached_property
    def _hosts(self) -> Mapping[str, tuple[Person, ...]]:
        hosts: defaultdict[str, list[Person]] = defaultdict(list)
        for person in self.people:
            if person.hosts is not None:
                hosts[person.hosts].append(person)
        return {table.id: tuple(hosts[table.id]) for table in self.tables}

    def hosts(self, table_id: str) -> tuple[Person, ...]:
        """Return who hosts a table."""
        return self._hosts[table_id]

    def wishes(self, person_id: str) -> tuple[Wish, ...]:
        """Return the themes somebody asked for, most wanted first, and whether the plan leads there."""
        title_of = {theme.id: theme.title or theme.id for theme in self.meeting.themes}
        visited = set(self.sitting.themes_of[person_id])
        return tuple(
            Wish(title_of.get(theme, theme), theme in visited) for theme in self.meeting.person_of[person_id].wishes
        )

    def met(self, person_id: str) -> tuple[Person, ...]:
        """Return everybody this person shares a table with, in the order of ``people``."""
        company = self._company[person_id]
        return tuple(person for person in self.people if person.id in company)

    def times_met(self, one: str, other: str) -> int:
        """Return in how many rounds two people share a table."""
        return self.sitting.meets[min(one, other), max(one, other)]

    @cached_property
    def _company(self) -> Mapping[str, set[str]]:
        company: defaultdict[str, set[str]] = defaultdict(set)
        for one, other in self.sitting.meets:
            company[one].add(other)
            company[other].add(one)
        return company

    def step(self, person_id: str) -> int | None:
        """Return by how many tables somebody moves on each time, if the whole plan can be told so.

        It can when tables are numbered one after another, every traveller moves on by a step of their own that
        never changes (after the last table comes the first), and somebody has at least three rounds. ``None``
        otherwise, for hosts, and for who comes only once.
        """
        return None if self._steps is None else self._steps.get(person_id)

    @cached_property
    def _steps(self) -> Mapping[str, int] | None:
        if not _numbered(self.tables):
            return None
        position_of = {table.id: position for position, table in enumerate(self.tables)}
        steps: dict[str, int] = {}
        longest = 0
        for person in self.meeting.people:
            seats = {number: position_of[t] for number, t in self.sitting.table_of[person.id].items()}
            if person.hosts is not None or len(seats) < 2:
                continue
            longest = max(longest, len(seats))
            step = _step(seats, len(self.tables))
            if step is None:
                return None
            steps[person.id] = step
        return steps if longest >= FEWEST_STOPS else None


def _end(start: str | None, minutes: int | None) -> str | None:
    if start is None or minutes is None:
        return None
    hours, past = map(int, start.split(":"))
    end = (60 * hours + past + minutes) % (24 * 60)
    return f"{end // 60}:{end % 60:02}"


def _surname(person: Person) -> str:
    words = (person.name or person.id).split()
    last = words[-1] if words else person.id
    return next((value for key, value in person.attributes.items() if key.lower() in SURNAMES), last)


def _sorted_as(name: str) -> str:
    """Return what a name is sorted by: without accents, as DIN 5007 sorts words."""
    return "".join(letter for letter in unicodedata.normalize("NFKD", name.casefold()) if letter.isalnum())


def _numbered(tables: tuple[Table, ...]) -> bool:
    """Return whether the ids end in numbers that follow each other, such as T1, T2, T3."""
    found = [re.fullmatch(r"(.*?)(\d+)", table.id) for table in tables]
    ends = [(match[1], int(match[2])) for match in found if match]
    return len(ends) == len(tables) and all(
        one[0] == next_one[0] and one[1] + 1 == next_one[1] for one, next_one in pairwise(ends)
    )


def _step(seats: Mapping[int, int], n_tables: int) -> int | None:
    """Return the least step that leads from the first seat to all others, in a circle of tables."""
    first = min(seats)
    for step in range(n_tables):
        if all((seats[first] + (number - first) * step - at) % n_tables == 0 for number, at in seats.items()):
            return step
    return None
