"""Simulated annealing over all rounds at once: swap two people of a round, move one, exchange a group for others.

Runs in chunks: the caller reports, saves and stops between them. Same state and arguments, same seats.

References
----------
S. Kirkpatrick, C. D. Gelatt, M. P. Vecchi, Optimization by simulated annealing, Science 220 (1983) 671-680.

"""

import numpy as np

from tischrunde.kernel.compiled import compiled
from tischrunde.kernel.moves import (
    change_places,
    change_price,
    domain_price,
    make_count,
    make_step,
    make_swap,
    number_price,
    reunion_price,
    swap_price,
    takeover_price,
)
from tischrunde.kernel.pairs import has_bans, note_visit, times_at
from tischrunde.kernel.state import Rules, State, Words
from tischrunde.problem import BROKEN, Longs, Seats

__all__ = ["anneal"]

HALF = BROKEN >> 1
BROKEN_BITS = BROKEN.bit_length() - 1
STEP_EVERY = 16  # a step costs several times what a swap does, and few are possible
GROUP_EVERY = 4  # likewise
LINK_EVERY = 2  # of the swaps that would bring somebody to a theme again; fewer where most swaps would not
MOST_LINKED = 60  # rounds, as bits of a number
DEAR = 8.0  # so many times the heat, company hardly ever makes good a broken rule: where themes abound, not looked at
HOPELESS = 16.0  # exp(-16) is one in nine million: not worth the exponential


@compiled
def draw(rng: Words) -> np.uint64:
    """Return 64 random bits (splitmix64: G. L. Steele et al., OOPSLA 2014)."""
    rng[0] += np.uint64(0x9E3779B97F4A7C15)
    z = rng[0]
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


@compiled
def draw_below(rng: Words, n: int) -> int:
    """Return a random number from 0 to n - 1."""
    return pick(draw(rng) >> np.uint64(32), n, np.uint64(32))


@compiled
def pick(bits: np.uint64, n: int, width: np.uint64) -> int:
    """Return a number from 0 to n - 1 made of ``width`` random bits."""
    return np.int64((bits * np.uint64(n)) >> width)  # type: ignore[return-value]


@compiled
def draw_share(rng: Words) -> float:
    """Return a random number from 0 up to, not including, 1."""
    return np.float64(draw(rng) >> np.uint64(11)) * (1.0 / 9007199254740992.0)


@compiled
def keep(best_table_of: Seats, table_of: Seats) -> None:
    """Copy the seats."""
    for r in range(table_of.shape[0]):
        for p in range(table_of.shape[1]):
            best_table_of[r, p] = table_of[r, p]


@compiled
def weigh(price: int, penalty: float) -> float:
    """Return one number for a price: its cost, and ``penalty`` for each broken rule."""
    broken = (price + HALF) >> BROKEN_BITS
    return float(price - broken * BROKEN) + penalty * float(broken)


@compiled
def is_welcome(rng: Words, energy: float, heat: float) -> bool:
    """Return whether a change of energy is accepted at this heat."""
    if energy <= 0.0:
        return True
    if energy >= HOPELESS * heat:
        return False
    return draw_share(rng) < np.exp(-energy / heat)


@compiled
def may_resize(rules: Rules, state: State, r: int, a: int, b: int, moved: int) -> bool:
    """Return whether ``moved`` people may go from table a to table b for good."""
    at, to = state.size[r, a] - moved, state.size[r, b] + moved
    if at < rules.low[r, a] or at > rules.high[r, a] or to < rules.low[r, b] or to > rules.high[r, b]:
        return False
    if moved == 0:
        return True
    least, most = min(at, to), max(at, to)
    for t in range(rules.is_open.shape[1]):
        if rules.is_open[r, t] and t != a and t != b:
            least, most = min(least, state.size[r, t]), max(most, state.size[r, t])
    return most - least <= rules.balance


@compiled
def pick_back(rules: Rules, state: State, r: int, b: int, moved: int, wanted: int) -> int:
    """Write singles and whole groups of table b, together ``wanted`` people, behind those who move; return how many."""
    group_of, members, exchanged = rules.group_of, state.members, state.exchanged
    back, others = 0, state.size[r, b]
    offset = draw_below(state.rng, max(1, others))
    for k in range(others):
        x = members[r, b, (k + offset) % others]
        if back == wanted or rules.fixed[r, x] >= 0:
            continue
        chosen, before = False, back
        for i in range(moved, moved + back):
            chosen = chosen or exchanged[i] == x
        if chosen:
            continue
        for i in range(others):
            q = members[r, b, i]
            if q == x or (group_of[r, x] >= 0 and group_of[r, q] == group_of[r, x]):
                exchanged[moved + back] = q
                back += 1
        if back > wanted:
            back = before
    return back


