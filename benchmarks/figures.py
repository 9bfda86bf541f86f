"""Measure the figures of the README and write them there: ``python -m benchmarks.figures``.

Every plan is made by the real command line in a process of its own. The kernel's cache is a new folder: the very first
solve is the first use ever, and all others find the cache warm. Run it when the machine has nothing else to do.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.annealing import AnnealingRun
from benchmarks.bench import processor
from benchmarks.meetings import collected, golfers, thousand
from benchmarks.readme import replaced
from tischrunde.generator import generate
from tischrunde.io import write_meeting
from tischrunde.model import Meeting

__all__ = ["main"]

README = Path(__file__).parents[1] / "README.md"
MOVES = 5_000_000
WIDTH = "80"
TABLES_SHOWN = 3


@dataclass(frozen=True)
class Case:
    """A meeting of the table. ``is_hard``: no proof is expected, so that it runs once, until the time is over."""

    called: str
    meeting: Meeting
    is_hard: bool = False


@dataclass(frozen=True)
class Solved:
    """What one call of the command line took and gave. ``seconds`` is the whole process, start to end."""

    plan: Mapping[str, Any]
    seconds: float


def cases() -> Iterator[Case]:
    """Yield the meetings of the table."""
    return_visits = [{"kind": "theme_visits", "at_most_once": False}]
    yield Case(
        "62 people, 5 themes at 10 tables with hosts, 3 rounds, wishes, needs, rules", collected("netzwerktreffen")
    )
    for rounds in range(3, 9):
        meeting = collected("netzwerktreffen-47", rounds=rounds)
        yield Case(f"47 people, 8 theme tables, 6 uneven sectors, {rounds} rounds", meeting)
    yield Case("47 people, 5 theme tables, 3 rounds", collected("fuenf-themen-47-5"))
    yield Case("36 people, 6 theme tables with hosts, 3 rounds", collected("offiziere-36-6-gastgeber"))
    yield Case("36 people, 6 theme tables without hosts, 3 rounds", collected("offiziere-36-6"))
    yield Case("35 people, 7 theme tables, 6 rounds", collected("siebener-35-7"))
    yield Case("28 people, 7 theme tables, 3 rounds", collected("viererrunde-28-7"))
    yield Case("200 people, 34 theme tables, 5 rounds", collected("grossgruppe-200-34"))
    yield Case("1,000 people, 125 theme tables, 6 rounds, 5 sectors", thousand())
    longer = collected("netzwerktreffen-47", rounds=9, rules=return_visits)
    yield Case("47 people, 8 tables, 9 rounds (return visits allowed)", longer, is_hard=True)
    hosted = generate(people=62, tables=10, rounds=5, seed=3, themes=5, hosts=True, wishes=0.5)
    yield Case("62 people, 5 themes at 10 tables with hosts, 5 rounds, wishes", hosted, is_hard=True)
    yield Case("32 people, 8 full tables of 4, 10 rounds (0 reunions are known)", golfers(8, 4, 10), is_hard=True)


def main() -> None:
    """Measure, show the table, and write it into the README."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="solves of each meeting, of which the median counts")
    parser.add_argument("--readme", type=Path, default=README, help="the file to write to")
    given = parser.parse_args()
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        figures, picture = _measure(Path(folder), given.runs)
    conditions = _conditions(given.runs, load, os.getloadavg()[0])
    text = given.readme.read_text(encoding="utf-8")
    text = replaced(text, "figures", f"{figures}\n\n{conditions}")
    text = replaced(text, "picture", f"```text\n{picture}\n```")
    given.readme.write_text(text, encoding="utf-8")
    sys.stdout.write(f"\n{figures}\n\n{conditions}\n")


