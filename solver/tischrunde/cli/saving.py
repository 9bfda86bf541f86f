"""Save a plan in the files somebody asked for, one after another, and tell what went wrong with which."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tischrunde.cli.streams import tell_findings
from tischrunde.errors import BadInput, Finding
from tischrunde.words import Language

if TYPE_CHECKING:
    from tischrunde.model import Meeting, Plan

__all__ = ["save"]


def save(
    meeting: "Meeting", plan: "Plan", targets: Sequence[str], language: Language, **printing: Any
) -> tuple[list[str], list[BadInput]]:
    """Save a plan in every target; return where it is now, and what went wrong.

    Parameters
    ----------
    meeting, plan
        The plan and its meeting.
    targets
        The files; their endings choose the formats.
    language
        The language of messages.
    printing
        What a ``.pdf`` holds, as ``documents.saving.write`` takes it.
    """
    from tischrunde.documents.saving import write

    saved: list[str] = []
    problems: list[BadInput] = []
    for target in dict.fromkeys(targets):
        try:
            write(meeting, plan, target, **printing)
        except BadInput as problem:
            problems.append(problem)
        else:
            saved.append(target)
    if any(Path(target).suffix.lower() == ".pdf" for target in saved):
        _tell_of_paper(meeting, plan, printing.get("parts"), language)
    return saved, problems


def _tell_of_paper(meeting: "Meeting", plan: "Plan", parts: Sequence[str] | None, language: Language) -> None:
    from tischrunde.documents.pdf import notes

    findings: tuple[Finding, ...] = notes(meeting, plan, parts=parts)
    tell_findings(BadInput(findings), language)
