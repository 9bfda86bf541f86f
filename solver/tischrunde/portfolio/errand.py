"""One step of one search as a pure function: whoever does it, wherever and however often, the answer is the same.

That is why a lost computer costs nothing but time, and why plans do not depend on where they were made.
"""

import json
import threading
import time
import zlib
from dataclasses import dataclass
from functools import partial

from tischrunde.model import Meeting
from tischrunde.problem import Problem
from tischrunde.search import Annealer, Shard, new_seats

__all__ = ["Errand", "Folder", "advance"]

MOST_KEPT = 4  # meetings a process remembers: a cluster may plan several at a time

_kept: dict[str, Problem] = {}
_keeping = threading.Lock()


@dataclass(frozen=True)
class Folder:
    """A meeting packed to travel with every errand; a process unpacks it once and remembers it by its fingerprint.

    Attributes
    ----------
    sha256 :
        the fingerprint of the meeting
    packed :
        the meeting as JSON, compressed: some 15 bytes a person
    """

    sha256: str
    packed: bytes

    @classmethod
    def of(cls, problem: Problem) -> "Folder":
        """Pack the meeting of a problem; this process remembers the problem as it is."""
        meeting = problem.meeting
        folder = cls(meeting.sha256, zlib.compress(json.dumps(meeting.plain()).encode()))
        with _keeping:
            _keep(folder.sha256, problem)
        return folder

    def problem(self) -> Problem:
        """Return the meeting as arrays, unpacked at the first time."""
        with _keeping:
            problem = _kept.get(self.sha256)
            if problem is None:
                problem = Problem.of(Meeting.model_validate(json.loads(zlib.decompress(self.packed))))
                _keep(self.sha256, problem)
            return problem

    def forget(self) -> None:
        """Forget the meeting in this process."""
        with _keeping:
            _kept.pop(self.sha256, None)


def _keep(sha256: str, problem: Problem) -> None:
    _kept[sha256] = problem
    while len(_kept) > MOST_KEPT:
        _kept.pop(next(iter(_kept)))


@dataclass(frozen=True)
class Errand:
    """What one search is to do next.

    Attributes
    ----------
    folder :
        the meeting
    shard :
        where the search stands
    moves :
        how many moves to propose; fewer only when the target is reached
    target :
        the price at which nothing is left to do
    patience :
        seconds after which to come back all the same: for emergencies, because a task on a cluster cannot be
        interrupted. The plan then depends on the clock, as it does whenever time ends a solve.
    """

    folder: Folder
    shard: Shard
    moves: int
    target: int
    patience: float


def advance(errand: Errand) -> Shard:
    """Return where the search stands after the errand; without seats, when nobody could be seated.

    Parameters
    ----------
    errand :
        what to do

    Notes
    -----
    Taking up and laying down a search costs O(people^2 + people x rounds), as much as some thousand moves.
    """
    until = time.monotonic() + errand.patience
    problem, shard = errand.folder.problem(), errand.shard
    annealer = Annealer(problem, shard.seed, partial(new_seats, problem), errand.target, number=shard.number)
    if shard.seats is None:
        first = new_seats(problem, shard.seed)
        if first is None:
            return shard
        annealer.begin(first, warm=False)
        if shard.best is not None:
            annealer.take(shard.best, shard.price)
    else:
        annealer.resume(shard)
    left = errand.moves
    while left > 0 and not annealer.is_proved() and time.monotonic() < until:
        left -= annealer.step(left)
    return annealer.shard()
