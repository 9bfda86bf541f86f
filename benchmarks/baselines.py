"""What the planner is measured against: ways to seat people that are simple, or known, or left of it without its ideas.

Every one is a ``Solver``: it plans a meeting while its watch allows, and is judged like the planner itself.
"""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import zip_longest
from random import Random
from typing import TypeAlias

import numpy as np

from benchmarks.greedy import greedy_plan
from benchmarks.plain_model import plain_cp_sat
from benchmarks.seating import settle, travellers
from benchmarks.watch import Answer, Solver, Watch
from tischrunde.model import Meeting
from tischrunde.planning import solve
from tischrunde.problem import Problem, Seats, unpack
from tischrunde.search import Annealer, nearest_seats
from tischrunde.stop import MaxRuntime, Progress

__all__ = ["OURS", "SOLVERS", "annealing_alone", "by_hand", "greedy", "ours", "random_seats"]

OURS = "tischrunde"
NO_TARGET = -(1 << 60)
WORKER_SEEDS = 1_000_003

NewSeats: TypeAlias = Callable[[int], Seats | None]


def ours(meeting: Meeting, watch: Watch, seed: int, workers: int) -> Answer:
    """Plan with the planner as everybody uses it."""

    def note(progress: Progress) -> None:
        watch.note(progress.violations, progress.cost)

    result = solve(
        meeting,
        stop=MaxRuntime(watch.left(), clock=watch.clock),
        seed=seed,
        workers=workers,
        on_improvement=note,
    )
    if result.status == "infeasible":
        return Answer(None, status="infeasible")
    if result.score is None:
        return Answer(None)
    return Answer(result.rounds, result.score.bound, "optimal" if result.status == "optimal" else "feasible")


def random_seats(meeting: Meeting, watch: Watch, seed: int, workers: int) -> Answer:
    """Shuffle the people in every round, again and again; keep the best of all these plans.

    Knows sizes, hosts and closed tables. What lots drawn at the door would give, and better: a door draws once.
    """
    del workers
    draw = Random(seed)
    while True:
        rounds = []
        for number in meeting.round_numbers:
            order = travellers(meeting, number)
            draw.shuffle(order)
            rounds.append(settle(meeting, number, order))
        watch.offer(tuple(rounds))
        if watch.is_over():
            return Answer(watch.best)


def by_hand(meeting: Meeting, watch: Watch, seed: int, workers: int) -> Answer:
    """Start and step, as moderators do it on paper: "your table, then always three further".

    People sorted by sector are dealt to the tables like cards. Every deal moves on by a step of its own: one table in
    each round, then two, and so on, without the steps that come back to a theme; hosts stay, and where people may come
    back the last deal may stay too. Who finds a table full or closed takes the next free seat. One plan, no seed.
    """
    del seed, workers
    movers = sorted(
        (p for p in meeting.people if p.hosts is None), key=lambda p: (p.sector or "", p.organisation or "")
    )
    steps = _steps(meeting)
    rounds = []
    for number in meeting.round_numbers:
        tables = [table for table in _by_turns(meeting) if number not in meeting.table_of[table].closed_in]
        wanted = {}
        for place, person in enumerate(movers if tables else ()):
            deal, start = divmod(place, len(tables))
            wanted[person.id] = tables[(start + (number - 1) * steps[deal % len(steps)]) % len(tables)]
        rounds.append(settle(meeting, number, travellers(meeting, number), wanted))
    watch.offer(tuple(rounds))
    return Answer(watch.best)


def _steps(meeting: Meeting) -> list[int]:
    """Return the steps that lead nobody to a theme twice; every step where that may be, or cannot be helped."""
    tables = _by_turns(meeting)
    every = [*range(1, len(tables)), 0]
    if not meeting.themes_at_most_once:
        return every
    themes = [meeting.theme_of[table] for table in tables]
    seen = {step: {themes[step * r % len(tables)] for r in range(meeting.n_rounds)} for step in every}
    return [step for step in every if len(seen[step]) == meeting.n_rounds] or every


def _by_turns(meeting: Meeting) -> list[str]:
    """Return the tables so that neighbours have different themes, as far as themes allow."""
    of_theme: dict[str, list[str]] = {}
    for table, theme in meeting.theme_of.items():
        of_theme.setdefault(theme, []).append(table)
    return [table for row in zip_longest(*of_theme.values()) for table in row if table is not None]


def greedy(meeting: Meeting, watch: Watch, seed: int, workers: int) -> Answer:
    """Fill round after round, everybody at the table that costs least just now; again in another order, keep the best.

    Sees every term of the score and most rules, but never takes a seat back.
    """
    del workers
    draw = Random(seed)
    while True:
        rounds = greedy_plan(meeting, draw, watch)
        if rounds is not None:
            watch.offer(rounds)
        if watch.is_over():
            return Answer(watch.best)


def annealing_alone(meeting: Meeting, watch: Watch, seed: int, workers: int) -> Answer:
    """Anneal with the planner's own kernel from new seats: no diagnosis, no bound to stop at, no design.

    What is left of the planner when everything is taken away that makes it more than a good search.
    """
    problem = Problem.of(meeting)

    def new_seats(number: int) -> Seats | None:
        return nearest_seats(problem, np.full(problem.attends.shape, -1, np.int32), seed=number)

    annealers = list(_begun(problem, new_seats, seed, workers))
    if not annealers:
        return Answer(None)
    with ThreadPoolExecutor(len(annealers)) as threads:
        while True:
            best = min(annealers, key=lambda annealer: int(annealer.best_price[0]))
            watch.note(*unpack(int(best.best_price[0])))
            if watch.is_over():
                return Answer(problem.seating(best.best))
            list(threads.map(lambda annealer: annealer.step(annealer.schedule.chunk), annealers))


def _begun(problem: Problem, new_seats: NewSeats, seed: int, workers: int) -> Iterator[Annealer]:
    for number in range(workers):
        annealer = Annealer(problem, seed + WORKER_SEEDS * number, new_seats, NO_TARGET)
        seats = new_seats(annealer.seed)
        if seats is not None:
            annealer.begin(seats, warm=False)
            yield annealer


SOLVERS: Mapping[str, Solver] = {
    OURS: ours,
    "annealing": annealing_alone,
    "cp-sat": plain_cp_sat,
    "greedy": greedy,
    "by-hand": by_hand,
    "random": random_seats,
}
