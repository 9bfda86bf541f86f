"""Fill places of rising price as cheaply as possible. Knows nothing of meetings: the arithmetic all bounds share."""

import numpy as np

from tischrunde.problem import Longs

__all__ = ["choose_two", "least_filling", "least_pairs", "spread"]


def choose_two(k: int) -> int:
    """Return C(k, 2), the number of pairs among ``k``."""
    return k * (k - 1) // 2


def spread(people: int, places: int) -> int:
    """Return the least sum of C(k, 2) when ``people`` are spread over ``places``.

    C(k, 2) is convex, so sizes that differ by at most one are best (Jensen).
    """
    if places <= 0:
        return 0
    size, more = divmod(people, places)
    return more * choose_two(size + 1) + (places - more) * choose_two(size)


def least_filling(slots: Longs, prices: Longs, *, least: Longs, most: Longs, total: int) -> int:
    """Return the least price of at least ``total`` units, each row taking between its ``least`` and ``most``.

    Parameters
    ----------
    slots
        int64, shape (n_rows, n_levels); how many units a row offers at each price.
    prices
        int64, shape (n_levels,); ascending, may be negative.
    least, most
        int64, shape (n_rows,).
    total
        Units wanted over all rows; more are taken only where that lowers the price.

    Notes
    -----
    Within a row units are bought cheapest first, so the price of a row is a convex function of its number of units.
    The least sum of convex functions over a box with one bound on the sum is found by the greedy algorithm: first
    what each row must take, then the cheapest units left (Ibaraki and Katoh, Resource Allocation Problems, 1988,
    chapter 4). When the slots don't suffice all of them are taken, which is still a lower bound.
    """
    before = np.cumsum(slots, axis=1) - slots
    taken = np.clip(least[:, None] - before, 0, slots)
    rest = np.clip(np.maximum(least, most)[:, None] - before, 0, slots) - taken
    must, may = taken.sum(axis=0), rest.sum(axis=0)
    more = np.clip(total - int(must.sum()) - (np.cumsum(may) - may), 0, may)
    more = np.where(prices < 0, may, more)
    return sum(int(price) * int(units) for price, units in zip(prices, must + more, strict=True) if units)


def least_pairs(low: Longs, high: Longs, people: int) -> int:
    """Return the fewest pairs who share a table when the tables hold from ``low`` to ``high`` people.

    The person who comes as number k + 1 to a table makes k new pairs: the slots of a table cost 0, 1, 2, ...
    """
    high = np.minimum(high, people)
    prices = np.arange(int(high.max(initial=0)), dtype=np.int64)
    slots = (prices[None, :] < high[:, None]).astype(np.int64)
    return least_filling(slots, prices, least=low, most=high, total=people)
