"""How people, shares and too large meetings are told in and beside pictures."""

from functools import cache

from tischrunde.errors import BadInput, Finding
from tischrunde.model import Meeting, Plan, Seating
from tischrunde.words import Text

__all__ = ["cut", "drawable", "percent", "seats_of", "short_name", "too_large"]

JOINERS = dict.fromkeys(map(ord, "\u200c\u200d"))
MISSING = "\N{REPLACEMENT CHARACTER}"


def short_name(meeting: Meeting, person: str, *, most: int = 30) -> str:
    """Return how a person is called in a drawing: by name, by id where the font has not all of its letters.

    A name too long is cut before its end, for there is what tells people apart.
    """
    name = meeting.person_of[person].name or person
    shown = person if MISSING in drawable(name) else name
    if len(shown) <= most:
        return shown
    begin = most // 2 - 1
    return f"{shown[:begin].rstrip()}…{shown[begin + 1 - most :].lstrip()}"


def drawable(text: str) -> str:
    """Return a text with a mark in place of every letter that the font has not, or that cannot be seen."""
    letters = _letters()
    return "".join(
        letter if letter.isprintable() and ord(letter) in letters else MISSING for letter in text.translate(JOINERS)
    )


def cut(text: str, most: int) -> str:
    """Return a text with at most so many letters, the last one an ellipsis where some are missing."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def percent(part: int, whole: int) -> str:
    """Return a share in whole percent: 0 and 100 only where they are exact."""
    if part in (0, whole) or not whole:
        return "100" if part and part == whole else "0"
    return str(min(99, max(1, round(100 * part / whole))))


def seats_of(plan: Plan) -> Seating:
    """Return who sits where.

    Raises
    ------
    BadInput
        When nobody is seated: there is no plan.
    """
    if plan.rounds is None:
        raise BadInput([Finding("rounds", Text("There is no plan to draw: nobody is seated."), None)])
    return plan.rounds


def too_large(count: int, most: int) -> BadInput:
    """Return why a picture cannot be drawn: nothing could be made out."""
    message = Text(
        "With {count} of them nothing could be made out in this picture; {most} is the most.", count=count, most=most
    )
    return BadInput([Finding("", message, Text("The other pictures, and the words of this one, have no such limit."))])


@cache
def _letters() -> frozenset[int]:
    """Return the letters that the font has."""
    from matplotlib.font_manager import findfont
    from matplotlib.ft2font import FT2Font

    from tischrunde.pictures.picture import FONT

    return frozenset(FT2Font(findfont(FONT)).get_charmap())
