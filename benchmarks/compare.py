"""What changed between two measurements: for each meeting and solver, and in sum."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import geometric_mean
from typing import Literal, TypeAlias

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text as Line

from benchmarks.report import NOTHING, Row, rows, seconds, whole
from benchmarks.runs import Conditions, Results, Run
from tischrunde.documents.printable import decimal, printable
from tischrunde.words import Language, Text

__all__ = ["Change", "Comparison", "changes", "compare", "comparison"]

Verdict: TypeAlias = Literal["better", "worse", "same"]
FLOOR = 0.01  # seconds; shorter times are noise


@dataclass(frozen=True)
class Change:
    """One solver on one meeting, then and now."""

    old: Row
    new: Row

    @property
    def verdict(self) -> Verdict:
        """Return whether the plan is better now: it is there, keeps more rules, costs less, is proved more often."""
        before, now = _order(self.old), _order(self.new)
        return "same" if before == now else "better" if now < before else "worse"

    @property
    def times_as_long(self) -> float | None:
        """Return how many times as long the best plan took, ``None`` when the plans cost differently."""
        if self.old.cost != self.new.cost or self.old.to_best is None or self.new.to_best is None:
            return None
        return max(FLOOR, self.new.to_best) / max(FLOOR, self.old.to_best)


@dataclass(frozen=True)
class Comparison:
    """All changes, and what could not be compared.

    Attributes
    ----------
    changes : for each meeting and solver measured both times
    changed_meetings : names of meetings that are no longer the same
    only_old, only_new : how many pairs of meeting and solver were measured only once
    """

    changes: tuple[Change, ...]
    changed_meetings: tuple[str, ...]
    only_old: int
    only_new: int


def _order(row: Row) -> tuple[float, ...]:
    runs = max(1, row.runs)
    if row.is_impossible:
        return (0, 0, 0, 1 - row.proved / runs)
    missing = row.without_plan / runs
    return (missing, row.broken, float("inf") if row.cost is None else row.cost, 1 - row.proved / runs)


def changes(old: Sequence[Run], new: Sequence[Run]) -> Comparison:
    """Return what changed from one measurement to another; meetings that differ in content are not compared."""
    before, now = _by_task(old), _by_task(new)
    then_of = {(run.meeting): run.sha256 for run in old}
    moved = {run.meeting: None for run in new if then_of.get(run.meeting, run.sha256) != run.sha256}
    return Comparison(
        changes=tuple(Change(before[key], now[key]) for key in now if key in before),
        changed_meetings=tuple(moved),
        only_old=len(before.keys() - now.keys()),
        only_new=len(now.keys() - before.keys()),
    )


def _by_task(runs: Sequence[Run]) -> dict[tuple[str, str, str], Row]:
    found: dict[tuple[str, str, str], list[Run]] = {}
    for run in runs:
        found.setdefault((*run.task, run.solver), []).append(run)
    return {key: next(rows(same)) for key, same in found.items()}


def compare(old: Results, new: Results, language: Language) -> Group:
    """Return what people read about what changed."""
    return Group(*comparison(changes(old.runs, new.runs), _warnings(old.conditions, new.conditions), language))


def comparison(found: Comparison, warnings: Sequence[Text], language: Language) -> Iterator[RenderableType]:
    """Yield warnings, every change for better or worse, the sums, and what was measured only once."""
    for warning in warnings:
        yield Line(warning.say(language), style="bold")
    changed = [change for change in found.changes if change.verdict != "same"]
    yield _table(changed, language) if changed else Line(Text("No plan is better or worse than before.").say(language))
    yield _sums(found.changes, language)
    for name in found.changed_meetings:
        told = Text("The meeting {meeting} has changed since then and is not compared.", meeting=name)
        yield Line(printable(told.say(language)))
    if found.only_old or found.only_new:
        told = Text(
            "Measured only then: {old}; only now: {new} (pairs of a meeting and a solver).",
            old=found.only_old,
            new=found.only_new,
        )
        yield Line(told.say(language))


def _warnings(old: Conditions, new: Conditions) -> list[Text]:
    found = []
    if old.max_runtime != new.max_runtime:
        found.append(
            Text(
                "The time limits differ: {old} s then, {new} s now.",
                old=f"{old.max_runtime:g}",
                new=f"{new.max_runtime:g}",
            )
        )
    if old.workers != new.workers:
        found.append(Text("The numbers of cores differ: {old} then, {new} now.", old=old.workers, new=new.workers))
    if (old.processor, old.cores) != (new.processor, new.cores):
        found.append(
            Text(
                "Measured on different machines: {old} with {old_cores} cores then, {new} with {new_cores} now.",
                old=old.processor,
                old_cores=old.cores,
                new=new.processor,
                new_cores=new.cores,
            )
        )
    return found


def _table(changed: Sequence[Change], language: Language) -> Table:
    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    titles = (Text("Meeting"), Text("Solver"), Text("Change"), Text("Then"), Text("Now"), Text("Best, s"))
    for number, title in enumerate(titles):
        grid.add_column(title.say(language), justify="left" if number < 3 else "right", overflow="fold")
    words = {"better": Text("better"), "worse": Text("WORSE")}
    for change in changed:
        old, new = change.old, change.new
        grid.add_row(
            printable(new.meeting),
            new.solver,
            words[change.verdict].say(language),
            _standing(old).say(language),
            _standing(new).say(language),
            f"{seconds(old.to_best, language)} → {seconds(new.to_best, language)}",
        )
    return grid


def _standing(row: Row) -> Text:
    if row.is_impossible:
        return Text("impossible")
    if row.cost is None and row.broken:
        return Text.many("{count} rule broken", "{count} rules broken", row.broken)
    if row.cost is None:
        return Text("no plan")
    if row.proved == row.runs:
        return Text("{cost}, proved", cost=whole(row.cost))
    if row.proved:
        return Text("{cost}, proved {proved} of {runs}", cost=whole(row.cost), proved=row.proved, runs=row.runs)
    return Text("{cost}", cost=whole(row.cost))


def _sums(found: Sequence[Change], language: Language) -> Table:
    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    titles = (
        Text("Solver"),
        Text("Better"),
        Text("Worse"),
        Text("Same"),
        Text("Proved"),
        Text("Time to the same plan"),
    )
    for number, title in enumerate(titles):
        grid.add_column(title.say(language), justify="left" if number < 1 else "right")
    for solver in dict.fromkeys(change.new.solver for change in found):
        mine = [change for change in found if change.new.solver == solver]
        verdicts = [change.verdict for change in mine]
        ratios = [ratio for change in mine if (ratio := change.times_as_long) is not None]
        proved = f"{sum(c.old.proved for c in mine)} → {sum(c.new.proved for c in mine)}"
        times = f"x {decimal(geometric_mean(ratios), language, digits=2)}" if ratios else NOTHING
        grid.add_row(solver, *(str(verdicts.count(v)) for v in ("better", "worse", "same")), proved, times)
    return grid
