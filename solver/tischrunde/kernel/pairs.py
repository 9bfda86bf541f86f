"""How the kernel looks up a pair of people, or a person and a theme: in a matrix, or by counting from the seats.

Matrices are fastest and grow with people squared. In large meetings ``Counted`` and its like take their place: a pair's
meetings are counted from the seats themselves, in O(rounds). Numba chooses by the types of the arguments, so each way
is compiled when it is first used; both give the same numbers.
"""

from typing import Any, NamedTuple, TypeAlias

from numba import types

from tischrunde.kernel.compiled import compiled, either
from tischrunde.problem import Bools, Ints, Longs, Problem, Seats

__all__ = [
    "Bans",
    "Counted",
    "Limits",
    "Pairs",
    "Visits",
    "WantedThemes",
    "counted_of",
    "first_price",
    "has_bans",
    "is_banned",
    "meets_beyond",
    "missed_price",
    "next_price",
    "note_meeting",
    "note_visit",
    "times_at",
    "times_met",
]


class Counted(NamedTuple):
    """What two people are to each other, as in ``Ties``, to be looked up one pair at a time.

    Attributes
    ----------
    value_of, weight, begin, other, price :
        as in ``Ties``
    reunion :
        int64, shape (); cost of one reunion
    """

    value_of: Ints
    weight: Longs
    begin: Longs
    other: Ints
    price: Longs
    reunion: int


class WantedThemes(NamedTuple):
    """The themes that somebody wants to, or must, visit, as in ``Wanted``."""

    begin: Longs
    theme: Ints
    price: Longs


class Visits(NamedTuple):
    """Visits to themes, to be counted from the seats.

    Attributes
    ----------
    table_of :
        int32, shape (n_rounds, n_people), the seats of the search themselves
    theme_of :
        int32, shape (n_tables,)
    """

    table_of: Seats
    theme_of: Ints


class Bans(NamedTuple):
    """Who must not meet in some rounds, as in ``Ties``."""

    ban_of: Ints
    banned_in: Bools


class Limits(NamedTuple):
    """How often two may meet, as in ``Ties``."""

    limited: Ints
    limit: Ints


Pairs: TypeAlias = Longs | Counted


def counted_of(problem: Problem) -> Counted:
    """Return what prices a pair of people without a matrix."""
    ties = problem.ties
    return Counted(ties.value_of, ties.weight, ties.begin, ties.other, ties.price, problem.reunion_weight)


@compiled
def times_met(table_of: Seats, p: int, q: int) -> int:
    """Return in how many rounds two people share a table."""
    met = 0
    for r in range(table_of.shape[0]):
        if table_of[r, p] >= 0 and table_of[r, p] == table_of[r, q]:
            met += 1
    return met


@compiled
def first_price(counted: Counted, p: int, q: int) -> int:
    """Return the price of a first meeting of two people."""
    price = 0
    for k in range(counted.weight.shape[0]):
        value = counted.value_of[p, k]
        if value >= 0 and value == counted.value_of[q, k]:
            price += counted.weight[k]
    for k in range(counted.begin[p], counted.begin[p + 1]):
        if counted.other[k] == q:
            price += counted.price[k]
    return price


def next_price(pair: Pairs, table_of: Seats, p: int, q: int) -> int:
    """Return the price of one more meeting of two people, 0 for one person alone."""
    raise NotImplementedError("compiled only")


@either(next_price)
def _next_price(pair: Any, table_of: Any, p: Any, q: Any) -> Any:
    def looked_up(pair: Longs, table_of: Seats, p: int, q: int) -> int:
        return pair[p, q]

    def counted(pair: Counted, table_of: Seats, p: int, q: int) -> int:
        if p == q:
            return 0
        return first_price(pair, p, q) + pair.reunion * times_met(table_of, p, q)

    return looked_up if isinstance(pair, types.Array) else counted


def note_meeting(pair: Pairs, p: int, q: int, more: int) -> None:
    """Let the next meeting of two people cost ``more``; nothing to do where meetings are counted."""
    raise NotImplementedError("compiled only")


@either(note_meeting)
def _note_meeting(pair: Any, p: Any, q: Any, more: Any) -> Any:
    def noted(pair: Longs, p: int, q: int, more: int) -> None:
        pair[p, q] += more
        pair[q, p] += more

    def passed(pair: Counted, p: int, q: int, more: int) -> None:
        pass

    return noted if isinstance(pair, types.Array) else passed


def times_at(visits: "Ints | Visits", p: int, theme: int) -> int:
    """Return how often a person comes to a theme."""
    raise NotImplementedError("compiled only")


