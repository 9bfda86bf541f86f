"""Find start blocks by annealing: for one frame, or for any shape of meeting by trying many frames."""

import random
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from math import gcd

import numpy as np

from tischrunde.designs.annealed_blocks import anneal_blocks
from tischrunde.designs.frames import SOURCE, Block, Frame, Starter, develop, is_starter
from tischrunde.designs.timetable import Timetable

__all__ = ["frames_for", "search_starter", "structured"]

FIRST_STEPS = 100_000
TRIES = 100


def search_starter(
    frame: Frame, n_tables: int, size: int, *, base_rounds: int = 1, short_rounds: int = 0, seed: int = 0, steps: int
) -> Starter | None:
    """Return start blocks in which no orbit of pairs is used twice, or ``None`` when none were found.

    ``None`` comes at once when the orbits of pairs are too few. Tables that the symmetry maps onto themselves are drawn
    first, because places it fixes can sit at no others; the rest are annealed, one table of each orbit.

    Parameters
    ----------
    frame :
        the group; its places are ``n_tables * size``
    n_tables, size :
        shape of every round
    base_rounds, short_rounds :
        how many of each kind
    seed, steps :
        of the annealing; steps are exchanges proposed, some 4 million a second. The same give the same.
    """
    rng = random.Random(seed)
    orbits = _PairOrbits(frame)
    drawn = _Rounds(frame, n_tables, size, orbits, rng)
    if not drawn.draw(base_rounds, short_rounds):
        return None
    row, turn = np.array(drawn.row, np.int32), np.zeros(len(drawn.row), np.int32)
    n_images = np.array([len(places) for places in drawn.images], np.int32)
    images = np.zeros((len(n_images), max(n_images, default=0)), np.int32)
    for line, places in zip(images, drawn.images, strict=True):
        line[: len(places)] = places
    ends = np.array(drawn.ends, np.int32)
    if len(row) * (size - 1) > 2 * np.count_nonzero(orbits.uses == 0):
        return None
    if len(row) and anneal_blocks(row, turn, ends, images, n_images, orbits.number, orbits.uses, steps, seed):
        return None
    placed = images[row, turn].tolist() if len(row) else []
    rounds = [
        (*fixed, *(tuple(placed[s : s + size]) for s in range(start, end, size))) for fixed, start, end in drawn.rounds
    ]
    found = Starter(frame, tuple(rounds[:base_rounds]), tuple(rounds[base_rounds:]))
    assert is_starter(found)
    return found


def structured(n_tables: int, size: int, n_rounds: int, *, seed: int = 0, effort: int = 20_000_000) -> Timetable | None:
    """Return at least ``n_rounds`` rounds without reunions, found from start blocks in one of many frames.

    Every frame is tried with few steps, then every one with three times as many, and so on.

    Parameters
    ----------
    n_tables, size, n_rounds :
        the shape wanted
    seed :
        of all chance
    effort :
        exchanges proposed altogether, some 4 million a second; the answer depends on it and not on the clock

    Returns
    -------
    ``None`` when nothing was found, which proves nothing; at once when the people are too few for so many rounds.
    """
    if size < 2 or n_tables < 2 or n_rounds * (size - 1) > n_tables * size - 1 or (size > n_tables and n_rounds > 1):
        return None
    frames = list(frames_for(n_tables, size, n_rounds))
    steps = FIRST_STEPS
    while frames and effort > 0:
        for frame, base, short in frames:
            found = search_starter(
                frame, n_tables, size, base_rounds=base, short_rounds=short, seed=seed, steps=min(steps, effort)
            )
            effort -= steps
            seed += 1
            if found is not None:
                name = f"start blocks({'x'.join(map(str, frame.moduli))}, {n_tables}x{size})"
                return develop(name, SOURCE, found)
        steps *= 3
    return None


