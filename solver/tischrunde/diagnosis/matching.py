"""Who can have what: matchings and flows, each failure with the part that proves it (Hall's theorem)."""

from collections import deque
from collections.abc import Collection, Hashable, Mapping
from typing import TypeVar

__all__ = ["crowded", "most_matched", "overfull", "unplaced"]

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


def unplaced(
    visits: Mapping[A, int], most: Mapping[A, Mapping[B, int]], room: Mapping[B, int]
) -> tuple[set[A], set[B]] | None:
    """Return groups whose visits cannot all be placed, and the places that are full; ``None`` when all can.

    Parameters
    ----------
    visits
        How many visits each group must make.
    most
        How many of them each group can make to each place.
    room
        How many visits each place can take.

    Notes
    -----
    Augmenting paths from a first filling that sends the pickiest groups first, always to the emptiest places. What
    is reached from visits left over is the near side of a smallest cut (max-flow min-cut): the groups' visits
    outnumber the room of these places and all they can make to others.
    """
    left = dict(room)
    made: dict[A, dict[B, int]] = {}
    for group in sorted(visits, key=lambda group: sum(most[group].values()) - visits[group]):
        made[group] = _spread(visits[group], most[group], left)
    for group, placed in made.items():
        while (due := visits[group] - sum(placed.values())) > 0:
            end, sent_by, ousted_at = _way_out(group, most, made, left)
            if end is None:
                return {group, *ousted_at}, set(sent_by)
            _shift(end, due, sent_by, ousted_at, most, made, left)
    return None


def _spread(visits: int, most: Mapping[B, int], left: dict[B, int]) -> dict[B, int]:
    made = {}
    for place in sorted(most, key=lambda place: -left[place]):
        made[place] = min(visits, most[place], left[place])
        left[place] -= made[place]
        visits -= made[place]
    return made


def _way_out(
    start: A, most: Mapping[A, Mapping[B, int]], made: Mapping[A, Mapping[B, int]], left: Mapping[B, int]
) -> tuple[B | None, dict[B, A], dict[A, B]]:
    """Return the nearest place with room, who sent to each place reached, and at which place others were ousted."""
    sent_by: dict[B, A] = {}
    ousted_at: dict[A, B] = {}
    queue = deque([start])
    while queue:
        group = queue.popleft()
        for place, limit in most[group].items():
            if place in sent_by or made[group][place] == limit:
                continue
            sent_by[place] = group
            if left[place]:
                return place, sent_by, ousted_at
            for other, placed in made.items():
                if placed.get(place) and other != start and other not in ousted_at:
                    ousted_at[other] = place
                    queue.append(other)
    return None, sent_by, ousted_at


def _shift(
    end: B,
    due: int,
    sent_by: Mapping[B, A],
    ousted_at: Mapping[A, B],
    most: Mapping[A, Mapping[B, int]],
    made: dict[A, dict[B, int]],
    left: dict[B, int],
) -> None:
    """Move as many visits as can be moved along the way that ends at a place with room."""
    steps = [(sent_by[end], end)]
    while steps[-1][0] in ousted_at:
        place = ousted_at[steps[-1][0]]
        steps.append((sent_by[place], place))
    free = [most[group][place] - made[group][place] for group, place in steps]
    taken = [made[group][ousted_at[group]] for group, _ in steps[:-1]]
    moved = min(due, left[end], *free, *taken)
    for group, place in steps:
        made[group][place] += moved
        if group in ousted_at:
            made[group][ousted_at[group]] -= moved
    left[end] -= moved
