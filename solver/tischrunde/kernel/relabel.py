"""Who takes which place of a design: annealing over exchanges of two people's whole routes.

A design says who meets whom by place. Exchanging people leaves reunions and theme visits of the places untouched, so
mixing, organisations, wishes, affinities and history can be settled apart.
"""

from typing import NamedTuple

import numpy as np

from tischrunde.kernel.anneal import draw_below, is_welcome, weigh
from tischrunde.kernel.compiled import compiled
from tischrunde.kernel.state import Words
from tischrunde.problem import Ints, Longs

__all__ = ["Places", "places_of", "relabel"]


class Places(NamedTuple):
    """The places of a design.

    Attributes
    ----------
    table_of :
        int32, shape (n_rounds, n_places); table of each place
    members :
        int32, shape (n_rounds, n_tables, most places at a table); the places at each table, -1 behind the last
    free :
        int32, shape (n_free,); the places whose people may be exchanged
    pair :
        int64, shape (n_people, n_people); price of one meeting of two people
    route :
        int64, shape (n_people, n_places); price of a place for a person: wishes missed, tables not allowed
    """

    table_of: Ints
    members: Ints
    free: Ints
    pair: Longs
    route: Longs


def places_of(table_of: Ints, n_tables: int, *, free: Ints, pair: Longs, route: Longs) -> Places:
    """Return the places of a design with the members of each table listed."""
    n_rounds, n_places = table_of.shape
    sizes = np.array([np.bincount(row, minlength=n_tables) for row in table_of])
    members = np.full((n_rounds, n_tables, int(sizes.max())), -1, np.int32)
    for r in range(n_rounds):
        order = np.argsort(table_of[r], kind="stable")
        starts = np.concatenate([[0], np.cumsum(sizes[r])[:-1]])
        members[r, table_of[r, order], np.arange(n_places) - starts[table_of[r, order]]] = order
    return Places(table_of, members, free, pair, route)


@compiled
def exchange_price(table_of: Ints, members: Ints, pair: Longs, person_at: Ints, u: int, v: int) -> int:
    """Return the price, meetings alone, of the people at places u and v exchanging their routes."""
    p, q = person_at[u], person_at[v]
    price = 0
    for r in range(table_of.shape[0]):
        a, b = table_of[r, u], table_of[r, v]
        if a == b:
            continue
        for k in range(members.shape[2]):
            w = members[r, a, k]
            if w >= 0 and w != u:
                x = person_at[w]
                price += pair[q, x] - pair[p, x]
            w = members[r, b, k]
            if w >= 0 and w != v:
                x = person_at[w]
                price += pair[p, x] - pair[q, x]
    return price


@compiled
def copy(to: Ints, source: Ints) -> None:
    """Copy who takes which place."""
    for k in range(source.shape[0]):
        to[k] = source[k]


@compiled
def relabel(
    places: Places,
    person_at: Ints,
    best: Ints,
    rng: Words,
    moves: int,
    hot: float,
    cold: float,
    penalty: float,
) -> int:
    """Exchange people among the free places while cooling; return the least change of price and leave it in ``best``.

    Parameters
    ----------
    places :
        the design
    person_at :
        int32, shape (n_places,); who takes each place, changed in place
    best :
        int32, shape (n_places,); a copy of ``person_at``, replaced by what is better
    rng :
        uint64, shape (1,); state of the random numbers
    moves :
        how many exchanges to propose
    hot, cold :
        heat at the first and the last, in units of cost
    penalty :
        what a broken rule counts, in units of cost

    Notes
    -----
    A proposed exchange costs O(rounds x people at a table).
    """
    table_of, members, movable, pair, route = places.table_of, places.members, places.free, places.pair, places.route
    n_movable = movable.shape[0]
    cooling = (cold / hot) ** (1.0 / max(1, moves // 256))
    heat, total, least = hot, 0, 0
    for move in range(moves):
        if move & 255 == 255:
            heat *= cooling
        u, v = movable[draw_below(rng, n_movable)], movable[draw_below(rng, n_movable)]
        if u == v:
            continue
        p, q = person_at[u], person_at[v]
        price = route[p, v] + route[q, u] - route[p, u] - route[q, v]
        price += exchange_price(table_of, members, pair, person_at, u, v)
        if is_welcome(rng, weigh(price, penalty), heat):
            if price > 0 and total < least:
                least = total
                copy(best, person_at)
            person_at[u], person_at[v] = q, p
            total += price
    if total < least:
        least = total
        copy(best, person_at)
    return least
