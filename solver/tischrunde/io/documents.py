"""What reading the text of a file gives, before anybody knows whether it is a meeting."""

from collections.abc import Callable
from dataclasses import dataclass

from tischrunde.model.problems import Path, Problem, quoted
from tischrunde.words import Text

__all__ = ["MOST_DEPTH", "Document", "Spot", "Unreadable", "too_deep", "written_twice"]

MOST_DEPTH = 50
"""How deep lists and keys may lie in each other; a meeting needs five."""

Spot = tuple[int, int]
"""Line and column, counted from 1."""


@dataclass(frozen=True)
class Document:
    """Plain data with the way back to its text.

    Attributes
    ----------
    plain : keys with values, lists, texts, numbers, true, false and nothing
    spot_of : line and column of the value at a path, ``None`` if the text does not have it
    problems : what is wrong with the text although it could be read
    """

    plain: object
    spot_of: Callable[[Path], Spot | None]
    problems: tuple[Problem, ...] = ()


class Unreadable(Exception):
    """A text that cannot be read any further."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem.message))
        self.problem = problem


def too_deep(at: Spot | None = None) -> Unreadable:
    """Return the error for a text with more than ``MOST_DEPTH`` levels."""
    message = Text("Lists and keys lie more than {most} levels deep in each other.", most=MOST_DEPTH)
    return Unreadable(Problem((), message, Text("Check the brackets and the indentation."), at))


def written_twice(path: Path, first_line: int, at: Spot) -> Problem:
    """Return the problem of a key that stands twice in the same place."""
    return Problem(
        path,
        Text("The key “{key}” stands here twice, first in line {line}.", key=quoted(str(path[-1])), line=first_line),
        Text("Remove one of the two."),
        at,
    )
