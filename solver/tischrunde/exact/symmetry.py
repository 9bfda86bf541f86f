"""Keep out plans that differ from another one by names alone: of tables, of people, of rounds.

All constraints follow from one order (round by round, in each round person by person, tables as numbered): of the plans
that renaming makes from each other, the first in this order is always left, so they may be used together (Crawford,
Ginsberg, Luks and Roy 1996). They say nothing about hints: of a given plan only a renamed twin may be left.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Hashable, Iterator, Sequence
from itertools import pairwise

import numpy as np
from ortools.sat.python import cp_model

from tischrunde.exact.floor import Floor, negated
from tischrunde.model import Composition, Meeting, NoIsolates, OnePerTable, Pin, ThemeVisits
from tischrunde.problem import Problem

__all__ = ["alike_people", "alike_rounds", "alike_tables", "break_symmetry"]

FIRST_PEOPLE = 4
"""For how many people per table the order of tables is kept up; later ones hardly matter."""


def break_symmetry(floor: Floor, *, kept: Container[str] | None = None) -> None:
    """Add all constraints of this module.

    Parameters
    ----------
    floor
        the seats
    kept
        the places of the limits that hold, where some of the meeting's do not
    """
    order_tables(floor, kept=kept)
    order_people(floor, kept=kept)
    order_rounds(floor)


def order_tables(floor: Floor, *, kept: Container[str] | None = None) -> None:
    """Among tables alike, a person opens the next one only when somebody before sits at the last one.

    Where themes matter, tables of different themes change places in all rounds at once: then the first round alone
    is put in order.
    """
    meeting = floor.problem.meeting
    for number in range(floor.problem.n_rounds):
        across = number == 0 or not _themes_matter(meeting)
        for tables in alike_tables(meeting, across_themes=across, kept=kept):
            _order_tables_of_round(floor, number, tables)


def _order_tables_of_round(floor: Floor, number: int, tables: Sequence[int]) -> None:
    if not floor.problem.is_open[number, tables[0]]:
        return
    people = np.flatnonzero(floor.problem.attends[number])[: FIRST_PEOPLE * len(tables)].tolist()
    for before, table in pairwise(tables):
        for count, person in enumerate(people):
            if floor.sits(person, number, table) is not False:
                opened = floor.people_at(number, before, people[:count])
                floor.some([negated(floor.sits(person, number, table)), *opened])


def order_people(floor: Floor, *, kept: Container[str] | None = None) -> None:
    """Among people alike, tables rise in the first round they attend."""
    for people in alike_people(floor.problem, kept=kept):
        number = int(floor.problem.attends[:, people[0]].argmax())
        for one, other in pairwise(people):
            floor.cp.add(_table(floor, one, number) <= _table(floor, other, number))


def order_rounds(floor: Floor) -> None:
    """Among rounds alike, the table of the first person who has a choice rises."""
    for rounds in alike_rounds(floor.problem):
        person = next((p for p in range(floor.problem.n_people) if _has_choice(floor, p, rounds[0])), None)
        if person is not None:
            for one, other in pairwise(rounds):
                floor.cp.add(_table(floor, person, one) <= _table(floor, person, other))


def alike_tables(meeting: Meeting, *, across_themes: bool, kept: Container[str] | None = None) -> list[list[int]]:
    """Return the tables that may change places: at once in all rounds, or in each if they have one theme."""
    named = {person.hosts for person in meeting.people}
    for rule in meeting.rules:
        if isinstance(rule, Pin):
            named.add(rule.table)
        if isinstance(rule, Composition):
            named.update(rule.tables or ())
    wanted = {h for p in meeting.people for h in (*p.wishes, *p.must_visit, *p.avoid)}
    size = Counter(meeting.theme_of.values())

    def kind(t: int) -> Hashable:
        table = meeting.tables[t]
        theme = meeting.theme_of[table.id]
        free = not _themes_matter(meeting) or (across_themes and theme not in wanted and size[theme] == 1)
        own = table.seats, table.min_seats, frozenset(table.features), frozenset(table.closed_in), free or theme
        return own, _kept_of(f"tables/{table.id}", ("seats", "min_seats", "closed_in"), kept)

    return _classes((t for t, table in enumerate(meeting.tables) if table.id not in named), kind)


def alike_people(problem: Problem, *, kept: Container[str] | None = None) -> list[list[int]]:
    """Return the people of whom no rule, weight or wish says anything that it does not say of the others."""
    meeting = problem.meeting
    attributes = {name for name, weight in meeting.weights.mixing.items() if weight}
    for rule in meeting.rules:
        if isinstance(rule, Composition | NoIsolates | OnePerTable):
            attributes.add(rule.attribute)
    roles: defaultdict[str, list[Hashable]] = defaultdict(list)
    for index, rule in enumerate(meeting.rules):
        for person in getattr(rule, "people", None) or ():
            roles[person].append(index)
        if isinstance(rule, Pin):
            roles[rule.person].append(index)
    for index, (one, other, _) in enumerate((*meeting.history, *meeting.affinities)):
        roles[one].append((index, 1))
        roles[other].append((index, 2))
    hidden = {"id", "name", "organisation", "sector", "attributes", "rounds"}

    def kind(p: int) -> Hashable:
        person = meeting.people[p]
        own = tuple(str(value) for value in person.model_dump(exclude=hidden).values())
        values = tuple(person.value(name) for name in sorted(attributes))
        asked = _kept_of(f"people/{person.id}", ("hosts", "needs", "avoid", "must_visit"), kept)
        return own, values, meeting.attended[person.id], tuple(roles[person.id]), asked

    return _classes(np.flatnonzero(problem.attends.any(axis=0)).tolist(), kind)


def alike_rounds(problem: Problem) -> list[list[int]]:
    """Return the rounds that may change places: same people, same open tables, and no rule of their own."""
    named = {number for rule in problem.meeting.rules for number in getattr(rule, "rounds", None) or ()}
    named |= {rule.round for rule in problem.meeting.rules if isinstance(rule, Pin)}

    def kind(number: int) -> Hashable:
        return problem.attends[number].tobytes(), problem.is_open[number].tobytes()

    return _classes((number for number in range(problem.n_rounds) if number + 1 not in named), kind)


def _kept_of(place: str, keys: Sequence[str], kept: Container[str] | None) -> tuple[bool, ...]:
    """Return which of the limits of a person or a table hold."""
    return tuple(kept is None or f"{place}/{key}" in kept for key in keys)


def _classes(members: "Iterator[int] | Sequence[int]", kind: Callable[[int], Hashable]) -> list[list[int]]:
    """Return the members of each kind of which there are several."""
    of_kind: defaultdict[Hashable, list[int]] = defaultdict(list)
    for member in members:
        of_kind[kind(member)].append(member)
    return [alike for alike in of_kind.values() if len(alike) > 1]


def _themes_matter(meeting: Meeting) -> bool:
    """Return whether a plan is better or worse for the themes people come to."""
    asked = any(isinstance(rule, ThemeVisits) and (rule.at_least or rule.all) for rule in meeting.rules)
    personal = any(person.wishes or person.must_visit or person.avoid for person in meeting.people)
    return meeting.themes_at_most_once or asked or personal


def _has_choice(floor: Floor, person: int, number: int) -> bool:
    return len(list(floor.tables_of(person, number))) > 1


def _table(floor: Floor, person: int, number: int) -> cp_model.LinearExprT:
    """Return the number of the table of a person."""
    tables = list(floor.tables_of(person, number))
    return cp_model.LinearExpr.weighted_sum([floor.sits(person, number, t) for t in tables], tables)
