"""Meetings counted: how often people must share tables, against how often they may."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator
from itertools import combinations_with_replacement
from typing import TypeAlias

from tischrunde.diagnosis.facts import Facts
from tischrunde.diagnosis.sizes import Sizes, pairs_at_least, size_places, sizes_of, smallest
from tischrunde.diagnosis.telling import Case
from tischrunde.model import MeetAtMost
from tischrunde.words import Text

__all__ = ["too_many_pairs", "too_many_partners"]

_Clash: TypeAlias = Callable[[Collection[str]], bool]
_Seats: TypeAlias = tuple[tuple[int, frozenset[str]], ...]
"""Each round a person attends, with the tables this person may use."""

KINDS = ("min_seats", "closed_in", "seats", "balance")


def too_many_partners(facts: Facts, place: str, rule: MeetAtMost, scope: set[str]) -> Iterator[Case]:
    """Yield people who cannot have that much company.

    Wherever a person sits in a round, at least the least size of such a table, minus one, are with them. Over all
    rounds that may not exceed what all others allow: each ``count`` times, and only in rounds both attend.
    """
    if len(scope) < len(facts.meeting.people) or not all(map(facts.fits, facts.rounds)):
        return
    alike: defaultdict[_Seats, list[str]] = defaultdict(list)
    for person in facts.meeting.people:
        alike[tuple((r, facts.choices(person.id, r)) for r in facts.attended(person.id))].append(person.id)
    patterns = Counter(facts.meeting.attended[person] for person in scope)
    for seats, people in alike.items():
        mine = facts.meeting.attended[people[0]]
        allowed = sum(n * min(rule.count, len(mine & theirs)) for theirs, n in patterns.items())
        allowed -= min(rule.count, len(mine))
        if _company(facts, seats, None) > allowed:
            yield from _out_of_company(facts, place, rule, seats, people, allowed)


def _out_of_company(
    facts: Facts, place: str, rule: MeetAtMost, seats: _Seats, people: list[str], allowed: int
) -> Iterator[Case]:
    kinds = _kinds(facts, lambda kept: _company(facts, seats, kept) > allowed)
    for person in people:
        why = [p for r, choices in seats for p in _choice_places(facts, person, r, choices)]
        message = Text(
            "For {who}, company runs out: in {rounds} rounds the tables bring at least {needed} meetings, but "
            "with a limit of {count} for each pair no more than {allowed} are possible. "
            "Hold fewer rounds, use smaller tables, or allow more meetings.",
            rounds=len(seats),
            needed=_company(facts, seats, None),
            count=rule.count,
            allowed=allowed,
        )
        yield Case(message, (place, "rounds", *kinds, *why), person=person)


def _choice_places(facts: Facts, person: str, number: int, choices: frozenset[str]) -> tuple[str, ...]:
    sizes = facts.sizes(number)
    if _least(sizes, choices) == _least(sizes, facts.open[number]):
        return ()
    return facts.why(person, number, choices)


def _company(facts: Facts, seats: _Seats, kept: Collection[str] | None) -> int:
    """Return the fewest meetings of a person with these seats; 0 when ``kept`` allows no spread and proves nothing."""
    total = 0
    for number, choices in seats:
        sizes = _sizes(facts, number, kept)
        if not sizes.possible:
            return 0
        within = choices | (sizes.tables - set(facts.open[number]))
        total += max(0, _least(sizes, within) - 1)
    return total


def _sizes(facts: Facts, number: int, kept: Collection[str] | None) -> Sizes:
    if kept is None:
        return facts.sizes(number)
    return sizes_of(facts.meeting, number, len(facts.present[number]), kept)


def _least(sizes: Sizes, tables: Collection[str]) -> int:
    return min(sizes.least([table]) for table in tables)


def too_many_pairs(facts: Facts, place: str, rule: MeetAtMost, scope: set[str]) -> Iterator[Case]:
    """Yield that more pairs must share a table, over all rounds, than the rule allows.

    C(k, 2) is convex: pairs are fewest when people sit as evenly as they can. Every pair may meet ``count`` times,
    and only in rounds both attend.
    """
    if not all(map(facts.fits, facts.rounds)):
        return
    patterns = Counter(facts.meeting.attended[person] for person in scope)
    allowed = 0
    for one, other in combinations_with_replacement(patterns, 2):
        pairs = patterns[one] * (patterns[one] - 1) // 2 if one == other else patterns[one] * patterns[other]
        allowed += pairs * min(rule.count, len(one & other))
    needed = _pairs(facts, scope, None)
    if needed > allowed:
        message = Text(
            "Over all rounds, two people share a table at least {needed} times, but with a limit of {count} for each "
            "pair of the {people} people no more than {allowed} such meetings are possible. "
            "Hold fewer rounds, use smaller tables, or allow more meetings.",
            needed=needed,
            people=len(scope),
            count=rule.count,
            allowed=allowed,
        )
        kinds = _kinds(facts, lambda kept: _pairs(facts, scope, kept) > allowed)
        yield Case(message, (place, "rounds", *kinds))


def _pairs(facts: Facts, scope: set[str], kept: Collection[str] | None) -> int:
    """Return the fewest pairs at tables over all rounds; 0 when ``kept`` allows no spread and proves nothing."""
    total = 0
    for number in facts.rounds:
        sizes = _sizes(facts, number, kept)
        if not sizes.possible:
            return 0
        people = sum(person in scope for person in facts.present[number])
        if people == len(facts.present[number]):
            total += sizes.fewest_pairs()
        else:
            total += pairs_at_least(people, [(0, min(people, sizes.most([table]))) for table in sizes.tables])
    return total


def _kinds(facts: Facts, clash: _Clash) -> tuple[str, ...]:
    """Return the places of those kinds of limits on table sizes that the argument needs."""
    places: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for number in facts.rounds:
        for place in size_places(facts.meeting, number):
            places[place.rpartition("/")[2]].append(place)

    def of(kinds: Collection[str]) -> list[str]:
        return list(dict.fromkeys(place for kind in kinds for place in places[kind]))

    return tuple(of(smallest(KINDS, lambda kinds: clash(of(kinds)))))
