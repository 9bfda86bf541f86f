"""Whether a theme has seats for all who must come, and people for all seats that must be filled."""

from collections import defaultdict
from collections.abc import Collection, Iterator

from tischrunde.diagnosis.crowding import why_at_most
from tischrunde.diagnosis.facts import Facts
from tischrunde.diagnosis.matching import overfull
from tischrunde.diagnosis.sizes import size_places, sizes_of, smallest
from tischrunde.diagnosis.telling import Case
from tischrunde.diagnosis.themes import musts_of
from tischrunde.score import theme_called
from tischrunde.words import Text

__all__ = ["returns", "theme_seats"]


def theme_seats(facts: Facts) -> Iterator[Case]:
    """Yield themes with fewer seats over all rounds than people who must come.

    In each round a theme's tables hold at most so many people, and those fixed there take their seats. Everybody
    else who must come needs one of the rest, in a round in which this theme is within reach: people whose rounds
    all lie in a set of rounds must not outnumber the seats in that set (Hall's condition).
    """
    waiting: defaultdict[str, list[str]] = defaultdict(list)
    for person in facts.meeting.people:
        for theme in musts_of(facts, person.id):
            waiting[theme].append(person.id)
    for theme, people in waiting.items():
        if theme in facts.tables_of:
            yield from _of_theme(facts, theme, people)


def _of_theme(facts: Facts, theme: str, people: list[str]) -> Iterator[Case]:
    tables = {r: facts.tables_of[theme].intersection(facts.opened[r]) for r in facts.rounds}
    fixed = {r: facts.limited_to(r, tables[r]) for r in facts.rounds}
    room = {r: max(0, facts.sizes(r).most(tables[r]) - len(fixed[r])) for r in facts.rounds}
    seated = {person for some in fixed.values() for person in some}
    groups: defaultdict[frozenset[int], list[str]] = defaultdict(list)
    for person in people:
        rounds = frozenset(r for r in facts.attended(person) if facts.choices(person, r) & tables[r])
        if rounds and person not in seated:
            groups[rounds].append(person)
    cut = overfull({rounds: len(some) for rounds, some in groups.items()}, room)
    if not cut:
        return
    rounds = frozenset().union(*cut)
    seats = sum(room[r] for r in rounds)
    waiting = [person for some in groups if some in cut for person in groups[some]]
    message = Text.many(
        "{people} people must visit {theme}, but besides the people fixed there only {count} seat is left "
        "for them "
        "over all rounds they attend. Add a table for this theme or ask fewer people to come.",
        "{people} people must visit {theme}, but besides the people fixed there only {count} seats are "
        "left for them "
        "over all rounds they attend. Add a table for this theme or ask fewer people to come.",
        seats,
        people=len(waiting),
        theme=theme_called(facts.meeting, theme),
    )
    rules: list[str] = []
    others = [table for table in facts.meeting.table_of if table not in facts.tables_of[theme]]
    for person in waiting[: seats + 1]:
        rules.append(musts_of(facts, person)[theme])
        rules += [p for r in facts.attended(person) if r not in rounds for p in facts.why(person, r, others)]
    for r in sorted(rounds):
        rules += why_at_most(facts, r, tables[r], facts.sizes(r).most(tables[r]))
        rules += [p for person in fixed[r] for p in facts.why(person, r, tables[r])]
        rules += [
            f"tables/{table}/closed_in"
            for table in facts.meeting.table_of
            if table in facts.tables_of[theme] - tables[r]
        ]
    yield Case(message, tuple(rules))


def returns(facts: Facts) -> Iterator[Case]:
    """Yield themes that need more visitors over all rounds than there are people who may come once.

    In each round a theme's tables must seat at least so many people. Hosts may fill some of these seats again and
    again, a traveller fills only one in all.
    """
    if not facts.once or not all(map(facts.fits, facts.rounds)):
        return
    anywhere = [len(facts.travellers(facts.groups(r).get(facts.opened[r], ()))) for r in facts.rounds]
    for theme in facts.themes:
        tables = {r: facts.tables_of[theme].intersection(facts.opened[r]) for r in facts.rounds}
        least = {r: facts.sizes(r).least(tables[r]) for r in facts.rounds if tables[r]}
        if sum(least.values()) <= min(anywhere, default=0):
            continue
        needed: dict[int, int] = {}
        able: dict[int, list[str]] = {}
        for r in least:
            guests = facts.able_at(r, tables[r])
            able[r] = facts.travellers(guests)
            hosts = len(guests) - len(able[r])
            if least[r] > hosts:
                needed[r] = least[r] - hosts
        total = sum(needed.values())
        if total and all(total > len(able[r]) for r in needed):
            travellers = {person for r in needed for person in able[r]}
            if total > len(travellers):
                yield _returns_case(facts, theme, needed, travellers)


def _returns_case(facts: Facts, theme: str, needed: dict[int, int], able: set[str]) -> Case:
    tables = facts.tables_of[theme]
    others = [table for table in facts.meeting.table_of if table not in tables]
    rules = list(facts.once)
    for r in needed:
        rules += _why_at_least(facts, r, theme, facts.sizes(r).least(tables.intersection(facts.opened[r])))
        for person in facts.present[r]:
            if person not in able and not facts.choices(person, r) & tables:
                rules += facts.why(person, r, others)
    message = Text(
        "At least {visits} seats for {theme} must be filled over all rounds, besides those of hosts, but "
        "only {people} "
        "people can fill them, and nobody comes to a theme twice. "
        "Spread the tables more evenly over the themes, drop rounds, or allow return visits.",
        visits=sum(needed.values()),
        theme=theme_called(facts.meeting, theme),
        people=len(able),
    )
    return Case(message, tuple(rules))


def _why_at_least(facts: Facts, number: int, theme: str, least: int) -> tuple[str, ...]:
    """Return the places of what brings at least so many people to a theme's tables in a round."""

    def holds(kept: Collection[str]) -> bool:
        sizes = sizes_of(facts.meeting, number, len(facts.present[number]), kept)
        return sizes.possible and sizes.least(facts.tables_of[theme] & sizes.tables) >= least

    return smallest(size_places(facts.meeting, number), holds)
