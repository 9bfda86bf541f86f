"""The harness that holds the catalogue against the best known figures."""

from pathlib import Path

import pytest
from benchmarks.reference import FILES, Outcome, Row, outcome, rows, summary

FIVE_PAIRS = Row("sgp_best_known", (2,) * 5, 9, 9)


def test_the_files_have_as_many_small_meetings_as_they_are_known_for() -> None:
    assert [len(list(rows(file))) for file in FILES] == [486, 98]
    assert all(sum(row.sizes) <= 12 for row in rows(FILES[0], most_people=12))


def test_a_line_becomes_a_meeting_of_full_tables() -> None:
    row = next(row for row in rows(FILES[0]) if row.shape == "7x6 1x5")
    assert (row.rounds, row.bound) == (8, 9)
    meeting = row.meeting()
    assert sum(table.seats for table in meeting.tables) == len(meeting.people) == 47


def test_a_line_is_reached_by_design_or_by_a_plan_without_reunions() -> None:
    assert outcome(FIVE_PAIRS, seconds=None).is_reached
    assert outcome(FIVE_PAIRS, seconds=5).reunions == 0
    assert not Outcome(FIVE_PAIRS, 8, None, 0.0).is_reached
    assert not Outcome(FIVE_PAIRS, 8, 1, 0.0).is_reached


def test_the_summary_counts_and_lists_what_was_missed() -> None:
    text = summary([Outcome(FIVE_PAIRS, 9, None, 0.0), Outcome(FIVE_PAIRS, 8, None, 0.0)], most_people=100)
    assert "| `sgp_best_known.csv` | 2 | 1 (50.0%) |" in text
    assert "Missed (1 shapes): 5x2: 8 of 9 rounds designed." in text


@pytest.mark.parametrize("file", FILES)
def test_where_the_figures_come_from_is_told(file: str) -> None:
    told = (Path(__file__).parents[2] / "benchmarks" / "data" / "README.md").read_text(encoding="utf-8")
    assert f"`{file}.csv`" in told
