"""What the library offers to others is there, sorted, and the same for readers and for type checkers."""

import json

import pytest

import tischrunde
from tischrunde.advice import advise
from tischrunde.checking import check
from tischrunde.diagnosing import diagnosed
from tischrunde.errors import BadPlan
from tischrunde.model import Meeting, Plan
from tischrunde.stop import Flag


def small(**more: object) -> Meeting:
    tables = [{"id": "A", "seats": 2}, {"id": "B", "seats": 2}]
    people = [{"id": name} for name in "wxyz"]
    return Meeting.model_validate({"rounds": 1, "tables": tables, "people": people, **more})


def test_public_names_are_sorted_and_there() -> None:
    assert tischrunde.__all__ == sorted(tischrunde.__all__)
    for name in tischrunde.__all__:
        assert getattr(tischrunde, name) is not None


def test_a_check_is_plain_data_in_both_languages() -> None:
    plan = Plan(rounds=({"A": ("w", "x", "y"), "B": ("z",)},))
    for language in ("de", "en"):
        plain = check(small(), plan).plain(language)
        assert json.loads(json.dumps(plain)) == plain
        assert [one["rules"] for one in plain["violations"]] == [["tables/A/seats"], ["balance"]]


def test_a_plan_without_seats_cannot_be_checked() -> None:
    with pytest.raises(BadPlan, match="nobody is seated"):
        check(small(), Plan(rounds=None))


def test_a_possible_meeting_is_diagnosed_as_possible() -> None:
    assert diagnosed(small()).plain("en") == {"status": "possible", "conflicts": []}


def test_the_diagnosis_of_an_impossible_meeting_names_the_rules() -> None:
    apart = small(rules=[{"kind": "apart", "people": ["w", "x", "y"]}])
    plain = diagnosed(apart).plain("en")
    assert plain["status"] == "infeasible"
    assert "rules/0" in plain["conflicts"][0]["rules"]


def test_a_diagnosis_that_is_stopped_says_what_it_knows() -> None:
    flag = Flag()
    flag.set()
    assert diagnosed(small(), flag).status in ("possible", "unknown")


def test_advice_is_plain_data() -> None:
    plain = advise(people=12, rounds=3, moves=0).plain("en")
    assert json.loads(json.dumps(plain)) == plain
    assert plain["shapes"][0]["tables"]
