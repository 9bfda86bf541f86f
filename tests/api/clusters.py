"""A PostgreSQL of the tests' own, thrown away afterwards."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest

ROOT = 0
FASTER = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c listen_addresses="


class Cluster:
    """A PostgreSQL server that listens on a socket in a folder of its own."""

    def __init__(self, programs: Path) -> None:
        self.programs = programs
        self.folder = Path(tempfile.mkdtemp(prefix="tischrunde-postgresql-"))
        if os.getuid() == ROOT:
            shutil.chown(self.folder, "postgres", "postgres")
        self.databases = 0
        self._run("initdb", "-D", str(self.folder / "data"), "-A", "trust", "-U", "host", "-E", "UTF8", "--no-sync")
        self.start()

    def start(self) -> None:
        options = f"{FASTER} -k {self.folder}"
        log = str(self.folder / "log")
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-o", options, "-l", log, "-w", "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "fast", "-w", "stop")

    def new_database(self, like: str = "template0") -> str:
        """Return the address of a new database."""
        self.databases += 1
        name = f"tables_{self.databases}"
        self._run("createdb", "-h", str(self.folder), "-U", "host", "-T", like, name)
        return self.address(name)

    def address(self, name: str) -> str:
        return f"postgresql+psycopg://host@/{name}?host={self.folder}"

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.folder)

    def _run(self, program: str, *arguments: str) -> None:
        command: Sequence[str] = [str(self.programs / program), *arguments]
        if os.getuid() == ROOT:  # PostgreSQL refuses to be run by root.
            command = ["runuser", "-u", "postgres", "--", *command]
        subprocess.run(command, check=True, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def programs() -> Path:
    """Return the folder of PostgreSQL's programs; where it is not installed the test is skipped, but not under CI."""
    on_path = shutil.which("initdb")
    found = [Path(on_path).resolve().parent] if on_path else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not found:
        if os.environ.get("CI"):
            pytest.fail("PostgreSQL is not installed: apt-get install postgresql")
        pytest.skip("PostgreSQL is not installed")
    return found[-1]
