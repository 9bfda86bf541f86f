"""What no plan can beat in mixing, wishes and reunions at once: one account of all visits, over all rounds.

The bounds of single terms look at one round, or at one theme. Here a visit is booked once for all: it takes a seat,
counts in every crowd at its table, may fulfil a wish, and uses up the one visit to its theme.
"""

from dataclasses import dataclass

import numpy as np

from tischrunde.bounds.class_pairs import add_class_pairs, add_reunions
from tischrunde.bounds.company import Company
from tischrunde.bounds.crowds import Crowd, Priced, crowds
from tischrunde.bounds.itineraries import add_itineraries
from tischrunde.bounds.linear import UNLIMITED, Linear
from tischrunde.bounds.room import Room
from tischrunde.model import Composition
from tischrunde.problem import BROKEN, Bools, Longs, codes

__all__ = ["VISITS_AT_MOST", "Visits", "least_of_visits"]

VISITS_AT_MOST = 6_000
"""Columns for visits in one linear program: some tenths of a second."""

VISITS_AT_MOST_THOROUGHLY = 18_000
"""The same when there is more time: a second or two."""

SEATS_AT_MOST = 60_000
"""People times tables beyond which there are too many columns anyway."""


def least_of_visits(
    company: Company, *, reunions: int | None, thorough: bool = False, visits: "Visits | None" = None
) -> int:
    """Return a lower bound on the cost of mixing, wishes and reunions together; 0 where the account grows too long.

    People who may do the same and count for the same are of one type; rounds in which the same seats remain possible
    and the same composition rules apply are of one kind; where that makes too many columns, all rounds are. A column
    tells how often people of a type sit at a table in the rounds of a kind. Every valid plan gives whole
    numbers to the columns that keep these rows, at its own cost:

    - each type sits somewhere in every round it attends, each table holds as many as its sizes let;
    - those who come to a theme once do so over all rounds together, those who must see it come at least once;
    - a wish is fulfilled by a visit; composition rules hold on average over the rounds of a kind;
    - people who sit together come to a table equally often;
    - crowds cost what ``Crowd.add`` says, reunions what ``add_class_pairs`` says.

    Parameters
    ----------
    reunions
        A lower bound on the reunions; without one, reunions are left out.
    thorough
        Whether to take more columns, and to look at whole routes, see ``add_itineraries``.
    visits
        The columns, from ``Visits.of_all``; for those who ask twice.

    Notes
    -----
    The linear program forgets that people are whole and that rounds differ, so its least cost is a lower bound. Where
    all rounds are of one kind and one attribute counts, it is a flow and its visits are whole.
    """
    visits = visits or Visits.of_all(company.room, thorough=thorough)
    if visits is None:
        return 0
    linear = Linear()
    visits.book(linear)
    constant = visits.add_wishes(linear)
    constant += sum(crowd.weight * crowd.certain for crowd in visits.crowds)
    priced = visits.add_crowds(linear)
    if reunions is not None and company.room.problem.reunion_weight:
        total = add_reunions(linear, company, reunions=reunions)
        kinds = _kinds(company.room)
        add_class_pairs(linear, company, kinds, priced, total=total)
        if thorough and visits.kinds == kinds:
            add_itineraries(linear, visits, total)
    return constant + linear.least_cost()


