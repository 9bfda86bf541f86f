"""What no plan can beat in wishes: a flow of visits from people to themes."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from tischrunde.bounds.network import Network
from tischrunde.bounds.room import Room
from tischrunde.model import Person, ThemeVisits
from tischrunde.problem import Bools, Longs

__all__ = ["least_wishes"]

_PRICES = (4, 2)
_PRICE_BEYOND = 1


def least_wishes(room: Room) -> int:
    """Return a lower bound on the unmet wishes of any valid plan.

    Proof. In every round attended a person pays one visit. Visits in rounds with one table left are known, and the
    wishes they meet are met. Every other visit goes to a theme of which some table may be taken in that round, and
    meets a wish for that theme once; the tables of a theme, all rounds together, take no more and no less visits than
    their sizes let. So each valid plan is a flow of visits person -> kind of round -> theme, and the wishes met are
    at most the greatest gain of such a flow. Wishes for themes that can't be reached always count. Themes that must be
    visited gain more than all wishes together, so a flow of greatest gain visits them all if any does.
    """
    people = room.problem.meeting.people
    wished = sum(price for person in people for _, price in _wishes(person))
    if not wished:
        return 0
    themes = _Themes.of(room)
    must = 1 + wished
    network = Network()
    theme_nodes = [network.node() for _ in themes.least]
    elsewhere = network.node()
    for p, person in enumerate(people):
        known = themes.known(p)
        gains = dict.fromkeys(themes.must(p, person) - known, must)
        for theme, price in _wishes(person):
            if themes.number.get(theme) in known:
                wished -= price
            elif theme in themes.number:
                gains[themes.number[theme]] = gains.get(themes.number[theme], 0) + price
        _send(network, themes.ways(p, gains), gains, theme_nodes, elsewhere)
    themes.receive(network, theme_nodes, elsewhere)
    return wished - network.greatest_gain() % must


def _send(
    network: Network,
    ways: Counter[frozenset[int]],
    gains: dict[int, int],
    theme_nodes: list[int],
    elsewhere: int,
) -> None:
    """Let a person pay visits, each gaining once from a theme or going anywhere for nothing.

    Rounds in which the same themes can be reached are one node; a theme reached from several has a gate that lets one
    visit pass.
    """
    rounds_of = {reached: network.node(visits) for reached, visits in ways.items()}
    for reached, rounds in rounds_of.items():
        network.arc(rounds, elsewhere, carry=ways[reached])
    for theme, gain in gains.items():
        gate = network.node()
        network.arc(gate, theme_nodes[theme], carry=1, gain=gain)
        for reached, rounds in rounds_of.items():
            if theme in reached:
                network.arc(rounds, gate, carry=1)


def _wishes(person: Person) -> Iterator[tuple[str, int]]:
    for rank, theme in enumerate(person.wishes):
        yield theme, _PRICES[rank] if rank < len(_PRICES) else _PRICE_BEYOND


@dataclass(frozen=True, eq=False)
class _Themes:
    """Where visits can go.

    Attributes
    ----------
    room : the seats that remain possible
    number : the number of each theme that has tables
    reach : bool, shape (n_rounds, n_people, n_themes); whether a person may take a table of the theme
    least, most : int64, shape (n_themes,); visits to a theme in all rounds, apart from those known
    """

    room: Room
    number: dict[str, int]
    reach: Bools
    least: Longs
    most: Longs

    @classmethod
    def of(cls, room: Room) -> "_Themes":
        problem, meeting = room.problem, room.problem.meeting
        number = {meeting.theme_of[t.id]: int(problem.theme_of[k]) for k, t in enumerate(meeting.tables)}
        reach = np.zeros((problem.n_rounds, problem.n_people, problem.n_themes), np.bool_)
        least, most = np.zeros(problem.n_themes, np.int64), np.zeros(problem.n_themes, np.int64)
        known = np.bincount(room.sole[room.sole >= 0], minlength=problem.n_tables)
        np.add.at(least, problem.theme_of, room.low.sum(axis=0) - known)
        np.add.at(most, problem.theme_of, room.high.sum(axis=0) - known)
        for theme in number.values():
            reach[:, :, theme] = room.may_sit[:, :, problem.theme_of == theme].any(axis=2)
        return cls(room, number, reach, np.maximum(least, 0), np.maximum(most, 0))

    def known(self, p: int) -> set[int]:
        """Return the themes a person visits in any valid plan, having no other table in some round."""
        tables = self.room.sole[:, p]
        return set(self.room.problem.theme_of[tables[tables >= 0]].tolist())

    def must(self, p: int, person: Person) -> set[int]:
        """Return the themes a person must visit by rule."""
        problem = self.room.problem
        rules = problem.meeting.rules
        if problem.host_of[p] < 0 and any(isinstance(rule, ThemeVisits) and rule.all for rule in rules):
            return set(self.number.values())
        return {self.number[theme] for theme in person.must_visit if theme in self.number}

    def ways(self, p: int, themes: dict[int, int]) -> Counter[frozenset[int]]:
        """Return which of the themes can be reached in the rounds whose visit is not known, and how often so."""
        rounds = np.flatnonzero(self.room.problem.attends[:, p] & (self.room.sole[:, p] < 0))
        wanted = np.array(list(themes), np.int64)
        reached = self.reach[rounds, p][:, wanted]
        if reached.all():
            return Counter({frozenset(themes): len(rounds)} if len(rounds) else {})
        return Counter(frozenset(t for t, can in zip(themes, row, strict=True) if can) for row in reached.tolist())

    def receive(self, network: Network, theme_nodes: list[int], elsewhere: int) -> None:
        """Let each theme receive its visits."""
        visits = sum(network.supplies)
        end = network.node(int(self.least.sum()) - visits)
        for node, least, most in zip(theme_nodes, self.least.tolist(), self.most.tolist(), strict=True):
            network.supplies[node] -= least
            network.arc(elsewhere, node, carry=visits)
            network.arc(node, end, carry=max(most - least, 0))
