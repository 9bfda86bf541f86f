"""Who and what may change places, and that only twins are kept out of the model."""

from typing import Any

from ortools.sat.python import cp_model

from tests.solver.little_meetings import meeting, people, tables, themed
from tischrunde.exact import build
from tischrunde.exact.symmetry import alike_people, alike_rounds, alike_tables
from tischrunde.problem import Problem


class Count(cp_model.CpSolverSolutionCallback):
    """Counts solutions."""

    def __init__(self) -> None:
        super().__init__()
        self.plans = 0

    def on_solution_callback(self) -> None:
        self.plans += 1


def plans(*, symmetry: bool, **given: Any) -> int:
    """Return the number of plans that the model has."""
    solver, count = cp_model.CpSolver(), Count()
    solver.parameters.num_workers = 1
    solver.parameters.enumerate_all_solutions = True
    solver.solve(build(Problem.of(meeting(**given)), objective=False, symmetry=symmetry).cp, count)
    return count.plans


def test_of_six_ways_to_seat_four_strangers_in_pairs_one_is_left() -> None:
    given: dict[str, Any] = {"people": people("abcd"), "tables": tables([2, 2])}
    assert plans(symmetry=False, **given) == 6
    assert plans(symmetry=True, **given) == 1


def test_people_of_different_sectors_are_not_renamed() -> None:
    given: dict[str, Any] = {"people": people("abcd", a={"sector": "s"}, b={"sector": "t"}), "tables": tables([2, 2])}
    assert plans(symmetry=True, **given) == 2  # a with b, or a with one of the others


def test_tables_differ_by_what_is_said_of_them() -> None:
    some = tables([4, 4, 4, 4, 5, 4], T3={"features": ["loop"]}, T6={"closed_in": [1]})
    pinned = [{"kind": "pin", "person": "a", "table": "T4", "round": 1}]
    given = meeting(rounds=2, people=people("ab"), tables=some, rules=pinned)
    assert alike_tables(given, across_themes=True) == [[0, 1]]


def test_tables_of_different_themes_change_places_in_all_rounds_at_once_or_not_at_all() -> None:
    given = meeting(people=people("ab", a={"wishes": ["x"]}), rounds=2, **themed("x", "y", "z", "w", "w"))
    assert alike_tables(given, across_themes=True) == [[1, 2], [3, 4]]
    assert alike_tables(given, across_themes=False) == [[3, 4]]


def test_tables_are_alike_only_if_the_same_limits_of_both_hold() -> None:
    given = meeting(people=people("ab"), tables=tables([4, 4, 4]))
    kept = {"tables/T1/seats", "tables/T2/seats"}
    assert alike_tables(given, across_themes=True, kept=kept) == [[0, 1]]


def test_people_differ_by_every_rule_that_names_one_of_them() -> None:
    rules = [{"kind": "apart", "people": ["a", "b"]}]
    given: dict[str, Any] = {"tables": tables([9]), "rules": rules, "history": [["c", "d", 1]], "rounds": 2}
    some = people("abcdefgh", e={"rounds": [1]}, f={"rounds": [1]}, g={"needs": []})
    assert alike_people(Problem.of(meeting(people=some, **given))) == [[0, 1], [4, 5], [6, 7]]


def test_rounds_differ_by_attendance_open_tables_and_rules_of_their_own() -> None:
    rules = [{"kind": "apart", "people": ["a", "b"], "rounds": [3]}]
    given: dict[str, Any] = {"tables": tables([4, 4], T2={"closed_in": [4]}), "rules": rules, "rounds": 6}
    some = people("abc", c={"rounds": [1, 2, 3, 4, 6]})
    assert alike_rounds(Problem.of(meeting(people=some, **given))) == [[0, 1, 5]]
