"""``tischrunde bench``: what may be typed, what is measured, what is written where."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from benchmarks.bench import jobs_of
from benchmarks.measuring import Job, measure_apart
from benchmarks.runs import Run, json_text, parse_csv, read_results
from benchmarks.suites import SUITES, Case, cases

import tischrunde
from benchmarks import bench, measuring
from tests.benchmarks import measured
from tischrunde.cli import main
from tischrunde.model import Meeting

FOUR: dict[str, Any] = {
    "rounds": 2,
    "tables": [{"id": "A", "seats": 2}, {"id": "B", "seats": 2}],
    "people": [{"id": p} for p in ("p1", "p2", "p3", "p4")],
}


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def meeting_file(tmp_path: Path) -> str:
    file = tmp_path / "spring.json"
    file.write_text(json.dumps({"format": "tischrunde/meeting/1"} | FOUR))
    return str(file)


@pytest.fixture
def measured_at_once(monkeypatch: pytest.MonkeyPatch) -> list[Job]:
    """Answer every job at once, and return the list of them."""
    asked: list[Job] = []

    def answer(jobs: list[Job], **_: Any) -> tuple[Run, ...]:
        asked.extend(jobs)
        return tuple(
            measured.run(job.solver, job.case.name, seed=job.seed, sha256=job.case.meeting.sha256) for job in jobs
        )

    monkeypatch.setattr(bench, "bench", answer)
    return asked


@pytest.mark.parametrize("suite", [name for name in SUITES if name != "large"])
def test_a_suite_has_meetings_with_names_of_their_own(suite: str) -> None:
    found = list(cases(suite))

    assert len(found) > 3
    assert len({case.name for case in found}) == len(found)


def test_every_meeting_seed_and_solver_is_measured_once(meeting_file: str, measured_at_once: list[Job]) -> None:
    assert main(["bench", meeting_file, "--solvers", "greedy, random", "--seeds", "2", "--max-runtime", "3"]) == 0
    assert [(job.case.name, job.seed, job.solver, job.limit) for job in measured_at_once] == [
        ("spring", 0, "greedy", 3.0),
        ("spring", 0, "random", 3.0),
        ("spring", 1, "greedy", 3.0),
        ("spring", 1, "random", 3.0),
    ]


def test_the_real_meetings_and_all_solvers_are_measured_when_nothing_is_said(measured_at_once: list[Job]) -> None:
    assert main(["bench"]) == 0
    assert [job.case.name for job in measured_at_once] == [c.name for c in cases("real") for _ in bench.SOLVER_NAMES]


def test_results_are_written_where_they_are_wanted(
    meeting_file: str, measured_at_once: list[Job], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    as_json, as_csv, plot = (str(tmp_path / name) for name in ("r.json", "r.csv", "r.png"))

    assert main(["bench", meeting_file, "-o", as_json, "-o", as_csv, "--plot", plot, "--machine", "desk"]) == 0

    written = read_results(as_json)
    assert written.conditions.machine == "desk"
    assert len(written.runs) == len(parse_csv(Path(as_csv).read_text())) == len(measured_at_once)
    assert Path(plot).exists()
    assert as_json in capsys.readouterr().err


def test_results_replace_older_ones_and_nothing_else(
    meeting_file: str, measured_at_once: list[Job], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for target in ("r.json", "r.csv", "r.svg"):
        file = tmp_path / target
        option = "--plot" if target.endswith("svg") else "-o"
        assert main(["bench", meeting_file, option, str(file)]) == 0
        assert main(["bench", meeting_file, option, str(file)]) == 0
        file.write_text("a poem")
        assert main(["bench", meeting_file, option, str(file)]) == 2
        assert file.read_text() == "a poem"
    assert main(["bench", meeting_file, "-o", meeting_file]) == 2


def test_with_json_standard_output_is_the_results_and_nothing_else(
    meeting_file: str, measured_at_once: list[Job], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["bench", meeting_file, "--solvers", "random", "--json"]) == 0

    told = capsys.readouterr()
    assert [run["solver"] for run in json.loads(told.out)["runs"]] == ["random"]
    assert told.err == ""


def test_what_changed_since_older_results_is_told(
    meeting_file: str, measured_at_once: list[Job], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    older = tmp_path / "old.json"
    meeting = Meeting.model_validate(FOUR)
    older.write_text(json_text(measured.results(measured.run(cost=70, sha256=meeting.sha256))))

    assert main(["bench", meeting_file, "--compare", str(older)]) == 0
    assert "better" in capsys.readouterr().out


def test_everything_wrong_is_told_at_once_and_nothing_is_measured(
    measured_at_once: list[Job], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = str(tmp_path / "missing.yaml")
    typed = ["bench", "reel", missing, "--seeds", "0", "--max-runtime", "soon", "--solvers", "gredy"]

    assert main([*typed, "-o", "r.txt", "--plot", "r.gif", "--compare", missing]) == 2

    told = capsys.readouterr().err
    assert "There is no suite “reel”. Choose real, golf, uneven, large, rules or short, or name meeting files." in told
    assert "--seeds" in told
    assert "--max-runtime" in told
    assert "There is no solver “gredy”. Did you mean “greedy”?" in told
    assert "r.txt" in told
    assert "r.gif" in told
    assert told.count("missing.yaml") >= 2
    assert measured_at_once == []


def test_drawing_without_matplotlib_names_the_line_that_installs_it(
    meeting_file: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("tischrunde.pictures.picture.find_spec", lambda name: None)

    assert main(["bench", meeting_file, "--plot", "r.png"]) == 2
    assert 'pip install "tischrunde[plot]"' in capsys.readouterr().err


def test_without_the_folder_of_the_project_the_next_step_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tischrunde, "__file__", str(tmp_path / "site-packages" / "tischrunde" / "__init__.py"))

    assert main(["bench"]) == 2
    assert "make plan" in capsys.readouterr().err


def test_a_meeting_that_cannot_be_read_is_told_with_its_place(
    meeting_file: str, measured_at_once: list[Job], capsys: pytest.CaptureFixture[str]
) -> None:
    Path(meeting_file).write_text(json.dumps({"format": "tischrunde/meeting/1"} | FOUR | {"rounds": 0}))

    assert main(["bench", meeting_file]) == 2
    assert f"{meeting_file} rounds" in capsys.readouterr().err


def test_a_run_in_a_process_of_its_own_is_judged_and_measured() -> None:
    (job,) = jobs_of([Case("files", "four", Meeting.model_validate(FOUR))], ["by-hand"], limit=1.0)

    run = measure_apart(job)

    assert (run.status, run.broken, run.trouble) == ("feasible", 0, None)
    assert run.peak_mb is None or run.peak_mb > 1


def test_a_run_that_fails_is_told_and_ends_nothing() -> None:
    (job,) = jobs_of([Case("files", "four", Meeting.model_validate(FOUR))], ["no such solver"], limit=1.0)

    run = measure_apart(job)

    assert run.status == "failed"
    assert run.trouble is not None
    assert "no such solver" in run.trouble


@pytest.mark.parametrize(
    ("ending", "trouble"), [(measured.dies, "its process ended with 3"), (measured.sleeps, "it did not end in time")]
)
def test_a_run_that_crashes_or_never_ends_is_told(
    monkeypatch: pytest.MonkeyPatch, ending: Callable[[object], None], trouble: str
) -> None:
    monkeypatch.setattr(measuring, "_report", ending)
    monkeypatch.setattr(measuring, "PATIENCE", 0.1 if ending is measured.sleeps else 60.0)
    (job,) = jobs_of([Case("files", "four", Meeting.model_validate(FOUR))], ["by-hand"], limit=0.1)

    run = measure_apart(job)

    assert (run.status, run.trouble) == ("failed", trouble)


def test_the_rest_is_left_out_when_somebody_asks_for_an_end() -> None:
    jobs = jobs_of([Case("files", "four", Meeting.model_validate(FOUR))], ["by-hand", "random"], limit=1.0)

    runs = bench.bench(jobs, measuring=lambda job: measured.run(job.solver), is_over=lambda: True)

    assert [run.solver for run in runs] == ["by-hand"]


def test_a_run_that_was_cut_off_by_that_end_is_left_out() -> None:
    jobs = jobs_of([Case("files", "four", Meeting.model_validate(FOUR))], ["by-hand", "random"], limit=1.0)

    assert bench.bench(jobs, measuring=lambda job: measured.run(status="failed"), is_over=lambda: True) == ()
