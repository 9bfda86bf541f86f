"""Files in the way of a plan: a meeting, and whatever is no plan, is never replaced."""

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.solver import fake_solve
from tests.solver.test_cli import written
from tischrunde.cli import main
from tischrunde.model import Meeting
from tischrunde.result import Result


def plans(meeting: Meeting, **_: Any) -> Result:
    return fake_solve.solved(meeting)


@pytest.fixture(autouse=True)
def quick_solver(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setitem(sys.modules, "tischrunde.planning", fake_solve.install(plans))


@pytest.fixture
def meeting(tmp_path: Path) -> Path:
    return Path(written(tmp_path / "meeting.json"))


def test_a_plan_never_replaces_its_meeting(meeting: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = meeting.read_bytes()
    link = meeting.with_name("link.json")
    link.symlink_to(meeting)
    for name in (meeting, link, meeting.parent / "." / "x" / ".." / "meeting.json"):
        assert main(["solve", str(meeting), "-o", str(name)]) == 2
        assert "the meeting would be lost" in capsys.readouterr().err
    assert meeting.read_bytes() == before


@pytest.mark.parametrize("content", ["my notes", "[1, 2]", '{"format": "tischrunde/meeting/1"}', "\xff"])
def test_a_plan_replaces_no_file_that_is_no_plan(
    meeting: Path, content: str, capsys: pytest.CaptureFixture[str]
) -> None:
    other = meeting.with_name("other.json")
    other.write_text(content, encoding="latin-1")
    assert main(["solve", str(meeting), "-o", str(other)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "holds no plan" in err
    assert other.read_text(encoding="latin-1") == content


def test_a_plan_replaces_an_older_plan_and_an_empty_file(meeting: Path) -> None:
    plan = meeting.with_name("plan.json")
    plan.touch()
    for _ in range(2):
        assert main(["solve", str(meeting), "-o", str(plan)]) == 0
    assert main(["solve", str(meeting), "--start", str(plan), "-o", str(plan)]) == 0
    assert json.loads(plan.read_text(encoding="utf-8"))["format"] == "tischrunde/plan/1"


@pytest.mark.parametrize(("name", "content"), [("empty.json", ""), ("meeting.docx", "x"), ("list.yaml", "- 1")])
def test_what_is_wrong_with_a_whole_file_is_told_with_its_name(
    tmp_path: Path, name: str, content: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / name
    file.write_text(content, encoding="utf-8")
    assert main(["diagnose", str(file)]) == 2
    assert capsys.readouterr().err.startswith(str(file))


def test_a_file_that_is_not_there_is_named_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diagnose", str(tmp_path / "gone.json")]) == 2
    assert capsys.readouterr().err.count("gone.json") == 1


def test_a_pipe_is_no_file_to_write_a_plan_into(meeting: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pipe = meeting.with_name("plan.json")
    os.mkfifo(pipe)
    assert main(["solve", str(meeting), "-o", str(pipe)]) == 2
    assert "This is a pipe or a device, not a file" in capsys.readouterr().err
