"""Plain CP-SAT: the whole meeting as one constraint model, as a good engineer would write it in an hour.

One variable for each person, round and table; one for each pair and round that says whether they meet. No symmetry
breaking, no hint, no bound from outside. Independent of the planner's own exact model.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import partial
from itertools import combinations, pairwise
from typing import Any

from benchmarks.watch import Answer, Watch
from tischrunde.model import (
    Apart,
    Composition,
    MeetAtMost,
    Meeting,
    NoIsolates,
    OnePerTable,
    Pin,
    Rule,
    Seating,
    ThemeVisits,
    Together,
)

__all__ = ["plain_cp_sat"]

SHORTEST = 0.01  # seconds; the solver takes 0 for no limit


class OutOfTimeError(Exception):
    """The time is over before the model is written down."""


def plain_cp_sat(meeting: Meeting, watch: Watch, seed: int, workers: int) -> Answer:
    """Plan a meeting with CP-SAT alone. Writing the model down counts as part of its time."""
    from ortools.sat.python import cp_model

    try:
        model = _Model(meeting, watch)
    except OutOfTimeError:
        return Answer(None)

    class Watcher(cp_model.CpSolverSolutionCallback):
        def on_solution_callback(self) -> None:
            watch.note(0, round(self.objective_value))

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = workers
    solver.parameters.random_seed = seed % (1 << 31)
    solver.parameters.max_time_in_seconds = max(SHORTEST, watch.left())
    status = solver.solve(model.model, Watcher())
    if status == cp_model.INFEASIBLE:
        return Answer(None, status="infeasible")
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Answer(None)
    bound = round(solver.best_objective_bound)
    return Answer(model.seating(solver), bound, "optimal" if status == cp_model.OPTIMAL else "feasible")


class _Model:
    """The model of a meeting.

    Attributes
    ----------
    sits : for each person, round attended and open table, whether the person sits there
    meets : for each pair whose meetings count and each round both attend, 1 when they share a table
    """

    def __init__(self, meeting: Meeting, watch: Watch) -> None:
        from ortools.sat.python import cp_model

        self.meeting, self.watch = meeting, watch
        self.model = cp_model.CpModel()
        self.open = {number: [table.id for table in meeting.open_tables(number)] for number in meeting.round_numbers}
        self.here = {
            number: [p.id for p in meeting.people if number in meeting.attended[p.id]]
            for number in meeting.round_numbers
        }
        self.sits: dict[tuple[str, int, str], Any] = {}
        self.meets: dict[tuple[str, str], list[Any]] = {}
        self.visits: dict[tuple[str, str], Any] = {}
        self.costs: list[Any] = []
        self._seats()
        self._sizes()
        self._people()
        for rule in meeting.rules:
            self._rule(rule)
        self._reunions()
        self._mixing()
        self._wishes()
        self.model.minimize(sum(self.costs))

    def seating(self, solver: Any) -> Seating:
        """Return the plan that a solver found."""
        seated = [{table: list[str]() for table in self.open[number]} for number in self.meeting.round_numbers]
        for (person, number, table), sits in self.sits.items():
            if solver.boolean_value(sits):
                seated[number - 1][table].append(person)
        return tuple({table: tuple(people) for table, people in tables.items()} for tables in seated)

    def _at(self, number: int, table: str, people: Iterable[str]) -> Any:
        """Return how many of some people sit at a table in a round."""
        return sum(self.sits[p, number, table] for p in people if (p, number, table) in self.sits)

    def _having(self, attribute: str, value: str) -> list[str]:
        return [person.id for person in self.meeting.people if person.value(attribute) == value]

    def _values(self, attribute: str) -> list[str]:
        values = (person.value(attribute) for person in self.meeting.people)
        return list(dict.fromkeys(value for value in values if value is not None))

    def _tables(self, rounds: Iterable[int] | None = None) -> Iterable[tuple[int, str]]:
        for number in self.open if rounds is None else rounds:
            if self.watch.is_over():
                raise OutOfTimeError
            for table in self.open[number]:
                yield number, table

    def _seats(self) -> None:
        for number, people in self.here.items():
            for person in people:
                if self.watch.is_over():
                    raise OutOfTimeError
                seats = [self.model.new_bool_var("") for _ in self.open[number]]
                self.sits.update(zip([(person, number, table) for table in self.open[number]], seats, strict=True))
                self.model.add_exactly_one(seats)

    def _sizes(self) -> None:
        balance = self.meeting.balance
        for number, people in self.here.items():
            smallest = self.model.new_int_var(0, len(people), "")
            for table in self.meeting.open_tables(number):
                size = self._at(number, table.id, people)
                self.model.add(size <= table.seats)
                self.model.add(size >= table.min_seats)
                if balance is not None:
                    self.model.add(size >= smallest)
                    self.model.add(size <= smallest + balance)

    def _people(self) -> None:
        """Keep hosts at their tables, needs and themes to avoid or to visit."""
        meeting = self.meeting
        for person in meeting.people:
            themes: defaultdict[str, list[Any]] = defaultdict(list)
            for number in sorted(meeting.attended[person.id]):
                host_table = meeting.host_table(person, number)
                if host_table is not None:
                    self.model.add(self.sits[person.id, number, host_table] == 1)
                for table in meeting.open_tables(number):
                    sits = self.sits[person.id, number, table.id]
                    theme = meeting.theme_of[table.id]
                    themes[theme].append(sits)
                    if not set(person.needs) <= set(table.features):
                        self.model.add(sits == 0)
                    if person.hosts is None and theme in person.avoid:
                        self.model.add(sits == 0)
            for theme, sits in themes.items():
                if meeting.themes_at_most_once and person.hosts is None:
                    self.model.add_at_most_one(sits)
                visited = self.visits[person.id, theme] = self.model.new_bool_var("")
                self.model.add(sum(sits) >= visited)
            for theme in person.must_visit:
                self.model.add(sum(themes[theme]) >= 1)

    def _rule(self, rule: Rule) -> None:
        match rule:
            case ThemeVisits():
                self._theme_visits(rule)
            case Together():
                self._together(rule)
            case Apart():
                for number, table in self._tables(rule.rounds):
                    self.model.add(self._at(number, table, set(rule.people)) <= 1)
            case Pin():
                self._pin(rule)
            case MeetAtMost():
                people = [p.id for p in self.meeting.people] if rule.people is None else [*dict.fromkeys(rule.people)]
                for one, other in combinations(people, 2):
                    self.model.add(sum(self._meetings(one, other)) <= rule.count)
            case _:
                self._numbers(rule)

    def _numbers(self, rule: Rule) -> None:
        """Keep a rule about how many of a kind sit at a table."""
        match rule:
            case Composition():
                people = self._having(rule.attribute, rule.value)
                for number, table in self._tables(rule.rounds):
                    if rule.tables is None or table in rule.tables:
                        self.model.add(self._at(number, table, people) >= rule.min)
                        if rule.max is not None:
                            self.model.add(self._at(number, table, people) <= rule.max)
            case NoIsolates():
                people = self._having(rule.attribute, rule.value)
                for number, table in self._tables(rule.rounds):
                    some = self.model.new_bool_var("")
                    self.model.add(self._at(number, table, people) >= 2 * some)
                    self.model.add(self._at(number, table, people) <= len(people) * some)
            case OnePerTable():
                for value in self._values(rule.attribute):
                    for number, table in self._tables(rule.rounds):
                        self.model.add(self._at(number, table, self._having(rule.attribute, value)) <= 1)

    def _theme_visits(self, rule: ThemeVisits) -> None:
        every = dict.fromkeys(self.meeting.theme_of.values())
        for person in self.meeting.people:
            if person.hosts is None and self.meeting.attended[person.id]:
                visited = [self.visits.get((person.id, theme), 0) for theme in every]
                least = len(every) if rule.all else 0
                self.model.add(sum(visited) >= max(least, rule.at_least or 0))

    def _together(self, rule: Together) -> None:
        for number in self.meeting.round_numbers if rule.rounds is None else rule.rounds:
            here = [person for person in dict.fromkeys(rule.people) if number in self.meeting.attended[person]]
            if rule.rounds is None and len(here) < len(set(rule.people)):
                continue
            for one, other in pairwise(here):
                for table in self.open[number]:
                    self.model.add(self.sits[one, number, table] == self.sits[other, number, table])

    def _pin(self, rule: Pin) -> None:
        sits = self.sits.get((rule.person, rule.round, rule.table))
        if sits is None:
            self.model.add_bool_or([])
        else:
            self.model.add(sits == 1)

    def _meetings(self, one: str, other: str) -> list[Any]:
        """Return for each round both attend whether they meet: at least 1 when they do, free to be 1 when not."""
        if (other, one) in self.meets:
            return self.meets[other, one]
        if (one, other) not in self.meets:
            if self.watch.is_over():
                raise OutOfTimeError
            meetings = self.meets[one, other] = []
            for number in sorted(self.meeting.attended[one] & self.meeting.attended[other]):
                meets = self.model.new_bool_var("")
                for table in self.open[number]:
                    self.model.add(self.sits[one, number, table] + self.sits[other, number, table] <= 1 + meets)
                meetings.append(meets)
        return self.meets[one, other]

    def _reunions(self) -> None:
        """Price the meetings of all pairs, and the company of those who are wanted together."""
        meeting, weights = self.meeting, self.meeting.weights
        met = self._of_pairs(meeting.history)
        liked = self._of_pairs(meeting.affinities)
        for one, other in combinations([p.id for p in meeting.people], 2):
            before, liking = met[one, other] + met[other, one], liked[one, other] + liked[other, one]
            if not weights.reunions and not (weights.affinities and liking):
                continue
            meetings = self._meetings(one, other)
            if liking > 0:
                self._meet_exactly(one, other, meetings)
            self.costs.append(-weights.affinities * liking * sum(meetings))
            self._price(sum(meetings), len(meetings), partial(_reunions_of, before), weights.reunions)

    @staticmethod
    def _of_pairs(listed: Iterable[tuple[str, str, int]]) -> defaultdict[tuple[str, str], int]:
        of: defaultdict[tuple[str, str], int] = defaultdict(int)
        for one, other, number in listed:
            of[one, other] += number
        return of

    def _meet_exactly(self, one: str, other: str, meetings: list[Any]) -> None:
        """Let nobody gain by a meeting that does not take place."""
        both = sorted(self.meeting.attended[one] & self.meeting.attended[other])
        for number, meets in zip(both, meetings, strict=True):
            for table in self.open[number]:
                sits = self.sits[one, number, table] - self.sits[other, number, table]
                self.model.add(sits <= 1 - meets)

    def _price(self, count: Any, most: int, price: Callable[[int], int], weight: int) -> None:
        """Add a convex price of a number from 0 to ``most`` to the cost, one line for each step."""
        if not weight or most < 1 or price(most) == 0:
            return
        value = self.model.new_int_var(0, price(most), "")
        for k in range(most):
            slope = price(k + 1) - price(k)
            if slope:
                self.model.add(value >= slope * (count - k) + price(k))
        self.costs.append(weight * value)

    def _mixing(self) -> None:
        for attribute, weight in self.meeting.weights.mixing.items():
            for value in self._values(attribute):
                people = self._having(attribute, value)
                for number, table in self._tables():
                    most = min(len(people), self.meeting.table_of[table].seats)
                    self._price(self._at(number, table, people), most, lambda k: k * (k - 1) // 2, weight)

    def _wishes(self) -> None:
        for person in self.meeting.people:
            for rank, theme in enumerate(person.wishes):
                price = self.meeting.weights.wishes * (4, 2, 1)[min(rank, 2)]
                self.costs.append(price * (1 - self.visits.get((person.id, theme), 0)))


def _reunions_of(before: int, times: int) -> int:
    """Return C(m + h, 2) - C(h, 2) for two who met ``before`` and meet so many times."""
    return (times + before) * (times + before - 1) // 2 - before * (before - 1) // 2
