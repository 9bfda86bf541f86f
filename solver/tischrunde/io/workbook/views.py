"""Notice what was changed on sheets that only show a plan and are not read back."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from tischrunde.io.sheets.cells import Sheet, Value
from tischrunde.io.workbook.columns import PLAN
from tischrunde.words import Text

__all__ = ["VIEWS", "Views", "fingerprint", "notes_on_views"]

VIEWS = "views"
"""The key, among the facts of a plan, of what its other sheets showed when they were written."""

Views = Mapping[str, str]
"""The fingerprint of each sheet by its name."""


def fingerprint(rows: Iterable[Iterable[Value]]) -> str:
    """Return a fingerprint of what stands on a sheet, the same when rows were sorted or blanks were added."""
    told = sorted(line for row in rows if (line := "\x1f".join(_shown(cell) for cell in row).rstrip("\x1f")))
    return hashlib.sha256("\x1e".join(told).encode(errors="replace")).hexdigest()


def notes_on_views(views: object, sheets: Sequence[Sheet]) -> tuple[Text, ...]:
    """Return a note for each sheet that does not show what it did when the plan was written."""
    if not isinstance(views, Mapping):
        return ()
    changed = [sheet.name for sheet in sheets if views.get(sheet.name, None) not in (None, fingerprint(sheet.rows))]
    return tuple(
        Text(
            "The sheet “{name}” was changed, and it is not read back: what counts is the sheet “{plan}”. Change the "
            "seats there.",
            name=name,
            plan=PLAN.titles.en,
        )
        for name in changed
    )


def _shown(cell: Value) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else " ".join(str(cell).split())
