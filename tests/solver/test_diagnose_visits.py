"""Reasons about seats for all visits when nobody comes to a theme twice: meetings that just miss and that just fit."""

from typing import Any

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from tests.solver.little_meetings import clash, fine, people, themed
from tischrunde.diagnosis import diagnose
from tischrunde.diagnosis.matching import unplaced
from tischrunde.model import Meeting


def test_as_many_rounds_as_themes_bring_everybody_to_the_theme_with_one_table() -> None:
    given: dict[str, Any] = {"rounds": 3, "balance": 2, "people": people("abcdefghi")}
    sentence, rules = clash(**given, **themed("x", "x", "y", "y", "z", seats=2))
    assert "as many rounds as themes, and nobody comes to a theme twice, so the 9 people who travel" in sentence
    assert "must all come to “z”. But over all rounds it has only 6 seats for them." in sentence
    assert rules == {"rounds", "themes", "tables/T5/seats"}
    assert fine(**given, **themed("x", "x", "y", "y", "z", seats=3))


def test_balance_keeps_the_only_table_of_a_theme_small() -> None:
    given: dict[str, Any] = {"rounds": 3, "people": people("abcdefghi")}
    _, rules = clash(**given, balance=1, **themed("x", "x", "y", "y", "z", seats=4))
    assert rules == {"rounds", "themes", "balance"}
    assert fine(**given, balance=2, **themed("x", "x", "y", "y", "z", seats=4))


def test_those_who_attend_fewer_rounds_need_not_come_to_every_theme() -> None:
    some = themed("x", "y", "z", seats=6, T3={"seats": 1})
    sentence, rules = clash(rounds=3, people=people("abcd"), **some)
    assert "the 4 people who travel in every round must all come to “z”" in sentence
    assert rules == {"rounds", "themes", "tables/T3/seats"}
    assert fine(rounds=3, people=people("abcd", d={"rounds": [1, 3]}), **some)


def test_the_seats_of_hosts_are_not_for_visitors() -> None:
    given: dict[str, Any] = {"rounds": 2, **themed("x", "y", seats=6, T2={"seats": 3})}
    sentence, rules = clash(people=people("abcdeh", h={"hosts": "T2"}), **given)
    assert "the 5 people who travel in every round must all come to “y”" in sentence
    assert "only 4 seats" in sentence
    assert rules == {"rounds", "themes", "tables/T2/seats", "people/h/hosts"}
    assert fine(people=people("abcdh", h={"hosts": "T2"}), **given)
    assert fine(people=people("abcdeh", h={"hosts": "T1"}), **given)


def test_themes_to_avoid_leave_too_few_others() -> None:
    avoid = {name: {"avoid": ["x"]} for name in "abc"}
    given: dict[str, Any] = {"rounds": 2, **themed("x", "y", "z", seats=6, T3={"seats": 1})}
    sentence, rules = clash(people=people("abcdef", **avoid), **given)
    assert "3 people must come to “z” in rounds 1 and 2, by rules or because nobody comes to a theme twice" in sentence
    assert "it has only 2 seats for them then" in sentence
    assert rules == {"themes", "tables/T3/seats", *(f"people/{name}/avoid" for name in "abc")}
    assert fine(people=people("abcdef", **avoid | {"c": {}}), **given)


def test_themes_that_must_be_visited_count_with_those_that_nothing_else_is_left_for() -> None:
    given: dict[str, Any] = {"rounds": 2, **themed("x", "y", "z", seats=6, T3={"seats": 1})}
    changes = {"a": {"avoid": ["x"]}, "b": {"must_visit": ["z"]}, "c": {"must_visit": ["z"]}}
    sentence, rules = clash(people=people("abcd", **changes), **given)
    assert "3 people must come to “z” in rounds 1 and 2, by rules" in sentence
    assert rules == {"themes", "tables/T3/seats", "people/a/avoid", "people/b/must_visit", "people/c/must_visit"}
    assert fine(people=people("abcd", a=changes["a"], b=changes["b"]), **given)


