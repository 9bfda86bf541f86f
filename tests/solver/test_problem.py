"""A meeting as arrays: each array against a meeting small enough to be read, and back to names."""

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests import naive
from tests.strategies import meetings, seatings
from tischrunde.errors import BadInput
from tischrunde.model import Meeting, Person, Seating
from tischrunde.problem import BROKEN, Problem, codes, unpack
from tischrunde.score import judge

fewer = settings(max_examples=60)


def problem_of(
    *, people: Any = "abcd", tables: Any = ({"id": "A", "seats": 4}, {"id": "B", "seats": 4}), **more: Any
) -> Problem:
    """Return the arrays of a meeting of two rounds; ``people`` are letters or whole records."""
    given = {"rounds": 2, "balance": None, "weights": {"mixing": {}}} | more
    listed = [{"id": person} if isinstance(person, str) else person for person in people]
    return Problem.of(Meeting.model_validate(given | {"people": listed, "tables": list(tables)}))


def table_records(*seats: int, **more: Any) -> list[dict[str, Any]]:
    """Return tables A, B, ... with these seats."""
    return [{"id": "ABCDEF"[i], "seats": n} | more for i, n in enumerate(seats)]


def broken_pairs(problem: Problem) -> list[str]:
    """Return the pairs, as letters, who may never share a table."""
    people = [person.id for person in problem.meeting.people]
    return [people[p] + people[q] for p, q in np.argwhere(problem.pair >= BROKEN) if p < q]


def test_the_sizes_are_those_of_the_meeting() -> None:
    themes = [{"id": "h1"}, {"id": "h2"}]
    tables = [{"id": "A", "seats": 2, "theme": "h2"}, {"id": "B", "seats": 2}, {"id": "C", "seats": 2, "theme": "h2"}]
    problem = problem_of(people="abcde", tables=tables, themes=themes, rounds=3)
    assert (problem.n_people, problem.n_tables, problem.n_rounds, problem.n_themes) == (5, 3, 3, 3)
    assert problem.theme_of.tolist() == [1, 2, 1]


def test_who_attends_and_what_is_open_are_told_by_round() -> None:
    people = ["a", {"id": "b", "rounds": [2]}, {"id": "c", "rounds": []}]
    tables = [{"id": "A", "seats": 3}, {"id": "B", "seats": 3, "closed_in": [1]}]
    problem = problem_of(people=people, tables=tables)
    assert problem.attends.tolist() == [[True, False, False], [True, True, False]]
    assert problem.is_open.tolist() == [[True, False], [True, True]]


def test_balance_without_limit_lets_sizes_differ_by_everybody() -> None:
    assert problem_of(balance=None).balance >= 4
    assert problem_of(balance=2).balance == 2


def test_hosts_and_pins_are_fixed_where_they_attend_and_the_table_is_open() -> None:
    people = [{"id": "a", "hosts": "B"}, {"id": "b", "hosts": "A", "rounds": [2]}, "c", {"id": "d", "rounds": [2]}]
    tables = table_records(4, 4)
    tables[1]["closed_in"] = [1]
    rules = [{"kind": "pin", "person": "c", "table": "A", "round": 1}]
    problem = problem_of(people=people, tables=tables, rules=rules)
    assert problem.fixed.tolist() == [[-1, -1, 0, -1], [1, 0, -1, -1]]
    assert problem.host_of.tolist() == [1, 0, -1, -1]


def test_groups_are_told_by_round_and_join_where_they_share_somebody() -> None:
    rules = [
        {"kind": "together", "people": ["a", "b"]},
        {"kind": "together", "people": ["b", "d"], "rounds": [2]},
        {"kind": "together", "people": ["c", "e"], "rounds": [1]},
    ]
    problem = problem_of(people="abcdef", tables=table_records(4, 4), rules=rules)
    assert problem.group_of.tolist() == [[0, 0, 2, -1, 2, -1], [0, 0, -1, 0, -1, -1]]


def test_a_group_is_together_in_the_rounds_all_attend_unless_rounds_are_given() -> None:
    people = ["a", "b", {"id": "c", "rounds": [1]}]
    always = problem_of(people=people, rules=[{"kind": "together", "people": ["a", "b", "c"]}])
    named = problem_of(people=people, rules=[{"kind": "together", "people": ["a", "b", "c"], "rounds": [1, 2]}])
    assert always.group_of.tolist() == [[0, 0, 0], [-1, -1, -1]]
    assert named.group_of.tolist() == [[0, 0, 0], [0, 0, -1]]


