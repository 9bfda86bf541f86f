"""Advice: what is called possible can be built, what is called impossible cannot be."""

from itertools import combinations, product
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from tischrunde import BadInput, MaxIterations, advise, solve
from tischrunde.advice import Advice, Question, Shape
from tischrunde.advice.found import bare_meeting, found_by_search
from tischrunde.advice.impossible import least_reunions, obstacle, rounds_at_most
from tischrunde.advice.known import records
from tischrunde.advice.possible import construction
from tischrunde.bounds import prove
from tischrunde.designs import is_schedule
from tischrunde.problem import Ints, Problem


@st.composite
def questions(draw: st.DrawFn, *, most: int = 60) -> Question:
    tables = draw(st.integers(1, most // 3))
    people = draw(st.integers(2 * tables, min(most, 9 * tables)))
    return Question(people, tables, hosts=draw(st.booleans()), themes=draw(st.booleans()))


def shape_of(advice: Advice, tables: int) -> Shape:
    return next(shape for shape in advice.shapes if shape.tables == tables)


def keeps(asked: Question, table_of: Ints) -> bool:
    """Return whether seats have even tables, no reunion, hosts who stay, and nobody else twice at a theme."""
    if table_of.shape[1] != asked.people or not is_schedule(table_of):
        return False
    counted = [sorted(np.bincount(seats, minlength=asked.tables).tolist(), reverse=True) for seats in table_of]
    if any(tuple(sizes) != asked.sizes for sizes in counted):
        return False
    stay = asked.tables if asked.hosts else 0
    hosts = {tuple(seats[:stay].tolist()) for seats in table_of}
    once = all(len(set(route)) == len(route) for route in table_of.T[stay:].tolist())
    return hosts in (set(), {()}, {tuple(range(asked.tables))}) and (once or not (asked.themes or asked.hosts))


def plan_exists(asked: Question, rounds: int) -> bool:
    """Return whether there is a plan without reunions, by exhaustive search."""
    model = cp_model.CpModel()
    people, tables = range(asked.people), range(asked.tables)
    sits = {(r, p, t): model.new_bool_var("") for r in range(rounds) for p in people for t in tables}
    for r, p in product(range(rounds), people):
        model.add_exactly_one(sits[r, p, t] for t in tables)
    for r, t in product(range(rounds), tables):
        model.add_linear_constraint(sum(sits[r, p, t] for p in people), asked.sizes[-1], asked.sizes[0])
    for p, q in combinations(people, 2):
        meets = {(r, t): model.new_bool_var("") for r, t in product(range(rounds), tables)}
        for (r, t), at_table in meets.items():
            model.add_bool_or(~sits[r, p, t], ~sits[r, q, t], at_table)
        model.add_at_most_one(meets.values())
    hosts = tables if asked.hosts else range(0)
    for r, t in product(range(rounds), hosts):
        model.add(sits[r, t, t] == 1)
    for p, t in product(people[len(hosts) :], tables if asked.themes else ()):
        model.add_at_most_one(sits[r, p, t] for r in range(rounds))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    status = solver.solve(model)
    assert status in (cp_model.OPTIMAL, cp_model.INFEASIBLE)
    return status == cp_model.OPTIMAL


class Test36PeopleInFourRounds:
    def test_six_tables_are_impossible_and_seven_are_offered_first(self) -> None:
        advice = advise(people=36, rounds=4, tables=6)
        assert [(shape.tables, shape.status) for shape in advice.shapes] == [
            (7, "possible"),
            (8, "possible"),
            (9, "possible"),
            (6, "impossible"),
        ]
        assert advice.shapes[0].sizes == (6, 5, 5, 5, 5, 5, 5)
        assert advice.shapes[0].rounds_possible == 7

    def test_without_hosts_six_people_have_only_five_tables_to_go_to(self) -> None:
        reason = shape_of(advise(people=36, rounds=4, tables=6), 6).reason.say("en")
        assert reason.startswith("6 people leave a table with only 5 others to go to")

    @pytest.mark.parametrize(("hosts", "themes"), [(True, True), (True, False), (False, False)])
    def test_with_hosts_or_without_themes_the_officers_forbid_it(self, hosts: bool, themes: bool) -> None:
        shape = shape_of(advise(people=36, rounds=4, tables=6, hosts=hosts, themes=themes), 6)
        assert shape.status == "impossible"
        assert "36 officers" in shape.reason.say("en")

    def test_with_hosts_three_rounds_are_found(self) -> None:
        asked = Question(36, 6, hosts=True)
        found = found_by_search(asked, 3, moves=600_000)
        assert found is not None
        assert keeps(asked, found.build())

    def test_where_no_admitted_size_does_it_other_sizes_follow(self) -> None:
        advice = advise(people=36, rounds=4, table_sizes=(6, 6))
        assert [(shape.tables, shape.fits) for shape in advice.shapes] == [
            (7, False),
            (8, False),
            (9, False),
            (6, True),
        ]


class TestPossible:
    @given(questions(), st.integers(1, 8))
    @settings(max_examples=60, deadline=None)
    def test_what_is_called_possible_is_built_and_counted(self, asked: Question, rounds: int) -> None:
        way = construction(asked, rounds, quick=True)
        if way is not None:
            assert obstacle(asked, rounds) is None
            assert rounds <= way.rounds <= rounds_at_most(asked)
            assert keeps(asked, way.build()[:rounds])

    @pytest.mark.parametrize("people", range(20, 61, 8))
    @pytest.mark.parametrize("hosts", [False, True])
    def test_usual_tables_of_four_to_six_have_plans_for_three_rounds(self, people: int, hosts: bool) -> None:
        for shape in advise(people=people, rounds=3, hosts=hosts, moves=0).shapes:
            if shape.status == "possible":
                asked = Question(people, shape.tables, hosts=hosts)
                way = construction(asked, 3)
                assert way is not None
                assert keeps(asked, way.build())


class TestImpossible:
    @given(questions(), st.integers(2, 12))
    @settings(max_examples=100, deadline=None)
    def test_what_is_impossible_stays_so_in_more_rounds(self, asked: Question, rounds: int) -> None:
        if obstacle(asked, rounds) is not None:
            assert obstacle(asked, rounds + 1) is not None
            assert rounds_at_most(asked) < rounds
        else:
            assert rounds_at_most(asked) >= rounds

    @pytest.mark.parametrize("tables", [1, 2, 3, 4])
    def test_tiny_ones_are_confirmed_by_exhaustive_search(self, tables: int) -> None:
        for people in range(2 * tables, min(4 * tables, 10) + 1):
            for hosts, themes in ((False, False), (False, True), (True, False), (True, True)):
                asked = Question(people, tables, hosts=hosts, themes=themes)
                most = rounds_at_most(asked)
                if most < 4:
                    assert not plan_exists(asked, most + 1), asked

    def test_twelve_people_at_four_tables_have_four_rounds(self) -> None:
        asked = Question(12, 4, themes=False)
        assert rounds_at_most(asked) == 4
        assert construction(asked, 4) is not None

    def test_five_and_thirty_people_are_no_better_than_six_and_thirty(self) -> None:
        assert rounds_at_most(Question(35, 6, themes=False)) == 3
        assert rounds_at_most(Question(29, 6)) == 3
        assert rounds_at_most(Question(34, 6, themes=False)) == 7

    def test_no_published_plan_is_called_impossible(self) -> None:
        wrong = [
            (people, tables)
            for (people, tables), rounds in records().items()
            if obstacle(Question(people, tables, themes=False), rounds) is not None
        ]
        assert wrong == []

    def test_more_rounds_than_there_are_pairs_are_always_impossible(self) -> None:
        for people, tables in records():
            asked = Question(people, tables, themes=False)
            pairs_of_a_round = sum(comb(size, 2) for size in asked.sizes)
            assert rounds_at_most(asked) <= comb(people, 2) // pairs_of_a_round


class TestLeastReunions:
    def test_47_people_at_five_theme_tables_have_102_in_three_rounds(self) -> None:
        assert least_reunions(Question(47, 5), 3) == 102

    def test_there_is_no_plan_for_more_rounds_than_themes(self) -> None:
        shape = shape_of(advise(people=12, rounds=4, table_sizes=(4, 4)), 3)
        assert shape.least_reunions is None
        assert "3 themes only" in shape.reason.say("en")

    @given(questions(most=30), st.integers(2, 6))
    @settings(max_examples=40, deadline=None)
    def test_it_is_above_0_where_the_bounds_of_the_meeting_are(self, asked: Question, rounds: int) -> None:
        least = least_reunions(asked, rounds)
        proved = prove(Problem.of(bare_meeting(asked, rounds))).terms["reunions"]
        assert least is None or least > 0 or proved == 0

    @given(questions(most=30), st.integers(2, 6))
    @settings(max_examples=25, deadline=None)
    def test_no_plan_has_fewer(self, asked: Question, rounds: int) -> None:
        least = least_reunions(asked, rounds)
        result = solve(bare_meeting(asked, rounds), stop=MaxIterations(5_000))
        if result.score is not None:
            assert least is not None
            assert least <= result.score.terms["reunions"].value
        else:
            assert least is None or result.status == "unknown"


class TestBadNumbers:
    def test_every_problem_is_told_at_once(self) -> None:
        with pytest.raises(BadInput) as caught:
            advise(people=1, rounds=0, table_sizes=(6, 4), tables=9)
        assert {finding.place for finding in caught.value.findings} == {"people", "rounds", "table_sizes", "tables"}

    def test_people_who_fit_no_tables_are_told(self) -> None:
        with pytest.raises(BadInput, match="7 people do not fit tables of 5 to 6 people"):
            advise(people=7, rounds=2, table_sizes=(5, 6))
