"""A sheet to draw on, measured in inches: title above, drawing on the left, what it means on the right, notes below."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tischrunde.pictures.groups import SCALE, Group
from tischrunde.pictures.wording import cut, drawable
from tischrunde.words import Language

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["INK", "MARGIN", "Key", "Paper", "keys_of", "spread_out", "width_of"]

INK, QUIET = "#000000", "#444444"
MARGIN = 0.25
TITLE, LINE = 0.62, 0.2
LETTER = 0.62  # mean width of a letter, as a share of its height
POINT = 1 / 72


@dataclass(frozen=True)
class Key:
    """What a colour, with a shape or as a line of some width, stands for; without a colour it is a heading."""

    words: str
    colour: str | None = None
    shape: str = "s"
    line: float = 0.0


class Paper:
    """A figure with room for a drawing, surrounded by title, keys and notes.

    Parameters
    ----------
    width, height : of the drawing with its labels, in inches
    title, subtitle : above it
    keys : on the right
    notes : below, wrapped
    """

    def __init__(
        self,
        width: float,
        height: float,
        *,
        title: str,
        subtitle: str,
        keys: Sequence[Key] = (),
        notes: Sequence[str] = (),
    ) -> None:
        from matplotlib.figure import Figure

        beside = 0.55 + max(width_of(key.words, 8.5) for key in keys) if keys else 0.0
        self.width = max(width + beside + 2 * MARGIN, 4.5)
        lines = [line for note in notes for line in textwrap.wrap(drawable(note), int(self.width / width_of("m", 8)))]
        below = LINE * len(lines) + (0.1 if lines else 0.0)
        self.bottom = MARGIN + below + max(0.0, LINE * (len(keys) + 1) - height)
        self.height = self.bottom + height + TITLE + MARGIN
        self.figure = Figure(figsize=(self.width, self.height))
        top = self.height - MARGIN
        self.write(MARGIN, top, title, size=13, va="top", weight="bold")
        self.write(MARGIN, top - 0.27, cut(subtitle, int(self.width / width_of("m", 9))), va="top", color=QUIET)
        for i, line in enumerate(reversed(lines)):
            self.write(MARGIN, MARGIN + i * LINE, line, size=8, color=QUIET)
        self._explain(MARGIN + width + 0.2, self.bottom + height, keys)

    def axes(self, left: float, bottom: float, width: float, height: float) -> "Axes":
        """Return axes for a rectangle, its place measured from the lower left corner of the drawing."""
        return self.figure.add_axes(
            (
                (MARGIN + left) / self.width,
                (self.bottom + bottom) / self.height,
                width / self.width,
                height / self.height,
            )
        )

    def write(self, x: float, y: float, words: str, *, size: float = 9, **how: object) -> None:
        """Write words at a place of the paper."""
        self.figure.text(x / self.width, y / self.height, drawable(words), fontsize=size, **how)  # type: ignore[arg-type]

    def _explain(self, left: float, top: float, keys: Sequence[Key]) -> None:
        from matplotlib.lines import Line2D

        y = top + 0.5 * LINE
        for i, key in enumerate(keys):
            y -= LINE if key.colour or not i else 1.4 * LINE
            if key.colour is None:
                self.write(left, y, key.words, size=8.5, va="center", weight="bold")
                continue
            mark = Line2D(
                [left / self.width, (left + 0.2) / self.width] if key.line else [(left + 0.1) / self.width],
                [y / self.height] * (2 if key.line else 1),
                marker="" if key.line else key.shape,
                linewidth=key.line,
                markersize=10 * SCALE.get(key.shape, 1.0),
                color=key.colour,
                markeredgecolor=INK,
                markeredgewidth=0.6,
            )
            self.figure.add_artist(mark)
            self.write(left + 0.27, y, key.words, size=8.5, va="center")


def keys_of(heading: str, groups: Sequence[Group], language: Language) -> list[Key]:
    """Return the lines that explain groups."""
    told = [Key(cut(group.legend().say(language), 40), group.colour, group.shape) for group in groups]
    return [Key(heading), *told]


def width_of(words: str, size: float) -> float:
    """Return about how wide words are, in inches, at a size in points."""
    return len(words) * size * LETTER * POINT


def spread_out(wanted: Sequence[float], gap: float) -> list[float]:
    """Return places as near as can be to the wanted ones (in rising order), none nearer than ``gap`` to the next.

    With the gaps taken out this is a monotone regression, found by pooling adjacent violators in O(n) (M. Ayer et al.,
    An empirical distribution function for sampling with incomplete information, 1955).

    >>> spread_out([0.0, 1.0, 1.0, 5.0], 2.0)
    [-1.0, 1.0, 3.0, 5.0]
    """
    pools: list[tuple[float, int]] = []
    for i, place in enumerate(wanted):
        total, count = place - i * gap, 1
        while pools and pools[-1][0] / pools[-1][1] >= total / count:
            more, others = pools.pop()
            total, count = total + more, count + others
        pools.append((total, count))
    level = [total / count for total, count in pools for _ in range(count)]
    return [place + i * gap for i, place in enumerate(level)]
