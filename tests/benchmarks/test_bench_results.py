"""Results: files that say the same when read again, tables, what changed, and pictures."""

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from benchmarks.compare import changes, compare
from benchmarks.plots import draw, medians, profile, times_to_target
from benchmarks.report import COLUMNS, report, rows, sums
from benchmarks.runs import Step, bounds, csv_text, gap, json_text, parse_csv, read_results, write_results
from rich.console import Console, RenderableType

from tests.benchmarks.measured import results, run
from tischrunde.errors import BadInput


def printed(content: RenderableType) -> str:
    console = Console(file=io.StringIO(), width=100)
    with console.capture() as drawn:
        console.print(content)
    return drawn.get()


FAILED: dict[str, Any] = {
    "status": "failed",
    "cost": None,
    "broken": None,
    "to_best": None,
    "steps": (),
    "trouble": "it fell over",
}
INVALID: dict[str, Any] = {"cost": 3, "broken": 2, "to_best": None, "steps": (Step(seconds=0.1, broken=2, cost=3),)}


def test_results_read_from_json_are_those_written(tmp_path: Path) -> None:
    written = results(run(), run("greedy", **FAILED))
    write_results(written, tmp_path / "results.json")

    assert read_results(tmp_path / "results.json") == written


def test_a_results_file_has_one_run_a_line() -> None:
    lines = json_text(results(run(), run("greedy"))).splitlines()

    assert sum('"solver":"' in line for line in lines) == 2


def test_results_without_a_run_can_be_read_again(tmp_path: Path) -> None:
    write_results(results(), tmp_path / "results.json")

    assert read_results(tmp_path / "results.json").runs == ()


def test_runs_read_from_csv_are_those_written_but_for_their_steps() -> None:
    runs = (run(), run("greedy", **FAILED), run("random", meeting='a "b", c'))

    assert parse_csv(csv_text(runs)) == tuple(one.model_copy(update={"steps": ()}) for one in runs)


@pytest.mark.parametrize("text", ["{}", "nothing", '{"format": "tischrunde/plan/1"}'])
def test_a_file_that_holds_no_results_is_bad_input(tmp_path: Path, text: str) -> None:
    file = tmp_path / "results.json"
    file.write_text(text)

    with pytest.raises(BadInput, match=r"results\.json.*holds no results"):
        read_results(file)


def test_the_bound_of_a_meeting_is_the_best_that_anybody_proved() -> None:
    runs = [run(bound=5), run("cp-sat", bound=6), run("greedy"), run(meeting="autumn")]

    assert bounds(runs) == {runs[0].task: 6}
    assert [row.gap for row in rows(runs)] == [gap(7, 6), gap(7, 6), gap(7, 6), None]


def test_a_row_holds_the_medians_over_the_seeds_of_valid_plans() -> None:
    runs = [run(seed=0, cost=7, to_best=0.1), run(seed=1, cost=9, to_best=0.3), run(seed=2, **INVALID)]

    row = next(rows(runs))

    assert (row.runs, row.cost, row.to_best, row.broken) == (3, 8, 0.2, 2)


def test_the_table_shows_cost_bound_gap_proof_and_times_of_every_solver() -> None:
    best = run(cost=7, bound=7, status="optimal", to_proof=0.75)
    shown = printed(report(results(best, run("greedy", cost=14), run("random", **INVALID)), "en"))
    lines = [" ".join(line.split()) for line in shown.splitlines()]

    assert " ".join(str(title) for title in COLUMNS) in lines
    assert "tischrunde 7 7 0 % yes 0.5 0.75" in lines
    assert "greedy 14 7 100 % no 0.5 –" in lines
    assert "random 2 broken 7 – no – –" in lines


def test_the_table_tells_why_a_run_broke_off() -> None:
    assert "greedy broke off at spring: it fell over." in printed(report(results(run("greedy", **FAILED)), "en"))


