"""Reasons about who makes up a table: each with a meeting that just misses and one that fits."""

from typing import Any

from tests.solver.little_meetings import clash, fine, people, tables

MINISTRY = {"sector": "ministry"}


def ministry(names: str, **more: dict[str, Any]) -> list[dict[str, Any]]:
    """Return six people, those in ``names`` from the ministry."""
    return people("abcdef", **{n: (MINISTRY if n in names else {}) | more.get(n, {}) for n in "abcdef"})


def rule(**limits: Any) -> dict[str, Any]:
    return {"kind": "composition", "attribute": "sector", "value": "ministry"} | limits


NOT_ALONE = {"kind": "no_isolates", "attribute": "sector", "value": "ministry"}
ONE_EACH = {"kind": "one_per_table", "attribute": "sector"}


def test_at_least_one_at_every_table_takes_as_many_people() -> None:
    sentence, rules = clash(people=ministry("ab"), tables=tables([2, 2, 2]), rules=[rule(min=1)])
    assert "at least 1 with sector “ministry” at every table (3) makes 3 people, but only 2 attend" in sentence
    assert rules == {"rules/0"}
    assert fine(people=ministry("abc"), tables=tables([2, 2, 2]), rules=[rule(min=1)])
    assert fine(people=ministry("ab"), tables=tables([2, 2, 2]), rules=[rule(min=1, tables=["T1", "T3"])])


def test_at_most_one_at_every_table_takes_as_many_tables() -> None:
    sentence, rules = clash(rounds=2, people=ministry("abcd"), tables=tables([3, 3, 3]), rules=[rule(max=1)])
    assert "In rounds 1 and 2, 4 people with sector “ministry” attend" in sentence
    assert "with at most 1 of them at each table there is room for 3" in sentence
    assert rules == {"rules/0"}
    assert fine(rounds=2, people=ministry("abc"), tables=tables([3, 3, 3]), rules=[rule(max=1)])


def test_closed_tables_are_named_when_they_would_make_room() -> None:
    some = tables([3, 3, 3], T3={"closed_in": [1]})
    _, rules = clash(people=ministry("abc"), tables=some, rules=[rule(max=1)])
    assert rules == {"rules/0", "tables/T3/closed_in"}


def test_tables_without_the_rule_hold_only_as_many_as_they_have_seats() -> None:
    some = [rule(max=1, tables=["T1", "T2"])]
    sentence, rules = clash(people=ministry("abcde"), tables=tables([4, 4, 2]), rules=some)
    assert (
        "5 people with sector “ministry” attend, but with at most 1 of them at each table the rule speaks of"
        in sentence
    )
    assert "there is room for 4" in sentence
    assert rules == {"rules/0", "tables/T3/seats"}
    assert fine(people=ministry("abcd"), tables=tables([4, 4, 2]), rules=some)


def test_a_table_can_be_too_small_for_the_people_asked_for() -> None:
    some = [rule(min=3, tables=["T1"])]
    sentence, rules = clash(people=ministry("abcd"), tables=tables([2, 6]), rules=some)
    assert "at least 3 people with sector “ministry” must sit at table T1, but it cannot have more than 2" in sentence
    assert rules == {"rules/0", "tables/T1/seats"}
    assert fine(people=ministry("abcd"), tables=tables([3, 6]), rules=some)


def test_hosts_elsewhere_cannot_make_up_a_table() -> None:
    some = [rule(min=2, tables=["T1"])]
    sentence, rules = clash(people=ministry("ab", a={"hosts": "T2"}), tables=tables([4, 4]), rules=some)
    assert "must sit at table T1, but only 1 can sit there" in sentence
    assert rules == {"people/a/hosts", "rules/0"}
    assert fine(people=ministry("ab", a={"hosts": "T1"}), tables=tables([4, 4]), rules=some)


def test_more_hosts_with_a_value_than_a_table_allows() -> None:
    hosts = {"a": {"hosts": "T1"}, "b": {"hosts": "T1"}}
    sentence, rules = clash(people=ministry("ab", **hosts), tables=tables([4, 4]), rules=[rule(max=1)])
    assert "rules bring a and b to the same table, but at most 1 with sector “ministry” may sit there" in sentence
    assert rules == {"people/a/hosts", "people/b/hosts", "rules/0"}
    assert fine(people=ministry("a", **hosts), tables=tables([4, 4]), rules=[rule(max=1)])
    assert fine(people=ministry("ab", **hosts), tables=tables([4, 4]), rules=[rule(max=1, tables=["T2"])])


