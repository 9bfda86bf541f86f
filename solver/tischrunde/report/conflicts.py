"""Why something cannot be, or what a plan breaks: a line for each reason, with its places in the meeting."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Line

from tischrunde.documents.printable import printable
from tischrunde.errors import Reason
from tischrunde.words import Language, Text, listed

__all__ = ["Origin", "bullets", "conflicts"]

Origin: TypeAlias = Callable[[str], str]
"""Returns for a place in a meeting what it was made from, such as an option."""


def conflicts(reasons: Sequence[Reason], language: Language, *, origin: Origin | None = None) -> Group:
    """Return why a meeting is impossible; ``origin`` tells where the places come from if not from a meeting file."""
    first = Text("This meeting is impossible as it stands:")
    return Group(Line(first.say(language)), bullets(reasons, language, origin=origin))


def bullets(reasons: Sequence[Reason], language: Language, *, origin: Origin | None = None) -> Padding:
    """Return a line for each reason; the places follow on one of their own."""
    grid = Table.grid(padding=(0, 1))
    for reason in reasons:
        told = Line(printable(reason.message.say(language)))
        if reason.rules:
            places = Text("See {places} in the meeting.", places=", ".join(reason.rules))
            if origin is not None:
                places = Text("This comes from {places}.", places=listed(dict.fromkeys(map(origin, reason.rules))))
            told.append("\n" + printable(places.say(language)), style="dim")
        grid.add_row("-", told)
    return Padding(grid, (1, 0, 0, 0))
