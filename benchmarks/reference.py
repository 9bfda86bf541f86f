"""Hold the planner against the most rounds without reunions that are known: ``python -m benchmarks.reference``.

Every row of ``benchmarks/data`` becomes a meeting: its tables, all full, nothing but reunions to avoid, and the best
known number of rounds. Reached means a plan without any reunion. ``--write`` puts the summary into ``docs/designs.md``.
"""

import argparse
import csv
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from textwrap import wrap

from benchmarks.readme import replaced
from tischrunde import MaxRuntime, solve
from tischrunde.designs import catalogue
from tischrunde.model import Meeting

__all__ = ["FILES", "Outcome", "Row", "main", "outcome", "rows"]

FILES = ("zero_reunion_rounds", "sgp_best_known")
FOLDER = Path(__file__).parent / "data"
DOCUMENT = Path(__file__).parents[1] / "docs" / "designs.md"
MOST_PEOPLE = 100
SECONDS = 10.0
WIDTH = 118


@dataclass(frozen=True)
class Row:
    """A line of a file: the sizes of the tables, the best known rounds, and how many there can be at most."""

    file: str
    sizes: tuple[int, ...]
    rounds: int
    bound: int

    @property
    def shape(self) -> str:
        """Return the tables in words such as ``7x6 1x5``."""
        return " ".join(f"{self.sizes.count(size)}x{size}" for size in sorted(set(self.sizes), reverse=True))

    def meeting(self) -> Meeting:
        """Return the meeting of this line."""
        tables = [{"id": f"T{number}", "seats": size} for number, size in enumerate(self.sizes, 1)]
        people = [{"id": f"p{number}"} for number in range(1, sum(self.sizes) + 1)]
        return Meeting.model_validate({"rounds": self.rounds, "tables": tables, "people": people})


@dataclass(frozen=True)
class Outcome:
    """What was reached: rounds of the catalogue, and the reunions left in all rounds, ``None`` if not planned."""

    row: Row
    designed: int
    reunions: int | None
    seconds: float

    @property
    def is_reached(self) -> bool:
        """Return whether all best known rounds came without a reunion."""
        return self.designed >= self.row.rounds if self.reunions is None else self.reunions == 0

    def __str__(self) -> str:
        """Return the line as it is listed."""
        left = "" if self.reunions is None else f", {self.reunions} reunions in all"
        return f"{self.row.shape}: {self.designed} of {self.row.rounds} rounds designed{left}"


def rows(file: str, *, most_people: int = MOST_PEOPLE) -> Iterator[Row]:
    """Yield the lines of a file with at most this many people."""
    with (FOLDER / f"{file}.csv").open(encoding="utf-8", newline="") as opened:
        for line in csv.DictReader(opened):
            row = _social_golfers(file, line) if "groups" in line else _table_sizes(file, line)
            if sum(row.sizes) <= most_people:
                yield row


def outcome(row: Row, *, seconds: float | None) -> Outcome:
    """Return what is reached for a line: by the catalogue alone, or by a solve of this many ``seconds``."""
    began = time.perf_counter()
    found = catalogue(row.sizes, row.rounds)
    designed = 0 if found is None else found.n_rounds
    reunions = None
    if seconds is not None:
        plan = solve(row.meeting(), stop=MaxRuntime(seconds)).plan
        reunions = None if plan.score is None else plan.score.terms["reunions"].value
    return Outcome(row, designed, reunions, time.perf_counter() - began)


def main() -> None:
    """Try every line, say how many were reached and which were not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--file", choices=FILES, action="append", help="only this file; both if left out")
    parser.add_argument("--most-people", type=int, default=MOST_PEOPLE, help="leave out larger meetings")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="for each meeting")
    parser.add_argument("--fast", action="store_true", help="ask the catalogue only, plan nothing")
    parser.add_argument("--write", action="store_true", help="put the summary into docs/designs.md")
    given = parser.parse_args()
    chosen = chain.from_iterable(rows(file, most_people=given.most_people) for file in given.file or FILES)
    outcomes = []
    for row in chosen:
        outcomes.append(outcome(row, seconds=None if given.fast else given.seconds))
        if not outcomes[-1].is_reached:
            sys.stdout.write(f"missed {outcomes[-1]} ({outcomes[-1].seconds:.1f} s)\n")
            sys.stdout.flush()
    text = summary(outcomes, most_people=given.most_people)
    sys.stdout.write(f"\n{text}\n")
    if given.write:
        DOCUMENT.write_text(replaced(DOCUMENT.read_text(encoding="utf-8"), "reference", text), encoding="utf-8")


def summary(outcomes: Sequence[Outcome], *, most_people: int) -> str:
    """Return how many were reached in each file, and the list of those missed."""
    lines = [f"| file, lines with at most {most_people} people | lines | reached |", "|---|---|---|"]
    for file in FILES:
        of_file = [one for one in outcomes if one.row.file == file]
        if of_file:
            lines.append(f"| `{file}.csv` | {len(of_file)} | {_share(of_file)} |")
    lines.append(f"| both | {len(outcomes)} | {_share(outcomes)} |")
    missed = dict.fromkeys(str(one) for one in outcomes if not one.is_reached)
    listed = f"Missed ({len(missed)} shapes): {'; '.join(missed) or 'none'}."
    return "\n".join([*lines, "", *wrap(listed, WIDTH)])


def _share(outcomes: Sequence[Outcome]) -> str:
    reached = sum(one.is_reached for one in outcomes)
    return f"{reached} ({reached / max(1, len(outcomes)):.1%})"


def _table_sizes(file: str, line: dict[str, str]) -> Row:
    parts = [part.split("x") for part in line["table_sizes"].split()]
    sizes = tuple(int(size) for count, size in parts for _ in range(int(count)))
    return Row(file, sizes, int(line["rounds_without_reunion"]), int(line["upper_bound_rounds"]))


def _social_golfers(file: str, line: dict[str, str]) -> Row:
    sizes = (int(line["size"]),) * int(line["groups"])
    return Row(file, sizes, int(line["best_known_weeks"]), int(line["upper_bound"]))


if __name__ == "__main__":
    main()
