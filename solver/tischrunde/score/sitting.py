"""Who sits where, looked up by round, table and person. Judges nothing."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import combinations
from typing import TypeAlias

from tischrunde.model import Meeting, Seating
from tischrunde.words import Text

__all__ = ["Pair", "Sitting", "attribute_called", "called", "choose_two", "pair", "theme_called"]

Pair: TypeAlias = tuple[str, str]
"""Two people, the smaller id first."""


def pair(one: str, other: str) -> Pair:
    """Return two people in the order that pairs are kept in."""
    return (one, other) if one < other else (other, one)


def choose_two(k: int) -> int:
    """Return C(k, 2), the number of pairs among ``k``."""
    return k * (k - 1) // 2


class Sitting:
    """A seating as its meeting sees it.

    Unknown people and tables and surplus rounds are left out; somebody seated twice in a round has the first seat.
    Those faults are violations of their own, so what remains can be judged without looking back.

    Attributes
    ----------
    meeting : the meeting
    at : for each round of the plan, for every table of the meeting, the people there, sorted by id
    table_of : for each person, for each round with a seat, the table
    """

    def __init__(self, meeting: Meeting, rounds: Seating) -> None:
        self.meeting = meeting
        self.at: dict[int, dict[str, list[str]]] = {}
        self.table_of: dict[str, dict[int, str]] = {person.id: {} for person in meeting.people}
        for number, seating in zip(meeting.round_numbers, rounds, strict=False):
            self.at[number] = self._seat(number, seating)

    def _seat(self, number: int, seating: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
        table_of: dict[str, str] = {}
        for table, people in seating.items():
            if table in self.meeting.table_of:
                for person in people:
                    if person in self.table_of:
                        table_of.setdefault(person, table)
        at: dict[str, list[str]] = {table.id: [] for table in self.meeting.tables}
        for person in sorted(table_of):
            at[table_of[person]].append(person)
            self.table_of[person][number] = table_of[person]
        return at

    @cached_property
    def meets(self) -> Counter[Pair]:
        """Return in how many rounds two people share a table, for the pairs who do at all."""
        meets: Counter[Pair] = Counter()
        for tables in self.at.values():
            for people in tables.values():
                meets.update(combinations(people, 2))
        return meets

    @cached_property
    def history(self) -> Counter[Pair]:
        """Return how often two people met before; a pair listed repeatedly adds up."""
        history: Counter[Pair] = Counter()
        for one, other, times in self.meeting.history:
            history[pair(one, other)] += times
        return history

    @cached_property
    def themes_of(self) -> Mapping[str, list[str]]:
        """Return for each person the themes visited, one for each round with a seat."""
        theme_of = self.meeting.theme_of
        return {person: [theme_of[t] for t in seats.values()] for person, seats in self.table_of.items()}

    def with_value(self, people: Sequence[str], attribute: str) -> dict[str, list[str]]:
        """Return those of ``people`` who have the attribute, by its value."""
        having: defaultdict[str, list[str]] = defaultdict(list)
        for person in people:
            value = self.meeting.person_of[person].value(attribute)
            if value is not None:
                having[value].append(person)
        return having


def called(meeting: Meeting, person: str) -> str:
    """Return how a person is called in a sentence: by name and id, or by id alone."""
    name = meeting.person_of[person].name if person in meeting.person_of else None
    return f"{name} ({person})" if name else person


def theme_called(meeting: Meeting, theme: str) -> Text:
    """Return how a theme, as in ``Meeting.theme_of``, is called in a sentence."""
    for declared in meeting.themes:
        if declared.id == theme:
            return Text("“{theme}”", theme=declared.title or theme)
    for table in meeting.tables:
        if table.theme is None and meeting.theme_of[table.id] == theme:
            return Text("table {table}", table=table.id)
    return Text("“{theme}”", theme=theme)


def attribute_called(attribute: str) -> Text:
    """Return how an attribute of people is called in a sentence."""
    if attribute == "sector":
        return Text("sector")
    if attribute == "organisation":
        return Text("organisation")
    return Text("“{attribute}”", attribute=attribute)
