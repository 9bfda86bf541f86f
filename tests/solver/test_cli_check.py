"""The commands that need no solver: check and generate."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.solver import fake_solve
from tests.solver.test_cli import FOUR, written
from tischrunde.cli import main
from tischrunde.model import Meeting


@pytest.fixture
def meeting_file(tmp_path: Path) -> str:
    return written(tmp_path / "meeting.json")


def saved_plan(tmp_path: Path, **changes: Any) -> str:
    """Return the file of a plan for ``FOUR``, with some of its own words changed."""
    plan = fake_solve.solved(Meeting.model_validate(FOUR)).plan.plain()
    for path, value in changes.items():
        *parents, key = path.split("__")
        at = plan
        for parent in parents:
            at = at[parent]
        at[key] = value
    file = tmp_path / "plan.json"
    file.write_text(json.dumps(plan), encoding="utf-8")
    return str(file)


def test_check_finds_nothing_wrong_with_a_good_plan(
    meeting_file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", meeting_file, saved_plan(tmp_path)]) == 0
    assert "Every rule is kept." in capsys.readouterr().out
    assert main(["check", meeting_file, saved_plan(tmp_path), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["violations"] == found["claims"] == found["notes"] == []
    assert found["cost"] == 0
    assert found["terms"]["reunions"] == {"value": 0, "weight": 10}


def test_check_ends_with_1_when_a_rule_is_broken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    meeting = written(tmp_path / "m.json", rules=[{"kind": "together", "people": ["p1", "p2"]}])
    assert main(["check", meeting, saved_plan(tmp_path), "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["violations"][0]["rules"] == ["rules/0"]
    assert "P1" in found["violations"][0]["message"]
    assert found["notes"] != []


@pytest.mark.parametrize(
    "claimed",
    [
        {"score__cost": 5},
        {"score__bound": 5},
        {"score__gap": 0.5},
        {"score__unfairness": 5},
        {"score__terms__reunions__value": 5},
        {"score__terms__reunions__bound": 5},
        {"score__terms__reunions__weight": 5},
        {"score__terms": {}},
        {"score__bound": -5},
        {"status": "infeasible"},
        {"score__violations": [{"message": "It is not so.", "rules": []}]},
    ],
)
def test_check_ends_with_1_when_the_plan_is_wrong_about_itself(
    meeting_file: str, tmp_path: Path, claimed: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", meeting_file, saved_plan(tmp_path, **claimed), "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["violations"] == []
    assert found["claims"] != []
    assert main(["check", meeting_file, saved_plan(tmp_path, **claimed)]) == 1
    assert "What the plan says about itself is not true:" in capsys.readouterr().out


def test_a_meeting_changed_since_is_only_a_note(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    meeting = written(tmp_path / "m.json", balance=None)
    assert main(["check", meeting, saved_plan(tmp_path)]) == 0
    assert "The meeting has changed since this plan was made" in capsys.readouterr().out


def test_the_seats_alone_are_enough_for_a_check(meeting_file: str, tmp_path: Path) -> None:
    plan = tmp_path / "plan.json"
    rounds = fake_solve.in_order(Meeting.model_validate(FOUR))
    plan.write_text(json.dumps({"format": "tischrunde/plan/1", "rounds": rounds}), encoding="utf-8")
    assert main(["check", meeting_file, str(plan)]) == 0


def test_a_plan_without_seats_cannot_be_checked(
    meeting_file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", meeting_file, saved_plan(tmp_path, rounds=None)]) == 2
    assert "holds no plan to check" in capsys.readouterr().err


def test_a_language_asked_for_is_the_language_of_a_generated_meeting(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--language", "en", "generate", "--people", "4", "--tables", "2", "--rounds", "2"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert (made["language"], made["title"]) == ("en", "Random meeting of 4 people, seed 0")


def test_generate_replaces_nothing_but_a_meeting(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    typed = ["generate", "--people", "4", "--tables", "2", "--rounds", "2", "-o"]
    out = tmp_path / "new.json"
    assert main([*typed, str(out)]) == main([*typed, str(out)]) == 0
    out.write_text("my notes", encoding="utf-8")
    assert main([*typed, str(out)]) == 2
    assert out.read_text(encoding="utf-8") == "my notes"
    assert "holds no meeting" in capsys.readouterr().err


def test_help_says_which_options_must_be_given(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["generate", "--help"]) == 0
    shown = capsys.readouterr().out
    assert shown.count("needed without") == 3


def test_generate_writes_the_same_meeting_for_the_same_numbers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = ["generate", "--people", "12", "--tables", "4", "--rounds", "3", "--seed", "1"]
    assert main(typed) == 0
    first = capsys.readouterr().out
    assert main([*typed, "--language", "de"]) == 0
    assert capsys.readouterr().out == first
    assert len(json.loads(first)["people"]) == 12
    out = tmp_path / "meeting.yaml"
    assert main([*typed, "--hosts", "--themes", "2", "--rounds", "2", "--sectors", "3", "-o", str(out)]) == 0
    assert "meeting.yaml" in capsys.readouterr().err
    assert "hosts: " in out.read_text(encoding="utf-8")
