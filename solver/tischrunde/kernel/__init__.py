"""The numba kernel: prices of moves, and annealing with them. Compiled once, then read from a cache."""

from tischrunde.kernel.anneal import anneal
from tischrunde.kernel.fairness import burdens, even_out
from tischrunde.kernel.mend import mend
from tischrunde.kernel.moves import swap_price
from tischrunde.kernel.relabel import Places, places_of, relabel
from tischrunde.kernel.state import Rules, State, rules_of, seated_state
from tischrunde.kernel.warm import warm_up

__all__ = [
    "Places",
    "Rules",
    "State",
    "anneal",
    "burdens",
    "even_out",
    "mend",
    "places_of",
    "relabel",
    "rules_of",
    "seated_state",
    "swap_price",
    "warm_up",
]
