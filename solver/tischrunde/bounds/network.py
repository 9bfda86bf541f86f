"""A flow of greatest gain, built a node and an arc at a time."""

from dataclasses import dataclass, field

import numpy as np

from tischrunde.problem import Longs

__all__ = ["Network"]


@dataclass(eq=False)
class Network:
    """Nodes with what they supply, or want where negative, and arcs with how much they carry at what gain a unit."""

    tails: list[int] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    carries: list[int] = field(default_factory=list)
    gains: list[int] = field(default_factory=list)
    supplies: list[int] = field(default_factory=list)

    def node(self, supply: int = 0) -> int:
        """Add a node and return its number."""
        self.supplies.append(supply)
        return len(self.supplies) - 1

    def arc(self, tail: int, head: int, *, carry: int, gain: int = 0) -> int:
        """Add an arc and return its number."""
        self.tails.append(tail)
        self.heads.append(head)
        self.carries.append(carry)
        self.gains.append(gain)
        return len(self.gains) - 1

    def greatest_gain(self) -> int:
        """Return the greatest gain of a flow that moves every supply, 0 when there is no such flow."""
        flow = self.best_flow()
        return 0 if flow is None else int(flow @ np.array(self.gains, np.int64))

    def best_flow(self) -> Longs | None:
        """Return what each arc carries in a flow of greatest gain that moves every supply, ``None`` without any.

        Notes
        -----
        Whole supplies and capacities have a best flow in whole numbers (Ahuja, Magnanti and Orlin, Network Flows, 1993,
        chapter 9).
        """
        from ortools.graph.python import min_cost_flow

        flow = min_cost_flow.SimpleMinCostFlow()
        arcs = flow.add_arcs_with_capacity_and_unit_cost(
            np.array(self.tails, np.int32),
            np.array(self.heads, np.int32),
            np.array(self.carries, np.int64),
            -np.array(self.gains, np.int64),
        )
        nodes = np.arange(len(self.supplies), dtype=np.int32)
        flow.set_nodes_supplies(nodes, np.array(self.supplies, np.int64))
        if flow.solve() != flow.OPTIMAL:
            return None
        carried: Longs = flow.flows(arcs)
        return carried
