"""Reasons about sitting together and apart: each with a meeting that just misses and one that fits."""

from typing import Any

from tests.solver.little_meetings import clash, fine, people, tables, themed


def together(names: str, **more: Any) -> dict[str, Any]:
    return {"kind": "together", "people": list(names)} | more


def apart(names: str, **more: Any) -> dict[str, Any]:
    return {"kind": "apart", "people": list(names)} | more


def test_a_group_that_sits_together_needs_a_table_of_its_size() -> None:
    some = [together("abc"), together("cd")]
    sentence, rules = clash(rounds=2, people=people("abcdef"), tables=tables([3, 3]), rules=some)
    assert "In rounds 1 and 2, a, b, c and d must sit together" in sentence
    assert "no table they may use can have more than 3 people" in sentence
    assert rules == {"rules/0", "rules/1", "tables/T1/seats", "tables/T2/seats"}
    assert fine(rounds=2, people=people("abcdef"), tables=tables([3, 4]), rules=some)


def test_balance_can_make_every_table_too_small_for_a_group() -> None:
    some = [together("abc")]
    sentence, rules = clash(balance=0, people=people("abcd"), tables=tables([4, 4]), rules=some)
    assert "no table they may use can have more than 2 people" in sentence
    assert rules == {"balance", "rules/0"}
    assert fine(balance=2, people=people("abcd"), tables=tables([4, 4]), rules=some)


def test_hosts_take_seats_that_a_group_would_need() -> None:
    some = people("abcxy", x={"hosts": "T1"}, y={"hosts": "T2"})
    sentence, rules = clash(people=some, tables=tables([3, 3]), rules=[together("abc")])
    assert "a, b and c must sit together, but hosts and other fixed people leave no more than 2 seats" in sentence
    assert rules == {"rules/0", "people/x/hosts", "people/y/hosts", "tables/T1/seats", "tables/T2/seats"}
    assert fine(people=some, tables=tables([3, 4]), rules=[together("abc")])


def test_people_fixed_at_different_tables_cannot_sit_together() -> None:
    some = people("abc", a={"hosts": "T1"}, c={"hosts": "T2"})
    sentence, rules = clash(people=some, tables=tables([3, 3]), rules=[together("ab"), together("bc")])
    assert "a must sit at table T1 and c at table T2, but they must sit together" in sentence
    assert rules == {"people/a/hosts", "people/c/hosts", "rules/0", "rules/1"}
    assert fine(people=some, tables=tables([3, 3]), rules=[together("ab")])


def test_a_group_needs_a_table_that_suits_all_of_them() -> None:
    some = people("abc", a={"needs": ["loop"]}, b={"needs": ["step-free"]})
    marked: dict[str, Any] = {"T1": {"features": ["loop"]}, "T2": {"features": ["loop"]}}
    marked |= {"T3": {"features": ["step-free"]}, "T4": {"features": ["step-free"]}}
    sentence, rules = clash(people=some, tables=tables([3, 3, 3, 3], **marked), rules=[together("abc")])
    assert "a and b must sit together, but no open table is allowed for all of them" in sentence
    assert rules == {"people/a/needs", "people/b/needs", "rules/0"}
    marked["T3"] = {"features": ["step-free", "loop"]}
    assert fine(people=some, tables=tables([3, 3, 3, 3], **marked), rules=[together("abc")])


def test_two_people_cannot_be_together_and_apart() -> None:
    given = {"rounds": 2, "people": people("abcd"), "tables": tables([4, 4])}
    sentence, rules = clash(rules=[together("ab"), together("bc", rounds=[2]), together("cd"), apart("ad")], **given)
    assert "In round 2, a and d must sit apart and must sit together." in sentence
    assert rules == {"rules/0", "rules/1", "rules/2", "rules/3"}
    assert fine(rules=[together("ab"), together("bc", rounds=[2]), together("cd"), apart("ad", rounds=[1])], **given)


def test_a_together_rule_without_rounds_holds_only_when_all_attend() -> None:
    given = {"rounds": 2, "people": people("abc", c={"rounds": [1]}), "tables": tables([3, 3])}
    assert fine(rules=[together("abc"), apart("ab", rounds=[2])], **given)
    _, rules = clash(rules=[together("abc", rounds=[2]), apart("ab", rounds=[2])], **given)
    assert rules == {"rules/0", "rules/1"}


def test_hosts_of_one_table_cannot_sit_apart() -> None:
    some = people("abc", a={"hosts": "T1"}, b={"hosts": "T1"})
    sentence, rules = clash(people=some, tables=tables([3, 3]), rules=[apart("ab")])
    assert "a and b must sit apart, but rules bring them to the same table, T1" in sentence
    assert rules == {"people/a/hosts", "people/b/hosts", "rules/0"}
    assert fine(people=people("abc", a={"hosts": "T1"}, b={"hosts": "T2"}), tables=tables([3, 3]), rules=[apart("ab")])


