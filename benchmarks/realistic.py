"""Measure the planner on seeded realistic meetings: ``python -m benchmarks.realistic -o FILE.json``.

The planner against annealing alone, each with the same few seconds of one core. These are seconds of the processor, so
that other work on the machine changes little. The file is written after every
meeting; begun anew, only what is missing is measured. ``--first`` and ``--count`` share the seeds among several files,
and further files that are named are summed up together with it.
"""

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, quantiles

from benchmarks.bench import conditions, load_average
from benchmarks.measuring import Job, measure_apart
from benchmarks.runs import Results, Run, bounds, gap, read_results, write_results
from benchmarks.suites import Case
from tischrunde.generator import realistic

__all__ = ["Summary", "main", "measured", "summary"]

OURS, ALONE = "tischrunde", "annealing"
SECONDS = 5.0
COUNT = 200


@dataclass(frozen=True)
class Summary:
    """What came of realistic meetings.

    Attributes
    ----------
    meetings : how many were measured with both solvers
    proved : how many plans were proved the best possible
    gaps : gap of every valid plan that was not, to the best bound
    invalid : names of meetings without a valid plan, or with a plan that breaks a rule
    worse : names of meetings for which annealing alone has the better plan
    sizes : for people, tables and rounds: least, first quarter, median, third quarter, most
    seconds : median, and the time within which nine of ten runs ended
    """

    meetings: int
    proved: int
    gaps: tuple[float, ...]
    invalid: tuple[str, ...]
    worse: tuple[str, ...]
    sizes: dict[str, tuple[float, ...]]
    seconds: tuple[float, float]

    def told(self) -> str:
        """Return the figures as lines of text."""
        share = 100 * self.proved / max(1, self.meetings)
        mean = f"{100 * fmean(self.gaps):.2f} %" if self.gaps else "none left"
        lines = [
            f"realistic meetings                      {self.meetings}",
            f"proved best possible                    {self.proved} ({share:.1f} %)",
            f"mean gap of the others                  {mean}",
            f"largest gap                             {100 * max(self.gaps, default=0):.2f} %",
            f"without a valid plan                    {len(self.invalid)} {' '.join(self.invalid)}".rstrip(),
            f"worse than annealing alone              {len(self.worse)} {' '.join(self.worse)}".rstrip(),
            f"seconds: median, nine of ten within     {self.seconds[0]:.2f}, {self.seconds[1]:.2f}",
        ]
        for name, five in self.sizes.items():
            lines.append(f"{f'{name}: least, quartiles, most':<40}" + ", ".join(f"{number:g}" for number in five))
        return "\n".join(lines) + "\n"


def summary(runs: Sequence[Run]) -> Summary:
    """Return what runs of both solvers sum up to; a meeting that lacks one of them is left out."""
    alone = {run.task: run for run in runs if run.solver == ALONE}
    ours = [run for run in runs if run.solver == OURS and run.task in alone]
    bound_of = bounds(runs)
    return Summary(
        meetings=len(ours),
        proved=sum(run.status == "optimal" for run in ours),
        gaps=tuple(
            gap(run.cost, bound_of[run.task])
            for run in ours
            if run.status != "optimal" and run.is_valid and run.cost is not None and run.task in bound_of
        ),
        invalid=tuple(run.meeting for run in ours if not run.is_valid),
        worse=tuple(run.meeting for run in ours if _order(alone[run.task]) < _order(run)),
        sizes={name: _five(getattr(run, name) for run in ours) for name in ("people", "tables", "rounds")},
        seconds=_median_and_ninth([run.seconds for run in ours]),
    )


def _order(run: Run) -> tuple[bool, float]:
    return not run.is_valid, float("inf") if run.cost is None or not run.is_valid else run.cost


def _five(numbers: Iterable[int]) -> tuple[float, ...]:
    found = sorted(numbers)
    if len(found) < 2:
        return tuple(map(float, found))
    return (found[0], *quantiles(found, n=4, method="inclusive"), found[-1])


def _median_and_ninth(seconds: Sequence[float]) -> tuple[float, float]:
    if len(seconds) < 2:
        return sum(seconds), sum(seconds)
    tenths = quantiles(seconds, n=10, method="inclusive")
    return tenths[4], tenths[8]


def measured(
    seeds: Iterable[int],
    known: Sequence[Run],
    *,
    limit: float = SECONDS,
    measuring: Callable[[Job], Run] = measure_apart,
    keep: Callable[[Sequence[Run]], None] = lambda runs: None,
) -> list[Run]:
    """Return the known runs and those that were missing.

    Parameters
    ----------
    seeds
        Of the meetings.
    known
        Runs that need not be measured again, as long as their meeting is the same.
    limit
        Seconds for each run.
    measuring
        How a job is measured: by default in a process of its own.
    keep
        Called with all runs after every meeting.
    """
    runs = list(known)
    done = {(run.task, run.solver) for run in runs}
    for seed in seeds:
        case = Case("realistic", f"realistic-{seed}", realistic(seed))
        task = case.name, case.meeting.sha256
        missing = [solver for solver in (OURS, ALONE) if (task, solver) not in done]
        runs = [run for run in runs if run.meeting != case.name or run.task == task]
        runs.extend(measuring(Job(case, solver, 0, limit, clock="processor")) for solver in missing)
        if missing:
            keep(runs)
    return runs


def main() -> None:
    """Measure what is missing and say what it sums up to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-o", "--output", type=Path, required=True, help="the file of results, made or continued")
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    parser.add_argument("--count", type=int, default=COUNT, help="how many seeds from there on")
    parser.add_argument("--max-runtime", type=float, default=SECONDS, help="seconds for each run")
    parser.add_argument("files", nargs="*", type=Path, help="further files of results to sum up")
    given = parser.parse_args()
    load = load_average()

    def keep(runs: Sequence[Run]) -> None:
        met = conditions(limit=given.max_runtime, seeds=1, workers=1, load_before=load, clock="processor")
        write_results(Results(conditions=met, runs=tuple(runs)), given.output)
        ours, alone = runs[-2:]
        sys.stdout.write(f"{ours.meeting}: {ours.status} {ours.cost} in {ours.seconds:.2f} s, alone {alone.cost}\n")
        sys.stdout.flush()

    known = read_results(given.output).runs if given.output.exists() else ()
    runs = measured(range(given.first, given.first + given.count), known, limit=given.max_runtime, keep=keep)
    for file in given.files:
        runs.extend(read_results(file).runs)
    sys.stdout.write(summary(runs).told())


if __name__ == "__main__":
    main()
