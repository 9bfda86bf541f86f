"""Streams that are closed or full: nothing is lost for it, and nothing is told that is not so."""

import subprocess
import sys
from pathlib import Path

import pytest

MEETING = Path(__file__).parents[2] / "instances" / "klassisch-9-3.yaml"


def run(redirect: str, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tischrunde", *words]
    script = 'exec "$@" ' + redirect
    return subprocess.run(["sh", "-c", script, "sh", *command], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("redirect", ["2>&-", "2>/dev/full", ">&-"])
def test_a_plan_is_saved_though_a_stream_is_closed(redirect: str, tmp_path: Path) -> None:
    saved = tmp_path / "plan.json"
    done = run(redirect, "solve", str(MEETING), "-o", str(saved))
    assert done.returncode == 0
    assert '"optimal"' in saved.read_text()


def test_a_full_standard_output_is_told_without_a_traceback(tmp_path: Path) -> None:
    saved = tmp_path / "plan.json"
    done = run(">/dev/full", "solve", str(MEETING), "-o", str(saved))
    assert done.returncode == 2
    assert "Standard output cannot be written" in done.stderr
    assert "Traceback" not in done.stderr
    assert saved.exists()


@pytest.mark.parametrize("name", ["x" * 300 + ".json", "loop.json"])
def test_a_name_that_no_file_can_have_is_bad_input(name: str, tmp_path: Path) -> None:
    (tmp_path / "loop.json").symlink_to(tmp_path / "loop.json")
    done = run("", "solve", str(MEETING), "-o", str(tmp_path / name))
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