@compiled
def try_exchange(rules: Rules, state: State, r: int, p: int, b: int, heat: float, penalty: float) -> None:
    """Propose that a person with the whole group goes to table b, and as many others, or fewer, come back.

    A single goes alone, and nobody comes back: that is a step to a table that has room.
    """
    movers, group_of, members, size = state.exchanged, rules.group_of, state.members, state.size
    a, group = state.table_of[r, p], group_of[r, p]
    moved = 0
    for k in range(size[r, a]):
        x = members[r, a, k]
        if x == p or (group >= 0 and group_of[r, x] == group):
            movers[moved] = x
            moved += 1
    wanted = 0
    if group >= 0:
        wanted = moved if draw_below(state.rng, 4) > 0 else draw_below(state.rng, moved + 1)
    if not may_resize(rules, state, r, a, b, moved - wanted):
        return
    back = pick_back(rules, state, r, b, moved, wanted)
    if back < wanted:
        return
    price, steps = 0, moved + back
    for k in range(2 * steps):  # there and, where that is not welcome, back again
        if k == steps and is_welcome(state.rng, weigh(price, penalty), heat):
            break
        x = movers[k % steps]
        goal = a + b - state.table_of[r, x]
        price += make_step(rules, state, r, x, goal)
    state.price[0] += price


@compiled
def linked_rounds(rules: Rules, state: State, r: int, p: int, q: int) -> int:
    """Return the rounds, as bits, in which two must change places so that both come to a theme once; 0 if they can't.

    A round is linked to another when the theme that one of them would take over there is the one they have here.
    """
    table_of, theme_of, fixed, group_of = state.table_of, rules.theme_of, rules.fixed, rules.group_of
    linked, fresh = 0, 1 << r
    while fresh:
        linked |= fresh
        found = 0
        for t in range(table_of.shape[0]):
            if not (fresh >> t) & 1:
                continue
            of_p, of_q = theme_of[table_of[t, p]], theme_of[table_of[t, q]]
            for s in range(table_of.shape[0]):
                here_p, here_q = table_of[s, p], table_of[s, q]
                if (here_p >= 0 and theme_of[here_p] == of_q and rules.once[p]) or (
                    here_q >= 0 and theme_of[here_q] == of_p and rules.once[q]
                ):
                    if here_p < 0 or here_q < 0 or fixed[s, p] >= 0 or fixed[s, q] >= 0:
                        return 0
                    if group_of[s, p] >= 0 or group_of[s, q] >= 0:
                        return 0
                    found |= 1 << s
        fresh = found & ~linked
    return linked


@compiled
def try_linked(rules: Rules, state: State, r: int, p: int, q: int, heat: float, penalty: float) -> None:
    """Propose that two people change places in a round, and in those where one would come to a theme again."""
    linked = linked_rounds(rules, state, r, p, q)
    if linked == 0:
        return
    price, table_of = 0, state.table_of
    for s in range(table_of.shape[0]):
        if (linked >> s) & 1 and table_of[s, p] != table_of[s, q]:
            price += swap_price(rules, state, s, p, q)
            change_places(rules, state, s, p, q)
    if is_welcome(state.rng, weigh(price, penalty), heat):
        state.price[0] += price
        return
    for s in range(table_of.shape[0]):
        if (linked >> s) & 1 and table_of[s, p] != table_of[s, q]:
            change_places(rules, state, s, p, q)


@compiled
def try_turn(rules: Rules, state: State, r: int, p: int, b: int, heat: float, penalty: float) -> None:
    """Propose that a person goes to table b in a round, and to the table left in the one that had the theme of b."""
    table_of, theme_of = state.table_of, rules.theme_of
    a = table_of[r, p] + 0 * b
    for s in range(table_of.shape[0]):
        c = table_of[s, p] + 0 * b
        if s == r or c < 0 or theme_of[c] != theme_of[b]:
            continue
        if rules.fixed[s, p] >= 0 or rules.group_of[s, p] >= 0 or not rules.is_open[s, a]:
            return
        if not may_resize(rules, state, r, a, b, 1) or not may_resize(rules, state, s, c, a, 1):
            return
        price = make_step(rules, state, r, p, b) + make_step(rules, state, s, p, a)
        if is_welcome(state.rng, weigh(price, penalty), heat):
            state.price[0] += price
        else:
            make_step(rules, state, s, p, c)
            make_step(rules, state, r, p, a)
        return


