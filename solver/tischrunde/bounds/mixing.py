"""What no plan can beat in mixing: how evenly the people of each sector, organisation ... spread over tables."""

from dataclasses import dataclass

import numpy as np

from tischrunde.bounds.filling import choose_two, spread
from tischrunde.bounds.room import Room, alike
from tischrunde.bounds.transport import Transport
from tischrunde.model import Composition, NoIsolates
from tischrunde.problem import Bools, Longs

__all__ = ["Sitting", "Values", "least_mixing", "values_of"]

_Rule = Composition | NoIsolates


def least_mixing(room: Room, attribute: str) -> int:
    """Return a lower bound on ``mixing.A`` for an attribute A: round by round the best filling of the tables.

    Proof. The term is a sum over rounds, so bounds of the rounds may be added. In a round the term is the sum over
    values v and tables t of C(k, 2), k people of value v at t. Those with one table left are there for certain; the
    others come to tables where somebody of their value may sit, as ``Transport`` spreads them under the
    sizes of the tables; people without a value take seats and cost nothing. Of g people of one value who
    must sit together g - 1 may take seats at no cost when C(g, 2) is added, see ``least_crossing``: done for the
    values where it seems to give more.
    """
    problem = room.problem
    values = values_of(room, attribute)
    rules = [
        rule
        for rule in problem.meeting.rules
        if isinstance(rule, Composition | NoIsolates) and rule.attribute == attribute
    ]
    kinds: dict[tuple[int, tuple[int, ...]], list[int]] = {}
    for r, kind in enumerate(room.round_kind):
        applying = tuple(i for i, rule in enumerate(rules) if rule.rounds is None or r + 1 in rule.rounds)
        kinds.setdefault((kind, applying), []).append(r)
    total = 0
    for (_, applying), rounds in kinds.items():
        sitting = Sitting.of(room, rounds[0], values)
        total += len(rounds) * sitting.least([rules[i] for i in applying], flows=len(kinds))
    return total


@dataclass(frozen=True, eq=False)
class Values:
    """The values of an attribute.

    Attributes
    ----------
    number : number of each value
    of : int64, shape (n_people,); the value of each person, -1 for none
    """

    number: dict[str, int]
    of: Longs


def values_of(room: Room, attribute: str) -> Values:
    """Return the values of an attribute, in the order in which people have them."""
    number: dict[str, int] = {}
    given = [person.value(attribute) for person in room.problem.meeting.people]
    of = [-1 if value is None else number.setdefault(value, len(number)) for value in given]
    return Values(number, np.array(of, np.int64))


