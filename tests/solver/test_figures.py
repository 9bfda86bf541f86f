"""The plain figures: by hand on small meetings, and never beyond what they call possible."""

import json
from itertools import islice
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests import naive
from tests.strategies import meetings, seatings
from tischrunde.figures import figures
from tischrunde.model import Meeting, Seating


def meeting_of(people: str, *, seats: dict[str, int], **more: Any) -> Meeting:
    """Return a meeting of people with one-letter ids; ``a={...}`` changes a person."""
    changes = {key: more.pop(key) for key in list(more) if len(key) == 1}
    tables = [{"id": table, "seats": size} for table, size in seats.items()]
    return Meeting.model_validate(
        {"rounds": 2, "tables": tables, "people": [{"id": p} | changes.get(p, {}) for p in people], **more}
    )


def seated(*rounds: str) -> Seating:
    """Return who sits where: ``"ab cd"`` is a round with a and b at A, c and d at B."""
    return tuple({table: tuple(people) for table, people in zip("AB", r.split(), strict=False)} for r in rounds)


def test_the_figures_of_five_people_at_two_tables() -> None:
    meeting = meeting_of(
        "abcde",
        seats={"A": 3, "B": 3},
        a={"sector": "ministry"},
        d={"sector": "ministry"},
        affinities=[["a", "b", 3], ["c", "d", 2], ["a", "e", -1], ["b", "e", -1]],
        weights={"mixing": {"sector": 1}},
    )
    found = figures(meeting, seated("abc de", "abd ce"), {"reunions": 0, "mixing.sector": 0})
    assert found == {
        "distinct_contacts": {
            "min": 2,
            "median": 3,
            "max": 3,
            "possible": {"min": 3, "median": 4, "max": 4},
        },
        "reunions": {"pairs": 1, "value": 1, "least_possible": 0},
        "mixing": {"sector": {"pairs": 1, "least_possible": 0}},
        "wishes": {"first": {"met": 0, "of": 0, "possible": 0}, "all": {"met": 0, "of": 0, "possible": 0}},
        "themes_per_traveller": {"min": 1, "median": 1, "max": 2, "possible": {"min": 2, "median": 2, "max": 2}},
        "affinities": {"wanted": {"met": 1, "of": 2}, "unwanted": {"met": 0, "of": 2}},
        "table_sizes": {"min": 2, "max": 3},
        "seats": {"used": 10, "of": 12},
    }


def test_a_least_possible_value_that_nobody_knows_is_left_open() -> None:
    found = figures(meeting_of("ab", seats={"A": 2}), seated("ab", "ab"), {})
    assert found["reunions"] == {"pairs": 1, "value": 1, "least_possible": None}


def test_meeting_somebody_from_the_history_is_meeting_again() -> None:
    meeting = meeting_of("abcd", seats={"A": 2, "B": 2}, history=[["a", "b", 2]])
    assert figures(meeting, seated("ab cd", "ac bd"), {})["reunions"]["pairs"] == 1


def test_uneven_tables_lower_the_contacts_that_all_can_have() -> None:
    """47 people at eight tables of six and less: 690 encounters in three rounds, 14.7 for each."""
    people = [{"id": f"p{i}"} for i in range(47)]
    tables = [{"id": f"T{i}", "seats": 6} for i in range(8)]
    meeting = Meeting.model_validate({"rounds": 3, "tables": tables, "people": people})
    assert figures(meeting, (), {})["distinct_contacts"]["possible"] == {"min": 14, "median": 15, "max": 15}


def test_hosts_of_different_tables_cannot_meet() -> None:
    meeting = meeting_of("abc", seats={"A": 3, "B": 3}, balance=None, a={"hosts": "A"}, b={"hosts": "B"})
    assert figures(meeting, seated("ac b", "a bc"), {})["distinct_contacts"] == {
        "min": 1,
        "median": 1,
        "max": 2,
        "possible": {"min": 1, "median": 1, "max": 2},
    }


def test_people_who_do_not_come_are_left_out() -> None:
    meeting = meeting_of("abc", seats={"A": 2}, c={"rounds": []})
    found = figures(meeting, seated("ab", "ab"), {})
    assert found["distinct_contacts"]["min"] == 1
    assert found["themes_per_traveller"]["min"] == 1


def test_wishes_are_counted_beside_what_the_tables_can_hold() -> None:
    wish = {"wishes": ["x", "y"]}
    meeting = Meeting.model_validate(
        {
            "rounds": 1,
            "themes": [{"id": "x"}, {"id": "y"}],
            "tables": [{"id": "A", "seats": 2, "theme": "x"}, {"id": "B", "seats": 2, "theme": "y"}],
            "people": [{"id": person, **wish} for person in "abc"] + [{"id": "d", "hosts": "B", **wish}],
        }
    )
    assert figures(meeting, seated("ab cd"), {})["wishes"] == {
        "first": {"met": 2, "of": 4, "possible": 2},
        "all": {"met": 4, "of": 8, "possible": 4},
    }


