"""Something beside the search: asked, heard when it is due, and stopped at the end."""

import threading

import numpy as np

from tischrunde.portfolio import Accompanied, Beside, Find
from tischrunde.problem import Longs, Seats


class Walk:
    """A search whose price falls by one at every step."""

    def __init__(self) -> None:
        self.best: Seats = np.zeros((1, 2), np.int32)
        self.best_price: Longs = np.array([100], np.int64)
        self.target = 0

    def step(self, most: int) -> int:
        self.best_price[0] -= 1
        return most

    def take(self, table_of: Seats, price: int) -> None:
        if price < self.best_price[0]:
            self.best, self.best_price[0] = table_of, price

    def aim(self, target: int) -> None:
        self.target = max(self.target, target)

    def is_proved(self) -> bool:
        return bool(self.best_price[0] <= self.target)


class Thinker:
    """Says what it was told to say, and remembers what it was asked."""

    def __init__(self, *finds: Find, steps: int = 2) -> None:
        self.finds, self.steps = list(finds), steps
        self.asked: list[tuple[int, int]] = []
        self.stopped = threading.Event()

    def work(self, _best: Seats, price: int, bound: int, /) -> Find:
        self.asked.append((price, bound))
        if self.finds:
            return self.finds.pop(0)
        self.stopped.wait()
        return Find(bound)

    def stop(self) -> None:
        self.stopped.set()


def prices(search: Accompanied, steps: int) -> list[int]:
    found = []
    for _ in range(steps):
        search.step(10)
        found.append(int(search.best_price[0]))
    return found


def test_it_is_heard_after_its_steps_and_never_before() -> None:
    better = np.ones((1, 2), np.int32)
    thinker: Beside = Thinker(Find(0, better, 50))
    with Accompanied(Walk(), thinker) as search:
        assert prices(search, 3) == [99, 50, 49]
        assert search.best is better


def test_worse_seats_and_lower_bounds_change_nothing() -> None:
    worse = Find(-5, np.ones((1, 2), np.int32), 500)
    with Accompanied(Walk(), Thinker(worse, worse, steps=1)) as search:
        assert prices(search, 2) == [99, 98]
        assert search.target == 0


def test_a_better_bound_can_be_the_proof() -> None:
    with Accompanied(Walk(), Thinker(Find(98))) as search:
        search.step(10)
        assert not search.is_proved()
        search.step(10)
        assert search.is_proved()
        assert search.target == 98


def test_it_is_asked_again_with_what_is_known_by_then() -> None:
    thinker = Thinker(Find(10), Find(20))
    with Accompanied(Walk(), thinker) as search:
        prices(search, 4)
    assert thinker.asked[:2] == [(100, 0), (98, 10)]


def test_it_is_left_alone_once_it_has_nothing_more_to_say() -> None:
    thinker = Thinker(Find(10, is_done=True))
    with Accompanied(Walk(), thinker) as search:
        prices(search, 6)
    assert thinker.asked == [(100, 0)]


def test_it_is_stopped_at_the_end_in_the_midst_of_its_work() -> None:
    thinker = Thinker(steps=100)
    with Accompanied(Walk(), thinker) as search:
        search.step(10)
    assert thinker.stopped.is_set()


def test_the_search_is_not_kept_waiting_when_it_has_the_proof_itself() -> None:
    thinker = Thinker(steps=1)
    walk = Walk()
    walk.target = 99
    with Accompanied(walk, thinker) as search:
        search.step(10)
        assert search.is_proved()
        assert not thinker.stopped.is_set()


def test_nobody_waits_for_it_when_it_is_time_to_stop() -> None:
    thinker = Thinker(steps=1)
    with Accompanied(Walk(), thinker, is_over=lambda: True) as search:
        assert prices(search, 1) == [99]
        assert not thinker.stopped.is_set()