def test_who_sits_together_with_a_host_is_fixed_as_well() -> None:
    people = [{"id": "a", "hosts": "B"}, "b", "c", "d"]
    problem = problem_of(people=people, rules=[{"kind": "together", "people": ["c", "a", "b"], "rounds": [2]}])
    assert problem.fixed.tolist() == [[1, -1, -1, -1], [1, 1, 1, -1]]


def test_the_price_of_a_first_meeting_adds_up_mixing_history_and_affinities() -> None:
    people = [{"id": p, "sector": "s", "organisation": "o" if p in "ab" else None} for p in "abc"]
    problem = problem_of(
        people=[*people, "d"],
        history=[["a", "b", 2], ["b", "a", 1]],
        affinities=[["c", "a", 4], ["d", "c", -2]],
        weights={"reunions": 10, "mixing": {"sector": 3, "organisation": 5}, "affinities": 2},
    )
    assert problem.pair.tolist() == [[0, 38, -5, 0], [38, 0, 3, 0], [-5, 3, 0, 4], [0, 0, 4, 0]]
    assert problem.reunion_weight == 10
    assert problem.history.tolist() == [[0, 3, 0, 0], [3, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]]


def test_a_weight_of_nought_switches_its_term_off() -> None:
    people = [{"id": p, "sector": "s", "wishes": ["h"]} for p in "ab"]
    problem = problem_of(
        people=people,
        themes=[{"id": "h"}],
        history=[["a", "b", 2]],
        affinities=[["a", "b", 4]],
        weights={"reunions": 0, "mixing": {"sector": 0}, "affinities": 0, "wishes": 0},
    )
    assert not problem.pair.any()
    assert not problem.miss.any()
    assert problem.reunion_weight == 0


def test_people_apart_in_every_round_are_priced_as_a_pair() -> None:
    problem = problem_of(rules=[{"kind": "apart", "people": ["d", "a", "c"]}])
    assert broken_pairs(problem) == ["ac", "ad", "cd"]
    assert not problem.pair.diagonal().any()
    assert problem.apart_in.shape == (0, 0, 0)


def test_people_apart_in_some_rounds_are_told_by_round() -> None:
    people = [{"id": p, "organisation": "o"} for p in "ab"]
    rules = [
        {"kind": "apart", "people": ["c", "d"], "rounds": [2]},
        {"kind": "one_per_table", "attribute": "organisation", "rounds": [1, 3]},
        {"kind": "apart", "people": ["b", "a"], "rounds": [3]},
    ]
    problem = problem_of(people=[*people, "c", "d"], rounds=3, rules=rules)
    assert broken_pairs(problem) == []
    apart = ["abcd"[p] + "abcd"[q] + str(r + 1) for r, p, q in np.argwhere(problem.apart_in)]
    assert sorted(apart) == ["ab1", "ab3", "ba1", "ba3", "cd2", "dc2"]


def test_one_per_table_parts_equal_values_and_nobody_without_one() -> None:
    people = [{"id": "a", "sector": "s"}, {"id": "b"}, {"id": "c", "sector": "s"}, {"id": "d"}]
    assert broken_pairs(problem_of(people=people, rules=[{"kind": "one_per_table", "attribute": "sector"}])) == ["ac"]


def test_the_strictest_limit_on_meetings_counts() -> None:
    rules = [{"kind": "meet_at_most", "count": 2}, {"kind": "meet_at_most", "count": 1, "people": ["a", "c"]}]
    limit = problem_of(rules=rules, rounds=3).limit
    assert (limit[0, 2], limit[2, 0], limit[0, 1], limit[1, 3]) == (1, 1, 2, 2)
    assert problem_of().limit.shape == (0, 0)


def test_needs_and_themes_to_avoid_close_tables_to_a_person() -> None:
    themes = [{"id": "h1"}, {"id": "h2"}]
    tables = [
        {"id": "A", "seats": 4, "theme": "h1", "features": ["quiet", "step-free"]},
        {"id": "B", "seats": 4, "theme": "h2", "features": ["step-free"]},
        {"id": "C", "seats": 4, "theme": "h2", "closed_in": [2]},
    ]
    people = [
        "a",
        {"id": "b", "needs": ["step-free"]},
        {"id": "c", "needs": ["step-free"], "avoid": ["h1"]},
        {"id": "d", "needs": ["step-free", "quiet"]},
        {"id": "e", "avoid": ["h2"], "hosts": "C"},
    ]
    problem = problem_of(people=people, tables=tables, themes=themes)
    barred = {p.id: problem.outside[problem.domain_of[i]] for i, p in enumerate(problem.meeting.people)}
    assert {name: where[0].tolist() for name, where in barred.items()} == {
        "a": [False, False, False],
        "b": [False, False, True],
        "c": [True, False, True],
        "d": [False, True, True],
        "e": [False, False, False],
    }
    assert all(where[1, 2] for where in barred.values()), "nobody may sit at a closed table"
    assert problem.domain_of[0] == problem.domain_of[4]


