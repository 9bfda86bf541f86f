"""The kinds of arrays, and the price that carries cost and broken rules in one number."""

from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["BROKEN", "Bools", "Ints", "Longs", "Seats", "Wanted", "Window", "unpack"]

Ints: TypeAlias = NDArray[np.int32]
Longs: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]
Seats: TypeAlias = NDArray[np.int32]
"""table_of : int32, shape (n_rounds, n_people); table of each person, -1 when absent."""

Window: TypeAlias = tuple[Ints, Ints]
"""The least and the most people at each table of a round."""


class Wanted(NamedTuple):
    """The themes that somebody wants to, or must, visit.

    Attributes
    ----------
    begin :
        int64, shape (n_people + 1,); where in ``theme`` and ``price`` those of each person begin
    theme :
        int32, shape (n_wanted,)
    price :
        int64, shape (n_wanted,); price of not visiting it
    """

    begin: Longs
    theme: Ints
    price: Longs


BROKEN = 1 << 40
"""The price of one broken rule. A price is ``cost + BROKEN * broken``, so one int64 carries both."""


def unpack(price: int) -> tuple[int, int]:
    """Return the (broken rules, cost) that one price carries; costs may be negative."""
    broken = (int(price) + (BROKEN >> 1)) // BROKEN
    return broken, int(price) - broken * BROKEN
