"""A meeting: people, themes, tables, rounds, rules and wishes, exactly as a meeting file holds them."""

import hashlib
import json
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import Discriminator, Field, StringConstraints, Tag, model_validator

from tischrunde.model.fields import MOST, MOST_ROUNDS, Count, Id, Liking, Record, RoundNumber, Whole, Wording
from tischrunde.model.problems import Inconsistent
from tischrunde.model.references import reference_problems
from tischrunde.model.rules import Rule, ThemeVisits

__all__ = ["Meeting", "Person", "Round", "Table", "Theme", "Weights"]


class Round(Record):
    """One sitting of everyone. ``start`` is a time of day as ``HH:MM``, ``minutes`` its length."""

    label: Wording | None = None
    start: Annotated[str, StringConstraints(pattern=r"^([01]?\d|2[0-3]):[0-5]\d$")] | None = None
    minutes: Annotated[Whole, Field(ge=1, le=MOST)] | None = None


class Theme(Record):
    """What is talked about at one or more tables."""

    id: Id
    title: Wording | None = None


class Table(Record):
    """A table with its seats; ``closed_in`` are the rounds in which nobody sits there."""

    id: Id
    seats: Annotated[Whole, Field(ge=1, le=MOST)]
    theme: Id | None = None
    min_seats: Count = 0
    features: tuple[Id, ...] = ()
    closed_in: tuple[RoundNumber, ...] = ()


class Person(Record):
    """Somebody who takes part.

    ``rounds`` are the rounds attended (``None`` means all, an empty list none); ``hosts`` names the table
    this person stays at whenever it is open; ``wishes`` are themes, most wanted first.
    """

    id: Id
    name: Wording | None = None
    organisation: Id | None = None
    sector: Id | None = None
    attributes: dict[Id, Id] = Field(default_factory=dict)
    rounds: tuple[RoundNumber, ...] | None = None
    hosts: Id | None = None
    wishes: tuple[Id, ...] = ()
    must_visit: tuple[Id, ...] = ()
    avoid: tuple[Id, ...] = ()
    needs: tuple[Id, ...] = ()

    def value(self, attribute: str) -> str | None:
        """Return this person's value of ``sector``, ``organisation`` or a further attribute."""
        if attribute == "sector":
            return self.sector
        if attribute == "organisation":
            return self.organisation
        return self.attributes.get(attribute)


class Weights(Record):
    """What one unit of each term of the score costs; 0 switches a term off."""

    reunions: Count = 10
    mixing: dict[Id, Count] = Field(default_factory=lambda: {"sector": 3, "organisation": 5})
    wishes: Count = 4
    affinities: Count = 1


_Rounds: TypeAlias = Annotated[
    Annotated[int, Field(strict=True, ge=1, le=MOST_ROUNDS), Tag("number")]
    | Annotated[tuple[Round, ...], Field(min_length=1, max_length=MOST_ROUNDS), Tag("list")],
    Discriminator(lambda given: "list" if isinstance(given, list | tuple) else "number"),
]


class Meeting(Record):
    """One event. Frozen; made from plain data by ``Meeting.model_validate`` or read by ``read_meeting``."""

    format: Literal["tischrunde/meeting/1"] = "tischrunde/meeting/1"
    title: Wording = ""
    language: Literal["de", "en"] = "de"
    rounds: _Rounds
    balance: Count | None = 1
    themes: tuple[Theme, ...] = ()
    tables: Annotated[tuple[Table, ...], Field(min_length=1)]
    people: tuple[Person, ...]
    rules: tuple[Rule, ...] = ()
    history: tuple[tuple[Id, Id, Count], ...] = ()
    affinities: tuple[tuple[Id, Id, Liking], ...] = ()
    weights: Weights = Field(default_factory=Weights)

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        problems = reference_problems(self.model_dump())
        if problems:
            raise Inconsistent(problems)
        return self

    @cached_property
    def n_rounds(self) -> int:
        """Return the number of rounds."""
        return self.rounds if isinstance(self.rounds, int) else len(self.rounds)

    @cached_property
    def round_numbers(self) -> range:
        """Return the rounds as people count them: 1, 2, ..."""
        return range(1, self.n_rounds + 1)

    @cached_property
    def person_of(self) -> Mapping[str, Person]:
        """Return the people by id."""
        return {person.id: person for person in self.people}

    @cached_property
    def table_of(self) -> Mapping[str, Table]:
        """Return the tables by id."""
        return {table.id: table for table in self.tables}

    @cached_property
    def attended(self) -> Mapping[str, frozenset[int]]:
        """Return for each person's id the rounds attended."""
        every = frozenset(self.round_numbers)
        return {p.id: every if p.rounds is None else frozenset(p.rounds) for p in self.people}

    @cached_property
    def theme_of(self) -> Mapping[str, str]:
        """Return for each table's id its theme; a table that names none is a theme of its own."""
        return {table.id: table.theme or f"table:{table.id}" for table in self.tables}

    def open_tables(self, round_number: int) -> list[Table]:
        """Return the tables that are open in a round, in the order of the meeting."""
        return [table for table in self.tables if round_number not in table.closed_in]

    def host_table(self, person: Person, round_number: int) -> str | None:
        """Return the table this person hosts in a round, ``None`` for travellers and closed tables."""
        if person.hosts is None or round_number in self.table_of[person.hosts].closed_in:
            return None
        return person.hosts

    @cached_property
    def themes_at_most_once(self) -> bool:
        """Return whether travellers come to a theme at most once, by rule or because themes are declared."""
        given = [r.at_most_once for r in self.rules if isinstance(r, ThemeVisits) and r.at_most_once is not None]
        return any(given) if given else bool(self.themes)

    @cached_property
    def sha256(self) -> str:
        """Return the fingerprint of the meeting's content, the same for JSON and YAML, in any key order."""
        return _fingerprint(self.plain())

    @cached_property
    def substance_sha256(self) -> str:
        """Return the fingerprint of what a plan depends on: all but titles, names, labels, times and the language."""
        plain = self.plain()
        for key in ("title", "language"):
            plain.pop(key, None)
        for section, key in (("people", "name"), ("themes", "title")):
            for entry in plain.get(section, ()):
                entry.pop(key, None)
        return _fingerprint(plain | {"rounds": self.n_rounds})

    def plain(self) -> dict[str, Any]:
        """Return the meeting as plain data, ready for JSON or YAML, without keys left at their default."""
        return {"format": self.format, **self.model_dump(mode="json", exclude_defaults=True)}


def _fingerprint(plain: dict[str, Any]) -> str:
    text = json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
