"""A meeting as arrays, and back. The only place that knows both names and indices."""

from tischrunde.problem.core import LARGE, Problem
from tischrunde.problem.kinds import BROKEN, Bools, Ints, Longs, Seats, Wanted, Window, unpack
from tischrunde.problem.ties import Ties, codes

__all__ = [
    "BROKEN",
    "LARGE",
    "Bools",
    "Ints",
    "Longs",
    "Problem",
    "Seats",
    "Ties",
    "Wanted",
    "Window",
    "codes",
    "unpack",
]
