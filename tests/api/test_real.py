"""The real service under pressure: many at once, a full disk, a locked database, callers gone, solves cut short."""

import secrets
import socket
import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Barrier
from typing import Any

import httpx
import pytest

from tests.api.real import Real, cpu_seconds, running, until
from tests.api.working import LONG
from tischrunde_api.web.dependencies import STORE_THREADS
from tischrunde_api.web.samples import EXAMPLE_MEETING

MEETING = {"format": "tischrunde/meeting/1", **LONG}
LISTENERS = 200


def solving(real: Real, *, seconds: float = 60) -> str:
    """Have a meeting solved that is not proved by then, and return its plan once there is a first one."""
    answer = real.caller.post("/v1/plans", json=MEETING, params={"max_runtime": seconds})
    plan = str(answer.json()["id"])
    until(lambda: real.caller.get(f"/v1/plans/{plan}").json()["plan"] is not None)
    return plan


def test_a_hundred_at_once_with_one_key_make_one_job(real: Real) -> None:
    headers = {"Idempotency-Key": secrets.token_hex(8), "Prefer": "wait=20"}
    begin = Barrier(100)

    def send(_number: int) -> httpx.Response:
        with real.client(headers=headers) as client:
            begin.wait()
            while (answer := client.post("/v1/plans", json=EXAMPLE_MEETING)).status_code == 409:
                assert answer.json()["code"] == "in-progress"
                time.sleep(float(answer.headers["Retry-After"]))
            return answer

    before = ended(real)
    with ThreadPoolExecutor(100) as callers:
        answers = list(callers.map(send, range(100)))
    assert {answer.status_code for answer in answers} == {200}
    (plan,) = {answer.json()["id"] for answer in answers}
    assert sum("Idempotency-Replayed" not in answer.headers for answer in answers) == 1
    assert ended(real) == before + 1
    other = real.caller.post("/v1/plans", json=EXAMPLE_MEETING | {"title": "Another"}, headers=headers)
    assert (other.status_code, other.json()["code"]) == (422, "key-reused")
    assert real.caller.delete(f"/v1/plans/{plan}").status_code == 204


def ended(real: Real) -> float:
    """Return how many jobs have ended, ever."""
    return sum(count for name, count in real.figures().items() if name.startswith("tischrunde_jobs_ended_total"))


def test_who_vanishes_while_listening_leaves_nothing(tmp_path: Path) -> None:
    with running(tmp_path / "kept", max_streams=LISTENERS, max_streams_per_key=LISTENERS) as real:
        plan = solving(real)
        vanishing(real, plan)  # which leaves connections to the database, and threads, for the next time
        files, threads = real.open_files(), real.threads()
        for _ in range(2):
            vanishing(real, plan)
        assert len(real.open_files()) <= len(files) + SOME
        assert real.threads() <= threads + STORE_THREADS
        assert real.caller.get("/healthz").status_code == 200


SOME = 20
"""Files of connections to the database that may have been opened or closed meanwhile: far fewer than listeners."""


def vanishing(real: Real, plan: str) -> None:
    """Have many listen to a plan, vanish, and be forgotten."""
    before = sockets(real)
    with ExitStack() as stack:
        for _ in range(LISTENERS):
            stack.enter_context(listener(real, plan))
        assert real.figures()["tischrunde_event_streams"] == LISTENERS
        assert sockets(real) == before + LISTENERS
        assert real.caller.get(f"/v1/plans/{plan}/events").status_code == 429
    until(lambda: real.figures()["tischrunde_event_streams"] == 0)
    until(lambda: sockets(real) == before)


def sockets(real: Real) -> int:
    return sum(name.startswith("socket:") for name in real.open_files())


