"""A real service and a second worker, in processes that can be found, killed, frozen and started again."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

__all__ = ["ROLES", "Service"]

ROLES = {
    "child": "tischrunde_api.worker.child",
    "station": "tischrunde_api.worker.main",
    "worker": "tischrunde worker",
    "web": "tischrunde serve",
}
"""What tells the processes of the service apart: words of their command lines."""

UNFENCED = Path(__file__).parent / "unfenced"


class Service:
    """The processes of one service. Each bears a mark in its environment, as do those it starts.

    Parameters
    ----------
    lease : seconds a worker that says nothing keeps its job
    database_url : of a database, ``None`` for the embedded one
    unfenced : whether workers may write to jobs that others hold: a service that must fail the test
    """

    def __init__(self, *, lease: float, database_url: str | None = None, unfenced: bool = False) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="tischrunde-chaos-")
        self.mark = f"TISCHRUNDE_CHAOS={uuid.uuid4()}"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.database = f"sqlite:///{self.folder.name}/tischrunde.sqlite" if database_url is None else database_url
        self.environment = self._environment(lease, unfenced)
        self.log = Path(self.folder.name, "log").open("ab")  # noqa: SIM115  as long as the service
        self.started: dict[str, subprocess.Popen[bytes]] = {}
        self.faults: list[str] = []

    def keep_alive(self) -> None:
        """Start what is not there: the service at first and when it was killed, and the second worker likewise."""
        for role, words in (("web", ["serve", "--port", str(self.port)]), ("worker", ["worker"])):
            process = self.started.get(role)
            if process is None or process.poll() is not None:
                if process is not None and process.returncode >= 0:
                    self.faults.append(f"{role} ended by itself with {process.returncode}")
                self.started[role] = subprocess.Popen(
                    [sys.executable, "-m", "tischrunde", *words],
                    env=self.environment,
                    stdout=self.log,
                    stderr=self.log,
                    start_new_session=True,
                )

    @contextmanager
    def kept_alive(self) -> Iterator[None]:
        """Within the block, start again whatever dies."""
        is_over = threading.Event()

        def keep() -> None:
            while not is_over.wait(0.1):
                self.keep_alive()

        keeper = threading.Thread(target=keep)
        keeper.start()
        try:
            yield
        finally:
            is_over.set()
            keeper.join()

    def processes(self, *, age: float = 0.0) -> Mapping[str, list[int]]:
        """Return the processes of each role that have been alive for so many seconds."""
        found: dict[str, list[int]] = {role: [] for role in ROLES}
        for folder in Path("/proc").iterdir():
            if not folder.name.isdigit():
                continue
            with suppress(OSError):
                if self.mark.encode() not in (folder / "environ").read_bytes():
                    continue
                if _age(folder) < age:
                    continue
                line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                for role, words in ROLES.items():
                    if words in line:
                        found[role].append(int(folder.name))
        return found

    def log_text(self) -> str:
        return Path(self.log.name).read_text()

    def stop(self) -> None:
        """End the service as its operator would, and see that nothing of it stays."""
        for process in self.started.values():
            process.terminate()
        for process in self.started.values():
            with suppress(subprocess.TimeoutExpired):
                process.wait(15)
        for _ in range(100):
            left = [pid for some in self.processes().values() for pid in some]
            if not left:
                break
            time.sleep(0.1)
        for pid in left:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        for process in self.started.values():
            process.wait()

    def remove(self) -> None:
        """Throw away database and log."""
        self.log.close()
        self.folder.cleanup()

    def _environment(self, lease: float, unfenced: bool) -> dict[str, str]:
        name, _, value = self.mark.partition("=")
        path = [str(UNFENCED)] * unfenced + [entry for entry in sys.path if entry]
        return {
            **os.environ,
            name: value,
            "PYTHONPATH": os.pathsep.join(path),
            "TISCHRUNDE_DATABASE_URL": self.database,
            "TISCHRUNDE_LEASE": str(lease),
            "TISCHRUNDE_SOLVES": "1",
            "TISCHRUNDE_MAX_QUEUED": "100000",
            "TISCHRUNDE_MAX_QUEUED_PER_KEY": "100000",
        }


def _age(process: Path) -> float:
    """Return how long ago a process began, in seconds."""
    began = int((process / "stat").read_text().rpartition(")")[2].split()[19]) / os.sysconf("SC_CLK_TCK")
    return time.clock_gettime(time.CLOCK_BOOTTIME) - began
