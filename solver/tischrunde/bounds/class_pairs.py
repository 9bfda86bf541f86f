"""What the crowds of a meeting force in reunions: an even mix uses up the pairs there are across sectors."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from tischrunde.bounds.company import Company
from tischrunde.bounds.crowds import Priced, mixing_price
from tischrunde.bounds.linear import UNLIMITED, Linear
from tischrunde.problem import Bools, Longs

__all__ = ["CLASSES_AT_MOST", "add_class_pairs", "add_reunions"]

CLASSES_AT_MOST = 3


def add_reunions(linear: Linear, company: Company, *, reunions: int) -> Longs:
    """Add the number of all reunions, at least ``reunions``, at their price; return its column."""
    most = np.triu(company.most, 1).astype(np.int64)
    again = int((most * (most - 1) // 2 + most * company.room.problem.history).sum())
    total = linear.columns(np.array([max(again, reunions)]), cost=company.room.problem.reunion_weight)
    linear.enter(linear.rows(np.array([reunions]), np.array([UNLIMITED])), total)
    return total


def add_class_pairs(
    linear: Linear, company: Company, kinds: tuple[tuple[int, ...], ...], priced: list[Priced], *, total: Longs
) -> None:
    """Add the reunions that the largest crowds force.

    Let a table of s people hold k of a crowd. It holds C(k, 2) pairs within the crowd, k (s - k) = k (s - 1)
    - 2 C(k, 2) across, and the rest of C(s, 2) beyond. Sum this over rounds and tables, as tables of each size and
    levels of company at them. Each of the three sums has to be bought from the pairs there are: the next meeting of a
    pair that met h times before costs h, h + 1, ... reunions, whatever they share costs mixing each time, and no pair
    meets more often than it can. A crowd mixed evenly has few pairs within and so most across, which may be
    more than there are; to need fewer costs mixing.

    Parameters
    ----------
    kinds
        The rounds of each kind.
    priced
        Crowds with the columns for their company.
    total
        The column for the number of all reunions.
    """
    most = np.triu(company.most, 1).astype(np.int64)
    meetings = int(most.sum())
    large = [each for each in priced if each.crowd.is_large]
    largest = sorted(large, key=lambda each: -int(each.crowd.people.sum()))[:CLASSES_AT_MOST]
    sizes = [_Sizes.of(linear, company, kind) for kind in kinds]
    more = [linear.columns(np.array([meetings]), cost=each.crowd.weight) for each in largest]
    shared = int((most * mixing_price(company.room.problem)).sum())
    mixing = _Mixing(
        certain=sum(each.crowd.weight * each.crowd.certain for each in priced),
        columns=np.concatenate([*(each.columns for each in priced), *more, linear.columns(np.array([shared]), cost=1)]),
        price=np.concatenate([*(each.price for each in priced), *([each.crowd.weight] for each in largest), [1]]),
    )
    for each, beside in zip(largest, more, strict=True):
        sums = _add_levels(linear, company, sizes, each, beside)
        _add_purchases(linear, company, each.crowd.people, sums, total, mixing)


@dataclass(frozen=True, eq=False)
class _Sizes:
    """How many tables of each size there are in the rounds of a kind.

    Attributes
    ----------
    size, column, most : int64, shape (n_sizes,); a size, the column for the number of such tables, and its most
    rounds : the rounds of the kind
    """

    size: Longs
    column: Longs
    most: Longs
    rounds: tuple[int, ...]

    @classmethod
    def of(cls, linear: Linear, company: Company, rounds: tuple[int, ...]) -> "_Sizes":
        problem, r = company.room.problem, rounds[0]
        here = problem.is_open[r]
        low, high = company.room.low[r][here], company.room.high[r][here]
        size = np.arange(int(low.min(initial=0)), int(high.max(initial=0)) + 1)
        most = ((low[:, None] <= size) & (size <= high[:, None])).sum(axis=0) * len(rounds)
        column = linear.columns(most)
        sums = np.array([here.sum(), problem.attends[r].sum()]) * len(rounds)
        tables, people = linear.rows(sums, sums)
        linear.enter(tables, column)
        linear.enter(people, column, size)
        return cls(size, column, most, rounds)


@dataclass(frozen=True, eq=False)
class _Mixing:
    """The cost of mixing as the program counts it: what is certain, and columns at a price."""

    certain: int
    columns: Longs
    price: Longs


def _add_levels(linear: Linear, company: Company, sizes: list[_Sizes], priced: Priced, beside: Longs) -> Longs:
    """Add who comes as number 1, 2, ... of a crowd to tables of each size.

    Returns the rows of its pairs within, across and beyond, each at most nothing so far. The pairs within are at most
    those that its company is charged for at the tables, and those ``beside``.
    """
    within, across, beyond, charged = rows = linear.rows(
        np.full(4, -UNLIMITED), np.array([0, 0, 0, priced.crowd.certain])
    )
    for kind in sizes:
        attending = company.room.problem.attends[kind.rounds[0]] & priced.crowd.people
        people = np.array([int(attending.sum()) * len(kind.rounds)])
        seated = linear.rows(people, people)
        linear.enter(beyond, kind.column, kind.size * (kind.size - 1) // 2)
        for size, column, most in zip(kind.size.tolist(), kind.column, kind.most.tolist(), strict=True):
            level = np.arange(size)
            comes = linear.columns(np.full(size, most))
            places = linear.rows(np.full(size, -UNLIMITED), np.zeros(size, np.int64))
            linear.enter(places, comes)
            linear.enter(places, column, -1)
            linear.enter(seated, comes)
            linear.enter(within, comes, level)
            linear.enter(across, comes, size - 1 - 2 * level)
            linear.enter(beyond, comes, level - (size - 1))
            linear.enter(charged, comes, level)
    linear.enter(charged, beside, -1)
    linear.enter(charged, priced.columns, -(priced.price // priced.crowd.weight))
    return rows[:3]


def _add_purchases(linear: Linear, company: Company, people: Bools, sums: Longs, total: Longs, mixing: _Mixing) -> None:
    """Let the pairs within, across and beyond be bought, at the price of reunions and of mixing."""
    reunions, mixed = linear.rows(np.full(2, -UNLIMITED), np.array([0, mixing.certain]))
    shared = mixing_price(company.room.problem)
    linear.enter(reunions, total, -1)
    linear.enter(mixed, mixing.columns, -mixing.price)
    for row, between in zip(sums, _classes(people), strict=True):
        number, again, mixed_each = _offers(company, shared, between)
        bought = linear.columns(number)
        linear.enter(row, bought, -1)
        linear.enter(reunions, bought, again)
        linear.enter(mixed, bought, mixed_each)


def _classes(people: Bools) -> Iterator[Bools]:
    """Yield the pairs within a crowd, across and beyond it; bool, shape (n_people, n_people), each pair once."""
    once = np.triu(np.ones((len(people), len(people)), np.bool_), 1)
    one, other = people[:, None], people[None, :]
    yield once & one & other
    yield once & (one ^ other)
    yield once & ~one & ~other


def _offers(company: Company, shared: Longs, between: Bools) -> tuple[Longs, Longs, Longs]:
    """Return how many meetings these pairs can have at each price, in reunions and in mixing."""
    before, most, shared = company.room.problem.history[between], company.most[between], shared[between]
    rounds = company.room.problem.n_rounds + 1
    base = int(shared.max(initial=0)) + 1
    pairs, number_of = np.unique((before * base + shared) * rounds + most, return_counts=True)
    offers: dict[tuple[int, int], int] = {}
    for pair, number in zip(pairs.tolist(), number_of.tolist(), strict=True):
        price, times = divmod(pair, rounds)
        again, mixing = divmod(price, base)
        for meeting in range(times):
            at = again + meeting, mixing
            offers[at] = offers.get(at, 0) + number
    prices = np.array(sorted(offers), np.int64).reshape(-1, 2)
    return np.array([offers[again, mixing] for again, mixing in prices.tolist()], np.int64), prices[:, 0], prices[:, 1]