@contextmanager
def listener(real: Real, plan: str) -> Iterator[None]:
    """Listen to a plan, and vanish without goodbye."""
    with socket.create_connection(("127.0.0.1", httpx.URL(real.address).port or 0), timeout=30) as connection:
        connection.sendall(f"GET /v1/plans/{plan}/events HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        heard = b""
        while b"event: " not in heard:
            more = connection.recv(65536)
            assert more, heard
            heard += more
        yield
        # What goes with a reset says nothing, not even that it ends.
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")


@pytest.fixture
def on_little_disk(little_disk: Path) -> Iterator[Real]:
    with running(little_disk / "kept") as real:
        yield real


def test_a_full_disk_is_told_and_loses_nothing(on_little_disk: Real, little_disk: Path) -> None:
    real = on_little_disk
    plan = solving(real, seconds=6)
    fill(little_disk / "ballast")
    for _ in range(3):
        answer = real.caller.post("/v1/plans", json=large_meeting(), headers={"Idempotency-Key": "large"})
        assert (answer.status_code, answer.json()["code"]) == (507, "store-full")
        assert int(answer.headers["Retry-After"]) > 0
    assert real.caller.get("/readyz").status_code == 503
    assert real.caller.get(f"/v1/plans/{plan}").json()["state"] == "solving"
    (little_disk / "ballast").unlink()
    assert real.ended(plan)["plan"]["run"]["stopped_by"] == "max_runtime"
    assert real.caller.get("/readyz").status_code == 200
    answer = real.caller.post("/v1/plans", json=large_meeting(), headers={"Idempotency-Key": "large"})
    assert answer.status_code == 202
    assert "Idempotency-Replayed" not in answer.headers


def fill(file: Path) -> None:
    """Leave no room on the disk of a file."""
    with file.open("wb", buffering=0) as ballast:
        for size in (1 << 16, 1 << 12, 1):
            try:
                while True:
                    ballast.write(bytes(size))
            except OSError:
                continue


def large_meeting() -> dict[str, Any]:
    """Return a meeting that no page with room in it can take."""
    people = [{"id": f"p{number}", "name": f"Erika {'x' * 90} {number}"} for number in range(2_000)]
    return {
        "format": "tischrunde/meeting/1",
        "rounds": 1,
        "tables": [{"id": f"T{number}", "seats": 8} for number in range(250)],
        "people": people,
    }


def test_a_locked_database_is_told_and_loses_nothing(real: Real) -> None:
    plan, spare = solving(real, seconds=8), real.planned()["id"]
    other = sqlite3.connect(real.folder / "tischrunde.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    tries = [("POST", "/v1/plans"), ("DELETE", f"/v1/plans/{spare}"), ("POST", f"/v1/plans/{plan}/cancel")]

    def call(one: tuple[str, str]) -> httpx.Response:
        return real.caller.request(*one, json=EXAMPLE_MEETING if one[1] == "/v1/plans" else None)

    with ThreadPoolExecutor(len(tries)) as callers:
        waiting = [callers.submit(call, one) for one in tries]
        assert real.caller.get(f"/v1/plans/{plan}").json()["state"] == "solving"
        assert real.caller.get("/healthz").status_code == 200
        answers = [one.result() for one in waiting]
    other.execute("ROLLBACK")
    other.close()
    for answer in answers:
        assert (answer.status_code, answer.json()["code"]) == (503, "store-unavailable")
        assert int(answer.headers["Retry-After"]) > 0
    assert real.ended(plan)["plan"]["run"]["stopped_by"] == "max_runtime"
    assert real.caller.get(f"/v1/plans/{spare}").status_code == 200
    assert call(tries[0]).status_code == 202
    assert call(tries[1]).status_code == 204


@pytest.mark.parametrize("how", ["cancel", "erase"])
def test_who_ends_a_solve_frees_its_processor(real: Real, how: str) -> None:
    until(lambda: not working(real))
    plan = solving(real)
    (pid,) = working(real)
    if how == "cancel":
        assert real.caller.post(f"/v1/plans/{plan}/cancel").status_code in (200, 202)
    else:
        assert real.caller.delete(f"/v1/plans/{plan}").status_code == 204
    until(lambda: pid not in working(real), seconds=30)
    if how == "cancel":
        assert (real.ended(plan)["state"], real.ended(plan)["plan"]["run"]["stopped_by"]) == ("cancelled",) * 2
    until(lambda: len(real.children) == 2)


def working(real: Real) -> list[int]:
    """Return the processes that solve something at this moment: those that have used a processor."""

    def used() -> dict[int, float]:
        return {pid: spent for pid in real.children if (spent := cpu_seconds(pid)) is not None}

    before = used()
    time.sleep(0.3)
    return [pid for pid, spent in used().items() if spent - before.get(pid, 0.0) > 0.05]
