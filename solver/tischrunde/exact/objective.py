"""What a plan costs, as a linear expression: reunions, company, mixing and wishes, as the format defines them.

The expression is never less than the cost of the seats, and equal to it when it is minimised.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from ortools.sat.python import cp_model

from tischrunde.exact.floor import Floor, Literal, Value
from tischrunde.problem import Longs, codes

__all__ = ["cost"]

WISH_PRICES = (4, 2, 1)


@dataclass
class _Sum:
    """A sum of weighted literals and a constant."""

    constant: int = 0
    literals: list[cp_model.LinearExpr] = field(default_factory=list)
    prices: list[int] = field(default_factory=list)

    def add(self, literal: Literal, price: int) -> None:
        """Add a price for a literal being true."""
        if literal is True:
            self.constant += price
        elif literal is not False and price:
            self.literals.append(literal)
            self.prices.append(price)

    def expression(self) -> cp_model.LinearExprT:
        """Return the sum as an expression."""
        return cp_model.LinearExpr.weighted_sum(self.literals, self.prices) + self.constant


def cost(floor: Floor) -> cp_model.LinearExprT:
    """Return the cost of the seats.

    Notes
    -----
    One variable for each pair of free people and round and about as many again for each further meeting; pairs of a
    free and a frozen person need none of their own.
    """
    total = _Sum()
    _add_company(floor, total)
    for attribute, weight in floor.problem.meeting.weights.mixing.items():
        if weight:
            _add_mixing(floor, total, attribute, weight)
    if floor.problem.meeting.weights.wishes:
        _add_wishes(floor, total, floor.problem.meeting.weights.wishes)
    return total.expression()


def _add_company(floor: Floor, total: _Sum) -> None:
    """Add reunions and affinities: the j-th meeting of a pair costs weight x (history + j - 1) - liking."""
    weight, liking = floor.problem.reunion_weight, _liking(floor)
    if not weight and not liking.any():
        return
    first = weight * floor.problem.history - liking
    met = floor.met_already
    paid = met * first + weight * (met * (met - 1) // 2)
    total.constant += int(np.triu(paid, 1).sum())
    nth = (first + weight * met).tolist()
    for (one, other), rounds in floor.may_meet.items():
        price = nth[one][other]
        if price or (weight and len(rounds) > 1):
            _add_rising(
                floor,
                total,
                [floor.meet(one, other, number, both_ways=price < 0) for number in rounds],
                price,
                weight,
                most=len(rounds),
            )


def _liking(floor: Floor) -> Longs:
    """Return how much each pair gains by a round together."""
    liking = np.zeros((floor.problem.n_people, floor.problem.n_people), np.int64)
    for p, q, wanted in floor.problem.meeting.affinities:
        one, other = floor.person_at[p], floor.person_at[q]
        liking[one, other] += floor.problem.meeting.weights.affinities * wanted
        liking[other, one] = liking[one, other]
    return liking


def _add_mixing(floor: Floor, total: _Sum, attribute: str, weight: int) -> None:
    """Add the pairs with the same value at each table."""
    value_of = codes(floor.problem.meeting.people, attribute).tolist()
    for number in range(floor.problem.n_rounds):
        for table in floor.tables_in(number):
            having: defaultdict[int, list[Literal]] = defaultdict(list)
            for person, seat in zip(floor.who_at(number, table), floor.people_at(number, table), strict=True):
                having[value_of[person]].append(seat)
            having.pop(-1, None)
            for people in having.values():
                _add_pairs(floor, total, people, weight, room=int(floor.problem.high[number, table]))


def _add_pairs(floor: Floor, total: _Sum, people: Sequence[Literal], price: int, *, room: int) -> None:
    """Add a price for each pair of these people, who may sit at one table."""
    moving = [seat for seat in people if seat is not True]
    seated = len(people) - len(moving)
    total.constant += price * (seated * (seated - 1) // 2)
    _add_rising(floor, total, moving, price * seated, price, most=min(len(moving), room - seated))


def _add_rising(floor: Floor, total: _Sum, literals: Sequence[Literal], first: int, step: int, *, most: int) -> None:
    """Add ``first`` for one literal that is true, ``first + step`` for the next and so on, at most ``most`` of them.

    Prices rise, so the variables for second, third, ... are taken in this order wherever the sum is minimised.
    """
    for literal in literals:
        total.add(literal, first)
    if step and most > 1:
        beyond = [floor.derived(_Reaches(literals, number)) for number in range(2, most + 1)]
        for further, extra in enumerate(beyond, start=1):
            total.add(extra, step * further)
        for before, after in pairwise(beyond):
            floor.cp.add_implication(after, before)
        floor.cp.add(cp_model.LinearExpr.sum(literals) <= 1 + cp_model.LinearExpr.sum(beyond))


@dataclass(frozen=True)
class _Reaches:
    """Whether at least so many literals are true."""

    literals: Sequence[Literal]
    number: int

    def __call__(self, value: Value) -> int:
        return int(sum(map(value, self.literals)) >= self.number)


def _add_wishes(floor: Floor, total: _Sum, weight: int) -> None:
    """Add the wishes unmet: 4 for the first, 2 for the second, 1 for each further one."""
    themes = dict(zip(floor.problem.meeting.theme_of.values(), floor.problem.theme_of.tolist(), strict=True))
    for p, person in enumerate(floor.problem.meeting.people):
        for rank, theme in enumerate(person.wishes):
            price = weight * WISH_PRICES[min(rank, 2)]
            total.constant += price
            if theme in themes:
                once = bool(floor.problem.once[p])
                for visit in floor.visits_at(p, themes[theme]) if once else [floor.visits(p, themes[theme])]:
                    total.add(visit, -price)
