"""Files to meetings and plans, and back."""

from tischrunde.io.reading import (
    format_of,
    is_spreadsheet,
    meeting_from,
    parse_meeting,
    parse_plan,
    plan_from,
    read_meeting,
    read_plan,
    read_plan_and_notes,
)
from tischrunde.io.writing import meeting_json, meeting_yaml, plan_json, write_meeting, write_plan

__all__ = [
    "format_of",
    "is_spreadsheet",
    "meeting_from",
    "meeting_json",
    "meeting_yaml",
    "parse_meeting",
    "parse_plan",
    "plan_from",
    "plan_json",
    "read_meeting",
    "read_plan",
    "read_plan_and_notes",
    "write_meeting",
    "write_plan",
]
