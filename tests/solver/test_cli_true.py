"""The command line with the real solver, from file to file."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.solver.test_cli import written
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
    # Reunions are many here, and their least number hard to prove: the solve goes on until the signal.
    people = [{"id": f"p{n}"} for n in range(40)]
    tables = [{"id": f"T{n}", "seats": 7} for n in range(6)]
    meeting = written(tmp_path / "meeting.json", rounds=9, tables=tables, people=people)
    words = [sys.executable, "-m", "tischrunde", "solve", meeting, "--json", "--max-runtime", "120"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        time.sleep(15)
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=60)
    assert running.returncode == 0, err
    assert json.loads(out)["rounds"] is not None