def test_several_themes_may_lack_seats_together() -> None:
    given: dict[str, Any] = {"rounds": 3, **themed("x", "y", "z", "w", seats=7, T3={"seats": 1}, T4={"seats": 1})}
    sentence, rules = clash(people=people("abcdefg"), **given)
    assert "In rounds 1, 2 and 3, 7 people must come to “z” and “w”, 7 visits in all" in sentence
    assert "But there are only 6 seats for these visits" in sentence
    assert rules == {"themes", "tables/T3/seats", "tables/T4/seats"}
    assert fine(people=people("abcdef"), **given)


def test_seats_may_lack_only_in_rounds_with_the_same_open_tables() -> None:
    changes: dict[str, Any] = {"T1": {"closed_in": [3], "seats": 2}, "T2": {"closed_in": [3]}}
    some = themed("x", "y", "z", "w", seats=6, T3={"closed_in": [1, 2]}, T4={"closed_in": [1, 2]}, **changes)
    sentence, rules = clash(rounds=3, people=people("abcde"), **some)
    assert "5 people must come to “x” in rounds 1 and 2" in sentence
    assert "only 4 seats" in sentence
    assert rules == {"themes", "tables/T1/seats", "tables/T3/closed_in", "tables/T4/closed_in"}
    assert fine(rounds=3, people=people("abcd"), **some)


def test_return_visits_need_no_seats_elsewhere() -> None:
    some = themed("x", "y", seats=6, T2={"seats": 1})
    assert fine(rounds=2, people=people("abcd"), rules=[{"kind": "theme_visits", "at_most_once": False}], **some)


def test_a_theme_whose_tables_ask_for_many_needs_more_people_than_come() -> None:
    least: dict[str, Any] = {name: {"min_seats": 2} for name in ("T1", "T2", "T3")}
    given: dict[str, Any] = {"rounds": 2, "people": people("abcdefgh")}
    sentence, rules = clash(**given, **themed("x", "x", "x", "y", "z", **least))
    assert "At least 12 seats for “x” must be filled over all rounds" in sentence
    assert "but only 8 people can fill them" in sentence
    assert rules == {"themes", *(f"tables/{table}/min_seats" for table in least)}
    assert fine(**given, **themed("x", "x", "x", "y", "z", T1={"min_seats": 2}, T2={"min_seats": 2}))


routes = st.dictionaries(
    st.integers(0, 4),
    st.tuples(st.integers(0, 8), st.dictionaries(st.sampled_from("abcd"), st.integers(0, 4))),
    max_size=5,
)


@given(routes, st.fixed_dictionaries({place: st.integers(0, 8) for place in "abcd"}))
def test_visits_can_be_placed_unless_a_cut_shows_why_not(
    asked: dict[int, tuple[int, dict[str, int]]], room: dict[str, int]
) -> None:
    visits = {group: number for group, (number, _) in asked.items()}
    most = {group: limits for group, (_, limits) in asked.items()}
    graph: nx.DiGraph[object] = nx.DiGraph()
    graph.add_nodes_from(["start", "end"])
    for group, number in visits.items():
        graph.add_edge("start", group, capacity=number)
        graph.add_edges_from((group, place, {"capacity": limit}) for place, limit in most[group].items())
    graph.add_edges_from((place, "end", {"capacity": seats}) for place, seats in room.items())
    cut = unplaced(visits, most, room)
    assert (cut is None) == (nx.maximum_flow_value(graph, "start", "end") == sum(visits.values()))
    if cut is not None:
        groups, places = cut
        elsewhere = sum(limit for g in groups for place, limit in most[g].items() if place not in places)
        assert sum(visits[g] for g in groups) > sum(room[place] for place in places) + elsewhere


def test_more_rounds_than_themes_is_told_once_and_not_again_for_every_theme() -> None:
    tables = [{"id": f"T{i}", "seats": 4, "theme": f"h{i}"} for i in range(4)]
    people = [{"id": f"p{i}"} for i in range(16)]
    themes = [{"id": f"h{i}"} for i in range(4)]
    meeting = {"rounds": 5, "themes": themes, "tables": tables, "people": people}
    assert [reason.rules for reason in diagnose(Meeting.model_validate(meeting))] == [("rounds", "themes")]
