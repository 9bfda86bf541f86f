"""Crowds: the people of one sector, one organisation ... whose company at a table costs something."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from tischrunde.bounds.linear import UNLIMITED, Linear
from tischrunde.bounds.mixing import Sitting, values_of
from tischrunde.bounds.room import Room
from tischrunde.model import Composition
from tischrunde.problem import Bools, Longs, Problem, codes

__all__ = ["Crowd", "Priced", "crowds", "mixing_price"]

LEVELS_BEYOND_EVEN = 4


@dataclass(frozen=True, eq=False)
class Crowd:
    """The people with one value of an attribute.

    Attributes
    ----------
    weight : what a pair of them at a table costs
    people : bool, shape (n_people,)
    counted : bool, shape (n_kinds, n_people); who of them is counted: of those bound together only one
    certain : how many pairs are bound together in all rounds, beside those of the counted
    looked_at : bool, shape (n_kinds, n_tables); tables where their number can cost more than nothing
    depth : int64, shape (n_kinds, n_tables); how many levels of company are told apart there
    """

    weight: int
    people: Bools
    counted: Bools
    certain: int
    looked_at: Bools
    depth: Longs

    @property
    def is_large(self) -> bool:
        """Return whether they can't all have tables of their own, in any kind of rounds."""
        return bool(self.looked_at.any(axis=1).all() and (self.depth[self.looked_at] > 0).all())

    def add(self, linear: Linear, rounds: int, k: int, t: int, visits: Longs) -> tuple[Longs, Longs]:
        """Add what company at a table costs in the rounds of a kind; return the columns and their prices.

        With n visits in so many rounds, one person each round comes first, one at most comes second and makes one
        pair, one at most comes third and makes two: their sum is at most the sum of C(k, 2) over the rounds, because
        C(k, 2) = 1 + ... + (k - 1) takes the cheapest levels first in each round. The last level takes all that are
        left, at too low a price.
        """
        pairs = np.arange(1, int(self.depth[k, t]) + 1)
        most = np.full(len(pairs), rounds)
        most[-1:] = rounds * int(self.people.sum())
        company = linear.columns(most, cost=self.weight * pairs)
        row = linear.rows(np.array([-UNLIMITED]), np.array([rounds]))
        linear.enter(row, visits)
        linear.enter(row, company, -1)
        return company, self.weight * pairs


@dataclass(frozen=True, eq=False)
class Priced:
    """A crowd and what its company costs in a linear program.

    Attributes
    ----------
    crowd : the crowd
    columns : int64, shape (n_columns,); its columns
    price : int64, shape (n_columns,); what each costs
    """

    crowd: Crowd
    columns: Longs
    price: Longs


def mixing_price(problem: Problem) -> Longs:
    """Return what a meeting of two people costs in mixing; int64, shape (n_people, n_people)."""
    price = np.zeros((problem.n_people, problem.n_people), np.int64)
    for attribute, weight in problem.meeting.weights.mixing.items():
        of = codes(problem.meeting.people, attribute)
        price += weight * ((of[:, None] == of[None, :]) & (of[:, None] >= 0))
    np.fill_diagonal(price, 0)
    return price


def crowds(room: Room, kinds: Iterable[tuple[int, ...]]) -> list[Crowd]:
    """Return the crowds that can cost something, told by kinds of rounds.

    A crowd no larger than the number of tables can avoid its own company, if not all of them are after the same;
    so it is looked at only where some of them are bound to a table or drawn to a theme, and everywhere if
    several can't sit everywhere or a rule asks for a number of them.
    """
    kinds = tuple(kinds)
    rules = [rule for rule in room.problem.meeting.rules if isinstance(rule, Composition)]
    found = []
    for name, weight in room.problem.meeting.weights.mixing.items():
        if weight:
            values = values_of(room, name)
            sittings = [[Sitting.of(room, r, values) for r in kind] for kind in kinds]
            asked = {rule.value for rule in rules if rule.attribute == name}
            found += [
                _crowd(room, kinds, sittings, number, weight, everywhere=value in asked)
                for value, number in values.number.items()
            ]
    return [crowd for crowd in found if crowd.certain or crowd.looked_at.any()]


def _crowd(
    room: Room,
    kinds: tuple[tuple[int, ...], ...],
    sittings: list[list[Sitting]],
    value: int,
    weight: int,
    *,
    everywhere: bool,
) -> Crowd:
    problem = room.problem
    one_round = [kind[0] for kind in kinds]
    people = sittings[0][0].values.of == value
    there = np.array([problem.attends[list(kind)].any(axis=0) & people for kind in kinds])
    counted = there & np.array(
        [
            np.all([~problem.attends[r] | (room.sole[r] >= 0) | s.counted for r, s in zip(kind, each, strict=True)], 0)
            for kind, each in zip(kinds, sittings, strict=True)
        ]
    )
    number, tables = counted.sum(axis=1), problem.is_open[one_round].sum(axis=1)
    base = np.array([each[0].base[value] for each in sittings])
    places = np.array([room.may_sit[list(kind)].any(axis=0) for kind in kinds])
    choosy = (there & (places.sum(axis=2) < tables[:, None])).sum(axis=1) > 1
    drawn = (problem.miss[people] > 0).sum(axis=0) > 1
    looked_at = (number > tables)[:, None] | choosy[:, None] | drawn[problem.theme_of] | (base > 0) | everywhere
    even = -(-number // np.maximum(tables, 1))
    most = np.minimum(room.high[one_round], number[:, None]) - 1
    depth = np.minimum(most, base + even[:, None] + LEVELS_BEYOND_EVEN)
    return Crowd(
        weight=weight,
        people=people,
        counted=counted,
        certain=sum(int(sitting.in_blocks[value]) for each in sittings for sitting in each),
        looked_at=looked_at & problem.is_open[one_round] & (depth > 0),
        depth=np.maximum(depth, 0).astype(np.int64),
    )