def test_a_group_that_sits_together_can_be_more_than_a_table_allows() -> None:
    group = {"kind": "together", "people": ["a", "b"]}
    sentence, rules = clash(people=ministry("ab"), tables=tables([4, 4]), rules=[rule(max=1), group])
    assert "rules bring a and b to the same table, but at most 1" in sentence
    assert rules == {"rules/0", "rules/1"}
    assert fine(people=ministry("ab"), tables=tables([4, 4]), rules=[rule(max=2), group])


def test_rules_on_several_values_can_ask_for_more_people_than_seats() -> None:
    academy = {name: {"sector": "academy"} for name in "def"}
    both = [rule(min=2, tables=["T1"]), rule(value="academy", min=2, tables=["T1"])]
    sentence, rules = clash(people=ministry("abc", **academy), tables=tables([3, 4]), rules=both)
    assert "the rules on sector ask for 4 people at table T1, but it cannot have more than 3" in sentence
    assert rules == {"rules/0", "rules/1", "tables/T1/seats"}
    assert fine(people=ministry("abc", **academy), tables=tables([4, 4]), rules=both)


def test_one_rule_can_ask_for_more_than_another_allows() -> None:
    both = [rule(min=2, tables=["T1"]), rule(max=1, tables=["T1", "T2"])]
    sentence, rules = clash(people=ministry("abc"), tables=tables([4, 4, 4]), rules=both)
    assert "one rule asks for at least 2 with sector “ministry” at table T1, but another allows at most 1" in sentence
    assert rules == {"rules/0", "rules/1"}
    _, rules = clash(people=ministry("abc"), tables=tables([4, 4, 4]), rules=[both[0], ONE_EACH])
    assert rules == {"rules/0", "rules/1"}
    assert fine(people=ministry("abc"), tables=tables([4, 4, 4]), rules=[both[0], rule(max=1, tables=["T2"])])


def test_the_only_one_there_is_alone_everywhere() -> None:
    some = ministry("ab", b={"rounds": [1]})
    sentence, rules = clash(rounds=2, people=some, tables=tables([6, 6]), rules=[NOT_ALONE])
    assert "In round 2, a is the only one there with sector “ministry”, but nobody may be the only one" in sentence
    assert rules == {"rules/0"}
    assert fine(rounds=2, people=some, tables=tables([6, 6]), rules=[NOT_ALONE | {"rounds": [1]}])


def test_hosts_of_different_tables_are_alone_there() -> None:
    hosts = {"a": {"hosts": "T1"}, "b": {"hosts": "T2"}}
    sentence, rules = clash(people=ministry("ab", **hosts), tables=tables([6, 6]), rules=[NOT_ALONE])
    assert "a and b" not in sentence
    assert "stays the only one with sector “ministry” at a table" in sentence
    assert rules == {"people/a/hosts", "people/b/hosts", "rules/0"}
    assert fine(people=ministry("abcd", **hosts), tables=tables([6, 6]), rules=[NOT_ALONE])


def test_people_who_sit_apart_cannot_keep_each_other_company() -> None:
    away = {"kind": "apart", "people": ["a", "b"]}
    _, rules = clash(people=ministry("ab"), tables=tables([6, 6]), rules=[NOT_ALONE, away])
    assert rules == {"rules/0", "rules/1"}
    assert fine(people=ministry("abcd"), tables=tables([6, 6]), rules=[NOT_ALONE, away])


def test_nobody_alone_and_one_at_each_table_contradict_each_other() -> None:
    for other in (rule(max=1), ONE_EACH):
        sentence, rules = clash(people=ministry("ab"), tables=tables([6, 6]), rules=[NOT_ALONE, other])
        assert "but another rule allows only one of them at each. Drop one of the two rules." in sentence
        assert rules == {"rules/0", "rules/1"}
    assert fine(people=ministry("ab"), tables=tables([6, 6]), rules=[NOT_ALONE, rule(max=1, tables=["T2"])])
    assert fine(people=ministry("ab"), tables=tables([6, 6]), rules=[NOT_ALONE, rule(max=2)])
