"""Draw results: performance profiles, and how the gap closes with time. Needs matplotlib, the extra ``[plot]``.

References
----------
E. D. Dolan and J. J. Moré, Benchmarking optimization software with performance profiles, Math. Program. 91 (2002)
201-213.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from benchmarks.runs import Results, Run, Task, bounds, gap

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure

__all__ = ["draw", "medians", "profile", "times_to_target"]

Curve: TypeAlias = NDArray[np.float64]
FLOOR = 0.01  # seconds; shorter times are noise
NEAR = 0.01
"""A plan counts as reached when it costs at most this share more than the best plan of all solvers."""

# Told apart by colour, by dashes and by markers, each alone being enough; colours: Okabe and Ito 2008.
LOOKS = (
    ("#000000", "-", "o"),
    ("#0072B2", "--", "s"),
    ("#D55E00", "-.", "^"),
    ("#009E73", ":", "D"),
    ("#CC79A7", (0, (5, 1, 1, 1, 1, 1)), "v"),
    ("#E69F00", (0, (8, 3)), "x"),
)
POINTS = 240
STEPS = (1.0, 2.0, 5.0)
LINEAR_BELOW = 0.1  # percent; the axis of gaps is logarithmic above


def draw(results: Results, target: str | Path) -> None:
    """Draw both pictures side by side into one file; its suffix chooses the format.

    Raises
    ------
    ImportError
        Without matplotlib.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(12, 5.2), layout="constrained")
    left, right = figure.subplots(1, 2)
    solvers = list(dict.fromkeys(run.solver for run in results.runs))
    _draw_profile(left, results, solvers)
    _draw_gaps(right, results, solvers)
    _add_legend(figure, left)
    figure.savefig(target, dpi=150)


def times_to_target(runs: Sequence[Run]) -> dict[tuple[Task, int], dict[str, float]]:
    """Return for each meeting and seed how long each solver took to its first plan near the best one of all.

    Infinite where it never had such a plan. Meetings for which nobody has a valid plan are left out.
    """
    best: dict[Task, int] = {}
    for run in runs:
        if run.is_valid and run.cost is not None:
            best[run.task] = min(run.cost, best.get(run.task, run.cost))
    times: dict[tuple[Task, int], dict[str, float]] = {}
    for run in runs:
        if run.task in best:
            most = best[run.task] + NEAR * max(1, abs(best[run.task]))
            reached = (step.seconds for step in run.steps if not step.broken and step.cost <= most)
            first = min(reached, default=float("inf")) if run.is_valid else float("inf")
            times.setdefault((run.task, run.seed), {})[run.solver] = max(FLOOR, first)
    return times


def profile(runs: Sequence[Run], solver: str) -> tuple[Curve, Curve]:
    """Return the performance profile of a solver (Dolan and Moré 2002, section 2).

    Returns
    -------
    ratios, shares : float64, shape (n,)
        For each ratio the share of meetings on which the solver took at most that many times as long as the fastest.
    """
    times = [of_solver for of_solver in times_to_target(runs).values() if solver in of_solver]
    fastest = [min(of_solver.values()) for of_solver in times]
    ratios = np.sort(
        [
            of_solver[solver] / best
            for of_solver, best in zip(times, fastest, strict=True)
            if np.isfinite(of_solver[solver])
        ]
    )
    shares = np.arange(1, len(ratios) + 1) / max(1, len(times))
    return ratios.astype(np.float64), shares


def medians(runs: Sequence[Run], solver: str, at: Curve) -> Curve:
    """Return the median gap of a solver's plans, in percent, at some times; infinite while most have no valid plan."""
    bound_of = bounds(runs)
    rows = [_gaps(run, bound_of[run.task], at) for run in runs if run.solver == solver and run.task in bound_of]
    return np.quantile(rows, 0.5, axis=0, method="higher") if rows else np.full(len(at), np.inf)


