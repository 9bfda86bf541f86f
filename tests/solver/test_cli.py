"""The command line: what is typed, what is said, on which stream, in which language, with which exit code."""

import json
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.solver import fake_solve
from tischrunde.cli import main
from tischrunde.cli.language import language_of, take_language
from tischrunde.errors import Reason
from tischrunde.exact import conflict
from tischrunde.model import Meeting
from tischrunde.result import Result, impossible, unknown
from tischrunde.words import Text

FOUR: dict[str, Any] = {
    "format": "tischrunde/meeting/1",
    "title": "Spring",
    "language": "en",
    "rounds": 2,
    "tables": [{"id": "A", "seats": 2}, {"id": "B", "seats": 2}],
    "people": [{"id": p, "name": p.upper()} for p in ("p1", "p2", "p3", "p4")],
}

Solver = Callable[..., Result]


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def meeting_file(tmp_path: Path) -> str:
    return written(tmp_path / "meeting.json")


@pytest.fixture
def solver(monkeypatch: pytest.MonkeyPatch) -> Callable[[Solver], None]:
    """Return a function that puts a solver in the place of the real one."""

    def put(answer: Solver) -> None:
        monkeypatch.setitem(sys.modules, "tischrunde.planning", fake_solve.install(answer))

    return put


def plans(meeting: Meeting, **_: Any) -> Result:
    return fake_solve.solved(meeting)


def finds_nothing(meeting: Meeting, **_: Any) -> Result:
    return unknown(meeting, run=fake_solve.RUN)


def finds_a_clash(meeting: Meeting, **_: Any) -> Result:
    reason = Reason(Text("There are {seats} seats.", seats=3), ("tables/A/seats",))
    return impossible(meeting, [reason], run=fake_solve.RUN)


def written(path: Path, **changes: Any) -> str:
    path.write_text(json.dumps(FOUR | changes), encoding="utf-8")
    return str(path)


