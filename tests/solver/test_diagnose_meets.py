"""Reasons why some pair must meet too often: each with a meeting that just misses and one that fits."""

from typing import Any

from tests.solver.little_meetings import clash, fine, people, tables


def once(**more: Any) -> dict[str, Any]:
    return {"kind": "meet_at_most", "count": 1} | more


def crowd(n: int, **changes: dict[str, Any]) -> list[dict[str, Any]]:
    return people([f"p{i}" for i in range(n)], **changes)


def themed(n: int, seats: int) -> dict[str, Any]:
    themes = [f"theme{i}" for i in range(1, n + 1)]
    some = [{"id": f"T{i}", "seats": seats, "theme": theme} for i, theme in enumerate(themes, start=1)]
    return {"themes": [{"id": theme} for theme in themes], "tables": some}


def hosts(n: int) -> dict[str, dict[str, Any]]:
    return {f"p{i}": {"hosts": f"T{i + 1}"} for i in range(n)}


def test_36_people_cannot_leave_six_theme_tables_for_five_others_each() -> None:
    sentence, rules = clash(rounds=2, balance=1, people=crowd(36), rules=[once()], **themed(6, 6))
    assert "No pair may meet twice and nobody comes to a theme twice" in sentence
    assert "Each of the 6 tables has only 5 others, so at most 30 people can travel, but 36 do." in sentence
    assert "Set up at least 7 tables" in sentence
    assert rules == {"rules/0", "themes"}
    assert fine(rounds=2, balance=1, people=crowd(36), rules=[once()], **themed(7, 6))
    assert fine(rounds=2, balance=1, people=crowd(30), rules=[once()], **themed(6, 6))


def test_36_people_with_six_hosts_can_have_three_rounds_but_not_four() -> None:
    given = {"balance": 1, "people": crowd(36, **hosts(6)), "rules": [once()]} | themed(6, 6)
    sentence, rules = clash(rounds=4, **given)
    assert "Euler's puzzle of the 36 officers, proved impossible by Tarry in 1901" in sentence
    assert rules == {"rounds", "rules/0"}
    assert fine(rounds=3, **given)
    assert fine(rounds=4, **given | {"people": crowd(35, **hosts(6))})


def test_the_36_officers_need_neither_hosts_nor_themes() -> None:
    some = tables([6] * 7, T7={"closed_in": [1, 2, 3, 5]})
    sentence, rules = clash(rounds=5, people=crowd(36), tables=some, rules=[once()])
    assert "36 officers" in sentence
    assert rules == {"rounds", "rules/0", "tables/T7/closed_in"}
    assert fine(rounds=3, people=crowd(36), tables=tables([6] * 6), rules=[once()])


def test_people_of_a_large_table_need_as_many_tables_to_part() -> None:
    sentence, rules = clash(rounds=2, people=crowd(10), tables=tables([5, 5, 5]), rules=[once()])
    assert "From round 1 to round 2 that works for at most 9 people, but 10 attend both." in sentence
    assert rules == {"rules/0"}
    assert fine(rounds=2, people=crowd(9), tables=tables([5, 5, 5]), rules=[once()])


def test_seats_count_when_people_part() -> None:
    some = tables([6, 2, 2])
    sentence, rules = clash(rounds=2, people=crowd(8), tables=some, rules=[once()])
    assert "With the seats of round 1 and the tables of round 2 that works for at most 7 people, but 8" in sentence
    assert rules == {"rules/0", "tables/T2/seats", "tables/T3/seats"}
    assert fine(rounds=2, people=crowd(7), tables=some, rules=[once()])


def test_two_tables_of_a_theme_are_no_place_to_go_for_each_other() -> None:
    given = themed(4, 4)
    given["tables"][1]["theme"] = "theme1"
    sentence, rules = clash(rounds=2, people=crowd(11), rules=[once()], **given)
    assert "different tables of other themes to go to" in sentence
    assert "that works for at most 10 people, but 11 people travel" in sentence
    assert rules == {"rules/0", "themes"}
    assert fine(rounds=2, people=crowd(10), rules=[once()], **given)


def test_who_sits_together_meets_in_each_of_these_rounds() -> None:
    group = {"kind": "together", "people": ["p0", "p1"]}
    sentence, rules = clash(rounds=2, people=crowd(4), tables=tables([3, 3]), rules=[group, once()])
    assert "Other rules bring p0 and p1 to one table in 2 rounds (1 and 2), but the limit for a pair is 1." in sentence
    assert rules == {"rules/0", "rules/1"}
    assert fine(rounds=2, people=crowd(4), tables=tables([3, 3]), rules=[group | {"rounds": [1]}, once()])
    assert fine(rounds=2, people=crowd(4), tables=tables([3, 3]), rules=[group, once(people=["p1", "p2"])])


def test_two_hosts_of_a_table_meet_in_every_round() -> None:
    some = crowd(4, p0={"hosts": "T1"}, p1={"hosts": "T1"})
    _, rules = clash(rounds=2, people=some, tables=tables([3, 3]), rules=[once()])
    assert rules == {"people/p0/hosts", "people/p1/hosts", "rules/0"}
    assert fine(rounds=2, people=some, tables=tables([3, 3]), rules=[once(count=2)])


def test_pairs_are_counted_over_all_rounds() -> None:
    twice = once(count=2)
    sentence, rules = clash(rounds=6, people=crowd(5), tables=tables([3, 3]), rules=[twice])
    assert "two people share a table at least 24 times" in sentence
    assert "with a limit of 2 for each pair of the 5 people no more than 20 such meetings are possible" in sentence
    assert rules == {"rounds", "rules/0"}
    assert fine(rounds=5, people=crowd(5), tables=tables([3, 3]), rules=[twice])


def test_pairs_of_some_people_are_counted_too() -> None:
    among = once(people=["p0", "p1", "p2"])
    sentence, rules = clash(rounds=4, people=crowd(6), tables=tables([4, 4]), rules=[among])
    assert "at least 4 times" in sentence
    assert rules == {"rounds", "rules/0"}
    assert fine(rounds=3, people=crowd(6), tables=tables([4, 4]), rules=[among])


def test_nobody_can_avoid_everybody_with_fewer_tables_than_people() -> None:
    sentence, rules = clash(people=crowd(3), tables=tables([3, 3]), rules=[once(count=0)])
    assert "no more than 0 such meetings are possible" in sentence
    assert rules == {"rounds", "rules/0"}
    assert fine(people=crowd(3), tables=tables([3, 3, 3]), rules=[once(count=0)])


def test_closed_tables_that_would_spoil_the_balance_are_no_obstacle_to_counting() -> None:
    some = tables([2, 2, 2], T2={"closed_in": [1]})
    _, rules = clash(balance=0, people=crowd(4), tables=some, rules=[once(count=0)])
    assert rules >= {"rounds", "rules/0"}
    assert fine(balance=0, people=crowd(4), tables=some, rules=[once()])


def test_one_person_can_run_out_of_company() -> None:
    some = tables([3, 2, 2, 2, 2], T1={"min_seats": 3})
    given = {"people": crowd(7, p0={"hosts": "T1"}), "tables": some, "rules": [once()]}
    sentence, rules = clash(rounds=4, **given)
    assert "For p0, company runs out: in 4 rounds the tables bring at least 8 meetings" in sentence
    assert "with a limit of 1 for each pair no more than 6 are possible" in sentence
    assert rules == {"people/p0/hosts", "rounds", "rules/0", "tables/T1/min_seats"}
    assert fine(rounds=3, **given)
