"""What a plan costs, as a linear expression: reunions, company, mixing and wishes, as the format defines them.

The expression is never less than the cost of the seats, and equal to it when it is minimised.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise

import numpy as np
from ortools.sat.python import cp_model

from tischrunde.exact.floor import Floor, Literal, Value
from tischrunde.problem import Longs

__all__ = ["cost"]

WISH_PRICES = (4, 2, 1)


@dataclass
class _Sum:
    """A sum of weighted literals and a constant."""

    constant: int = 0
    literals: list[cp_model.BoolVarT] = field(default_factory=list)
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
    met = _met_already(floor)
    paid = met * first + weight * (met * (met - 1) // 2)
    total.constant += int(np.triu(paid, 1).sum())
    nth = (first + weight * met).tolist()
    for (one, other), rounds in _may_meet(floor).items():
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


def _met_already(floor: Floor) -> Longs:
    """Return in how many rounds frozen people share a table."""
    met = np.zeros((floor.problem.n_people, floor.problem.n_people), np.int64)
    for seats in floor.frozen:
        met += (seats[:, None] == seats[None, :]) & (seats[:, None] >= 0)
    return met


def _may_meet(floor: Floor) -> dict[tuple[int, int], list[int]]:
    """Return for each pair the rounds in which they may meet and at least one of them is free."""
    rounds = defaultdict(list)
    for number in range(floor.problem.n_rounds):
        tables = {int(p): set(floor.tables_of(int(p), number)) for p in np.flatnonzero(floor.problem.attends[number])}
        free = floor.free[number].tolist()
        for one, other in combinations(tables, 2) if all(free[p] for p in tables) else _touching(tables, free):
            if not tables[one].isdisjoint(tables[other]):
                rounds[one, other].append(number)
    return rounds


def _touching(people: Sequence[int] | dict[int, set[int]], free: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of which at least one is free, the smaller first."""
    for one in people:
        if free[one]:
            for other in people:
                if other != one and (one < other or not free[other]):
                    yield min(one, other), max(one, other)


def _add_mixing(floor: Floor, total: _Sum, attribute: str, weight: int) -> None:
    """Add the pairs with the same value at each table."""
    having: defaultdict[str, list[int]] = defaultdict(list)
    for p, person in enumerate(floor.problem.meeting.people):
        value = person.value(attribute)
        if value is not None:
            having[value].append(p)
    for people in having.values():
        for number in range(floor.problem.n_rounds):
            for table in floor.tables_in(number) if len(people) > 1 else ():
                here = floor.people_at(number, table, people)
                seated = sum(literal is True for literal in here)
                moving = [literal for literal in here if literal is not True]
                total.constant += weight * (seated * (seated - 1) // 2)
                room = int(floor.problem.high[number, table]) - seated
                _add_rising(floor, total, moving, weight * seated, weight, most=min(len(moving), room))


def _add_rising(floor: Floor, total: _Sum, literals: Sequence[Literal], first: int, step: int, *, most: int) -> None:
    """Add ``first`` for one literal that is true, ``first + step`` for the next and so on, at most ``most`` of them.

    Prices rise, so the variables for second, third, ... are taken in this order wherever the sum is minimised.
    """
    for literal in literals:
        total.add(literal, first)
    if step and most > 1:
        beyond = [floor.derived(_reaches(literals, number)) for number in range(2, most + 1)]
        for further, extra in enumerate(beyond, start=1):
            total.add(extra, step * further)
        for before, after in pairwise(beyond):
            floor.cp.add_implication(after, before)
        floor.cp.add(cp_model.LinearExpr.sum(literals) <= 1 + cp_model.LinearExpr.sum(beyond))


def _reaches(literals: Sequence[Literal], number: int) -> "_Worth":
    return _Worth(literals, number)


@dataclass(frozen=True)
class _Worth:
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
