"""The command line among terminals, pipes and signals."""

import json
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.solver.fake_solve import in_order
from tests.solver.test_cli import FOUR, written
from tischrunde.cli.progress import ProgressLine
from tischrunde.cli.signals import ending
from tischrunde.model import Meeting
from tischrunde.stop import Flag, Progress

SEEKING = [sys.executable, "-m", "tests.solver.fake_solve"]
"""The command line with a solver that seeks until it is stopped."""

HERE = Path(__file__).parents[2]


@pytest.fixture
def meeting_file(tmp_path: Path) -> str:
    return written(tmp_path / "meeting.json")


def read_from(terminal: int, *, until: str, patience: float = 30.0) -> str:
    """Return what a program writes to a terminal up to a word."""
    seen = b""
    deadline = time.monotonic() + patience
    while until.encode() not in seen and time.monotonic() < deadline:
        try:
            read = os.read(terminal, 4096)
        except OSError:  # Linux says so when the last writer has gone.
            break
        if not read:
            break
        seen += read
    return seen.decode(errors="replace")


def started_on_a_terminal(
    words: list[str], *, program: Sequence[str] = SEEKING
) -> tuple["subprocess.Popen[bytes]", int]:
    """Start a command line with standard error on a terminal of its own; return it and our end."""
    ours, theirs = pty.openpty()
    running = subprocess.Popen([*program, *words], stdout=subprocess.PIPE, stderr=theirs, cwd=HERE)
    os.close(theirs)
    return running, ours


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_a_solve_with_the_best_plan_so_far(meeting_file: str, number: signal.Signals) -> None:
    running, terminal = started_on_a_terminal(["solve", meeting_file, "--json", "--max-runtime", "60"])
    assert "cost 7" in read_from(terminal, until="reunions")
    running.send_signal(number)
    out, _ = running.communicate(timeout=30)
    os.close(terminal)
    plan = json.loads(out)
    assert running.returncode == 0
    assert plan["run"]["stopped_by"] == "interrupted"
    assert plan["rounds"] is not None


def test_the_progress_line_is_wiped_before_the_end(meeting_file: str) -> None:
    running, terminal = started_on_a_terminal(["solve", meeting_file, "--json", "--max-runtime", "0.5"])
    shown = read_from(terminal, until="never written")
    running.communicate(timeout=30)
    os.close(terminal)
    last = shown.split("\r")[-2]
    assert "at best 3" in shown
    assert "\x1b" not in shown
    assert last.strip() == ""


def test_nothing_moves_on_a_pipe(meeting_file: str) -> None:
    words = [*SEEKING, "solve", meeting_file, "--max-runtime", "0.3"]
    environ = os.environ | {"TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
    ran = subprocess.run(words, capture_output=True, text=True, check=False, cwd=HERE, env=environ, timeout=60)
    assert ran.returncode == 0
    assert ran.stderr == ""
    assert "Stopped after" in ran.stdout
    assert "\x1b" not in ran.stdout
    assert all(line == line.rstrip() for line in ran.stdout.splitlines())


def test_a_reader_who_leaves_early_sees_no_complaint(meeting_file: str) -> None:
    words = [*SEEKING, "solve", meeting_file, "--max-runtime", "0.5"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=HERE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait(timeout=60) == 141


def test_json_is_utf_8_whatever_the_console_speaks(tmp_path: Path) -> None:
    meeting = written(tmp_path / "meeting.json", people=[{"id": f"ö{n}"} for n in range(4)], title="Grüße")
    words = [*SEEKING, "solve", meeting, "--max-runtime", "0.1"]
    environ = os.environ | {"PYTHONIOENCODING": "ascii"}
    ran = subprocess.run([*words, "--json"], capture_output=True, check=False, cwd=HERE, env=environ, timeout=60)
    assert "ö0" in ran.stdout.decode("utf-8")
    ran = subprocess.run(words, capture_output=True, check=False, cwd=HERE, env=environ, timeout=60)
    assert ran.returncode == 0
    assert b"Gr??e" in ran.stdout


def test_meeting_and_plan_may_come_from_standard_input(meeting_file: str) -> None:
    plan = json.dumps({"format": "tischrunde/plan/1", "rounds": in_order(Meeting.model_validate(FOUR))})
    words = [sys.executable, "-m", "tischrunde", "check", meeting_file, "-"]
    ran = subprocess.run(words, input=plan, capture_output=True, text=True, check=False, timeout=60)
    assert ran.returncode == 0
    meeting = Path(meeting_file).read_text(encoding="utf-8")
    words = [*SEEKING, "solve", "-", "--max-runtime", "0.1", "--json"]
    ran = subprocess.run(words, input=meeting, capture_output=True, text=True, check=False, cwd=HERE, timeout=60)
    assert json.loads(ran.stdout)["rounds"] is not None


def test_a_second_signal_ends_the_program_at_once() -> None:
    script = (
        "import time\n"
        "from tischrunde.cli.signals import ending\n"
        "from tischrunde.stop import Flag, Progress\n"
        "flag = Flag()\n"
        "with ending(flag):\n"
        "    print('begun', flush=True)\n"
        "    while not flag(Progress()): time.sleep(0.01)\n"
        "    print('ending', flush=True)\n"
        "    time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        for word in ("begun\n", "ending\n"):
            assert running.stdout.readline() == word
            running.send_signal(signal.SIGINT)
        assert running.wait(timeout=30) == -signal.SIGINT


def test_after_a_solve_signals_do_what_they_did_before() -> None:
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    with ending(Flag()):
        assert signal.getsignal(signal.SIGINT) != before[0]
    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before


class Terminal:
    """Collects what is written, and says that it is a terminal."""

    def __init__(self) -> None:
        self.written: list[str] = []

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.written.append(text)
        return len(text)

    def flush(self) -> None:
        pass


@pytest.mark.parametrize(
    ("progress", "said"),
    [
        (Progress(seconds=1.0), "1 s: looking for a first plan"),
        (Progress(seconds=1.25, violations=2), "1.2 s: not all rules are kept yet"),
        (
            Progress(seconds=2.0, violations=0, cost=351, bound=348, reunions=4),
            "cost 351, at best 348, reunions 4",
        ),
    ],
)
def test_the_progress_line_tells_how_far_the_solve_is(progress: Progress, said: str) -> None:
    terminal = Terminal()
    ProgressLine(terminal, "en").show(progress)  # type: ignore[arg-type]
    assert said in "".join(terminal.written)


def test_the_progress_line_is_not_written_more_often_than_it_can_be_read() -> None:
    terminal, now = Terminal(), [0.0]
    line = ProgressLine(terminal, "en", pause=1.0, clock=lambda: now[0])  # type: ignore[arg-type]
    for moment in (0.0, 0.5, 0.9, 1.0, 1.5):
        now[0] = moment
        line.show(Progress())
    assert len(terminal.written) == 2