def wishes_possible(person: dict[str, Any], **changes: Any) -> int:
    """Return how many wishes of one person can come true at table A of theme x and B of theme y."""
    tables = [{"id": "A", "seats": 2, "theme": "x"}, {"id": "B", "seats": 2, "theme": "y"} | changes]
    themes = [{"id": "x"}, {"id": "y"}]
    people = [{"id": "a", "wishes": ["x", "y"]} | person]
    meeting = Meeting.model_validate({"rounds": 2, "themes": themes, "tables": tables, "people": people})
    possible: int = figures(meeting, ({}, {}), {})["wishes"]["all"]["possible"]
    return possible


def test_wishes_that_a_person_cannot_reach_are_not_possible() -> None:
    assert wishes_possible({}) == 2
    assert wishes_possible({"rounds": [1]}) == 1
    assert wishes_possible({"avoid": ["x"]}) == 1
    assert wishes_possible({"needs": ["quiet"]}, features=["quiet"]) == 1
    assert wishes_possible({"hosts": "B"}) == 1
    assert wishes_possible({"hosts": "B", "avoid": ["y"]}) == 1
    assert wishes_possible({"hosts": "B"}, closed_in=[2]) == 2


def test_only_those_who_can_come_take_up_the_seats_of_a_theme() -> None:
    """At theme x one of two, as b avoids it; at theme y one of three, as it has one seat."""
    wishes = {"a": {"wishes": ["x"]}, "b": {"wishes": ["x"], "avoid": ["x"]}} | {p: {"wishes": ["y"]} for p in "cde"}
    tables = [{"id": "A", "seats": 4, "theme": "x"}, {"id": "B", "seats": 1, "theme": "y"}]
    meeting = Meeting.model_validate(
        {
            "rounds": 1,
            "balance": None,
            "themes": [{"id": "x"}, {"id": "y"}],
            "tables": tables,
            "people": [{"id": person, **wish} for person, wish in wishes.items()],
        }
    )
    assert figures(meeting, (), {})["wishes"]["first"]["possible"] == 2


def test_hosts_can_meet_when_a_table_of_theirs_is_closed() -> None:
    """Each of the two hosts sits alone until B is closed in round 2."""
    people = [{"id": "a", "hosts": "A"}, {"id": "b", "hosts": "B"}]
    tables = [{"id": "A", "seats": 3}, {"id": "B", "seats": 3, "closed_in": [2]}]
    meeting = Meeting.model_validate({"rounds": 2, "tables": tables, "people": people})
    assert figures(meeting, seated("a b", "ab"), {})["distinct_contacts"]["possible"]["min"] == 1


def test_places_that_another_table_needs_hold_no_contacts() -> None:
    """Of five people three are needed at B, so A has two however many seats it has, and B four at most."""
    tables = [{"id": "A", "seats": 5, "min_seats": 1}, {"id": "B", "seats": 5, "min_seats": 3}]
    people = [{"id": "a", "hosts": "A"}, *({"id": person} for person in "bcde")]
    meeting = Meeting.model_validate({"rounds": 1, "balance": None, "tables": tables, "people": people})
    possible = figures(meeting, seated("ab cde"), {})["distinct_contacts"]["possible"]
    assert possible == {"min": 1, "median": 3, "max": 3}


def test_company_listed_in_both_orders_is_one_pair() -> None:
    meeting = meeting_of("abcd", seats={"A": 2, "B": 2}, affinities=[["a", "b", 3], ["b", "a", -4], ["d", "c", 1]])
    assert figures(meeting, seated("ab cd", "ab cd"), {})["affinities"] == {
        "wanted": {"met": 1, "of": 1},
        "unwanted": {"met": 1, "of": 1},
    }


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_no_valid_plan_exceeds_what_is_possible(data: st.DataObject) -> None:
    meeting = data.draw(meetings(max_rounds=2))
    valid = list(islice(naive.all_seatings(meeting), 40))
    assume(valid)
    found = figures(meeting, data.draw(st.sampled_from(valid)), {})
    for name in ("distinct_contacts", "themes_per_traveller"):
        for figure, possible in found[name]["possible"].items():
            assert found[name][figure] <= possible
    for wishes in found["wishes"].values():
        assert wishes["met"] <= wishes["possible"] <= wishes["of"]


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_figures_are_json_of_any_seating(data: st.DataObject) -> None:
    meeting = data.draw(meetings())
    found = figures(meeting, data.draw(seatings(meeting)), {})
    assert json.loads(json.dumps(found)) == found
