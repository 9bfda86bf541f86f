"""Measure one solver on one meeting: the time, the memory, the plan as the judge sees it, and what went wrong."""

import contextlib
import multiprocessing
import os
import signal
import sys
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from benchmarks.runs import Clock, Run, Status
from benchmarks.suites import Case
from benchmarks.watch import Answer, Watch

__all__ = ["Job", "measure", "measure_apart"]

PATIENCE = 60.0  # seconds beyond three times the limit, before a run is broken off
SHARE_OF_MEMORY = 0.8
MIB = 1 << 20
CLOCKS = {"wall": time.perf_counter, "processor": time.process_time}
DIGITS = 4


@dataclass(frozen=True)
class Job:
    """One run to be measured.

    Attributes
    ----------
    limit : in seconds
    workers : how many cores the solver may use
    clock : what a second is: on the wall, or of a processor, which other work on the machine does not take away
    """

    case: Case
    solver: str
    seed: int
    limit: float
    workers: int = 1
    clock: Clock = "wall"


def measure(job: Job) -> Run:
    """Return what a solver does with a meeting, measured in this process.

    Everything is loaded and compiled before the time begins. The judge has the last word on cost and rules.
    """
    from benchmarks.baselines import SOLVERS
    from tischrunde.kernel import warm_up
    from tischrunde.score import judge

    warm_up()
    solver = SOLVERS[job.solver]
    watch = Watch(job.case.meeting, job.limit, clock=CLOCKS[job.clock])
    used = time.process_time()
    answer = solver(job.case.meeting, watch, job.seed, job.workers)
    seconds = round(watch.seconds(), DIGITS)
    used = round(time.process_time() - used, DIGITS)
    judgement = None if answer.rounds is None else judge(job.case.meeting, answer.rounds)
    status = _status(answer, broken=bool(judgement and judgement.violations))
    return _blank(job).model_copy(
        update={
            "status": status,
            "cost": None if judgement is None else judgement.cost,
            "bound": answer.bound,
            "broken": None if judgement is None else len(judgement.violations),
            "seconds": seconds,
            "cpu_seconds": used,
            "to_best": None if judgement is None or not watch.steps else watch.steps[-1].seconds,
            "to_proof": seconds if status in ("optimal", "infeasible") else None,
            "peak_mb": _peak_memory(),
            "steps": tuple(watch.steps),
        }
    )


def measure_apart(job: Job) -> Run:
    """Return what a solver does with a meeting, measured in a process of its own.

    So no run inherits another's memory, and one that crashes or never ends is told as ``failed``.
    """
    spawning = multiprocessing.get_context("spawn")
    here, there = spawning.Pipe()
    child = spawning.Process(target=_report, args=(there,), daemon=True)
    child.start()
    there.close()
    try:
        here.send(job)  # not with the arguments: a child that dies early would leave that waiting for ever
        if not here.poll(3 * job.limit + PATIENCE):
            return _failed(job, "it did not end in time")
        told = here.recv()
        return told if isinstance(told, Run) else _failed(job, str(told))
    except (EOFError, OSError):
        child.join()
        return _failed(job, f"its process ended with {child.exitcode}")
    finally:
        child.kill()
        child.join()
        here.close()


def _report(parent: Connection) -> None:
    """Measure the job that the parent sends, and send back what came of it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which waits for this run
    _limit_memory()
    try:
        told: Run | str = measure(parent.recv())
    except MemoryError:
        told = "memory was not enough"
    except Exception as error:
        told = f"{type(error).__name__}: {error}"[:300]
    parent.send(told)
    parent.close()


def _blank(job: Job) -> Run:
    meeting = job.case.meeting
    return Run(
        suite=job.case.suite,
        meeting=job.case.name,
        sha256=meeting.sha256,
        people=len(meeting.people),
        tables=len(meeting.tables),
        rounds=meeting.n_rounds,
        solver=job.solver,
        seed=job.seed,
        status="unknown",
    )


def _failed(job: Job, trouble: str) -> Run:
    return _blank(job).model_copy(update={"status": "failed", "trouble": trouble})


def _status(answer: Answer, *, broken: bool) -> Status:
    if answer.status == "infeasible":
        return "infeasible"
    if answer.rounds is None:
        return "unknown"
    return "feasible" if broken else answer.status


def _limit_memory() -> None:
    """Let a run that wants too much memory fail alone, before the machine has none left for others."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        whole = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
        most = int(SHARE_OF_MEMORY * whole)
        resource.setrlimit(resource.RLIMIT_DATA, (most, resource.getrlimit(resource.RLIMIT_DATA)[1]))


def _peak_memory() -> float | None:
    """Return the most memory this process ever held, in MiB, ``None`` where the system does not tell."""
    told = Path("/proc/self/status")
    if told.exists():  # the other way counts what the parent held before it started this process
        lines = told.read_text(encoding="ascii").splitlines()
        kilobytes = next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), None)
        return None if kilobytes is None else round(kilobytes / 1024, 1)
    try:
        import resource
    except ImportError:
        return None
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (MIB if sys.platform == "darwin" else 1024), 1)
