"""Realistic meetings: what they sum up to, what is measured again, and the tables of the README made from results."""

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from benchmarks.measuring import Job
from benchmarks.readme import bench_table, realistic_table, replaced
from benchmarks.realistic import measured, summary
from benchmarks.runs import Run, write_results

from benchmarks import readme
from tests.benchmarks.measured import CONDITIONS, results, run


def two(meeting: str, cost: int | None, alone: int | None, *, bound: int = 100, broken: int = 0) -> list[Run]:
    """Return both runs of a meeting."""
    status = "optimal" if cost == bound else "feasible"
    return [
        run(meeting=meeting, cost=cost, bound=bound, status=status, broken=broken),
        run("annealing", meeting=meeting, cost=alone),
    ]


RUNS = [
    *two("a", 100, 100),
    *two("b", 104, 103),
    *two("c", 102, 110),
    *two("d", 90, 120, broken=1),
    *two("e", None, 101),
]


def test_the_summary_counts_proofs_gaps_broken_rules_and_what_annealing_does_better() -> None:
    found = summary(RUNS)

    assert (found.meetings, found.proved) == (5, 1)
    assert found.gaps == (0.04, 0.02)
    assert found.invalid == ("d", "e")
    assert found.worse == ("b", "d", "e")
    assert found.sizes["people"] == (4, 4, 4, 4, 4)


def test_a_meeting_measured_with_one_solver_only_does_not_count() -> None:
    assert summary(RUNS[:3]).meetings == 1
    assert summary([]).meetings == 0


def test_the_summary_can_be_told_even_of_nothing() -> None:
    assert "proved best possible                    1 (20.0 %)" in summary(RUNS).told()
    assert "0 (0.0 %)" in summary([]).told()


def test_what_is_measured_is_kept_after_every_meeting_and_not_measured_again() -> None:
    asked: list[tuple[str, str]] = []
    kept: list[int] = []

    def answer(job: Job) -> Run:
        asked.append((job.case.name, job.solver))
        return run(job.solver, job.case.name, sha256=job.case.meeting.sha256)

    def keep(runs: Sequence[Run]) -> None:
        kept.append(len(runs))

    first = measured(range(1, 3), [], measuring=answer, keep=keep)
    assert kept == [2, 4]
    again = measured(range(1, 4), first, measuring=answer, keep=keep)
    assert asked == [(f"realistic-{n}", solver) for n in (1, 2, 3) for solver in ("tischrunde", "annealing")]
    assert again[:4] == first


def test_a_meeting_that_has_changed_is_measured_again() -> None:
    old = run(meeting="realistic-1", sha256="another")

    runs = measured([1], [old], measuring=lambda job: run(job.solver, job.case.name, sha256=job.case.meeting.sha256))

    assert old not in runs
    assert len(runs) == 2


def test_the_table_of_the_readme_has_a_line_for_each_suite_and_solver() -> None:
    golf = run(suite="golf", meeting="golf-1", cost=14, bound=7)

    lines = bench_table(results(run(bound=7, status="optimal", to_proof=1.0), run("random"), golf)).splitlines()

    assert "| real | tischrunde | 1 | 1 | 1 | 0 | 0 % |" in lines
    assert "| golf | tischrunde | 1 | 0 | 1 | 0 | 100 % |" in lines
    assert "Abacus, 2 cores" in lines[-1]


def test_the_table_of_realistic_meetings_says_what_the_summary_says() -> None:
    lines = realistic_table(summary(RUNS), CONDITIONS).splitlines()

    assert "| proved best possible | 1 (20.0 %) |" in lines
    assert "| mean gap of the others | 3 % |" in lines
    assert "| worse than annealing alone | 3 |" in lines


def test_only_what_stands_between_the_comments_is_replaced() -> None:
    text = "before <!-- bench -->\nold\n<!-- /bench --> after"

    assert replaced(text, "bench", "new") == "before <!-- bench -->\nnew\n<!-- /bench --> after"


def test_tables_come_from_the_files_of_a_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "README.md"
    page.write_text("<!-- realistic -->\n<!-- /realistic -->")
    write_results(results(*RUNS[:4]), tmp_path / "desk-realistic-1.json")
    write_results(results(*RUNS[4:]), tmp_path / "desk-realistic-2.json")
    write_results(results(*RUNS), tmp_path / "desk.json")
    monkeypatch.setattr(sys, "argv", ["readme", "desk", "--readme", str(page), "--results", str(tmp_path)])

    readme.main()

    assert "| meetings | 5 |" in page.read_text()
    assert "has no <!-- bench -->" in capsys.readouterr().out