def test_hosts_of_one_table_cannot_be_from_one_organisation_when_that_is_forbidden() -> None:
    rule = [{"kind": "one_per_table", "attribute": "organisation"}]
    both = {"hosts": "T1", "organisation": "Ulm"}
    sentence, rules = clash(people=people("abc", a=both, b=both), tables=tables([3, 3]), rules=rule)
    assert "a and b must sit apart" in sentence
    assert rules == {"people/a/hosts", "people/b/hosts", "rules/0"}
    assert fine(people=people("abc", a=both, b=both | {"organisation": "Aalen"}), tables=tables([3, 3]), rules=rule)


def test_people_who_sit_apart_need_as_many_tables() -> None:
    some = tables([3, 3, 3], T3={"closed_in": [1]})
    sentence, rules = clash(rounds=2, people=people("abcd"), tables=some, rules=[apart("abc")])
    assert "In round 1, 3 people must sit apart (a, b and c), but only 2 tables are open." in sentence
    assert rules == {"rules/0", "tables/T3/closed_in"}
    assert fine(rounds=2, people=people("abcd"), tables=tables([3, 3, 3]), rules=[apart("abc")])


def test_people_with_one_value_need_as_many_tables_when_no_two_may_share_one() -> None:
    rule = [{"kind": "one_per_table", "attribute": "organisation"}]
    some = people("abcd", **{name: {"organisation": "Ulm"} for name in "abc"})
    sentence, rules = clash(people=some, tables=tables([3, 3]), rules=rule)
    assert (
        "3 people have organisation “Ulm” and no two of them may share a table, but only 2 tables are open" in sentence
    )
    assert rules == {"rules/0"}
    assert fine(people=some, tables=tables([3, 3, 1]), rules=rule)


def test_people_who_sit_apart_need_tables_they_may_use() -> None:
    some = people("abcd", **{name: {"needs": ["loop"]} for name in "abc"})
    marked = {"T1": {"features": ["loop"]}, "T2": {"features": ["loop"]}}
    sentence, rules = clash(people=some, tables=tables([3, 3, 3], **marked), rules=[apart("abc")])
    assert "a, b and c must sit apart, but they can sit nowhere else than at T1 and T2" in sentence
    assert rules == {"people/a/needs", "people/b/needs", "people/c/needs", "rules/0"}
    assert fine(people=some, tables=tables([3, 3, 3], **marked), rules=[apart("ab")])


def test_several_rules_together_can_keep_too_many_people_apart() -> None:
    some = people("abcd", a={"organisation": "Ulm"}, b={"organisation": "Ulm"})
    rule = {"kind": "one_per_table", "attribute": "organisation"}
    sentence, rules = clash(people=some, tables=tables([3, 3]), rules=[rule, apart("bc"), apart("ac"), apart("cd")])
    assert "several rules together keep every two of these people apart: a, b and c" in sentence
    assert "That takes 3 tables, but only 2 are open." in sentence
    assert rules == {"rules/0", "rules/1", "rules/2"}
    assert fine(people=some, tables=tables([3, 3, 1]), rules=[rule, apart("bc"), apart("ac"), apart("cd")])


def test_a_ring_of_people_kept_apart_is_no_clique() -> None:
    ring = [apart("ab"), apart("bc"), apart("cd"), apart("da")]
    assert fine(people=people("abcd"), tables=tables([2, 2]), rules=ring)


def test_a_guest_cannot_sit_with_a_host_in_two_rounds_without_coming_to_the_theme_twice() -> None:
    given: dict[str, Any] = {"rounds": 2, "people": people("abch", h={"hosts": "T1"}), **themed("x", "y", "z")}
    sentence, rules = clash(rules=[together("ah")], **given)
    assert "For a, rounds 1 and 2 leave only 1 theme to come to (“x”), because of those they must sit with" in sentence
    assert rules == {"themes", "rules/0", "people/h/hosts"}
    assert fine(rules=[together("ah", rounds=[2])], **given)
    assert fine(rules=[together("ab")], **given)


def test_people_who_sit_together_avoid_each_other_s_themes() -> None:
    avoid = {"a": {"avoid": ["x"]}, "b": {"avoid": ["y"]}}
    given: dict[str, Any] = {"rounds": 2, "rules": [together("ab")]}
    sentence, rules = clash(people=people("abc", **avoid), **given, **themed("x", "y", "z"))
    assert "For a and b, rounds 1 and 2 leave only 1 theme to come to (“z”)" in sentence
    assert rules == {"themes", "rules/0", "people/a/avoid", "people/b/avoid"}
    assert fine(people=people("abc", **avoid), **given, **themed("x", "y", "z", "w"))


def test_a_guest_of_two_hosts_comes_to_their_common_theme_twice() -> None:
    hosts = {"g": {"hosts": "T1"}, "h": {"hosts": "T2"}}
    rules = [together("ag", rounds=[1]), together("ah", rounds=[3])]
    given: dict[str, Any] = {"rounds": 3, "people": people("abgh", **hosts), "rules": rules}
    sentence, named = clash(**given, **themed("x", "x", "y", "z"))
    assert "For a, rounds 1 and 3 leave only 1 theme to come to (“x”)" in sentence
    assert named == {"themes", "rules/0", "rules/1", "people/g/hosts", "people/h/hosts"}
    assert fine(**given, **themed("x", "y", "y", "z"))
    once = [{"kind": "theme_visits", "at_most_once": False}]
    assert fine(**given | {"rules": rules + once}, **themed("x", "x", "y", "z"))
