"""What a measurement is: one solver, one meeting, one seed; and the files many of them are kept in."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median
from typing import Any, Literal, TypeAlias

from pydantic import ValidationError

from tischrunde.errors import BadInput, Finding
from tischrunde.io.files import read_text, write_text
from tischrunde.model.fields import Record
from tischrunde.words import Text

__all__ = [
    "FORMAT",
    "Clock",
    "Conditions",
    "Results",
    "Run",
    "Status",
    "Step",
    "bounds",
    "csv_text",
    "gap",
    "json_text",
    "parse_csv",
    "read_results",
    "write_results",
]

FORMAT: Literal["tischrunde/bench/1"] = "tischrunde/bench/1"
Status: TypeAlias = Literal["optimal", "feasible", "infeasible", "unknown", "failed"]
Task: TypeAlias = tuple[str, str]
Clock: TypeAlias = Literal["wall", "processor"]
"""Name and fingerprint of a meeting: what two runs must share to be compared."""


class Step(Record):
    """A better plan on the way: when it was there, how many rules it breaks, and what it costs."""

    seconds: float
    broken: int
    cost: int


class Run(Record):
    """One solver on one meeting with one seed.

    ``cost`` and ``broken`` are the judge's, ``None`` without a plan; ``bound`` is what this solver proved itself.
    ``seconds`` is how long it worked, ``cpu_seconds`` how much of a processor it had for that, ``to_best`` when its
    last plan was there, ``to_proof`` when that was proved.
    ``peak_mb`` is the most memory its process ever held, in MiB; ``trouble`` is why a run broke off.
    """

    suite: str
    meeting: str
    sha256: str
    people: int
    tables: int
    rounds: int
    solver: str
    seed: int
    status: Status
    cost: int | None = None
    bound: int | None = None
    broken: int | None = None
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    to_best: float | None = None
    to_proof: float | None = None
    peak_mb: float | None = None
    trouble: str | None = None
    steps: tuple[Step, ...] = ()

    @property
    def task(self) -> Task:
        """Return what was to be planned."""
        return self.meeting, self.sha256

    @property
    def is_valid(self) -> bool:
        """Return whether there is a plan that keeps every rule."""
        return self.cost is not None and not self.broken


class Conditions(Record):
    """On what, and within which limits, was measured.

    ``load`` is the load average before and after, ``clock`` says what a second is.
    """

    machine: str
    processor: str
    system: str
    python: str
    version: str
    cores: int
    max_runtime: float
    seeds: int
    workers: int
    clock: Clock = "wall"
    load: tuple[float, float] = (0.0, 0.0)


class Results(Record):
    """A results file: the conditions and all runs."""

    format: Literal["tischrunde/bench/1"] = FORMAT
    conditions: Conditions
    runs: tuple[Run, ...]


def bounds(runs: Iterable[Run]) -> dict[Task, int]:
    """Return for each meeting the best bound that any of the runs proved; meetings without one are left out."""
    best: dict[Task, int] = {}
    for run in runs:
        if run.bound is not None:
            best[run.task] = max(run.bound, best.get(run.task, run.bound))
    return best


def gap(cost: float, bound: int) -> float:
    """Return (cost - bound) / max(1, |bound|)."""
    return (cost - bound) / max(1, abs(bound))


def middle(values: Iterable[float | None]) -> float | None:
    """Return the median of the values that are there, ``None`` without any."""
    there = [value for value in values if value is not None]
    return median(there) if there else None


def json_text(results: Results) -> str:
    """Return a results file: one run a line, so that versions of it can be compared."""
    runs = ",\n".join(f"  {run.model_dump_json(exclude_none=True)}" for run in results.runs)
    head = f'{{"format": "{FORMAT}",\n"conditions": {results.conditions.model_dump_json()},\n"runs": ['
    return f"{head}\n{runs}\n]}}\n" if runs else f"{head}]}}\n"


COLUMNS = tuple(name for name in Run.model_fields if name != "steps")


def csv_text(runs: Sequence[Run]) -> str:
    """Return the runs as a table with a line of headings; the steps are left out."""
    told = io.StringIO()
    table = csv.writer(told, lineterminator="\n")
    table.writerow(COLUMNS)
    table.writerows([getattr(run, column) for column in COLUMNS] for run in runs)
    return told.getvalue()


def parse_csv(text: str) -> tuple[Run, ...]:
    """Return the runs that ``csv_text`` told, without their steps."""
    rows = csv.DictReader(io.StringIO(text))
    return tuple(Run.model_validate({k: v for k, v in row.items() if v != ""}) for row in rows)


def read_results(source: str | Path) -> Results:
    """Return the results in a ``.json`` file.

    Raises
    ------
    BadInput
        When the file cannot be read or holds no results.
    """
    text = read_text(source)
    try:
        return Results.model_validate_json(text)
    except ValidationError as error:
        first: Any = error.errors()[0]
        place = "/".join(str(step) for step in first["loc"])
        message = Text("This file holds no results of a benchmark.")
        hint = Text("Name a file that “tischrunde bench -o results.json” wrote.")
        raise BadInput([Finding(f"{source} {place}".rstrip(), message, hint)]) from None


def write_results(results: Results, target: str | Path) -> None:
    """Write the results as ``.csv`` or as JSON; the suffix chooses.

    Raises
    ------
    BadInput
        When the file cannot be written.
    """
    write_text(csv_text(results.runs) if Path(target).suffix.lower() == ".csv" else json_text(results), target)
