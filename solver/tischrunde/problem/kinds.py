"""The kinds of arrays, and the price that carries cost and broken rules in one number."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["BROKEN", "Bools", "Ints", "Longs", "Seats", "Window", "unpack"]

Ints: TypeAlias = NDArray[np.int32]
Longs: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]
Seats: TypeAlias = NDArray[np.int32]
"""table_of : int32, shape (n_rounds, n_people); table of each person, -1 when absent."""

Window: TypeAlias = tuple[Ints, Ints]
"""The least and the most people at each table of a round."""

BROKEN = 1 << 40
"""The price of one broken rule. A price is ``cost + BROKEN * broken``, so one int64 carries both."""


def unpack(price: int) -> tuple[int, int]:
    """Return the (broken rules, cost) that one price carries; costs may be negative."""
    broken = (int(price) + (BROKEN >> 1)) // BROKEN
    return broken, int(price) - broken * BROKEN