def _gaps(run: Run, bound: int, at: Curve) -> Curve:
    """Return the gap of the plan that a run had at each time, in percent."""
    gaps = np.full(len(at), np.inf)
    for step in run.steps:
        if not step.broken:
            gaps[at >= step.seconds] = 100 * gap(step.cost, bound)
    return gaps


def _draw_profile(axes: "Axes", results: Results, solvers: Sequence[str]) -> None:
    curves = {solver: profile(results.runs, solver) for solver in solvers}
    end = 1.5 * max((float(ratios[-1]) for ratios, _ in curves.values() if len(ratios)), default=2.0)
    for solver, (colour, dashes, marker) in _looks(solvers):
        ratios, shares = curves[solver]
        slower = ratios > 1
        at_once = float(shares[~slower][-1]) if (~slower).any() else 0.0
        x = np.concatenate([[1.0], ratios[slower], [end]])
        y = np.concatenate([[at_once], shares[slower], shares[-1:] if len(shares) else [0.0]])
        marks = max(1, len(x) // 8)
        axes.step(
            x, 100 * y, where="post", color=colour, linestyle=dashes, marker=marker, markevery=marks, label=solver
        )
    axes.set_xscale("log")
    axes.set_xlim(end**-0.03, end)
    axes.set_ylim(-3, 103)
    _plain_numbers(axes.xaxis)
    axes.set_xlabel("time, as a multiple of the fastest solver's")
    axes.set_ylabel(f"share of meetings with a plan within {100 * NEAR:g} % of the best (%)")
    axes.set_title("Performance profile: how often, and how fast")
    axes.grid(visible=True, alpha=0.3)


def _draw_gaps(axes: "Axes", results: Results, solvers: Sequence[str]) -> None:
    firsts = [step.seconds for run in results.runs for step in run.steps if not step.broken]
    at = np.geomspace(max(FLOOR, min(firsts, default=FLOOR)), max(10 * FLOOR, results.conditions.max_runtime), POINTS)
    highest = 1.0
    for number, (solver, (colour, dashes, marker)) in enumerate(_looks(solvers)):
        gaps = medians(results.runs, solver, at)
        seen = np.isfinite(gaps)
        highest = max(highest, *gaps[seen], 1.0)
        # Markers stand at different times, so that lines on one another can be told apart.
        marks = (int(seen.argmax()) + number * POINTS // 40, POINTS // 6)
        axes.step(at, gaps, where="post", color=colour, linestyle=dashes, marker=marker, markevery=marks, label=solver)
    axes.set_xscale("log")
    axes.set_yscale("symlog", linthresh=LINEAR_BELOW)
    axes.set_xlim(at[0], at[-1])
    axes.set_ylim(-LINEAR_BELOW / 5, 2 * highest)
    _plain_numbers(axes.xaxis)
    axes.yaxis.set_major_formatter(lambda number, _: f"{number:,.10g}")
    axes.set_xlabel("seconds (lines begin when half of the meetings have a valid plan)")
    axes.set_ylabel("median gap to the best bound (%)")
    axes.set_title("Convergence: the gap as time goes by")
    axes.grid(visible=True, alpha=0.3)


def _plain_numbers(axis: "Axis") -> None:
    """Write 0.1, 1 and 10 in place of powers of ten, with some steps between them."""
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

    axis.set_major_locator(LogLocator(subs=STEPS))
    axis.set_major_formatter(FuncFormatter(lambda number, _: f"{number:,.10g}"))
    axis.set_minor_formatter(NullFormatter())


def _looks(solvers: Sequence[str]) -> Iterator[tuple[str, tuple[str, object, str]]]:
    for number, solver in enumerate(solvers):
        yield solver, LOOKS[number % len(LOOKS)]


def _add_legend(figure: "Figure", axes: "Axes") -> None:
    lines, labels = axes.get_legend_handles_labels()
    figure.legend(lines, labels, loc="outside lower center", ncols=len(labels), handlelength=4, frameon=False)
