"""What is asked, and what is answered for one number of tables."""

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from tischrunde.words import Language, Text

__all__ = ["Advice", "Question", "Shape", "Status", "even"]

Status: TypeAlias = Literal["possible", "impossible", "open"]


@dataclass(frozen=True)
class Question:
    """People who sit down at tables as even as can be, round by round, everybody in every round.

    Attributes
    ----------
    people, tables :
        how many; hosts are counted among the people
    hosts :
        whether one person of each table stays there
    themes :
        whether each table has a theme of its own, to which everybody but a host comes at most once
    """

    people: int
    tables: int
    hosts: bool = False
    themes: bool = True

    @property
    def sizes(self) -> tuple[int, ...]:
        """Return how many people sit at each table, the largest first."""
        return even(self.people, self.tables)

    @property
    def movers(self) -> int:
        """Return how many people do not stay at a table."""
        return self.people - self.tables * self.hosts

    @property
    def movers_at(self) -> tuple[int, ...]:
        """Return how many of them sit at each table, most first."""
        return even(self.movers, self.tables)


@dataclass(frozen=True)
class Shape:
    """What is known of one number of tables.

    Attributes
    ----------
    sizes :
        how many people sit at each table, the largest first
    status :
        whether a plan without reunions is proved ``possible``, proved ``impossible``, or neither, ``open``
    fits :
        whether all sizes are among those admitted
    rounds_possible :
        in so many rounds, at least, nobody has to meet anybody twice
    rounds_at_most :
        in more rounds somebody meets somebody twice
    best_known :
        rounds of the best published plan for tables without themes or hosts, ``None`` when none is on record
    name :
        of the construction, with its parameters; empty when there is none
    least_reunions :
        no plan has fewer; ``None`` when there is no plan at all
    reason :
        why, in words
    """

    sizes: tuple[int, ...]
    status: Status
    fits: bool
    rounds_possible: int
    rounds_at_most: int
    best_known: int | None
    name: str
    least_reunions: int | None
    reason: Text

    @property
    def tables(self) -> int:
        """Return the number of tables."""
        return len(self.sizes)

    @property
    def spare_chairs(self) -> int:
        """Return how many chairs stay empty when all tables have as many."""
        return self.sizes[0] * len(self.sizes) - sum(self.sizes)

    def plain(self, language: Language) -> dict[str, Any]:
        """Return the answer for this number of tables as plain data, ready for JSON."""
        sizes = sorted(set(self.sizes), reverse=True)
        return {
            "tables": self.tables,
            "sizes": [{"people": size, "tables": self.sizes.count(size)} for size in sizes],
            "status": self.status,
            "fits": self.fits,
            "rounds_possible": self.rounds_possible,
            "rounds_at_most": self.rounds_at_most,
            "best_known": self.best_known,
            "construction": self.name or None,
            "least_reunions": self.least_reunions,
            "spare_chairs": self.spare_chairs,
            "reason": self.reason.say(language),
        }


@dataclass(frozen=True)
class Advice:
    """What ``advise`` returns.

    Attributes
    ----------
    people, rounds, hosts, themes, table_sizes, tables :
        what was asked
    shapes :
        the most advisable first
    """

    people: int
    rounds: int
    table_sizes: tuple[int, int]
    tables: int | None
    hosts: bool
    themes: bool
    shapes: tuple[Shape, ...]

    def plain(self, language: Language) -> dict[str, Any]:
        """Return the advice as plain data, ready for JSON."""
        return {
            "people": self.people,
            "rounds": self.rounds,
            "table_sizes": list(self.table_sizes),
            "tables": self.tables,
            "hosts": self.hosts,
            "themes": self.themes,
            "shapes": [shape.plain(language) for shape in self.shapes],
        }


def even(people: int, tables: int) -> tuple[int, ...]:
    """Return sizes that differ by one at most, the largest first.

    >>> even(36, 7)
    (6, 5, 5, 5, 5, 5, 5)
    """
    size, more = divmod(people, tables)
    return (size + 1,) * more + (size,) * (tables - more)
