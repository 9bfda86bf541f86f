"""Reasons about seats, sizes and needs: each with a meeting that just misses and one that fits."""

import pytest

from tests.solver.little_meetings import clash, fine, people, tables
from tischrunde.diagnosis import diagnose
from tischrunde.model import Meeting


def test_too_few_seats_in_several_rounds_are_told_once_with_the_worst_figures() -> None:
    some = people("abcde", e={"rounds": [2, 3]})
    sentence, rules = clash(rounds=3, people=some, tables=tables([2, 1]))
    assert "In rounds 1, 2 and 3 there are too few seats: 3 for 5 people. Add 2 seats" in sentence
    assert rules == {"tables/T1/seats", "tables/T2/seats"}
    assert fine(rounds=3, people=some, tables=tables([2, 3]))


def test_a_closed_table_is_named_when_opening_it_would_help() -> None:
    given = {"rounds": 2, "people": people("abcd")}
    sentence, rules = clash(tables=tables([2, 2], T2={"closed_in": [2]}), **given)
    assert "In round 2 there are too few seats: 2 for 4 people." in sentence
    assert rules == {"tables/T1/seats", "tables/T2/closed_in"}
    assert fine(tables=tables([2, 2]), **given)


def test_people_cannot_attend_a_round_with_all_tables_closed() -> None:
    some = tables([4, 4], T1={"closed_in": [2]}, T2={"closed_in": [2]})
    sentence, rules = clash(rounds=2, people=people("abc"), tables=some)
    assert "In round 2 every table is closed, but 3 people attend." in sentence
    assert rules == {"tables/T1/closed_in", "tables/T2/closed_in"}
    assert fine(rounds=2, people=people("abc", a={"rounds": [1]}, b={"rounds": [1]}, c={"rounds": []}), tables=some)


def test_tables_can_ask_for_more_people_than_attend() -> None:
    sentence, rules = clash(people=people("abcde"), tables=tables([4, 4], T1={"min_seats": 3}, T2={"min_seats": 3}))
    assert "the tables with a least number of people need 6 people together, but only 5 attend" in sentence
    assert rules == {"tables/T1/min_seats", "tables/T2/min_seats"}
    assert fine(people=people("abcdef"), tables=tables([4, 4], T1={"min_seats": 3}, T2={"min_seats": 3}))


def test_a_small_table_holds_the_others_down_under_balance() -> None:
    sentence, rules = clash(balance=1, people=people("abcdefghi"), tables=tables([2, 6, 6]))
    assert "table T1 (seats: 2) holds the other tables down" in sentence
    assert "no other table may have more than 3 people" in sentence
    assert "all tables together hold 8, but 9 attend" in sentence
    assert rules == {"balance", "tables/T1/seats"}
    assert fine(balance=1, people=people("abcdefgh"), tables=tables([2, 6, 6]))
    assert fine(balance=2, people=people("abcdefghi"), tables=tables([2, 6, 6]))


def test_a_table_that_wants_many_people_lifts_the_others_under_balance() -> None:
    some = tables([6, 6, 6], T1={"min_seats": 5})
    sentence, rules = clash(balance=1, people=people("abcdefghijkl"), tables=some)
    assert "so every other table needs at least 4: together 13 people, but only 12 attend" in sentence
    assert rules == {"balance", "tables/T1/min_seats"}
    assert fine(balance=1, people=people("abcdefghijklm"), tables=some)


def test_a_large_and_a_small_table_cannot_be_balanced() -> None:
    some = tables([1, 9, 9], T2={"min_seats": 5})
    sentence, rules = clash(balance=3, people=people("abcdefghi"), tables=some)
    assert "table T2 needs at least 5 people and table T1 cannot have more than 1" in sentence
    assert rules == {"balance", "tables/T1/seats", "tables/T2/min_seats"}
    assert fine(balance=4, people=people("abcdefghi"), tables=some)


def test_equal_tables_need_a_number_of_people_that_divides() -> None:
    sentence, rules = clash(balance=0, people=people("abcde"), tables=tables([3, 3]))
    assert "5 people cannot be divided evenly among 2 tables" in sentence
    assert rules == {"balance"}
    assert fine(balance=0, people=people("abcdef"), tables=tables([3, 3]))


def test_a_need_that_no_open_table_meets_is_told_for_all_who_have_it_without_saying_what() -> None:
    some = people("abc", a={"needs": ["step-free"]}, b={"needs": ["step-free"]})
    sentence, rules = clash(
        rounds=2, people=some, tables=tables([3, 3], T1={"features": ["step-free"], "closed_in": [2]})
    )
    assert "For a and b, no open table in round 2 offers everything needed." in sentence
    assert "step-free" not in sentence
    assert rules == {"people/a/needs", "tables/T1/closed_in"}
    assert fine(rounds=2, people=some, tables=tables([3, 3], T1={"features": ["step-free"]}))


