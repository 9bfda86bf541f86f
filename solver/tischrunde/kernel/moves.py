"""What a move costs, and how it is made. Every price here has a slow twin in the tests.

A swap lets two people of a round change places, a step lets one go to another table. The ``..._price`` functions say
what a swap would cost, the ``make_...`` functions make a move. In the parts of ``swap_price`` nearly all time is spent.
"""

from tischrunde.kernel.compiled import compiled
from tischrunde.kernel.state import Rules, State
from tischrunde.problem import BROKEN, Bools, Ints, Longs, Seats

__all__ = [
    "change_price",
    "domain_price",
    "make_change",
    "make_count",
    "make_step",
    "make_swap",
    "number_price",
    "reunion_price",
    "swap_price",
    "takeover_price",
]


@compiled
def times_met(table_of: Seats, p: int, q: int) -> int:
    """Return in how many rounds two people share a table."""
    met = 0
    for r in range(table_of.shape[0]):
        if table_of[r, p] >= 0 and table_of[r, p] == table_of[r, q]:
            met += 1
    return met


@compiled
def reunion_price(pair: Longs, members: Ints, size: Ints, reunion: int, r: int, p: int, q: int, a: int, b: int) -> int:
    """Return what ``pair`` says of p (at table a) and q (at table b) changing places in round r."""
    price = reunion * (size[r, a] + size[r, b]) - 2 * (pair[p, q] + reunion)
    for k in range(size[r, b]):
        x = members[r, b, k]
        price += pair[p, x] - pair[q, x]
    for k in range(size[r, a]):
        x = members[r, a, k]
        price += pair[q, x] - pair[p, x]
    return price


@compiled
def change_price(
    visits: Ints, seen: Ints, miss: Longs, once: Bools, at_least: Ints, p: int, leave: int, enter: int
) -> int:
    """Return the price of visiting one theme instead of another."""
    if leave == enter:
        return 0
    price, change = 0, 0
    if visits[p, leave] > 1:
        price -= BROKEN * once[p]
    else:
        price += miss[p, leave]
        change -= 1
    if visits[p, enter] > 0:
        price += BROKEN * once[p]
    else:
        price -= miss[p, enter]
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
    apart_in: Bools, limit: Ints, members: Ints, size: Ints, table_of: Seats, r: int, p: int, q: int, table: int
) -> int:
    """Return the price of apart in some rounds, and of meeting too often, when p takes the seat of q at a table."""
    price = 0
    for k in range(size[r, table]):
        x = members[r, table, k]
        if x == q:
            continue
        if apart_in.shape[0] > 0:
            price += BROKEN * (int(apart_in[r, p, x]) - int(apart_in[r, q, x]))
        if limit.shape[0] > 0:
            if times_met(table_of, p, x) >= limit[p, x]:
                price += BROKEN
            if times_met(table_of, q, x) > limit[q, x]:
                price -= BROKEN
    return price


@compiled
def make_swap(
    pair: Longs, members: Ints, size: Ints, table_of: Seats, reunion: int, r: int, p: int, q: int, a: int, b: int
) -> None:
    """Let p (at table a) and q (at table b) change places in round r; prices and visits are the caller's."""
    for k in range(size[r, a]):
        x = members[r, a, k]
        if x == p:
            members[r, a, k] = q
        else:
            pair[p, x] -= reunion
            pair[x, p] -= reunion
            pair[q, x] += reunion
            pair[x, q] += reunion
    for k in range(size[r, b]):
        x = members[r, b, k]
        if x == q:
            members[r, b, k] = p
        else:
            pair[q, x] -= reunion
            pair[x, q] -= reunion
            pair[p, x] += reunion
            pair[x, p] += reunion
    table_of[r, p], table_of[r, q] = b, a


@compiled
def make_change(visits: Ints, seen: Ints, p: int, leave: int, enter: int) -> None:
    """Let a person visit one theme instead of another."""
    visits[p, leave] -= 1
    if visits[p, leave] == 0:
        seen[p] -= 1
    if visits[p, enter] == 0:
        seen[p] += 1
    visits[p, enter] += 1


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
    make_change(state.visits, state.seen, p, leave, enter)
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
                pair[p, x] -= rules.reunion
                pair[x, p] -= rules.reunion
            price += sign * pair[p, x]
            if sign > 0:
                pair[p, x] += rules.reunion
                pair[x, p] += rules.reunion
            if apart_in.shape[0] > 0:
                price += sign * BROKEN * int(apart_in[r, p, x])
            if limit.shape[0] > 0 and times_met(table_of, p, x) >= limit[p, x]:
                price += sign * BROKEN
        price += count_one(rules.counted, rules.count_price, state.counts, r, p, table, sign)
    members[r, b, size[r, b]] = p
    size[r, b] += 1
    table_of[r, p] = b
    return price


@compiled
def swap_price(rules: Rules, state: State, r: int, p: int, q: int) -> int:
    """Return the price of two people of different tables changing places in one round."""
    a, b = state.table_of[r, p], state.table_of[r, q]
    leave, enter = rules.theme_of[a], rules.theme_of[b]
    members, size, table_of = state.members, state.size, state.table_of
    visits, seen, miss, once, at_least = state.visits, state.seen, rules.miss, rules.once, rules.at_least
    return (
        reunion_price(state.pair, members, size, rules.reunion, r, p, q, a, b)
        + change_price(visits, seen, miss, once, at_least, p, leave, enter)
        + change_price(visits, seen, miss, once, at_least, q, enter, leave)
        + domain_price(rules.domain_of, rules.outside, r, p, q, a, b)
        + number_price(rules.counted, rules.count_price, state.counts, r, p, q, a, b)
        + takeover_price(rules.apart_in, rules.limit, members, size, table_of, r, p, q, b)
        + takeover_price(rules.apart_in, rules.limit, members, size, table_of, r, q, p, a)
    )
