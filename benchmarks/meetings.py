"""The meetings that are measured, by name: from the collection, varied, or generated."""

from pathlib import Path
from typing import Any

from tischrunde.generator import generate
from tischrunde.io import read_meeting
from tischrunde.model import Meeting, Seating

__all__ = ["INSTANCES", "collected", "golfers", "moved_on", "thousand"]

INSTANCES = Path(__file__).parents[1] / "instances"


def collected(name: str, **changes: Any) -> Meeting:
    """Return a meeting of the collection; ``changes`` replace some of its keys."""
    meeting = read_meeting(INSTANCES / f"{name}.yaml")
    return Meeting.model_validate(meeting.plain() | changes) if changes else meeting


def thousand() -> Meeting:
    """Return 1,000 people from five sectors at 125 tables in six rounds."""
    return generate(people=1000, tables=125, rounds=6, seed=1)


def golfers(tables: int, seats: int, rounds: int) -> Meeting:
    """Return a social golfer problem: full tables without themes, and nothing but reunions to avoid."""
    return Meeting.model_validate(
        {
            "rounds": rounds,
            "tables": [{"id": f"T{number}", "seats": seats} for number in range(1, tables + 1)],
            "people": [{"id": f"p{number}"} for number in range(1, tables * seats + 1)],
        }
    )


def moved_on(meeting: Meeting) -> Seating:
    """Return the simplest plan: person ``i`` starts at table ``i`` and moves on by one table in each round."""
    tables = [table.id for table in meeting.tables]
    rounds = []
    for number in meeting.round_numbers:
        at: dict[str, list[str]] = {table: [] for table in tables}
        for i, person in enumerate(meeting.people):
            at[tables[(i + number) % len(tables)]].append(person.id)
        rounds.append({table: tuple(people) for table, people in at.items()})
    return tuple(rounds)
