"""Measure large meetings, from ``generate`` over the file to ``solve``: ``python -m benchmarks.large OUT``.

Writes OUT.json with the figures and OUT.svg with time and memory against people. Every step is a process of its own,
the kernel being compiled before. Run it when the machine has nothing else to do.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from time import perf_counter

from tischrunde.generator import generate
from tischrunde.io import read_plan, write_meeting
from tischrunde.kernel import warm_up

__all__ = ["Measured", "main"]

SIZES = (1_000, 10_000, 100_000, 1_000_000)
SEATS, ROUNDS, SECTORS = 8, 6, 6
LARGEST_ORGANISATION = 5


@dataclass(frozen=True)
class Measured:
    """One meeting, made and planned.

    Attributes
    ----------
    people :
        how many
    seconds, cpu_seconds :
        of the whole solve, reading the file and writing the plan included: on the clock, and of computing
    gigabytes :
        most memory held at a time
    status, cost, bound :
        of the plan
    """

    people: int
    seconds: float
    cpu_seconds: float
    gigabytes: float
    status: str
    cost: int
    bound: int


def measure(people: int, folder: Path, *, seed: int) -> Measured:
    """Return what it takes to plan a made-up meeting of organisations of one to five people."""
    file, plan_file = folder / f"{people}.json", folder / f"{people}-plan.json"
    make = [sys.executable, "-m", "benchmarks.large", "--make", str(people), "--seed", str(seed), str(file)]
    subprocess.run(make, check=True)
    command = [sys.executable, "-m", "tischrunde", "solve", str(file), "-o", str(plan_file)]
    began = perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, code, usage = os.wait4(child.pid, 0)
    seconds = perf_counter() - began
    if code:
        raise SystemExit(f"solving {people} people ended with {os.waitstatus_to_exitcode(code)}")
    plan = read_plan(plan_file)
    assert plan.score is not None
    return Measured(
        people=people,
        seconds=round(seconds, 2),
        cpu_seconds=round(usage.ru_utime + usage.ru_stime, 2),
        gigabytes=round(usage.ru_maxrss / 1e6, 3),
        status=plan.status or "",
        cost=plan.score.cost,
        bound=plan.score.bound,
    )


def make(people: int, file: Path, *, seed: int) -> None:
    """Write a meeting whose organisations send one to five people, all equally often."""
    meeting = generate(people=people, tables=-(-people // SEATS), rounds=ROUNDS, seed=seed, sectors=SECTORS)
    draw = Random(seed)
    sent: list[tuple[str, str | None]] = []
    for number, person in enumerate(meeting.people):
        if len(sent) >= people:
            break
        sent += [(f"o{number}", person.sector)] * (1 + int(LARGEST_ORGANISATION * draw.random()))
    members = tuple(
        person.model_copy(update={"organisation": organisation, "sector": sector})
        for person, (organisation, sector) in zip(meeting.people, sent, strict=False)
    )
    write_meeting(meeting.model_copy(update={"people": members}), file)


def plot(measured: Sequence[Measured], file: Path) -> None:
    """Draw time and memory against people."""
    from matplotlib.figure import Figure
    from matplotlib.ticker import NullFormatter, StrMethodFormatter

    figure = Figure(figsize=(7, 3.2), layout="constrained")
    sides = figure.subplots(1, 2)
    people = [one.people for one in measured]
    for side, label, values in (
        (sides[0], "seconds of computing", [one.cpu_seconds for one in measured]),
        (sides[1], "gigabytes", [one.gigabytes for one in measured]),
    ):
        side.loglog(people, values, marker="o", color="#1f5f8b")
        for at, value in zip(people, values, strict=True):
            side.annotate(f"{value:.3g}", (at, value), textcoords="offset points", xytext=(0, 6), ha="right")
        side.set(xlabel="people", ylabel=label, ylim=(min(values) / 3, max(values) * 3))
        side.margins(x=0.2)
        side.xaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
        side.yaxis.set_major_formatter(StrMethodFormatter("{x:g}"))
        side.yaxis.set_minor_formatter(NullFormatter())
        side.grid(visible=True, which="major", alpha=0.3)
    figure.savefig(file)


def main(given: Sequence[str] | None = None) -> None:
    """Measure, write the figures, draw them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path, help="where to write the figures, without an ending")
    parser.add_argument("--people", type=int, nargs="+", default=SIZES)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--make", type=int, help="only write a meeting of so many people to OUT")
    arguments = parser.parse_args(given)
    if arguments.make:
        make(arguments.make, arguments.out, seed=arguments.seed)
        return
    warm_up()
    warm_up(large=True)
    with tempfile.TemporaryDirectory() as folder:
        measured = [measure(people, Path(folder), seed=arguments.seed) for people in arguments.people]
    figures: list[Mapping[str, object]] = [asdict(one) for one in measured]
    arguments.out.with_suffix(".json").write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    plot(measured, arguments.out.with_suffix(".svg"))


if __name__ == "__main__":
    main()