@dataclass(frozen=True, eq=False)
class Visits:
    """The columns of the account.

    Rounds of a kind may differ: a seat counts as possible that is so in one of them, somebody as one of a crowd, and
    people as bound together, who are so in all of them, and a rule as in force that is so in all of them.

    Attributes
    ----------
    room : the seats that remain possible
    kinds : for each kind of rounds, its rounds
    crowds : whose company costs something
    type_of : int64, shape (n_people,); people of the same type share a number
    first : int64, shape (n_types,); somebody of each type
    people : int64, shape (n_types,); how many they are
    column : int64, shape (n_types, n_kinds, n_tables); its visits there, -1 where none can be
    """

    room: Room
    kinds: tuple[tuple[int, ...], ...]
    crowds: list[Crowd]
    type_of: Longs
    first: Longs
    people: Longs
    column: Longs

    @classmethod
    def of_all(cls, room: Room, *, thorough: bool) -> "Visits | None":
        """Sort people, with rounds sorted by kinds if there is time; ``None`` where there is nothing or too much."""
        if not 0 < room.problem.n_people * room.problem.n_tables <= SEATS_AT_MOST:
            return None
        kinds = _kinds(room)
        most = VISITS_AT_MOST_THOROUGHLY if thorough else VISITS_AT_MOST
        if thorough and 0 < (visits := cls.of(room, kinds)).number <= most:
            return visits
        visits = cls.of(room, (tuple(range(room.problem.n_rounds)),))
        return visits if 0 < visits.number <= most else None

    @classmethod
    def of(cls, room: Room, kinds: tuple[tuple[int, ...], ...]) -> "Visits":
        """Sort people, with the rounds sorted by kinds."""
        costly = crowds(room, kinds)
        marks = _marks(room, kinds, costly)
        _, first, type_of, people = np.unique(marks, axis=0, return_index=True, return_inverse=True, return_counts=True)
        may_sit = np.array([room.may_sit[list(kind)][:, first].any(axis=0) for kind in kinds]).swapaxes(0, 1)
        column = np.where(may_sit, np.cumsum(may_sit).reshape(may_sit.shape) - 1, -1)
        return cls(room, kinds, costly, type_of.reshape(-1), first, people, column)

    @property
    def number(self) -> int:
        """Return how many columns there are."""
        return int(self.column.max(initial=-1)) + 1

    def places(self) -> tuple[Longs, Longs, Longs]:
        """Return type, kind and table of each column, in order."""
        i, k, t = np.nonzero(self.column >= 0)
        return i, k, t

    def book(self, linear: Linear) -> None:
        """Add the columns, the first of the program, and the rows about seats and themes."""
        problem, (i, k, t) = self.room.problem, self.places()
        rounds = np.array([problem.attends[list(kind)][:, self.first].sum(axis=0) for kind in self.kinds]).T
        once = problem.once[self.first]
        columns = linear.columns(self.people[i] * np.where(once[i], 1, rounds[i, k]))
        sits, who = np.unique(i * len(self.kinds) + k, return_inverse=True)
        seats = self.people[sits // len(self.kinds)] * rounds.reshape(-1)[sits]
        linear.enter(linear.rows(seats, seats)[who.reshape(-1)], columns)
        low, high = (
            np.array([limit[list(kind)].sum(axis=0) for kind in self.kinds], np.int64)
            for limit in (self.room.low, self.room.high)
        )
        tables = linear.rows(low.reshape(-1), high.reshape(-1))
        linear.enter(tables[k * problem.n_tables + t], columns)
        self._book_themes(linear)
        self._book_groups(linear)
        self._book_compositions(linear)

    def _book_themes(self, linear: Linear) -> None:
        """Let those who come to a theme once do so, and those who must come at least once."""
        problem, (i, _, t) = self.room.problem, self.places()
        visited, which = np.unique(i * problem.n_themes + problem.theme_of[t], return_inverse=True)
        person = self.first[visited // problem.n_themes]
        people = self.people[visited // problem.n_themes]
        must = problem.miss[person, visited % problem.n_themes] >= BROKEN // 2
        most = np.where(problem.once[person], people, UNLIMITED)
        rows = linear.rows(np.where(must, people, -UNLIMITED), most)
        linear.enter(rows[which.reshape(-1)], np.arange(self.number))

    def _book_groups(self, linear: Linear) -> None:
        """Let types whose people sit together come to a table equally often, each as many times as they are."""
        for k, kind in enumerate(self.kinds):
            group_of = self.room.problem.group_of[list(kind)][:, self.first]
            bound, of_bound = np.unique(group_of, axis=1, return_inverse=True)
            for group in np.flatnonzero((bound >= 0).all(axis=0)).tolist():
                one, *others = np.flatnonzero(of_bound.reshape(-1) == group).tolist()
                tables = np.flatnonzero(self.column[one, k] >= 0)
                for other in others:
                    rows = linear.rows(0 * tables, 0 * tables)
                    linear.enter(rows, self.column[one, k, tables], self.people[other])
                    linear.enter(rows, self.column[other, k, tables], -self.people[one])

    def _book_compositions(self, linear: Linear) -> None:
        problem = self.room.problem
        for rule in problem.meeting.rules:
            if not isinstance(rule, Composition):
                continue
            having = np.array([person.value(rule.attribute) == rule.value for person in problem.meeting.people])
            named = np.array([rule.tables is None or table.id in rule.tables for table in problem.meeting.tables])
            for k, kind in enumerate(self.kinds):
                if rule.rounds is not None and any(r + 1 not in rule.rounds for r in kind):
                    continue
                here = np.flatnonzero(named & problem.is_open[list(kind)].all(axis=0))
                most = UNLIMITED if rule.max is None else rule.max * len(kind)
                rows = linear.rows(np.full(len(here), rule.min * len(kind)), np.full(len(here), most))
                for row, t in zip(rows, here, strict=True):
                    linear.enter(row, self.at(having, k, int(t)))

    def at(self, having: Bools, k: int, t: int) -> Longs:
        """Return the columns of those people at a table in the rounds of a kind."""
        columns = self.column[having[self.first], k, t]
        possible: Longs = columns[columns >= 0]
        return possible

    def add_crowds(self, linear: Linear) -> list[Priced]:
        """Add what company costs, crowd by crowd."""
        priced = []
        for crowd in self.crowds:
            none = np.zeros(0, np.int64)
            parts = [(none, none)] + [
                crowd.add(linear, len(self.kinds[k]), k, t, self.at(crowd.counted[k], k, t))
                for k, t in np.argwhere(crowd.looked_at).tolist()
            ]
            columns, prices = (np.concatenate(part) for part in zip(*parts, strict=True))
            priced.append(Priced(crowd, columns, prices))
        return priced

    def add_wishes(self, linear: Linear) -> int:
        """Add what wishes fulfilled save, and return what all wishes cost unfulfilled."""
        problem, (i, _, t) = self.room.problem, self.places()
        miss = problem.miss[self.first]
        price = miss - BROKEN * ((miss + BROKEN // 2) // BROKEN)
        wishing, theme = np.nonzero(price)
        fulfilled = linear.columns(self.people[wishing], cost=-price[wishing, theme])
        rows = linear.rows(np.full(len(wishing), -UNLIMITED), np.zeros(len(wishing), np.int64))
        number = np.full(price.shape, -1)
        number[wishing, theme] = np.arange(len(wishing))
        of_wish = number[i, problem.theme_of[t]]
        linear.enter(rows, fulfilled)
        linear.enter(rows[of_wish[of_wish >= 0]], np.flatnonzero(of_wish >= 0), -1)
        return int((price * self.people[:, None]).sum())


def _kinds(room: Room) -> tuple[tuple[int, ...], ...]:
    """Return the rounds of each kind: the same seats possible, the same composition rules in force."""
    rules = [rule for rule in room.problem.meeting.rules if isinstance(rule, Composition)]
    rounds_of: dict[tuple[int, ...], list[int]] = {}
    for r, kind in enumerate(room.round_kind):
        applying = [i for i, rule in enumerate(rules) if rule.rounds is None or r + 1 in rule.rounds]
        rounds_of.setdefault((kind, *applying), []).append(r)
    return tuple(map(tuple, rounds_of.values()))


def _marks(room: Room, kinds: tuple[tuple[int, ...], ...], costly: list[Crowd]) -> Longs:
    """Return everything by which people differ in the account; int64, one row for each person."""
    problem, people = room.problem, room.problem.meeting.people
    places = np.array([room.may_sit[list(kind)].any(axis=0) for kind in kinds])
    seats = np.packbits(places.swapaxes(0, 1).reshape(problem.n_people, -1), axis=1)
    rules = [rule for rule in problem.meeting.rules if isinstance(rule, Composition)]
    values = [codes(people, name) for name in sorted({rule.attribute for rule in rules})]
    values += [crowd.people * 2 + counted for crowd in costly for counted in crowd.counted]
    by_round = [problem.attends.T, problem.group_of.T]
    same = [seats, problem.miss, problem.once[:, None], *by_round, *(v[:, None] for v in values)]
    return np.hstack([np.asarray(column, np.int64) for column in same])
