"""Random meetings with every kind of rule, always possible: first a plan is made, then rules that hold in it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations
from random import Random
from typing import Any, TypeVar

from tischrunde.model import Meeting, Seating

__all__ = ["planted"]

SECTORS = ("municipality", "association", "ministry", "foundation")
STAGES = ("planning", "held")
ABSENT = 0.08  # share of people who miss a round
SHARE = 0.25  # of people who ask for something
ROLES = 5

T = TypeVar("T")


def planted(seed: int) -> tuple[Meeting, Seating]:
    """Return a meeting of 12 to 60 people with rules of every kind, and a plan that keeps them all.

    Parameters
    ----------
    seed
        Any whole number; the same gives the same meeting on every machine.
    """
    draw = Random(seed)
    routes = _Routes(draw)
    meeting = {
        "title": f"Planted rules {seed}",
        "language": "en",
        "rounds": routes.n_rounds,
        "balance": routes.balance(),
        "themes": [{"id": theme} for theme in routes.themes],
        "tables": routes.plain_tables(),
        "people": [routes.plain_person(person) for person in routes.people],
        "rules": list(_rules(draw, routes)),
        "history": [[p, q, 1] for p, q in _some(draw, list(combinations(routes.people, 2)), 6)],
        "affinities": [[p, q, draw.choice((5, -5))] for p, q in _some(draw, list(combinations(routes.people, 2)), 6)],
    }
    return Meeting.model_validate(meeting), routes.seating()


class _Routes:
    """The plan, and all that is known of the people in it.

    Attributes
    ----------
    seat_of : table of each person and round attended
    companions : pairs who go everywhere together
    """

    def __init__(self, draw: Random) -> None:
        self.draw = draw
        n_tables = draw.randint(3, 9)
        self.n_rounds = draw.randint(2, min(5, n_tables))
        self.tables = [f"T{number}" for number in range(1, n_tables + 1)]
        self.themes = [f"theme{number}" for number in range(1, n_tables + 1)] if draw.random() < 2 / 3 else []
        self.people = [
            f"p{number:02}" for number in range(1, n_tables * draw.randint(4, 6) + draw.randrange(n_tables) + 1)
        ]
        hosts = self.people[:n_tables] if draw.random() < 1 / 2 else []
        self.host_of = dict(zip(hosts, self.tables, strict=False))
        self.closed = {(draw.choice(self.tables), self.n_rounds)} if draw.random() < 1 / 3 else set[tuple[str, int]]()
        self.seat_of: dict[tuple[str, int], str] = {}
        self.companions: list[tuple[str, str]] = []
        self._move()
        self.role_of = self._roles()

    def _move(self) -> None:
        """Let hosts stay and everybody else move on by a step of their own; a closed table is missed by its people."""
        steps = [step for step in range(1, len(self.tables)) if self._visits_no_table_twice(step)]
        movers = [person for person in self.people if person not in self.host_of]
        deals = [movers[k : k + len(self.tables)] for k in range(0, len(movers), len(self.tables))]
        for deal in deals:
            step, places = self.draw.choice(steps), self._shuffled(range(len(self.tables)))
            for person, place in zip(deal, places, strict=False):
                for number in range(1, self.n_rounds + 1):
                    self._sit(person, number, self.tables[(place + step * number) % len(self.tables)])
        for host, table in self.host_of.items():
            for number in range(1, self.n_rounds + 1):
                self._sit(host, number, table)
        for one, other in zip(movers[: len(self.tables)], movers[-len(self.tables) :], strict=False):
            if len(self.companions) < 2 and one < other and len(movers) > 2 * len(self.tables):
                self._follow(other, one)
        present = [person for person in movers if not any(person in pair for pair in self.companions)]
        for person in present:
            missed = self.draw.randint(1, self.n_rounds)
            others = [number for number in range(1, self.n_rounds + 1) if number != missed]
            if self.draw.random() < ABSENT and any((person, number) in self.seat_of for number in others):
                self.seat_of.pop((person, missed), None)

    def _visits_no_table_twice(self, step: int) -> bool:
        return len({step * number % len(self.tables) for number in range(self.n_rounds)}) == self.n_rounds

    def _sit(self, person: str, number: int, table: str) -> None:
        if (table, number) not in self.closed:
            self.seat_of[person, number] = table

    def _follow(self, follower: str, person: str) -> None:
        for number in range(1, self.n_rounds + 1):
            self.seat_of.pop((follower, number), None)
            if (person, number) in self.seat_of:
                self.seat_of[follower, number] = self.seat_of[person, number]
        self.companions.append((person, follower))

    def _shuffled(self, items: Sequence[int]) -> list[int]:
        rest = list(items)
        self.draw.shuffle(rest)
        return rest

    def _roles(self) -> dict[str, str]:
        """Return roles such that no two people with the same one ever share a table; some people have none."""
        role_of: dict[str, str] = {}
        for person in self.people:
            taken = {role_of.get(other) for other in self.people if self.meetings(person, other)}
            free = [f"role{number}" for number in range(1, ROLES + 1) if f"role{number}" not in taken]
            if free:
                role_of[person] = self.draw.choice(free)
        return role_of

    def meetings(self, one: str, other: str) -> list[int]:
        """Return the rounds in which two people share a table."""
        seats = ((n, self.seat_of.get((one, n)), self.seat_of.get((other, n))) for n in range(1, self.n_rounds + 1))
        return [n for n, mine, theirs in seats if mine is not None and mine == theirs]

    def attended(self, person: str) -> list[int]:
        """Return the rounds a person attends."""
        return [number for number in range(1, self.n_rounds + 1) if (person, number) in self.seat_of]

    def visited(self, person: str) -> list[str]:
        """Return the themes a person comes to, without those of tables that name none."""
        if not self.themes:
            return []
        return [self.themes[self.tables.index(self.seat_of[person, n])] for n in self.attended(person)]

    def at(self, number: int, table: str) -> list[str]:
        """Return who sits at a table in a round."""
        return [person for person in self.people if self.seat_of.get((person, number)) == table]

    def open_tables(self) -> list[tuple[int, str]]:
        """Return every round with every table open in it."""
        every = ((number, table) for number in range(1, self.n_rounds + 1) for table in self.tables)
        return [(number, table) for number, table in every if (table, number) not in self.closed]

    def sizes(self, number: int) -> list[int]:
        """Return how many people sit at the open tables of a round."""
        return [len(self.at(n, table)) for n, table in self.open_tables() if n == number]

    def balance(self) -> int:
        """Return how far sizes differ in a round at most, at least 1."""
        return max(1, *(max(self.sizes(n)) - min(self.sizes(n)) for n in range(1, self.n_rounds + 1)))

    def seating(self) -> Seating:
        """Return the plan."""
        return tuple(
            {table: tuple(self.at(number, table)) for n, table in self.open_tables() if n == number}
            for number in range(1, self.n_rounds + 1)
        )

    def plain_tables(self) -> list[dict[str, Any]]:
        """Return the tables: seats and least seats as the plan needs them, step-free every second one."""
        tables = []
        for place, table in enumerate(self.tables):
            sizes = [len(self.at(number, t)) for number, t in self.open_tables() if t == table]
            plain: dict[str, Any] = {"id": table, "seats": max(sizes), "min_seats": min(sizes)}
            plain |= {"features": ["step-free"] if place % 2 == 0 else []}
            plain |= {"theme": self.themes[place]} if self.themes else {}
            plain |= {"closed_in": [number for t, number in self.closed if t == table]}
            tables.append(plain)
        return tables

    def plain_person(self, person: str) -> dict[str, Any]:
        """Return a person who asks for nothing that the plan does not give, wishes apart."""
        place = self.people.index(person)
        plain: dict[str, Any] = {
            "id": person,
            "sector": SECTORS[min(self.draw.randrange(4), self.draw.randrange(4))],
            "organisation": f"organisation{place // 2}",
            "attributes": {"stage": STAGES[place % 2]},
        }
        if person in self.role_of:
            plain["attributes"]["role"] = self.role_of[person]
        if any(person in pair for pair in self.companions):
            plain["attributes"]["guild"] = f"guild{[person in pair for pair in self.companions].index(True)}"
        if len(self.attended(person)) < self.n_rounds:
            plain["rounds"] = self.attended(person)
        if person in self.host_of:
            return plain | {"hosts": self.host_of[person]}
        return plain | self._asked(person)

    def _asked(self, person: str) -> dict[str, Any]:
        """Return what a traveller asks for."""
        asked: dict[str, Any] = {}
        visited = self.visited(person)
        elsewhere = [theme for theme in self.themes if theme not in visited]
        if visited and self.draw.random() < SHARE:
            asked["must_visit"] = [self.draw.choice(visited)]
        if elsewhere and self.draw.random() < SHARE:
            asked["avoid"] = [self.draw.choice(elsewhere)]
        wanted = [theme for theme in self.themes if theme not in asked.get("avoid", ())]
        if wanted and self.draw.random() < SHARE:
            asked["wishes"] = _some(self.draw, wanted, 2)
        if all(self.tables.index(self.seat_of[person, n]) % 2 == 0 for n in self.attended(person)):
            asked["needs"] = ["step-free"]
        return asked


def _rules(draw: Random, routes: _Routes) -> Iterator[dict[str, Any]]:
    """Yield rules of every kind that the plan keeps."""
    for pair in routes.companions:
        yield {"kind": "together", "people": list(pair)}
    number, table = draw.choice([spot for spot in routes.open_tables() if len(routes.at(*spot)) > 1])
    yield {"kind": "together", "people": _some(draw, routes.at(number, table), 2), "rounds": [number]}
    strangers = [pair for pair in combinations(routes.people, 2) if not routes.meetings(*pair)]
    for pair in _some(draw, strangers, 3):
        yield {"kind": "apart", "people": list(pair)}
    for person, number in _some(draw, sorted(routes.seat_of), 2):
        yield {"kind": "pin", "person": person, "table": routes.seat_of[person, number], "round": number}
    yield from _rules_about_numbers(draw, routes)
    yield {"kind": "one_per_table", "attribute": "role"}
    travellers = [person for person in routes.people if person not in routes.host_of and routes.attended(person)]
    if routes.themes:
        yield {"kind": "theme_visits", "at_least": min(len(set(routes.visited(p))) for p in travellers)}
    else:
        fewest = min(len({routes.seat_of[p, n] for n in routes.attended(p)}) for p in travellers)
        yield {"kind": "theme_visits", "at_least": fewest}
    circle = _some(draw, travellers, 6)
    most = max(len(routes.meetings(*pair)) for pair in combinations(circle, 2))
    yield {"kind": "meet_at_most", "count": max(1, most), "people": circle}


def _rules_about_numbers(draw: Random, routes: _Routes) -> Iterator[dict[str, Any]]:
    stage_of = {person: STAGES[place % 2] for place, person in enumerate(routes.people)}
    numbers = [Counter(stage_of[p] for p in routes.at(*spot))["held"] for spot in routes.open_tables()]
    yield {"kind": "composition", "attribute": "stage", "value": "held", "min": min(numbers), "max": max(numbers)}
    number, table = draw.choice(routes.open_tables())
    here = Counter(stage_of[p] for p in routes.at(number, table))["planning"]
    rule = {"kind": "composition", "attribute": "stage", "value": "planning", "min": max(0, here - 1), "max": here}
    yield rule | {"tables": [table], "rounds": [number]}
    for k, _ in enumerate(routes.companions):
        yield {"kind": "no_isolates", "attribute": "guild", "value": f"guild{k}"}


def _some(draw: Random, items: Sequence[T], most: int) -> list[T]:
    """Return up to ``most`` of the items, in their order."""
    chosen = sorted(draw.sample(range(len(items)), min(most, len(items))))
    return [items[k] for k in chosen]
