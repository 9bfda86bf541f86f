"""The rules of a meeting. All are hard: a plan keeps them or is no plan."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from tischrunde.model.fields import Count, Flag, Id, Record, RoundNumber

__all__ = [
    "Apart",
    "Composition",
    "MeetAtMost",
    "NoIsolates",
    "OnePerTable",
    "Pin",
    "Rule",
    "ThemeVisits",
    "Together",
]

Rounds: TypeAlias = Annotated[tuple[RoundNumber, ...], Field(min_length=1)]


class ThemeVisits(Record):
    """How often a person comes to a theme; hosts are exempt.

    ``at_most_once`` is implied as soon as a meeting declares themes; ``False`` lifts it.
    """

    kind: Literal["theme_visits"]
    at_most_once: Flag | None = None
    at_least: Count | None = None
    all: Flag = False


class Together(Record):
    """These people share a table: in ``rounds``, or in every round that all of them attend."""

    kind: Literal["together"]
    people: Annotated[tuple[Id, ...], Field(min_length=2)]
    rounds: Rounds | None = None


class Apart(Record):
    """No two of these people share a table."""

    kind: Literal["apart"]
    people: Annotated[tuple[Id, ...], Field(min_length=2)]
    rounds: Rounds | None = None


class Pin(Record):
    """This person sits at this table in this round."""

    kind: Literal["pin"]
    person: Id
    table: Id
    round: RoundNumber


class Composition(Record):
    """From ``min`` to ``max`` people with this value at every open table (or at ``tables``)."""

    kind: Literal["composition"]
    attribute: Id
    value: Id
    min: Count = 0
    max: Count | None = None
    tables: Annotated[tuple[Id, ...], Field(min_length=1)] | None = None
    rounds: Rounds | None = None


class NoIsolates(Record):
    """Nobody with this value sits at a table as the only one."""

    kind: Literal["no_isolates"]
    attribute: Id
    value: Id
    rounds: Rounds | None = None


class OnePerTable(Record):
    """No two people with the same value of ``attribute`` share a table."""

    kind: Literal["one_per_table"]
    attribute: Id
    rounds: Rounds | None = None


class MeetAtMost(Record):
    """No pair (of ``people``, or of all) shares a table more than ``count`` times."""

    kind: Literal["meet_at_most"]
    count: Count
    people: Annotated[tuple[Id, ...], Field(min_length=2)] | None = None


Rule: TypeAlias = Annotated[
    ThemeVisits | Together | Apart | Pin | Composition | NoIsolates | OnePerTable | MeetAtMost,
    Field(discriminator="kind"),
]
