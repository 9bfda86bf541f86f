"""People in groups of one value, such as their sector, each with a letter, a colour and a shape of its own."""

from collections import defaultdict
from dataclasses import dataclass

from tischrunde.model import Meeting
from tischrunde.score.sitting import attribute_called
from tischrunde.words import Text

__all__ = ["LOOKS", "SCALE", "Group", "attribute_for", "groups_of", "ink_on"]

MOST = 8  # groups that can be told apart at a glance
GREY, WHITE = "#BBBBBB", "#FFFFFF"

# Colour and shape; either is enough. Colours: M. Okabe and K. Ito, Color Universal Design, 2008.
LOOKS = (
    ("#56B4E9", "o"),
    ("#E69F00", "s"),
    ("#009E73", "D"),
    ("#F0E442", "h"),
    ("#CC79A7", "^"),
    ("#0072B2", "p"),
    ("#D55E00", "8"),
    ("#4D4D4D", "v"),
)

SCALE = {"D": 0.85, "^": 1.35, "v": 1.35}
"""How large these shapes are drawn, so that all hold the same number and look equally large."""


@dataclass(frozen=True)
class Group:
    """Those who have one value in common.

    Attributes
    ----------
    letter : stands for the group in a drawing
    label : what the group is called
    people : their ids, in the order of the meeting
    colour, shape : as matplotlib names them
    """

    letter: str
    label: Text
    people: tuple[str, ...]
    colour: str
    shape: str

    def legend(self) -> Text:
        """Return the line that explains the group."""
        return Text("{letter}  {group} ({count})", letter=self.letter, group=self.label, count=len(self.people))


def attribute_for(meeting: Meeting) -> str | None:
    """Return what people are grouped by unless somebody says otherwise.

    It is the sector, else what the meeting mixes with the greatest weight; ``None`` when nobody has any of these.
    """
    mixed = sorted(meeting.weights.mixing, key=lambda name: -meeting.weights.mixing[name])
    for attribute in ("sector", *mixed):
        if any(person.value(attribute) is not None for person in meeting.people):
            return attribute
    return None


def groups_of(meeting: Meeting, attribute: str | None) -> list[Group]:
    """Return everybody in groups, largest first; beyond eight values the smallest go together.

    People without a value come last, in a group of their own.
    """
    having: defaultdict[str, list[str]] = defaultdict(list)
    without: list[str] = []
    for person in meeting.people:
        value = None if attribute is None else person.value(attribute)
        (without if value is None else having[value]).append(person.id)
    values = sorted(having, key=lambda value: -len(having[value]))
    if len(values) > MOST:
        values, small = values[: MOST - 1], values[MOST - 1 :]
    else:
        small = []
    groups = [
        Group(chr(ord("A") + i), Text("{group}", group=value), tuple(having[value]), *LOOKS[i])
        for i, value in enumerate(values)
    ]
    if small:
        order = {person.id: i for i, person in enumerate(meeting.people)}
        people = sorted((person for value in small for person in having[value]), key=order.__getitem__)
        label = Text.many("{count} other", "{count} others", len(small))
        groups.append(Group("+", label, tuple(people), GREY, "H"))
    if without:
        groups.append(Group("–", _unknown(attribute), tuple(without), WHITE, "o"))
    return groups


def ink_on(colour: str) -> str:
    """Return black or white, whichever is easier to read on a colour, after WCAG 2.2, relative luminance."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return "#000000" if (luminance + 0.05) ** 2 > 0.05 * 1.05 else "#FFFFFF"


def _unknown(attribute: str | None) -> Text:
    if attribute is None:
        return Text("everybody")
    return Text("{attribute} not known", attribute=attribute_called(attribute))
