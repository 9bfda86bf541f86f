"""Tell results as tables: a row for each meeting and solver, and what they sum up to."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text as Line

from benchmarks.runs import Results, Run, bounds, gap, middle
from tischrunde.documents.printable import decimal, printable
from tischrunde.words import Language, Text

__all__ = ["COLUMNS", "Row", "Sum", "report", "rows", "sums"]

COLUMNS = (
    Text("Meeting, solver"),
    Text("Cost"),
    Text("Bound"),
    Text("Gap"),
    Text("Proved"),
    Text("Best, s"),
    Text("Proof, s"),
)
NOTHING = "–"
NEAR, FEW, FAR = 0.0001, 0.1, 10.0


@dataclass(frozen=True)
class Row:
    """One solver on one meeting: medians over the seeds.

    Attributes
    ----------
    runs : how many seeds
    cost : of the valid plans, ``None`` without any
    bound : the best that anybody proved for this meeting
    gap : of the cost to the bound
    proved : how many runs proved their answer
    to_best, to_proof : seconds
    broken : most rules broken by a run's plan
    without_plan : how many runs have no plan at all
    is_impossible : whether a run proved that there is no plan
    """

    meeting: str
    solver: str
    runs: int
    cost: float | None
    bound: int | None
    gap: float | None
    proved: int
    to_best: float | None
    to_proof: float | None
    broken: int
    without_plan: int
    is_impossible: bool


@dataclass(frozen=True)
class Sum:
    """One solver on all meetings: how many runs proved, best among the solvers, without valid plan; the median gap."""

    solver: str
    runs: int
    proved: int
    best: int
    invalid: int
    gap: float | None


def rows(runs: Sequence[Run]) -> Iterator[Row]:
    """Yield a row for each meeting and solver, in the order of the runs."""
    bound_of = bounds(runs)
    gathered: dict[tuple[str, str, str], list[Run]] = {}
    for run in runs:
        gathered.setdefault((*run.task, run.solver), []).append(run)
    for (meeting, _, solver), same in gathered.items():
        cost, bound = middle(run.cost for run in same if run.is_valid), bound_of.get(same[0].task)
        yield Row(
            meeting=meeting,
            solver=solver,
            runs=len(same),
            cost=cost,
            bound=bound,
            gap=None if cost is None or bound is None else gap(cost, bound),
            proved=sum(run.to_proof is not None for run in same),
            to_best=middle(run.to_best for run in same if run.is_valid),
            to_proof=middle(run.to_proof for run in same),
            broken=max(run.broken or 0 for run in same),
            without_plan=sum(run.cost is None for run in same),
            is_impossible=any(run.status == "infeasible" for run in same),
        )


def sums(runs: Sequence[Run]) -> Iterator[Sum]:
    """Yield what each solver reached over all its runs."""
    bound_of = bounds(runs)
    best_of = {run.task: run.cost for run in sorted(runs, key=lambda run: -(run.cost or 0)) if run.is_valid}
    for solver in dict.fromkeys(run.solver for run in runs):
        mine = [run for run in runs if run.solver == solver]
        gaps = [
            gap(run.cost, bound_of[run.task])
            for run in mine
            if run.is_valid and run.cost is not None and run.task in bound_of
        ]
        yield Sum(
            solver=solver,
            runs=len(mine),
            proved=sum(run.to_proof is not None for run in mine),
            best=sum(run.is_valid and run.cost == best_of[run.task] for run in mine),
            invalid=sum(not run.is_valid and run.status != "infeasible" for run in mine),
            gap=middle(gaps),
        )


def report(results: Results, language: Language) -> Group:
    """Return what people read after a benchmark."""
    return Group(*_parts(results, language))


def _parts(results: Results, language: Language) -> Iterator[RenderableType]:
    yield _table(list(rows(results.runs)), language)
    yield _sums(list(sums(results.runs)), language)
    for run in results.runs:
        if run.trouble is not None:
            failed = Text(
                "{solver} broke off at {meeting}: {trouble}.",
                solver=run.solver,
                meeting=run.meeting,
                trouble=run.trouble,
            )
            yield Line(printable(failed.say(language)))
    given = results.conditions
    yield Line(
        Text(
            "At most {seconds} s a run, each in a process of its own. {processor}, {cores} cores, Python {python}; "
            "load {before} before, {after} after.",
            seconds=decimal(given.max_runtime, language, digits=2),
            processor=given.processor,
            cores=given.cores,
            python=given.python,
            before=decimal(given.load[0], language),
            after=decimal(given.load[1], language),
        ).say(language)
    )


def _table(found: Iterable[Row], language: Language) -> Table:
    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for number, title in enumerate(COLUMNS):
        grid.add_column(title.say(language), justify="left" if number < 1 else "right", no_wrap=number > 0)
    for meeting, of_meeting in groupby(found, key=lambda row: row.meeting):
        grid.add_row(printable(meeting))
        for row in of_meeting:
            grid.add_row(f"  {row.solver}", *_cells(row, language))
    return grid


def _cells(row: Row, language: Language) -> Iterator[str]:
    if row.is_impossible:
        yield Text("impossible").say(language)
    elif row.cost is None:
        yield (Text("{count} broken", count=row.broken) if row.broken else Text("no plan")).say(language)
    else:
        yield whole(row.cost)
    yield NOTHING if row.bound is None else str(row.bound)
    yield NOTHING if row.gap is None else percent(row.gap, language)
    yield _proved(row).say(language)
    yield seconds(row.to_best, language)
    yield seconds(row.to_proof, language)


def _proved(row: Row) -> Text:
    if row.runs > 1:
        return Text("{proved} of {runs}", proved=row.proved, runs=row.runs)
    return Text("yes") if row.proved else Text("no")


def _sums(found: Iterable[Sum], language: Language) -> Table:
    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    titles = (
        Text("Solver"),
        Text("Runs"),
        Text("Proved"),
        Text("Best of all"),
        Text("No valid plan"),
        Text("Median gap"),
    )
    for number, title in enumerate(titles):
        grid.add_column(title.say(language), justify="left" if number < 1 else "right")
    for one in found:
        usual = NOTHING if one.gap is None else percent(one.gap, language)
        grid.add_row(one.solver, str(one.runs), str(one.proved), str(one.best), str(one.invalid), usual)
    return grid


def whole(number: float) -> str:
    """Return a cost, with half points only where a median has them."""
    return f"{number:.0f}" if number == int(number) else f"{number:.1f}"


def percent(share: float, language: Language) -> str:
    """Return a share in percent; a gap to a bound of 0 is a number of points, and no share says anything about it."""
    if share >= FAR:
        return Text("> {most} %", most=f"{100 * FAR:g}").say(language)
    if 0 < share < NEAR:
        return Text("< {least} %", least=decimal(100 * NEAR, language, digits=2)).say(language)
    return f"{decimal(100 * share, language, digits=2 if share < FEW else 0)} %"


def seconds(time: float | None, language: Language) -> str:
    """Return a time in seconds with the digits that matter."""
    if time is None:
        return NOTHING
    return decimal(time, language, digits=1 if time >= 10 else 2 if time >= 0.1 else 3)
