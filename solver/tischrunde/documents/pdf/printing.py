"""A meeting and its plan as paper: the parts asked for, checked, said and typeset."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Literal, TypeAlias, get_args

from tischrunde.documents.facts import Facts
from tischrunde.documents.pdf.codes import Code, codes
from tischrunde.documents.pdf.labels import DEFAULT, LABELS, Label
from tischrunde.documents.pdf.letters import written
from tischrunde.documents.pdf.notes import no_spare_cards
from tischrunde.documents.pdf.parts.common import Plain
from tischrunde.documents.pdf.parts.lists import list_by_name, list_by_table
from tischrunde.documents.pdf.parts.notes import note_sheets
from tischrunde.documents.pdf.parts.signs import table_signs
from tischrunde.documents.pdf.parts.summary import summary
from tischrunde.documents.pdf.parts.tags import name_tags, spare_cards
from tischrunde.documents.pdf.spare import has_spare_route
from tischrunde.documents.pdf.typesetting import typeset
from tischrunde.errors import BadInput, Finding
from tischrunde.model import Meeting, Plan
from tischrunde.words import Text, listed

__all__ = ["PARTS", "Part", "contents", "pdf"]

Part: TypeAlias = Literal[
    "summary", "name-tags", "spare-cards", "table-signs", "list-by-name", "list-by-table", "note-sheets"
]
"""What can be printed."""

PARTS: tuple[Part, ...] = get_args(Part)
"""All parts, in the order in which they are printed."""


def pdf(
    meeting: Meeting,
    plan: Plan,
    *,
    parts: Sequence[Part] | None = None,
    labels: str = DEFAULT,
    address: str | None = None,
    people: Collection[str] | None = None,
) -> bytes:
    """Return the documents of a plan as one tagged PDF (PDF/UA-1), in the language of the meeting.

    The same arguments give the same bytes. Needs are never printed.

    Parameters
    ----------
    meeting
        The meeting.
    plan
        Its plan, with seats.
    parts
        What is printed, in this order; by default everything.
    labels
        The format of name tags and spare cards, one of ``LABELS``.
    address
        With one, every name tag bears it as a QR code. ``{id}`` in it stands for the person's id, which makes the
        address personal; see docs/printing.md.
    people
        Whose name tags are printed, by id; those of all by default.

    Raises
    ------
    BadPlan
        When nobody is seated in the plan.
    BadInput
        When a part or format is unknown, the address doesn't begin with http:// or https:// or fit into a QR code, or
        nothing but spare cards is asked for and no seats are left.

    Notes
    -----
    Letters that no font has are replaced by ``�``; ``notes`` tells which these are.
    """
    return typeset(contents(Facts.of(meeting, plan), parts=parts, labels=labels, address=address, people=people))


def contents(
    facts: Facts,
    *,
    parts: Sequence[Part] | None,
    labels: str,
    address: str | None,
    people: Collection[str] | None = None,
) -> Plain:
    """Return all that stands on paper, said in the language of the meeting, ready for JSON.

    Spare cards are left out where no seats are left for any.
    """
    meeting, asked, label = facts.meeting, _known_parts(parts), _known_label(labels)
    if "spare-cards" in asked and not has_spare_route(facts):
        asked = [part for part in asked if part != "spare-cards"]
        if not asked:
            raise BadInput([no_spare_cards()])
    make = _makers(label, {} if address is None else codes(address, meeting.person_of), people)
    return {
        "title": written(meeting.title) or Text("World café").say(meeting.language),
        "language": meeting.language,
        "parts": [make[part](facts) for part in asked],
    }


def _makers(
    label: Label, pictures: Mapping[str, Code], people: Collection[str] | None
) -> dict[Part, Callable[[Facts], Plain]]:
    return {
        "summary": summary,
        "name-tags": lambda facts: name_tags(facts, label=label, codes=pictures, people=people),
        "spare-cards": lambda facts: spare_cards(facts, label=label),
        "table-signs": table_signs,
        "list-by-name": list_by_name,
        "list-by-table": list_by_table,
        "note-sheets": note_sheets,
    }


def _known_parts(parts: Sequence[Part] | None) -> Sequence[Part]:
    asked = PARTS if parts is None else parts
    hint = Text("What can be printed: {parts}.", parts=listed(PARTS))
    findings = [
        Finding("", Text("There is nothing called “{part}” to print.", part=part), hint)
        for part in asked
        if part not in PARTS
    ]
    if not asked:
        findings.append(Finding("", Text("Nothing is to be printed."), hint))
    if findings:
        raise BadInput(findings)
    return asked


def _known_label(labels: str) -> Label:
    if labels not in LABELS:
        message = Text("There is no label format “{labels}”.", labels=labels)
        raise BadInput([Finding("", message, Text("Formats: {formats}.", formats=listed(LABELS)))])
    return LABELS[labels]
