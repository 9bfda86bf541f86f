"""Seat people by plain means: what the simple baselines share. Knows sizes, hosts and closed tables, no other rule."""

from collections import Counter
from collections.abc import Mapping, Sequence
from heapq import heapify, heappop, heappush

from tischrunde.model import Meeting

__all__ = ["even_sizes", "hosting", "settle", "travellers"]


def hosting(meeting: Meeting, number: int) -> dict[str, str]:
    """Return for each host who attends a round the table hosted, where it is open."""
    tables = {p.id: meeting.host_table(p, number) for p in meeting.people if number in meeting.attended[p.id]}
    return {person: table for person, table in tables.items() if table is not None}


def travellers(meeting: Meeting, number: int) -> list[str]:
    """Return who attends a round and hosts no table in it."""
    staying = hosting(meeting, number)
    return [p.id for p in meeting.people if number in meeting.attended[p.id] and p.id not in staying]


def even_sizes(meeting: Meeting, number: int) -> dict[str, int]:
    """Return how many people sit at each open table of a round: as even as seats, least sizes and hosts allow.

    Notes
    -----
    O(n log T) for n people and T tables: everybody goes to the smallest table that has a seat.
    """
    open_tables = meeting.open_tables(number)
    hosts_at = Counter(hosting(meeting, number).values())
    size_of = {table.id: hosts_at[table.id] for table in open_tables}
    waiting = len(travellers(meeting, number))
    lacking = {table.id: max(0, table.min_seats - size_of[table.id]) for table in open_tables}
    if sum(lacking.values()) <= waiting:
        waiting -= sum(lacking.values())
        size_of = {table: size + lacking[table] for table, size in size_of.items()}
    heap = [(size_of[table.id], place, table) for place, table in enumerate(open_tables)]
    heapify(heap)
    while waiting and heap:
        size, place, table = heappop(heap)
        if size < table.seats:
            size_of[table.id] = size + 1
            heappush(heap, (size + 1, place, table))
            waiting -= 1
    return size_of


def settle(
    meeting: Meeting, number: int, order: Sequence[str], wanted: Mapping[str, str] | None = None
) -> dict[str, tuple[str, ...]]:
    """Return one round: hosts at their tables, the others where they want to sit while there is room.

    Parameters
    ----------
    order
        The travellers; who comes first chooses first, the rest fills the tables from the first to the last.
    wanted
        A table for some of them.
    """
    seated: dict[str, list[str]] = {table.id: [] for table in meeting.open_tables(number)}
    for person, table in hosting(meeting, number).items():
        seated[table].append(person)
    room = {table: size - len(seated[table]) for table, size in even_sizes(meeting, number).items()}
    left = []
    for person in order:
        table = (wanted or {}).get(person, "")
        if room.get(table, 0) > 0:
            seated[table].append(person)
            room[table] -= 1
        else:
            left.append(person)
    places = [table for table, seats in room.items() for _ in range(seats)]
    for person, table in zip(left, places, strict=False):
        seated[table].append(person)
    return {table: tuple(people) for table, people in seated.items()}
