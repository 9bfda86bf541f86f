"""What the kernel works on: the rules as arrays, and the seats with everything counted along."""

from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tischrunde.kernel.compiled import compiled
from tischrunde.kernel.pairs import (
    Bans,
    Counted,
    Limits,
    Pairs,
    Visits,
    WantedThemes,
    counted_of,
    first_price,
    is_banned,
    meets_beyond,
    times_met,
)
from tischrunde.problem import BROKEN, Bools, Ints, Longs, Problem, Seats

__all__ = ["Rules", "State", "Words", "rules_of", "seated_state"]

Words: TypeAlias = NDArray[np.uint64]


class Rules(NamedTuple):
    """What never changes during a search. Prices carry cost and broken rules in one int64, see ``BROKEN``.

    Attributes
    ----------
    domain_of, outside, apart_in, limit, miss, once, at_least, counted, count_price, group_of, low, high,
        theme_of, fixed, is_open as in ``Problem``; in large meetings ``Bans``, ``Limits`` and ``WantedThemes``
    movers : int32, shape (n_rounds, n_people); first the people of a round whose table is not fixed
    n_movers : int32, shape (n_rounds,); how many those are
    resizable : bool, shape (n_rounds,); whether tables of a round can differ in size from plan to plan
    reunion : int64, shape (); cost of one reunion
    balance : int64, shape (); how far sizes of open tables may differ

    """

    domain_of: Ints
    outside: Bools
    apart_in: Bools | Bans
    limit: Ints | Limits
    miss: Longs | WantedThemes
    once: Bools
    at_least: Ints
    counted: Bools
    count_price: Longs
    group_of: Ints
    low: Ints
    high: Ints
    theme_of: Ints
    movers: Ints
    n_movers: Ints
    resizable: Bools
    fixed: Ints
    is_open: Bools
    reunion: int
    balance: int


class State(NamedTuple):
    """The seats of one search, and what is counted along with every move.

    Attributes
    ----------
    table_of : int32, shape (n_rounds, n_people); table of each person, -1 when absent. In large meetings the rounds
        of a person lie side by side in memory.
    members : int32, shape (n_rounds, n_tables, most people at once); who sits there, in no order
    size : int32, shape (n_rounds, n_tables)
    pair : int64, shape (n_people, n_people); price of one more meeting of two people; ``Counted`` in large meetings
    visits : int32, shape (n_people, n_themes); how often each person comes to each theme; ``Visits`` in large meetings
    seen : int32, shape (n_people,); how many different themes each person comes to
    counts : int32, shape (n_counted, n_rounds, n_tables); how many of the counted people sit there
    price : int64, shape (1,); price of the whole plan
    rng : uint64, shape (1,); state of the random numbers
    exchanged : int32, shape (3 * most people at once,); scratch, the people of an exchange

    """

    table_of: Seats
    members: Ints
    size: Ints
    pair: Pairs
    visits: Ints | Visits
    seen: Ints
    counts: Ints
    price: Longs
    rng: Words
    exchanged: Ints


def rules_of(problem: Problem) -> Rules:
    """Return the kernel's view of a problem."""
    free = problem.attends & (problem.fixed < 0)
    movers = np.argsort(~free, axis=1, kind="stable").astype(np.int32)
    ties, large = problem.ties, problem.is_large
    return Rules(
        domain_of=problem.domain_of,
        outside=problem.outside,
        apart_in=Bans(ties.ban_of, ties.banned_in) if large else problem.apart_in,
        limit=Limits(ties.limited, ties.limit) if large else problem.limit,
        miss=WantedThemes(*problem.wanted) if large else problem.miss,
        once=problem.once,
        at_least=problem.at_least,
        counted=problem.counted,
        count_price=problem.count_price,
        group_of=problem.group_of,
        low=problem.low,
        high=problem.high,
        theme_of=problem.theme_of,
        movers=movers,
        n_movers=free.sum(axis=1).astype(np.int32),
        resizable=np.any(problem.low < problem.high, axis=1),
        fixed=problem.fixed,
        is_open=problem.is_open,
        reunion=problem.reunion_weight,
        balance=problem.balance,
    )


