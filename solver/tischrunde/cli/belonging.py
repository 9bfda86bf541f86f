"""A plan with the meeting it is used with: read side by side, and refused where ids stand for other people."""

from pathlib import Path
from typing import TYPE_CHECKING

from tischrunde.cli.arguments import STREAM, Arguments
from tischrunde.cli.registration import ListOptions
from tischrunde.cli.streams import tell
from tischrunde.errors import BadInput, Finding
from tischrunde.words import Language, Text

if TYPE_CHECKING:
    from tischrunde.io.sheets.cells import Sheet
    from tischrunde.model import Meeting, Plan

__all__ = ["missing_plan", "read_both"]


def missing_plan(meeting: str, plan: str | None) -> list[Finding]:
    """Return that a plan has to be named, unless the meeting is a workbook that may hold one."""
    from tischrunde.io import is_spreadsheet

    if plan is not None or (meeting != STREAM and is_spreadsheet(meeting)):
        return []
    hint = Text("Name the plan behind the meeting; only a workbook that holds both goes alone.")
    return [Finding("", Text("{name} is missing.", name="PLAN"), hint)]


def read_both(
    arguments: Arguments, people: ListOptions, meeting: str, plan: str, language: Language, *, leaves: bool = False
) -> "tuple[Meeting | None, Plan | None]":
    """Return a meeting and a plan, ``None`` for what cannot be read; note why, and when the two are of other people.

    Parameters
    ----------
    arguments
        Takes what is wrong.
    people
        What was typed about a list of people.
    meeting, plan
        The files; they may be one and the same workbook.
    language
        The language of messages.
    leaves
        Whether something is handed out to people, so that a list whose rows may have moved is refused.
    """
    from tischrunde.io import read_plan_and_notes

    the_meeting = people.read(arguments, meeting, language)
    found = arguments.read(read_plan_and_notes, plan)
    if found is None:
        return the_meeting, None
    the_plan, notes = found
    for note in notes:
        tell(Text("Warning: {note}", note=note), language)
    if the_meeting is not None and meeting != plan and the_plan.meeting_sha256 not in (None, the_meeting.sha256):
        arguments.findings.extend(_other_people(meeting, plan, the_meeting, leaves=leaves))
    return the_meeting, the_plan


def _other_people(meeting: str, plan: str, the_meeting: "Meeting", *, leaves: bool) -> list[Finding]:
    from tischrunde.documents.fitting import other_people
    from tischrunde.io.workbook import is_workbook, meeting_from_workbook

    sheets = _sheets(plan)
    if sheets is not None and is_workbook(sheets):
        try:
            return other_people(meeting_from_workbook(sheets), the_meeting)
        except BadInput:
            return []
    rows = _sheets(meeting) if leaves else None
    if rows is None or is_workbook(rows):
        return []
    message = Text("The list has changed since this plan was made, and people of a list are numbered by row.")
    hint = Text(
        "Plan anew with “tischrunde solve {list} -o evening.xlsx” and name that workbook alone: it holds its people.",
        list=meeting,
    )
    return [Finding(plan, message, hint)]


def _sheets(source: str) -> "list[Sheet] | None":
    from tischrunde.io import is_spreadsheet

    if source == STREAM or not is_spreadsheet(source) or not Path(source).is_file():
        return None
    from tischrunde.io.sheets.loading import load

    return load(source)
