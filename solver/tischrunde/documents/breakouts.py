"""Rooms for a meeting held online: for every round, who belongs into which breakout room of Zoom or Teams.

Zoom imports a CSV file with the columns "Pre-assign Room Name" and "Email Address" and keeps one set of rooms for a
meeting, so the file of a round is imported before that round begins. Teams imports nothing: its file is a list to
assign people by, sorted by name as Teams sorts them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias, get_args

from tischrunde.documents.csv_list import csv_text
from tischrunde.documents.facts import Facts
from tischrunde.documents.fitting import fitted
from tischrunde.io.files import write_bytes
from tischrunde.model import Meeting, Person, Plan
from tischrunde.words import LANGUAGES, Language, Text, listed

__all__ = ["SERVICES", "Breakouts", "Service", "breakouts", "is_breakouts"]

Service: TypeAlias = Literal["zoom", "teams"]
SERVICES: tuple[Service, ...] = get_args(Service)

ADDRESSES = ("email", "e-mail", "mail", "e-mail-adresse", "email address", "emailadresse")
"""Attributes that hold an e-mail address, in small letters."""

LONGEST_ROOM = 32


@dataclass(frozen=True)
class Breakouts:
    """A file for each round.

    Attributes
    ----------
    files : content of each file by its name
    notes : what is worth knowing before they are used
    """

    files: Mapping[str, bytes]
    notes: tuple[Text, ...]

    def save(self, folder: str | Path) -> tuple[str, ...]:
        """Write the files into a folder and return where they are.

        Raises
        ------
        BadInput
            When a file cannot be written.
        """
        for name, raw in self.files.items():
            write_bytes(raw, Path(folder) / name)
        return tuple(str(Path(folder) / name) for name in self.files)


def breakouts(meeting: Meeting, plan: Plan, service: Service) -> Breakouts:
    """Return the breakout rooms of every round; a room is a table.

    Where somebody has no e-mail address (an attribute such as ``email``), the name stands in its place.

    Raises
    ------
    BadPlan
        When the plan does not fit the meeting.
    """
    facts = fitted(meeting, plan)
    file = _zoom if service == "zoom" else _teams
    files = {f"{service}-{stop.round}.csv": file(facts, stop.round) for stop in facts.rounds}
    return Breakouts(files, tuple(_notes(facts, service)))


def is_breakouts(beginning: bytes) -> bool:
    """Return whether a file that begins so was written by ``breakouts``."""
    firsts = [_bytes_of_zoom([])] + [_bytes_of_teams([], language) for language in LANGUAGES]
    return beginning.startswith(tuple(firsts))


def _zoom(facts: Facts, number: int) -> bytes:
    seats = _seats(facts, number)
    return _bytes_of_zoom((room, _address(person) or facts.called(person.id)) for room, person in seats)


def _teams(facts: Facts, number: int) -> bytes:
    seats = _seats(facts, number)
    rows = sorted((facts.called(person.id), _address(person) or "", room) for room, person in seats)
    return _bytes_of_teams(rows, facts.meeting.language)


def _bytes_of_zoom(rows: Iterable[tuple[str, str]]) -> bytes:
    return csv_text([("Pre-assign Room Name", "Email Address"), *rows], separator=",").encode()


def _bytes_of_teams(rows: Iterable[tuple[str, str, str]], language: Language) -> bytes:
    headings = [title.say(language) for title in (Text("Name"), Text("E-mail address"), Text("Room"))]
    return csv_text([headings, *rows], separator=";").encode("utf-8-sig")


def _seats(facts: Facts, number: int) -> Iterator[tuple[str, Person]]:
    for table in facts.tables:
        room = _room(table.id, facts.theme(table.id))
        for person in facts.seated(number, table.id):
            yield room, person


def _room(table: str, theme: str | None) -> str:
    """Return the table with as much of its theme as a room's name may hold; never less than the table."""
    room = f"{table} {theme}" if theme else table
    return room if len(room) <= LONGEST_ROOM else f"{room[: max(len(table), LONGEST_ROOM - 1)].rstrip()}…"


def _address(person: Person) -> str | None:
    return next((value for key, value in person.attributes.items() if key.lower() in ADDRESSES), None)


def _notes(facts: Facts, service: Service) -> Iterator[Text]:
    without = [facts.called(person.id) for person in facts.people if _address(person) is None]
    if without and service == "zoom":
        yield Text(
            "No e-mail address is known of {people}: the name stands in its place, and Zoom will not know who is "
            "meant. Give addresses as the attribute “email”.",
            people=listed(without),
        )
    if service == "zoom":
        yield Text("Zoom keeps one set of rooms: import the file of a round before that round begins.")
    else:
        yield Text("Teams imports no such file: it is a list to assign people to rooms by hand.")
