"""The report of a check: what a plan breaks, where it is wrong about itself, and its true score."""

from collections.abc import Iterator, Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text as Line

from tischrunde.documents.printable import printable
from tischrunde.documents.quality import counts, term_called
from tischrunde.errors import Reason
from tischrunde.model import Meeting
from tischrunde.report.conflicts import bullets
from tischrunde.score import Judgement
from tischrunde.words import Language, Text

__all__ = ["checked"]

MOST_REASONS = 20
"""More than these nobody reads on a screen."""


def checked(
    meeting: Meeting, judgement: Judgement, *, claims: Sequence[Text] = (), notes: Sequence[Text] = ()
) -> Group:
    """Return what people read after a check.

    Parameters
    ----------
    meeting
        The meeting; its language is spoken.
    judgement
        What is broken, and the true score.
    claims
        What the plan says about itself that is not so.
    notes
        What is worth knowing beside that.
    """
    return Group(*_parts(meeting, judgement, claims, notes))


def _parts(
    meeting: Meeting, judgement: Judgement, claims: Sequence[Text], notes: Sequence[Text]
) -> Iterator[RenderableType]:
    language = meeting.language
    for note in notes:
        yield _line(note, language, "bold")
        yield ""
    broken = judgement.violations
    if broken:
        count = len(broken)
        yield _line(Text.many("{count} rule is broken:", "{count} rules are broken:", count), language, "bold")
        yield from _first(broken, language)
    else:
        yield _line(Text("Every rule is kept."), language, "bold")
    if claims:
        yield ""
        yield _line(Text("What the plan says about itself is not true:"), language, "bold")
        yield from _first([Reason(claim, ()) for claim in claims], language)
    yield _terms(meeting, judgement)
    if counts(meeting, "wishes"):
        yield _line(
            Text("A wish not met counts 4 points if it is somebody's first, 2 if the second, 1 if a later one."),
            language,
        )
    yield _line(Text("Cost: {cost}", cost=judgement.cost), language, "bold")


def _first(reasons: Sequence[Reason], language: Language) -> Iterator[RenderableType]:
    yield bullets(reasons[:MOST_REASONS], language)
    left = len(reasons) - MOST_REASONS
    if left > 0:
        yield _line(
            Text.many("And {count} more; --json lists it too.", "And {count} more; --json lists all.", left), language
        )


def _line(text: Text, language: Language, style: str = "") -> Line:
    return Line(printable(text.say(language)), style=style)


def _terms(meeting: Meeting, judgement: Judgement) -> Table:
    language = meeting.language
    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    grid.add_column(Text("What counts").say(language), overflow="fold")
    for title in (Text("This plan"), Text("Weight"), Text("Cost")):
        grid.add_column(title.say(language), justify="right")
    for name, value in judgement.terms.items():
        if not counts(meeting, name):
            continue
        weight = judgement.weights[name]
        grid.add_row(printable(term_called(name).say(language)), str(value), str(weight), str(value * weight))
    return grid
