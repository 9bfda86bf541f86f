"""What a move costs, and how it is made. Every price here has a slow twin in the tests.

A swap lets two people of a round change places, a step lets one go to another table. The ``..._price`` functions say
what a swap would cost, the ``make_...`` functions make a move. In the parts of ``swap_price`` nearly all time is spent.
"""

from tischrunde.kernel.compiled import compiled
from tischrunde.kernel.pairs import (
    Bans,
    Limits,
    Pairs,
    Visits,
    WantedThemes,
    is_banned,
    meets_beyond,
    missed_price,
    next_price,
    note_meeting,
    note_visit,
    times_at,
)
from tischrunde.kernel.state import Rules, State
from tischrunde.problem import BROKEN, Bools, Ints, Longs, Seats

__all__ = [
    "change_places",
    "change_price",
    "domain_price",
    "make_count",
    "make_step",
    "make_swap",
    "number_price",
    "reunion_price",
    "swap_price",
    "takeover_price",
]


@compiled
def reunion_price(
    pair: Pairs, members: Ints, size: Ints, table_of: Seats, reunion: int, r: int, p: int, q: int, a: int, b: int
) -> int:
    """Return what ``pair`` says of p (at table a) and q (at table b) changing places in round r."""
    price = reunion * (size[r, a] + size[r, b]) - 2 * (next_price(pair, table_of, p, q) + reunion)
    for k in range(size[r, b]):
        x = members[r, b, k]
        price += next_price(pair, table_of, p, x) - next_price(pair, table_of, q, x)
    for k in range(size[r, a]):
        x = members[r, a, k]
        price += next_price(pair, table_of, q, x) - next_price(pair, table_of, p, x)
    return price


@compiled
def change_price(
    visits: Ints | Visits,
    seen: Ints,
    miss: Longs | WantedThemes,
    once: Bools,
    at_least: Ints,
    p: int,
    leave: int,
    enter: int,
) -> int:
    """Return the price of visiting one theme instead of another."""
    if leave == enter:
        return 0
    price, change = 0, 0
    if times_at(visits, p, leave) > 1:
        price -= BROKEN * once[p]
    else:
        price += missed_price(miss, p, leave)
        change -= 1
    if times_at(visits, p, enter) > 0:
        price += BROKEN * once[p]
    else:
        price -= missed_price(miss, p, enter)
        change += 1
    if change != 0 and at_least[p] > 0:
        price += BROKEN * (max(0, at_least[p] - seen[p] - change) - max(0, at_least[p] - seen[p]))
    return price


@compiled
def domain_price(domain_of: Ints, outside: Bools, r: int, p: int, q: int, a: int, b: int) -> int:
    """Return the price of p going from table a to b and q from b to a, for the tables they may sit at."""
    of_p, of_q = domain_of[p], domain_of[q]
    if of_p == of_q:
        return 0
    more = int(outside[of_p, r, b]) + int(outside[of_q, r, a])
    return BROKEN * (more - int(outside[of_p, r, a]) - int(outside[of_q, r, b]))


@compiled
def number_price(counted: Bools, count_price: Longs, counts: Ints, r: int, p: int, q: int, a: int, b: int) -> int:
    """Return the price of p and q changing places for the rules about a number of people at a table."""
    price = 0
    most = count_price.shape[3] - 1
    for j in range(counted.shape[0]):
        step = int(counted[j, p]) - int(counted[j, q])
        if step != 0:
            at, to = counts[j, r, a], counts[j, r, b]
            price += count_price[j, r, b, min(most, to + step)] - count_price[j, r, b, min(most, to)]
            price += count_price[j, r, a, min(most, at - step)] - count_price[j, r, a, min(most, at)]
    return price


@compiled
def takeover_price(
    apart_in: Bools | Bans,
    limit: Ints | Limits,
    members: Ints,
    size: Ints,
    table_of: Seats,
    r: int,
    p: int,
    q: int,
    table: int,
) -> int:
    """Return the price of apart in some rounds, and of meeting too often, when p takes the seat of q at a table."""
    price = 0
    for k in range(size[r, table]):
        x = members[r, table, k]
        if x == q:
            continue
        price += BROKEN * (is_banned(apart_in, r, p, x) - is_banned(apart_in, r, q, x))
        price += BROKEN * (meets_beyond(limit, table_of, p, x, 1) - meets_beyond(limit, table_of, q, x, 0))
    return price


