"""The formats name tags are printed on: sizes of common label sheets and card inserts, all on A4."""

from dataclasses import dataclass

__all__ = ["DEFAULT", "LABELS", "Label"]


@dataclass(frozen=True)
class Label:
    """A sheet of equal tags, in millimetres.

    Attributes
    ----------
    width, height : one tag, unfolded
    columns, rows : how many of them a sheet holds
    left, top : margins of the sheet before the first tag
    across, down : from one tag to the next, edge to the same edge
    cut : whether the sheet is plain and gets lines to cut along
    folded : whether a tag is folded down its middle, the name in front and the route behind
    """

    width: float
    height: float
    columns: int
    rows: int
    left: float
    top: float
    across: float
    down: float
    cut: bool = False
    folded: bool = False


LABELS = {
    "90x54": Label(90, 54, 2, 5, left=15, top=13.5, across=90, down=54, cut=True),
    "a7": Label(105, 74, 2, 4, left=0, top=0.5, across=105, down=74, cut=True),
    "a6-folded": Label(210, 148.5, 1, 2, left=0, top=0, across=210, down=148.5, cut=True, folded=True),
    "l4785": Label(80, 50, 2, 5, left=17.5, top=13.5, across=95, down=55),
    "l4784": Label(63.5, 29.63, 3, 9, left=7.21, top=15.1, across=66.04, down=29.63),
    "3425": Label(105, 57, 2, 5, left=0, top=5.93, across=105, down=57),
    "l7418": Label(86, 55, 2, 4, left=19, top=38.5, across=86, down=55),
    "c32011": Label(85, 54, 2, 5, left=15, top=13.5, across=95, down=54),
}
"""Formats by name.

``90x54`` and ``a7`` are cut from plain card for the holders sold everywhere, ``a6-folded`` is cut and folded. The
others are sheets by Avery Zweckform. Their measures are those of the template lists of gLabels 3.4 (L4785, C32011) and
LibreOffice 7.4 (L4784, 3425, L7418); where gLabels rounds the margins of L4785 to whole millimetres, the sheet is
taken to be centred.
"""

DEFAULT = "90x54"
"""The format that needs no special paper."""
