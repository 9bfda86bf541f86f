"""What the kernel works on: the rules as arrays, and the seats with everything counted along."""

from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tischrunde.problem import BROKEN, Bools, Ints, Longs, Problem, Seats

__all__ = ["Rules", "State", "Words", "rules_of", "seated_state"]

Words: TypeAlias = NDArray[np.uint64]


class Rules(NamedTuple):
    """What never changes during a search. Prices carry cost and broken rules in one int64, see ``BROKEN``.

    Attributes
    ----------
    domain_of, outside, apart_in, limit, miss, once, at_least, counted, count_price, group_of, low, high,
        theme_of, fixed, is_open as in ``Problem``
    movers : int32, shape (n_rounds, n_people); first the people of a round whose table is not fixed
    n_movers : int32, shape (n_rounds,); how many those are
    resizable : bool, shape (n_rounds,); whether tables of a round can differ in size from plan to plan
    reunion : int64, shape (); cost of one reunion
    balance : int64, shape (); how far sizes of open tables may differ

    """

    domain_of: Ints
    outside: Bools
    apart_in: Bools
    limit: Ints
    miss: Longs
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
    table_of : int32, shape (n_rounds, n_people); table of each person, -1 when absent
    members : int32, shape (n_rounds, n_tables, most people at once); who sits there, in no order
    size : int32, shape (n_rounds, n_tables)
    pair : int64, shape (n_people, n_people); price of one more meeting of two people
    visits : int32, shape (n_people, n_themes); how often each person comes to each theme
    seen : int32, shape (n_people,); how many different themes each person comes to
    counts : int32, shape (n_counted, n_rounds, n_tables); how many of the counted people sit there
    price : int64, shape (1,); price of the whole plan
    rng : uint64, shape (1,); state of the random numbers
    exchanged : int32, shape (3 * most people at once,); scratch, the people of an exchange

    """

    table_of: Seats
    members: Ints
    size: Ints
    pair: Longs
    visits: Ints
    seen: Ints
    counts: Ints
    price: Longs
    rng: Words
    exchanged: Ints


def rules_of(problem: Problem) -> Rules:
    """Return the kernel's view of a problem."""
    free = problem.attends & (problem.fixed < 0)
    movers = np.argsort(~free, axis=1, kind="stable").astype(np.int32)
    return Rules(
        domain_of=problem.domain_of,
        outside=problem.outside,
        apart_in=problem.apart_in,
        limit=problem.limit,
        miss=problem.miss,
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
    n_rounds, n_people, n_tables = problem.n_rounds, problem.n_people, problem.n_tables
    r_of, p_of = np.nonzero(table_of >= 0)
    t_of = table_of[r_of, p_of]
    size = np.zeros((n_rounds, n_tables), np.int32)
    np.add.at(size, (r_of, t_of), 1)
    largest_group = max((np.bincount(row[row >= 0]).max(initial=1) for row in problem.group_of), default=1)
    room = int(max(size.max(initial=1), problem.high.max()) + largest_group)
    members = np.full((n_rounds, n_tables, room), -1, np.int32)
    met = np.zeros((n_people, n_people), np.int64)
    for r, seats in enumerate(table_of):
        met += (seats[:, None] == seats[None, :]) & (seats[:, None] >= 0)
        for t in np.unique(seats[seats >= 0]):
            members[r, t, : size[r, t]] = np.flatnonzero(seats == t)
    np.fill_diagonal(met, 0)
    visits = np.zeros((n_people, problem.n_themes), np.int32)
    np.add.at(visits, (p_of, problem.theme_of[t_of]), 1)
    counts = np.zeros((len(problem.counted), n_rounds, n_tables), np.int32)
    for j, who in enumerate(problem.counted):
        np.add.at(counts[j], (r_of[who[p_of]], t_of[who[p_of]]), 1)
    return State(
        table_of=table_of.astype(np.int32),
        members=members,
        size=size,
        pair=problem.pair + problem.reunion_weight * met,
        visits=visits,
        seen=np.count_nonzero(visits, axis=1).astype(np.int32),
        counts=counts,
        price=np.array([_price(problem, table_of, met, visits, counts)], np.int64),
        rng=rng,
        exchanged=np.zeros(3 * room, np.int32),
    )


def _price(problem: Problem, table_of: Seats, met: Longs, visits: Ints, counts: Ints) -> int:
    """Return the price of the whole plan."""
    r_of, p_of = np.nonzero(table_of >= 0)
    t_of = table_of[r_of, p_of]
    meetings = (problem.pair * met + problem.reunion_weight * (met * (met - 1) // 2)).sum() // 2
    missed = problem.miss[visits == 0].sum()
    too_few = np.maximum(problem.at_least - np.count_nonzero(visits, axis=1), 0).sum()
    again = (np.maximum(visits - 1, 0).sum(axis=1) * problem.once).sum()
    outside = np.count_nonzero(problem.outside[problem.domain_of[p_of], r_of, t_of])
    most = problem.count_price.shape[3] - 1
    j, r, t = np.indices(counts.shape)
    numbers = problem.count_price[j, r, t, np.minimum(counts, most)].sum()
    too_often = np.maximum(met - problem.limit, 0).sum() // 2 if problem.limit.size else 0
    banned = 0
    for apart, seats in zip(problem.apart_in, table_of, strict=False):
        banned += int(np.count_nonzero(apart & (seats[:, None] == seats[None, :]) & (seats[:, None] >= 0))) // 2
    return int(meetings + missed + numbers) + BROKEN * int(too_few + again + outside + too_often + banned)
