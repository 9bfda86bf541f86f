"""Who can have what: matchings and flows, each failure with the part that proves it (Hall's theorem)."""

from collections.abc import Collection, Hashable, Mapping
from typing import TypeVar

__all__ = ["crowded", "most_matched", "overfull"]

A = TypeVar("A", bound=Hashable)
B = TypeVar("B", bound=Hashable)


def crowded(options: Mapping[A, Collection[B]]) -> tuple[list[A], list[B]] | None:
    """Return some keys with fewer options than keys among them, or ``None`` when each key can have its own.

    Notes
    -----
    Augmenting paths. The keys reached from one that stays without are a smallest such set: their options are all
    taken, by exactly the other keys (Hall 1935). Time O(keys x options in all).
    """
    taken: dict[B, A] = {}
    for key in options:
        reached: dict[B, None] = {}
        if not _augment(key, options, taken, reached):
            return [key, *(taken[option] for option in reached)], list(reached)
    return None


def most_matched(options: Mapping[A, Collection[B]]) -> int:
    """Return how many keys can each have an option of their own."""
    taken: dict[B, A] = {}
    return sum(_augment(key, options, taken, {}) for key in options)


def _augment(key: A, options: Mapping[A, Collection[B]], taken: dict[B, A], reached: dict[B, None]) -> bool:
    for option in options[key]:
        if option not in reached:
            reached[option] = None
            if option not in taken or _augment(taken[option], options, taken, reached):
                taken[option] = key
                return True
    return False


def overfull(demand: Mapping[frozenset[A], int], room: Mapping[A, int]) -> set[frozenset[A]] | None:
    """Return groups that together have too little room, or ``None`` when all fit.

    Parameters
    ----------
    demand
        For each set of places, how many people can go nowhere else.
    room
        How many people each place holds.

    Notes
    -----
    The groups on the source side of a smallest cut outnumber the room of all their places (max-flow min-cut). The
    network is built backwards because networkx returns the largest far side, and the fewest groups are wanted. Most
    meetings pass by filling the pickiest groups first, and then no flow is computed.
    """
    if _fill(demand, room):
        return None
    import networkx as nx

    graph: nx.DiGraph[object] = nx.DiGraph()
    for group, people in demand.items():
        graph.add_edge(("group", group), "people", capacity=people)
        for place in group:
            graph.add_edge(("place", place), ("group", group))
    for place, seats in room.items():
        graph.add_edge("seats", ("place", place), capacity=seats)
    flow, (_, short) = nx.minimum_cut(graph, "seats", "people")
    if flow == sum(demand.values()):
        return None
    return {group for group in demand if ("group", group) in short}


def _fill(demand: Mapping[frozenset[A], int], room: Mapping[A, int]) -> bool:
    left = dict(room)
    for group in sorted(demand, key=len):
        people = demand[group]
        for place in sorted(group, key=lambda place: -left[place]):
            seated = min(people, left[place])
            left[place] -= seated
            people -= seated
        if people:
            return False
    return True
