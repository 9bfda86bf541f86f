"""A place beside the search for something that works in another way, such as an exact solver in a thread of its own.

It is asked at the end of a step and heard at the end of a later one, counted in steps. So long as its own work is
counted too, not timed, the plan stays the same every time.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Protocol

from tischrunde.portfolio.searching import Searching
from tischrunde.problem import Longs, Seats

__all__ = ["Accompanied", "Beside", "Find"]

LOOK_EVERY = 0.05  # seconds between two looks at whether to stop


@dataclass(frozen=True, eq=False)
class Find:
    """What the one beside has found.

    Attributes
    ----------
    seats, price :
        better seats and their price, ``None`` when there are none
    bound :
        the price that no plan can go below, as far as is known now
    is_done :
        whether it has nothing more to say
    """

    bound: int
    seats: Seats | None = None
    price: int = 0
    is_done: bool = False


class Beside(Protocol):
    """Something that works beside the search.

    Attributes
    ----------
    steps :
        how many steps of the search it is given before it is heard; the search waits for it then
    """

    steps: int

    def work(self, best: Seats, price: int, bound: int, /) -> Find:
        """Look for better seats than ``best``, or a better bound; runs in a thread of its own."""

    def stop(self) -> None:
        """End ``work`` soon: nobody will hear what it finds."""


class Accompanied:
    """A search with something beside it, which is a search again. To be closed at the end, as ``with`` does.

    Parameters
    ----------
    search :
        goes on in steps as before
    beside :
        works meanwhile
    is_over :
        asked about 20 times a second, while the search waits, whether to stop
    alone :
        how many steps the search goes alone first
    """

    def __init__(
        self, search: Searching, beside: Beside, *, is_over: Callable[[], bool] = lambda: False, alone: int = 0
    ) -> None:
        self.search, self.beside, self.is_over, self.alone = search, beside, is_over, alone
        self.thread = ThreadPoolExecutor(1, "beside")
        self.work: Future[Find] | None = None
        self.steps, self.is_done = 0, False

    def __enter__(self) -> "Accompanied":
        return self

    def __exit__(self, *_error: object) -> None:
        # Nobody waits for what a library may take its time to end: the thread dies soon, and is heard no more.
        self.beside.stop()
        self.thread.shutdown(wait=False, cancel_futures=True)

    @property
    def best(self) -> Seats:
        """Return the best seats so far."""
        return self.search.best

    @property
    def best_price(self) -> Longs:
        """Return their price."""
        return self.search.best_price

    @property
    def target(self) -> int:
        """Return the proven bound, which may rise."""
        return self.search.target

    def aim(self, target: int) -> None:
        """Take a better bound as the target."""
        self.search.aim(target)

    def is_proved(self) -> bool:
        """Return whether the best plan has reached the bound."""
        return self.search.is_proved()

    def take(self, table_of: Seats, price: int) -> None:
        """Take seats that somebody else found as the best so far, if they are better."""
        self.search.take(table_of, price)

    def step(self, most: int) -> int:
        """Go on with the search by a step, hear the one beside when it is due, and ask it anew."""
        self.alone -= 1
        if self.work is None and not self.is_done and self.alone < 0:
            price = int(self.best_price[0])
            self.work, self.steps = self.thread.submit(self.beside.work, self.best.copy(), price, self.target), 0
        proposed = self.search.step(most)
        self.steps += 1
        if self.work is not None and self.steps >= self.beside.steps and not self.is_proved():
            while not self.work.done() and not self.is_over():
                wait([self.work], timeout=LOOK_EVERY)
            if self.work.done():
                self._hear(self.work.result())
                self.work = None
        return proposed

    def _hear(self, find: Find) -> None:
        if find.seats is not None:
            self.search.take(find.seats, find.price)
        self.aim(find.bound)
        self.is_done = find.is_done
