"""A meeting as arrays, and back. The only place that knows both names and indices."""

from tischrunde.problem.building import codes
from tischrunde.problem.core import Problem
from tischrunde.problem.kinds import BROKEN, Bools, Ints, Longs, Seats, Window, unpack

__all__ = ["BROKEN", "Bools", "Ints", "Longs", "Problem", "Seats", "Window", "codes", "unpack"]
