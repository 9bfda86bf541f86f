"""Reasons about one person's fixed seats: each with a meeting that just misses and one that fits."""

from typing import Any

from tests.solver.little_meetings import clash, fine, people, tables, themed


def pin(person: str, table: str, number: int) -> dict[str, Any]:
    return {"kind": "pin", "person": person, "table": table, "round": number}


def test_a_host_cannot_be_set_to_another_table() -> None:
    some = people("ab", a={"hosts": "T1", "name": "Anna"})
    sentence, rules = clash(people=some, tables=tables([2, 2]), rules=[pin("a", "T2", 1)])
    assert "Anna (a) hosts table T1 but is set to table T2 in round 1" in sentence
    assert rules == {"people/a/hosts", "rules/0"}
    assert fine(people=some, tables=tables([2, 2], T1={"closed_in": [1]}), rules=[pin("a", "T2", 1)])


def test_nobody_can_be_set_to_a_closed_table() -> None:
    some = tables([2, 2], T2={"closed_in": [2]})
    sentence, rules = clash(rounds=2, people=people("ab"), tables=some, rules=[pin("a", "T2", 2)])
    assert "a is set to table T2 in round 2, but that table is closed then" in sentence
    assert rules == {"rules/0", "tables/T2/closed_in"}
    assert fine(rounds=2, people=people("ab"), tables=some, rules=[pin("a", "T2", 1)])


def test_nobody_can_be_set_to_a_table_while_absent() -> None:
    some = people("ab", a={"rounds": [1]})
    sentence, rules = clash(rounds=2, people=some, tables=tables([2]), rules=[pin("a", "T1", 2)])
    assert "a is set to table T1 in round 2 but does not attend then" in sentence
    assert rules == {"people/a/rounds", "rules/0"}
    assert fine(rounds=2, people=some, tables=tables([2]), rules=[pin("a", "T1", 1)])


def test_nobody_can_be_set_to_two_tables_at_once() -> None:
    given = {"rounds": 2, "people": people("ab"), "tables": tables([2, 2])}
    sentence, rules = clash(rules=[pin("a", "T1", 2), pin("a", "T2", 2)], **given)
    assert "a is set to table T1 and to table T2 in round 2. Drop one of the two rules." in sentence
    assert rules == {"rules/0", "rules/1"}
    assert fine(rules=[pin("a", "T1", 2), pin("a", "T2", 1), pin("a", "T1", 2)], **given)


def test_a_pin_must_suit_the_needs() -> None:
    some = tables([2, 2], T1={"features": ["loop"]})
    sentence, rules = clash(people=people("ab", a={"needs": ["loop"]}), tables=some, rules=[pin("a", "T2", 1)])
    assert "a is set to table T2 in round 1, which does not offer everything this person needs" in sentence
    assert rules == {"people/a/needs", "rules/0"}
    assert fine(people=people("ab", a={"needs": ["loop"]}), tables=some, rules=[pin("a", "T1", 1)])


def test_a_pin_must_not_lead_to_a_theme_to_avoid_unless_for_a_host() -> None:
    sentence, rules = clash(people=people("ab", a={"avoid": ["x"]}), rules=[pin("a", "T1", 1)], **themed("x", "y"))
    assert "a is set to table T1 in round 1, and so to “x”, a theme to avoid" in sentence
    assert rules == {"people/a/avoid", "rules/0"}
    assert fine(people=people("ab", a={"avoid": ["x"], "hosts": "T1"}), rules=[pin("a", "T1", 1)], **themed("x", "y"))


def test_two_pins_must_not_lead_to_one_theme_twice() -> None:
    given = {"rounds": 2, "people": people("ab"), "rules": [pin("a", "T1", 1), pin("a", "T2", 2)]}
    sentence, rules = clash(**given, **themed("x", "x", "y"))
    assert "a is set to “x” in rounds 1 and 2, but nobody comes to a theme twice" in sentence
    assert rules == {"rules/0", "rules/1", "themes"}
    assert fine(**given, **themed("x", "y", "z"))
    assert fine(
        **given | {"people": people("ab", a={"hosts": "T1"}), "rules": [pin("a", "T1", 1), pin("a", "T1", 2)]},
        **themed("x", "y"),
    )


