"""Meetings small enough to be read in a test, and what the diagnosis says of them."""

from collections.abc import Iterable
from typing import Any

from tischrunde.diagnosis import diagnose
from tischrunde.model import Meeting

__all__ = ["clash", "fine", "people", "tables", "themed"]


def people(names: Iterable[str], **changes: dict[str, Any]) -> list[dict[str, Any]]:
    """Return people by their ids; ``changes`` adds keys to single ones."""
    return [{"id": name} | changes.get(name, {}) for name in names]


def tables(seats: Iterable[int], **changes: dict[str, Any]) -> list[dict[str, Any]]:
    """Return tables T1, T2, ... with these seats; ``changes`` adds keys to single ones."""
    ids = [(f"T{i}", n) for i, n in enumerate(seats, start=1)]
    return [{"id": name, "seats": n} | changes.get(name, {}) for name, n in ids]


def themed(*themes: str, seats: int = 4, **changes: dict[str, Any]) -> dict[str, Any]:
    """Return themes with a table for each time one is named, T1, T2, ...; ``changes`` adds keys to single tables."""
    given = tables([seats] * len(themes), **changes)
    return {
        "themes": [{"id": theme} for theme in dict.fromkeys(themes)],
        "tables": [{"theme": theme} | table for theme, table in zip(themes, given, strict=True)],
    }


def meeting(**given: Any) -> Meeting:
    """Return a meeting of one round without balance unless said otherwise."""
    return Meeting.model_validate({"rounds": 1, "balance": None} | given)


def clash(**given: Any) -> tuple[str, set[str]]:
    """Return the only reason of an impossible meeting: its sentence and its rules."""
    (reason,) = diagnose(meeting(**given))
    assert len(set(reason.rules)) == len(reason.rules)
    return reason.message.say("en"), set(reason.rules)


def fine(**given: Any) -> bool:
    """Return whether the diagnosis has nothing to say."""
    return diagnose(meeting(**given)) == []
