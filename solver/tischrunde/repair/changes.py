"""What has changed on the day: who stays away, comes late, goes early or comes as well, which tables are closed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Annotated, Any

from pydantic import Field, ValidationError, model_validator

from tischrunde.errors import BadInput
from tischrunde.io.documents import Document
from tischrunde.io.findings import findings
from tischrunde.io.schema import schema_problems
from tischrunde.model import Meeting, Person
from tischrunde.model.fields import Count, Id, Record, RoundNumber, Whole
from tischrunde.model.problems import Path, Problem, found, nearest, next_step, possible, quoted
from tischrunde.model.references import reference_problems
from tischrunde.words import Text, listed

__all__ = ["Changes", "changes_from"]


class Changes(Record):
    """Changes of a meeting that has a plan.

    ``absent`` come to no round that is still to come; ``late`` gives the first round somebody attends, ``leaves`` the
    last one (0: somebody was never there). ``add`` are people as in a meeting file. ``close`` gives the first round
    in which a table is closed; a plain list of tables closes them from the next round on. ``played`` is how many
    rounds are over: these stay as they are in the plan.
    """

    absent: tuple[Id, ...] = ()
    late: dict[Id, RoundNumber] = Field(default_factory=dict)
    leaves: dict[Id, Annotated[Whole, Field(ge=0)]] = Field(default_factory=dict)
    add: tuple[Person, ...] = ()
    close: dict[Id, RoundNumber] = Field(default_factory=dict)
    played: Count = 0

    @model_validator(mode="before")
    @classmethod
    def _close_from_the_next_round(cls, given: Any) -> Any:
        """Take a list of tables for tables that are closed from the next round on."""
        if not isinstance(given, Mapping) or not isinstance(given.get("close"), list | tuple):
            return given
        played = given.get("played", 0)
        following = played + 1 if isinstance(played, int) and played >= 0 else 1
        tables = [table for table in given["close"] if isinstance(table, str)]
        return {**given, "close": dict.fromkeys(tables, following)} if len(tables) == len(given["close"]) else given


def changes_from(plain: object, meeting: Meeting) -> Changes:
    """Return the changes that plain data, as from JSON, holds; people may be named by id or by full name.

    Raises
    ------
    BadInput
        With every problem, its place (such as ``late/p05``) and the next step.

    Examples
    --------
    >>> people = [{"id": "p1", "name": "Ada Ay"}, {"id": "p2"}]
    >>> meeting = Meeting.model_validate({"rounds": 2, "tables": [{"id": "T1", "seats": 3}], "people": people})
    >>> changes_from({"absent": ["Ada Ay"], "played": 1}, meeting).absent
    ('p1',)
    """
    misshapen = _misshapen(plain)
    sound = _without(plain, misshapen) if misshapen else _Sound(plain)
    checked = _Checked(meeting, Changes.model_validate(sound.plain))
    known = checked.with_ids()
    problems = [*misshapen, *(replace(problem, path=sound.path(problem.path)) for problem in checked.problems)]
    if problems:
        raise BadInput(findings(Document(plain, lambda path: None), problems))
    return known


class _Tables(Record):
    """Tables that are closed from the next round on."""

    close: tuple[Id, ...]


def _misshapen(plain: object) -> list[Problem]:
    """Return what of plain data does not have the shape of changes."""
    problems = _shape_problems(plain, Changes)
    if not isinstance(plain, Mapping) or not isinstance(plain.get("close"), list | tuple):
        return problems
    others = [problem for problem in problems if problem.path[:1] != ("close",)]
    return others + _shape_problems({"close": plain["close"]}, _Tables)


def _shape_problems(plain: object, record: type[Record]) -> list[Problem]:
    try:
        record.model_validate(plain)
    except ValidationError as error:
        return schema_problems(error, record)
    return []


@dataclass(frozen=True)
class _Sound:
    """Changes of the right shape within those that were given.

    Attributes
    ----------
    plain : the changes
    positions : of the entries of each list, in the list that was given; all of them where a list is not named
    """

    plain: Any
    positions: Mapping[str, Sequence[int]] = field(default_factory=dict)

    def path(self, path: Path) -> Path:
        """Return the way to a value in what was given."""
        key = str(path[0])
        if len(path) < 2 or not isinstance(entries := self.plain[key], list | tuple):
            return path
        at = path[1] if isinstance(path[1], int) else entries.index(path[1])
        return key, self.positions[key][at] if key in self.positions else at, *path[2:]


def _without(plain: object, problems: Sequence[Problem]) -> _Sound:
    """Return the changes without every entry that has a problem."""
    wrong = {problem.path[:2] for problem in problems}
    sound: dict[str, Any] = {}
    positions: dict[str, Sequence[int]] = {}
    for key, given in plain.items() if isinstance(plain, Mapping) else ():
        if (key,) in wrong:
            continue
        if isinstance(given, Mapping):
            sound[key] = {name: number for name, number in given.items() if (key, name) not in wrong}
        elif isinstance(given, list | tuple):
            positions[key] = [at for at in range(len(given)) if (key, at) not in wrong]
            sound[key] = [given[at] for at in positions[key]]
        else:
            sound[key] = given
    return _Sound(sound, positions)


@dataclass
class _Checked:
    """Changes held against their meeting.

    Attributes
    ----------
    problems : everything about them that does not fit
    """

    meeting: Meeting
    changes: Changes
    problems: list[Problem] = field(default_factory=list)

    def with_ids(self) -> Changes:
        """Return the changes with ids in the place of names."""
        changes = self.changes
        absent = [self._person(("absent", at), name) for at, name in enumerate(changes.absent)]
        late = {self._person(("late", name), name): number for name, number in changes.late.items()}
        leaves = {self._person(("leaves", name), name): number for name, number in changes.leaves.items()}
        self.problems += [
            *self._about_rounds(),
            *self._about_tables(),
            *_contradictions(absent, late, leaves),
            *self._about_added(),
        ]
        return changes.model_copy(update={"absent": tuple(dict.fromkeys(absent)), "late": late, "leaves": leaves})

    def _person(self, path: Path, name: str) -> str:
        """Return the id of somebody named by id or full name, the name itself after noting that nobody has it."""
        if name in self.meeting.person_of:
            return name
        called = [one.id for one in self.meeting.people if one.name and one.name.casefold() == name.casefold()]
        if len(called) == 1:
            return called[0]
        if called:
            message = Text("{count} people are called “{name}”.", count=len(called), name=quoted(name))
            hint = Text("Name the one you mean by id: {ids}.", ids=listed(called, choice=True))
        else:
            names = [*self.meeting.person_of, *(one.name for one in self.meeting.people if one.name)]
            message = Text("Nobody in this meeting has the id or the name “{name}”.", name=quoted(name))
            meant = nearest(name, names)
            if meant is None:
                hint = possible(self.meeting.person_of)
            else:
                hint = Text("Did you mean “{name}”?", name=quoted(meant))
        self.problems.append(Problem(path, message, hint))
        return name

    def _about_rounds(self) -> Iterator[Problem]:
        last = self.meeting.n_rounds
        if self.changes.played >= last:
            message = Text.many(
                "Of {count} round, {played} cannot be played already with anything left to plan.",
                "Of {count} rounds, {played} cannot be played already with anything left to plan.",
                last,
                played=self.changes.played,
            )
            yield Problem(("played",), message, Text("Give a number below {rounds}.", rounds=last))
        for key in ("late", "leaves", *(("close",) if self.changes.played < last else ())):
            for name, number in getattr(self.changes, key).items():
                if number > last:
                    message = Text.many(
                        "There is no round {number}: the meeting has {count} round.",
                        "There is no round {number}: the meeting has {count} rounds.",
                        last,
                        number=found(number),
                    )
                    yield Problem((key, name), message, Text("Give a round from 1 to {last}.", last=last))

    def _about_tables(self) -> Iterator[Problem]:
        for table, number in self.changes.close.items():
            if table not in self.meeting.table_of:
                message = Text("There is no table with the id “{name}”.", name=quoted(table))
                yield Problem(("close", table), message, next_step(table, self.meeting.table_of))
            elif number <= self.changes.played:
                message = Text(
                    "Table {table} cannot be closed in round {number}, which is played.", table=table, number=number
                )
                hint = Text("Close it from round {following} on.", following=self.changes.played + 1)
                yield Problem(("close", table), message, hint)

    def _about_added(self) -> Iterator[Problem]:
        """Yield what does not fit in the records of people who come as well, and those who come too late."""
        before = len(self.meeting.people)
        everybody = (*self.meeting.people, *self.changes.add)
        plain = {**self.meeting.model_dump(), "people": [person.model_dump() for person in everybody]}
        for problem in reference_problems(plain):
            if problem.path[0] == "people" and isinstance(at := problem.path[1], int) and at >= before:
                yield Problem(("add", at - before, *problem.path[2:]), problem.message, problem.hint)
        for at, person in enumerate(self.changes.add):
            if person.rounds is not None and not any(number > self.changes.played for number in person.rounds):
                message = Text("“{person}” attends no round that is still to come.", person=quoted(person.id))
                yield Problem(("add", at, "rounds"), message, Text("Leave “rounds” out, or name a later round."))


def _contradictions(absent: Sequence[str], late: Mapping[str, int], leaves: Mapping[str, int]) -> Iterator[Problem]:
    for key, told in (("late", late), ("leaves", leaves)):
        for person in told:
            if person in absent:
                message = Text("“{person}” is said to be absent as well.", person=quoted(person))
                yield Problem((key, person), message, Text("Leave one of the two out."))
    for person, first in late.items():
        if person in leaves and leaves[person] < first:
            message = Text(
                "“{person}” comes in round {first} and leaves after round {last}.",
                person=quoted(person),
                first=first,
                last=leaves[person],
            )
            yield Problem(("late", person), message, Text("Name “{person}” as absent.", person=quoted(person)))