def _measure(folder: Path, runs: int) -> tuple[str, str]:
    """Return the table with the single figures below it, and the picture."""
    solver = _Solver(folder)
    first = solver.solve(collected("netzwerktreffen"))
    rows = [
        "| meeting | proven best possible | cost (no plan below) | reunions (no plan below) | planned in | command |",
        "|---|---|---|---|---|---|",
    ]
    for case in cases():
        rows.append(_row(case, [solver.solve(case.meeting) for _ in range(1 if case.is_hard else runs)]))
        sys.stdout.write(rows[-1] + "\n")
        sys.stdout.flush()
    moves, swaps = _kernel_rate(runs)
    single = [
        f"- The first meeting after installing, when the search is compiled once: {first.seconds:.0f} s.",
        f"- The search at 47 people and 8 tables, one core: {moves:.1f} million moves a second, "
        f"of which {swaps:.1f} million evaluate a swap of two people.",
    ]
    return "\n".join([*rows, "", *single]), solver.picture()


class _Solver:
    """The command line with a kernel cache of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        cache = folder / "cache"
        self.surroundings = os.environ | {"NUMBA_CACHE_DIR": str(cache), "LC_ALL": "en_GB.UTF-8", "COLUMNS": WIDTH}

    def solve(self, meeting: Meeting) -> Solved:
        """Plan a meeting in a new process."""
        began = time.perf_counter()
        said = self._run(meeting, "--json")
        return Solved(json.loads(said), time.perf_counter() - began)

    def picture(self) -> str:
        """Return what people read, in English: the beginning of the first round, and how good the plan is."""
        lines = self._run(collected("netzwerktreffen", language="en")).splitlines()
        rules = [number for number, line in enumerate(lines) if line.strip().startswith("───")]
        quality = next(number for number, line in enumerate(lines) if "How good is it?" in line)
        shown = [*lines[: rules[1 + TABLES_SHOWN] + 1], " ...", "", *lines[quality:]]
        return "\n".join(line.rstrip() for line in shown)

    def _run(self, meeting: Meeting, *options: str) -> str:
        file = self.folder / "meeting.json"
        write_meeting(meeting, file)
        command = [sys.executable, "-m", "tischrunde", "solve", str(file), *options]
        done = subprocess.run(command, env=self.surroundings, capture_output=True, check=True, encoding="utf-8")
        return done.stdout


def _row(case: Case, solved: list[Solved]) -> str:
    """Return a line of the table; every run gave the same plan unless the clock stopped it."""
    score = solved[0].plan["score"]
    reunions = score["terms"]["reunions"]
    proven = "yes" if all(one.plan["status"] == "optimal" for one in solved) else "no"
    planned = median(one.plan["run"]["seconds"] for one in solved)
    whole = median(one.seconds for one in solved)
    cost = f"{score['cost']:,} ({score['bound']:,})"
    return (
        f"| {case.called} | {proven} | {cost} | {reunions['value']} ({reunions['bound']}) "
        f"| {planned:.2f} s | {whole:.1f} s |"
    )


def _kernel_rate(runs: int) -> tuple[float, float]:
    """Return million moves proposed, and swaps evaluated, per second, the median over annealing runs."""
    rates = []
    share = 1.0
    for number in range(runs + 1):
        annealing = AnnealingRun.of(collected("netzwerktreffen-47"), seed=number)
        share = annealing.share_of_swaps
        began = time.perf_counter()
        rates.append(annealing.go(MOVES) / (time.perf_counter() - began) / 1e6)
    moves = median(rates[1:])  # the first one waits for the cache
    return moves, moves * share


def _conditions(runs: int, before: float, after: float) -> str:
    """Return where and how the figures were measured."""
    machine = f"Python {platform.python_version()} on {platform.system()} {platform.machine()}, {processor()}"
    return (
        f"Medians of {runs} runs of the command line, each in a process of its own, with seed 0 and the default limit "
        "of 10 seconds; the last three meetings ran once. “Planned in” is the time the planner "
        f"needs, “command” includes starting Python. {machine}, {os.cpu_count()} cores; "
        f"load average {before:.1f} before and {after:.1f} after."
    )


if __name__ == "__main__":
    main()
