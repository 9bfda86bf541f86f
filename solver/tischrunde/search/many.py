"""Seats to begin with in large meetings: by sorting instead of flows, in time that grows with people x rounds.

Sizes, hosts, pins and groups are right afterwards; tables outside somebody's domain and themes for the second time are
avoided as far as a few random exchanges can, and mended by the search.
"""

from heapq import heapify, heapreplace

import numpy as np

from tischrunde.problem import Bools, Ints, Longs, Problem, Seats, Window

__all__ = ["in_crowds", "seat_many"]

PASSES = 20


def seat_many(problem: Problem, r: int, wanted: Ints, before: Seats, rng: np.random.Generator) -> Ints | None:
    """Return the tables of one round close to those wanted, or ``None`` when the groups find no room.

    Parameters
    ----------
    problem :
        the meeting as arrays
    r :
        the round
    wanted :
        int32, shape (n_people,); table wanted for each person, -1 for no wish
    before :
        int32, shape (rounds before, n_people); their seats
    rng :
        chance among equals

    Notes
    -----
    O(people x rounds + people log people) for each window of sizes tried.
    """
    for window in problem.windows[r]:
        seats = np.where(problem.attends[r], problem.fixed[r], -1).astype(np.int32)
        bound = seats >= 0
        if _seat_groups(problem, r, wanted, seats, window):
            bound |= seats >= 0
            _seat_as_wanted(problem, r, wanted, seats, window, rng)
            if _fit_sizes(problem, r, seats, bound, window, rng):
                _seat_the_rest(problem, r, seats, before, window, rng)
                return seats
    return None


def _sizes(seats: Ints, n_tables: int) -> Longs:
    return np.bincount(seats[seats >= 0], minlength=n_tables)


def _seat_groups(problem: Problem, r: int, wanted: Ints, seats: Ints, window: Window) -> bool:
    """Seat whole groups, the largest first: where the first of them is wanted, else at the table with most room."""
    group_of = problem.group_of[r]
    waiting = np.flatnonzero((group_of >= 0) & (seats < 0) & problem.attends[r])
    if not waiting.size:
        return True
    waiting = waiting[np.argsort(group_of[waiting], kind="stable")]
    groups = np.split(waiting, np.flatnonzero(np.diff(group_of[waiting])) + 1)
    room = (window[1] - _sizes(seats, problem.n_tables)).tolist()
    roomiest = [(-free, t) for t, free in enumerate(room)]
    heapify(roomiest)
    for group in sorted(groups, key=len, reverse=True):
        while -roomiest[0][0] != room[roomiest[0][1]]:
            heapreplace(roomiest, (-room[roomiest[0][1]], roomiest[0][1]))
        table = int(wanted[group[0]])
        if table < 0 or room[table] < len(group):
            table = roomiest[0][1]
        if room[table] < len(group):
            return False
        seats[group] = table
        room[table] -= len(group)
    return True


def _seat_as_wanted(
    problem: Problem, r: int, wanted: Ints, seats: Ints, window: Window, rng: np.random.Generator
) -> None:
    """Seat everybody else where wanted, as many as there is room for."""
    who = rng.permutation(np.flatnonzero(problem.attends[r] & (seats < 0) & (wanted >= 0)))
    who = who[~problem.outside[problem.domain_of[who], r, wanted[who]]]
    who = who[np.argsort(wanted[who], kind="stable")]
    rank = np.arange(len(who)) - np.searchsorted(wanted[who], wanted[who])
    room = window[1] - _sizes(seats, problem.n_tables)
    who = who[rank < room[wanted[who]]]
    seats[who] = wanted[who]


