"""A model of a whole meeting that counts reunions by crossings: who goes from table a in one round to b in another.

``objective`` has a variable for each pair of people and round, which suits neighbourhoods but proves little: its
linear relaxation sees no reunion at all. Counted by crossings the relaxation is as strong as the contingency bound, and
knows who the people are. Variables grow with people x tables^2 x rounds^2, so this is for small meetings.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, pairwise

import numpy as np
from ortools.sat.python import cp_model

from tischrunde.exact.floor import Floor
from tischrunde.exact.model import Model, build
from tischrunde.problem import Problem

__all__ = ["build_by_crossings"]


def build_by_crossings(problem: Problem, *, at_least: int, at_most: int) -> Model:
    """Return the model of a meeting with its plans that cost from ``at_least`` to ``at_most``.

    A pair that meets m times after h before has C(m, 2) + m h reunions. C(m, 2) is the number of pairs of rounds in
    which both share a table twice: summed over people it is the sum of C(k, 2) over pairs of rounds and of tables,
    k people going from the one to the other. The rest, m h, concerns those who met before, pair by pair.
    """
    weight = problem.reunion_weight
    weights = problem.meeting.weights.model_copy(update={"reunions": 0})
    without = replace(problem, meeting=problem.meeting.model_copy(update={"weights": weights}), reunion_weight=0)
    model = build(without, by_routes=problem.has_few_routes)
    floor = model.floor
    parts = [*_crossings(floor, weight), *_met_before(floor, weight)] if weight else []
    reunions = cp_model.LinearExpr.weighted_sum([part for part, _ in parts], [at for _, at in parts])
    price = cp_model.LinearExpr.sum([model.cost, reunions])
    floor.cp.add_linear_constraint(price, at_least, at_most)
    floor.cp.minimize(price)
    return Model(floor, price)


def _crossings(floor: Floor, weight: int) -> Iterator[tuple[cp_model.IntVar, int]]:
    """Yield variables with their prices: the second to cross pays once, the third twice, ..."""
    problem = floor.problem
    for r, s in combinations(range(problem.n_rounds), 2):
        for (a, b), crossing in _crossing(floor, r, s).items():
            most = min(len(crossing), int(problem.high[r, a]), int(problem.high[s, b]))
            beyond = [floor.cp.new_bool_var("") for _ in range(2, most + 1)]
            for before, after in pairwise(beyond):
                floor.cp.add_implication(after, before)
            floor.cp.add(cp_model.LinearExpr.sum(crossing) <= 1 + cp_model.LinearExpr.sum(beyond))
            yield from ((extra, weight * further) for further, extra in enumerate(beyond, start=1))


def _crossing(floor: Floor, r: int, s: int) -> dict[tuple[int, int], list[cp_model.IntVar]]:
    """Return for each two tables of two rounds the variables of those who may go from one to the other."""
    if floor.routes:
        return _crossing_by_routes(floor, r, s)
    problem = floor.problem
    crossing: defaultdict[tuple[int, int], list[cp_model.IntVar]] = defaultdict(list)
    for p in np.flatnonzero(problem.attends[r] & problem.attends[s]).tolist():
        leaving: defaultdict[int, list[cp_model.IntVar]] = defaultdict(list)
        coming: defaultdict[int, list[cp_model.IntVar]] = defaultdict(list)
        for a in floor.tables_of(p, r):
            for b in floor.tables_of(p, s):
                if not (problem.once[p] and problem.theme_of[a] == problem.theme_of[b]):
                    goes = floor.cp.new_bool_var("")
                    for variables in (leaving[a], coming[b], crossing[a, b]):
                        variables.append(goes)
        for tables, number, ways in ((floor.tables_of(p, r), r, leaving), (floor.tables_of(p, s), s, coming)):
            for t in tables:
                floor.cp.add(cp_model.LinearExpr.sum(ways[t]) == floor.sits(p, number, t))
    return crossing


def _crossing_by_routes(floor: Floor, r: int, s: int) -> dict[tuple[int, int], list[cp_model.IntVar]]:
    """Return the same of routes, each of which says all its crossings itself."""
    crossing: defaultdict[tuple[int, int], list[cp_model.IntVar]] = defaultdict(list)
    for routes in floor.routes:
        for route, goes in routes:
            table_in = dict(route)
            if r in table_in and s in table_in:
                crossing[table_in[r], table_in[s]].append(goes)
    return crossing


def _met_before(floor: Floor, weight: int) -> Iterator[tuple[cp_model.LinearExpr, int]]:
    """Yield the meetings of those who met before, with their prices."""
    history = floor.problem.history
    for one, other in np.argwhere(np.triu(history)).tolist():
        for number in range(floor.problem.n_rounds):
            met = floor.meet(one, other, number)
            if not isinstance(met, bool):
                yield met, weight * int(history[one, other])
