"""Searches in step: in each step every search proposes as many moves as the others, then they tell their best seats.

Nothing is exchanged but at the end of a step, and who answers first changes nothing. Therefore the same seed, number
of searches and moves give the same plan, on one core, on many, or on a cluster that loses half its computers.
"""

import math
import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait

import numpy as np

from tischrunde.portfolio.errand import Errand, Folder, advance
from tischrunde.problem import Longs, Problem, Seats
from tischrunde.search import Shard

__all__ = ["MOST_WORKERS", "Portfolio"]

MOST_WORKERS = 256  # more would wait for each other, and for this process

FIRST_MOVES = 300_000  # for each search in the first step, about 50 ms; every further step has twice as many,
MOST_MOVES = 1_200_000  # up to this, some 0.15 s: soon enough to hear of each other, long enough to be worth sending
LOOK_EVERY = 0.05  # seconds between two looks at whether to stop
GRACE = 1.0  # seconds for errands under way when it is time to stop; what comes later is not waited for
LATE = 60.0  # seconds after which the executor is given up: compiling the kernel elsewhere may take half of it
FOREVER = math.inf


class Portfolio:
    """Several searches in step, each step of each an errand for an executor.

    Parameters
    ----------
    problem :
        the meeting as arrays
    first :
        where the first search stands; it goes on from there
    others :
        searches that have not begun; they begin from new seats
    executor :
        runs the errands: any executor to which functions and arrays can be sent
    target :
        the price at which nothing is left to do
    is_over :
        asked about 20 times a second whether to stop
    seconds_left :
        how long until it is over for certain, as far as is known
    """

    def __init__(
        self,
        problem: Problem,
        first: Shard,
        others: Sequence[Shard],
        *,
        executor: Executor,
        target: int,
        is_over: Callable[[], bool] = lambda: False,
        seconds_left: Callable[[], float] = lambda: FOREVER,
    ) -> None:
        assert first.best is not None, "the first search has begun"
        self.folder = Folder.of(problem)
        self.shards = [first, *others]
        self.executor, self.target = executor, target
        self.is_over, self.seconds_left = is_over, seconds_left
        self.best: Seats = first.best.copy()
        self.best_price: Longs = np.array([first.price], np.int64)
        self.moves = FIRST_MOVES
        self.is_lost = False

    def close(self) -> None:
        """Let this process forget the meeting."""
        self.folder.forget()

    def aim(self, target: int) -> None:
        """Take a better bound as the target."""
        self.target = max(self.target, target)

    def is_proved(self) -> bool:
        """Return whether the best plan has reached the target."""
        return bool(self.best_price[0] <= self.target)

    def take(self, table_of: Seats, price: int) -> None:
        """Take seats that somebody else found as the best so far, if they are better."""
        if price < self.best_price[0]:
            self.best, self.best_price = table_of.copy(), np.array([price], np.int64)

    def step(self, most: int) -> int:
        """Let every search propose the same number of moves, at most ``most`` together; return how many were."""
        before = sum(shard.proposed for shard in self.shards)
        errands = [
            Errand(
                self.folder, shard.knowing(self.best, int(self.best_price[0])), moves, self.target, self.seconds_left()
            )
            for shard, moves in zip(self.shards, self._shares(most), strict=True)
        ]
        self.moves = min(2 * self.moves, MOST_MOVES)
        answers = self._answers(errands)
        self.shards[: len(answers)] = answers
        for shard in answers:
            if shard.best is not None:
                self.take(shard.best, shard.price)
        return sum(shard.proposed for shard in self.shards) - before

    def _shares(self, most: int) -> list[int]:
        share, more = divmod(most, len(self.shards))
        return [min(self.moves, share + (number < more)) for number in range(len(self.shards))]

    def _answers(self, errands: Sequence[Errand]) -> list[Shard]:
        """Return the searches after their errands, up to the first that reached the target; later ones go unheard."""
        futures = [self._sent(errand) for errand in errands]
        late, ends = time.monotonic() + LATE, FOREVER
        while not self._is_settled(futures) and time.monotonic() < min(late, ends):
            wait([future for future in futures if not future.done()], timeout=LOOK_EVERY, return_when=FIRST_COMPLETED)
            if ends == FOREVER and self.is_over():
                ends = time.monotonic() + GRACE
        self.is_lost = self.is_lost or time.monotonic() >= late
        answers: list[Shard] = []
        for errand, future in zip(errands, futures, strict=True):
            answers.append(self._answer(errand, future))
            if answers[-1].price <= self.target:
                break
        for future in futures[len(answers) :]:
            future.cancel()
        return answers

    def _is_settled(self, futures: Sequence[Future[Shard]]) -> bool:
        """Return whether nothing that is still under way could change anything."""
        for future in futures:
            if not future.done():
                return False
            if _is_well(future) and future.result().price <= self.target:
                return True
        return True

    def _sent(self, errand: Errand) -> Future[Shard]:
        """Send an errand off; one without moves is done, and one that nobody takes has failed."""
        future: Future[Shard] = Future()
        if not errand.moves:
            future.set_result(errand.shard)
            return future
        try:
            if not self.is_lost:
                return self.executor.submit(advance, errand)
            future.cancel()
        except Exception as error:
            future.set_exception(error)
        return future

    def _answer(self, errand: Errand, future: Future[Shard]) -> Shard:
        """Return where a search stands after its errand.

        What went wrong elsewhere is done here: if the executor was at fault, the answer is the same; if we were, the
        error comes again. When it is time to stop, the search stays where it was.
        """
        if _is_well(future):
            return future.result()
        future.cancel()
        return errand.shard if self.is_over() else advance(errand)


def _is_well(future: Future[Shard]) -> bool:
    return future.done() and not future.cancelled() and future.exception() is None
