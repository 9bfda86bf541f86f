"""The numba kernel: prices of moves, and annealing with them. Compiled once, then read from a cache."""

from tischrunde.kernel.anneal import anneal, fill
from tischrunde.kernel.fairness import burdens, even_out
from tischrunde.kernel.moves import swap_price
from tischrunde.kernel.relabel import Places, places_of, relabel
from tischrunde.kernel.state import Rules, State, empty_state, rules_of
from tischrunde.kernel.warm import warm_up

__all__ = [
    "Places",
    "Rules",
    "State",
    "anneal",
    "burdens",
    "empty_state",
    "even_out",
    "fill",
    "places_of",
    "relabel",
    "rules_of",
    "swap_price",
    "warm_up",
]
