"""How many people can sit at each table of one round, from seats, least seats and balance alone."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property
from heapq import heapify, heapreplace
from typing import TypeAlias

from tischrunde.model import Meeting

__all__ = ["Sizes", "pairs_at_least", "size_places", "sizes_of", "smallest"]

Span: TypeAlias = tuple[int, int]
"""Fewest and most people at a table."""


class Sizes:
    """Every way ``people`` can be spread over tables.

    Under a balance b a spread whose smallest table has m people keeps every table between max(its least, m) and
    min(its seats, m + b), and every spread within such a *level* keeps the balance. So the possible spreads are
    the whole numbers of a few boxes with a given sum, and all that follows is exact.

    Attributes
    ----------
    people : number of people to seat
    tables : the tables
    levels : for each m that allows a spread, the span of every table
    """

    def __init__(self, people: int, spans: Mapping[str, Span], balance: int | None) -> None:
        self.people = people
        self.tables = frozenset(spans)
        self.levels = [
            level
            for level in _levels(people, spans, balance)
            if all(low <= high for low, high in level.values())
            and sum(low for low, _ in level.values()) <= people <= sum(high for _, high in level.values())
        ]

    @property
    def possible(self) -> bool:
        """Return whether any spread exists."""
        return bool(self.levels)

    @cached_property
    def most_of(self) -> dict[str, int]:
        """Return for each table the most people who can sit there."""
        return {table: self.most([table]) for table in self.tables}

    def most(self, tables: Collection[str]) -> int:
        """Return the most people who can sit at ``tables`` together."""
        return max(
            min(
                sum(level[table][1] for table in tables),
                self.people - low + sum(level[table][0] for table in tables),
            )
            for level, (low, _) in zip(self.levels, self._sums, strict=True)
        )

    def least(self, tables: Collection[str]) -> int:
        """Return the fewest people who can sit at ``tables`` together."""
        return min(
            max(
                sum(level[table][0] for table in tables),
                self.people - high + sum(level[table][1] for table in tables),
            )
            for level, (_, high) in zip(self.levels, self._sums, strict=True)
        )

    @cached_property
    def _sums(self) -> list[Span]:
        return [
            (sum(low for low, _ in level.values()), sum(high for _, high in level.values())) for level in self.levels
        ]

    def fewest_pairs(self) -> int:
        """Return the fewest pairs who share a table in a round."""
        return min(pairs_at_least(self.people, list(level.values())) for level in self.levels)


def _levels(people: int, spans: Mapping[str, Span], balance: int | None) -> Iterable[dict[str, Span]]:
    if balance is None:
        yield dict(spans)
    elif spans:
        for m in range(max(0, -(-people // len(spans)) - balance), people // len(spans) + 1):
            yield {table: (max(low, m), min(high, m + balance)) for table, (low, high) in spans.items()}
    elif not people:
        yield {}


def pairs_at_least(people: int, spans: Sequence[Span]) -> int:
    """Return the fewest pairs at tables when people sit as evenly as the spans allow.

    C(k, 2) is convex, so adding everybody to the smallest table with a free seat is best.
    """
    room = [(low, high) for low, high in spans if low < high]
    pairs = sum(low * (low - 1) // 2 for low, _ in spans)
    heapify(room)
    for _ in range(people - sum(low for low, _ in spans)):
        size, high = room[0]
        pairs += size
        heapreplace(room, (size + 1, high) if size + 1 < high else (people + 1, people + 1))
    return pairs


def sizes_of(meeting: Meeting, number: int, people: int, kept: Collection[str] | None = None) -> Sizes:
    """Return how a round's people can be spread, under all limits or only those whose place is ``kept``."""

    def counts(place: str) -> bool:
        return kept is None or place in kept

    spans = {}
    for table in meeting.tables:
        if number in table.closed_in and counts(f"tables/{table.id}/closed_in"):
            continue
        low = table.min_seats if counts(f"tables/{table.id}/min_seats") else 0
        high = table.seats if counts(f"tables/{table.id}/seats") else max(people, low)
        spans[table.id] = (low, high)
    return Sizes(people, spans, meeting.balance if counts("balance") else None)


def size_places(meeting: Meeting, number: int) -> list[str]:
    """Return the places of everything that limits table sizes in a round, the least telling first."""
    lows = [f"tables/{table.id}/min_seats" for table in meeting.tables if table.min_seats]
    closed = [f"tables/{table.id}/closed_in" for table in meeting.tables if number in table.closed_in]
    by_seats = sorted(meeting.tables, key=lambda table: -table.seats)
    balance = ["balance"] if meeting.balance is not None else []
    return [*lows, *balance, *closed, *(f"tables/{table.id}/seats" for table in by_seats)]


def smallest(places: Sequence[str], clash: Callable[[Collection[str]], bool]) -> tuple[str, ...]:
    """Return a part of ``places`` that still clashes and of which no place can be dropped.

    ``clash`` must not turn true by dropping a place. Places are tried in order, so the least telling come first.
    """
    kept = list(dict.fromkeys(places))
    for place in tuple(kept):
        rest = [other for other in kept if other != place]
        if clash(rest):
            kept = rest
    return tuple(kept)
