"""Who may sit where, as variables of a constraint model, with the words that rules are written in.

Knows no rule: ``rules`` and ``objective`` speak with these words.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import TypeAlias

import numpy as np
from ortools.sat.python import cp_model

from tischrunde.exact.routes import Route, companies, routes_of
from tischrunde.problem import Bools, Longs, Problem, Seats

__all__ = ["Floor", "Literal", "Value", "When", "negated"]

Literal: TypeAlias = cp_model.BoolVarT | cp_model.LinearExpr | bool
"""A variable that is true or false, its negation, a sum of some of which at most one is true, or what is known."""

When: TypeAlias = Sequence[cp_model.BoolVarT]
"""The literals under which a rule holds; empty when it always does."""

Value: TypeAlias = Callable[[Literal], int]
"""What a literal is worth in a solution."""


def negated(literal: Literal) -> Literal:
    """Return the opposite of a literal."""
    if isinstance(literal, bool):
        return not literal
    return ~literal if isinstance(literal, cp_model.BoolVarT) else 1 - literal


class Floor:
    """The seats of all rounds. A person who attends a round has exactly one seat in it.

    People, rounds, tables and themes are counted from 0, as in ``Problem``. Only ``sits`` of free people are variables
    from the beginning; what follows from them is made when somebody asks for it.

    Parameters
    ----------
    problem
        the meeting as arrays
    possible
        bool, shape (n_rounds, n_people, n_tables); where somebody may sit at all
    frozen
        int32, shape (n_rounds, n_people); the table of people who keep their seat, -1 for all others
    may_open
        bool, shape (n_rounds, n_tables); closed tables that may be opened
    by_routes
        whether the variables are whole routes, see ``exact.routes``, and a seat is the sum of the routes through it
    """

    def __init__(
        self,
        problem: Problem,
        possible: Bools,
        *,
        frozen: Seats | None = None,
        may_open: Bools | None = None,
        by_routes: bool = False,
    ) -> None:
        self.problem = problem
        self.cp = cp_model.CpModel()
        nowhere = np.full(problem.attends.shape, -1, np.int32)
        self.frozen: Seats = nowhere if frozen is None else np.where(problem.attends, frozen, -1).astype(np.int32)
        self.free: Bools = problem.attends & (self.frozen < 0)
        self.routes: list[list[tuple[Route, cp_model.IntVar]]] = []
        self._seats: dict[tuple[int, int], dict[int, cp_model.LinearExpr]] = {}
        self._meets: dict[tuple[int, int, int], cp_model.IntVar] = {}
        self._both_ways: set[tuple[int, int, int]] = set()
        self._visits_of: dict[int, dict[int, list[Literal]]] = {}
        self._visits: dict[tuple[int, int], Literal] = {}
        self._open: dict[tuple[int, int], cp_model.IntVar] = {}
        self._worth: list[tuple[cp_model.IntVar, Callable[[Value], int]]] = []
        if by_routes:
            self._lay_routes(possible)
        else:
            self._set_seats(possible)
        if may_open is not None:
            self._let_open(may_open & ~problem.is_open)

    def _set_seats(self, possible: Bools) -> None:
        """Make a variable for each free person, round and table."""
        for r, p in np.argwhere(self.free).tolist():
            seats = {t: self.cp.new_bool_var(f"x{p},{r},{t}") for t in np.flatnonzero(possible[r, p]).tolist()}
            self.cp.add_exactly_one(seats.values())
            self._seats[p, r] = dict(seats)

    def _lay_routes(self, possible: Bools) -> None:
        """Make a variable for each route of each group of people; nobody keeps a seat."""
        for people in companies(self.problem):
            routes = [(route, self.cp.new_bool_var("")) for route in routes_of(self.problem, possible, people)]
            self.cp.add_exactly_one(goes for _, goes in routes)
            through: defaultdict[tuple[int, int], list[cp_model.IntVar]] = defaultdict(list)
            for route, goes in routes:
                for r, t in route:
                    through[r, t].append(goes)
            for p in people:
                self.routes.append(routes)
                self._seats |= {(p, r): {} for r in np.flatnonzero(self.free[:, p]).tolist()}
                for (r, t), ways in sorted(through.items()):
                    self._seats[p, r][t] = cp_model.LinearExpr.sum(ways)

    def _let_open(self, closed: Bools) -> None:
        """Let tables be opened that are closed so far."""
        for r, t in np.argwhere(closed).tolist():
            opened = self._open[r, t] = self.cp.new_bool_var(f"open{r},{t}")
            for seat in self.people_at(r, t):
                self.some([negated(seat), opened])

    def some(self, literals: Iterable[Literal], when: When = ()) -> None:
        """Let at least one of these be true, under some literals."""
        every = list(literals)
        plain = [literal for literal in every if isinstance(literal, bool | cp_model.BoolVarT)]
        if len(plain) == len(every):
            self.cp.add_bool_or(plain).only_enforce_if(*when)
        else:
            self.cp.add(cp_model.LinearExpr.sum(every) >= 1).only_enforce_if(*when)

    def at_most(self, literals: Iterable[Literal], most: int, when: When = ()) -> None:
        """Let no more than so many of these be true, under some literals."""
        some = [literal for literal in literals if literal is not False]
        if len(some) <= most:
            return
        plain = [literal for literal in some if isinstance(literal, bool | cp_model.BoolVarT)]
        if most == 1 and not when and len(plain) == len(some):
            self.cp.add_at_most_one(plain)
        else:
            self.cp.add(cp_model.LinearExpr.sum(some) <= most).only_enforce_if(*when)

    @cached_property
    def person_at(self) -> dict[str, int]:
        """Return the index of each person by id."""
        return {person.id: p for p, person in enumerate(self.problem.meeting.people)}

    def sits(self, person: int, number: int, table: int) -> Literal:
        """Return whether a person sits at a table in a round."""
        seats = self._seats.get((person, number))
        if seats is None:
            return bool(self.frozen[number, person] == table)
        return seats.get(table, False)

    def tables_of(self, person: int, number: int) -> Iterable[int]:
        """Return the tables that a person may have in a round; none when absent."""
        seats = self._seats.get((person, number))
        if seats is not None:
            return seats.keys()
        table = int(self.frozen[number, person])
        return (table,) if table >= 0 else ()

    def is_open(self, number: int, table: int) -> cp_model.BoolVarT | bool:
        """Return whether a table is open in a round."""
        return self._open.get((number, table), bool(self.problem.is_open[number, table]))

    def tables_in(self, number: int) -> list[int]:
        """Return the tables that are or may be open in a round."""
        return [t for t in range(self.problem.n_tables) if self.is_open(number, t) is not False]

    def people_at(self, number: int, table: int, among: Iterable[int] | None = None) -> list[Literal]:
        """Return for each person who may sit at a table in a round whether this person does."""
        here = self._at[number].get(table, {})
        return list(here.values()) if among is None else [here[person] for person in among if person in here]

    def who_at(self, number: int, table: int) -> Iterable[int]:
        """Return the people who may sit at a table in a round."""
        return self._at[number].get(table, {}).keys()

    @cached_property
    def _at(self) -> list[dict[int, dict[int, Literal]]]:
        """Return for each round, table and person who may sit there whether this person does."""
        at: list[dict[int, dict[int, Literal]]] = [{} for _ in range(self.problem.n_rounds)]
        for number, here in enumerate(at):
            for person in np.flatnonzero(self.problem.attends[number]).tolist():
                for table in self.tables_of(person, number):
                    here.setdefault(table, {})[person] = self.sits(person, number, table)
        return at

    def visits_at(self, person: int, theme: int) -> list[Literal]:
        """Return all the seats of a person at the tables of a theme, over all rounds."""
        return self.visits_of(person).get(theme, [])

    def visits_of(self, person: int) -> dict[int, list[Literal]]:
        """Return for each theme that a person may come to all the seats there, over all rounds."""
        if person not in self._visits_of:
            themes = self._visits_of[person] = {}
            for number in range(self.problem.n_rounds):
                for table in self.tables_of(person, number):
                    themes.setdefault(int(self.problem.theme_of[table]), []).append(self.sits(person, number, table))
        return self._visits_of[person]

    def visits(self, person: int, theme: int) -> Literal:
        """Return a literal that is true only if a person comes to a theme. It may be false all the same."""
        key = person, theme
        if key not in self._visits:
            seats = self.visits_at(person, theme)
            if any(seat is True for seat in seats):
                self._visits[key] = True
            elif len(seats) < 2:
                self._visits[key] = seats[0] if seats else False
            else:
                visit = self.derived(lambda value: max(map(value, seats)))
                self.some([~visit, *seats])
                self._visits[key] = visit
        return self._visits[key]

    def meet(self, one: int, other: int, number: int, *, both_ways: bool = False) -> Literal:
        """Return whether two people share a table in a round.

        Without ``both_ways`` the literal is true whenever they do but may be true without: enough where meeting costs.
        """
        one, other = min(one, other), max(one, other)
        key = one, other, number
        if not (self.problem.attends[number, one] and self.problem.attends[number, other]):
            return False
        for fixed, moving in ((one, other), (other, one)):
            if not self.free[number, fixed]:
                return self.sits(moving, number, int(self.frozen[number, fixed]))
        common = [t for t in self._seats[one, number] if t in self._seats[other, number]]
        if not common:
            return False
        if key not in self._meets:
            self._meets[key] = self._met(one, other, number, common)
        met = self._meets[key]
        if both_ways and key not in self._both_ways:
            self._both_ways.add(key)
            for table in self.tables_of(one, number):
                self.some([~met, negated(self.sits(one, number, table)), self.sits(other, number, table)])
        return met

    def _met(self, one: int, other: int, number: int, common: Sequence[int]) -> cp_model.IntVar:
        pairs = [(self._seats[one, number][t], self._seats[other, number][t]) for t in common]
        met = self.derived(lambda value: max(value(a) * value(b) for a, b in pairs))
        for a, b in pairs:
            self.some([negated(a), negated(b), met])
        return met

    @cached_property
    def met_already(self) -> Longs:
        """Return in how many rounds two people share a table without either being free."""
        met = np.zeros((self.problem.n_people, self.problem.n_people), np.int64)
        for seats in self.frozen:
            met += (seats[:, None] == seats[None, :]) & (seats[:, None] >= 0)
        np.fill_diagonal(met, 0)
        return met

    @cached_property
    def may_meet(self) -> dict[tuple[int, int], list[int]]:
        """Return for each pair, the smaller first, the rounds in which they may meet and one of them is free."""
        rounds: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
        for number, here in enumerate(self._at):
            tables = {p: set(self.tables_of(p, number)) for p in np.flatnonzero(self.free[number]).tolist()}
            for one in tables:
                others = {other for table in tables[one] for other in here[table]}
                for other in sorted(others):
                    if other > one or (other < one and other not in tables):
                        rounds[min(one, other), max(one, other)].append(number)
        return rounds

    def derived(self, worth: Callable[[Value], int], *, most: int = 1) -> cp_model.IntVar:
        """Return a variable from 0 to ``most`` that follows from the seats as ``worth`` says."""
        made = self.cp.new_bool_var("") if most == 1 else self.cp.new_int_var(0, most, "")
        self._worth.append((made, worth))
        return made

    @cached_property
    def seat_variables(self) -> list[tuple[int, int, int, cp_model.LinearExpr]]:
        """Return person, round, table and variable of every free seat."""
        return [(p, r, t, seat) for (p, r), seats in self._seats.items() for t, seat in seats.items()]

    def hint(self, table_of: Seats) -> None:
        """Tell the solver where to begin: seats, and all that follows from them."""
        worth: dict[int, int] = {}

        def value(literal: Literal) -> int:
            if isinstance(literal, bool):
                return int(literal)
            assert isinstance(literal, cp_model.BoolVarT), "no seat is a sum of routes"
            own = worth[literal.index if literal.index >= 0 else -literal.index - 1]
            return own if literal.index >= 0 else 1 - own

        for p, r, t, seat in self.seat_variables:
            assert isinstance(seat, cp_model.IntVar), "no seat is a sum of routes"
            worth[seat.index] = int(table_of[r, p] == t)
        for made, follows in self._worth:
            worth[made.index] = follows(value)
        for index, number in worth.items():
            self.cp.add_hint(self.cp.get_int_var_from_proto_index(index), number)

    def seats(self, value: Value) -> Seats:
        """Return the table of each person in a solution; int32, shape (n_rounds, n_people), -1 when absent."""
        table_of = self.frozen.copy()
        for p, r, t, seat in self.seat_variables:
            if value(seat):
                table_of[r, p] = t
        return table_of
