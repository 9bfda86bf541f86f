"""Look for the fewest name tags to change, then for the cheapest plan among those.

Few people move while all others stay: a small model for CP-SAT, wherever it comes to that. The circle of people who may
move grows until the number found is proved, or everybody may move, or the meeting is too large for that. Work is
counted, never timed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np

from tischrunde.exact import price_of
from tischrunde.problem import Bools, Problem, Seats, unpack
from tischrunde.repair.model import Aim, Found, prices_of_moves, solved
from tischrunde.repair.reseating import Reseating
from tischrunde.score import violations
from tischrunde.search import Annealer, Schedule, new_seats
from tischrunde.stop import Progress, Stop

__all__ = ["Fewest", "annealed", "cheaper", "fewest", "keeps_all_rules", "nearer"]

MOST_CELLS, SMALL_CELLS = 40_000, 10_000
"""People who may move x rounds to come x tables up to which one model is built, and one of many small ones."""

MOST_PAIRS = 400_000
"""The same for pairs of people x rounds to come where reunions, or a rule about them, tie everybody to everybody."""

FIRST_CIRCLE = 24
EFFORT_FOR_CIRCLE, EFFORT_FOR_ALL, EFFORT_FOR_PRICES, EFFORT_FOR_COST = 3.0, 3.0, 1.0, 0.25
"""Of one model, in CP-SAT's deterministic seconds."""
STEPS, PATIENCE, BESIDE = 12, 2, 10
"""Circles for giving seats back; circles in a row without a cheaper plan; people of each who stay and who move."""

MOVES_PER_SEAT = 5_000


@dataclass(frozen=True)
class Fewest:
    """How few name tags change.

    Attributes
    ----------
    seats : seats that keep every rule, ``None`` when none were found
    least : no plan changes fewer
    is_impossible : whether there is no plan at all
    """

    seats: Seats | None
    least: int
    is_impossible: bool = False


@dataclass
class _Effort:
    """Who is asked whether to stop, and the seed of the next model."""

    stop: Stop | None
    seed: int
    models: int = field(default=0)

    def is_over(self) -> bool:
        return self.stop is not None and self.stop(Progress()) is not None

    def solved(self, reseating: Reseating, free: Bools, around: Seats, aim: Aim, effort: float) -> Found:
        self.models += 1
        return solved(reseating, free, around, aim, effort=effort, seed=self.seed + self.models, stop=self.stop)


def keeps_all_rules(problem: Problem, table_of: Seats) -> bool:
    """Return whether seats keep every rule, as the judge sees it."""
    return not violations(problem.meeting, problem.seating(table_of))


def fewest(reseating: Reseating, *, stop: Stop | None, seed: int) -> Fewest:
    """Return seats that change as few name tags as can be found, and how many change at least.

    Notes
    -----
    Each circle is a minimum over the plans in which nobody outside of it changes. It is the minimum of all plans as
    soon as it equals ``Reseating.least``, or the circle is everybody.
    """
    if keeps_all_rules(reseating.problem, reseating.was):
        return Fewest(reseating.was, 0)
    effort = _Effort(stop, seed)
    least, best = reseating.least, None
    for free, is_whole in _circles(reseating, seed):
        if effort.is_over():
            break
        limit = None if best is None else _count(reseating, best) - 1
        work = EFFORT_FOR_ALL if is_whole else EFFORT_FOR_CIRCLE
        found = effort.solved(reseating, free, reseating.was, Aim("changes", at_most=limit), work)
        if found.seats is not None:
            best = found.seats
        if is_whole and found.is_final:
            if best is None:
                return Fewest(None, least, is_impossible=True)
            return Fewest(best, _count(reseating, best))
        least = max(least, found.least) if is_whole else least
        if best is not None:
            best = _fewer(reseating, best, least, effort)
            if _count(reseating, best) <= least:
                break
    return Fewest(best, least)


def _fewer(reseating: Reseating, table_of: Seats, least: int, effort: _Effort) -> Seats:
    """Return seats that change fewer name tags, if circles around those who move hold any."""
    rng = np.random.default_rng(effort.seed)
    best, fruitless = table_of, 0
    while fruitless < PATIENCE and _count(reseating, best) > least and not effort.is_over():
        moving = np.flatnonzero(reseating.differs(best) | reseating.is_new)
        staying = np.flatnonzero(reseating.comes & ~reseating.differs(best) & ~reseating.is_new)
        some = np.concatenate([moving, rng.permutation(staying)])[: most_free(reseating, SMALL_CELLS)]
        aim = Aim("changes", at_most=_count(reseating, best) - 1)
        found = effort.solved(reseating, _among(reseating.problem, some), best, aim, EFFORT_FOR_CIRCLE)
        fruitless = fruitless + 1 if found.seats is None else 0
        best = best if found.seats is None else found.seats
        if found.is_final and len(some) == len(moving) + len(staying):
            break
    return best


def _count(reseating: Reseating, table_of: Seats) -> int:
    return int(reseating.differs(table_of).sum())


def _circles(reseating: Reseating, seed: int) -> Iterator[tuple[Bools, bool]]:
    """Yield who may move, more and more, and whether that is everybody; only as many as a model may hold."""
    problem = reseating.problem
    comes, must = reseating.comes, reseating.is_forced
    order = np.concatenate([np.flatnonzero(must), _dealt(reseating, comes & ~must, seed)])
    size, most = int(must.sum()) + FIRST_CIRCLE, most_free(reseating)
    while size < len(order) and size <= most:
        yield _among(problem, order[:size]), False
        size *= 4
    if len(order) <= most:
        yield comes, True
    elif size // 4 < most:
        yield _among(problem, order[:most]), False


