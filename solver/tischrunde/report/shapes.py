"""Tables in words."""

from collections import Counter
from collections.abc import Sequence

from tischrunde.words import Text, listed

__all__ = ["told"]


def told(sizes: Sequence[int]) -> Text:
    """Return tables of these sizes in words.

    >>> str(told([6, 5, 5]))
    '1 table of 6 and 2 tables of 5'
    """
    many = sorted(Counter(sizes).items(), reverse=True)
    return listed([Text.many("{count} table of {size}", "{count} tables of {size}", n, size=size) for size, n in many])
