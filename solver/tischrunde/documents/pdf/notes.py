"""What an organiser should know of a print: letters without a font, and texts too long for paper."""

from collections.abc import Iterator, Sequence

from tischrunde.documents.facts import Facts
from tischrunde.documents.pdf.letters import LONGEST, UNKNOWN, missing, shortened
from tischrunde.documents.pdf.spare import has_spare_route
from tischrunde.errors import Finding
from tischrunde.model import Meeting, Plan
from tischrunde.words import Text, listed

__all__ = ["no_spare_cards", "notes"]


def notes(meeting: Meeting, plan: Plan | None = None, *, parts: Sequence[str] | None = None) -> tuple[Finding, ...]:
    """Return a finding for every text of a meeting that can't be printed as it was typed, and for a part left out.

    Parameters
    ----------
    meeting
        The meeting.
    plan
        With its plan it is told, too, when no seats are left for spare cards.
    parts
        What is printed; by default everything.
    """
    told = [finding for place, text in _texts(meeting) for finding in _found(place, text)]
    spare = parts is None or "spare-cards" in parts
    if plan is not None and spare and not has_spare_route(Facts.of(meeting, plan)):
        told.append(no_spare_cards())
    return tuple(told)


def no_spare_cards() -> Finding:
    """Return what to say when there are no spare cards."""
    message = Text("No seats are left for people who come without having registered, so there are no spare cards.")
    return Finding("", message, Text("Add seats or a table, and plan anew."))


def _texts(meeting: Meeting) -> Iterator[tuple[str, str]]:
    """Yield every text that is printed, with its place."""
    yield "title", meeting.title
    if not isinstance(meeting.rounds, int):
        for number, one in enumerate(meeting.rounds, start=1):
            yield f"rounds/{number}/label", one.label or ""
    for theme in meeting.themes:
        yield f"themes/{theme.id}/title", theme.title or theme.id
    for table in meeting.tables:
        yield f"tables/{table.id}", table.id
    for person in meeting.people:
        yield f"people/{person.id}/name", person.name or person.id
        yield f"people/{person.id}/organisation", person.organisation or ""


def _found(place: str, text: str) -> Iterator[Finding]:
    letters = missing(text)
    if letters:
        yield Finding(
            place,
            Text.many(
                "No font here has the letter {letters} of “{text}”.",
                "No font here has the letters {letters} of “{text}”.",
                len(letters),
                letters=listed(letters),
                text=text,
            ),
            Text("“{sign}” is printed in its place; write it in Latin letters.", sign=UNKNOWN),
        )
    if shortened(text):
        yield Finding(
            place,
            Text("This text has more than {most} letters and is printed shortened.", most=LONGEST),
            Text("Shorten it in the meeting."),
        )
