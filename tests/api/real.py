"""The real service in a test: ``tischrunde serve`` as a process with web, desk and worker, its own folder and port."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx

from tischrunde_api.web.samples import EXAMPLE_MEETING

__all__ = ["Real", "cpu_seconds", "running", "until"]

WARM = 300.0
"""Seconds until a worker has to be warm: where the kernel was never compiled, that comes first."""

ENDING = 20.0


class Real:
    """A running service.

    Attributes
    ----------
    address : where it listens
    folder : of its database
    caller : calls it; each further ``client`` has connections of its own
    """

    def __init__(self, process: "subprocess.Popen[bytes]", folder: Path) -> None:
        self.process, self.folder = process, folder
        self._log: list[str] = []
        self._port = 0
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        until(lambda: self._port or process.poll() is not None, seconds=WARM)
        assert self._port, self.log
        self.address = f"http://127.0.0.1:{self._port}"
        self.caller = self.client()

    @property
    def log(self) -> str:
        """Return everything that was logged."""
        return "".join(self._log)

    @property
    def pid(self) -> int:
        """Return the process of the web."""
        return self.process.pid

    @property
    def children(self) -> list[int]:
        """Return the processes that solve."""
        return [pid for pid in _below(self.pid) if "tischrunde_api.worker.child" in _command(pid)]

    def client(self, **given: Any) -> httpx.Client:
        """Return a caller with connections of its own."""
        return httpx.Client(base_url=self.address, timeout=120, **given)

    def planned(self, **given: Any) -> dict[str, Any]:
        """Have the small meeting planned, and return the resource once it is done."""
        resource: dict[str, Any] = self.caller.post("/v1/plans", json=EXAMPLE_MEETING, **given).json()
        return self.ended(resource["id"], **given)

    def ended(self, plan: str, **given: Any) -> dict[str, Any]:
        """Return the resource of a plan once it is over."""
        headers = {**given.get("headers", {}), "Prefer": "wait=5"}
        while (answer := self.caller.get(f"/v1/plans/{plan}", headers=headers)).status_code == 200:
            resource: dict[str, Any] = answer.json()
            if resource["state"] not in ("queued", "solving"):
                return resource
        raise AssertionError(answer.text)

    def figures(self) -> Mapping[str, float]:
        """Return what ``/metrics`` says, by name and labels."""
        lines = self.caller.get("/metrics").text.splitlines()
        pairs = (line.rpartition(" ") for line in lines if not line.startswith("#"))
        return {name: float(value) for name, _, value in pairs}

    def open_files(self) -> list[str]:
        """Return the files and sockets that the web process has open."""
        found = []
        for descriptor in Path(f"/proc/{self.pid}/fd").iterdir():
            with suppress(OSError):
                found.append(str(descriptor.readlink()))
        return found

    def threads(self) -> int:
        """Return how many threads the web process has."""
        return sum(1 for _ in Path(f"/proc/{self.pid}/task").iterdir())

    def is_ready(self) -> bool:
        """Return whether plans can be made now."""
        with suppress(httpx.TransportError):
            return self.caller.get("/readyz").status_code == 200
        return False

    def stop(self) -> None:
        """End it as its operator would."""
        self.caller.close()
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(ENDING)
        except subprocess.TimeoutExpired:
            for pid in (*_below(self.pid), self.pid):
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            self.process.wait()
            raise
        finally:
            self._reader.join(ENDING)

    def _read(self) -> None:
        assert self.process.stderr is not None, "there is a pipe"
        with self.process.stderr as errors:
            for raw in errors:
                line = raw.decode()
                self._log.append(line)
                if not self._port and "http://127.0.0.1:" in line:
                    self._port = int(line.partition("http://127.0.0.1:")[2].partition(";")[0])


@contextmanager
def running(folder: Path, **settings: object) -> Iterator[Real]:
    """Run the service with these settings until the block ends; it is warm when the block begins."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("TISCHRUNDE_")}
    given = {f"TISCHRUNDE_{name.upper()}": str(value) for name, value in {"folder": folder, **settings}.items()}
    environment = inherited | given | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    process = subprocess.Popen(
        [sys.executable, "-m", "tischrunde", "--language", "en", "serve", "--port", "0"],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    service = Real(process, folder)
    try:
        until(service.is_ready, seconds=WARM)
        yield service
    finally:
        service.stop()


def until(is_so: Callable[[], Any], *, seconds: float = 60.0) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it never was so"
        time.sleep(0.02)


def cpu_seconds(pid: int) -> float | None:
    """Return how much of a processor a process has had, ``None`` once it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _below(pid: int) -> list[int]:
    """Return all descendants of a process."""
    parents: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with suppress(OSError):
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
                parents.setdefault(parent, []).append(int(folder.name))
    found = list(parents.get(pid, ()))
    for child in found:
        found.extend(parents.get(child, ()))
    return found


def _command(pid: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_text()
    return ""
