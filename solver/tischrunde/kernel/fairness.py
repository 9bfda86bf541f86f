"""Spread unavoidable reunions over people: swaps that cost nothing, kept when they make the plan less unfair."""

from tischrunde.kernel.anneal import draw_below
from tischrunde.kernel.compiled import compiled
from tischrunde.kernel.moves import (
    change_price,
    domain_price,
    make_count,
    make_swap,
    number_price,
    reunion_price,
    takeover_price,
)
from tischrunde.kernel.pairs import note_visit, times_met
from tischrunde.kernel.state import Rules, State
from tischrunde.problem import Ints, Seats

__all__ = ["burdens", "even_out"]


@compiled
def burden_of(members: Ints, size: Ints, table_of: Seats, p: int) -> int:
    """Return the reunions of one person: the sum over all others of C(times met, 2).

    Somebody met m times is found at m tables, and counts m - 1 at each: twice C(m, 2).
    """
    twice = 0
    for r in range(table_of.shape[0]):
        table = table_of[r, p]
        for k in range(size[r, table] if table >= 0 else 0):
            q = members[r, table, k]
            if q != p:
                twice += times_met(table_of, p, q) - 1
    return twice // 2


@compiled
def burdens(members: Ints, size: Ints, table_of: Seats, burden: Ints) -> int:
    """Write everybody's reunions to ``burden``; return the unfairness, the sum of C(burden, 2)."""
    unfair = 0
    for p in range(table_of.shape[1]):
        burden[p] = burden_of(members, size, table_of, p)
        unfair += burden[p] * (burden[p] - 1) // 2
    return unfair


@compiled
def recount(members: Ints, size: Ints, table_of: Seats, burden: Ints, r: int, a: int, b: int) -> int:
    """Count the reunions of all people at two tables again; return how much the unfairness has grown."""
    growth = 0
    for side in range(2):
        table = b if side else a
        for k in range(size[r, table]):
            x = members[r, table, k]
            old, burden[x] = burden[x], burden_of(members, size, table_of, x)
            growth += burden[x] * (burden[x] - 1) // 2 - old * (old - 1) // 2
    return growth


@compiled
def even_out(rules: Rules, state: State, burden: Ints, moves: int) -> int:
    """Propose swaps that cost nothing and keep those that do not make the plan more unfair; return its change.

    Parameters
    ----------
    rules, state :
        see there; ``state`` is changed in place, its price is not
    burden :
        int32, shape (n_people,); as ``burdens`` leaves it, kept up to date
    moves :
        how many swaps to propose

    Notes
    -----
    A swap that costs nothing takes O((people at two tables)^2 x rounds^2), others O(people at a table).
    """
    pair, members, size, table_of, rng = state.pair, state.members, state.size, state.table_of, state.rng
    movers, n_movers, group_of, theme_of = rules.movers, rules.n_movers, rules.group_of, rules.theme_of
    visits, seen, counted, counts, reunion = state.visits, state.seen, rules.counted, state.counts, rules.reunion
    miss, once, at_least, domain_of, outside = rules.miss, rules.once, rules.at_least, rules.domain_of, rules.outside
    count_price, apart_in, limit = rules.count_price, rules.apart_in, rules.limit
    change = 0
    for _ in range(moves):
        r = draw_below(rng, movers.shape[0])
        free = n_movers[r]
        if free < 2:
            continue
        p, q = movers[r, draw_below(rng, free)], movers[r, draw_below(rng, free)]
        a, b = table_of[r, p], table_of[r, q]
        if a == b or group_of[r, p] >= 0 or group_of[r, q] >= 0:
            continue
        leave, enter = theme_of[a], theme_of[b]
        price = reunion_price(pair, members, size, table_of, reunion, r, p, q, a, b)
        price += change_price(visits, seen, miss, once, at_least, p, leave, enter)
        price += change_price(visits, seen, miss, once, at_least, q, enter, leave)
        price += domain_price(domain_of, outside, r, p, q, a, b)
        price += number_price(counted, count_price, counts, r, p, q, a, b)
        price += takeover_price(apart_in, limit, members, size, table_of, r, p, q, b)
        price += takeover_price(apart_in, limit, members, size, table_of, r, q, p, a)
        if price != 0:
            continue
        growth = 0
        for attempt in range(2):  # the second time undoes the first
            if attempt == 1:
                p, q = q, p
            make_swap(pair, members, size, table_of, reunion, r, p, q, a, b)
            note_visit(visits, seen, p, leave, enter)
            note_visit(visits, seen, q, enter, leave)
            make_count(counted, counts, r, p, q, a, b)
            growth += recount(members, size, table_of, burden, r, a, b)
            if growth <= 0:
                break
        change += growth
    return change
