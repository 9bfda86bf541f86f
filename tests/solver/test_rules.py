"""Every rule kept, broken and on its boundary, each on a meeting small enough to check by eye."""

from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import naive
from tests.strategies import meetings, seatings
from tischrunde.model import Meeting, Seating
from tischrunde.score import violations


def meeting_of(people: str = "abcd", *, tables: str = "AB", rounds: int = 2, **more: Any) -> Meeting:
    """Return a meeting of people and tables with one-letter ids; ``more`` changes single ones or adds keys.

    ``a={"hosts": "A"}`` and ``A={"seats": 2}`` change a person and a table.
    """
    changes = {key: more.pop(key) for key in list(more) if len(key) == 1}
    return Meeting.model_validate(
        {
            "rounds": rounds,
            "people": [{"id": person} | changes.get(person, {}) for person in people],
            "tables": [{"id": table, "seats": 4} | changes.get(table, {}) for table in tables],
            **more,
        }
    )


def seated(*rounds: str) -> Seating:
    """Return who sits where: ``"ab cd -"`` is a round with a and b at A, c and d at B, nobody at C."""
    words = [dict(zip("ABCDEF", sitting.split(), strict=False)) for sitting in rounds]
    return tuple({table: tuple(people.strip("-")) for table, people in sitting.items()} for sitting in words)


def broken(meeting: Meeting, *rounds: str) -> list[str]:
    """Return the places of the broken rules."""
    return [place for reason in violations(meeting, seated(*rounds)) for place in reason.rules]


def told(meeting: Meeting, *rounds: str) -> list[str]:
    """Return the violations as English sentences."""
    return [str(reason.message) for reason in violations(meeting, seated(*rounds))]


THEMES: dict[str, Any] = {"themes": [{"id": "x", "title": "Who decides?"}, {"id": "y"}]}
X, Y = {"theme": "x"}, {"theme": "y"}


def test_a_plan_that_keeps_everything_has_no_violation() -> None:
    assert violations(meeting_of(), seated("ab cd", "ac bd")) == []


@pytest.mark.parametrize(
    ("rounds", "place", "sentence"),
    [
        (["ab cd"], "rounds", "The plan has 1 round, but the meeting has 2"),
        (["ab cd"] * 3, "rounds", "The plan has 3 rounds, but the meeting has 2"),
        (["ab cd -", "ab cd"], "tables", "In round 1 the plan uses table C, which the meeting does not have"),
        (
            ["ab cd", "abz cd"],
            "people",
            "In round 2 the plan seats z at table A, but the meeting has no such person",
        ),
        (["ab bcd", "ab cd"], "people/b", "In round 1, b has 2 seats (tables A and B): keep one of them."),
        (["aab cd", "ab cd"], "people/a", "In round 1, a has 2 seats (tables A and A): keep one of them."),
        (["ab cd", "ab c"], "people/d", "d attends round 2 but has no seat in it: add a seat at a table."),
    ],
)
def test_a_seating_at_odds_with_the_meeting_is_told(rounds: list[str], place: str, sentence: str) -> None:
    meeting = meeting_of()
    assert broken(meeting, *rounds) == [place]
    assert told(meeting, *rounds)[0].startswith(sentence)


def test_someone_seated_in_a_round_not_attended_is_told() -> None:
    meeting = meeting_of(d={"rounds": [1]}, balance=None)
    assert broken(meeting, "ab cd", "ab c") == []
    assert broken(meeting, "ab cd", "ab cd") == ["people/d/rounds"]
    assert told(meeting, "ab cd", "ab cd") == ["d is seated at table B in round 2 without attending it: free the seat."]


def test_someone_who_attends_no_round_needs_no_seat() -> None:
    assert broken(meeting_of(d={"rounds": []}), "ab c", "ac b") == []
    assert broken(meeting_of(d={"rounds": []}), "ab cd", "ac b") == ["people/d/rounds"]


def test_people_are_named_by_name_and_id() -> None:
    meeting = meeting_of(d={"name": "Dora Diehl"})
    assert told(meeting, "ab cd", "ac b") == [
        "Dora Diehl (d) attends round 2 but has no seat in it: add a seat at a table."
    ]


@pytest.mark.parametrize(
    ("table", "sitting", "places"),
    [
        ({"seats": 3}, "abc d", []),
        ({"seats": 2}, "abc d", ["tables/A/seats"]),
        ({"min_seats": 1}, "a bcd", []),
        ({"min_seats": 2}, "a bcd", ["tables/A/min_seats"]),
        ({"min_seats": 1}, "- abcd", ["tables/A/min_seats"]),
        ({"closed_in": [1]}, "- abcd", []),
        ({"closed_in": [1], "min_seats": 2}, "- abcd", []),
        ({"closed_in": [1]}, "a bcd", ["tables/A/closed_in"]),
        ({"closed_in": [1], "seats": 1}, "ab cd", ["tables/A/closed_in"]),
    ],
)
def test_tables_hold_from_min_seats_to_seats_while_open(table: dict[str, Any], sitting: str, places: list[str]) -> None:
    assert broken(meeting_of(rounds=1, balance=None, A=table), sitting) == places


