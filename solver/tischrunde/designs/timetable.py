"""Rounds in which nobody meets twice, before anyone is given a place: what every family of designs makes."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from tischrunde.problem import Ints

__all__ = ["Timetable", "is_schedule", "of_groups"]


@dataclass(frozen=True)
class Timetable:
    """A schedule for places; people are given to places later.

    Attributes
    ----------
    name :
        of the construction with its parameters, such as ``TD(5, 8)`` or ``KTS(15)``
    source :
        the theorem it rests on, with author, year and section
    table_of :
        int32, shape (n_rounds, n_places); table of each place in each round, -1 when it sits out
    class_of :
        int32, shape (n_places,); places of one class never meet in any of these rounds. Each place may be a class of
        its own. The largest classes are told first: class 0 has the most places.
    stays :
        bool, shape (n_places,); whether the place keeps one table in all rounds, as hosts do
    """

    name: str
    source: str
    table_of: Ints
    class_of: Ints
    stays: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]

    @property
    def n_rounds(self) -> int:
        """Return the number of rounds."""
        return int(self.table_of.shape[0])

    @property
    def n_places(self) -> int:
        """Return the number of places."""
        return int(self.table_of.shape[1])

    @property
    def n_tables(self) -> int:
        """Return the number of tables."""
        return int(self.table_of.max(initial=-1)) + 1


def of_groups(
    name: str, source: str, rounds: Iterable[Iterable[Iterable[int]]], class_of: Ints | None = None
) -> Timetable:
    """Return the timetable of these rounds, each a list of tables, each a list of places."""
    listed = [[list(group) for group in groups] for groups in rounds]
    n_places = 1 + max(place for groups in listed for group in groups for place in group)
    table_of = np.full((len(listed), n_places), -1, np.int32)
    for r, groups in enumerate(listed):
        for t, group in enumerate(groups):
            table_of[r, group] = t
    classes = np.arange(n_places, dtype=np.int32) if class_of is None else class_of
    stays = (table_of == table_of[0]).all(axis=0)
    return Timetable(name, source, table_of, classes.astype(np.int32), stays)


def is_schedule(table_of: Ints, *, class_of: Ints | None = None) -> bool:
    """Check by counting that nobody meets anybody twice, and that no two places of one class ever meet.

    Complexity O(rounds x places^2).
    """
    n_places = table_of.shape[1]
    met = np.zeros((n_places, n_places), np.int32)
    for seats in table_of:
        met += (seats[:, None] == seats[None, :]) & (seats[:, None] >= 0)
    np.fill_diagonal(met, 0)
    if class_of is not None and met[class_of[:, None] == class_of[None, :]].any():
        return False
    return bool(met.max(initial=0) <= 1)
