"""Runs and results made up for tests."""

import os
import time
from typing import Any

from benchmarks.runs import Conditions, Results, Run, Step

CONDITIONS = Conditions(
    machine="desk",
    processor="Abacus",
    system="Linux x86_64",
    python="3.11.0",
    version="0",
    cores=2,
    max_runtime=1.0,
    seeds=1,
    workers=1,
)


def run(solver: str = "tischrunde", meeting: str = "spring", **changes: Any) -> Run:
    """Return a run whose plan costs 7 after half a second, and nothing is proved."""
    plain: dict[str, Any] = {
        "suite": "real",
        "meeting": meeting,
        "sha256": f"sha of {meeting}",
        "people": 4,
        "tables": 2,
        "rounds": 2,
        "solver": solver,
        "seed": 0,
        "status": "feasible",
        "cost": 7,
        "broken": 0,
        "seconds": 1.0,
        "to_best": 0.5,
        "steps": (Step(seconds=0.1, broken=0, cost=9), Step(seconds=0.5, broken=0, cost=7)),
    }
    return Run.model_validate(plain | changes)


def results(*runs: Run) -> Results:
    """Return the results file of some runs."""
    return Results(conditions=CONDITIONS, runs=runs)


def dies(_parent: object) -> None:
    """End the process of a run as a crash does."""
    os._exit(3)


def sleeps(_parent: object) -> None:
    """Answer nothing for longer than anybody waits."""
    time.sleep(600)
