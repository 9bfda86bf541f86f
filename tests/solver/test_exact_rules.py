"""Each rule of the constraint model alone: kept, just kept, and just impossible."""

from typing import Any

import pytest
from ortools.sat.python import cp_model

from tests.solver.little_meetings import meeting, people, tables, themed
from tischrunde.exact import build
from tischrunde.problem import Problem
from tischrunde.score import violations


def possible(**given: Any) -> bool:
    """Return whether the model has a plan, after making sure that the plan is valid."""
    the_meeting = meeting(**given)
    problem = Problem.of(the_meeting)
    model = build(problem, objective=False)
    solver = cp_model.CpSolver()
    if solver.solve(model.cp) == cp_model.INFEASIBLE:
        return False
    assert violations(the_meeting, problem.seating(model.seats(solver.value))) == []
    return True


def of(names: str, **own: Any) -> dict[str, dict[str, Any]]:
    """Return the same keys for several people."""
    return dict.fromkeys(names, own)


def rule(kind: str, **more: Any) -> list[dict[str, Any]]:
    return [{"kind": kind, **more}]


TWO = tables([2, 2])
SECTOR: dict[str, Any] = {"attribute": "sector"}
ULM: dict[str, Any] = {"attribute": "sector", "value": "s"}


@pytest.mark.parametrize(
    ("fits", "fails"),
    [
        pytest.param({"people": people("abcd"), "tables": TWO}, {"people": people("abcde"), "tables": TWO}, id="seats"),
        pytest.param(
            {"people": people("abcd"), "tables": tables([4, 4], T1={"min_seats": 2}, T2={"min_seats": 2})},
            {"people": people("abc"), "tables": tables([4, 4], T1={"min_seats": 2}, T2={"min_seats": 2})},
            id="min_seats",
        ),
        pytest.param(
            {"people": people("abc"), "tables": tables([1, 4]), "balance": 1},
            {"people": people("abcd"), "tables": tables([1, 4]), "balance": 1},
            id="balance",
        ),
        pytest.param(
            {"people": people("ab"), "tables": tables([2, 2], T1={"closed_in": [1]})},
            {"people": people("abc"), "tables": tables([2, 2], T1={"closed_in": [1]})},
            id="closed_in",
        ),
        pytest.param(
            {"people": people("abc", **of("ab", hosts="T1")), "tables": TWO},
            {"people": people("abc", **of("abc", hosts="T1")), "tables": TWO},
            id="hosts",
        ),
        pytest.param(
            {"people": people("abc", **of("ab", needs=["loop"])), "tables": tables([2, 2], T1={"features": ["loop"]})},
            {"people": people("abc", **of("abc", needs=["loop"])), "tables": tables([2, 2], T1={"features": ["loop"]})},
            id="needs",
        ),
        pytest.param(
            {"people": people("abc", **of("ab", avoid=["x"])), **themed("x", "y", seats=2)},
            {"people": people("abc", **of("abc", avoid=["x"])), **themed("x", "y", seats=2)},
            id="avoid",
        ),
        pytest.param(
            {"people": people("abc", **of("ab", must_visit=["x"])), **themed("x", "y", seats=2)},
            {"people": people("abc", **of("abc", must_visit=["x"])), **themed("x", "y", seats=2)},
            id="must_visit",
        ),
        pytest.param(
            {"people": people("ab"), "rounds": 2, **themed("x", "y")},
            {"people": people("ab"), "rounds": 3, **themed("x", "y")},
            id="themes at most once",
        ),
        pytest.param(
            {"people": people("abcd"), "rounds": 2, "tables": TWO, "rules": rule("theme_visits", at_least=2)},
            {"people": people("abcd"), "rounds": 2, "tables": TWO, "rules": rule("theme_visits", at_least=3)},
            id="at_least",
        ),
        pytest.param(
            {"people": people("abc"), "rounds": 2, "tables": tables([2, 2]), "rules": rule("theme_visits", all=True)},
            {"people": people("abc"), "rounds": 2, "tables": tables([1, 2]), "rules": rule("theme_visits", all=True)},
            id="all themes",
        ),
        pytest.param(
            {"people": people("abcd"), "tables": TWO, "rules": rule("together", people=["a", "b"])},
            {"people": people("abcd"), "tables": TWO, "rules": rule("together", people=["a", "b", "c"])},
            id="together",
        ),
        pytest.param(
            {"people": people("abcd"), "tables": TWO, "rules": rule("apart", people=["a", "b"])},
            {"people": people("abcd"), "tables": TWO, "rules": rule("apart", people=["a", "b", "c"])},
            id="apart",
        ),
        pytest.param(
            {
                "people": people("abc"),
                "tables": TWO,
                "rules": [*rule("pin", person="a", table="T1", round=1), *rule("pin", person="b", table="T1", round=1)],
            },
            {
                "people": people("abc", c={"hosts": "T1"}),
                "tables": TWO,
                "rules": [*rule("pin", person="a", table="T1", round=1), *rule("pin", person="b", table="T1", round=1)],
            },
            id="pin",
        ),
        pytest.param(
            {
                "people": people("abcd", **of("ab", sector="s")),
                "tables": TWO,
                "rules": rule("composition", **ULM, min=1),
            },
            {
                "people": people("abcd", **of("a", sector="s")),
                "tables": TWO,
                "rules": rule("composition", **ULM, min=1),
            },
            id="composition min",
        ),
        pytest.param(
            {
                "people": people("abcd", **of("ab", sector="s")),
                "tables": TWO,
                "rules": rule("composition", **ULM, max=1),
            },
            {
                "people": people("abcd", **of("abc", sector="s")),
                "tables": TWO,
                "rules": rule("composition", **ULM, max=1),
            },
            id="composition max",
        ),
        pytest.param(
            {"people": people("abcd", **of("abcd", sector="s")), "tables": TWO, "rules": rule("no_isolates", **ULM)},
            {"people": people("abcd", **of("abc", sector="s")), "tables": TWO, "rules": rule("no_isolates", **ULM)},
            id="no_isolates",
        ),
        pytest.param(
            {"people": people("abcd", **of("ab", sector="s")), "tables": TWO, "rules": rule("one_per_table", **SECTOR)},
            {"people": people("abc", **of("abc", sector="s")), "tables": TWO, "rules": rule("one_per_table", **SECTOR)},
            id="one_per_table",
        ),
        pytest.param(
            {"people": people("abcd"), "rounds": 3, "tables": TWO, "rules": rule("meet_at_most", count=1)},
            {"people": people("abcd"), "rounds": 4, "tables": TWO, "rules": rule("meet_at_most", count=1)},
            id="meet_at_most",
        ),
        pytest.param(
            {"people": people("abcd"), "tables": TWO, "rules": rule("meet_at_most", count=0, people=["a", "b"])},
            {"people": people("abcd"), "tables": TWO, "rules": rule("meet_at_most", count=0, people=["a", "b", "c"])},
            id="never meet",
        ),
    ],
)
def test_a_rule_that_just_fits_is_possible_and_one_more_is_not(fits: dict[str, Any], fails: dict[str, Any]) -> None:
    assert possible(**fits)
    assert not possible(**fails)


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("together", {"people": ["a", "b", "c"]}),
        ("apart", {"people": ["a", "b", "c"]}),
        ("one_per_table", SECTOR),
        ("no_isolates", ULM),
        ("composition", ULM | {"max": 1}),
    ],
)
def test_a_rule_for_some_rounds_leaves_the_others_alone(kind: str, more: dict[str, Any]) -> None:
    given: dict[str, Any] = {"rounds": 2, "tables": TWO, "rules": rule(kind, **more, rounds=[1])}
    assert not possible(people=people("abcd", **of("abc", sector="s")), **given)
    assert possible(people=people("abcd", **of("abc", sector="s", rounds=[2])), **given)


def test_hosts_are_exempt_from_theme_rules_and_move_while_their_table_is_closed() -> None:
    given: dict[str, Any] = {"people": people("a", a={"hosts": "T1", "avoid": ["y"]}), "rounds": 3}
    assert possible(**given, **themed("x", "y", T1={"closed_in": [2]}))
    assert not possible(**given, **themed("x", "y", T1={"closed_in": [2]}, T2={"closed_in": [2]}))


def test_a_together_rule_without_rounds_waits_until_all_attend() -> None:
    given: dict[str, Any] = {"rounds": 2, "tables": TWO, "people": people("abc", c={"rounds": [1]})}
    assert not possible(**given, rules=rule("together", people=["a", "b", "c"]))
    given["people"] = people("abc", b={"rounds": [2]}, c={"rounds": [1]})
    assert possible(**given, rules=rule("together", people=["a", "b", "c"]))
