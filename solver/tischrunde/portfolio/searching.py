"""What a search looks like from outside: one annealer, a portfolio of them, or either with something beside it."""

from typing import Protocol

from tischrunde.problem import Longs, Seats

__all__ = ["Searching"]


class Searching(Protocol):
    """A search that goes on in steps.

    Attributes
    ----------
    best :
        int32, shape (n_rounds, n_people); the best seats so far
    best_price :
        int64, shape (1,); their price
    target :
        the price at which nothing is left to do: the proven bound
    """

    @property
    def best(self) -> Seats:
        """Return the best seats so far."""

    @property
    def best_price(self) -> Longs:
        """Return their price."""

    @property
    def target(self) -> int:
        """Return the proven bound."""

    def aim(self, target: int) -> None:
        """Take a better bound as the target."""

    def step(self, most: int) -> int:
        """Propose at most ``most`` moves, for a fraction of a second; return how many."""

    def take(self, table_of: Seats, price: int) -> None:
        """Take seats that somebody else found as the best so far, if they are better."""

    def is_proved(self) -> bool:
        """Return whether the best plan has reached the target."""
