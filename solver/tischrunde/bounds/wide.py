"""Bounds for meetings too large for matrices: one side at a time, in time and memory that grow with people x rounds.

What is left out beside the bounds of smaller meetings: single seats that rules close, people who must share a table,
composition rules, history. Every bound remains valid without; for meetings without such rules most are as good.
"""

import numpy as np

from tischrunde.bounds.filling import least_pairs, spread
from tischrunde.problem import Bools, Ints, Longs, Problem, codes

__all__ = ["terms_of_many"]


def terms_of_many(problem: Problem) -> dict[str, int]:
    """Return the least value of each term of the score in a large meeting.

    Notes
    -----
    O(rounds x people + rounds^2 x tables).
    """
    weights = problem.meeting.weights
    return {
        "reunions": _reunions(problem),
        **{f"mixing.{name}": _mixing(problem, codes(problem.meeting.people, name)) for name in weights.mixing},
        "wishes": _wishes(problem),
        "affinities": _affinities(problem),
    }


def _reunions(problem: Problem) -> int:
    """Return a lower bound on reunions: the larger of two.

    Proof. Counting: all rounds give so many meetings at least as the most even sizes do, and these are spread over the
    pairs there are (C(k, 2) is convex). Contingency, see ``reunions.contingency``: those who attend rounds r and s are
    spread over the cells (table in r, table in s); those who come to a theme once, over the cells of two themes.
    """
    n_rounds, attends, once = problem.n_rounds, problem.attends, problem.once
    meetings = sum(
        least_pairs(problem.low[r].astype(np.int64), problem.high[r].astype(np.int64), int(attends[r].sum()))
        for r in range(n_rounds)
    )
    tables = [np.bincount(problem.theme_of[is_open], minlength=problem.n_themes) for is_open in problem.is_open]
    crossing = 0
    for r in range(n_rounds):
        for s in range(r):
            both = attends[r] & attends[s]
            cells = int(tables[r].sum()) * int(tables[s].sum())
            across = cells - int((tables[r] * tables[s]).sum())
            crossing += max(spread(int(both.sum()), cells), spread(int((both & once).sum()), across))
    return max(spread(meetings, problem.n_people * (problem.n_people - 1) // 2), crossing)


def _mixing(problem: Problem, value_of: Ints) -> int:
    """Return a lower bound on mixing: the larger of two, round by round.

    Proof. The people of one value, wherever others sit, are best spread evenly over the open tables; and those with a
    value at one table, whoever sits elsewhere, are best spread evenly over the values. Both by convexity of C(k, 2).
    """
    n_values = int(value_of.max(initial=-1)) + 1
    total = 0
    for r in range(problem.n_rounds):
        here = problem.attends[r]
        of_value = np.bincount(value_of[here & (value_of >= 0)], minlength=n_values)
        n_tables = int(problem.is_open[r].sum())
        sizes, times = np.unique(of_value, return_counts=True)
        rows = sum(int(k) * spread(int(m), n_tables) for m, k in zip(sizes, times, strict=True))
        total += max(rows, _columns(problem, r, int(of_value.sum()), n_values))
    return total


def _columns(problem: Problem, r: int, people: int, n_values: int) -> int:
    """Return the least pairs at tables when only the sizes of tables and the number of values count.

    The person who comes as number k + 1 to a table of v values makes floor(k / v) new pairs at least; tables hold
    ``high`` people at most.
    """
    high = problem.high[r].astype(np.int64)
    prices = np.arange(int(high.max(initial=0)), dtype=np.int64) // max(1, n_values)
    places = np.array([(high > k).sum() for k in range(len(prices))], np.int64)
    taken = np.clip(people - (np.cumsum(places) - places), 0, places)
    return int((taken * prices).sum())


def _wishes(problem: Problem) -> int:
    """Return a lower bound on unmet wishes: the larger of two.

    Proof. Nobody visits more themes than rounds attended, so at best the dearest wishes are met. And no theme has more
    visitors than seats in all rounds, so at best those who want it most are met.
    """
    begin, theme, price = problem.wanted.begin, problem.wanted.theme, _wish_prices(problem)
    person = np.repeat(np.arange(problem.n_people), np.diff(begin))
    seats = np.bincount(problem.theme_of, weights=problem.high.sum(axis=0), minlength=problem.n_themes).astype(np.int64)
    by_person = _beyond(person, price, problem.attends.sum(axis=0))
    return max(by_person, _beyond(theme, price, seats))


def _wish_prices(problem: Problem) -> Longs:
    """Return the price of each wanted theme in the score: 4, 2, 1 by rank, summed where listed; 0 for musts."""
    theme_at: dict[str, int] = {}
    for table, t in zip(problem.meeting.tables, problem.theme_of.tolist(), strict=True):
        theme_at[problem.meeting.theme_of[table.id]] = t
    prices = np.zeros(len(problem.wanted.theme), np.int64)
    for p, person in enumerate(problem.meeting.people):
        for rank, wish in enumerate(person.wishes):
            first, last = problem.wanted.begin[p], problem.wanted.begin[p + 1]
            if wish in theme_at:
                at = first + int(np.flatnonzero(problem.wanted.theme[first:last] == theme_at[wish])[0])
                prices[at] += (4, 2, 1)[min(rank, 2)]
    return prices


def _beyond(owner: Longs | Ints, price: Longs, room: Longs) -> int:
    """Return what is left of the prices when each owner has the dearest ``room`` of them met."""
    order = np.lexsort((-price, owner))
    owner, price = owner[order], price[order]
    begin = np.searchsorted(owner, owner)
    unmet: Bools = np.arange(len(owner)) - begin >= room[owner]
    return int(price[unmet].sum())


def _affinities(problem: Problem) -> int:
    """Return a lower bound on the term: all wanted company in every round that both attend, unwanted in none."""
    at = {person.id: p for p, person in enumerate(problem.meeting.people)}
    liking: dict[tuple[int, int], int] = {}
    for one, other, x in problem.meeting.affinities:
        p, q = sorted((at[one], at[other]))
        liking[p, q] = liking.get((p, q), 0) + x
    return -sum(x * int((problem.attends[:, p] & problem.attends[:, q]).sum()) for (p, q), x in liking.items() if x > 0)