@compiled
def anneal(  # noqa: C901  one loop, so that arrays are taken out of their tuples once
    rules: Rules,
    state: State,
    moves: int,
    hot: float,
    cold: float,
    penalty: float,
    target: int,
    best_table_of: Seats,
    best_price: Longs,
) -> int:
    """Propose ``moves`` moves while cooling from ``hot`` to ``cold``.

    Parameters
    ----------
    rules, state : see there; ``state`` is changed in place
    moves : how many moves to propose
    hot, cold : heat at the first and at the last move, in units of cost
    penalty : what a broken rule counts, in units of cost
    target : stop at once when the best price is at most this
    best_table_of : int32, shape (n_rounds, n_people); the best seats so far, replaced by better ones
    best_price : int64, shape (1,); their price

    Returns
    -------
    int
        the number of moves proposed

    Notes
    -----
    A proposed swap costs O(people at a table); an accepted one as much again.

    """
    # Arrays are taken out of the tuples once: inside the loop that would cost more than the prices.
    pair, members, size, table_of = state.pair, state.members, state.size, state.table_of
    visits, seen, miss, once, at_least = state.visits, state.seen, rules.miss, rules.once, rules.at_least
    domain_of, outside, group_of, theme_of = rules.domain_of, rules.outside, rules.group_of, rules.theme_of
    counted, counts = rules.counted, state.counts
    movers, n_movers, resizable, is_open = rules.movers, rules.n_movers, rules.resizable, rules.is_open
    reunion, total, rng = rules.reunion, state.price, state.rng
    apart_in, limit, count_price = rules.apart_in, rules.limit, rules.count_price
    banned = has_bans(apart_in, limit)
    n_rounds, n_tables = is_open.shape
    links = n_rounds <= MOST_LINKED
    link_every = max(LINK_EVERY, n_tables - n_rounds)
    strict = link_every > LINK_EVERY
    cooling = (cold / hot) ** (1.0 / max(1, moves // 256))
    heat = hot
    for move in range(moves):
        if move & 255 == 255:
            heat *= cooling
        bits = draw(rng)
        r = pick(bits >> np.uint64(48), n_rounds, np.uint64(16))
        free = n_movers[r]
        if free < 1:
            continue
        p = movers[r, pick((bits >> np.uint64(24)) & np.uint64(0xFFFFFF), free, np.uint64(24))]
        q = movers[r, pick(bits & np.uint64(0xFFFFFF), free, np.uint64(24))]
        a, b = table_of[r, p], table_of[r, q]
        grouped = group_of[r, p] >= 0
        steps = resizable[r] and not grouped and draw_below(rng, STEP_EVERY) == 0
        if grouped and draw_below(rng, GROUP_EVERY) > 0:
            continue
        if steps or (grouped and resizable[r]):
            b = draw_below(rng, n_tables)
        if a == b or not is_open[r, b]:
            continue
        if outside[domain_of[p], r, b] and not outside[domain_of[p], r, a]:
            continue
        before = total[0]
        if steps or grouped:
            if before < best_price[0]:
                keep(best_table_of, table_of)
                best_price[0] = before
            if steps and once[p] and theme_of[a] != theme_of[b] and times_at(visits, p, theme_of[b]) > 0:
                try_turn(rules, state, r, p, b, heat, penalty)
            else:
                try_exchange(rules, state, r, p, b, heat, penalty)
        else:
            if group_of[r, q] >= 0 or (outside[domain_of[q], r, a] and not outside[domain_of[q], r, b]):
                continue
            leave, enter = theme_of[a], theme_of[b]
            if (
                links
                and leave != enter
                and draw_below(rng, link_every) == 0
                and ((once[p] and times_at(visits, p, enter) > 0) or (once[q] and times_at(visits, q, leave) > 0))
            ):
                if before < best_price[0]:
                    keep(best_table_of, table_of)
                    best_price[0] = before
                try_linked(rules, state, r, p, q, heat, penalty)
                if total[0] <= target:
                    break
                continue
            price = change_price(visits, seen, miss, once, at_least, p, leave, enter)
            price += change_price(visits, seen, miss, once, at_least, q, enter, leave)
            if strict and price >= HALF and penalty >= DEAR * heat:
                continue
            price += reunion_price(pair, members, size, table_of, reunion, r, p, q, a, b)
            price += domain_price(domain_of, outside, r, p, q, a, b)
            price += number_price(counted, count_price, counts, r, p, q, a, b)
            if banned:
                price += takeover_price(apart_in, limit, members, size, table_of, r, p, q, b)
                price += takeover_price(apart_in, limit, members, size, table_of, r, q, p, a)
            if not is_welcome(rng, weigh(price, penalty), heat):
                continue
            if price > 0 and before < best_price[0]:
                keep(best_table_of, table_of)
                best_price[0] = before
            make_swap(pair, members, size, table_of, reunion, r, p, q, a, b)
            note_visit(visits, seen, p, leave, enter)
            note_visit(visits, seen, q, enter, leave)
            make_count(counted, counts, r, p, q, a, b)
            total[0] += price
        if total[0] <= target:
            break
    if total[0] < best_price[0]:
        keep(best_table_of, table_of)
        best_price[0] = total[0]
    return move + 1
