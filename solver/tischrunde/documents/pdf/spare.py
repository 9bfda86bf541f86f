"""Routes for people who come without having registered: where seats are free and tables are smallest.

Keeps the rules about themes, seats and closed tables, which concern everybody. Who comes is not known, so rules about
sectors, organisations and needs can't be kept, and meeting nobody twice is tried for, not promised.
"""

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from tischrunde.documents.facts import Facts
from tischrunde.model import Meeting

__all__ = ["has_spare_route", "spare_routes"]

FEWEST = 3
SHARE = 10
"""One card for so many people, but never fewer than ``FEWEST``."""

KEPT = 48
"""Beginnings of routes that are followed up, the best of each length."""

CHOICE = 16
"""Tables looked at in a round, beyond one for each round."""

_Somebody: TypeAlias = str | int
"""A registered person's id, or the number of a card."""


@dataclass(frozen=True)
class _Way:
    """The beginning of a route: what it costs, where it leads, whom one meets."""

    again: int = 0
    crowd: int = 0
    reunions: int = 0
    tables: tuple[str, ...] = ()
    themes: frozenset[str] = frozenset()
    met: frozenset[_Somebody] = frozenset()

    @property
    def order(self) -> tuple[int, int, int, tuple[str, ...]]:
        """Return what ways are ordered by: themes seen again, full tables, reunions; names for a fixed order."""
        return self.again, self.crowd, self.reunions, self.tables


@dataclass
class _Room:
    """Who sits where, registered people and cards alike."""

    meeting: Meeting
    seated: defaultdict[tuple[int, str], set[_Somebody]] = field(default_factory=lambda: defaultdict(set))

    def candidates(self, number: int) -> list[str]:
        """Return tables with a free seat, the smallest first: at most two of a theme, no more than are worth a look."""
        free = [table for table in self.meeting.open_tables(number) if len(self.at(number, table.id)) < table.seats]
        free.sort(key=lambda table: len(self.at(number, table.id)))
        taken: defaultdict[str, list[str]] = defaultdict(list)
        for table in free:
            if len(taken[self.meeting.theme_of[table.id]]) < 2:
                taken[self.meeting.theme_of[table.id]].append(table.id)
        worth = {table for tables in taken.values() for table in tables}
        return [table.id for table in free if table.id in worth][: CHOICE + self.meeting.n_rounds]

    def at(self, number: int, table: str) -> set[_Somebody]:
        """Return who sits at a table in a round."""
        return self.seated[number, table]


def spare_routes(facts: Facts) -> list[tuple[str, ...]]:
    """Return routes for walk-ins, best handed out in this order: for each card a table for every round.

    There is a card for every tenth person, at least three; fewer where no seats are left for a whole route.

    Notes
    -----
    A beam search over the rounds, those with the least choice first, with ``KEPT`` ways and at most
    ``CHOICE`` + rounds tables each: O(cards x rounds x KEPT x tables). It may miss the last possible route of a
    crowded meeting, but never breaks a rule about themes.
    """
    meeting, room = facts.meeting, _room(facts)
    routes: list[tuple[str, ...]] = []
    for card in range(max(FEWEST, math.ceil(len(meeting.people) / SHARE))):
        route = _best_route(room)
        if route is None:
            break
        for number, at in zip(meeting.round_numbers, route, strict=True):
            room.at(number, at).add(card)
        routes.append(route)
    return routes


def has_spare_route(facts: Facts) -> bool:
    """Return whether there is a route for anybody who comes without having registered."""
    return _best_route(_room(facts)) is not None


def _room(facts: Facts) -> _Room:
    room = _Room(facts.meeting)
    for number in facts.meeting.round_numbers:
        for table in facts.tables:
            room.at(number, table.id).update(person.id for person in facts.seated(number, table.id))
    return room


def _best_route(room: _Room) -> tuple[str, ...] | None:
    choice = {number: room.candidates(number) for number in room.meeting.round_numbers}
    order = sorted(choice, key=lambda number: len(choice[number]))
    ways = [_Way()]
    for number in order:
        ways = sorted(_longer(room, number, choice[number], ways), key=lambda way: way.order)[:KEPT]
    if not ways:
        return None
    table_of = dict(zip(order, ways[0].tables, strict=True))
    return tuple(table_of[number] for number in room.meeting.round_numbers)


def _longer(room: _Room, number: int, tables: list[str], ways: list[_Way]) -> Iterator[_Way]:
    """Yield every way with one more table that the rules about themes allow."""
    for way in ways:
        for table in tables:
            theme, company = room.meeting.theme_of[table], room.at(number, table)
            again = theme in way.themes
            if again and room.meeting.themes_at_most_once:
                continue
            yield _Way(
                way.again + again,
                way.crowd + len(company),
                way.reunions + len(way.met & company),
                (*way.tables, table),
                way.themes | {theme},
                way.met | company,
            )
