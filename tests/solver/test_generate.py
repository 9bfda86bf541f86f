"""Random meetings: the same for the same arguments, always possible, honest about bad arguments."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tischrunde.errors import BadInput
from tischrunde.generator import generate, realistic
from tischrunde.generator.realistic import hidden_plan
from tischrunde.model import Meeting, Seating
from tischrunde.score import judge


def moving_on(meeting: Meeting) -> Seating:
    """Seat hosts at their tables and let everybody else move on by one table each round."""
    tables = [table.id for table in meeting.tables]
    travellers = [person.id for person in meeting.people if person.hosts is None]
    rounds = []
    for r in range(meeting.n_rounds):
        seated: dict[str, list[str]] = {table: [] for table in tables}
        for person in meeting.people:
            if person.hosts is not None:
                seated[person.hosts].append(person.id)
        for i, traveller in enumerate(travellers):
            seated[tables[(i + r) % len(tables)]].append(traveller)
        rounds.append({table: tuple(people) for table, people in seated.items()})
    return tuple(rounds)


@st.composite
def arguments(draw: st.DrawFn) -> dict[str, Any]:
    per_theme = draw(st.integers(1, 3))
    n_themes = draw(st.integers(1, 6))
    tables = per_theme * n_themes
    return {
        "tables": tables,
        "themes": n_themes,
        "people": draw(st.integers(tables, 6 * tables)),
        "rounds": draw(st.integers(1, n_themes)),
        "seed": draw(st.integers(0, 10_000)),
        "sectors": draw(st.integers(1, 8)),
        "hosts": draw(st.booleans()),
        "wishes": draw(st.sampled_from([0.0, 0.5, 1.0])),
    }


@given(arguments())
def test_every_generated_meeting_is_possible_by_moving_on_one_table(chosen: dict[str, Any]) -> None:
    meeting = generate(**chosen)

    assert judge(meeting, moving_on(meeting)).violations == ()


@given(arguments())
def test_a_generated_meeting_has_what_was_asked_for(chosen: dict[str, Any]) -> None:
    meeting = generate(**chosen)

    assert len(meeting.people) == len(meeting.person_of) == chosen["people"]
    assert len(meeting.tables) == len(meeting.table_of) == chosen["tables"]
    assert meeting.n_rounds == chosen["rounds"]
    assert set(Counter(meeting.theme_of.values()).values()) == {chosen["tables"] // chosen["themes"]}
    assert len({person.sector for person in meeting.people}) <= chosen["sectors"]
    assert max(Counter(person.organisation for person in meeting.people).values()) <= 3
    hosted = [person.hosts for person in meeting.people if person.hosts is not None]
    assert sorted(hosted) == (sorted(meeting.table_of) if chosen["hosts"] else [])


@given(arguments())
def test_a_generated_meeting_follows_the_format(chosen: dict[str, Any]) -> None:
    meeting = generate(**chosen)

    assert Meeting.model_validate(meeting.plain()) == meeting


@given(arguments())
def test_the_same_arguments_give_the_same_meeting(chosen: dict[str, Any]) -> None:
    assert generate(**chosen).plain() == generate(**chosen).plain()


def test_the_meeting_of_a_seed_stays_the_same_in_every_version() -> None:
    meeting = generate(people=62, tables=10, rounds=3, seed=1, themes=5, hosts=True, wishes=0.5, language="en")

    assert meeting.sha256 == "5c84acd8f706a828a1d3ec8f0ef75c835c210874ac506aded5c6f93c52d951e5"


def test_another_seed_gives_another_meeting() -> None:
    meetings = [generate(people=40, tables=8, rounds=4, seed=seed) for seed in range(5)]

    assert len({tuple(person.sector for person in meeting.people) for meeting in meetings}) == 5


def test_tables_are_themes_of_their_own_unless_told_otherwise() -> None:
    meeting = generate(people=12, tables=4, rounds=3, seed=1)

    assert len(meeting.themes) == len(set(meeting.theme_of.values())) == 4
    assert meeting.themes_at_most_once


def test_without_themes_there_may_be_more_rounds_than_tables() -> None:
    meeting = generate(people=9, tables=3, rounds=4, seed=1, themes=0)

    assert meeting.themes == ()
    assert not meeting.themes_at_most_once


def test_sectors_are_uneven_and_organisations_send_one_to_three_people() -> None:
    meeting = generate(people=1000, tables=125, rounds=6, seed=1)

    sizes = Counter(person.sector for person in meeting.people).values()
    assert len(sizes) == 5
    assert max(sizes) > 2 * min(sizes)
    organisations = Counter(person.organisation for person in meeting.people)
    assert set(organisations.values()) == {1, 2, 3}
    assert len({(person.organisation, person.sector) for person in meeting.people}) == len(organisations)


def test_hosts_have_no_wishes_and_everybody_else_can_have_some() -> None:
    meeting = generate(people=30, tables=5, rounds=3, seed=1, hosts=True, wishes=1.0)

    assert all(bool(person.wishes) == (person.hosts is None) for person in meeting.people)
    assert all(len(set(person.wishes)) == len(person.wishes) <= 3 for person in meeting.people)
    assert {theme for person in meeting.people for theme in person.wishes} == {t.id for t in meeting.themes}


@pytest.mark.parametrize(
    ("chosen", "places"),
    [
        ({"people": 0}, ["people"]),
        ({"tables": 0}, ["tables"]),
        ({"rounds": 0}, ["rounds"]),
        ({"sectors": 0}, ["sectors"]),
        ({"themes": -1}, ["themes"]),
        ({"wishes": 1.5}, ["wishes"]),
        ({"rounds": 9}, ["rounds"]),
        ({"rounds": 3, "themes": 2}, ["rounds"]),
        ({"themes": 3}, ["themes"]),
        ({"themes": 0, "wishes": 0.5}, ["wishes"]),
        ({"people": 7, "hosts": True}, ["hosts"]),
        ({"people": 0, "rounds": 9, "sectors": -2, "themes": 3}, ["people", "sectors", "rounds", "themes"]),
        ({"people": -1, "tables": -1, "rounds": -1}, ["people", "tables", "rounds"]),
    ],
)
def test_every_argument_that_cannot_be_used_is_named(chosen: dict[str, Any], places: list[str]) -> None:
    usual: dict[str, Any] = {"people": 24, "tables": 8, "rounds": 2, "seed": 1}

    with pytest.raises(BadInput) as caught:
        generate(**(usual | chosen))

    assert [finding.place for finding in caught.value.findings] == places
    assert all(finding.hint is not None for finding in caught.value.findings)


@pytest.mark.parametrize("seed", range(40))
def test_every_realistic_meeting_has_a_hidden_plan_that_keeps_its_rules(seed: int) -> None:
    meeting = realistic(seed)

    assert judge(meeting, hidden_plan(seed)).violations == ()


def test_realistic_meetings_are_of_many_kinds_and_the_same_for_the_same_seed() -> None:
    meetings = [realistic(seed) for seed in range(100)]

    assert all(12 <= len(meeting.people) <= 300 for meeting in meetings)
    assert all(4 <= len(meeting.tables) <= 40 for meeting in meetings)
    kinds = Counter(kind for meeting in meetings for kind in {rule.kind for rule in meeting.rules})
    assert set(kinds) >= {"apart", "together", "pin", "composition", "no_isolates"}
    for some in ("hosts", "wishes", "needs", "must_visit", "rounds"):
        assert 5 < sum(any(getattr(person, some) for person in meeting.people) for meeting in meetings) < 95
    assert meetings[7] == realistic(7) != meetings[8]
