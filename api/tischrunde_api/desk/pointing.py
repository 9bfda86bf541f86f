"""Where problems of changes on the day stand in the body that holds the changes."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tischrunde.errors import BadInput, Finding
from tischrunde.words import Text
from tischrunde_api.desk.limits import TooLargeMeeting

__all__ = ["CHANGES", "counted", "of_result", "too_large"]

CHANGES = frozenset({"absent", "add", "close", "late", "leaves", "played"})
"""Keys of changes on the day. The web needs them, too, and their record is in a part that is too heavy for it."""

BY_NAME = ("late", "leaves", "close")
"""Keys whose entries may be named by people or tables."""


def counted(bad: BadInput, plain: Any) -> BadInput:
    """Return problems of changes with the number of the entry, where only its name would lead there."""
    return BadInput([_counted(finding, plain) for finding in bad.findings])


def of_result(bad: BadInput) -> BadInput:
    """Return problems that only the changed meeting has: nothing in the body stands for their places."""
    return BadInput([replace(finding, place="", path=()) for finding in bad.findings])


def too_large(bad: TooLargeMeeting) -> TooLargeMeeting:
    """Return limits that the changed meeting exceeds, with what of the changes makes it larger: more people."""
    return TooLargeMeeting(
        [replace(finding, place="", path=("add",) if finding.place == "people" else ()) for finding in bad.findings]
    )


def _counted(finding: Finding, plain: Any) -> Finding:
    number = _number(finding.path, plain)
    if number is None:
        return finding
    entry = Text("entry {number}", number=number)
    return replace(finding, told=Text("{parts}", parts=(entry,)))


def _number(path: tuple[str | int, ...], plain: Any) -> int | None:
    """Return which entry is meant, from 1, where a key of the caller's leads to it."""
    match path:
        case (str(key),) if key not in CHANGES:
            named = plain
        case (str(part), str(key), *_) if part in BY_NAME:
            named = plain[part]
        case _:
            return None
    return list(named).index(key) + 1 if isinstance(named, Mapping) else None