def test_a_host_needs_a_suitable_table_of_their_own() -> None:
    some = tables([2, 2], T2={"features": ["loop"]})
    sentence, rules = clash(people=people("ab", a={"hosts": "T1", "needs": ["loop"]}), tables=some)
    assert "a hosts table T1, which does not offer everything this person needs" in sentence
    assert rules == {"people/a/hosts", "people/a/needs"}
    some = tables([2, 2], T1={"features": ["loop"]})
    assert fine(people=people("ab", a={"hosts": "T1", "needs": ["loop"]}), tables=some)


def test_more_rounds_than_themes_is_told_once_for_everybody() -> None:
    sentence, rules = clash(rounds=3, people=people("abcd"), **themed("x", "y"))
    assert "There are 3 rounds but only 2 themes, and nobody comes to a theme twice." in sentence
    assert rules == {"rounds", "themes"}
    assert fine(rounds=3, people=people("abcd", **{name: {"rounds": [1, 3]} for name in "abcd"}), **themed("x", "y"))
    assert fine(rounds=2, people=people("abcd"), **themed("x", "y"))


def test_a_rule_may_ask_for_at_most_once_without_declared_themes() -> None:
    once = [{"kind": "theme_visits", "at_most_once": True}]
    sentence, rules = clash(rounds=3, people=people("ab"), tables=tables([2, 2]), rules=once)
    assert "3 rounds but only 2 themes" in sentence
    assert rules == {"rounds", "rules/0"}
    assert fine(rounds=3, people=people("ab"), tables=tables([2, 2]))
    assert fine(rounds=3, people=people("ab", a={"hosts": "T1"}, b={"hosts": "T2"}), tables=tables([2, 2]), rules=once)


def test_themes_out_of_reach_leave_too_few_for_the_rounds_of_some_people() -> None:
    some = themed("x", "y", "z")
    sentence, rules = clash(rounds=3, people=people("abc", a={"avoid": ["z"]}, b={"avoid": ["z"]}), **some)
    assert "For a and b, rounds 1, 2 and 3 leave only 2 themes to come to (“x” and “y”)" in sentence
    assert rules == {"people/a/avoid", "themes"}
    assert fine(rounds=3, people=people("abc", a={"avoid": ["z"], "rounds": [1, 2]}), **some)


def test_closed_tables_leave_two_rounds_with_the_same_theme() -> None:
    some = themed("x", "y", "z")
    some["tables"][1]["closed_in"] = [1, 2]
    some["tables"][2]["closed_in"] = [1, 2]
    sentence, rules = clash(rounds=3, people=people("abc"), **some)
    assert "rounds 1 and 2 leave only 1 theme to come to (“x”)" in sentence
    assert rules == {"tables/T2/closed_in", "tables/T3/closed_in", "themes"}
    some["tables"][2]["closed_in"] = [1]
    assert fine(rounds=3, people=people("abc"), **some)


def test_nobody_can_visit_more_themes_than_rounds_attended() -> None:
    a = {"must_visit": ["x", "y"], "rounds": [2]}
    sentence, rules = clash(rounds=2, people=people("ab", a=a), **themed("x", "y"))
    assert "a must visit 2 themes but attends 1 round only" in sentence
    assert rules == {"people/a/must_visit", "people/a/rounds"}
    assert fine(rounds=2, people=people("ab", a={"must_visit": ["x", "y"]}), **themed("x", "y"))


def test_a_theme_to_visit_may_be_closed_whenever_the_person_is_there() -> None:
    some = themed("x", "y", "z")
    some["tables"][0]["closed_in"] = [1, 3]
    a = {"must_visit": ["x"], "rounds": [1, 3]}
    sentence, rules = clash(rounds=3, people=people("ab", a=a, b={"rounds": [1, 2]}), **some)
    assert "a must visit “x”, but its tables are closed in every round attended" in sentence
    assert rules == {"people/a/must_visit", "tables/T1/closed_in"}
    assert fine(rounds=3, people=people("ab", a=a | {"rounds": [1, 2]}, b={"rounds": [1, 2]}), **some)


def test_a_theme_to_visit_may_have_no_table() -> None:
    some = themed("x", "y") | {"themes": [{"id": "x"}, {"id": "y"}, {"id": "z", "title": "Zukunft"}]}
    sentence, rules = clash(people=people("ab", a={"must_visit": ["z"]}), **some)
    assert "a must visit “Zukunft”, but no table has this theme" in sentence
    assert rules == {"people/a/must_visit"}