@pytest.mark.parametrize(
    ("balance", "sitting", "places"),
    [
        (0, "ab cd", []),
        (0, "abc d", ["balance"]),
        (1, "abc d", ["balance"]),
        (2, "abc d", []),
        (None, "abcd -", []),
        (3, "abcd -", ["balance"]),
        (3, "abcd", ["balance"]),
    ],
)
def test_open_tables_differ_by_at_most_the_balance(balance: int | None, sitting: str, places: list[str]) -> None:
    assert broken(meeting_of(rounds=1, balance=balance), sitting) == places


def test_closed_tables_do_not_count_for_the_balance() -> None:
    assert broken(meeting_of(rounds=1, B={"closed_in": [1]}), "abcd -") == []


def test_hosts_stay_at_their_table_while_it_is_open() -> None:
    meeting = meeting_of(a={"hosts": "A"}, A={"closed_in": [2]})
    assert broken(meeting, "ab cd", "- abcd") == []
    assert broken(meeting, "bc ad", "- abcd") == ["people/a/hosts"]
    assert told(meeting, "bc ad", "- abcd") == [
        "a hosts table A but sits at table B in round 1: hosts stay at their table while it is open."
    ]


def test_needs_hold_for_everybody_and_are_not_spelled_out() -> None:
    meeting = meeting_of(a={"needs": ["quiet"]}, A={"features": ["quiet", "step-free"]})
    assert broken(meeting, "ab cd", "ac bd") == []
    assert broken(meeting, "ab cd", "bc ad") == ["people/a/needs"]
    assert "quiet" not in told(meeting, "ab cd", "bc ad")[0]


def test_needs_hold_for_hosts_away_from_their_closed_table() -> None:
    meeting = meeting_of(a={"hosts": "A", "needs": ["quiet"]}, A={"features": ["quiet"], "closed_in": [2]})
    assert broken(meeting, "ab cd", "- abcd") == ["people/a/needs"]


def test_avoided_themes_are_not_visited_except_by_hosts() -> None:
    guest = meeting_of(a={"avoid": ["x"]}, A=X, B=Y, rounds=1, **THEMES)
    host = meeting_of(a={"avoid": ["x"], "hosts": "A"}, A=X, B=Y, rounds=1, **THEMES)
    assert broken(guest, "bc ad") == []
    assert broken(guest, "ab cd") == ["people/a/avoid"]
    assert "“Who decides?”" in told(guest, "ab cd")[0]
    assert broken(host, "ab cd") == []


def test_must_visit_holds_for_guests_and_hosts() -> None:
    guest = meeting_of(a={"must_visit": ["x", "y"]}, A=X, B=Y, **THEMES)
    host = meeting_of(a={"must_visit": ["y"], "hosts": "A"}, A=X, B=Y, rounds=1, **THEMES)
    assert broken(guest, "ab cd", "cd ab") == []
    assert "people/a/must_visit" in broken(guest, "ab cd", "ac bd")
    assert broken(host, "ab cd") == ["people/a/must_visit"]


def test_declared_themes_are_visited_at_most_once() -> None:
    meeting = meeting_of(A=X, B=Y, **THEMES)
    assert broken(meeting, "ab cd", "cd ab") == []
    assert broken(meeting, "ab cd", "bc ad") == ["themes", "themes"]
    assert told(meeting, "ab cd", "bc ad") == [
        "b comes to “Who decides?” in rounds 1 and 2: everybody visits a theme at most once.",
        "d comes to “y” in rounds 1 and 2: everybody visits a theme at most once.",
    ]


def test_tables_of_one_theme_count_as_one_visit() -> None:
    meeting = meeting_of("abcdef", tables="ABC", A=X, B=X, C=Y, **THEMES)
    assert broken(meeting, "ab cd ef", "ef - abcd") == ["balance"]
    assert broken(meeting, "ab cd ef", "ef ad bc") == ["themes", "themes"]


@pytest.mark.parametrize(
    ("themes", "rules", "places"),
    [
        ({}, [], []),
        ({}, [{"at_most_once": True}], ["rules/0"] * 4),
        ({}, [{"at_least": 1}], []),
        (THEMES, [], ["themes"] * 4),
        (THEMES, [{"at_least": 1}], ["themes"] * 4),
        (THEMES, [{"at_least": 1}, {"at_most_once": True}], ["rules/1"] * 4),
        (THEMES, [{"at_most_once": False}], []),
    ],
)
def test_at_most_once_is_implied_by_themes_and_lifted_by_a_rule(
    themes: dict[str, Any], rules: list[dict[str, Any]], places: list[str]
) -> None:
    meeting = meeting_of(rules=[{"kind": "theme_visits"} | rule for rule in rules], **themes)
    assert broken(meeting, "ab cd", "ab cd") == places


