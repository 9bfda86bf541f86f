"""Whether the themes have seats for all the visits that people must make when nobody comes to a theme twice."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from tischrunde.diagnosis.crowding import why_at_most
from tischrunde.diagnosis.facts import Facts
from tischrunde.diagnosis.matching import unplaced
from tischrunde.diagnosis.musts import returns
from tischrunde.diagnosis.telling import Case, when
from tischrunde.diagnosis.themes import musts_of
from tischrunde.score import theme_called
from tischrunde.words import Text, listed

__all__ = ["visits"]


def visits(facts: Facts) -> Iterator[Case]:
    """Yield themes with fewer seats, over several rounds, than the visits that must be made there.

    Somebody who attends k rounds comes to k themes. When only n of the themes within reach lie outside of some set
    of themes, at least k - n of these visits go to the set. Summed over people, that may not exceed the seats
    its tables have in all these rounds, without those that hosts take. Such a set is found by a flow of visits
    from people, at most one to each theme, to themes (max-flow min-cut). All rounds together are tried, and rounds
    in which the same tables are open.

    Themes whose seats ask for too many visitors are the other side of this, for what must be filled there is missing
    elsewhere. They are told only when no theme lacks seats.

    Notes
    -----
    When everybody attends all these rounds, nothing keeps people from tables and all rounds have the same seats, a
    flow can be split into rounds (equitable colouring of a bipartite graph, de Werra 1971): then, least sizes and
    balance apart, this is exact.
    """
    if not facts.once:
        return
    alike: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for number in facts.rounds:
        alike[tuple(facts.open[number])].append(number)
    for rounds in [facts.rounds, *alike.values()] if len(alike) > 1 else [facts.rounds]:
        themes = _short_of_seats(facts, rounds) if len(rounds) > 1 else ()
        if themes:
            yield _case(facts, rounds, themes)
            return
    yield from returns(facts)


@dataclass(frozen=True)
class _Route:
    """What is known of a person's visits in some rounds.

    Attributes
    ----------
    rounds : the rounds attended
    sure : themes visited in every plan, because they must be or because a round leaves no other
    reach : the other themes this person may come to
    """

    rounds: tuple[int, ...]
    sure: frozenset[str]
    reach: frozenset[str]

    @property
    def free(self) -> int:
        """Return how many visits are not to themes that are sure."""
        return len(self.rounds) - len(self.sure)

    def needed(self, themes: Collection[str]) -> int:
        """Return how many visits must be to ``themes``."""
        return len(self.sure.intersection(themes)) + self.beyond(themes)

    def beyond(self, themes: Collection[str]) -> int:
        """Return how many of these visits are for lack of other themes."""
        return max(0, self.free - len(self.reach.difference(themes)))


def _short_of_seats(facts: Facts, rounds: Sequence[int]) -> list[str]:
    """Return themes that must be visited more often than they have seats; a single one if there is one."""
    routes = _routes(facts, rounds)
    sure = Counter(theme for route in routes.values() for theme in route.sure)
    seats = {theme: _seats(facts, rounds, [theme]) for theme in facts.themes}
    room = {theme: max(0, seats[theme] - sure[theme]) for theme in facts.themes}
    alike = Counter((route.free, route.reach) for route in routes.values())
    cut = unplaced(
        {group: group[0] * people for group, people in alike.items()},
        {group: dict.fromkeys(sorted(group[1]), people) for group, people in alike.items()},
        room,
    )
    if cut is None:
        return []
    themes = [theme for theme in facts.themes if theme in cut[1]]
    for theme in themes:
        if sum(route.needed([theme]) for route in routes.values()) > seats[theme]:
            return [theme]
    return themes


def _routes(facts: Facts, rounds: Collection[int]) -> dict[str, _Route]:
    """Return the route of each traveller to whom the rounds attended leave enough themes."""
    made: dict[tuple[object, ...], _Route] = {}
    routes = {}
    for person in facts.travellers(facts.meeting.person_of):
        attended = tuple(number for number in facts.attended(person) if number in rounds)
        themes = tuple(facts.themes_for(person, number) for number in attended)
        musts = frozenset(musts_of(facts, person)) if len(rounds) == len(facts.rounds) else frozenset()
        key = attended, themes, musts
        if key not in made:
            every = frozenset().union(*themes)
            sure = frozenset().union(musts & every, *(some for some in themes if len(some) == 1))
            made[key] = _Route(attended, sure, every - sure)
        if 0 <= made[key].free <= len(made[key].reach):
            routes[person] = made[key]
    return routes


def _seats(facts: Facts, rounds: Collection[int], themes: Collection[str]) -> int:
    """Return how many visits of travellers the tables of these themes can take."""
    seats = 0
    for number in rounds:
        tables = _tables(facts, themes).intersection(facts.opened[number])
        seats += max(0, facts.sizes(number).most(tables) - len(_fixed(facts, number, tables)))
    return seats


def _tables(facts: Facts, themes: Collection[str]) -> frozenset[str]:
    return frozenset().union(*(facts.tables_of[theme] for theme in themes))


def _fixed(facts: Facts, number: int, tables: frozenset[str]) -> list[str]:
    """Return those exempt from the theme rules who can sit nowhere but at these tables."""
    return [person for person in facts.limited_to(number, tables) if not facts.is_traveller(person)]


def _case(facts: Facts, rounds: Sequence[int], themes: Sequence[str]) -> Case:
    routes = {person: route for person, route in _routes(facts, rounds).items() if route.needed(themes)}
    seats = _seats(facts, rounds, themes)
    why = {person: _why(facts, person, route, themes) for person, route in routes.items()}
    every = _is_every_theme_for_all(facts, themes, routes.values())
    rules = ["rounds", *facts.once] if every else list(facts.once)
    chosen = 0
    for person in sorted(why, key=lambda person: len(why[person])):
        if chosen <= seats:
            chosen += routes[person].needed(themes)
            rules += why[person]
    tables = _tables(facts, themes)
    for number in rounds:
        here = tables.intersection(facts.opened[number])
        rules += why_at_most(facts, number, here, facts.sizes(number).most(here))
        rules += [p for person in _fixed(facts, number, here) for p in facts.why(person, number, tables)]
        rules += [f"tables/{table}/closed_in" for table in facts.meeting.table_of if table in tables - here]
    return Case(_message(facts, rounds, themes, list(routes.values()), seats), tuple(rules))


def _why(facts: Facts, person: str, route: _Route, themes: Sequence[str]) -> tuple[str, ...]:
    """Return the places that make a person come to ``themes`` as often as needed, besides the rule of one visit."""
    places: list[str] = []
    if route.beyond(themes):
        within = _tables(facts, {*route.reach, *route.sure, *themes})
        places += [place for number in route.rounds for place in facts.why(person, number, within)]
        return tuple(dict.fromkeys(places))
    musts = musts_of(facts, person)
    for theme in route.sure.intersection(themes):
        if theme in musts:
            places.append(musts[theme])
        else:
            number = next(number for number in route.rounds if facts.themes_for(person, number) == {theme})
            places += facts.why(person, number, facts.tables_of[theme])
    return tuple(sorted(dict.fromkeys(places)))


def _is_every_theme_for_all(facts: Facts, themes: Collection[str], routes: Collection[_Route]) -> bool:
    every = len(facts.themes) == facts.meeting.n_rounds
    return every and len(themes) == 1 and all(len(route.rounds) == len(facts.themes) for route in routes)


def _message(facts: Facts, rounds: Sequence[int], themes: Sequence[str], routes: list[_Route], seats: int) -> Text:
    needed = sum(route.needed(themes) for route in routes)
    called = [theme_called(facts.meeting, theme) for theme in themes]
    if _is_every_theme_for_all(facts, themes, routes):
        return Text.many(
            "There are as many rounds as themes, and nobody comes to a theme twice, so the {people} people who travel "
            "in every round must all come to {theme}. But over all rounds it has only {count} seat for them. "
            "Add a table for {theme}, add another theme, drop a round, or allow return visits.",
            "There are as many rounds as themes, and nobody comes to a theme twice, so the {people} people who travel "
            "in every round must all come to {theme}. But over all rounds it has only {count} seats for them. "
            "Add a table for {theme}, add another theme, drop a round, or allow return visits.",
            seats,
            people=needed,
            theme=called[0],
        )
    if len(themes) == 1:
        return Text.many(
            "{people} people must come to {theme} in {rounds}, by rules or because nobody comes to a theme twice and "
            "too few other themes are left for them. But it has only {count} seat for them then. "
            "Add a table for {theme}, offer another theme, or allow return visits.",
            "{people} people must come to {theme} in {rounds}, by rules or because nobody comes to a theme twice and "
            "too few other themes are left for them. But it has only {count} seats for them then. "
            "Add a table for {theme}, offer another theme, or allow return visits.",
            seats,
            people=needed,
            theme=called[0],
            rounds=when(rounds),
        )
    return Text.many(
        "In {rounds}, {people} people must come to {themes}, {needed} visits in all, by rules or because nobody comes "
        "to a theme twice and too few other themes are left for them. But there is only {count} seat for these "
        "visits. Add a table for one of these themes, offer another theme, or allow return visits.",
        "In {rounds}, {people} people must come to {themes}, {needed} visits in all, by rules or because nobody comes "
        "to a theme twice and too few other themes are left for them. But there are only {count} seats for these "
        "visits. Add a table for one of these themes, offer another theme, or allow return visits.",
        seats,
        rounds=when(rounds),
        people=len(routes),
        themes=listed(called),
        needed=needed,
    )
