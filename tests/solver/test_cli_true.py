"""The command line with the real solver, from file to file."""

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.solver.test_cli import written
from tests.solver.test_cli_streams import read_from, started_on_a_terminal
from tischrunde.cli import main

STRANGERS: dict[str, Any] = {
    "rounds": 4,
    "tables": [{"id": t, "seats": 3} for t in "ABC"],
    "people": [{"id": f"p{n}"} for n in range(1, 10)],
}
"""Nine people at three tables, four rounds: nobody needs to meet anybody twice."""


def without_seconds(text: str) -> dict[str, Any]:
    plan: dict[str, Any] = json.loads(text)
    del plan["run"]["seconds"]
    return plan


def test_a_plan_is_solved_proven_saved_and_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    meeting, plan = written(tmp_path / "meeting.json", **STRANGERS), str(tmp_path / "plan.json")
    assert main(["solve", meeting, "-o", plan]) == 0
    assert "Proven: no better plan is possible." in capsys.readouterr().out
    assert main(["check", meeting, plan, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["terms"]["reunions"]["value"] == 0


def test_the_same_seed_and_iterations_give_the_same_plan(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # Seven rounds cannot do without reunions, so that there is something to search for.
    meeting = written(tmp_path / "meeting.json", **STRANGERS | {"rounds": 7})
    told = []
    for _ in range(2):
        assert main(["solve", meeting, "--seed", "3", "--max-iterations", "20000", "--json"]) == 0
        told.append(without_seconds(capsys.readouterr().out))
    assert told[0] == told[1]


def test_a_plan_can_be_the_start_of_another(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    meeting, plan = written(tmp_path / "meeting.json", **STRANGERS), str(tmp_path / "plan.json")
    assert main(["solve", meeting, "-o", plan]) == 0
    capsys.readouterr()
    assert main(["solve", meeting, "--start", plan, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["score"]["cost"] == 0


def test_an_impossible_meeting_is_refused_with_its_reason(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    meeting = written(tmp_path / "meeting.json", **STRANGERS | {"tables": [{"id": "A", "seats": 8}]})
    for command in ("solve", "diagnose"):
        assert main([command, meeting, "--json"]) == 3
        answer = json.loads(capsys.readouterr().out)
        assert answer["status"] == "infeasible"
        assert answer["conflicts"][0]["rules"] != []


def test_a_possible_meeting_is_diagnosed_as_possible(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diagnose", written(tmp_path / "meeting.json", **STRANGERS), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["status"] == "possible"


def test_a_signal_ends_a_real_solve_with_a_plan(tmp_path: Path) -> None:
    # More rounds than can do without reunions, and a least number that is hard to prove.
    people = [{"id": f"p{n}", "sector": f"s{n * n % 7}", "organisation": f"o{n // 2}"} for n in range(40)]
    tables = [{"id": f"T{n}", "seats": 7} for n in range(6)]
    meeting = written(tmp_path / "meeting.json", rounds=9, tables=tables, people=people)
    program = [sys.executable, "-m", "tischrunde"]
    words = ["solve", meeting, "--json", "--max-runtime", "120"]
    running, terminal = started_on_a_terminal(words, program=program)
    assert "cost" in read_from(terminal, until="reunions", patience=90)
    running.send_signal(signal.SIGINT)
    out, _ = running.communicate(timeout=60)
    os.close(terminal)
    assert running.returncode == 0
    assert json.loads(out)["rounds"] is not None