def test_every_open_table_may_have_a_theme_to_avoid() -> None:
    given = {"themes": [{"id": "x"}, {"id": "y"}], "tables": tables([3, 3], T1={"theme": "x"}, T2={"theme": "y"})}
    sentence, rules = clash(people=people("ab", a={"avoid": ["x", "y"]}), **given)
    assert "For a, every open table in round 1 has a theme to avoid." in sentence
    assert rules == {"people/a/avoid"}
    assert fine(people=people("ab", a={"avoid": ["x"]}), **given)


def test_the_only_table_that_suits_may_have_a_theme_to_avoid() -> None:
    given = {"themes": [{"id": "x"}, {"id": "y"}]}
    a = {"avoid": ["x"], "needs": ["loop"]}
    some = tables([3, 3], T1={"theme": "x", "features": ["loop"]}, T2={"theme": "y"})
    sentence, rules = clash(people=people("ab", a=a), tables=some, **given)
    assert "those that offer everything needed have a theme to avoid" in sentence
    assert rules == {"people/a/avoid", "people/a/needs"}
    some[1]["features"] = ["loop"]
    assert fine(people=people("ab", a=a), tables=some, **given)


def test_more_people_with_a_need_than_seats_that_meet_it() -> None:
    names = "abcdefgh"
    need = {name: {"needs": ["step-free"]} for name in names}
    some = tables([6, 6], T1={"features": ["step-free"]})
    sentence, rules = clash(people=people(names, **need), tables=some)
    assert "8 people need a table with step-free; those are T1, and no more than 6 can sit there" in sentence
    assert len(rules) == 8
    assert "tables/T1/seats" in rules
    assert fine(people=people(names, **dict(list(need.items())[:6])), tables=some)


def test_a_host_without_the_need_takes_a_seat_at_the_only_table_that_meets_it() -> None:
    need = {name: {"needs": ["step-free"]} for name in "abc"}
    some = tables([3, 3], T1={"features": ["step-free"]})
    sentence, rules = clash(people=people("abch", h={"hosts": "T1"}, **need), tables=some)
    assert "people fixed there take 1 of their seats and leave 2" in sentence
    assert rules == {"people/a/needs", "people/b/needs", "people/c/needs", "people/h/hosts", "tables/T1/seats"}
    assert fine(people=people("abch", h={"hosts": "T2"}, **need), tables=some)


def test_balance_can_leave_a_table_fewer_people_than_need_it() -> None:
    need = {name: {"needs": ["step-free"]} for name in "abcd"}
    some = tables([6, 6, 6], T1={"features": ["step-free"]})
    sentence, rules = clash(balance=1, people=people("abcdefghi", **need), tables=some)
    assert "4 people need a table with step-free; those are T1, and no more than 3 can sit there" in sentence
    assert rules == {"balance", *(f"people/{name}/needs" for name in "abcd")}
    assert fine(balance=1, people=people("abcdefghij", **need), tables=some)


def test_several_groups_with_different_tables_can_crowd_each_other_out() -> None:
    marked = {"T1": {"features": ["x", "z"]}, "T2": {"features": ["x", "y"]}, "T3": {"features": ["y", "z"]}}
    needs = {"a": "x", "b": "x", "c": "y", "d": "z"}
    some = people("abcde", **{name: {"needs": [need]} for name, need in needs.items()})
    sentence, rules = clash(people=some, tables=tables([1, 1, 1, 4], **marked))
    assert (
        "4 people need a table with x, y and z; those are T1, T2 and T3, and no more than 3 can sit there" in sentence
    )
    assert rules == {*(f"people/{name}/needs" for name in needs), *(f"tables/T{i}/seats" for i in (1, 2, 3))}
    assert fine(people=some, tables=tables([2, 1, 1, 4], **marked))


def test_more_people_fixed_at_a_table_than_seats() -> None:
    some = people("abcd", a={"hosts": "T1"}, b={"hosts": "T1"})
    pin = [{"kind": "pin", "person": "c", "table": "T1", "round": 1}]
    sentence, rules = clash(people=some, tables=tables([2, 4]), rules=pin)
    assert "a, b and c must sit at table T1 as hosts or by rules, but no more than 2 people can sit there" in sentence
    assert rules == {"people/a/hosts", "people/b/hosts", "rules/0", "tables/T1/seats"}
    assert fine(people=some, tables=tables([3, 4]), rules=pin)


@pytest.mark.parametrize("people", [[], [{"id": "p0", "rounds": []}]])
def test_tables_that_are_all_closed_trouble_nobody_who_stays_away(people: list[dict[str, object]]) -> None:
    table = {"id": "T1", "seats": 3, "theme": "a", "closed_in": [1]}
    meeting = {"rounds": 1, "themes": [{"id": "a"}], "tables": [table], "people": people}
    assert diagnose(Meeting.model_validate(meeting)) == []
