"""What the kernel works on: the rules as arrays, and the seats with everything counted along."""

from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tischrunde.problem import BROKEN, Bools, Ints, Longs, Problem, Seats

__all__ = ["Rules", "State", "Words", "empty_state", "rules_of"]

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
    undo : int32, shape (2 * n_people, 2); scratch for moves of groups

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
    undo: Ints


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


def empty_state(problem: Problem, seed: int) -> State:
    """Return a state with nobody seated.

    Parameters
    ----------
    problem : the meeting as arrays
    seed : of the random numbers, any integer

    """
    shape = (problem.n_rounds, problem.n_tables)
    groups = np.bincount(problem.group_of[problem.group_of >= 0]).max(initial=1)
    room = int(problem.high.max(initial=1)) + int(groups)
    unseated = int(problem.miss.sum()) + int(problem.count_price[..., 0].sum())
    unseated += BROKEN * int(problem.at_least.sum())
    return State(
        table_of=np.full((problem.n_rounds, problem.n_people), -1, np.int32),
        members=np.full((*shape, room), -1, np.int32),
        size=np.zeros(shape, np.int32),
        pair=problem.pair.copy(),
        visits=np.zeros((problem.n_people, problem.n_themes), np.int32),
        seen=np.zeros(problem.n_people, np.int32),
        counts=np.zeros((problem.counted.shape[0], *shape), np.int32),
        price=np.array([unseated], np.int64),
        rng=np.array([seed & 0xFFFFFFFFFFFFFFFF], np.uint64),
        undo=np.zeros((2 * problem.n_people + 2, 2), np.int32),
    )
