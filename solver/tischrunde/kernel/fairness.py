"""Spread unavoidable reunions over people: swaps that cost nothing, kept when they make the plan less unfair."""

from tischrunde.kernel.anneal import draw_below
from tischrunde.kernel.compiled import compiled
from tischrunde.kernel.moves import make_change, make_count, make_swap, swap_price, times_met
from tischrunde.kernel.state import Rules, State
from tischrunde.problem import Ints, Seats

__all__ = ["burdens", "even_out"]


@compiled
def burden_of(table_of: Seats, p: int) -> int:
    """Return the reunions of one person: the sum over all others of C(times met, 2)."""
    total = 0
    for q in range(table_of.shape[1]):
        if q != p:
            met = times_met(table_of, p, q)
            total += met * (met - 1) // 2
    return total


@compiled
def burdens(table_of: Seats, burden: Ints) -> int:
    """Write everybody's reunions to ``burden``; return the unfairness, the sum of C(burden, 2)."""
    unfair = 0
    for p in range(table_of.shape[1]):
        burden[p] = burden_of(table_of, p)
        unfair += burden[p] * (burden[p] - 1) // 2
    return unfair


@compiled
def swap_seats(rules: Rules, state: State, r: int, p: int, q: int) -> None:
    """Let two people change places, everything counted along except the price."""
    a, b = state.table_of[r, p], state.table_of[r, q]
    make_swap(state.pair, state.members, state.size, state.table_of, rules.reunion, r, p, q, a, b)
    make_change(state.visits, state.seen, p, rules.theme_of[a], rules.theme_of[b])
    make_change(state.visits, state.seen, q, rules.theme_of[b], rules.theme_of[a])
    make_count(rules.counted, state.counts, r, p, q, a, b)


@compiled
def recount(state: State, burden: Ints, r: int, a: int, b: int) -> int:
    """Count the reunions of all people at two tables again; return how much the unfairness has grown."""
    growth = 0
    for side in range(2):
        table = b if side else a
        for k in range(state.size[r, table]):
            x = state.members[r, table, k]
            old, burden[x] = burden[x], burden_of(state.table_of, x)
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
    A swap that costs nothing takes O(people at two tables x people x rounds), others O(people at a table).
    """
    change = 0
    for _ in range(moves):
        r = draw_below(state.rng, rules.movers.shape[0])
        free = rules.n_movers[r]
        if free < 2:
            continue
        p, q = rules.movers[r, draw_below(state.rng, free)], rules.movers[r, draw_below(state.rng, free)]
        a, b = state.table_of[r, p], state.table_of[r, q]
        if a == b or rules.group_of[r, p] >= 0 or rules.group_of[r, q] >= 0:
            continue
        if swap_price(rules, state, r, p, q) != 0:
            continue
        swap_seats(rules, state, r, p, q)
        growth = recount(state, burden, r, a, b)
        if growth > 0:
            swap_seats(rules, state, r, p, q)
            growth += recount(state, burden, r, a, b)
        change += growth
    return change
