"""Write tables made from kept results into the README: ``python -m benchmarks.readme MACHINE``.

``benchmarks/results/MACHINE.json`` goes between the comments ``<!-- bench -->`` and ``<!-- /bench -->``, the sum of
``MACHINE-realistic*.json`` between ``<!-- realistic -->`` and ``<!-- /realistic -->``, ``MACHINE-service.json`` between
``<!-- service -->`` and ``<!-- /service -->``. No figure is typed.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.realistic import Summary, summary
from benchmarks.report import NOTHING, percent, sums
from benchmarks.runs import Conditions, Results, read_results
from benchmarks.service import ServiceResults, read_service

__all__ = ["bench_table", "main", "realistic_table", "replaced", "service_table"]

README = Path(__file__).parents[1] / "README.md"
RESULTS = Path(__file__).parent / "results"


def replaced(text: str, marker: str, content: str) -> str:
    """Return the text with what stands between the two comments of a marker replaced."""
    opening, closing = f"<!-- {marker} -->", f"<!-- /{marker} -->"
    before, found, rest = text.partition(opening)
    _, ended, after = rest.partition(closing)
    assert found, f"the README has no {opening}"
    assert ended, f"the README has no {closing}"
    return f"{before}{opening}\n{content}\n{closing}{after}"


def bench_table(results: Results) -> str:
    """Return for each suite and solver what it reached, and under which conditions."""
    lines = [
        "| suite | solver | runs | proved best possible | best plan of all | no valid plan | median gap |",
        "|---|---|---|---|---|---|---|",
    ]
    for suite in dict.fromkeys(run.suite for run in results.runs):
        for one in sums([run for run in results.runs if run.suite == suite]):
            gap = NOTHING if one.gap is None else percent(one.gap, "en")
            lines.append(f"| {suite} | {one.solver} | {one.runs} | {one.proved} | {one.best} | {one.invalid} | {gap} |")
    return "\n".join([*lines, "", _conditions(results.conditions)])


def realistic_table(found: Summary, given: Conditions) -> str:
    """Return what realistic meetings sum up to, and under which conditions."""
    mean = percent(sum(found.gaps) / len(found.gaps), "en") if found.gaps else NOTHING
    rows = [
        ("meetings", str(found.meetings)),
        ("proved best possible", f"{found.proved} ({100 * found.proved / max(1, found.meetings):.1f} %)"),
        ("mean gap of the others", mean),
        ("without a valid plan", str(len(found.invalid))),
        ("worse than annealing alone", str(len(found.worse))),
        ("seconds: median; nine of ten within", f"{found.seconds[0]:.2f}; {found.seconds[1]:.2f}"),
    ]
    for name, five in found.sizes.items():
        rows.append((f"{name}: least, quartiles, most", ", ".join(f"{number:g}" for number in five)))
    lines = [f"| {name} | {value} |" for name, value in rows]
    return "\n".join(["| realistic meetings | |", "|---|---|", *lines, "", _conditions(given)])


def service_table(found: ServiceResults) -> str:
    """Return how fast the service answers, and under which conditions."""
    lines = ["| the service | callers | requests a second | half within | 99 % within |", "|---|---|---|---|---|"]
    lines += [
        f"| {one.what} | {one.callers} | {one.per_second:.0f} | {one.half:.0f} ms | {one.nearly_all:.0f} ms |"
        for one in found.measured
    ]
    ends = ", ".join(f"{how} {seconds:.2f} s" for how, seconds in found.freed.items())
    given = found.conditions
    told = (
        f"While two solves ran, the event loop was at most 50 ms late in {100 * found.punctual:.1f} % of {found.looks} "
        f"looks. A solve that is ended frees its processor: {ends}. Service and callers shared {given.cores} cores. "
        f"Python {given.python} on {given.system}, {given.processor}; load average {given.load[0]:.1f} before and "
        f"{given.load[1]:.1f} after."
    )
    return "\n".join([*lines, "", told])


_SECONDS = {"wall": "s", "processor": "s of the processor"}


def _conditions(given: Conditions) -> str:
    cores = "one core" if given.workers == 1 else f"{given.workers} cores"
    return (
        f"At most {given.max_runtime:g} {_SECONDS[given.clock]} a run on {cores}, each in a process of its own. "
        f"Python {given.python} on "
        f"{given.system}, {given.processor}, {given.cores} cores; load average {given.load[0]:.1f} before and "
        f"{given.load[1]:.1f} after."
    )


def main() -> None:
    """Write the tables of a machine into the README, as far as there are results and comments for them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("machine", help="the name of the results in benchmarks/results")
    parser.add_argument("--readme", type=Path, default=README, help="the file to write to")
    parser.add_argument("--results", type=Path, default=RESULTS, help="the folder of the results")
    given = parser.parse_args()
    text = given.readme.read_text(encoding="utf-8")
    for marker, table in _tables(given.results, given.machine):
        if f"<!-- {marker} -->" in text:
            text = replaced(text, marker, table)
        else:
            sys.stdout.write(f"{given.readme} has no <!-- {marker} -->; this is its table:\n\n{table}\n\n")
    given.readme.write_text(text, encoding="utf-8")


def _tables(folder: Path, machine: str) -> Iterator[tuple[str, str]]:
    kept = folder / f"{machine}.json"
    if kept.exists():
        yield "bench", bench_table(read_results(kept))
    parts = [read_results(file) for file in sorted(folder.glob(f"{machine}-realistic*.json"))]
    if parts:
        yield "realistic", realistic_table(summary([run for part in parts for run in part.runs]), parts[-1].conditions)
    served = folder / f"{machine}-service.json"
    if served.exists():
        yield "service", service_table(read_service(served))


if __name__ == "__main__":
    main()
