"""Measure solvers on meetings, one run after the other, and gather what came of it. ``tischrunde bench`` calls this."""

import os
import platform
from collections.abc import Callable, Iterable, Sequence
from importlib.metadata import version
from itertools import product
from pathlib import Path

from benchmarks.measuring import Job, measure_apart
from benchmarks.runs import Clock, Conditions, Run
from benchmarks.suites import SUITES, Case, cases
from tischrunde.errors import Finding
from tischrunde.io import read_meeting
from tischrunde.model import Meeting
from tischrunde.model.problems import next_step, quoted
from tischrunde.words import Text, listed

__all__ = ["SOLVER_NAMES", "bench", "conditions", "find_cases", "find_solvers", "jobs_of", "load_average", "processor"]

SOLVER_NAMES = ("tischrunde", "annealing", "cp-sat", "greedy", "by-hand", "random")


def find_cases(
    names: Sequence[str], *, read: Callable[[str], Meeting | None] = read_meeting
) -> tuple[list[Case], list[Finding]]:
    """Return the meetings of suites and files, and which names are none of a suite.

    Parameters
    ----------
    names
        Names of suites, and meeting files. A file that is called like a suite needs its folder: ``./real``.
    read
        Reads a meeting file; ``None`` leaves it out.
    """
    found: list[Case] = []
    findings: list[Finding] = []
    for name in dict.fromkeys(names):
        if name in SUITES:
            found.extend(cases(name))
        elif _is_file(name):
            meeting = read(name)
            found.extend([] if meeting is None else [Case("files", Path(name).stem, meeting)])
        else:
            message = Text("There is no suite “{name}”.", name=quoted(name))
            suites = listed(SUITES, choice=True)
            findings.append(Finding("", message, Text("Choose {suites}, or name meeting files.", suites=suites)))
    return found, findings


def _is_file(name: str) -> bool:
    return bool(Path(name).suffix) or len(Path(name).parts) > 1 or Path(name).exists()


def find_solvers(names: Sequence[str]) -> tuple[list[str], list[Finding]]:
    """Return the solvers that are named, in the usual order, all when none is; and what is wrong with the names."""
    unknown = [name for name in dict.fromkeys(names) if name not in SOLVER_NAMES]
    findings = [
        Finding("--solvers", Text("There is no solver “{name}”.", name=quoted(name)), next_step(name, SOLVER_NAMES))
        for name in unknown
    ]
    return [name for name in SOLVER_NAMES if not names or name in names], findings


def jobs_of(
    found: Iterable[Case], solvers: Sequence[str], *, seeds: int = 1, limit: float = 10.0, workers: int = 1
) -> list[Job]:
    """Return every run there is to measure: meeting by meeting, seed by seed, solver by solver."""
    return [Job(case, solver, seed, limit, workers) for case, seed, solver in product(found, range(seeds), solvers)]


def bench(
    jobs: Sequence[Job],
    *,
    measuring: Callable[[Job], Run] = measure_apart,
    on_begin: Callable[[Job], None] | None = None,
    is_over: Callable[[], bool] = lambda: False,
) -> tuple[Run, ...]:
    """Return what was measured, in the order of the jobs.

    Parameters
    ----------
    measuring
        How a job is measured: by default in a process of its own.
    on_begin
        Called before every run.
    is_over
        Asked after every run whether to leave out the rest, and this run too if it was cut off.
    """
    runs = []
    for job in jobs:
        if on_begin is not None:
            on_begin(job)
        runs.append(measuring(job))
        if is_over():
            return tuple(run for run in runs if run is not runs[-1] or run.status != "failed")
    return tuple(runs)


def conditions(
    *,
    limit: float,
    seeds: int,
    workers: int,
    load_before: float,
    machine: str | None = None,
    clock: Clock = "wall",
) -> Conditions:
    """Return on what, and within which limits, was measured; called at the end."""
    return Conditions(
        machine=machine or platform.node(),
        processor=processor(),
        system=f"{platform.system()} {platform.machine()}",
        python=platform.python_version(),
        version=version("tischrunde"),
        cores=os.cpu_count() or 1,
        max_runtime=limit,
        seeds=seeds,
        workers=workers,
        clock=clock,
        load=(round(load_before, 2), round(load_average(), 2)),
    )


def load_average() -> float:
    """Return how many processes wanted to work in the last minute, 0 where the system does not tell."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0


def processor() -> str:
    """Return the name of the processor."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor() or "unknown processor")