def _dealt(reseating: Reseating, people: Bools, seed: int) -> "np.ndarray[tuple[int], np.dtype[np.intp]]":
    """Return people in an order in which every table of every round to come has its turn, the largest tables first."""
    problem = reseating.problem
    chosen = np.random.default_rng(seed).permutation(np.flatnonzero(people))
    if not chosen.size:
        return chosen
    rank = np.full(len(chosen), len(chosen))
    for r in range(reseating.played, problem.n_rounds):
        tables = reseating.was[r, chosen]
        size = np.bincount(tables[tables >= 0], minlength=problem.n_tables)
        order = np.argsort(tables, kind="stable")
        within = np.arange(len(chosen)) - np.searchsorted(tables[order], tables[order])
        turn = np.empty(len(chosen), np.int64)
        turn[order] = within
        rank = np.minimum(rank, turn * (int(size.max(initial=0)) + 1) - size[np.maximum(tables, 0)])
    return chosen[np.argsort(rank, kind="stable")]


def _among(problem: Problem, people: "np.ndarray[tuple[int], np.dtype[np.intp]]") -> Bools:
    free = np.zeros(problem.n_people, np.bool_)
    free[people] = True
    return free


def most_free(reseating: Reseating, cells: int = MOST_CELLS) -> int:
    """Return how many people may move in one model of so many cells."""
    problem = reseating.problem
    rounds = problem.n_rounds - reseating.played
    most = cells // (rounds * problem.n_tables)
    if problem.limit.size:
        most = min(most, MOST_PAIRS // (rounds * problem.n_people))
    return max(1, most)


def nearer(reseating: Reseating, table_of: Seats, *, stop: Stop | None, seed: int) -> Seats:
    """Return seats that change fewer name tags than these, by giving people in circles their old seats back."""
    effort, rng = _Effort(stop, seed), np.random.default_rng(seed)
    best, most = table_of, most_free(reseating)
    for _ in range(STEPS):
        if effort.is_over():
            break
        some = rng.permutation(np.flatnonzero(reseating.differs(best)))[:most]
        found = effort.solved(reseating, _among(reseating.problem, some), best, Aim("changes"), EFFORT_FOR_CIRCLE)
        if found.seats is not None and _count(reseating, found.seats) < _count(reseating, best):
            best = found.seats
    return best


def cheaper(reseating: Reseating, table_of: Seats, *, at_most: int, bound: int, stop: Stop | None, seed: int) -> Seats:
    """Return seats that cost no more than these and change ``at_most`` name tags.

    First the people who move are chosen anew by prices of single moves, and annealed while all others stay. Then
    small circles around those who move are seated best by the true cost, until the bound is reached, or some circles
    in a row held nothing better.
    """
    problem = reseating.problem
    if problem.is_large or (at_most == 0 and not reseating.is_new.any()):
        return table_of
    effort, rng = _Effort(stop, seed), np.random.default_rng(seed)
    best = _dealt_anew(reseating, table_of, at_most, bound, effort)
    beside = min(BESIDE, MOST_PAIRS // max(1, problem.n_people * problem.n_rounds))
    fruitless = 0
    while fruitless < PATIENCE and beside and _cost(problem, best) > bound and not effort.is_over():
        moving = np.flatnonzero(reseating.differs(best) | reseating.is_new)
        staying = np.flatnonzero(reseating.comes & ~reseating.differs(best) & ~reseating.is_new)
        some = np.concatenate([rng.permutation(moving)[:beside], rng.permutation(staying)[:beside]])
        aim = Aim("cost", at_most=at_most, below=_cost(problem, best))
        found = effort.solved(reseating, _among(problem, some), best, aim, EFFORT_FOR_COST)
        fruitless = fruitless + 1 if found.seats is None else 0
        if found.seats is not None:
            best = annealed(reseating, found.seats, bound=bound, seed=seed)
    return best


def annealed(reseating: Reseating, table_of: Seats, *, bound: int, seed: int) -> Seats:
    """Return seats that cost no more than these, with the same people in their old seats."""
    problem = reseating.problem
    moving = reseating.differs(table_of) | reseating.is_new
    n_free = int((problem.attends[reseating.played :] & moving).sum())
    if not n_free:
        return table_of
    fixed = np.where(moving[None, :] | ~problem.attends, problem.fixed, table_of).astype(np.int32)
    around = replace(problem, fixed=fixed)
    pace = Schedule(moves_per_seat=max(1, MOVES_PER_SEAT * n_free // int(problem.attends.sum())))
    search = Annealer(around, seed, partial(new_seats, around), bound, pace)
    search.begin(table_of, warm=True)
    while search.done < search.length and not search.is_proved():
        search.step(search.length)
    return search.best.copy()


def _dealt_anew(reseating: Reseating, table_of: Seats, at_most: int, bound: int, effort: _Effort) -> Seats:
    """Return the cheaper of these seats and those that prices of single moves lead to."""
    problem = reseating.problem
    comes = reseating.comes
    moving = reseating.differs(table_of) | reseating.is_forced
    order = np.concatenate([np.flatnonzero(moving), _dealt(reseating, comes & ~moving, effort.seed)])
    free = _among(problem, order[: max(most_free(reseating, SMALL_CELLS), int(moving.sum()))])
    aim = Aim("prices", at_most=at_most, prices=prices_of_moves(reseating, table_of))
    found = effort.solved(reseating, free, table_of, aim, EFFORT_FOR_PRICES)
    some = [table_of] if found.seats is None else [table_of, found.seats]
    return min(
        (annealed(reseating, seats, bound=bound, seed=effort.seed) for seats in some), key=partial(_cost, problem)
    )


def _cost(problem: Problem, table_of: Seats) -> int:
    return unpack(price_of(problem, table_of))[1]
