"""Save a plan in any format: the ending of a file chooses. What the formats hold is said in docs/documents.md."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tischrunde.documents import SUFFIXES
from tischrunde.documents.csv_list import csv_list, is_csv_list
from tischrunde.documents.fitting import fitted
from tischrunde.documents.page import is_page, page
from tischrunde.documents.spreadsheet import MARK, is_spreadsheet, spreadsheet
from tischrunde.errors import BadInput, Finding
from tischrunde.io import plan_json
from tischrunde.io.files import write_bytes
from tischrunde.model import Meeting, Plan
from tischrunde.model.problems import quoted
from tischrunde.words import Text

if TYPE_CHECKING:
    from tischrunde.documents.pdf import Part

__all__ = ["document", "made_here", "write"]

LOOKED_AT = 200_000


def write(
    meeting: Meeting,
    plan: Plan,
    path: str | Path,
    *,
    parts: "Sequence[Part] | None" = None,
    labels: str | None = None,
    address: str | None = None,
    people: Collection[str] | None = None,
) -> None:
    """Save a plan as ``.json``, ``.xlsx``, ``.csv``, ``.pdf`` or ``.html``.

    Parameters
    ----------
    meeting
        The meeting; its language is spoken.
    plan
        Its plan. It may break rules; the documents say so.
    path
        The file; its ending chooses the format.
    parts, labels, address, people
        What a ``.pdf`` holds, see ``tischrunde.documents.pdf.pdf``; everything by default.

    Raises
    ------
    BadPlan
        When nobody is seated, or rounds, tables or people are not those of the meeting. Any plan can be saved as
        ``.json``.
    BadInput
        When the ending is another one, or the file cannot be written.
    """
    raw = document(meeting, plan, Path(path).suffix.lower(), parts=parts, labels=labels, address=address, people=people)
    write_bytes(raw, path)


def document(
    meeting: Meeting,
    plan: Plan,
    suffix: str,
    *,
    parts: "Sequence[Part] | None" = None,
    labels: str | None = None,
    address: str | None = None,
    people: Collection[str] | None = None,
) -> bytes:
    """Return what ``write`` writes, for an ending such as ``.html``."""
    if suffix == ".json":
        return plan_json(plan).encode()
    if suffix not in SUFFIXES:
        message = Text("A file with the ending “{suffix}” cannot be written here.", suffix=quoted(suffix))
        raise BadInput(
            [Finding("", message, Text("Use one of these endings: {endings}.", endings=", ".join(SUFFIXES)))]
        )
    facts = fitted(meeting, plan)
    if suffix == ".pdf":
        from tischrunde.documents.pdf import pdf

        chosen: dict[str, Any] = {} if labels is None else {"labels": labels}
        return pdf(meeting, plan, parts=parts, address=address, people=people, **chosen)
    return {".xlsx": spreadsheet, ".csv": csv_list, ".html": page}[suffix](facts)


def made_here(path: str | Path) -> bool:
    """Return whether a file is a document that ``write`` made, so that a newer one may take its place.

    Raises
    ------
    OSError
        When the file cannot be read.
    """
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix == ".xlsx":
        return is_spreadsheet(path)
    if suffix == ".pdf":
        return f"/Keywords({MARK})".encode() in path.read_bytes()
    with path.open("rb") as file:
        beginning = file.read(LOOKED_AT)
    return {".csv": is_csv_list, ".html": is_page}[suffix](beginning)
