"""Whether people who sit together can come to a different theme in every round."""

from collections.abc import Iterator, Mapping

from tischrunde.diagnosis.facts import Facts
from tischrunde.diagnosis.matching import crowded
from tischrunde.diagnosis.telling import Case
from tischrunde.score import theme_called
from tischrunde.words import Text, listed

__all__ = ["company"]


def company(facts: Facts) -> Iterator[Case]:
    """Yield travellers whom the people they sit with leave fewer themes than rounds.

    In each round somebody sits at a table that everybody in the same block of ``Bonds`` may use. When some rounds
    leave fewer themes than rounds (Hall's condition), a theme would be visited twice: as by a guest who must sit
    with a host in two rounds.
    """
    if not facts.once or not any(facts.bonds(number).blocks for number in facts.rounds):
        return
    for person in facts.travellers(facts.meeting.person_of):
        own = {number: facts.themes_for(person, number) for number in facts.attended(person)}
        reach = {number: _themes(facts, person, number) for number in own}
        if reach != own and not _clash(own):
            clash = _clash(reach)
            if clash:
                yield _case(facts, person, *clash)


def _clash(reach: Mapping[int, frozenset[str]]) -> tuple[list[int], list[str]] | None:
    return crowded({number: sorted(themes) for number, themes in reach.items()})


def _themes(facts: Facts, person: str, number: int) -> frozenset[str]:
    """Return the themes that a person and all who share the table can come to; the person's own if there are none."""
    block = facts.bonds(number).of(person)
    if block is None:
        return facts.themes_for(person, number)
    tables = facts.choices(person, number)
    for other in facts.bonds(number).people(block):
        tables &= facts.choices(other, number)
    return frozenset(facts.meeting.theme_of[table] for table in tables) or facts.themes_for(person, number)


def _case(facts: Facts, person: str, rounds: list[int], themes: list[str]) -> Case:
    message = Text.many(
        "For {who}, rounds {rounds} leave only {count} theme to come to ({themes}), because of those they must sit "
        "with, and nobody comes to a theme twice. Let them sit apart in some of these rounds, find tables of other "
        "themes for all of them, or allow return visits.",
        "For {who}, rounds {rounds} leave only {count} themes to come to ({themes}), because of those they must sit "
        "with, and nobody comes to a theme twice. Let them sit apart in some of these rounds, find tables of other "
        "themes for all of them, or allow return visits.",
        len(themes),
        rounds=listed(str(number) for number in sorted(rounds)),
        themes=listed(theme_called(facts.meeting, theme) for theme in facts.themes if theme in themes),
    )
    within = frozenset[str]().union(*(facts.tables_of[theme] for theme in themes))
    why = [place for number in sorted(rounds) for place in _why(facts, person, number, within)]
    return Case(message, (*facts.once, *why), person=person)


def _why(facts: Facts, person: str, number: int, within: frozenset[str]) -> list[str]:
    """Return the places that keep a person to tables ``within``: own limits, or those of others at the same table."""
    bonds = facts.bonds(number)
    block = bonds.of(person)
    people = [person] if block is None else bonds.people(block)
    places: list[str] = []
    left = facts.opened[number]
    while True:
        nearest = min(people, key=lambda one: (len(left & facts.choices(one, number) - within), one != person))
        if nearest != person:
            places += bonds.why(bonds.path(("person", person), ("person", nearest)))
        places += facts.why(nearest, number, within | facts.choices(nearest, number))
        left &= facts.choices(nearest, number)
        if left <= within:
            return places
