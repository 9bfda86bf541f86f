"""Why something cannot be, or what a plan breaks: a line for each reason, with its places in the meeting."""

from collections.abc import Sequence

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Line

from tischrunde.documents.printable import printable
from tischrunde.errors import Reason
from tischrunde.words import Language, Text

__all__ = ["bullets", "conflicts"]


def conflicts(reasons: Sequence[Reason], language: Language) -> Group:
    """Return why a meeting is impossible."""
    first = Text("This meeting is impossible as it stands:")
    return Group(Line(first.say(language)), bullets(reasons, language))


def bullets(reasons: Sequence[Reason], language: Language) -> Padding:
    """Return a line for each reason; the places follow on one of their own."""
    grid = Table.grid(padding=(0, 1))
    for reason in reasons:
        told = Line(printable(reason.message.say(language)))
        if reason.rules:
            places = Text("See {places} in the meeting.", places=", ".join(reason.rules))
            told.append("\n" + printable(places.say(language)), style="dim")
        grid.add_row("-", told)
    return Padding(grid, (1, 0, 0, 0))