@dataclass(frozen=True, eq=False)
class Sitting:
    """The people of a round by value.

    Attributes
    ----------
    room, r, values : where they may sit, the round, and their values
    base : int64, shape (n_values, n_tables); people of a value who are at a table for certain
    counted : bool, shape (n_people,); who is spread over tables: everybody, or of those bound together one
    in_blocks : int64, shape (n_values,); how many pairs of a value are counted as bound together
    """

    room: Room
    r: int
    values: Values
    base: Longs
    counted: Bools
    in_blocks: Longs

    @classmethod
    def of(cls, room: Room, r: int, values: Values) -> "Sitting":
        """Tell who is at a table for certain and, of those bound together, who is counted."""
        attends, sole, bond = room.problem.attends[r], room.sole[r], room.bond[r]
        n_values = len(values.number)
        base = np.zeros((n_values, room.problem.n_tables), np.int64)
        certain = attends & (sole >= 0) & (values.of >= 0)
        np.add.at(base, (values.of[certain], sole[certain]), 1)
        counted = attends & (sole < 0) & (values.of >= 0)
        in_blocks = np.zeros(n_values, np.int64)
        bound = np.flatnonzero(counted & (bond >= 0))
        blocks, block_of = np.unique(np.stack([bond[bound], values.of[bound]], axis=1), axis=0, return_inverse=True)
        aside = np.zeros(len(attends), np.bool_)
        for number, (_, value) in enumerate(blocks.tolist()):
            members = bound[block_of.reshape(-1) == number]
            aside[members[1:]] = True
            in_blocks[value] += choose_two(len(members))
        tables = int(room.problem.is_open[r].sum())
        for value in np.flatnonzero(in_blocks).tolist():
            people, fewer = (int((who & (values.of == value)).sum()) for who in (counted, counted & ~aside))
            if in_blocks[value] + spread(fewer, tables) < spread(people, tables):
                aside[values.of == value] = False
                in_blocks[value] = 0
        return cls(room, r, values, base, counted & ~aside, in_blocks)

    def least(self, rules: list[_Rule], *, flows: int) -> int:
        """Return the best of two bounds: all values spread, or those that no rule wants to be in company."""
        number = self.values.number
        compositions = [rule for rule in rules if isinstance(rule, Composition) and rule.value in number]
        in_company = sorted({number[x.value] for x in rules if isinstance(x, NoIsolates) and x.value in number})
        every = np.ones(len(self.base), np.bool_)
        bound = self._spread(every, compositions, flows=flows)
        if in_company:
            others = every.copy()
            others[in_company] = False
            company = sum(self._never_single(value) for value in in_company)
            bound = max(bound, company + self._spread(others, compositions, flows=flows))
        return bound

    def _never_single(self, value: int) -> int:
        """Return the least pairs of a value that is nowhere alone: n people are at n // 2 tables at most."""
        people = int((self.room.problem.attends[self.r] & (self.values.of == value)).sum())
        return spread(people, min(int(self.room.problem.is_open[self.r].sum()), people // 2))

    def _spread(self, charged: Bools, compositions: list[Composition], *, flows: int) -> int:
        """Return the bound over the values that are charged, with one more row for people who cost nothing."""
        room, r = self.room, self.r
        may_sit, sole = room.may_sit[r], room.sole[r]
        base, cells = self._composed(compositions)
        people = np.bincount(self.values.of[self.counted], minlength=len(base)) - (base - self.base).sum(axis=1)
        if (people < 0).any():
            return 0
        free = room.problem.attends[r] & (sole < 0) & ~self.counted
        rows = np.append(people, free.sum())
        seated = np.bincount(sole[sole >= 0], minlength=room.problem.n_tables) + (base - self.base).sum(axis=0)
        transport = Transport(
            base=np.vstack([base, np.zeros_like(seated)]),
            room=np.vstack([cells, may_sit[free].sum(axis=0)]),
            charged=np.repeat(np.append(charged, False)[:, None], base.shape[1], axis=1),
            row_least=rows,
            row_most=rows,
            column_least=np.maximum(room.low[r] - seated, 0),
            column_most=np.maximum(room.high[r] - seated, 0),
            people=int(rows.sum()),
        )
        return transport.least(flows=flows) + int(self.in_blocks[charged].sum())

    def _composed(self, compositions: list[Composition]) -> tuple[Longs, Longs]:
        """Return who is at a table for certain and how many more may come, of each value, with its composition kept.

        A least number counts as there for certain. It is passed over for values with people bound together, of
        whom only one is counted.
        """
        room, r = self.room, self.r
        base = self.base.copy()
        may_sit = room.may_sit[r][self.counted]
        first, kind_of = alike(may_sit)
        people = np.zeros((len(base), len(first)), np.int64)
        np.add.at(people, (self.values.of[self.counted], kind_of), 1)
        cells: Longs = people @ may_sit[first]
        for rule in compositions:
            value = self.values.number[rule.value]
            named = [rule.tables is None or table.id in rule.tables for table in room.problem.meeting.tables]
            here = np.array(named) & room.problem.is_open[r]
            if rule.max is not None:
                most = np.maximum(rule.max - self.base[value], 0)
                cells[value] = np.where(here, np.minimum(cells[value], most), cells[value])
            if not self.in_blocks[value]:
                base[value] = np.where(here, np.maximum(base[value], rule.min), base[value])
        return base, np.maximum(cells - (base - self.base), 0)