@either(times_at)
def _times_at(visits: Any, p: Any, theme: Any) -> Any:
    def looked_up(visits: Ints, p: int, theme: int) -> int:
        return visits[p, theme]

    def counted(visits: Visits, p: int, theme: int) -> int:
        times = 0
        for r in range(visits.table_of.shape[0]):
            table = visits.table_of[r, p]
            if table >= 0 and visits.theme_of[table] == theme:
                times += 1
        return times

    return looked_up if isinstance(visits, types.Array) else counted


def note_visit(visits: "Ints | Visits", seen: Ints, p: int, leave: int, enter: int) -> None:
    """Note that a person has changed from one theme to another; the seats must have changed before."""
    raise NotImplementedError("compiled only")


@either(note_visit)
def _note_visit(visits: Any, seen: Any, p: Any, leave: Any, enter: Any) -> Any:
    def noted(visits: Ints, seen: Ints, p: int, leave: int, enter: int) -> None:
        visits[p, leave] -= 1
        if visits[p, leave] == 0:
            seen[p] -= 1
        if visits[p, enter] == 0:
            seen[p] += 1
        visits[p, enter] += 1

    def counted(visits: Visits, seen: Ints, p: int, leave: int, enter: int) -> None:
        if leave != enter:
            if times_at(visits, p, leave) == 0:
                seen[p] -= 1
            if times_at(visits, p, enter) == 1:
                seen[p] += 1

    return noted if isinstance(visits, types.Array) else counted


def missed_price(miss: "Longs | WantedThemes", p: int, theme: int) -> int:
    """Return the price of a person never coming to a theme."""
    raise NotImplementedError("compiled only")


@either(missed_price)
def _missed_price(miss: Any, p: Any, theme: Any) -> Any:
    def looked_up(miss: Longs, p: int, theme: int) -> int:
        return miss[p, theme]

    def found(miss: WantedThemes, p: int, theme: int) -> int:
        price = 0
        for k in range(miss.begin[p], miss.begin[p + 1]):
            if miss.theme[k] == theme:
                price += miss.price[k]
        return price

    return looked_up if isinstance(miss, types.Array) else found


def has_bans(apart_in: "Bools | Bans", limit: "Ints | Limits") -> bool:
    """Return whether anybody must not meet in some rounds, or not too often."""
    raise NotImplementedError("compiled only")


@either(has_bans)
def _has_bans(apart_in: Any, limit: Any) -> Any:
    def of_matrices(apart_in: Bools, limit: Ints) -> bool:
        return apart_in.shape[0] > 0 or limit.shape[0] > 0

    def of_columns(apart_in: Bans, limit: Limits) -> bool:
        return apart_in.ban_of.shape[1] > 0 or limit.limit.shape[0] > 0

    return of_matrices if isinstance(apart_in, types.Array) else of_columns


def is_banned(apart_in: "Bools | Bans", r: int, p: int, q: int) -> int:
    """Return 1 when two people must not meet in this round, else 0."""
    raise NotImplementedError("compiled only")


@either(is_banned)
def _is_banned(apart_in: Any, r: Any, p: Any, q: Any) -> Any:
    def looked_up(apart_in: Bools, r: int, p: int, q: int) -> int:
        return int(apart_in[r, p, q]) if apart_in.shape[0] > 0 else 0

    def found(apart_in: Bans, r: int, p: int, q: int) -> int:
        if p != q:
            for k in range(apart_in.ban_of.shape[1]):
                side = apart_in.ban_of[p, k]
                if side >= 0 and side == apart_in.ban_of[q, k] and apart_in.banned_in[k, r]:
                    return 1
        return 0

    return looked_up if isinstance(apart_in, types.Array) else found


def meets_beyond(limit: "Ints | Limits", table_of: Seats, p: int, q: int, more: int) -> int:
    """Return 1 when two people meet, ``more`` times added, more often than they may, else 0."""
    raise NotImplementedError("compiled only")


@either(meets_beyond)
def _meets_beyond(limit: Any, table_of: Any, p: Any, q: Any, more: Any) -> Any:
    def looked_up(limit: Ints, table_of: Seats, p: int, q: int, more: int) -> int:
        return int(times_met(table_of, p, q) + more > limit[p, q]) if limit.shape[0] > 0 else 0

    def found(limit: Limits, table_of: Seats, p: int, q: int, more: int) -> int:
        for k in range(limit.limit.shape[0]):
            if limit.limited[p, k] and limit.limited[q, k] and times_met(table_of, p, q) + more > limit.limit[k]:
                return 1
        return 0

    return looked_up if isinstance(limit, types.Array) else found
