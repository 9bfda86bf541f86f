"""Swaps offered to those who have something to mend: in a large meeting most swaps drawn by chance would be useless."""

from tischrunde.kernel.anneal import draw_below
from tischrunde.kernel.compiled import compiled
from tischrunde.kernel.moves import make_count, make_swap, swap_price
from tischrunde.kernel.pairs import note_visit, times_at
from tischrunde.kernel.state import Rules, State
from tischrunde.problem import Ints, Longs

__all__ = ["mend"]


@compiled
def wished_table(
    rules: Rules, state: State, begin: Longs, wished: Ints, first_table: Ints, tables: Ints, p: int, r: int
) -> int:
    """Return a table of a theme that a person wants and has not come to, -1 when the one drawn is visited already."""
    n_wished = begin[p + 1] - begin[p]
    if n_wished == 0:
        return -1
    theme = wished[begin[p] + draw_below(state.rng, n_wished)]
    n_tables = first_table[theme + 1] - first_table[theme]
    if n_tables == 0 or times_at(state.visits, p, theme) > 0:
        return -1
    return tables[first_table[theme] + draw_below(state.rng, n_tables)]


@compiled
def mend(
    rules: Rules,
    state: State,
    rounds: Ints,
    people: Ints,
    tries: int,
    target: int,
    begin: Longs,
    wished: Ints,
    first_table: Ints,
    tables: Ints,
) -> int:
    """Offer swaps to people one after another; make those that cost less, and half of those that cost the same.

    Parameters
    ----------
    rules, state :
        see there; ``state`` is changed in place
    rounds, people :
        int32, shape (n_offers,); who is offered another seat in which round, not fixed and not in a group
    tries :
        how many swaps to propose to each
    target :
        stop when the price is at most this
    begin, wished :
        as in ``Wanted``: the themes that each person wants
    first_table, tables :
        int32, shapes (n_themes + 1,) and (n_tables,); where the tables of each theme begin, and the tables by theme

    Returns
    -------
    int
        the number of swaps proposed
    """
    table_of, members, size, rng, total = state.table_of, state.members, state.size, state.rng, state.price
    movers, n_movers, group_of, theme_of, fixed = (
        rules.movers,
        rules.n_movers,
        rules.group_of,
        rules.theme_of,
        rules.fixed,
    )
    proposed = 0
    for k in range(rounds.shape[0]):
        r, p = rounds[k], people[k]
        for _ in range(tries):
            if total[0] <= target:
                return proposed
            proposed += 1
            a = table_of[r, p]
            b = wished_table(rules, state, begin, wished, first_table, tables, p, r) if draw_below(rng, 2) else -1
            if b >= 0 and size[r, b] > 0:
                q = members[r, b, draw_below(rng, size[r, b])]
            else:
                q = movers[r, draw_below(rng, n_movers[r])]
            b = table_of[r, q]
            if a == b or fixed[r, q] >= 0 or group_of[r, q] >= 0:
                continue
            price = swap_price(rules, state, r, p, q)
            if price > 0 or (price == 0 and draw_below(rng, 2)):
                continue
            leave, enter = theme_of[a], theme_of[b]
            make_swap(state.pair, members, size, table_of, rules.reunion, r, p, q, a, b)
            note_visit(state.visits, state.seen, p, leave, enter)
            note_visit(state.visits, state.seen, q, enter, leave)
            make_count(rules.counted, state.counts, r, p, q, a, b)
            total[0] += price
            if price < 0:
                break
    return proposed
