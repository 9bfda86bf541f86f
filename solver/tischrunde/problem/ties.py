"""What two people are to each other: in memory that grows with people, and as matrices for the meetings that afford it.

Two people share values (a sector, an organisation), or are tied one by one (affinities, history, apart), or must not
meet in some rounds, or not too often. Everything a solver asks about a pair follows from that.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from tischrunde.model import Apart, MeetAtMost, Meeting, OnePerTable, Person
from tischrunde.problem.kinds import BROKEN, Bools, Ints, Longs

__all__ = ["Ties", "ban_matrix", "codes", "first_prices", "index_of", "limit_matrix", "met_before", "ties_of"]

MOST_NAMED = 50
"""People of one apart rule up to which every pair of them is a tie; beyond that they share a value."""


class Ties(NamedTuple):
    """What the people of a meeting are to each other.

    Attributes
    ----------
    value_of :
        int32, shape (n_people, n_kinds); people with the same number, from 0 on, share a value of this kind
    weight :
        int64, shape (n_kinds,); price of each meeting of two who share it
    begin :
        int64, shape (n_people + 1,); where in ``other`` and ``price`` each person's ties begin
    other :
        int32, shape (n_ties,); who a person is tied to, ascending for each person
    price :
        int64, shape (n_ties,); price of each meeting of the two: affinities, history, apart
    ban_of :
        int32, shape (n_people, n_bans); people with the same number, from 0 on, must not meet in some rounds
    banned_in :
        bool, shape (n_bans, n_rounds); those rounds
    limited :
        int32, shape (n_people, n_limits); 1 for those who must not meet one another too often
    limit :
        int32, shape (n_limits,); how often at most
    """

    value_of: Ints
    weight: Longs
    begin: Longs
    other: Ints
    price: Longs
    ban_of: Ints
    banned_in: Bools
    limited: Ints
    limit: Ints


def index_of(ids: Iterable[str]) -> dict[str, int]:
    """Return the position of each id by first appearance."""
    at: dict[str, int] = {}
    for name in ids:
        at.setdefault(name, len(at))
    return at


def codes(people: Sequence[Person], attribute: str) -> Ints:
    """Return a number for each person's value of an attribute, -1 for none."""
    values = [p.value(attribute) for p in people]
    known = index_of(v for v in values if v is not None)
    return np.array([-1 if v is None else known[v] for v in values], np.int32)


def ties_of(meeting: Meeting, person_at: dict[str, int]) -> Ties:
    """Return what the people of a meeting are to each other.

    Notes
    -----
    O(people x (kinds + bans + limits) + history + affinities); an apart rule of k people adds k^2 ties up to
    ``MOST_NAMED`` people, and a column beyond.
    """
    n, weights = len(person_at), meeting.weights
    values = [(codes(meeting.people, name), weight) for name, weight in weights.mixing.items() if weight]
    named = [(person_at[a], person_at[b], weights.reunions * times) for a, b, times in meeting.history]
    named += [(person_at[a], person_at[b], -weights.affinities * wanted) for a, b, wanted in meeting.affinities]
    bans: list[tuple[Ints, Bools]] = []
    for rule in meeting.rules:
        if isinstance(rule, OnePerTable):
            side = codes(meeting.people, rule.attribute)
        elif isinstance(rule, Apart):
            who = sorted({person_at[p] for p in rule.people})
            if rule.rounds is None and len(who) <= MOST_NAMED:
                named += [(p, q, BROKEN) for k, p in enumerate(who) for q in who[:k]]
                continue
            side = np.full(n, -1, np.int32)
            side[who] = 0
        else:
            continue
        if rule.rounds is None:
            values.append((side, BROKEN))
        else:
            bans.append((side, np.isin(np.arange(meeting.n_rounds), np.array(rule.rounds) - 1)))
    limits = [rule for rule in meeting.rules if isinstance(rule, MeetAtMost)]
    begin, other, price = _rows(named, n)
    return Ties(
        value_of=_columns([side for side, _ in values], n),
        weight=np.array([weight for _, weight in values], np.int64),
        begin=begin,
        other=other,
        price=price,
        ban_of=_columns([side for side, _ in bans], n),
        banned_in=np.array([rounds for _, rounds in bans], np.bool_).reshape(len(bans), meeting.n_rounds),
        limited=_columns([_among(rule.people, person_at) for rule in limits], n),
        limit=np.array([rule.count for rule in limits], np.int32),
    )


def _columns(columns: Sequence[Ints], n: int) -> Ints:
    return np.ascontiguousarray(np.array(columns, np.int32).reshape(len(columns), n).T)


def _among(people: Sequence[str] | None, person_at: dict[str, int]) -> Ints:
    among = np.full(len(person_at), not people, np.int32)
    among[[person_at[p] for p in people or ()]] = 1
    return among


def _rows(named: Sequence[tuple[int, int, int]], n: int) -> tuple[Longs, Ints, Longs]:
    """Return the ties of pairs that are named one by one, both ways and added up: begin, other, price."""
    one_way = np.array(named, np.int64).reshape(len(named), 3)
    both = np.concatenate([one_way, one_way[:, [1, 0, 2]]])
    pairs, at = np.unique(both[:, 0] * n + both[:, 1], return_inverse=True)
    price = np.zeros(len(pairs), np.int64)
    np.add.at(price, at.reshape(-1), both[:, 2])
    begin = np.searchsorted(pairs, np.arange(n + 1) * n)
    return begin, (pairs % max(1, n)).astype(np.int32), price


def _same(codes: Ints) -> Bools:
    """Return which pairs share a value; bool, shape (n_people, n_people)."""
    same: Bools = (codes[:, None] == codes[None, :]) & (codes[:, None] >= 0)
    return same


def first_prices(ties: Ties) -> Longs:
    """Return the price of a first meeting of two people; int64, shape (n_people, n_people)."""
    n = len(ties.value_of)
    pair = np.zeros((n, n), np.int64)
    for side, weight in zip(ties.value_of.T, ties.weight, strict=True):
        pair[_same(side)] += weight
    pair[np.repeat(np.arange(n), np.diff(ties.begin)), ties.other] += ties.price
    np.fill_diagonal(pair, 0)
    return pair


def ban_matrix(ties: Ties) -> Bools:
    """Return who must not meet in some rounds only; bool, shape (n_rounds, n_people, n_people), or (0, 0, 0)."""
    n, (n_bans, n_rounds) = len(ties.ban_of), ties.banned_in.shape
    apart = np.zeros((n_rounds, n, n) if n_bans else (0, 0, 0), np.bool_)
    for side, rounds in zip(ties.ban_of.T, ties.banned_in, strict=True):
        same = _same(side)
        np.fill_diagonal(same, False)
        apart[rounds] |= same
    return apart


def limit_matrix(ties: Ties) -> Ints:
    """Return how often two people may meet; int32, shape (n_people, n_people), or (0, 0) when nothing limits it."""
    n, n_limits = ties.limited.shape
    limit = np.full((n, n) if n_limits else (0, 0), np.iinfo(np.int32).max, np.int32)
    for among, count in zip(ties.limited.T, ties.limit, strict=True):
        who = np.flatnonzero(among)
        limit[np.ix_(who, who)] = np.minimum(limit[np.ix_(who, who)], count)
    return limit


def met_before(meeting: Meeting, person_at: dict[str, int]) -> Longs:
    """Return how often two people met before the meeting; int64, shape (n_people, n_people)."""
    met = np.zeros((len(person_at), len(person_at)), np.int64)
    for a, b, times in meeting.history:
        met[person_at[a], person_at[b]] += times
        met[person_at[b], person_at[a]] += times
    return met