def test_a_table_without_a_theme_is_a_theme_of_its_own() -> None:
    meeting = meeting_of(A=X, themes=[{"id": "x"}])
    assert told(meeting, "ab cd", "cab d")[1:] == [
        "a comes to “x” in rounds 1 and 2: everybody visits a theme at most once.",
        "b comes to “x” in rounds 1 and 2: everybody visits a theme at most once.",
        "d comes to table B in rounds 1 and 2: everybody visits a theme at most once.",
    ]


@pytest.mark.parametrize(
    ("asked", "places"),
    [
        ({"at_least": 1}, []),
        ({"at_least": 2}, ["rules/0"]),
        ({"all": True}, ["rules/0"]),
        ({"all": False}, []),
        ({"at_least": 2, "all": True}, ["rules/0", "rules/0"]),
    ],
)
def test_travellers_visit_enough_themes(asked: dict[str, Any], places: list[str]) -> None:
    """The host a and the absent e are not asked, b and c come everywhere, d stays at B."""
    rules = [{"kind": "theme_visits", "at_most_once": False} | asked]
    meeting = meeting_of("abcde", a={"hosts": "A"}, e={"rounds": []}, A=X, B=Y, balance=None, rules=rules, **THEMES)
    assert broken(meeting, "ab cd", "ac bd") == places


def test_all_means_every_theme_that_has_a_table() -> None:
    themes = [{"id": "x"}, {"id": "y"}, {"id": "no table"}]
    meeting = meeting_of(A=X, B=Y, themes=themes, rules=[{"kind": "theme_visits", "all": True}])
    assert broken(meeting, "ab cd", "cd ab") == []


@pytest.mark.parametrize(
    ("rule", "rounds", "places"),
    [
        ({"people": ["a", "b"]}, ["ab cd", "cd ab"], []),
        ({"people": ["a", "b"]}, ["ab cd", "ac bd"], ["rules/0"]),
        ({"people": ["a", "b"]}, ["ac bd", "ac bd"], ["rules/0", "rules/0"]),
        ({"people": ["a", "b"], "rounds": [1]}, ["ab cd", "ac bd"], []),
        ({"people": ["a", "b"], "rounds": [2]}, ["ab cd", "ac bd"], ["rules/0"]),
    ],
)
def test_together_means_the_same_table(rule: dict[str, Any], rounds: list[str], places: list[str]) -> None:
    assert broken(meeting_of(rules=[{"kind": "together"} | rule]), *rounds) == places


@pytest.mark.parametrize(("given", "places"), [({}, []), ({"rounds": [1]}, []), ({"rounds": [2]}, ["rules/0"])])
def test_together_waits_for_all_unless_rounds_are_given(given: dict[str, Any], places: list[str]) -> None:
    """In round 2 c is away, so a and b are bound only by a rule that names this round."""
    meeting = meeting_of(c={"rounds": [1]}, rules=[{"kind": "together", "people": ["a", "b", "c"]} | given])
    assert broken(meeting, "abc d", "a bd") == ["balance", *places]


@pytest.mark.parametrize(
    ("rule", "rounds", "places"),
    [
        ({"people": ["a", "b"]}, ["ac bd", "bc ad"], []),
        ({"people": ["a", "b"]}, ["ac bd", "ab cd"], ["rules/0"]),
        ({"people": ["a", "b"], "rounds": [1]}, ["ac bd", "ab cd"], []),
        ({"people": ["a", "b"], "rounds": [2]}, ["ac bd", "ab cd"], ["rules/0"]),
        ({"people": ["a", "b", "c", "d"]}, ["ab cd", "ac bd"], ["rules/0"] * 4),
    ],
)
def test_apart_means_different_tables(rule: dict[str, Any], rounds: list[str], places: list[str]) -> None:
    assert broken(meeting_of(rules=[{"kind": "apart"} | rule]), *rounds) == places


def test_a_pin_holds_and_is_broken_by_absence_too() -> None:
    rules = [{"kind": "pin", "person": "a", "table": "B", "round": 2}]
    assert broken(meeting_of(rules=rules), "ab cd", "bc ad") == []
    assert broken(meeting_of(rules=rules), "bc ad", "ab cd") == ["rules/0"]
    assert broken(meeting_of(rules=rules, a={"rounds": [1]}), "ab cd", "bc d") == ["rules/0"]


PLANNING = {"attributes": {"stage": "planning"}}