# What is typed


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (
            ["slove"],
            "There is no command “slove”. Choose one of solve, check, export, repair, diagnose, advise, generate, "
            "template, bench, serve, worker or keys.",
        ),
        (["solve"], "MEETING is missing. See tischrunde solve --help."),
        (["solve", "a", "b"], "tischrunde solve takes fewer arguments."),
        (["solve", "a", "--workrs", "1"], "There is no option --workrs. Do you mean --workers?"),
        (["solve", "a", "--xyz"], "There is no option --xyz. See tischrunde solve --help."),
        (["solve", "a", "--seed"], "The option --seed needs a value. See tischrunde solve --help."),
        (["solve", "a", "--json=1"], "The option --json takes no value."),
        (["solve", "a", "--seed", "x"], "--seed: “x” is not a whole number from 0 upwards."),
        (["solve", "a", "--seed", "-1"], "--seed: “-1” is not a whole number from 0 upwards."),
        (["solve", "a", "--seed", "9" * 30], "is too large"),
        (["solve", "a", "--max-runtime", "0"], "--max-runtime: “0” is not a time above 0"),
        (["solve", "a", "--max-runtime", "nan"], "--max-runtime: “nan” is not a time above 0"),
        (["solve", "a", "--max-iterations", "0"], "--max-iterations: “0” is not a whole number from 1"),
        (["solve", "a", "--workers", "1.5"], "--workers: “1.5” is not a whole number from 1"),
        (
            ["solve", "a", "-o", "plan.docx"],
            "plan.docx: This version writes only .json, .xlsx, .csv, .pdf and .html files.",
        ),
        (["solve", "a", "-o", "no/such/plan.json"], "There is no folder no/such."),
        (["solve", "-", "--start", "-"], "Standard input can be read only once."),
        (["check", "-", "-"], "Standard input can be read only once."),
        (["check", "a"], "PLAN is missing."),
        (["generate", "--people", "3", "--tables", "2"], "--rounds is missing."),
        (["generate", "--people", "3", "--tables", "1", "--rounds", "2"], "--rounds: 2 rounds need"),
        (["--language", "fr", "solve", "a"], "The language “fr” is not spoken here."),
        (["solve", "no such file.json"], "There is no file"),
    ],
)
def test_a_wrong_call_is_told_with_the_next_step(
    typed: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(typed) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
    assert "Traceback" not in err


def test_all_problems_of_a_call_are_told_at_once(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["solve", "a", "--seed", "x", "--workers", "0", "-o", "plan.docx"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 3


def test_without_a_command_the_help_goes_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "solve" in err


def test_help_and_version_go_to_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("tischrunde ")
    assert main(["solve", "--help"]) == 0
    out, err = capsys.readouterr()
    assert "Usage: tischrunde solve [OPTIONS] MEETING" in out
    assert "--max-iterations" in out
    assert err == ""


@pytest.mark.parametrize("command", ["solve", "check", "diagnose", "generate"])
def test_help_lines_fit_a_narrow_terminal(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    main([command, "--help"])
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 80


def test_help_loads_nothing_heavy() -> None:
    script = (
        "import sys; from tischrunde.cli import main; main(['solve', '--help'])\n"
        "heavy = {'numpy', 'numba', 'ortools', 'networkx', 'yaml', 'rich.table'} & set(sys.modules)\n"
        "sys.exit(', '.join(heavy) or 0)"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert ran.stderr == ""
    assert ran.returncode == 0


def test_the_language_follows_option_and_environment() -> None:
    assert language_of({"LANG": "de_DE.UTF-8"}) == "de"
    assert language_of({"LANG": "de_DE.UTF-8", "LC_ALL": "C"}) == "en"
    assert language_of({"LC_MESSAGES": "de", "LANG": "en_GB"}) == "de"
    assert language_of({}) == "en"
    assert take_language(["check", "--language=de", "a", "b"]) == ("de", ["check", "a", "b"])
    assert take_language(["check", "--", "--language", "de"]) == (None, ["check", "--", "--language", "de"])


# solve


def test_solve_reports_on_standard_output(
    meeting_file: str, solver: Callable[[Solver], None], capsys: pytest.CaptureFixture[str]
) -> None:
    solver(plans)
    assert main(["solve", meeting_file]) == 0
    out, err = capsys.readouterr()
    assert "4 people, 2 tables, 2 rounds." in out
    assert "Proven: no better plan is possible." in out
    assert err == ""
    assert "\x1b" not in out


def test_solve_with_json_writes_one_document_and_nothing_else(
    meeting_file: str, solver: Callable[[Solver], None], capsys: pytest.CaptureFixture[str]
) -> None:
    solver(plans)
    assert main(["solve", meeting_file, "--json"]) == 0
    plan = json.loads(capsys.readouterr().out)
    assert plan["format"] == "tischrunde/plan/1"
    assert plan["status"] == "optimal"


def test_solve_saves_the_plan_in_every_file_named(
    meeting_file: str, tmp_path: Path, solver: Callable[[Solver], None], capsys: pytest.CaptureFixture[str]
) -> None:
    solver(plans)
    one, other = str(tmp_path / "one.json"), str(tmp_path / "other.JSON")
    assert main(["solve", meeting_file, "-o", one, "-o", other]) == 0
    assert "one.json" in capsys.readouterr().out.replace("\n", "")
    assert Path(one).read_bytes() == Path(other).read_bytes()
    assert main(["check", meeting_file, one]) == 0


def test_a_dash_writes_the_plan_to_standard_output_in_place_of_the_report(
    meeting_file: str, solver: Callable[[Solver], None], capsys: pytest.CaptureFixture[str]
) -> None:
    solver(plans)
    assert main(["solve", meeting_file, "-o", "-"]) == 0
    assert json.loads(capsys.readouterr().out)["status"] == "optimal"


def test_solve_passes_its_options_on(meeting_file: str, tmp_path: Path, solver: Callable[[Solver], None]) -> None:
    seen: dict[str, Any] = {}

    def remembering(meeting: Meeting, **options: Any) -> Result:
        seen.update(options)
        return fake_solve.solved(meeting)

    solver(remembering)
    plan = str(tmp_path / "plan.json")
    main(["solve", meeting_file, "-o", plan])
    main(["solve", meeting_file, "--seed", "7", "--workers", "2", "--max-iterations", "50", "--start", plan])
    assert (seen["seed"], seen["workers"], seen["stop"].max_iterations) == (7, 2, 50)
    assert seen["start"].rounds == fake_solve.in_order(Meeting.model_validate(FOUR))


def test_an_impossible_meeting_ends_with_3_and_the_reasons(
    meeting_file: str, solver: Callable[[Solver], None], capsys: pytest.CaptureFixture[str]
) -> None:
    solver(finds_a_clash)
    assert main(["solve", meeting_file]) == 3
    assert "- There are 3 seats." in capsys.readouterr().out
    assert main(["solve", meeting_file, "--json"]) == 3
    out, err = capsys.readouterr()
    plan = json.loads(out)
    assert (plan["status"], plan["rounds"], plan["score"]) == ("infeasible", None, None)
    assert plan["conflicts"] == [{"message": "There are 3 seats.", "rules": ["tables/A/seats"]}]
    assert "There are 3 seats." in err


def test_no_plan_in_time_ends_with_4_and_the_next_step(
    meeting_file: str, solver: Callable[[Solver], None], capsys: pytest.CaptureFixture[str]
) -> None:
    solver(finds_nothing)
    assert main(["solve", meeting_file]) == 4
    out, err = capsys.readouterr()
    assert "No plan was found in the time given." in out
    assert "--max-runtime 60" in err


def test_a_saved_plan_is_never_replaced_by_none(
    meeting_file: str, tmp_path: Path, solver: Callable[[Solver], None], capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "plan.json"
    solver(plans)
    main(["solve", meeting_file, "-o", str(path)])
    before = path.read_bytes()
    solver(finds_nothing)
    assert main(["solve", meeting_file, "-o", str(path)]) == 4
    assert path.read_bytes() == before
    assert "was left as it is" in capsys.readouterr().err
    fresh = tmp_path / "fresh.json"
    main(["solve", meeting_file, "-o", str(fresh)])
    assert json.loads(fresh.read_text(encoding="utf-8"))["status"] == "unknown"


def test_the_wait_for_preparing_is_told_even_on_a_pipe(
    meeting_file: str, solver: Callable[[Solver], None], capsys: pytest.CaptureFixture[str]
) -> None:
    def prepares(meeting: Meeting, *, on_preparing: Callable[[], None], **_: Any) -> Result:
        on_preparing()
        return fake_solve.solved(meeting)

    solver(prepares)
    main(["solve", meeting_file, "--json"])
    assert "being prepared" in capsys.readouterr().err


def test_a_plan_without_seats_is_no_start(
    meeting_file: str, tmp_path: Path, solver: Callable[[Solver], None], capsys: pytest.CaptureFixture[str]
) -> None:
    solver(finds_nothing)
    path = str(tmp_path / "plan.json")
    main(["solve", meeting_file, "-o", path])
    capsys.readouterr()
    assert main(["solve", meeting_file, "--start", path]) == 2
    assert "no plan to begin from" in capsys.readouterr().err


def test_every_problem_of_a_bad_meeting_is_told_with_file_and_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = [{"id": "p1", "hosts": "X"}, {"id": "p2", "wishes": ["tea"]}]
    bad = written(tmp_path / "bad.json", people=people)
    for typed in (["solve", bad], ["solve", bad, "--json"], ["diagnose", bad]):
        assert main(typed) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert "bad.json people/p1/hosts" in err
        assert "bad.json people/p2/wishes" in err


def test_problems_of_both_files_of_a_check_are_told_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    meeting, plan = written(tmp_path / "meeting.json", rounds=0), tmp_path / "plan.json"
    plan.write_text('{"format": "tischrunde/plan/1", "rounds": 5}', encoding="utf-8")
    assert main(["check", meeting, str(plan)]) == 2
    err = capsys.readouterr().err
    assert "meeting.json rounds" in err
    assert "plan.json rounds" in err


# diagnose


def test_diagnose_says_possible_only_when_a_plan_shows_it(
    meeting_file: str,
    solver: Callable[[Solver], None],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for answer in (plans, finds_nothing):  # where the search finds nothing, the constraint model does
        solver(answer)
        assert main(["diagnose", meeting_file, "--json"]) == 0
        assert json.loads(capsys.readouterr().out) == {"status": "possible", "conflicts": []}
    monkeypatch.setattr("tischrunde.exact.conflict", partial(conflict, effort=0))
    assert main(["diagnose", meeting_file, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"status": "unknown", "conflicts": []}
    assert main(["diagnose", meeting_file]) == 0
    assert "No obstacle was found" in capsys.readouterr().out


def test_diagnose_proves_what_neither_checks_nor_search_can_see(
    tmp_path: Path, solver: Callable[[Solver], None], capsys: pytest.CaptureFixture[str]
) -> None:
    solver(finds_nothing)
    ring = [{"kind": "apart", "people": [f"p{i}", f"p{(i + 1) % 5}"]} for i in range(5)]
    tables = [{"id": "A", "seats": 5}, {"id": "B", "seats": 5}]
    people = [{"id": f"p{i}"} for i in range(5)]
    meeting = written(tmp_path / "m.json", tables=tables, people=people, rules=ring, language="en")
    assert main(["diagnose", meeting]) == 3
    assert "These rules cannot all be kept together: p0 and p1 sit apart; " in capsys.readouterr().out


def test_diagnose_tells_what_the_solver_found_to_clash(
    meeting_file: str, solver: Callable[[Solver], None], capsys: pytest.CaptureFixture[str]
) -> None:
    solver(finds_a_clash)
    assert main(["diagnose", meeting_file]) == 3
    assert "There are 3 seats." in capsys.readouterr().out


def test_diagnose_tells_what_the_checks_find_without_solving(
    tmp_path: Path, solver: Callable[[Solver], None], capsys: pytest.CaptureFixture[str]
) -> None:
    def never(meeting: Meeting, **_: Any) -> Result:
        raise AssertionError

    solver(never)
    meeting = written(tmp_path / "m.json", tables=[{"id": "A", "seats": 2}])
    assert main(["diagnose", meeting, "--json"]) == 3
    found = json.loads(capsys.readouterr().out)
    assert found["status"] == "infeasible"
    assert found["conflicts"][0]["rules"] != []
