"""The web process over a real connection, and what it loads."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from tests.api.serving import EXAMPLE_MEETING, listening, served

HEAVY = ("numpy", "numba", "ortools", "networkx", "typst", "tischrunde.planning")


def sent_raw(address: str, *pieces: bytes) -> bytes:
    """Send these bytes over one connection and return everything that comes until it is closed."""
    here = urlsplit(address)
    with socket.create_connection((here.hostname or "", here.port or 0), timeout=30) as connection:
        for piece in pieces:
            connection.sendall(piece)
        answer = b""
        while more := connection.recv(65536):
            answer += more
        return answer


def test_the_web_loads_no_solver() -> None:
    program = f"import sys, tischrunde_api.web.app; print([name for name in {HEAVY!r} if name in sys.modules])"
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)
    assert said.stdout.strip() == "[]"


def test_a_body_without_an_end_is_cut_off(tmp_path: Path) -> None:
    head = b"POST /v1/plans HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    with served(tmp_path, body_seconds=0.3, max_body=2000) as service, listening(service.app) as address:
        begin = time.monotonic()
        slow = sent_raw(address, head + b"Content-Length: 100\r\n\r\n{")
        assert b" 408 " in slow.splitlines()[0]
        assert b'"body-too-slow"' in slow
        large = sent_raw(address, head + b"Transfer-Encoding: chunked\r\n\r\n" + b"400\r\n%b\r\n" % (b"x" * 1024) * 3)
        assert b" 413 " in large.splitlines()[0]
        announced = sent_raw(address, head + b"Content-Length: 999999999999999999999\r\n\r\n")
        assert b" 41" in announced.splitlines()[0] or b" 400 " in announced.splitlines()[0]
        assert time.monotonic() - begin < 25


def test_who_hangs_up_while_waiting_is_not_waited_for(tmp_path: Path) -> None:
    body = json.dumps(EXAMPLE_MEETING).encode()
    head = b"POST /v1/plans HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nPrefer: wait=60\r\n"
    with served(tmp_path) as service, listening(service.app) as address:
        here = urlsplit(address)
        with socket.create_connection((here.hostname or "", here.port or 0), timeout=30) as connection:
            connection.sendall(head + b"Content-Length: %d\r\n\r\n" % len(body) + body)
            _until(lambda: service.app.state.services.watcher.watched == 1)
        _until(lambda: service.app.state.services.watcher.watched == 0)
        _until(lambda: '"status": 202' in service.log)


def _until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.02)
