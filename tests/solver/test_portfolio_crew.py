"""Threads and child processes of this machine: they do the same, and nothing is left of them."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest

from tischrunde.portfolio import Crew, crew
from tischrunde.portfolio.child import Child, Lost


@pytest.fixture(autouse=True)
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "cores", lambda: 2)


@pytest.fixture(scope="module")
def child() -> Iterator[Child]:
    started = Child()
    started.await_ready()
    yield started
    started.end()
    started.close()


def test_a_child_does_what_it_is_asked_one_after_another(child: Child) -> None:
    assert child.ask(divmod, 17, 5) == (3, 2)
    assert child.ask(sorted, [3, 1, 2], reverse=True) == [3, 2, 1]
    assert child.ask(os.getpid) == child.process.pid


def test_what_a_child_prints_does_not_come_between_the_answers(child: Child) -> None:
    assert child.ask(print, "this is for people") is None
    assert child.ask(len, "abc") == 3


def test_a_child_survives_what_fails_there(child: Child) -> None:
    with pytest.raises(Lost):
        child.ask(divmod, 1, 0)
    assert child.ask(len, "abc") == 3


def test_a_child_that_was_killed_is_lost() -> None:
    killed = Child()
    killed.end()
    with pytest.raises(Lost):
        killed.await_ready()
    with pytest.raises(Lost):
        killed.ask(len, "abc")
    killed.close()


def test_ctrl_c_on_the_terminal_does_not_reach_a_child(child: Child) -> None:
    assert os.getpgid(child.process.pid) != os.getpgrp()


def test_a_child_does_not_load_the_program_of_its_parent() -> None:
    script = (
        "from tischrunde.portfolio import Crew\n"
        "print('loaded')\n"
        "with Crew(2, alone=0) as crew:\n"
        "    crew.hiring.join()\n"
        "    print(crew.submit(len, 'abc').result())\n"
    )
    ran = subprocess.run([sys.executable, "-W", "error", "-c", script], capture_output=True, text=True, check=True)
    assert (ran.stdout, ran.stderr) == ("loaded\n3\n", "")


def test_a_child_ends_when_its_parent_is_killed() -> None:
    script = (
        "import time; from tischrunde.portfolio.child import Child\n"
        "child = Child(); child.await_ready(); print('ready', flush=True); time.sleep(600)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        assert parent.stderr is not None
        assert parent.stdout.readline() == b"ready\n"
        parent.kill()
        # The child shares this pipe: it is at its end only when the child has gone too.
        assert parent.stderr.read() == b""


def test_a_crew_uses_its_children_and_ends_them() -> None:
    with Crew(2, alone=0) as few:
        few.hiring.join()
        assert len(few.children) == 1
        assert few.submit(os.getpid).result() == few.children[0].process.pid
    assert few.children[0].process.poll() is not None


def test_a_crew_goes_on_by_itself_when_a_child_is_killed() -> None:
    with Crew(2, alone=0) as few:
        few.hiring.join()
        os.kill(few.children[0].process.pid, signal.SIGKILL)
        assert [few.submit(os.getpid).result() for _ in range(3)] == [os.getpid()] * 3


def test_a_crew_works_before_it_has_children_and_is_gone_without_them() -> None:
    with Crew(2, alone=3600) as few:
        assert few.submit(os.getpid).result() == os.getpid()
    assert few.children == []
    assert "hiring" not in {thread.name for thread in threading.enumerate()}


def test_a_crew_closed_while_its_children_start_leaves_none_behind() -> None:
    with Crew(2, alone=0) as few:
        assert few.submit(len, "abc").result() == 3
    assert not few.hiring.is_alive()
    assert all(child.process.poll() is not None for child in few.children)


def test_a_crew_without_processes_is_a_crew_of_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> Child:
        raise BlockingIOError("no more processes")

    monkeypatch.setattr(crew, "Child", none)
    with Crew(2, alone=0) as few:
        few.hiring.join()
        assert few.submit(os.getpid).result() == os.getpid()


def test_a_crew_is_never_larger_than_the_machine() -> None:
    with Crew(256, alone=3600) as many:
        assert many.workers == 2
