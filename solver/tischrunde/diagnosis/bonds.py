"""Who must share a table in a round, because of which rules: together groups and people with only one table."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from tischrunde.model import Together

if TYPE_CHECKING:
    from tischrunde.diagnosis.facts import Facts

__all__ = ["Bonds", "Node", "together_in"]

Node: TypeAlias = tuple[str, str]
"""``("person", id)`` or ``("table", id)``."""


class Bonds:
    """A graph of people and tables of one round; what is connected is at one table in every plan.

    An edge joins people of a together rule, or a person and the only table that person may use.

    Attributes
    ----------
    blocks : the connected parts with at least one edge
    block_of : for each node with an edge, the index of its block
    """

    def __init__(self, facts: Facts, number: int) -> None:
        self._facts = facts
        self._number = number
        self._edges: dict[Node, dict[Node, str | None]] = {}
        for place, people in together_in(facts, number):
            for other in people[1:]:
                self._join(("person", people[0]), ("person", other), place)
        for person in facts.present[number]:
            seat = facts.seat(person, number)
            if seat is not None:
                self._join(("person", person), ("table", seat), None)
        self.block_of: dict[Node, int] = {}
        self.blocks: list[list[Node]] = []
        for node in self._edges:
            if node not in self.block_of:
                self.blocks.append(list(self._reach(node)))
                self.block_of.update(dict.fromkeys(self.blocks[-1], len(self.blocks) - 1))

    def people(self, block: int) -> list[str]:
        """Return the people of a block."""
        return [name for kind, name in self.blocks[block] if kind == "person"]

    def tables(self, block: int) -> list[str]:
        """Return the tables of a block: one at most, unless its rules clash."""
        return [name for kind, name in self.blocks[block] if kind == "table"]

    def fixed_at(self, table: str) -> list[str]:
        """Return the people who must sit at a table."""
        block = self.block_of.get(("table", table))
        return [] if block is None else self.people(block)

    def of(self, person: str) -> int | None:
        """Return the block of a person, ``None`` for people bound to nobody and nothing."""
        return self.block_of.get(("person", person))

    def share(self, one: str, other: str) -> bool:
        """Return whether two people must share a table."""
        block = self.of(one)
        return block is not None and block == self.of(other)

    def path(self, start: Node, end: Node) -> list[Node]:
        """Return a shortest chain from one node of a block to another."""
        came = self._reach(start)
        chain = [end]
        while chain[-1] != start:
            chain.append(came[chain[-1]])
        return chain[::-1]

    def why(self, chain: list[Node]) -> tuple[str, ...]:
        """Return the places of the rules along a chain."""
        places: dict[str, None] = {}
        for one, other in pairwise(chain):
            place = self._edges[one][other]
            if place is not None:
                places[place] = None
            else:
                (_, person), (_, table) = sorted((one, other))
                places.update(dict.fromkeys(self._facts.why(person, self._number, {table})))
        return tuple(places)

    def why_all(self, block: int) -> tuple[str, ...]:
        """Return the places of all the rules that hold a block together, a spanning tree of them."""
        came = self._reach(self.blocks[block][0])
        places: dict[str, None] = {}
        for node, parent in came.items():
            if node != parent:
                places.update(dict.fromkeys(self.why([parent, node])))
        return tuple(places)

    def _join(self, one: Node, other: Node, place: str | None) -> None:
        if one != other:
            self._edges.setdefault(one, {}).setdefault(other, place)
            self._edges.setdefault(other, {}).setdefault(one, place)

    def _reach(self, start: Node) -> dict[Node, Node]:
        """Return for each node connected to ``start`` the node before it on a shortest chain."""
        came = {start: start}
        queue = deque([start])
        while queue:
            node = queue.popleft()
            for other in self._edges[node]:
                if other not in came:
                    came[other] = node
                    queue.append(other)
        return came


def together_in(facts: Facts, number: int) -> Iterator[tuple[str, list[str]]]:
    """Yield the together rules of a round, each with its place and those of its people it binds."""
    attended = facts.meeting.attended
    for place, rule in facts.rules(Together):
        here = [person for person in dict.fromkeys(rule.people) if number in attended[person]]
        if rule.rounds is None:
            bound = here if len(here) == len(set(rule.people)) else []
        else:
            bound = here if number in rule.rounds else []
        if len(bound) > 1:
            yield place, bound
