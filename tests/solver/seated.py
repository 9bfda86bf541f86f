"""Meetings with everybody seated, for tests of the kernel: drawn, or small enough to be read."""

from typing import NamedTuple

import numpy as np
from hypothesis import strategies as st

from tests.strategies import meetings
from tischrunde.kernel import Rules, State, anneal, rules_of, seated_state
from tischrunde.model import Meeting, NoIsolates, Pin, Together
from tischrunde.problem import Longs, Problem, Seats
from tischrunde.score import violations
from tischrunde.search import nearest_seats

__all__ = ["NO_TARGET", "Seated", "annealed", "begun", "classic", "in_rows", "seated", "unpriced", "with_groups"]

NO_TARGET = -(1 << 60)
larger = meetings(max_people=7, max_tables=4, max_rounds=3, max_rules=4)


class Seated(NamedTuple):
    """A meeting with everybody seated, sizes, hosts, pins and groups being right."""

    problem: Problem
    rules: Rules
    state: State
    table_of: Seats


@st.composite
def seated(draw: st.DrawFn, among: st.SearchStrategy[Meeting] = larger) -> Seated:
    """Draw a meeting and seats to begin with; where there are none, people come without being told their place."""
    meeting, seed = draw(among), draw(st.integers(0, 1000))
    for eased in (meeting, without_places(meeting)):
        problem = Problem.of(eased)
        table_of = nearest_seats(problem, np.full((problem.n_rounds, problem.n_people), -1, np.int32), seed=seed)
        if table_of is not None and all(problem.windows) and places_are_right(problem, table_of):
            return begun(problem, table_of, seed=seed)
    raise AssertionError("people without a place of their own find seats")


@st.composite
def with_groups(draw: st.DrawFn) -> Meeting:
    """Draw a meeting without hosts whose people come with a companion or two."""
    meeting = without_places(draw(meetings(max_people=8, max_tables=3, kinds=["apart", "composition"])))
    names = draw(st.permutations(list(meeting.person_of)))
    groups = tuple(Together(kind="together", people=tuple(names[k : k + 2])) for k in range(0, len(names) - 1, 3))
    return Meeting.model_validate(meeting.model_copy(update={"rules": (*meeting.rules, *groups)}).model_dump())


def without_places(meeting: Meeting) -> Meeting:
    """Return the meeting without hosts, pins and groups, with all tables open to any number of people."""
    people = tuple(person.model_copy(update={"hosts": None}) for person in meeting.people)
    tables = tuple(table.model_copy(update={"min_seats": 0, "closed_in": ()}) for table in meeting.tables)
    rules = tuple(rule for rule in meeting.rules if not isinstance(rule, NoIsolates | Pin | Together))
    eased = {"people": people, "tables": tables, "rules": rules, "balance": None}
    return Meeting.model_validate(meeting.model_copy(update=eased).model_dump())


def places_are_right(problem: Problem, table_of: Seats) -> bool:
    """Return whether hosts, pinned people and groups are in their places; two pins of one person can't be kept."""
    meeting = problem.meeting
    told = {f"rules/{i}" for i, rule in enumerate(meeting.rules) if isinstance(rule, Pin | Together)}
    told |= {f"people/{person.id}/hosts" for person in meeting.people}
    return not any(told & set(fault.rules) for fault in violations(meeting, problem.seating(table_of)))


def begun(problem: Problem, table_of: Seats, *, seed: int = 0) -> Seated:
    """Return a state with these seats."""
    state = seated_state(problem, table_of, np.array([seed], np.uint64))
    return Seated(problem, rules_of(problem), state, table_of)


def unpriced() -> Longs:
    """Return the best price before there is any."""
    return np.full(1, np.iinfo(np.int64).max, np.int64)


def annealed(start: Seated, *, moves: int = 3_000, chunks: int = 1, hot: float = 20.0) -> tuple[Seats, int]:
    """Anneal on, changing the state; return the best seats and their price."""
    best, best_price = start.table_of.copy(), unpriced()
    for _ in range(chunks):
        anneal(start.rules, start.state, moves // chunks, hot, 0.5, 60.0, NO_TARGET, best, best_price)
    return best, int(best_price[0])


def classic(*, people: int = 12, tables: int = 4, rounds: int = 3, **more: object) -> Problem:
    """Return people at tables of equal size, who may come back."""
    given = {
        "rounds": rounds,
        "tables": [{"id": f"T{i}", "seats": people // tables} for i in range(tables)],
        "people": [{"id": f"p{i}", "sector": f"s{i % 3}"} for i in range(people)],
    }
    return Problem.of(Meeting.model_validate(given | more))


def in_rows(problem: Problem) -> Seats:
    """Return the seats in which everybody sits with the same people in every round."""
    row = np.arange(problem.n_people, dtype=np.int32) // (problem.n_people // problem.n_tables)
    return np.tile(row, (problem.n_rounds, 1)).astype(np.int32)
