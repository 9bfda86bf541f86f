"""The visits that balance wishes and mixing best: who comes to which theme, all rounds together, as one flow."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from tischrunde.bounds.filling import choose_two, spread
from tischrunde.bounds.network import Network
from tischrunde.bounds.room import Room
from tischrunde.model import Composition, OnePerTable
from tischrunde.problem import BROKEN, Bools, Ints, Longs, codes

__all__ = ["best_visits", "chains"]

VISITS_AT_MOST = 20_000
"""Pairs of people and themes; beyond, the flow would take more than half a second."""


def chains(room: Room) -> list[tuple[str, ...]]:
    """Return lists of attributes, the finest first, in which people alike in one are alike in all that follow.

    Colleagues are of one sector: (organisation, sector). Every attribute with a weight begins a chain of its own.
    """
    people = room.problem.meeting.people
    weighted = [name for name, weight in room.problem.meeting.weights.mixing.items() if weight]
    value = {name: codes(people, name) for name in weighted}
    weighted.sort(key=lambda name: -len(np.unique(value[name])))
    found: list[tuple[str, ...]] = []
    for k, name in enumerate(weighted):
        chain = [name]
        for coarser in weighted[k + 1 :]:
            if _refines(value[chain[-1]], value[coarser]):
                chain.append(coarser)
        if not any(set(chain) <= set(longer) for longer in found):
            found.append(tuple(chain))
    return found


def _refines(fine: Ints, coarse: Ints) -> bool:
    """Return whether all people of a fine value share a coarse one."""
    pairs = {(int(a), int(b)) for a, b in zip(fine, coarse, strict=True) if a >= 0}
    return len(pairs) == len({a for a, _ in pairs})


def best_visits(room: Room, chain: Sequence[str]) -> tuple[int, Longs] | None:
    """Return what wishes and the mixing of the attributes in ``chain`` cost at least together, and the visits for it.

    Proof. Look at how often each person comes to each theme, all rounds together. In every round attended a person pays
    one visit; visits in rounds with one table left are known, and so is a visit to a theme that must be visited. Any
    other goes to a theme of which some table may be taken in some round; who comes to a theme once only pays it one
    visit. The first visit to a theme meets the wish for it. A theme takes, all rounds together, no more and no less
    visits than the sizes of its tables let. The visits of people of a value v to a theme are spread over its tables in
    its rounds; those known to be there are, and the next to come to a table with k of them makes k pairs. So each
    valid plan is a flow person -> (value, theme) -> (coarser value, theme) -> theme with rising prices on the
    way, and costs at least as much as the cheapest such flow.

    People who sit together in all rounds come to the same themes, so what their wishes gain at a theme may be shared
    out among them at will; it is shared evenly. Where x + g people of one value are at a table, g of them bound
    together, there are C(x + g, 2) >= C(x + 1, 2) + C(g, 2) pairs: so g - 1 of them may pass for nothing when C(g, 2)
    is added for each round. That is done for the values where it seems to give more.

    Parameters
    ----------
    chain
        Attributes, as ``chains`` gives them.

    Returns
    -------
    tuple or None
        The lower bound; and int64, shape (n_people, n_themes), how often each person comes to each theme in a cheapest
        flow, known visits left out. ``None`` when the flow is too large, or there is none.

    Notes
    -----
    O(people x themes + values x themes) arcs; a flow of least cost with convex prices (Ahuja, Magnanti and Orlin,
    Network Flows, 1993, chapter 14).
    """
    problem = room.problem
    if problem.n_people * problem.n_themes > VISITS_AT_MOST:
        return None
    return _Visits(room, tuple(chain)).best()


@dataclass(frozen=True, eq=False)
class _Visits:
    room: Room
    chain: tuple[str, ...]

    @cached_property
    def values(self) -> list[Ints]:
        """Return the value of each person, attribute by attribute, -1 for none."""
        return [codes(self.room.problem.meeting.people, name) for name in self.chain]

    @cached_property
    def visits(self) -> Longs:
        """Return in how many rounds the table of a person is not known; int64, shape (n_people,)."""
        free: Longs = (self.room.problem.attends & (self.room.sole < 0)).sum(axis=0)
        return free

    @cached_property
    def groups(self) -> list[Longs]:
        """Return the people who sit together in all rounds, alone or not; each person is in one group."""
        bond, attends = self.room.bond, self.room.problem.attends
        bound = np.asarray((bond >= 0) & (self.room.sole < 0))
        loose = np.asarray((attends & ~bound).any(axis=0) | ~attends.any(axis=0))
        members: dict[bytes | int, list[int]] = {}
        for p in range(len(loose)):
            members.setdefault(p if loose[p] else bond[:, p].tobytes(), []).append(p)
        return [np.array(people, np.int64) for people in members.values()]

    @cached_property
    def passing(self) -> tuple[list[Bools], int]:
        """Return who passes each attribute for nothing, and what their pairs cost in return."""
        problem = self.room.problem
        seats = int(problem.is_open.sum())
        passing, price = [], 0
        for name, value in zip(self.chain, self.values, strict=True):
            free, blocks = np.zeros(problem.n_people, np.bool_), Counter[int]()
            for people in self.groups:
                for v in np.unique(value[people][value[people] >= 0]).tolist():
                    alike = people[value[people] == v]
                    free[alike[1:]] = True
                    blocks[v] += choose_two(len(alike)) * int(self.visits[alike[0]])
            for v in [v for v, pairs in blocks.items() if pairs]:
                every, fewer = (int(self.visits[(value == v) & ~who].sum()) for who in (free & False, free))
                if blocks[v] + spread(fewer, seats) <= spread(every, seats):
                    free[value == v] = False
                    blocks[v] = 0
            passing.append(free)
            price += problem.meeting.weights.mixing[name] * blocks.total()
        return passing, price

    @cached_property
    def reach(self) -> Longs:
        """Return in how many rounds, tables not known, a person may come to a theme; shape (n_people, n_themes)."""
        problem = self.room.problem
        reach = np.zeros((problem.n_people, problem.n_themes), np.int64)
        free = self.room.may_sit & (self.room.sole < 0)[:, :, None]
        for theme in range(problem.n_themes):
            reach[:, theme] = free[:, :, problem.theme_of == theme].any(axis=2).sum(axis=0)
        return reach

    @cached_property
    def known(self) -> list[Counter[int]]:
        """Return how often each person comes to a theme for certain, at a table known."""
        theme_of, sole = self.room.problem.theme_of, self.room.sole
        return [Counter(theme_of[tables[tables >= 0]].tolist()) for tables in sole.T]

    def best(self) -> tuple[int, Longs] | None:
        """Return the bound and the visits of a cheapest flow, see ``best_visits``."""
        network, total, (people, themes, arcs) = self._network()
        flow = network.best_flow()
        if flow is None:
            return None
        visits = np.zeros((self.room.problem.n_people, self.room.problem.n_themes), np.int64)
        np.add.at(visits, (people, themes), np.where(arcs >= 0, flow[arcs], 1))
        return total - int(flow @ np.array(network.gains, np.int64)), visits

    def _network(self) -> tuple[Network, int, tuple[Longs, Longs, Longs]]:
        """Return the flow, what is to be added to its price, and which arc is which person's visit to which theme.

        An arc of -1 stands for one visit that must be.
        """
        network = Network()
        themes = [network.node() for _ in range(self.room.problem.n_themes)]
        cells = _Cells(self, network, themes)
        total = cells.settle() + self.passing[1]
        arcs: list[tuple[int, int, int]] = []
        for people in self.groups:
            total += self._send(network, cells, people, arcs)
        self._receive(network, themes)
        person, theme, arc = np.array(arcs, np.int64).reshape(-1, 3).T
        return network, total, (person, theme, arc)

    def _send(self, network: Network, cells: "_Cells", people: Longs, arcs: list[tuple[int, int, int]]) -> int:
        """Let these people, who go together, pay their visits; return the price of their wishes not met for certain."""
        problem = self.room.problem
        broken, prices = np.divmod(problem.miss[people], BROKEN)
        known = self.known[people[0]]
        certain = set(np.flatnonzero(broken.any(axis=0)).tolist()) | set(known)
        wished = np.where(np.isin(np.arange(problem.n_themes), list(certain)), 0, prices.sum(axis=0))
        for number, p in enumerate(people.tolist()):
            supply = network.node(int(self.visits[p]) - len(certain - set(known)))
            for theme in np.flatnonzero(self.reach[p]).tolist():
                leaf, most = cells.leaf(p, theme), int(self.reach[p, theme])
                if theme in certain and theme not in known:
                    network.supplies[leaf] += 1
                    arcs.append((p, theme, -1))
                if problem.once[p]:
                    most = min(most, 1)
                most -= theme in certain and (theme not in known or bool(problem.once[p]))
                gain = (int(wished[theme]) + number) // len(people)
                if gain and most > 0:
                    arcs.append((p, theme, network.arc(supply, leaf, carry=1, gain=gain)))
                    most -= 1
                if most > 0:
                    arcs.append((p, theme, network.arc(supply, leaf, carry=most)))
        return int(wished.sum())

    def _receive(self, network: Network, themes: list[int]) -> None:
        """Let each theme receive its visits."""
        problem, room = self.room.problem, self.room
        sole = np.bincount(room.sole[room.sole >= 0], minlength=problem.n_tables)
        least, most = np.zeros(problem.n_themes, np.int64), np.zeros(problem.n_themes, np.int64)
        np.add.at(least, problem.theme_of, room.low.sum(axis=0) - sole)
        np.add.at(most, problem.theme_of, room.high.sum(axis=0) - sole)
        least = np.maximum(least, 0)
        end = network.node(int(least.sum()) - sum(network.supplies))
        for node, fewest, greatest in zip(themes, least.tolist(), most.tolist(), strict=True):
            network.supplies[node] -= fewest
            network.arc(node, end, carry=max(greatest - fewest, 0))


@dataclass(eq=False)
class _Cells:
    """The nodes (value, theme) of each attribute, made when somebody needs them, each leading to the next coarser."""

    visits: _Visits
    network: Network
    themes: list[int]

    def __post_init__(self) -> None:
        problem = self.visits.room.problem
        self._nodes: list[dict[tuple[int, int], int]] = [{} for _ in self.visits.chain]
        self._tables = [np.flatnonzero(problem.theme_of == theme) for theme in range(problem.n_themes)]
        self._base = [self._there(value) for value in self.visits.values]
        self._most = [
            self._allowed(name, value) for name, value in zip(self.visits.chain, self.visits.values, strict=True)
        ]

    def leaf(self, p: int, theme: int) -> int:
        """Return the node that a visit of this person to a theme goes to first."""
        free = [depth for depth, passing in enumerate(self.visits.passing[0]) if passing[p]]
        return self._node(1 + max(free, default=-1), [int(value[p]) for value in self.visits.values], theme)

    def settle(self) -> int:
        """Return the price of the pairs who are at one table for certain."""
        weights = self.visits.room.problem.meeting.weights.mixing
        pairs = (int((base * (base - 1) // 2).sum()) for base in self._base)
        return sum(weights[name] * number for name, number in zip(self.visits.chain, pairs, strict=True))

    def _node(self, depth: int, values: list[int], theme: int) -> int:
        while depth < len(values) and values[depth] < 0:
            depth += 1
        if depth == len(values):
            return self.themes[theme]
        key = (values[depth], theme)
        if key not in self._nodes[depth]:
            node = self._nodes[depth][key] = self.network.node()
            beyond = self._node(depth + 1, values, theme)
            weight = self.visits.room.problem.meeting.weights.mixing[self.visits.chain[depth]]
            for price, places in self._prices(depth, *key):
                self.network.arc(node, beyond, carry=places, gain=-weight * price)
        return self._nodes[depth][key]

    def _prices(self, depth: int, value: int, theme: int) -> Iterator[tuple[int, int]]:
        """Yield how many visits of people of a value make so many pairs each: 0, 1, 2, ..."""
        problem = self.visits.room.problem
        tables = self._tables[theme]
        is_open = problem.is_open[:, tables]
        base = self._base[depth][value][:, tables][is_open]
        most = np.minimum(problem.high[:, tables][is_open], self._most[depth][value])
        wanted = int(self.visits.reach[self.visits.values[depth] == value, theme].sum())
        for price in range(int(most.max(initial=0))):
            places = int(((base <= price) & (price < most)).sum())
            if places:
                yield price, min(places, wanted)
                wanted -= places
            if wanted <= 0:
                break

    def _there(self, value: Ints) -> Longs:
        """Return how many people of each value are at each table for certain; (n_values, n_rounds, n_tables)."""
        problem, sole = self.visits.room.problem, self.visits.room.sole
        base = np.zeros((1 + int(value.max(initial=0)), problem.n_rounds, problem.n_tables), np.int64)
        rounds, people = np.nonzero((sole >= 0) & (value >= 0))
        np.add.at(base, (value[people], rounds, sole[rounds, people]), 1)
        return base

    def _allowed(self, name: str, value: Ints) -> Longs:
        """Return how many people of each value a table may hold by rules for all rounds and tables."""
        problem = self.visits.room.problem
        most = np.full(1 + int(value.max(initial=0)), problem.n_people, np.int64)
        of = {person.value(name): int(v) for person, v in zip(problem.meeting.people, value, strict=True)}
        for rule in problem.meeting.rules:
            if isinstance(rule, OnePerTable) and rule.attribute == name and rule.rounds is None:
                most[:] = 1
            elif isinstance(rule, Composition) and rule.attribute == name and rule.max is not None and rule.value in of:
                everywhere = rule.rounds is None and rule.tables is None
                most[of[rule.value]] = min(most[of[rule.value]], rule.max if everywhere else problem.n_people)
        return most
