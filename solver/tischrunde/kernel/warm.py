"""Compile the kernel, or read it from its cache, before anything depends on its speed."""

import numpy as np

from tischrunde.kernel.anneal import anneal
from tischrunde.kernel.fairness import burdens, even_out
from tischrunde.kernel.mend import mend
from tischrunde.kernel.relabel import places_of, relabel
from tischrunde.kernel.state import rules_of, seated_state
from tischrunde.model import Meeting, Person, Table
from tischrunde.problem import LARGE, Problem

__all__ = ["warm_up"]


def warm_up(*, large: bool = False) -> None:
    """Run every kernel once on the smallest meeting there is, or those of large meetings on the smallest of these.

    The first time on a machine this compiles for some seconds, later it reads the cache in a fraction of one.
    """
    people = tuple(Person(id=f"p{p}") for p in range(LARGE + 1 if large else 2))
    tables = (Table(id="T1", seats=len(people)), Table(id="T2", seats=len(people)))
    # Two rounds, so that the order of the seats in memory is that of any meeting.
    problem = Problem.of(Meeting(rounds=2, tables=tables, people=people, balance=None))
    seats = np.tile(np.arange(len(people), dtype=np.int32) % 2, (2, 1))
    rules, state = rules_of(problem), seated_state(problem, seats, np.zeros(1, np.uint64))
    best = seats.copy(order="F" if large else "C")
    anneal(rules, state, 1, 1.0, 1.0, 1.0, 0, best, state.price.copy())
    burden = np.zeros(len(people), np.int32)
    burdens(state.members, state.size, state.table_of, burden)
    even_out(rules, state, burden, 1)
    if large:
        nobody, tables_of_themes = np.zeros(0, np.int32), np.arange(3, dtype=np.int32)
        wanted = problem.wanted
        mend(rules, state, nobody, nobody, 1, 0, wanted.begin, wanted.theme, tables_of_themes, tables_of_themes[:2])
        return
    free, route = np.array([0, 1], np.int32), np.zeros((2, 2), np.int64)
    places = places_of(seats, 2, free=free, pair=problem.pair, route=route)
    relabel(places, free.copy(), free.copy(), state.rng, 1, 1.0, 1.0, 1.0)
