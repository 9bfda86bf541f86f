"""What no plan can beat in wishes: a flow of visits from people to themes."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from tischrunde.bounds.room import Room
from tischrunde.model import Person, ThemeVisits
from tischrunde.problem import Bools, Problem

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
    visits = _Visits.of(room)
    must = 1 + wished
    network = _Network()
    for p, person in enumerate(people):
        gains = {theme: must for theme in visits.must(p, person)}
        for theme, price in _wishes(person):
            theme_at = visits.number.get(theme)
            if theme_at is None:
                continue
            if theme_at in visits.known[p]:
                wished -= price
            else:
                gains[theme_at] = gains.get(theme_at, 0) + price
        visits.connect(p, gains, network)
    met = visits.greatest_gain(network)
    return wished - min(met % must, wished)


def _wishes(person: Person) -> Iterator[tuple[str, int]]:
    for rank, theme in enumerate(person.wishes):
        yield theme, _PRICES[rank] if rank < len(_PRICES) else _PRICE_BEYOND


@dataclass(eq=False)
class _Network:
    """Arcs with their capacity and price, and what each node supplies."""

    tails: list[int] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    carries: list[int] = field(default_factory=list)
    prices: list[int] = field(default_factory=list)
    supplies: list[int] = field(default_factory=list)

    def node(self, supply: int = 0) -> int:
        self.supplies.append(supply)
        return len(self.supplies) - 1

    def arc(self, tail: int, head: int, *, carry: int, price: int = 0) -> None:
        self.tails.append(tail)
        self.heads.append(head)
        self.carries.append(carry)
        self.prices.append(price)

    def least_price(self) -> int | None:
        """Return the price of a cheapest flow, ``None`` when there is none."""
        from ortools.graph.python import min_cost_flow

        flow = min_cost_flow.SimpleMinCostFlow()
        flow.add_arcs_with_capacity_and_unit_cost(
            np.array(self.tails, np.int32),
            np.array(self.heads, np.int32),
            np.array(self.carries, np.int64),
            np.array(self.prices, np.int64),
        )
        nodes = np.arange(len(self.supplies), dtype=np.int32)
        flow.set_nodes_supplies(nodes, np.array(self.supplies, np.int64))
        return int(flow.optimal_cost()) if flow.solve() == flow.OPTIMAL else None