def _fit_sizes(problem: Problem, r: int, seats: Ints, bound: Bools, window: Window, rng: np.random.Generator) -> bool:
    """Let people stand up where others need them more; return whether the sizes can then be kept."""
    sizes = _sizes(seats, problem.n_tables)
    waiting = int((problem.attends[r] & (seats < 0)).sum())
    lacking = int(np.maximum(window[0] - sizes, 0).sum()) - waiting
    if lacking > 0:
        movable = rng.permutation(np.flatnonzero((seats >= 0) & ~bound))
        movable = movable[np.argsort(seats[movable], kind="stable")]
        rank = np.arange(len(movable)) - np.searchsorted(seats[movable], seats[movable])
        spare = (sizes - window[0])[seats[movable]] - rank
        rising = movable[np.argsort(-spare, kind="stable")][: min(lacking, int((spare > 0).sum()))]
        seats[rising] = -1
        lacking -= len(rising)
    return lacking <= 0 and bool((_sizes(seats, problem.n_tables) <= window[1]).all())


def _seat_the_rest(
    problem: Problem, r: int, seats: Ints, before: Seats, window: Window, rng: np.random.Generator
) -> None:
    """Give everybody left one of the free seats, tables as even as possible."""
    who = rng.permutation(np.flatnonzero(problem.attends[r] & (seats < 0)))
    free = rng.permutation(np.repeat(np.arange(problem.n_tables), _free_seats(problem, seats, window, len(who))))
    for _ in range(PASSES):
        unfit = np.flatnonzero(_is_unfit(problem, r, who, free, before))
        if not unfit.size:
            break
        mixed = np.unique(np.concatenate([unfit, rng.integers(0, len(who), 3 * len(unfit))]))
        tried = free.copy()
        tried[mixed] = free[rng.permutation(mixed)]
        now, then = (_is_unfit(problem, r, who[mixed], some[mixed], before).sum() for some in (free, tried))
        free = tried if then < now else free
    seats[who] = free


def _free_seats(problem: Problem, seats: Ints, window: Window, people: int) -> Longs:
    """Return how many seats of each table are to be taken: first those it needs, then level by level."""
    sizes = _sizes(seats, problem.n_tables)
    least = np.maximum(sizes, window[0])
    below, above = 0, int(window[1].max(initial=0))
    while below < above:
        level = (below + above + 1) // 2
        filled = np.clip(level, least, np.maximum(least, window[1]))
        below, above = (level, above) if (filled - sizes).sum() <= people else (below, level - 1)
    target: Longs = np.clip(below, least, np.maximum(least, window[1]))
    more = people - int((target - sizes).sum())
    target[np.flatnonzero((target < window[1]) & (target <= below))[:more]] += 1
    free: Longs = target - sizes
    return free


def _is_unfit(problem: Problem, r: int, who: Ints, tables: Ints, before: Seats) -> Bools:
    """Return who may not sit at these tables, or comes to their themes again."""
    unfit: Bools = problem.outside[problem.domain_of[who], r, tables].copy()
    theme = problem.theme_of[tables]
    for seats in before:
        unfit |= problem.once[who] & (seats[who] >= 0) & (problem.theme_of[seats[who]] == theme)
    return unfit


def in_crowds(values: list[Ints], people: Ints, n_tables: int, *, seed: int) -> Ints:
    """Return the people in such an order that each class has, as far as can be, only people of one crowd.

    A class is ``n_tables`` people in a row, and has one person at each table. A crowd fills whole classes, and the
    rests of all crowds follow one another. In routes that start and step, a rest that begins at the end of one class
    and ends in the next still has one person at most at each table while it is shorter than tables - rounds: so every
    crowd is spread as evenly as can be, which ``docs/large.md`` proves.

    Parameters
    ----------
    values :
        for each attribute, the one of the crowds first: int32, shape (n_people,); value of each person, -1 for none
    people :
        int32; who is to be ordered
    n_tables :
        people of a class
    seed :
        of the chance among equals

    Notes
    -----
    O(people log people).
    """
    shuffled = np.random.default_rng(seed).permutation(people)
    if not values:
        return shuffled
    crowd = values[0][shuffled]
    crowd = np.where(crowd < 0, crowd.max(initial=0) + 1, crowd)
    order = np.lexsort((*(value[shuffled] for value in reversed(values[1:])), crowd))
    crowd = crowd[order]
    begin, size = np.searchsorted(crowd, crowd), np.bincount(crowd)[crowd]
    in_rest = np.arange(len(order)) - begin >= size // n_tables * n_tables
    return shuffled[order[np.argsort(in_rest, kind="stable")]]
