"""The desk: processes with a deadline and a memory limit, a place kept free, a line that is not too long."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tischrunde.errors import BadMeeting, Finding
from tischrunde.words import Text
from tischrunde_api.desk import Broken, Busy, Desk, TooSlow
from tischrunde_api.desk.pool import QUICK

LONG = QUICK + 1


def nothing() -> None:
    pass


def refuse(name: str) -> None:
    raise BadMeeting([Finding("people", Text("“{name}” is wrong.", name=name), path=("people", 0))])


def stumble(secret: str) -> None:
    raise ValueError(secret)


def panic(secret: str) -> None:
    os.write(1, secret.encode())
    os.write(2, secret.encode())


def begin_sleeper(folder: str) -> None:
    sleeper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    (Path(folder) / "pid").write_text(str(sleeper.pid))
    sleeper.wait()


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with Desk(places=2, waiting=2, memory=256 << 20, warm=nothing) as desk:
        desk.await_ready()
        yield desk


def is_there(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def is_gone_soon(pid: int) -> bool:
    end = time.monotonic() + 20
    while is_there(pid) and time.monotonic() < end:
        time.sleep(0.02)
    return not is_there(pid)


def test_work_is_done_in_another_process(desk: Desk) -> None:
    assert desk.do(os.getpid) != os.getpid()


def test_bad_input_crosses_with_its_kind_and_its_sentences(desk: Desk) -> None:
    with pytest.raises(BadMeeting) as caught:
        desk.do(refuse, "Ada")
    (finding,) = caught.value.findings
    assert finding.message == Text("“{name}” is wrong.", name="Ada")
    assert finding.path == ("people", 0)


def test_a_mistake_is_told_without_what_was_sent(desk: Desk) -> None:
    with pytest.raises(Broken) as caught:
        desk.do(stumble, "a secret")
    assert str(caught.value) == "ValueError"


def test_a_task_over_its_time_is_ended_and_the_desk_goes_on(desk: Desk) -> None:
    before = {desk.do(os.getpid) for _ in range(4)}
    with pytest.raises(TooSlow):
        desk.do(time.sleep, 60, seconds=0.2)
    assert desk.do(os.getpid) > 0
    assert any(is_gone_soon(pid) for pid in before)


def test_what_a_task_has_started_ends_with_it(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(TooSlow):
        desk.do(begin_sleeper, str(tmp_path), seconds=2)
    assert is_gone_soon(int((tmp_path / "pid").read_text()))


def test_a_task_that_wants_too_much_memory_fails_alone(desk: Desk) -> None:
    with pytest.raises(Broken, match="MemoryError"):
        desk.do(bytes, 1 << 30)
    assert len(desk.do(bytes, 1 << 20)) == 1 << 20


def test_a_process_that_dies_at_work_is_replaced(desk: Desk) -> None:
    with pytest.raises(Broken):
        desk.do(os._exit, 1)
    assert desk.do(os.getpid) > 0


def test_a_process_that_died_unnoticed_costs_no_task(desk: Desk) -> None:
    for _ in range(3):
        os.kill(desk.do(os.getpid), signal.SIGKILL)
        time.sleep(0.2)
        assert desk.do(abs, -1) == 1


def test_a_place_outlives_a_moment_without_new_processes(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_process() -> None:
        raise BlockingIOError

    with monkeypatch.context() as patch:
        patch.setattr(desk, "_hire", no_process)
        for expected in (Broken, Broken, Busy, Busy):
            with pytest.raises(expected):
                desk.do(os._exit, 1)
    assert [desk.do(os.getppid) for _ in range(4)] == 4 * [os.getpid()]
    assert len(desk.clerks) == 2


def test_nothing_that_a_library_says_gets_out(capfd: pytest.CaptureFixture[str]) -> None:
    with Desk(warm=nothing) as desk:
        desk.do(panic, "Erika")
    assert capfd.readouterr() == ("", "")


def test_long_work_leaves_a_place_to_short_work(desk: Desk) -> None:
    with ThreadPoolExecutor(2) as threads:
        long = [threads.submit(lambda: desk.do(time.sleep, 1.5, seconds=LONG)) for _ in range(2)]
        time.sleep(0.3)
        assert desk.do(abs, -1, seconds=1.0) == 1
        assert not any(one.done() for one in long)
        assert [one.result() for one in long] == [None, None]


def test_too_much_work_is_refused_at_once(desk: Desk) -> None:
    with ThreadPoolExecutor(4) as threads:
        begun = [threads.submit(desk.do, time.sleep, 1.0) for _ in range(4)]
        time.sleep(0.3)
        before = time.monotonic()
        with pytest.raises(Busy) as caught:
            desk.do(abs, -1)
        assert time.monotonic() - before < 0.5
        assert caught.value.seconds > 0
        assert [one.result() for one in begun] == [None] * 4


def test_who_waits_too_long_for_a_place_is_sent_away(desk: Desk) -> None:
    with ThreadPoolExecutor(2) as threads:
        begun = [threads.submit(desk.do, time.sleep, 1.5) for _ in range(2)]
        time.sleep(0.3)
        with pytest.raises(Busy):
            desk.do(abs, -1, seconds=0.1)
        assert [one.result() for one in begun] == [None, None]


def test_a_place_that_gets_free_goes_to_whoever_has_none() -> None:
    with Desk(places=2, waiting=10, warm=nothing) as desk, ThreadPoolExecutor(7) as threads:
        desk.await_ready()
        order: list[str] = []

        def ask(whose: str) -> None:
            desk.do(time.sleep, 0.4, whose=whose)
            order.append(whose)

        asked = [threads.submit(ask, "greedy") for _ in range(5)]
        time.sleep(0.2)
        asked += [threads.submit(ask, "modest")]
        for one in asked:
            one.result()
    assert order.index("modest") in (2, 3)


def test_one_owner_fills_half_of_the_line_only() -> None:
    with Desk(places=2, waiting=4, warm=nothing) as desk, ThreadPoolExecutor(3) as threads:
        begun = [threads.submit(lambda: desk.do(time.sleep, 1.0, whose="greedy")) for _ in range(3)]
        time.sleep(0.4)
        with pytest.raises(Busy):
            desk.do(abs, -1, whose="greedy")
        assert desk.do(abs, -1, whose="modest") == 1
        assert [one.result() for one in begun] == [None] * 3


def test_closing_ends_everything_and_whoever_waits() -> None:
    desk = Desk(places=2, waiting=2, warm=nothing)
    desk.await_ready()
    pids: set[int] = set()
    while len(pids) < 1:
        pids.add(desk.do(os.getpid))
    outcome: list[Exception] = []

    def sleep() -> None:
        try:
            desk.do(time.sleep, 60)
        except Exception as error:
            outcome.append(error)

    threads = [threading.Thread(target=sleep) for _ in range(3)]
    for thread in threads:
        thread.start()
    time.sleep(0.3)
    desk.close()
    for thread in threads:
        thread.join(10)
    assert {type(error) for error in outcome} == {Broken, Busy}
    assert len(outcome) == 3
    assert all(is_gone_soon(pid) for pid in pids)
    with pytest.raises(Busy):
        desk.do(abs, -1)


PARENT = """
import os, sys, time
from tests.api.test_desk_pool import nothing
from tischrunde_api.desk import Desk
if __name__ == "__main__":
    desk = Desk(places=2, warm=nothing)
    print(*(clerk.pid for clerk in desk.clerks), flush=True)
    desk.await_ready()
    print("ready", flush=True)
    desk.do(time.sleep, 600, seconds=600)
"""


def test_processes_die_with_a_parent_that_was_killed(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    path = os.pathsep.join(sys.path)
    with subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": path}
    ) as parent:
        assert parent.stdout is not None
        pids = [int(pid) for pid in parent.stdout.readline().split()]
        assert parent.stdout.readline() == "ready\n"
        assert all(is_there(pid) for pid in pids)
        parent.kill()
    assert [is_gone_soon(pid) for pid in pids] == [True, True]
