"""Our own workbook: a meeting, and its plan, as sheets to fill in and to read again.

Writing (``tischrunde.io.workbook.writing``, ``.template``) is imported on its own: only it needs xlsxwriter.
"""

from tischrunde.io.workbook.found import is_workbook
from tischrunde.io.workbook.plans import holds_plan, plan_and_notes, plan_from_workbook
from tischrunde.io.workbook.reading import meeting_and_notes, meeting_from_workbook

__all__ = [
    "holds_plan",
    "is_workbook",
    "meeting_and_notes",
    "meeting_from_workbook",
    "plan_and_notes",
    "plan_from_workbook",
]