def test_the_sums_count_proofs_best_plans_and_runs_without_a_valid_plan() -> None:
    runs = [
        run(cost=7, bound=7, to_proof=0.5),
        run("greedy", cost=14),
        run("random", **INVALID),
        run(meeting="autumn", cost=8, bound=4),
        run("greedy", meeting="autumn", cost=8),
        run("random", meeting="autumn", **FAILED),
    ]

    ours, greedy, random = sums(runs)

    assert (ours.runs, ours.proved, ours.best, ours.invalid, ours.gap) == (2, 1, 2, 0, 0.5)
    assert (greedy.proved, greedy.best, greedy.invalid, greedy.gap) == (0, 1, 0, 1.0)
    assert (random.best, random.invalid, random.gap) == (0, 2, None)


def test_a_comparison_tells_better_from_worse_and_the_same() -> None:
    old = [run(), run("greedy"), run("random"), run("annealing"), run("cp-sat", **FAILED)]
    new = [run(to_proof=1.0), run("greedy", cost=8), run("random"), run("annealing", cost=6), run("cp-sat")]

    found = changes(old, new)

    assert [change.verdict for change in found.changes] == ["better", "worse", "same", "better", "better"]


def test_a_plan_that_breaks_a_rule_is_worse_than_one_that_costs_more() -> None:
    assert [change.verdict for change in changes([run(cost=99)], [run(**INVALID)]).changes] == ["worse"]


def test_the_time_to_the_same_plan_is_compared_only_for_the_same_plan() -> None:
    same, other = changes([run(), run("greedy")], [run(to_best=0.25), run("greedy", cost=6)]).changes

    assert (same.times_as_long, other.times_as_long) == (0.5, None)


def test_a_meeting_that_has_changed_is_not_compared() -> None:
    found = changes([run(), run("greedy")], [run(sha256="another")])

    assert (found.changes, found.changed_meetings, found.only_old, found.only_new) == ((), ("spring",), 2, 1)


def test_what_is_told_of_a_comparison_names_changes_and_other_conditions() -> None:
    old, new = results(run(), run("greedy")), results(run(cost=5, to_proof=1.0), run("greedy"))
    quick = new.model_copy(update={"conditions": new.conditions.model_copy(update={"max_runtime": 0.5})})

    shown = [" ".join(line.split()) for line in printed(compare(old, quick, "en")).splitlines()]

    assert "The time limits differ: 1 s then, 0.5 s now." in shown
    assert "spring tischrunde better 7 5, proved 0.5 → 0.5" in shown
    assert "tischrunde 1 0 0 0 → 1 –" in shown
    assert "greedy 0 0 1 0 → 0 x 1" in shown


def test_a_plan_counts_from_when_it_is_within_a_hundredth_of_the_best() -> None:
    steps = (Step(seconds=0.1, broken=0, cost=500), Step(seconds=0.4, broken=0, cost=101))
    runs = [run(cost=100, steps=(Step(seconds=0.2, broken=0, cost=100),)), run("greedy", cost=101, steps=steps)]
    runs.append(run("random", **INVALID))

    (times,) = times_to_target(runs).values()

    assert times == {"tischrunde": 0.2, "greedy": 0.4, "random": float("inf")}
    assert [curve.tolist() for curve in profile(runs, "greedy")] == [[2.0], [1.0]]
    assert [curve.tolist() for curve in profile(runs, "random")] == [[], []]


def test_the_median_gap_begins_when_half_of_the_meetings_have_a_valid_plan() -> None:
    late = (Step(seconds=0.5, broken=0, cost=10),)
    runs = [run(seed=seed, bound=5, cost=10, steps=late if seed else ()) for seed in range(2)]

    assert medians(runs[1:], "tischrunde", np.array([0.1, 0.6])).tolist() == [np.inf, 100.0]


@pytest.mark.parametrize("name", ["plot.png", "plot.svg", "plot.pdf"])
def test_a_picture_is_drawn_and_says_by_what(tmp_path: Path, name: str) -> None:
    draw(results(run(bound=7), run("greedy", cost=14), run("random", **INVALID)), tmp_path / name)

    assert b"matplotlib" in (tmp_path / name).read_bytes().lower()


def test_a_picture_of_nothing_can_be_drawn(tmp_path: Path) -> None:
    draw(results(), tmp_path / "plot.png")

    assert (tmp_path / "plot.png").exists()
