"""Start blocks: a few tables from which a group makes all rounds.

Places are the elements of an abelian group of order m written several times, x_i with x in the group and i = 0 .. q - 1
(place i m + x), and some fixed places after them. The group moves x_i to (x + g)_i and keeps the fixed ones. Two kinds
of rounds come from it. A *base round* holds every place once, and its m translates are m rounds. A *short round* holds
one place x_i for each i, and all translates of its tables together are one round. A symmetry, which multiplies x and
permutes the i and the fixed places, may make several tables of one. Where the group has a subgroup as large as a
table, its cosets and the fixed places make one more round.

This is the method of differences: R. C. Bose, On the construction of balanced incomplete block designs, Ann. Eugenics 9
(1939) 353-399.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from math import prod

import numpy as np

from tischrunde.designs.timetable import Timetable, is_schedule, of_groups
from tischrunde.problem import Ints

__all__ = ["SOURCE", "Block", "Frame", "Starter", "develop", "is_starter", "read_blocks", "written"]

Block = tuple[int, ...]
SOURCE = "method of differences; R. C. Bose, On the construction of balanced incomplete block designs, 1939"


@dataclass(frozen=True)
class Frame:
    """A group with a symmetry, on places.

    Attributes
    ----------
    moduli :
        of the cyclic groups whose product is the group; an element is coded with mixed radix, last one fastest
    copies :
        q, how often the group is written
    n_fixed :
        places the group does not move
    multiplier :
        the symmetry takes x_i to (multiplier * x)_j
    turns :
        j for each i; empty for the identity
    fixed_turns :
        what the symmetry does to the fixed places; empty for the identity
    cosets :
        size of the tables of the one round made by the subgroup of that order and the fixed places; 0 for none
    """

    moduli: tuple[int, ...]
    copies: int
    n_fixed: int = 0
    multiplier: int = 1
    turns: tuple[int, ...] = ()
    fixed_turns: tuple[int, ...] = ()
    cosets: int = 0

    @property
    def order(self) -> int:
        """Return m, the order of the group."""
        return prod(self.moduli)

    @property
    def n_places(self) -> int:
        """Return how many places there are."""
        return self.order * self.copies + self.n_fixed

    @cached_property
    def translations(self) -> Ints:
        """Return the images of all places under each element: int32, shape (order, n_places)."""
        images = np.tile(np.arange(self.n_places, dtype=np.int32), (self.order, 1))
        sums = self._codes(self._elements[:, None, :] + self._elements[None, :, :])
        for i in range(self.copies):
            images[:, i * self.order : (i + 1) * self.order] = sums + i * self.order
        return images

    @cached_property
    def symmetries(self) -> Ints:
        """Return the images of all places under the powers of the symmetry: int32, shape (its order, n_places)."""
        moved = self.order * self.copies
        first = np.arange(self.n_places, dtype=np.int32)
        once = first.copy()
        for i, j in enumerate(self.turns or range(self.copies)):
            once[i * self.order : (i + 1) * self.order] = self._codes(self._elements * self.multiplier) + j * self.order
        once[moved:] = moved + np.array(self.fixed_turns or range(self.n_fixed), np.int32)
        powers = [first]
        while not (once[powers[-1]] == first).all():
            powers.append(once[powers[-1]])
        return np.array(powers)

    @cached_property
    def coset_round(self) -> list[Block]:
        """Return the tables of the round of the cosets; none without it."""
        if not self.cosets:
            return []
        members = np.flatnonzero((self._elements * self.cosets % np.array(self.moduli) == 0).all(axis=1))
        if len(members) != self.cosets or self.n_fixed % self.cosets:
            raise ValueError(f"no round of cosets of size {self.cosets} for moduli {self.moduli}")
        shifted = {tuple(sorted(row)) for row in self.translations[:, members].tolist()}
        fixed = range(self.order * self.copies, self.n_places)
        tables = [tuple(x + i * self.order for x in table) for i in range(self.copies) for table in sorted(shifted)]
        return tables + [tuple(fixed[i : i + self.cosets]) for i in range(0, self.n_fixed, self.cosets)]

    @cached_property
    def _elements(self) -> Ints:
        return np.array(list(product(*(range(k) for k in self.moduli))), np.int32)

    def _codes(self, elements: Ints) -> Ints:
        reduced = elements % np.array(self.moduli)
        codes: Ints = np.ravel_multi_index(tuple(np.moveaxis(reduced, -1, 0)), self.moduli).astype(np.int32)
        return codes


@dataclass(frozen=True)
class Starter:
    """Start blocks in a frame; tables that the symmetry makes of others are left out.

    Attributes
    ----------
    frame :
        the group
    base_rounds :
        the tables of each base round
    short_rounds :
        the tables of each short round
    """

    frame: Frame
    base_rounds: tuple[tuple[Block, ...], ...]
    short_rounds: tuple[tuple[Block, ...], ...] = ()


def develop(name: str, source: str, starter: Starter) -> Timetable:
    """Return all rounds that the group makes of the start blocks. Complexity O(rounds x places)."""
    frame = starter.frame
    rounds: list[list[Block]] = []
    for base in starter.base_rounds:
        tables = np.array(_distinct(table for image in _images(frame, base) for table in image), np.int32)
        rounds.extend([tuple(table) for table in moved[tables].tolist()] for moved in frame.translations)
    for short in starter.short_rounds:
        made = [tuple(_distinct(_moved(frame.translations, image))) for image in _images(frame, short)]
        rounds.extend(list(tables) for tables in dict.fromkeys(tuple(sorted(tables)) for tables in made))
    if frame.coset_round:
        rounds.append(frame.coset_round)
    found = of_groups(name, source, rounds)
    return Timetable(name, source, found.table_of, _classes(found.table_of), found.stays)


def is_starter(starter: Starter) -> bool:
    """Check by counting that the start blocks give rounds in which everybody sits once and nobody meets twice.

    Complexity O(rounds x places^2).
    """
    found = develop("", "", starter)
    return (
        found.n_places == starter.frame.n_places and bool((found.table_of >= 0).all()) and is_schedule(found.table_of)
    )


def read_blocks(text: str) -> tuple[tuple[Block, ...], ...]:
    """Return the start blocks written as ``0.5.9 1.2.7 / 3.4.8``: places, tables, rounds.

    >>> read_blocks("0.5.9 1.2.7 / 3.4.8")
    (((0, 5, 9), (1, 2, 7)), ((3, 4, 8),))
    """
    listed = [tables.split() for tables in text.split("/")] if text else []
    return tuple(tuple(tuple(int(place) for place in table.split(".")) for table in tables) for tables in listed)


def written(rounds: Sequence[Sequence[Block]]) -> str:
    """Return start blocks as ``read_blocks`` reads them."""
    return " / ".join(" ".join(".".join(str(place) for place in table) for table in tables) for tables in rounds)


def _images(frame: Frame, tables: Sequence[Block]) -> list[list[Block]]:
    """Return the tables under each power of the symmetry."""
    return [[tuple(image[list(table)].tolist()) for table in tables] for image in frame.symmetries]


def _moved(images: Ints, tables: Sequence[Block]) -> list[Block]:
    return [tuple(image[list(table)].tolist()) for table in tables for image in images]


def _distinct(tables: Iterable[Block]) -> list[Block]:
    """Return the tables, those with the same people once only."""
    return list({tuple(sorted(table)): table for table in tables}.values())


def _classes(table_of: Ints) -> Ints:
    """Return classes of places that never meet, gathered greedily: int32, shape (n_places,), largest first."""
    met = (table_of[:, :, None] == table_of[:, None, :]).any(axis=0)
    members: list[list[int]] = []
    for place in range(met.shape[0]):
        home = next((others for others in members if not met[place, others].any()), None)
        if home is None:
            members.append(home := [])
        home.append(place)
    class_of = np.empty(met.shape[0], np.int32)
    for number, others in enumerate(sorted(members, key=len, reverse=True)):
        class_of[others] = number
    return class_of
