"""A stand-in for the solver, so that the command line can be tested in situations that are hard to bring about.

As a program it is the command line with this solver, which seeks until it is stopped::

    python -m tests.solver.fake_solve solve meeting.json
"""

import sys
import time
import types
from collections.abc import Callable
from typing import Any

from tischrunde.model import Meeting, Plan, Run, Seating
from tischrunde.result import Proof, Result, planned
from tischrunde.score import judge
from tischrunde.stop import Progress, Stop

RUN = Run(version="0", seed=0, seconds=0.5, iterations=10, stopped_by="max_iterations", method="search")


def in_order(meeting: Meeting) -> Seating:
    """Return people at the tables in the order of the meeting, and everybody on by a seat each round."""
    ids = [person.id for person in meeting.people]
    rounds = []
    for number in meeting.round_numbers:
        left = ids[number:] + ids[:number]
        seats = {}
        for table in meeting.tables:
            seats[table.id], left = tuple(left[: table.seats]), left[table.seats :]
        rounds.append(seats)
    return tuple(rounds)


def solved(meeting: Meeting, *, better_by: int = 0, stopped_by: str = "max_iterations") -> Result:
    """Return the plan ``in_order``, with a proof that leaves room for ``better_by``."""
    rounds = in_order(meeting)
    judgement = judge(meeting, rounds)
    terms = {name: min(value, 0) for name, value in judgement.terms.items()}
    run = RUN.model_copy(update={"stopped_by": stopped_by})
    return planned(meeting, rounds, proof=Proof(terms, judgement.cost - better_by), run=run)


def install(answer: Callable[..., Result]) -> types.ModuleType:
    """Return a module that can stand for ``tischrunde.solve``."""
    module = types.ModuleType("tischrunde.planning")
    module.solve = answer  # type: ignore[attr-defined]
    return module


def seek_until_stopped(
    meeting: Meeting,
    *,
    stop: Stop,
    on_progress: Callable[[Progress], None],
    start: Plan | None = None,
    **rest: Any,
) -> Result:
    """Report and look at ``stop`` every 20 ms, as a real solve does."""
    began = time.monotonic()
    while True:
        progress = Progress(seconds=time.monotonic() - began, violations=0, cost=7, bound=3)
        on_progress(progress)
        if word := stop(progress):
            return solved(meeting, better_by=1, stopped_by=word)
        time.sleep(0.02)


if __name__ == "__main__":
    from tischrunde.cli import main

    sys.modules["tischrunde.planning"] = install(seek_until_stopped)
    sys.exit(main())
