"""A meeting as a CP-SAT model: seats, rules, cost and symmetry put together, and a solution read back."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field

import numpy as np
from ortools.sat.python import cp_model

from tischrunde.exact.floor import Floor, Value
from tischrunde.exact.objective import cost
from tischrunde.exact.routes import kept_by_routes, sizes_are_limits
from tischrunde.exact.rules import limits
from tischrunde.exact.symmetry import break_symmetry
from tischrunde.problem import Bools, Problem, Seats

__all__ = ["Model", "build", "build_from"]


@dataclass(frozen=True)
class Model:
    """A model that a solver can be given.

    Attributes
    ----------
    floor : the seats, with their variables
    cost : what is minimised, 0 without an objective
    assumed : the literals under which limits hold, by their places; empty when they always do
    """

    floor: Floor
    cost: cp_model.LinearExprT = 0
    assumed: Mapping[str, cp_model.BoolVarT] = field(default_factory=dict)

    @property
    def cp(self) -> cp_model.CpModel:
        """Return the model as CP-SAT knows it."""
        return self.floor.cp

    def seats(self, value: Value) -> Seats:
        """Return the seats of a solution; ``value`` is that of a solver or of a callback."""
        return self.floor.seats(value)


def build(
    problem: Problem,
    *,
    frozen: Seats | None = None,
    hint: Seats | None = None,
    objective: bool = True,
    at_least: int | None = None,
    at_most: int | None = None,
    symmetry: bool = True,
    by_routes: bool = False,
) -> Model:
    """Return the model of a meeting: its solutions are the plans that keep every rule.

    Parameters
    ----------
    problem
        the meeting as arrays
    frozen
        int32, shape (n_rounds, n_people); the table of everybody who keeps the seat, -1 for all who may move
    hint
        int32, shape (n_rounds, n_people); seats to begin with, as a rule those of the best plan so far.
        Without ``symmetry``, or they may not be among the plans that are left.
    objective
        whether the cost is minimised; without it any plan will do
    at_least
        a proven bound of the cost: the search may stop there
    at_most
        the most that a plan may cost
    symmetry
        whether plans that differ by names alone are kept out; only where nobody is frozen
    by_routes
        whether the variables are whole routes; only where nobody is frozen and without a hint

    Notes
    -----
    Seats are people x rounds x tables variables, for those who are free. With reunions or affinities each pair and
    round adds another and as many clauses as tables: n^2 R T / 2 in all.
    """
    floor = Floor(problem, _possible(problem, frozen), frozen=frozen, by_routes=by_routes)
    kept = kept_by_routes(problem) if by_routes else ()
    if by_routes and sizes_are_limits(problem):
        _keep_sizes(floor)
    for limit in limits(problem):
        if limit.place not in kept:
            limit.add(floor, ())
    if symmetry and frozen is None:
        break_symmetry(floor)
    price: cp_model.LinearExprT = 0
    if objective:
        price = cost(floor)
        floor.cp.minimize(price)
        if at_least is not None:
            floor.cp.add(price >= at_least)
        if at_most is not None:
            floor.cp.add(price <= at_most)
    if hint is not None:
        floor.hint(hint)
    return Model(floor, price)


def build_from(problem: Problem, kept: Container[str], *, assumed: bool = False) -> Model:
    """Return the model of a meeting with only some of its limits, for finding out which of them clash.

    Parameters
    ----------
    problem
        the meeting as arrays
    kept
        the places of the limits that hold; attendance always does
    assumed
        whether these limits are assumptions, each under a literal of its own, so that CP-SAT can say which it needs
    """
    some = [limit for limit in limits(problem) if limit.place in kept]
    closed = [f"tables/{table.id}/closed_in" for table in problem.meeting.tables]
    may_open = np.array([assumed or place not in kept for place in closed], np.bool_)
    possible = problem.attends[:, :, None] & (problem.is_open | may_open)[:, None, :]
    for p, person in enumerate(problem.meeting.people):
        place = f"people/{person.id}/hosts"
        if person.hosts is not None and place in kept and not assumed:
            hosted = problem.host_of[p]
            possible[problem.is_open[:, hosted], p] &= np.arange(problem.n_tables) == hosted
    floor = Floor(problem, possible, may_open=np.broadcast_to(may_open, problem.is_open.shape))
    literals = {limit.place: floor.cp.new_bool_var(limit.place) for limit in some} if assumed else {}
    for limit in some:
        limit.add(floor, [literals[limit.place]] if assumed else [])
    floor.cp.add_assumptions(literals.values())
    if not assumed:
        break_symmetry(floor, kept=kept)
    return Model(floor, assumed=literals)


def _keep_sizes(floor: Floor) -> None:
    """Seat at each table as many people as its least and its most allow."""
    problem = floor.problem
    for r, t in np.argwhere(problem.is_open).tolist():
        size = cp_model.LinearExpr.sum(floor.people_at(r, t))
        floor.cp.add_linear_constraint(size, int(problem.low[r, t]), int(problem.high[r, t]))


def _possible(problem: Problem, frozen: Seats | None) -> Bools:
    """Return where people may sit as far as hosts, pins, needs, themes to avoid, closed tables and the frozen say."""
    n_rounds, n_people = problem.attends.shape
    possible = ~problem.outside[problem.domain_of].transpose(1, 0, 2)
    r, p = np.nonzero(problem.fixed >= 0)
    only = np.zeros((n_rounds, n_people, problem.n_tables), np.bool_)
    only[r, p, problem.fixed[r, p]] = True
    possible = np.where((problem.fixed >= 0)[:, :, None], only & possible, possible)
    possible &= problem.attends[:, :, None]
    if frozen is not None:
        possible &= ~_taken(problem, frozen)[:, None, :] & ~_visited(problem, frozen)[None, :, problem.theme_of]
    return possible


def _taken(problem: Problem, frozen: Seats) -> Bools:
    """Return the tables with no seat left beside those who keep theirs; bool, shape (n_rounds, n_tables)."""
    sizes = np.array([np.bincount(seats[seats >= 0], minlength=problem.n_tables) for seats in frozen])
    taken: Bools = sizes >= problem.high
    return taken


def _visited(problem: Problem, frozen: Seats) -> Bools:
    """Return the themes people must not come to again, as they keep a seat there; bool, shape (n_people, n_themes)."""
    visited = np.zeros((problem.n_people, problem.n_themes), np.bool_)
    r, p = np.nonzero(frozen >= 0)
    visited[p, problem.theme_of[frozen[r, p]]] = True
    return visited & problem.once[:, None]