@compiled
def make_swap(
    pair: Pairs, members: Ints, size: Ints, table_of: Seats, reunion: int, r: int, p: int, q: int, a: int, b: int
) -> None:
    """Let p (at table a) and q (at table b) change places in round r; prices and visits are the caller's."""
    for k in range(size[r, a]):
        x = members[r, a, k]
        if x == p:
            members[r, a, k] = q
        else:
            note_meeting(pair, p, x, -reunion)
            note_meeting(pair, q, x, reunion)
    for k in range(size[r, b]):
        x = members[r, b, k]
        if x == q:
            members[r, b, k] = p
        else:
            note_meeting(pair, q, x, -reunion)
            note_meeting(pair, p, x, reunion)
    table_of[r, p], table_of[r, q] = b, a


@compiled
def make_count(counted: Bools, count: Ints, r: int, p: int, q: int, a: int, b: int) -> None:
    """Let p (at table a) and q (at table b) count at each other's table."""
    for j in range(counted.shape[0]):
        step = int(counted[j, p]) - int(counted[j, q])
        count[j, r, a] -= step
        count[j, r, b] += step


@compiled
def count_one(counted: Bools, count_price: Longs, counts: Ints, r: int, p: int, table: int, more: int) -> int:
    """Count one person more (1) or less (-1) at a table; return the price."""
    price = 0
    most = count_price.shape[3] - 1
    for j in range(counted.shape[0]):
        if counted[j, p]:
            price -= count_price[j, r, table, min(most, counts[j, r, table])]
            counts[j, r, table] += more
            price += count_price[j, r, table, min(most, counts[j, r, table])]
    return price


@compiled
def make_step(rules: Rules, state: State, r: int, p: int, b: int) -> int:
    """Let one person go to table b in one round, everything counted along; return the price, which is the caller's."""
    members, size, pair, table_of = state.members, state.size, state.pair, state.table_of
    outside, apart_in, limit, theme_of = rules.outside, rules.apart_in, rules.limit, rules.theme_of
    a, domain = table_of[r, p], rules.domain_of[p]
    leave, enter = theme_of[a], theme_of[b]
    price = change_price(state.visits, state.seen, rules.miss, rules.once, rules.at_least, p, leave, enter)
    price += BROKEN * (int(outside[domain, r, b]) - int(outside[domain, r, a]))
    last = size[r, a] - 1
    for k in range(last):
        if members[r, a, k] == p:
            members[r, a, k] = members[r, a, last]
            break
    size[r, a] = last
    table_of[r, p] = -1
    for sign, table in ((-1, a), (1, b)):
        for k in range(size[r, table]):
            x = members[r, table, k]
            if sign < 0:
                note_meeting(pair, p, x, -rules.reunion)
            price += sign * next_price(pair, table_of, p, x)
            if sign > 0:
                note_meeting(pair, p, x, rules.reunion)
            price += sign * BROKEN * (is_banned(apart_in, r, p, x) + meets_beyond(limit, table_of, p, x, 1))
        price += count_one(rules.counted, rules.count_price, state.counts, r, p, table, sign)
    members[r, b, size[r, b]] = p
    size[r, b] += 1
    table_of[r, p] = b
    note_visit(state.visits, state.seen, p, leave, enter)
    return price


@compiled
def swap_price(rules: Rules, state: State, r: int, p: int, q: int) -> int:
    """Return the price of two people of different tables changing places in one round."""
    a, b = state.table_of[r, p], state.table_of[r, q]
    leave, enter = rules.theme_of[a], rules.theme_of[b]
    members, size, table_of = state.members, state.size, state.table_of
    visits, seen, miss, once, at_least = state.visits, state.seen, rules.miss, rules.once, rules.at_least
    return (
        reunion_price(state.pair, members, size, table_of, rules.reunion, r, p, q, a, b)
        + change_price(visits, seen, miss, once, at_least, p, leave, enter)
        + change_price(visits, seen, miss, once, at_least, q, enter, leave)
        + domain_price(rules.domain_of, rules.outside, r, p, q, a, b)
        + number_price(rules.counted, rules.count_price, state.counts, r, p, q, a, b)
        + takeover_price(rules.apart_in, rules.limit, members, size, table_of, r, p, q, b)
        + takeover_price(rules.apart_in, rules.limit, members, size, table_of, r, q, p, a)
    )


@compiled
def change_places(rules: Rules, state: State, r: int, p: int, q: int) -> None:
    """Let two people of different tables change places in one round, everything counted along but the price."""
    a, b = state.table_of[r, p], state.table_of[r, q]
    make_swap(state.pair, state.members, state.size, state.table_of, rules.reunion, r, p, q, a, b)
    note_visit(state.visits, state.seen, p, rules.theme_of[a], rules.theme_of[b])
    note_visit(state.visits, state.seen, q, rules.theme_of[b], rules.theme_of[a])
    make_count(rules.counted, state.counts, r, p, q, a, b)