@pytest.mark.parametrize(
    ("limits", "places"),
    [
        ({"max": 2}, []),
        ({"max": 1}, ["rules/0"]),
        ({"max": 0}, ["rules/0"]),
        ({"min": 1}, ["rules/0"]),
        ({"min": 0}, []),
        ({"min": 2, "max": 2}, ["rules/0"]),
        ({"max": 1, "tables": ["B"]}, []),
        ({"min": 1, "tables": ["A"]}, []),
        ({"min": 1, "rounds": [2]}, []),
        ({"min": 1, "rounds": [1, 2]}, ["rules/0"]),
    ],
)
def test_composition_bounds_a_value_at_each_open_table(limits: dict[str, Any], places: list[str]) -> None:
    """The two who plan share table A in round 1 and part in round 2."""
    rule = {"kind": "composition", "attribute": "stage", "value": "planning"} | limits
    meeting = meeting_of(a=PLANNING, b=PLANNING, rules=[rule])
    assert [*broken(meeting, "ab cd", "ac bd")][:1] == places


def test_composition_asks_an_empty_open_table_but_no_closed_one() -> None:
    rules = [{"kind": "composition", "attribute": "stage", "value": "planning", "min": 1}]
    assert broken(meeting_of(a=PLANNING, rounds=1, balance=None, rules=rules), "abcd -") == ["rules/0"]
    assert broken(meeting_of(a=PLANNING, rounds=1, B={"closed_in": [1]}, rules=rules), "abcd -") == []


def test_no_isolates_allows_none_or_two_at_a_table() -> None:
    rules = [{"kind": "no_isolates", "attribute": "stage", "value": "planning"}]
    meeting = meeting_of(a=PLANNING, b=PLANNING, rules=rules)
    assert broken(meeting, "ab cd", "cd ab") == []
    assert broken(meeting, "ab cd", "ac bd") == ["rules/0", "rules/0"]
    assert told(meeting, "ab cd", "ac bd")[0] == (
        "In round 2, a is the only one with “stage” “planning” at table A: seat at least two of them together."
    )


def test_one_per_table_parts_equal_values_and_leaves_those_without() -> None:
    aalen = {"organisation": "Aalen"}
    rules = [{"kind": "one_per_table", "attribute": "organisation", "rounds": [1, 2]}]
    meeting = meeting_of(a=aalen, b=aalen, rules=rules)
    assert broken(meeting, "ac bd", "bc ad") == []
    assert broken(meeting, "ac bd", "ab cd") == ["rules/0"]


@pytest.mark.parametrize(
    ("rule", "places"),
    [
        ({"count": 2}, []),
        ({"count": 1}, ["rules/0", "rules/0"]),
        ({"count": 1, "people": ["a", "b", "c"]}, ["rules/0"]),
        ({"count": 1, "people": ["a", "c"]}, []),
        ({"count": 0, "people": ["a", "b"]}, ["rules/0"]),
    ],
)
def test_meet_at_most_counts_rounds_of_this_plan(rule: dict[str, Any], places: list[str]) -> None:
    meeting = meeting_of(rules=[{"kind": "meet_at_most"} | rule], history=[["a", "c", 7]])
    assert broken(meeting, "ab cd", "cd ab") == places


def test_every_sentence_can_be_said_in_both_languages() -> None:
    meeting = meeting_of(a={"hosts": "A", "needs": ["quiet"]}, B={"features": ["quiet"], "seats": 1})
    for reason in violations(meeting, seated("b acd", "zab d c")):
        assert reason.message.say("en")
        assert reason.message.say("de")


@settings(deadline=None)
@given(st.data())
def test_no_violation_means_what_the_slow_twin_says(data: st.DataObject) -> None:
    meeting = data.draw(meetings())
    rounds = data.draw(seatings(meeting))
    assert (violations(meeting, rounds) == []) == naive.keeps(meeting, rounds)


@settings(deadline=None, max_examples=50)
@given(meetings(max_people=4, max_tables=2, max_rounds=2))
def test_exhaustion_finds_every_plan_without_violation(meeting: Meeting) -> None:
    tables = [table.id for table in meeting.tables]
    sittings = []
    for number in meeting.round_numbers:
        people = [p.id for p in meeting.people if number in meeting.attended[p.id]]
        choices = [dict(zip(people, chosen, strict=True)) for chosen in product(tables, repeat=len(people))]
        sittings.append([{t: tuple(p for p in people if at[p] == t) for t in tables} for at in choices])
    valid = [rounds for rounds in product(*sittings) if not violations(meeting, rounds)]
    found = [tuple({t: r.get(t, ()) for t in tables} for r in rounds) for rounds in naive.all_seatings(meeting)]
    assert len(found) == len(valid)
    assert all(rounds in valid for rounds in found)
