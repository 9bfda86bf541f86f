"""What documents tell: routes, tables, wishes, steps, and how good a plan is as its seats bear it out."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.solver.documented import SEATS, evening, facts, proven
from tests.solver.little_meetings import people, tables
from tests.strategies import meetings, seatings
from tischrunde.documents.facts import Facts
from tischrunde.documents.fitting import fitted, warnings
from tischrunde.documents.quality import Quality
from tischrunde.errors import BadPlan
from tischrunde.model import Meeting, Plan, Seating


def told(facts: Facts, person: str) -> list[tuple[str | None, str | None, bool]]:
    return [(stop.table, stop.theme, stop.hosting) for stop in facts.route(person)]


def test_a_route_names_table_and_theme_of_every_round_and_nothing_of_rounds_missed() -> None:
    assert told(facts(), "bernd") == [("T1", "Trees & gardens", False), ("T2", "money", False)]
    assert told(facts(), "anna") == [("T1", "Trees & gardens", True)] * 2
    assert told(facts(), "clara") == [(None, None, False), ("T1", "Trees & gardens", False)]


def test_a_round_is_told_with_its_label_and_its_times_also_past_midnight() -> None:
    first, second = facts().rounds
    assert str(first.heading()) == "Round 1 · Before the break · 18:30 to 18:55"
    assert str(second.heading()) == "Round 2 · 23:45 to 0:15"


def test_the_host_of_a_table_is_told_first() -> None:
    assert [person.id for person in facts().seated(1, "T1")] == ["anna", "bernd", "dilan"]
    assert facts().seated(1, "T2") == ()
    assert [person.id for person in facts().hosts("T1")] == ["anna"]


def test_wishes_are_told_with_whether_they_are_met() -> None:
    assert [(wish.theme, wish.met) for wish in facts().wishes("bernd")] == [("money", True), ("Trees & gardens", True)]
    assert [wish.met for wish in facts().wishes("dilan")] == [False]


def test_everybody_met_is_told_and_how_often() -> None:
    assert [person.id for person in facts().met("anna")] == ["bernd", "clara", "dilan"]
    assert (facts().times_met("anna", "dilan"), facts().times_met("dilan", "clara")) == (1, 0)


def test_who_has_no_name_is_called_by_id_and_namesakes_by_both() -> None:
    here = named("Eva", "Eva", None)
    assert [here.called(person.id) for person in here.people] == ["Eva (p1)", "Eva (p2)", "p3"]
    assert [here.named(person.id) for person in here.people] == ["Eva (p1)", "Eva (p2)", "p3"]


def test_namesakes_of_two_organisations_are_told_apart_by_these_where_the_name_stands_alone() -> None:
    here = named("Eva|Bank", "Eva|Club", "Eva", "Ida|Club")
    assert [here.called(f"p{i}") for i in (1, 2, 3, 4)] == ["Eva (Bank)", "Eva (Club)", "Eva", "Ida"]
    assert [here.named(f"p{i}") for i in (1, 2, 3, 4)] == ["Eva", "Eva", "Eva", "Ida"]


def test_namesakes_of_one_organisation_are_told_apart_by_id() -> None:
    here = named("Eva|Bank", "Eva|Bank", "Eva|Club")
    assert [here.called(f"p{i}") for i in (1, 2, 3)] == ["Eva (p1)", "Eva (p2)", "Eva"]
    assert [here.named(f"p{i}") for i in (1, 2, 3)] == ["Eva (p1)", "Eva (p2)", "Eva"]


def named(*names: str | None) -> Facts:
    """Return the facts of a meeting of people named so, their organisations behind a stroke."""
    typed: list[dict[str, Any]] = []
    for number, name in enumerate(names, start=1):
        first, _, organisation = (name or "").partition("|")
        person = {"id": f"p{number}", "name": first or None, "organisation": organisation or None}
        typed.append({key: value for key, value in person.items() if value is not None})
    meeting = evening(people=typed, themes=[], tables=tables([9]), rounds=1)
    return facts(meeting, ({"T1": tuple(person["id"] for person in typed)},))


def test_people_are_listed_by_surname_and_without_names_in_the_order_of_the_meeting() -> None:
    surnames = {"a": "Zander", "b": "Özdemir", "c": "Ost"}
    known = people("abc", **{one: {"attributes": {"Nachname": name}} for one, name in surnames.items()})
    seats: Seating = ({"T1": ("a", "b", "c")},)
    one = {"themes": [], "tables": tables([3]), "rounds": 1}

    def listed(of: list[dict[str, Any]]) -> list[str]:
        return [p.id for p in facts(evening(people=of, **one), seats).people]

    named = [
        {"id": i, "name": f"{first} {surnames[i]}"} for i, first in zip("abc", ("Anna", "Dr. Bo", "Li"), strict=True)
    ]
    assert listed(named) == ["c", "b", "a"]
    assert listed([{"id": i} for i in "cab"]) == ["c", "a", "b"]
    assert listed([person | {"name": "Same Name"} for person in known]) == ["c", "b", "a"]


def walk(steps: dict[str, tuple[int, int]], n_tables: int, n_rounds: int, **changes: Any) -> Facts:
    """Return the facts when everybody starts at a table, counted from 0, and moves on by a step."""
    meeting = Meeting.model_validate(
        {"rounds": n_rounds, "balance": None, "tables": tables([9] * n_tables), "people": people(steps)} | changes
    )
    rounds = []
    for number in range(n_rounds):
        seats: dict[str, tuple[str, ...]] = {table.id: () for table in meeting.tables}
        for person, (start, step) in steps.items():
            seats[meeting.tables[(start + number * step) % n_tables].id] += (person,)
        rounds.append(seats)
    return facts(meeting, tuple(rounds))


@given(steps=st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=4))
def test_routes_made_by_steps_are_told_by_these_steps(steps: list[tuple[int, int]]) -> None:
    of = {f"p{i}": step for i, step in enumerate(steps)}
    here = walk(of, n_tables=7, n_rounds=3)
    assert {person: here.step(person) for person in of} == {person: step for person, (_, step) in of.items()}


def test_no_step_is_told_when_one_traveller_walks_otherwise_or_tables_have_no_numbers() -> None:
    straight = walk({"a": (0, 1), "b": (1, 2)}, n_tables=5, n_rounds=3)
    assert straight.step("a") == 1
    assert straight.plan.rounds is not None
    first, second, _ = straight.plan.rounds
    crooked = facts(straight.meeting, (first, second, {"T1": ("a",), "T5": ("b",)}))
    assert crooked.step("a") is None
    assert crooked.step("b") is None
    named = [{"id": name, "seats": 9} for name in ("door", "window", "stage", "bar", "stairs")]
    assert walk({"a": (0, 1)}, n_tables=5, n_rounds=3, tables=named).step("a") is None


def test_two_rounds_are_no_walk_by_steps() -> None:
    assert walk({"a": (0, 1)}, n_tables=5, n_rounds=2).step("a") is None


@given(st.data())
def test_routes_and_tables_tell_the_same_seats(data: st.DataObject) -> None:
    meeting = data.draw(meetings())
    rounds = data.draw(seatings(meeting))
    here = Facts.of(meeting, Plan(rounds=rounds))
    by_route = {(stop.round, stop.table, p.id) for p in here.people for stop in here.route(p.id) if stop.table}
    by_table = {(n, t.id, p.id) for n in meeting.round_numbers for t in here.tables for p in here.seated(n, t.id)}
    by_plan = {(n, t, p) for n, seats in enumerate(rounds, start=1) for t, there in seats.items() for p in there}
    assert by_route == by_table == by_plan


# How good it is


def test_what_is_possible_at_best_is_told_of_a_proven_plan() -> None:
    meeting = evening()
    quality = Quality.of(fitted(meeting, proven(meeting, SEATS)))
    assert "Proven" in str(quality.verdict)
    reunions = quality.rows[0]
    assert (reunions.here, reunions.best, reunions.reached) == ("0", "0", True)


def changed_meeting() -> Facts:
    return fitted(evening(weights={"wishes": 9}), proven(evening(), SEATS))


def changed_seats() -> Facts:
    there: Seating = (SEATS[0], {"T1": ("clara", "anna", "bernd"), "T2": ()})
    return fitted(evening(), proven(evening(), SEATS).model_copy(update={"rounds": there}))


def without_score() -> Facts:
    return fitted(evening(), Plan(rounds=SEATS, meeting_sha256=evening().sha256))


@pytest.mark.parametrize("changed", [changed_meeting, changed_seats, without_score])
def test_nothing_is_called_best_when_the_proof_is_of_something_else(changed: Any) -> None:
    quality = Quality.of(changed())
    assert quality.rows[0].best == ""
    assert "Proven" not in str(quality.verdict)


def test_a_plan_that_breaks_rules_says_so_without_naming_needs() -> None:
    there: Seating = ({"T1": ("bernd", "anna"), "T2": ("dilan",)}, SEATS[1])
    here = facts(rounds=there)
    assert str(Quality.of(here).verdict) == "1 rule is broken."
    assert not any(row.best or row.reached for row in Quality.of(here).rows)
    assert str(warnings(here)[0]) == "The plan breaks 1 rule:"


@pytest.mark.parametrize(
    "rounds",
    [None, SEATS[:1], ({"T1": ("nobody",)}, {}), ({"T9": ("anna",)}, {})],
    ids=["no seats", "a round too few", "a stranger", "an unknown table"],
)
def test_a_plan_of_another_meeting_is_refused(rounds: Seating | None) -> None:
    with pytest.raises(BadPlan):
        fitted(evening(), Plan(rounds=rounds))


def test_of_many_strange_places_the_first_are_told_and_the_rest_counted() -> None:
    with pytest.raises(BadPlan) as caught:
        fitted(evening(), Plan(rounds=({"T1": tuple("abcdefgh")}, {})))
    findings = [str(finding.message) for finding in caught.value.findings]
    assert len(findings) == 7
    assert findings[-1] == "And 3 more such places."


def test_a_plan_made_before_the_meeting_changed_is_told_of() -> None:
    assert "has changed" in str(warnings(changed_meeting())[0])
    assert warnings(fitted(evening(), proven(evening(), SEATS))) == []