def test_wishes_cost_four_two_one_and_musts_break_a_rule() -> None:
    themes = [{"id": f"h{i}"} for i in range(1, 5)]
    tables = [{"id": f"T{i}", "seats": 4, "theme": f"h{i}"} for i in range(1, 5)]
    people = [{"id": "a", "wishes": ["h3", "h1", "h4", "h2"]}, {"id": "b", "must_visit": ["h2"], "wishes": ["h2"]}]
    problem = problem_of(people=people, tables=tables, themes=themes, weights={"wishes": 3})
    assert problem.miss.tolist() == [[6, 3, 12, 3], [0, 12 + BROKEN, 0, 0]]


def test_theme_rules_are_for_travellers_who_come() -> None:
    people = ["a", {"id": "b", "hosts": "A"}, {"id": "c", "rounds": []}]
    rules = [{"kind": "theme_visits", "at_least": 2}, {"kind": "theme_visits", "at_most_once": True, "all": True}]
    problem = problem_of(people=people, rules=rules)
    assert problem.once.tolist() == [True, False, False]
    assert problem.at_least.tolist() == [2, 0, 0]
    assert (problem.miss // BROKEN).tolist() == [[1, 1], [0, 0], [0, 0]]


@pytest.mark.parametrize(
    ("themes", "rules", "once"),
    [
        ([], [], False),
        ([{"id": "h"}], [], True),
        ([{"id": "h"}], [{"kind": "theme_visits", "at_most_once": False}], False),
        ([], [{"kind": "theme_visits", "at_most_once": True}], True),
    ],
)
def test_declared_themes_imply_at_most_once(themes: list[Any], rules: list[Any], once: bool) -> None:
    assert problem_of(themes=themes, rules=rules).once.tolist() == [once] * 4


def test_a_composition_prices_each_person_too_few_or_too_many() -> None:
    people = [{"id": p, "sector": "s" if p in "abc" else "other"} for p in "abcd"]
    rule = {
        "kind": "composition",
        "attribute": "sector",
        "value": "s",
        "min": 1,
        "max": 2,
        "rounds": [2],
        "tables": ["B"],
    }
    problem = problem_of(people=people, rules=[rule])
    assert problem.counted.tolist() == [[True, True, True, False]]
    assert not problem.count_price[0, 0].any()
    assert not problem.count_price[0, :, 0].any()
    assert (problem.count_price[0, 1, 1] // BROKEN).tolist() == [1, 0, 0, 1, 2]


def test_a_composition_without_a_maximum_and_closed_tables_are_never_too_full() -> None:
    people = [{"id": p, "sector": "s"} for p in "abcd"]
    tables = table_records(4, 4)
    tables[1]["closed_in"] = [1]
    rule = {"kind": "composition", "attribute": "sector", "value": "s", "min": 2}
    problem = problem_of(people=people, tables=tables, rules=[rule])
    assert (problem.count_price[0] // BROKEN).tolist() == [[[2, 1, 0, 0, 0], [0] * 5], [[2, 1, 0, 0, 0]] * 2]


def test_an_isolate_is_priced_at_every_open_table_in_its_rounds() -> None:
    people = [{"id": p, "sector": "s"} for p in "abcd"]
    rule = {"kind": "no_isolates", "attribute": "sector", "value": "s", "rounds": [1]}
    problem = problem_of(people=people, rules=[rule])
    assert (problem.count_price[0] // BROKEN).tolist() == [[[0, 1, 0, 0, 0]] * 2, [[0] * 5] * 2]


def test_values_are_numbered_by_first_appearance() -> None:
    people = [
        Person(id=p, attributes={} if stage is None else {"stage": stage})
        for p, stage in zip("abcd", ["x", None, "y", "x"], strict=True)
    ]
    assert codes(people, "stage").tolist() == [0, -1, 1, 0]
    assert codes(people, "sector").tolist() == [-1] * 4


def test_a_seating_names_every_open_table_in_the_order_of_the_meeting() -> None:
    tables = table_records(4, 4, 4)
    tables[2]["closed_in"] = [2]
    people = ["a", "b", {"id": "c", "rounds": [1]}]
    rounds = problem_of(people=people, tables=tables).seating(np.array([[2, 0, 0], [1, 1, -1]], np.int32))
    assert rounds == ({"A": ("b", "c"), "B": (), "C": ("a",)}, {"A": (), "B": ("a", "b")})
    assert [list(sitting) for sitting in rounds] == [["A", "B", "C"], ["A", "B"]]


def test_names_the_meeting_does_not_have_and_surplus_rounds_are_left_out() -> None:
    rounds: Seating = ({"A": ("a", "stranger"), "Z": ("b",)}, {}, {"A": ("c",)})
    assert problem_of().table_of(rounds).tolist() == [[0, -1, -1, -1], [-1, -1, -1, -1]]


@st.composite
def seats(draw: st.DrawFn) -> tuple[Meeting, Seating]:
    meeting = draw(meetings())
    return meeting, draw(seatings(meeting))


def at_open_tables(meeting: Meeting, rounds: Seating) -> bool:
    """Return whether all seats are at tables that are open."""
    opened = [{table.id for table in meeting.open_tables(number)} for number in meeting.round_numbers]
    return all(
        not people or table in names
        for sitting, names in zip(rounds, opened, strict=True)
        for table, people in sitting.items()
    )


@fewer
@given(seats())
def test_seats_by_name_and_by_index_are_inverse(drawn: tuple[Meeting, Seating]) -> None:
    meeting, rounds = drawn
    problem = Problem.of(meeting)
    table_of = problem.table_of(rounds)
    assume(at_open_tables(meeting, rounds))
    assert (problem.table_of(problem.seating(table_of)) == table_of).all()
    assert table_of.dtype == np.int32
    assert ((table_of >= 0) == problem.attends).all()
    named = [{table: set(people) for table, people in sitting.items() if people} for sitting in rounds]
    again = [
        {table: set(people) for table, people in sitting.items() if people} for sitting in problem.seating(table_of)
    ]
    assert again == named


@fewer
@given(seats())
def test_reunions_are_those_of_the_judge(drawn: tuple[Meeting, Seating]) -> None:
    meeting, rounds = drawn
    problem = Problem.of(meeting)
    assert problem.reunions(problem.table_of(rounds)) == judge(meeting, rounds).terms["reunions"]
    assert problem.reunions(problem.table_of(rounds)) == naive.reunions(meeting, rounds)


@fewer
@given(meetings())
def test_every_array_is_of_the_one_kind_that_the_kernel_is_compiled_for(meeting: Meeting) -> None:
    problem = Problem.of(meeting)
    kinds = {
        np.bool_: ("attends", "is_open", "outside", "apart_in", "once", "counted"),
        np.int32: ("low", "high", "theme_of", "fixed", "host_of", "domain_of", "limit", "at_least", "group_of"),
        np.int64: ("pair", "miss", "count_price"),
    }
    for kind, names in kinds.items():
        for name in names:
            array = getattr(problem, name)
            assert array.dtype == kind, name
            assert array.flags.c_contiguous, name


def test_people_may_be_apart_in_the_last_of_many_rounds() -> None:
    problem = problem_of(rounds=100, rules=[{"kind": "apart", "people": ["a", "b"], "rounds": [100]}])
    assert np.argwhere(problem.apart_in).tolist() == [[99, 0, 1], [99, 1, 0]]


def test_a_meeting_of_nobody_has_arrays_of_the_same_kinds() -> None:
    problem = problem_of(people=[])
    assert (problem.n_people, problem.n_rounds, problem.attends.dtype.kind) == (0, 2, "b")


def test_costs_too_large_to_be_told_from_broken_rules_are_refused() -> None:
    for too_large in (
        {"history": [["a", "b", 1_000_000]], "weights": {"reunions": 1_000_000}},
        {"affinities": [["a", "b", -1_000_000]], "weights": {"affinities": 1_000_000}},
        {"affinities": [["a", "b", 1_000_000]], "weights": {"affinities": 1_000_000}},
        {"rounds": 1000, "weights": {"reunions": 1_000_000}},
    ):
        with pytest.raises(BadInput, match="too large"):
            problem_of(**too_large)


def test_ordinary_weights_are_never_too_large_however_many_seats_there_are() -> None:
    people = [{"id": f"p{i}", "sector": "s"} for i in range(300)]
    tables = [{"id": "A", "seats": 1_000_000}]
    assert problem_of(people=people, tables=tables, rounds=20, weights={}).n_people == 300


@pytest.mark.parametrize("broken", [0, 1, 5])
@pytest.mark.parametrize("cost", [-(10**9), -1, 0, 1, 10**9])
def test_one_price_carries_broken_rules_and_cost(broken: int, cost: int) -> None:
    assert unpack(cost + broken * BROKEN) == (broken, cost)
