"""What a repair changes: who needs a new name tag, how few could, and what was given up."""

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Line

from tischrunde.documents.printable import printable
from tischrunde.model import Meeting, Repaired
from tischrunde.score import called
from tischrunde.words import Text

__all__ = ["repair_page", "verdict_on_tags"]


def repair_page(
    meeting: Meeting,
    repaired: Repaired | None,
    notes: Sequence[Text],
    *,
    told: Sequence[Text] = (),
    closing: Sequence[Text] = (),
) -> Group:
    """Return what people read of a repair beside its plan, in the language of the meeting.

    Parameters
    ----------
    meeting
        The meeting after the changes.
    repaired
        Whose name tags change, ``None`` when there is no plan.
    notes
        What was given up.
    told
        The changes, said back.
    closing
        Where everything is now.
    """
    return Group(
        *_noted(meeting, [*told, *notes]),
        *(() if repaired is None else _changes(meeting, repaired)),
        *_closing(meeting, closing),
    )


def verdict_on_tags(repaired: Repaired) -> Text:
    """Return how many name tags change, and how few could."""
    changed, least = len(repaired.changed), repaired.at_least
    if not changed:
        return Text("No name tag that is printed changes.")
    if changed == least:
        return Text.many(
            "{count} name tag changes; fewer is proven impossible.",
            "{count} name tags change; fewer is proven impossible.",
            changed,
        )
    return Text.many(
        "{count} name tag changes; at least {least} must.",
        "{count} name tags change; at least {least} must.",
        changed,
        least=least,
    )


def _noted(meeting: Meeting, notes: Sequence[Text]) -> Iterator[RenderableType]:
    grid = Table.grid(padding=(0, 1))
    for note in notes:
        grid.add_row("-", Line(printable(note.say(meeting.language))))
    if notes:
        yield Padding(grid, (1, 0, 0, 0))


def _closing(meeting: Meeting, closing: Sequence[Text]) -> Iterator[RenderableType]:
    if closing:
        yield ""
    for sentence in closing:
        yield Line(printable(sentence.say(meeting.language)))


def _changes(meeting: Meeting, repaired: Repaired) -> Iterator[RenderableType]:
    language = meeting.language
    yield ""
    yield Line(verdict_on_tags(repaired).say(language), style="bold")
    grid = Table.grid(padding=(0, 2))
    for one in repaired.changed:
        name = printable(called(meeting, one.person))
        grid.add_row(name, Line(_route(one.was)), "→", Line(_route(one.now)))
    if repaired.changed:
        yield grid
    if repaired.added:
        names = ", ".join(printable(called(meeting, person)) for person in repaired.added)
        told = Text.many(
            "{count} person needs a first name tag: {names}.",
            "{count} people need a first name tag: {names}.",
            len(repaired.added),
            names=names,
        )
        yield Line(printable(told.say(language)))


def _route(tables: Sequence[str | None]) -> str:
    return printable(" · ".join("–" if table is None else table for table in tables))
