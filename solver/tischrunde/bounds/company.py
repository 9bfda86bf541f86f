"""Who may and who must share a table, how often, and what that costs at least when everybody needs company."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from tischrunde.bounds.filling import choose_two, least_filling, least_pairs
from tischrunde.bounds.room import Room, alike
from tischrunde.model import Apart, Meeting, OnePerTable
from tischrunde.problem import Bools, Ints, Longs, Problem

__all__ = ["Company"]


@dataclass(frozen=True, eq=False)
class Company:
    """How often two people may share a table.

    Attributes
    ----------
    room : the seats that remain possible
    least : int32, shape (n_people, n_people); in how many rounds two share a table in every valid plan
    most : int32, shape (n_people, n_people); in how many they can at all, never below ``least``
    """

    room: Room
    least: Ints
    most: Ints

    @classmethod
    def of(cls, room: Room) -> "Company":
        """Count the rounds in which two people must, and in which they can, share a table."""
        shared = _Shared(room)
        n = room.problem.n_people
        most = np.zeros((n, n), np.int32)
        for r in range(room.problem.n_rounds):
            most += shared.may_meet(r)
        _limit_visits_to_hosts(room, shared, most)
        if room.problem.limit.size:
            np.minimum(most, room.problem.limit, out=most)
        np.fill_diagonal(most, 0)
        least = _least(room)
        return cls(room=room, least=least, most=np.maximum(most, least))

    def least_price(self, first: Longs, *, step: int) -> int:
        """Return a lower bound on what all meetings of a plan cost together.

        Two people pay ``first`` for their first meeting and ``step`` >= 0 more for each further one.

        Proof. Sum over people the price of their own meetings: that counts each pair twice. A person has at least so
        many meetings as the smallest tables give, at most so many as the largest give; and all people together
        have at least twice as many as the most even table sizes give. Under these conditions alone, and with no
        pair meeting less often than it must or more often than it can, buying the cheapest meetings first is
        cheapest (see ``least_filling``). Half of that, rounded up, is a lower bound.

        This holds the counting argument (all meetings spread evenly over all pairs: convexity) and the argument for
        each person (allowed partners only) at once, and is at least as good as either.

        Parameters
        ----------
        first
            int64, shape (n_people, n_people), symmetric.
        step
            What each further meeting costs more than the one before.
        """
        must = self.least.sum(axis=1, dtype=np.int64)
        slots, prices = self._slots(first, step)
        beyond = least_filling(
            slots,
            prices,
            least=np.maximum(self.room.least_company.sum(axis=0) - must, 0),
            most=np.maximum(self.room.most_company.sum(axis=0) - must, 0),
            total=2 * self._least_meetings - int(must.sum()),
        )
        return self.certain_price(first, step=step) - (-beyond // 2)

    @cached_property
    def _least_meetings(self) -> int:
        room = self.room
        sizes = zip(room.low, room.high, room.problem.attends.sum(axis=1).tolist(), strict=True)
        return sum(least_pairs(low.astype(np.int64), high, people) for low, high, people in sizes)

    def certain_price(self, first: Longs, *, step: int, apart_from: Collection[tuple[int, int]] = frozenset()) -> int:
        """Return what the meetings that must be cost, apart from those of some pairs, see ``least_price``."""
        price = 0
        for p, q in np.argwhere(np.triu(self.least, 1)).tolist():
            if (p, q) not in apart_from:
                times = int(self.least[p, q])
                price += int(first[p, q]) * times + step * choose_two(times)
        return price

    def _slots(self, first: Longs, step: int) -> tuple[Longs, Longs]:
        """Return how many meetings beyond those that must be each person can have at each price, and the prices."""
        n, times = len(first), 1 + int(self.most.max(initial=0))
        first_prices, first_price_of = _kinds(first)
        pairs = first_price_of * times**2 + self.least * times + self.most
        np.fill_diagonal(pairs, 0)
        kinds, kind_of = _kinds(pairs)
        number = np.bincount((np.arange(n)[:, None] * len(kinds) + kind_of).reshape(-1), minlength=n * len(kinds))
        number = number.reshape(n, len(kinds))
        slots_at: dict[int, Longs] = {}
        for k, kind in enumerate(kinds.tolist()):
            price = int(first_prices[kind // times**2])
            for meeting in range(kind // times % times, kind % times):
                at = price + step * meeting
                slots_at[at] = slots_at.get(at, 0) + number[:, k]
        prices = sorted(slots_at)
        slots = np.array([slots_at[price] for price in prices], np.int64).reshape(len(prices), n).T
        return slots, np.array(prices, np.int64)


class _Shared:
    """Who may share a table in a round, a row of the matrix at a time or all of it."""

    def __init__(self, room: Room) -> None:
        self._apart = list(_apart(room.problem.meeting))
        self._kind_of: list[Longs] = []
        self._overlap: list[Bools] = []
        for r, kind in enumerate(room.round_kind):
            before = room.round_kind.index(kind)
            if before < r:
                self._kind_of.append(self._kind_of[before])
                self._overlap.append(self._overlap[before])
                continue
            first, kind_of = alike(room.may_sit[r])
            ways = room.may_sit[r][first].astype(np.float32)
            self._kind_of.append(kind_of)
            self._overlap.append(ways @ ways.T > 0)

    def may_meet(self, r: int, people: slice | int = slice(None)) -> Bools:
        """Return which people may share a table with these in a round; absent people with nobody."""
        kind_of = self._kind_of[r]
        meet: Bools = self._overlap[r][kind_of[people]].T[kind_of].T
        for side, rounds in self._apart:
            if rounds is None or r in rounds:
                meet &= ~((side[people, None] == side[None, :]) & (side[None, :] >= 0)).reshape(meet.shape)
        return meet


def _apart(meeting: Meeting) -> Iterator[tuple[Longs, set[int] | None]]:
    """Yield for each rule that keeps people apart a number that those who are kept apart share, and its rounds."""
    for rule in meeting.rules:
        if isinstance(rule, Apart):
            named = set(rule.people)
            side = [0 if person.id in named else -1 for person in meeting.people]
        elif isinstance(rule, OnePerTable):
            values: dict[str, int] = {}
            given = [person.value(rule.attribute) for person in meeting.people]
            side = [-1 if value is None else values.setdefault(value, len(values)) for value in given]
        else:
            continue
        yield np.array(side, np.int64), None if rule.rounds is None else {number - 1 for number in rule.rounds}


def _limit_visits_to_hosts(room: Room, shared: _Shared, most: Ints) -> None:
    """Count for those who come to a theme once only how often they can come to somebody whose tables are known.

    Such a person is met at most once at each theme: a host of one table, all in all, once.
    """
    problem = room.problem
    theme_of = np.where(room.sole >= 0, problem.theme_of[room.sole], -1)
    for p in np.flatnonzero((room.sole >= 0).sum(axis=0) > 1):
        rounds = np.flatnonzero(problem.attends[:, p])
        themes = theme_of[rounds, p]
        known, count = np.unique(themes[themes >= 0], return_counts=True)
        if (count <= 1).all():
            continue
        meets = np.array([shared.may_meet(int(r), int(p)) for r in rounds])
        times = meets[themes < 0].sum(axis=0)
        for theme in known:
            times += meets[themes == theme].any(axis=0)
        limited = np.where(problem.once, times, most[p])
        most[p] = np.minimum(most[p], limited)
        most[:, p] = np.minimum(most[:, p], limited)


def _least(room: Room) -> Ints:
    """Count the rounds in which two people are bound to the same table."""
    problem: Problem = room.problem
    least = np.zeros((problem.n_people, problem.n_people), np.int32)
    for bond in room.bond:
        bonds, sizes = np.unique(bond[bond >= 0], return_counts=True)
        for shared in bonds[sizes > 1]:
            members = np.flatnonzero(bond == shared)
            least[np.ix_(members, members)] += 1
    np.fill_diagonal(least, 0)
    return least


def _kinds(numbers: Longs) -> tuple[Longs, Longs]:
    """Return the different numbers, ascending, and the place of each entry among them."""
    lowest, highest = int(numbers.min(initial=0)), int(numbers.max(initial=0))
    if lowest == highest:
        return np.zeros(1, np.int64), np.zeros_like(numbers)
    if highest - lowest > 1_000_000:
        kinds, kind_of = np.unique(numbers, return_inverse=True)
        return kinds, kind_of.reshape(numbers.shape)
    present = np.bincount((numbers - lowest).reshape(-1), minlength=highest - lowest + 1) > 0
    place = np.cumsum(present) - 1
    return np.flatnonzero(present) + lowest, place[numbers - lowest]
