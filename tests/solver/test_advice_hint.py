"""The line under a plan with reunions: said only when other tables surely have none."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tischrunde import read_meeting
from tischrunde.advice import better_tables
from tischrunde.designs import is_without_reunions, routes
from tischrunde.model import Meeting

INSTANCES = Path(__file__).parents[2] / "instances"


def meeting(*, people: int = 36, tables: int = 6, rounds: int = 4, more: Mapping[str, Any] | None = None) -> Meeting:
    ids = [f"T{t}" for t in range(tables)]
    plain = {
        "rounds": rounds,
        "tables": [{"id": table, "seats": 10} for table in ids],
        "people": [{"id": f"p{p}"} for p in range(people)],
    }
    return Meeting.model_validate(plain | dict(more or {}))


def said(of: Meeting) -> str | None:
    text = better_tables(of)
    return None if text is None else text.say("en")


def themed(tables: int, themes: int) -> dict[str, Any]:
    return {
        "themes": [{"id": f"theme {t}"} for t in range(themes)],
        "tables": [{"id": f"T{t}", "seats": 10, "theme": f"theme {t % themes}"} for t in range(tables)],
    }


def test_the_network_meeting_at_five_tables_is_told_of_two_for_each_theme() -> None:
    expected = "With 7 tables of 5 and 3 tables of 4, 2 for each theme, nobody would meet twice."
    assert said(read_meeting(INSTANCES / "fuenf-themen-47-5.yaml")) == expected
    found = routes(10, 3, 5, per_theme=2, once=True)
    assert found.n_classes == 6
    assert is_without_reunions(found, once=True)


def test_new_tables_need_new_themes_where_the_old_ones_cannot_be_doubled() -> None:
    expected = "With 1 table of 6 and 6 tables of 5, each with a theme of its own, nobody would meet twice."
    assert said(read_meeting(INSTANCES / "offiziere-36-6.yaml")) == expected


def test_tables_without_themes_are_just_counted() -> None:
    assert said(meeting()) == "With 1 table of 6 and 6 tables of 5 nobody would meet twice."


def test_every_new_table_needs_its_host() -> None:
    hosts = [{"id": f"p{p}", "hosts": f"T{p}"} if p < 6 else {"id": f"p{p}"} for p in range(36)]
    assert said(meeting(more={"people": hosts})) == (
        "With 1 table of 6 and 6 tables of 5, each with a host, nobody would meet twice."
    )


def test_seats_are_enough_for_what_is_told() -> None:
    tables = [{"id": f"T{t}", "seats": 36 if t else 4} for t in range(6)]
    assert said(meeting(more={"tables": tables})) == "With 9 tables of 4 nobody would meet twice."


@pytest.mark.parametrize(
    "more",
    [
        {"rules": [{"kind": "together", "people": ["p1", "p2"]}]},
        {"rules": [{"kind": "theme_visits", "at_least": 2}]},
        {"history": [["p1", "p2", 1]]},
        {"people": [{"id": f"p{p}", "rounds": [1, 2, 3] if p else [1]} for p in range(36)]},
        {"people": [{"id": f"p{p}"} if p else {"id": "p0", "hosts": "T0"} for p in range(36)]},
        {"tables": [{"id": f"T{t}", "seats": 10, "closed_in": [] if t else [2]} for t in range(6)]},
    ],
)
def test_nothing_is_said_where_rules_make_it_uncertain(more: dict[str, Any]) -> None:
    assert said(meeting(more=more)) is None


def test_no_theme_is_dropped_for_it() -> None:
    assert said(meeting(people=12, rounds=3, tables=6, more=themed(6, 6))) is None