def test_a_theme_cannot_be_visited_and_avoided() -> None:
    sentence, rules = clash(people=people("ab", a={"must_visit": ["x"], "avoid": ["x"]}), **themed("x", "y"))
    assert "a must visit “x”, which is also a theme to avoid. Drop one of the two." in sentence
    assert rules == {"people/a/avoid", "people/a/must_visit"}
    host = {"must_visit": ["x"], "avoid": ["x"], "hosts": "T1"}
    assert fine(people=people("ab", a=host), **themed("x", "y"))


def test_a_host_cannot_visit_another_theme_while_the_own_table_is_open() -> None:
    some = themed("x", "y")
    sentence, rules = clash(rounds=2, people=people("ab", a={"must_visit": ["y"], "hosts": "T1"}), **some)
    assert "a must visit “y”, but hosting, fixed seats, needs or closed tables rule it out" in sentence
    assert rules == {"people/a/hosts", "people/a/must_visit"}
    some["tables"][0]["closed_in"] = [2]
    assert fine(rounds=2, people=people("ab", a={"must_visit": ["y"], "hosts": "T1"}, b={"rounds": [1]}), **some)


def test_two_themes_to_visit_may_be_open_in_the_same_single_round() -> None:
    some = themed("x", "y", "z")
    some["tables"][0]["closed_in"] = some["tables"][1]["closed_in"] = [2]
    given = {"rounds": 2, "people": people("ab", a={"must_visit": ["x", "y"]})}
    sentence, rules = clash(**given, **some)
    assert "a must visit “x” and “y”, but only round 1 allows for any of these themes" in sentence
    assert rules == {"people/a/must_visit", "rounds", "tables/T1/closed_in", "tables/T2/closed_in"}
    some["tables"][1]["closed_in"] = [1]
    assert fine(**given, **some)


def test_at_least_so_many_themes_takes_as_many_rounds() -> None:
    rule = [{"kind": "theme_visits", "at_least": 2}]
    sentence, rules = clash(
        rounds=2, people=people("abc", a={"rounds": [1]}, b={"rounds": []}), rules=rule, **themed("x", "y")
    )
    assert "At least 2 themes are asked for, but for a there is only 1 round." in sentence
    assert rules == {"people/a/rounds", "rules/0"}
    assert fine(rounds=2, people=people("abc", b={"rounds": []}), rules=rule, **themed("x", "y"))


def test_at_least_so_many_themes_takes_as_many_within_reach() -> None:
    rule = [{"kind": "theme_visits", "at_least": 2, "at_most_once": False}]
    some = people("ab", a={"avoid": ["y"]})
    sentence, rules = clash(rounds=2, people=some, rules=rule, **themed("x", "y"))
    assert "At least 2 themes are asked for, but a can come to no more than 1 theme." in sentence
    assert rules == {"people/a/avoid", "rules/0"}
    assert fine(rounds=2, people=some, rules=rule, **themed("x", "y", "z"))


def test_everybody_visits_all_themes_only_with_as_many_rounds() -> None:
    rule = [{"kind": "theme_visits", "all": True}]
    sentence, rules = clash(rounds=2, people=people("abc", c={"hosts": "T1"}), rules=rule, **themed("x", "y", "z"))
    assert "Everybody should visit all 3 themes, but for a and b there are only 2 rounds." in sentence
    assert rules == {"rounds", "rules/0"}
    assert fine(rounds=2, people=people("abc", c={"hosts": "T1"}), rules=rule, **themed("x", "y"))


def test_a_theme_needs_seats_for_all_who_must_come() -> None:
    names = "abcdef"
    must = {name: {"must_visit": ["x"]} for name in names}
    some = themed("x", "y", "z")
    some["tables"][0]["seats"] = 3
    given = {"rounds": 2, "people": people(names + "h", h={"hosts": "T1"}, **must)}
    sentence, rules = clash(**given, **some)
    assert "6 people must visit “x”, but besides the people fixed there only 4 seats are left for them" in sentence
    assert rules == {*(f"people/{name}/must_visit" for name in "abcde"), "people/h/hosts", "tables/T1/seats"}
    some["tables"][0]["seats"] = 4
    assert fine(**given, **some)
