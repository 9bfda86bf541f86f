"""A plan to be changed as arrays: who had which seats, what must change in any case, and how many at least."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from tischrunde.model import Seating
from tischrunde.problem import Bools, Ints, Longs, Problem, Seats

__all__ = ["Reseating"]


@dataclass(frozen=True)
class Reseating:
    """A meeting after changes, beside the seats of before.

    Attributes
    ----------
    problem : the meeting as arrays, with everybody fixed in the rounds that are played
    was : int32, shape (n_rounds, n_people); the table of before, -1 where there was none or nobody comes now
    has_tag : bool, shape (n_people,); who was seated before at all, and so has a name tag
    played : how many rounds are over
    """

    problem: Problem
    was: Seats
    has_tag: Bools
    played: int

    @classmethod
    def of(cls, problem: Problem, start: Seating, played: int) -> "Reseating":
        """Return the seats of ``start`` beside the meeting; names that it does not have are left out."""
        seats = problem.table_of(start)
        was = np.where(problem.attends, seats, -1).astype(np.int32)
        has_tag: Bools = np.any(seats >= 0, axis=0)
        return cls(problem, was, has_tag, played)

    def differs(self, table_of: Seats) -> Bools:
        """Return whose name tag is wrong with these seats; bool, shape (n_people,).

        It is wrong when a table is another one in a round that is still to come and attended. People without a name
        tag need one in any case and do not count.
        """
        other = (table_of != self.was) & self.problem.attends
        changed: Bools = other[self.played :].any(axis=0) & self.has_tag
        return changed

    @cached_property
    def forced(self) -> Bools:
        """Return whose old seat is gone or not allowed any more, round by round; bool, shape (n_rounds, n_people)."""
        problem = self.problem
        rounds, people = np.indices(self.was.shape)
        barred = problem.outside[problem.domain_of[people], rounds, np.maximum(self.was, 0)]
        elsewhere = (problem.fixed >= 0) & (problem.fixed != self.was)
        forced: Bools = problem.attends & ((self.was < 0) | barred | elsewhere)
        forced[: self.played] = False
        return forced

    @cached_property
    def is_forced(self) -> Bools:
        """Return who cannot keep every seat, or has none yet; bool, shape (n_people,)."""
        is_forced: Bools = np.any(self.forced, axis=0)
        return is_forced

    @cached_property
    def comes(self) -> Bools:
        """Return who attends a round that is still to come; bool, shape (n_people,)."""
        comes: Bools = np.any(self.problem.attends[self.played :], axis=0)
        return comes

    @cached_property
    def is_new(self) -> Bools:
        """Return who attends a round that is still to come and has no name tag yet; bool, shape (n_people,)."""
        return self.comes & ~self.has_tag

    @cached_property
    def least(self) -> int:
        """Return a lower bound on how many name tags change, from closed tables and table sizes alone.

        Proof. Everybody whose old seat is not allowed any more changes. In one round, let s(t) people stay at table t
        who need not leave it, f others have to be seated, and z(t) be the final sizes, low(t) <= z(t) <= high(t). Then
        at least sum max(0, s(t) - high(t)) of those who stay must leave, and what tables lack, sum
        max(0, low(t) - s(t)), comes from the f others or from people who leave another table. Of those who leave,
        only people who are not forced in some other round are counted beside the forced. Sizes are those of one
        window, so the least over all windows of a round holds, and the largest over all rounds.
        """
        problem = self.problem
        must = self.is_forced
        further = 0
        for r in range(self.played, problem.n_rounds):
            here = problem.attends[r] & ~must & (self.was[r] >= 0) & self.has_tag
            others = int((problem.attends[r] & ~here).sum())
            stay = np.bincount(self.was[r][here], minlength=problem.n_tables).astype(np.int64)
            leavers = [_leavers(stay, others, low, high) for low, high in problem.windows[r]]
            further = max(further, min(leavers, default=0))
        return int((must & self.has_tag).sum()) + further


def _leavers(stay: Longs, others: int, low: Ints, high: Ints) -> int:
    """Return how many people must leave their table when sizes have to be within a window."""
    over = int(np.maximum(stay - high, 0).sum())
    lacking = int(np.maximum(low - stay, 0).sum())
    return max(over, lacking - others)
