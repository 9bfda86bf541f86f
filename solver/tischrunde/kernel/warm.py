"""Compile the kernel, or read it from its cache, before anything depends on its speed."""

import numpy as np

from tischrunde.kernel.anneal import anneal
from tischrunde.kernel.fairness import burdens, even_out
from tischrunde.kernel.relabel import places_of, relabel
from tischrunde.kernel.state import rules_of, seated_state
from tischrunde.model import Meeting, Person, Table
from tischrunde.problem import Problem

__all__ = ["warm_up"]


def warm_up() -> None:
    """Run every kernel once on the smallest meeting there is.

    The first time on a machine this compiles for some seconds, later it reads the cache in a fraction of one.
    """
    people = tuple(Person(id=name) for name in ("a", "b"))
    problem = Problem.of(Meeting(rounds=1, tables=(Table(id="T1", seats=1), Table(id="T2", seats=1)), people=people))
    seats = np.array([[0, 1]], np.int32)
    rules, state = rules_of(problem), seated_state(problem, seats, np.zeros(1, np.uint64))
    anneal(rules, state, 1, 1.0, 1.0, 1.0, 0, seats.copy(), state.price.copy())
    burden = np.zeros(2, np.int32)
    even_out(rules, state, burden, 1 + burdens(state.members, state.size, state.table_of, burden))
    free, route = np.array([0, 1], np.int32), np.zeros((2, 2), np.int64)
    places = places_of(seats, 2, free=free, pair=problem.pair, route=route)
    relabel(places, free.copy(), free.copy(), state.rng, 1, 1.0, 1.0, 1.0)
