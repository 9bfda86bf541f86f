"""What an organiser should know of a print: letters without a font, and texts too long for paper."""

from collections.abc import Iterator

from tischrunde.documents.pdf.letters import LONGEST, UNKNOWN, missing, shortened
from tischrunde.errors import Finding
from tischrunde.model import Meeting
from tischrunde.words import Text, listed

__all__ = ["notes"]


def notes(meeting: Meeting) -> tuple[Finding, ...]:
    """Return a finding for every text of a meeting that can't be printed as it was typed."""
    return tuple(finding for place, text in _texts(meeting) for finding in _found(place, text))


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