def frames_for(n_tables: int, size: int, n_rounds: int) -> Iterator[tuple[Frame, int, int]]:
    """Yield frames with numbers of base and short rounds that make at least ``n_rounds``.

    First those with base rounds alone, and a round of cosets where there is one; then those without fixed places, whose
    short rounds, and base rounds where there are copies enough, fill up.
    """
    n_places = n_tables * size
    for base in range(1, 5):
        for cosets in (0, size):
            m = max(2, -(-(n_rounds - (cosets > 0)) // base))
            for order in range(m, m + 3):
                copies = n_places // order
                n_fixed = n_places - order * copies
                if copies < 1 or (cosets and (order % size or n_fixed % size or gcd(order, size) != size)):
                    continue
                if n_fixed <= n_tables and (not n_fixed or base * (size - 1) <= copies):
                    for symmetric in _symmetric(order, copies, n_fixed, cosets):
                        yield symmetric, base, 0
    for order in range(size, n_places // size + 1):
        if n_places % (order * size) == 0:
            base, short = divmod(n_rounds, order)
            yield Frame((order,), n_places // order), base, short


def _symmetric(order: int, copies: int, n_fixed: int, cosets: int) -> Iterator[Frame]:
    """Yield the frame without symmetry, then with the copies turned in twos and threes."""
    yield Frame((order,), copies, n_fixed, cosets=cosets)
    for turn in (2, 3):
        if copies % turn == 0:
            turns = _cycles(copies, turn)
            roots = [u for u in range(2, order) if gcd(u, order) == 1 and pow(u, turn, order) == 1][:2]
            for multiplier in [1, *roots]:
                if n_fixed % turn == 0:
                    yield Frame((order,), copies, n_fixed, multiplier, turns, _cycles(n_fixed, turn), cosets)
                if n_fixed:
                    yield Frame((order,), copies, n_fixed, multiplier, turns, (), cosets)


def _cycles(n: int, length: int) -> tuple[int, ...]:
    """Return a permutation of n in cycles of this length."""
    return tuple(i // length * length + (i + 1) % length for i in range(n))


class _PairOrbits:
    """Orbits of pairs of places under the group with its symmetry, and which of them may still be used.

    Attributes
    ----------
    order :
        of the group without symmetry; the first so many images are its translations
    images :
        int32, shape (order of the group with symmetry, n_places)
    number :
        int32, shape (n_places, n_places); of the orbit of each pair
    sizes :
        pairs in each orbit
    uses :
        int32, shape (n_orbits,); 1 when no further table may use the orbit: it is used, or too short for tables
        that nothing maps onto themselves
    """

    def __init__(self, frame: Frame) -> None:
        self.order = frame.order
        self.images = np.concatenate([image[frame.translations] for image in frame.symmetries])
        n = frame.n_places
        self.number = np.full((n, n), -1, np.int32)
        self.sizes: list[int] = []
        for u, v in combinations(range(n), 2):
            if self.number[u, v] < 0:
                a, b = self.images[:, u], self.images[:, v]
                self.number[a, b] = self.number[b, a] = len(self.sizes)
                self.sizes.append(len(np.unique(np.minimum(a, b) * n + np.maximum(a, b))))
        self.uses = np.array([size < len(self.images) for size in self.sizes], np.int32)
        self._used: set[int] = set()
        for table in frame.coset_round:
            self._take({int(self.number[pair]) for pair in combinations(table, 2)})

    def use(self, table: Block) -> bool:
        """Use the orbits of a table, however many tables it makes; return whether that is allowed, or do nothing.

        A table that some translation keeps would sit together in several rounds.
        """
        images = np.sort(self.images[:, list(table)], axis=1)
        made = len(np.unique(images, axis=0))
        if len(np.unique(images[: self.order], axis=0)) < self.order:
            return False
        counts = Counter(int(self.number[pair]) for pair in combinations(table, 2))
        if any(orbit in self._used or count * made != self.sizes[orbit] for orbit, count in counts.items()):
            return False
        self._take(set(counts))
        return True

    def _take(self, orbits: set[int]) -> None:
        self._used |= orbits
        self.uses[list(orbits)] = 1


class _Rounds:
    """Rounds being drawn: tables that the symmetry keeps, and slots for the tables to be annealed.

    Attributes
    ----------
    row, ends, images :
        as ``anneal_blocks`` takes them
    rounds :
        for each round its drawn tables, and the first slot and the end of the others
    """

    def __init__(self, frame: Frame, n_tables: int, size: int, orbits: _PairOrbits, rng: random.Random) -> None:
        self.frame, self.n_tables, self.size, self.orbits, self.rng = frame, n_tables, size, orbits, rng
        self.row: list[int] = []
        self.ends: list[tuple[int, int, int, int]] = []
        self.images: list[Block] = []
        self.rounds: list[tuple[list[Block], int, int]] = []

    def draw(self, base_rounds: int, short_rounds: int) -> bool:
        """Draw all rounds; return whether that was possible."""
        powers = self.frame.symmetries
        cycles = {tuple(powers[:, place].tolist()) for place in range(self.frame.n_places)}
        moved = sorted(cycle for cycle in cycles if len(set(cycle)) == len(cycle) and cycle[0] == min(cycle))
        kept = sorted(cycle[0] for cycle in cycles if len(set(cycle)) == 1 < len(cycle))
        if len(moved) * len(powers) + len(kept) != self.frame.n_places:
            return False
        for _ in range(base_rounds):
            drawn = self._draw_kept(list(kept), list(moved))
            if drawn is None:
                return False
            self._add(*drawn)
        m = self.frame.order
        for _ in range(short_rounds):
            self._add([], [tuple(range(i * m, (i + 1) * m)) for i in range(self.frame.copies)])
        return True

    def _draw_kept(self, kept: list[int], moved: list[Block]) -> tuple[list[Block], list[Block]] | None:
        """Return tables that the symmetry keeps, holding all places it keeps, and the cycles left for the others."""
        h, tables = len(self.frame.symmetries), list[Block]()
        for _ in range(TRIES):
            if not kept and (self.n_tables - len(tables)) % h == 0:
                return tables, moved
            fewest = 1 if kept else 0
            choices = [c for c in range(fewest, min(len(kept), self.size) + 1) if (self.size - c) % h == 0]
            if not choices:
                return None
            n_kept = self.rng.choice(choices)
            n_cycles = (self.size - n_kept) // h
            self.rng.shuffle(kept)
            self.rng.shuffle(moved)
            table = (*kept[:n_kept], *(place for cycle in moved[:n_cycles] for place in cycle))
            if len(table) == self.size and self.orbits.use(table):
                tables.append(table)
                kept, moved = kept[n_kept:], moved[n_cycles:]
        return None

    def _add(self, tables: list[Block], rows: list[Block]) -> None:
        """Add a round of these tables and of slots for the rows."""
        self.rng.shuffle(rows)
        start, end = len(self.row), len(self.row) + len(rows)
        for s in range(start, end):
            first = s - (s - start) % self.size
            self.ends.append((first, first + self.size, start, end))
            self.row.append(len(self.images) + s - start)
        self.images += rows
        self.rounds.append((tables, start, end))