def seated_state(problem: Problem, table_of: Seats, rng: Words) -> State:
    """Return the state of given seats, everything counted.

    Parameters
    ----------
    problem :
        the meeting as arrays
    table_of :
        int32, shape (n_rounds, n_people); the seats, which are copied
    rng :
        uint64, shape (1,); state of the random numbers, which is shared
    """
    n_rounds, n_tables = problem.n_rounds, problem.n_tables
    seats = table_of.astype(np.int32, order="F" if problem.is_large else "C")
    r_of, p_of = np.nonzero(table_of >= 0)
    t_of = table_of[r_of, p_of]
    size = np.zeros((n_rounds, n_tables), np.int32)
    np.add.at(size, (r_of, t_of), 1)
    largest_group = max((np.bincount(row[row >= 0]).max(initial=1) for row in problem.group_of), default=1)
    room = int(max(size.max(initial=1), problem.high.max()) + largest_group)
    counts = np.zeros((len(problem.counted), n_rounds, n_tables), np.int32)
    for j, who in enumerate(problem.counted):
        np.add.at(counts[j], (r_of[who[p_of]], t_of[who[p_of]]), 1)
    state = State(
        table_of=seats,
        members=_members(seats, size, room),
        size=size,
        pair=_pair(problem, table_of),
        visits=_visits(problem, seats),
        seen=_themes_seen(problem, table_of),
        counts=counts,
        price=np.zeros(1, np.int64),
        rng=rng,
        exchanged=np.zeros(3 * room, np.int32),
    )
    state.price[0] = _price(problem, state)
    return state


def _members(table_of: Seats, size: Ints, room: int) -> Ints:
    """Return who sits at each table, -1 behind the last."""
    members = np.full((*size.shape, room), -1, np.int32)
    for r, seats in enumerate(table_of):
        who = np.flatnonzero(seats >= 0)
        who = who[np.argsort(seats[who], kind="stable")]
        begin = np.cumsum(size[r]) - size[r]
        members[r, seats[who], np.arange(len(who)) - begin[seats[who]]] = who
    return members


def _pair(problem: Problem, table_of: Seats) -> Pairs:
    """Return the price of one more meeting of two people, or what it is counted from."""
    return counted_of(problem) if problem.is_large else problem.pair + problem.reunion_weight * _met(table_of)


def _met(table_of: Seats) -> Longs:
    met = np.zeros((table_of.shape[1], table_of.shape[1]), np.int64)
    for seats in table_of:
        met += (seats[:, None] == seats[None, :]) & (seats[:, None] >= 0)
    np.fill_diagonal(met, 0)
    return met


def _visits(problem: Problem, table_of: Seats) -> Ints | Visits:
    """Return how often each person comes to each theme, or what it is counted from."""
    if problem.is_large:
        return Visits(table_of, problem.theme_of)
    visits = np.zeros((problem.n_people, problem.n_themes), np.int32)
    r_of, p_of = np.nonzero(table_of >= 0)
    np.add.at(visits, (p_of, problem.theme_of[table_of[r_of, p_of]]), 1)
    return visits


def _themes_seen(problem: Problem, table_of: Seats) -> Ints:
    """Return how many different themes each person comes to."""
    themes = np.sort(np.where(table_of >= 0, problem.theme_of[table_of], -1), axis=0)
    new = np.diff(themes, axis=0, prepend=-1) > 0
    return new.sum(axis=0).astype(np.int32)


def _price(problem: Problem, state: State) -> int:
    """Return the price of the whole plan."""
    table_of, seen, counts = state.table_of, state.seen, state.counts
    wanting = np.repeat(np.arange(problem.n_people), np.diff(problem.wanted.begin))
    there = np.where(table_of[:, wanting] >= 0, problem.theme_of[table_of[:, wanting]], -1)
    missed = problem.wanted.price[(there != problem.wanted.theme).all(axis=0)].sum()
    too_few = np.maximum(problem.at_least - seen, 0).sum()
    again = (((table_of >= 0).sum(axis=0) - seen) * problem.once).sum()
    r_of, p_of = np.nonzero(table_of >= 0)
    outside = np.count_nonzero(problem.outside[problem.domain_of[p_of], r_of, table_of[r_of, p_of]])
    most = problem.count_price.shape[3] - 1
    numbers = np.take_along_axis(problem.count_price, np.minimum(counts, most)[..., None], axis=3).sum()
    bans, limits = Bans(problem.ties.ban_of, problem.ties.banned_in), Limits(problem.ties.limited, problem.ties.limit)
    meetings = meetings_price(counted_of(problem), bans, limits, state.members, state.size, table_of)
    return int(meetings + missed + numbers) + BROKEN * int(too_few + again + outside)


@compiled
def meetings_price(pair: Counted, bans: Bans, limits: Limits, members: Ints, size: Ints, table_of: Seats) -> int:
    """Return what all meetings of a plan cost, those included that must not be.

    Notes
    -----
    O(rounds^2 x people x people at a table).
    """
    price = 0
    for r in range(table_of.shape[0]):
        before = table_of[:r]
        for t in range(size.shape[1]):
            for k in range(size[r, t]):
                for i in range(k):
                    p, q = members[r, t, k], members[r, t, i]
                    price += first_price(pair, p, q) + pair.reunion * times_met(before, p, q)
                    price += BROKEN * (is_banned(bans, r, p, q) + meets_beyond(limits, before, p, q, 1))
    return price
