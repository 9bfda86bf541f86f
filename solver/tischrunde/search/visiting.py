"""Seats that follow the best visits: who comes to which theme is settled first, the rounds and the tables after.

Where wishes pull people of one sector to one theme, annealing alone does not find the balance between wishes and
mixing; the flow of ``balance`` is that balance. It says nothing of reunions.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from tischrunde.bounds import Room
from tischrunde.bounds.network import Network
from tischrunde.problem import Bools, Ints, Longs, Problem, Seats, codes
from tischrunde.search.balance import best_visits, chains
from tischrunde.search.start import SEED_BITS, nearest_seats

__all__ = ["Visiting"]

FIRM = 100_000
"""Gain of keeping a share of visits to a round within its whole numbers, far above that of chance."""


SEATS_AT_LEAST = 100
"""Seats to fill in all rounds together, below which annealing alone finds the balance."""

MOST_KEPT = 4


@dataclass(frozen=True)
class Visiting:
    """The best visits of a meeting, from which seats are made.

    Attributes
    ----------
    room : the seats that remain possible
    values : the values of people, an array of shape (n_people,) for each attribute of the chain, -1 for none
    visits : int64, shape (n_people, n_themes); visits at tables not known before
    """

    room: Room
    values: tuple[Ints, ...]
    visits: Longs

    @classmethod
    def of(cls, problem: Problem) -> "Visiting | None":
        """Return the best visits of a meeting, ``None`` without wishes, or where it is too small or large.

        Those of the last few meetings are kept.
        """
        key = problem.meeting.sha256
        if key not in _kept:
            while len(_kept) >= MOST_KEPT:
                _kept.pop(next(iter(_kept)), None)
            _kept[key] = cls._of(problem)
        return _kept[key]

    @classmethod
    def _of(cls, problem: Problem) -> "Visiting | None":
        weights = problem.meeting.weights
        if not weights.wishes or not any(person.wishes for person in problem.meeting.people):
            return None
        if problem.attends.sum() < SEATS_AT_LEAST:
            return None
        room = Room.of(problem)
        found = {chain: best_visits(room, chain) for chain in chains(room) or [()]}
        flows = {chain: flow for chain, flow in found.items() if flow is not None}
        if not flows:
            return None
        chain = max(flows, key=lambda chain: flows[chain][0])
        values = tuple(codes(problem.meeting.people, name) for name in chain)
        return cls(room, values, flows[chain][1])

    def seats(self, seed: int) -> Seats | None:
        """Return seats that follow the visits as far as the rules let; ``None`` when some round has none.

        The visits are shared out round by round: each theme, and each theme's people of one value, gets a whole number
        next to its even share of what is left. Such a share always exists where all rounds are alike, because the even
        share itself is a flow within these whole numbers (D. de Werra, Equitable colorations of graphs, RIRO 5, 1971,
        R-3: edges of a bipartite graph can be coloured so that each node has its colours even).

        Parameters
        ----------
        seed :
            of the chance among equal shares
        """
        problem, rng = self.room.problem, np.random.default_rng(seed & SEED_BITS)
        left = self.visits.copy()
        wanted = np.where(self.room.sole >= 0, self.room.sole, -1).astype(np.int32)
        for r in range(problem.n_rounds):
            themes = self._round(r, left, rng)
            if themes is None:
                continue
            here = np.flatnonzero(themes >= 0)
            left[here, themes[here]] -= 1
            self._tables(r, themes, wanted[r], rng)
        return nearest_seats(problem, wanted, seed=seed)

    def _round(self, r: int, left: Longs, rng: np.random.Generator) -> Ints | None:
        """Return the theme of everybody whose table is open in a round, -1 for others; ``None`` without a share."""
        for anywhere in (False, True):
            share = _Share(self, r, left, rng)
            share.send(anywhere=anywhere)
            themes = share.themes()
            if themes is not None:
                return themes
        return None

    def _tables(self, r: int, themes: Ints, wanted: Ints, rng: np.random.Generator) -> None:
        """Deal the people of each theme to its tables in turns, those alike one after the other."""
        problem = self.room.problem
        order = np.lexsort(np.array([rng.random(len(themes)), *self.values]))
        for theme in np.unique(themes[themes >= 0]).tolist():
            tables = np.flatnonzero((problem.theme_of == theme) & problem.is_open[r])
            people = order[themes[order] == theme]
            wanted[people] = tables[(np.arange(len(people)) + rng.integers(len(tables))) % len(tables)]


_kept: dict[str, Visiting | None] = {}


@dataclass(eq=False)
class _Share:
    """The visits of one round as a flow: person -> (value, theme) -> (coarser value, theme) -> theme."""

    visiting: Visiting
    r: int
    left: Longs
    rng: np.random.Generator
    network: Network = field(default_factory=Network)
    arcs: list[tuple[int, int, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        room, r = self.visiting.room, self.r
        problem = room.problem
        self.rounds = problem.n_rounds - r
        self.free: Bools = problem.attends[r] & (room.sole[r] < 0)
        self.nodes: dict[tuple[int, int, int], int] = {}
        self.end = self.network.node(-int(self.free.sum()))
        sums = self.left[self.free]
        self.counts = []
        for value in self.visiting.values:
            counts = np.zeros((1 + int(value.max(initial=0)), problem.n_themes), np.int64)
            known = value[self.free] >= 0
            np.add.at(counts, value[self.free][known], sums[known])
            self.counts.append(counts)
        seated = np.bincount(room.sole[r][room.sole[r] >= 0], minlength=problem.n_tables)
        most = np.bincount(problem.theme_of, problem.high[r] - seated, minlength=problem.n_themes).astype(np.int64)
        self.themes_at = [self.network.node() for _ in most]
        for node, number, places in zip(self.themes_at, sums.sum(axis=0).tolist(), most.tolist(), strict=True):
            self._share(node, self.end, number, places)

    def send(self, *, anywhere: bool) -> None:
        """Let everybody pay one visit: one of those left or, where nothing else is possible, any."""
        room, values = self.visiting.room, self.visiting.values
        problem = room.problem
        reach = np.zeros((problem.n_people, problem.n_themes), np.bool_)
        np.logical_or.at(reach.T, problem.theme_of, room.may_sit[self.r].T)
        chance = self.rng.integers(0, 100, reach.shape)
        for p in np.flatnonzero(self.free).tolist():
            supply = self.network.node(1)
            own = [int(value[p]) for value in values]
            for theme in np.flatnonzero(reach[p] & (anywhere | (self.left[p] > 0))).tolist():
                gain = int(chance[p, theme]) if self.left[p, theme] > 0 else -4 * FIRM
                self.arcs.append((p, theme, self.network.arc(supply, self._leaf(own, theme), carry=1, gain=gain)))

    def themes(self) -> Ints | None:
        """Return the theme of each person, -1 for those who are not shared out; ``None`` when there is no flow."""
        flow = self.network.best_flow()
        if flow is None or not self.arcs:
            return None
        person, theme, arc = np.array(self.arcs, np.int64).T
        themes = np.full(len(self.free), -1, np.int32)
        taken = flow[arc] > 0
        themes[person[taken]] = theme[taken]
        return themes

    def _leaf(self, own: list[int], theme: int) -> int:
        following = self.themes_at[theme]
        for depth in reversed(range(len(own))):
            if own[depth] < 0:
                continue
            key = (depth, own[depth], theme)
            if key not in self.nodes:
                self.nodes[key] = self.network.node()
                self._share(self.nodes[key], following, int(self.counts[depth][own[depth], theme]), len(self.free))
            following = self.nodes[key]
        return following

    def _share(self, tail: int, head: int, number: int, places: int) -> None:
        """Let a round have its even share of ``number`` visits, a whole number next to it, gladly."""
        least, most = min(places, number // self.rounds), min(places, -(-number // self.rounds))
        for carry, gain in self._steps(least, most, places):
            if carry:
                self.network.arc(tail, head, carry=carry, gain=gain)

    def _steps(self, least: int, most: int, places: int) -> Iterator[tuple[int, int]]:
        yield least, FIRM
        yield most - least, 0
        yield places - most, -FIRM
