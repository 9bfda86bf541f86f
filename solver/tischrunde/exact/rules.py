"""The rules of a meeting as constraints, one function each. Each can be made to hold only under some literals.

``limits`` lists them by their places in the meeting: ``rules/3``, ``people/p05/hosts``, ``tables/T4/seats``. A rule
that is left out only ever makes more plans possible: hosts who may leave their table stay exempt from the theme rules,
and a table that may be opened may stay closed.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple, TypeAlias

import numpy as np
from ortools.sat.python import cp_model

from tischrunde.exact.floor import Floor, Literal, Value, When, negated
from tischrunde.model import (
    Apart,
    Composition,
    MeetAtMost,
    NoIsolates,
    OnePerTable,
    Pin,
    Rule,
    ThemeVisits,
    Together,
)
from tischrunde.problem import Problem

__all__ = ["Limit", "limits"]

Add: TypeAlias = Callable[[Floor, When], None]


class Limit(NamedTuple):
    """Something that a plan must keep.

    Attributes
    ----------
    place : where it stands in the meeting; several limits may share a place
    add : puts it into a model, to hold under some literals
    """

    place: str
    add: Add


def limits(problem: Problem) -> Iterator[Limit]:
    """Yield every limit of a meeting: tables, balance, themes, people, rules."""
    meeting = problem.meeting
    for t, table in enumerate(meeting.tables):
        if table.closed_in:
            yield Limit(f"tables/{table.id}/closed_in", partial(closed, table=t))
        yield Limit(f"tables/{table.id}/seats", partial(seats, table=t, most=table.seats))
        if table.min_seats:
            yield Limit(f"tables/{table.id}/min_seats", partial(min_seats, table=t, least=table.min_seats))
    if meeting.balance is not None:
        yield Limit("balance", partial(balance, difference=meeting.balance))
    asked = any(isinstance(rule, ThemeVisits) and rule.at_most_once for rule in meeting.rules)
    if meeting.themes_at_most_once and not asked:
        yield Limit("themes", at_most_once)
    yield from _personal(problem)
    for index, rule in enumerate(meeting.rules):
        for add in _as_constraints(rule):
            yield Limit(f"rules/{index}", add)


def _personal(problem: Problem) -> Iterator[Limit]:
    for p, person in enumerate(problem.meeting.people):
        place = f"people/{person.id}"
        if person.hosts is not None:
            yield Limit(f"{place}/hosts", partial(hosts, person=p, table=int(problem.host_of[p])))
        if person.needs:
            yield Limit(f"{place}/needs", partial(needs, person=p))
        if person.avoid and person.hosts is None:
            yield Limit(f"{place}/avoid", partial(avoid, person=p))
        if person.must_visit:
            yield Limit(f"{place}/must_visit", partial(must_visit, person=p))


def _as_constraints(rule: Rule) -> Iterator[Add]:
    if not isinstance(rule, ThemeVisits):
        yield partial(_KINDS[type(rule)], rule=rule)
        return
    if rule.at_most_once:
        yield at_most_once
    if rule.at_least is not None:
        yield partial(at_least, least=rule.at_least)
    if rule.all:
        yield every_theme


def closed(floor: Floor, when: When, *, table: int) -> None:
    """Nobody sits at a table in the rounds in which it is closed."""
    for number in _closed_rounds(floor, table):
        opened = floor.is_open(number, table)
        if opened is False:
            _none(floor, when, floor.people_at(number, table))
        else:
            _none(floor, when, [opened])


def seats(floor: Floor, when: When, *, table: int, most: int) -> None:
    """No more people at a table than it has seats."""
    for number in range(floor.problem.n_rounds):
        floor.at_most(floor.people_at(number, table), most, when)


def min_seats(floor: Floor, when: When, *, table: int, least: int) -> None:
    """At least so many people at a table while it is open."""
    for number in range(floor.problem.n_rounds):
        opened = floor.is_open(number, table)
        if opened is not False:
            _at_least(floor, (*when, *_unless_true(opened)), floor.people_at(number, table), least)


def balance(floor: Floor, when: When, *, difference: int) -> None:
    """In a round, all open tables have from L to L + difference people, for some level L."""
    for number in range(floor.problem.n_rounds):
        here = {table: floor.people_at(number, table) for table in floor.tables_in(number)}
        if len(here) < 2:
            continue
        level = floor.derived(_smallest(here.values()), most=floor.problem.n_people)
        for table, people in here.items():
            size = cp_model.LinearExpr.sum(people)
            under = (*when, *_unless_true(floor.is_open(number, table)))
            floor.cp.add(size >= level).only_enforce_if(*under)
            floor.cp.add(size <= level + difference).only_enforce_if(*under)


def at_most_once(floor: Floor, when: When) -> None:
    """Travellers come to a theme at most once."""
    for person in travellers(floor.problem):
        for visits in floor.visits_of(person).values():
            floor.at_most(visits, 1, when)


def at_least(floor: Floor, when: When, *, least: int) -> None:
    """Travellers come to at least so many themes."""
    for person in travellers(floor.problem):
        _at_least(floor, when, [floor.visits(person, theme) for theme in _themes(floor)], least)


def every_theme(floor: Floor, when: When) -> None:
    """Travellers come to every theme."""
    for person in travellers(floor.problem):
        for theme in _themes(floor):
            floor.some(floor.visits_at(person, theme), when)


def hosts(floor: Floor, when: When, *, person: int, table: int) -> None:
    """A host sits at the own table in every round attended in which it is open."""
    for number in _attended(floor, person):
        opened = floor.is_open(number, table)
        if opened is not False:
            floor.some([floor.sits(person, number, table)], (*when, *_unless_true(opened)))


def needs(floor: Floor, when: When, *, person: int) -> None:
    """Every table of a person has the features needed."""
    meeting = floor.problem.meeting
    needed = set(meeting.people[person].needs)
    lacking = {t for t, table in enumerate(meeting.tables) if not needed <= set(table.features)}
    for number in _attended(floor, person):
        _none(floor, when, [floor.sits(person, number, table) for table in lacking])


def avoid(floor: Floor, when: When, *, person: int) -> None:
    """A traveller never comes to a theme to avoid."""
    meeting = floor.problem.meeting
    avoided = set(meeting.people[person].avoid)
    away = {t for t, table in enumerate(meeting.tables) if meeting.theme_of[table.id] in avoided}
    for number in _attended(floor, person):
        _none(floor, when, [floor.sits(person, number, table) for table in away])


def must_visit(floor: Floor, when: When, *, person: int) -> None:
    """A person comes to each of these themes in some round."""
    meeting = floor.problem.meeting
    for theme in dict.fromkeys(meeting.people[person].must_visit):
        tables = [t for t, table in enumerate(meeting.tables) if meeting.theme_of[table.id] == theme]
        rounds = _attended(floor, person)
        floor.some([floor.sits(person, number, table) for number in rounds for table in tables], when)


def together(floor: Floor, when: When, *, rule: Together) -> None:
    """These people share a table: in the rounds named, or in every round that all of them attend."""
    people = _indices(floor, rule.people)
    for number in _rounds(floor, rule.rounds):
        here = [person for person in people if floor.problem.attends[number, person]]
        if rule.rounds is None and len(here) < len(people):
            continue
        for other in here[1:]:
            for table in floor.tables_of(here[0], number):
                both = [negated(floor.sits(here[0], number, table)), floor.sits(other, number, table)]
                floor.some(both, when)


def apart(floor: Floor, when: When, *, rule: Apart) -> None:
    """No two of these people share a table."""
    _one_each(floor, when, rule.rounds, [_indices(floor, rule.people)])


def one_per_table(floor: Floor, when: When, *, rule: OnePerTable) -> None:
    """No two people with the same value of an attribute share a table."""
    having = defaultdict(list)
    for p, person in enumerate(floor.problem.meeting.people):
        value = person.value(rule.attribute)
        if value is not None:
            having[value].append(p)
    _one_each(floor, when, rule.rounds, list(having.values()))


def pin(floor: Floor, when: When, *, rule: Pin) -> None:
    """This person sits at this table in this round."""
    person = _indices(floor, [rule.person])[0]
    table = [table.id for table in floor.problem.meeting.tables].index(rule.table)
    floor.some([floor.sits(person, rule.round - 1, table)], when)


def composition(floor: Floor, when: When, *, rule: Composition) -> None:
    """From ``min`` to ``max`` people with a value at every open table, or at the tables named."""
    having = _having(floor, rule.attribute, rule.value)
    for number, table, opened in _open_tables(floor, rule.rounds):
        if rule.tables is None or floor.problem.meeting.tables[table].id in rule.tables:
            people = floor.people_at(number, table, having)
            _at_least(floor, (*when, *_unless_true(opened)), people, rule.min)
            if rule.max is not None:
                floor.at_most(people, rule.max, when)


def no_isolates(floor: Floor, when: When, *, rule: NoIsolates) -> None:
    """At a table nobody with this value, or at least two."""
    having = _having(floor, rule.attribute, rule.value)
    for number, table, _ in _open_tables(floor, rule.rounds):
        people = floor.people_at(number, table, having)
        if people:
            any_here = floor.derived(_any(people))
            for one in people:
                floor.some([negated(one), any_here], when)
            floor.cp.add(cp_model.LinearExpr.sum(people) >= 2 * any_here).only_enforce_if(*when)


def meet_at_most(floor: Floor, when: When, *, rule: MeetAtMost) -> None:
    """No pair of these people shares a table in more than ``count`` rounds."""
    people = list(range(floor.problem.n_people)) if rule.people is None else _indices(floor, rule.people)
    if rule.count == 0:
        _one_each(floor, when, None, [people])
        return
    met, among = floor.met_already, set(people)
    if (met[np.ix_(people, people)] > rule.count).any():
        floor.some((), when)
    for (one, other), rounds in floor.may_meet.items():
        left = rule.count - int(met[one, other])
        if len(rounds) > left and one in among and other in among:
            floor.at_most([floor.meet(one, other, number) for number in rounds], left, when)


_KINDS: dict[type[Rule], Callable[..., None]] = {
    Together: together,
    Apart: apart,
    Pin: pin,
    Composition: composition,
    NoIsolates: no_isolates,
    OnePerTable: one_per_table,
    MeetAtMost: meet_at_most,
}


def travellers(problem: Problem) -> list[int]:
    """Return whom the theme rules speak of: those who host no table and attend at all."""
    return [p for p in range(problem.n_people) if problem.host_of[p] < 0 and problem.attends[:, p].any()]


def _one_each(floor: Floor, when: When, rounds: Sequence[int] | None, circles: Iterable[Sequence[int]]) -> None:
    """No two people of a circle share a table."""
    every = [circle for circle in circles if len(circle) > 1]
    for number in _rounds(floor, rounds):
        for table in floor.tables_in(number):
            for circle in every:
                floor.at_most(floor.people_at(number, table, circle), 1, when)


def _none(floor: Floor, when: When, literals: Iterable[Literal]) -> None:
    for literal in literals:
        if literal is not False:
            floor.some([negated(literal)], when)


def _at_least(floor: Floor, when: When, literals: Sequence[Literal], least: int) -> None:
    if least == 1:
        floor.some(literals, when)
    elif least > len(literals):
        floor.some((), when)
    elif least:
        floor.cp.add(cp_model.LinearExpr.sum(literals) >= least).only_enforce_if(*when)


def _smallest(sizes: Iterable[Sequence[Literal]]) -> Callable[[Value], int]:
    each = [list(people) for people in sizes]
    return lambda value: min(sum(map(value, people)) for people in each)


def _any(people: Sequence[Literal]) -> Callable[[Value], int]:
    return lambda value: max(map(value, people))


def _unless_true(literal: cp_model.BoolVarT | bool) -> tuple[cp_model.BoolVarT, ...]:
    return () if isinstance(literal, bool) else (literal,)


def _indices(floor: Floor, ids: Iterable[str]) -> list[int]:
    at = floor.person_at
    return [at[person] for person in dict.fromkeys(ids)]


def _having(floor: Floor, attribute: str, value: str) -> list[int]:
    return [p for p, person in enumerate(floor.problem.meeting.people) if person.value(attribute) == value]


def _themes(floor: Floor) -> list[int]:
    return sorted(set(floor.problem.theme_of.tolist()))


def _attended(floor: Floor, person: int) -> list[int]:
    return [int(number) for number in floor.problem.attends[:, person].nonzero()[0]]


def _rounds(floor: Floor, rounds: Sequence[int] | None) -> list[int]:
    return [number for number in range(floor.problem.n_rounds) if rounds is None or number + 1 in rounds]


def _open_tables(floor: Floor, rounds: Sequence[int] | None) -> Iterator[tuple[int, int, cp_model.BoolVarT | bool]]:
    for number in _rounds(floor, rounds):
        for table in floor.tables_in(number):
            yield number, table, floor.is_open(number, table)


def _closed_rounds(floor: Floor, table: int) -> list[int]:
    return [int(number) for number in (~floor.problem.is_open[:, table]).nonzero()[0]]
