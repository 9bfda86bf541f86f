"""Whole routes of people: a table for each round they attend. Where they are few, they make the strongest model.

With few tables a person who comes to a theme at most once has few routes: 24 at four tables in three or four rounds.
One variable for each of them says at once what a variable for each seat says only together with rules, so linear
relaxation and propagation see more: meetings of 13 to 38 people at four tables were proved with a tenth to a half of
the effort that variables for seats take.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from itertools import product
from typing import TypeAlias

import numpy as np

from tischrunde.model import ThemeVisits
from tischrunde.problem import BROKEN, Bools, Problem

__all__ = ["Route", "companies", "kept_by_routes", "routes_of", "sizes_are_limits"]

Route: TypeAlias = tuple[tuple[int, int], ...]
"""Rounds attended, rising, each with the table there."""


def companies(problem: Problem) -> list[list[int]]:
    """Return who goes one route together: those of one group in all rounds they attend; most people are alone."""
    together: defaultdict[Hashable, list[int]] = defaultdict(list)
    for p in range(problem.n_people):
        group_of, attends = problem.group_of[:, p], problem.attends[:, p]
        bound = attends.any() and (group_of[attends] >= 0).all()
        together[(group_of[attends].tobytes(), attends.tobytes()) if bound else p].append(p)
    return list(together.values())


def routes_of(problem: Problem, possible: Bools, people: Sequence[int]) -> Iterator[Route]:
    """Yield every route of people who go together that keeps the rules about each of them alone.

    Parameters
    ----------
    possible
        bool, shape (n_rounds, n_people, n_tables); where somebody may sit at all.
    """
    rounds = np.flatnonzero(problem.attends[:, people[0]]).tolist()
    must = {int(theme) for p in people for theme in np.flatnonzero(problem.miss[p] >= BROKEN // 2)}
    once, at_least = bool(problem.once[people].any()), int(problem.at_least[people].max())
    for tables in product(*(np.flatnonzero(possible[r, people].all(axis=0)).tolist() for r in rounds)):
        themes = {int(problem.theme_of[t]) for t in tables}
        if not (once and len(themes) < len(tables)) and must <= themes and len(themes) >= at_least:
            yield tuple(zip(rounds, tables, strict=True))


def kept_by_routes(problem: Problem) -> set[str]:
    """Return the places of the limits that routes and ``keep_sizes`` keep: what is said twice slows proofs down."""
    meeting = problem.meeting
    kept = {f"rules/{i}" for i, rule in enumerate(meeting.rules) if isinstance(rule, ThemeVisits)}
    kept.add("themes")
    for person in meeting.people:
        kept |= {f"people/{person.id}/{key}" for key in ("needs", "avoid")}
    for table in meeting.tables:
        kept.add(f"tables/{table.id}/closed_in")
    if sizes_are_limits(problem):
        kept.add("balance")
        kept |= {f"tables/{table.id}/{key}" for table in meeting.tables for key in ("seats", "min_seats")}
    return kept


def sizes_are_limits(problem: Problem) -> bool:
    """Return whether the least and the most people at each table say all about sizes."""
    return all(len(windows) == 1 for windows in problem.windows)
