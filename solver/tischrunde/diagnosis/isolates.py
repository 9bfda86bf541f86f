"""Whether somebody must sit at a table as the only one with a value, although a rule forbids it."""

from collections.abc import Iterator

from tischrunde.diagnosis.composition import having, ruled
from tischrunde.diagnosis.facts import Facts
from tischrunde.diagnosis.groups import circles
from tischrunde.diagnosis.telling import Case
from tischrunde.model import Composition, NoIsolates, OnePerTable
from tischrunde.score import attribute_called, called
from tischrunde.words import Text

__all__ = ["isolates", "two_of_a_kind"]


def isolates(facts: Facts) -> Iterator[Case]:
    """Yield rounds in which somebody stays the only one, wherever this person sits.

    Another person with the value can join only at a table both may use, and not if the two must sit apart.
    """
    for place, rule in facts.rules(NoIsolates):
        for number in facts.rounds_of(rule.rounds):
            people = having(facts, rule.attribute, rule.value, number)
            if len(people) == 1:
                message = Text(
                    "In {when}, {person} is the only one there with {attribute} “{value}”, but nobody may "
                    "be the only "
                    "one at a table. Drop the rule for this round, or invite another such person.",
                    person=called(facts.meeting, people[0]),
                    attribute=attribute_called(rule.attribute),
                    value=rule.value,
                )
                yield Case(message, (place,), number)
            else:
                yield from _at_one_table(facts, place, rule, number, people)


def _at_one_table(facts: Facts, place: str, rule: NoIsolates, number: int, people: list[str]) -> Iterator[Case]:
    single = _one_at_most(facts, rule, number)
    if people and single:
        message = Text(
            "In {when}, nobody with {attribute} “{value}” may be the only one at a table, "
            "but another rule allows only one of them at each. Drop one of the two rules.",
            attribute=attribute_called(rule.attribute),
            value=rule.value,
        )
        yield Case(message, (place, *single), number)
        return
    every = circles(facts, number)
    of: dict[str, set[int]] = {person: set() for person in people}
    for index, circle in enumerate(every):
        for person in of.keys() & set(circle.people):
            of[person].add(index)
    for person in people:
        mine = facts.choices(person, number)
        others = [other for other in people if other != person]
        if any(not of[person] & of[other] and facts.choices(other, number) & mine for other in others):
            continue
        message = Text(
            "In {when}, {person} stays the only one with {attribute} “{value}” at a table, because no other such "
            "person may sit there, but nobody may be the only one. Drop one of these rules or move a host.",
            person=called(facts.meeting, person),
            attribute=attribute_called(rule.attribute),
            value=rule.value,
        )
        away = [table for table in facts.meeting.table_of if table not in mine]
        why: list[str] = []
        for other in others:
            shared = of[person] & of[other]
            why += [every[min(shared)].place] if shared else facts.why(other, number, away)
            why += [] if shared else facts.why(person, number, mine)
        yield Case(message, (place, *why), number)


def _one_at_most(facts: Facts, rule: NoIsolates, number: int) -> tuple[str, ...]:
    """Return the place of a rule that allows one person with the value at each open table, if there is one."""
    for place, other in facts.rules(OnePerTable):
        if other.attribute == rule.attribute and number in facts.rounds_of(other.rounds):
            return (place,)
    for place, limit in facts.rules(Composition):
        same = (limit.attribute, limit.value) == (rule.attribute, rule.value)
        if not same or limit.max not in {0, 1} or number not in facts.rounds_of(limit.rounds):
            continue
        if len(ruled(facts, limit, number)) == len(facts.open[number]):
            closed = [t.id for t in facts.meeting.tables if number in t.closed_in]
            beyond = [t for t in closed if limit.tables is not None and t not in limit.tables]
            return (place, *(f"tables/{table}/closed_in" for table in beyond))
    return ()


def two_of_a_kind(facts: Facts) -> Iterator[Case]:
    """Yield a rule that asks for more people with a value at a table than another rule allows there."""
    for place, rule in facts.rules(Composition):
        for number in facts.rounds_of(rule.rounds) if rule.min else ():
            for other_place, most, tables in _limits(facts, rule, number):
                both = [table for table in ruled(facts, rule, number) if table in tables]
                if both and most < rule.min:
                    message = Text(
                        "In {when}, one rule asks for at least {least} with {attribute} “{value}” at table {table}, "
                        "but another allows at most {most}. Drop one of the two rules.",
                        least=rule.min,
                        attribute=attribute_called(rule.attribute),
                        value=rule.value,
                        table=both[0],
                        most=most,
                    )
                    yield Case(message, (place, other_place), number)


def _limits(facts: Facts, rule: Composition, number: int) -> Iterator[tuple[str, int, list[str]]]:
    """Yield the rules that allow only so many with the same value: place, most people, tables."""
    for place, single in facts.rules(OnePerTable):
        if single.attribute == rule.attribute and number in facts.rounds_of(single.rounds):
            yield place, 1, facts.open[number]
    for place, other in facts.rules(Composition):
        same = (other.attribute, other.value) == (rule.attribute, rule.value)
        if same and other.max is not None and number in facts.rounds_of(other.rounds):
            yield place, other.max, ruled(facts, other, number)
