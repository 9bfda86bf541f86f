"""What a move costs, and how it is made. Every price here has a slow twin in the tests.

Seats change only through ``place`` and ``lift``. ``swap_price`` says what a swap would cost without
making it; in its parts nearly all time is spent.
"""

from tischrunde.kernel.compiled import compiled
from tischrunde.kernel.state import Rules, State
from tischrunde.problem import BROKEN, Bools, Ints, Longs, Seats

__all__ = [
    "change_price",
    "domain_price",
    "lift",
    "make_change",
    "make_count",
    "make_swap",
    "number_price",
    "place",
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
def company_price(rules: Rules, state: State, r: int, p: int, table: int) -> int:
    """Return the rare prices of meeting the people at a table: apart in this round only, and met too often.

    What ``pair`` says is not counted here. ``p`` must have no seat in this round.
    """
    price = 0
    if rules.apart_in.shape[0] > 0:
        for k in range(state.size[r, table]):
            price += BROKEN * int(rules.apart_in[r, p, state.members[r, table, k]])
    if rules.limit.shape[0] > 0:
        for k in range(state.size[r, table]):
            x = state.members[r, table, k]
            if times_met(state.table_of, p, x) >= rules.limit[p, x]:
                price += BROKEN
    return price


@compiled
def visit_price(rules: Rules, state: State, p: int, theme: int) -> int:
    """Return the price of one more visit to a theme."""
    if state.visits[p, theme] > 0:
        return BROKEN if rules.once[p] else 0
    price = -rules.miss[p, theme]
    if state.seen[p] < rules.at_least[p]:
        price -= BROKEN
    return price


@compiled
def place(rules: Rules, state: State, r: int, p: int, table: int) -> None:
    """Seat a person who has no seat in this round; the price of the plan follows."""
    pair, members = state.pair, state.members
    price = company_price(rules, state, r, p, table)
    for k in range(state.size[r, table]):
        x = members[r, table, k]
        price += pair[p, x]
        pair[p, x] += rules.reunion
        pair[x, p] += rules.reunion
    if rules.outside[rules.domain_of[p], r, table]:
        price += BROKEN
    for j in range(rules.counted.shape[0]):
        if rules.counted[j, p]:
            number = min(state.counts[j, r, table], rules.count_price.shape[3] - 2)
            price += rules.count_price[j, r, table, number + 1] - rules.count_price[j, r, table, number]
            state.counts[j, r, table] += 1
    theme = rules.theme_of[table]
    price += visit_price(rules, state, p, theme)
    state.visits[p, theme] += 1
    if state.visits[p, theme] == 1:
        state.seen[p] += 1
    members[r, table, state.size[r, table]] = p
    state.size[r, table] += 1
    state.table_of[r, p] = table
    state.price[0] += price


@compiled
def lift(rules: Rules, state: State, r: int, p: int) -> None:
    """Take a person's seat of this round away; the price of the plan follows."""
    pair, members = state.pair, state.members
    table = state.table_of[r, p]
    last = state.size[r, table] - 1
    for k in range(last):
        if members[r, table, k] == p:
            members[r, table, k] = members[r, table, last]
            break
    state.size[r, table] = last
    state.table_of[r, p] = -1
    price = company_price(rules, state, r, p, table)
    for k in range(last):
        x = members[r, table, k]
        pair[p, x] -= rules.reunion
        pair[x, p] -= rules.reunion
        price += pair[p, x]
    if rules.outside[rules.domain_of[p], r, table]:
        price += BROKEN
    for j in range(rules.counted.shape[0]):
        if rules.counted[j, p]:
            state.counts[j, r, table] -= 1
            number = min(state.counts[j, r, table], rules.count_price.shape[3] - 2)
            price += rules.count_price[j, r, table, number + 1] - rules.count_price[j, r, table, number]
    theme = rules.theme_of[table]
    state.visits[p, theme] -= 1
    if state.visits[p, theme] == 0:
        state.seen[p] -= 1
    price += visit_price(rules, state, p, theme)
    state.price[0] -= price


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
