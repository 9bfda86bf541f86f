"""A letter and a colour for each sector, so that a page can be read with and without colours.

References
----------
P. Tol, Colour Schemes, SRON/EPS/TN/09-002, issue 3.2, 2021: the scheme "light", made for cells filled behind black
words and to be told apart by the colour-blind too.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from tischrunde.model import Meeting

__all__ = ["NO_COLOUR", "Sector", "Sectors"]

COLOURS = ("#77AADD", "#EE8866", "#EEDD88", "#FFAABB", "#99DDFF", "#44BB99", "#BBCC33", "#AAAA00")
NO_COLOUR = "#DDDDDD"
"""For the sectors beyond the colours; their letters still tell them apart."""


@dataclass(frozen=True)
class Sector:
    """A sector with its sign.

    Attributes
    ----------
    name : as the meeting has it
    letter : A for the sector of most people; AA after Z
    colour : as ``#RRGGBB``
    people : how many belong to it
    """

    name: str
    letter: str
    colour: str
    people: int


class Sectors:
    """The sectors of a meeting, the largest first; none when everybody is of one, which tells nothing."""

    def __init__(self, counts: Counter[str]) -> None:
        named = counts.most_common() if len(counts) > 1 else []
        self._of = {
            name: Sector(name, _letter(at), COLOURS[at] if at < len(COLOURS) else NO_COLOUR, count)
            for at, (name, count) in enumerate(named)
        }

    @classmethod
    def of(cls, meeting: Meeting) -> Self:
        """Return the sectors of a meeting."""
        return cls(Counter(person.sector for person in meeting.people if person.sector is not None))

    def __iter__(self) -> Iterator[Sector]:
        return iter(self._of.values())

    def __len__(self) -> int:
        return len(self._of)

    def named(self, name: str | None) -> Sector | None:
        """Return a sector by its name."""
        return self._of.get(name) if name is not None else None


def _letter(at: int) -> str:
    """Return A to Z, then AA, AB, ...

    >>> _letter(0), _letter(25), _letter(26)
    ('A', 'Z', 'AA')
    """
    first, last = divmod(at, 26)
    return (_letter(first - 1) if first else "") + chr(ord("A") + last)
