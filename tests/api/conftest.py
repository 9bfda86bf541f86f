"""Stores to test with, each test over both databases, each in a database of its own; and the real service."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.clusters import Cluster, programs
from tests.api.real import Real, running
from tischrunde_api.store.opening import SqlStore, open_store_at


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    cluster = Cluster(programs())
    yield cluster
    cluster.remove()


@pytest.fixture(scope="session")
def with_tables(cluster: Cluster) -> str:
    """Return the name of a PostgreSQL database that is up to date, to be copied."""
    address = cluster.new_database()
    open_store_at(address).close()
    return address.partition("@/")[2].partition("?")[0]


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of a database, empty in PostgreSQL but for the tables, not there yet in SQLite."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/jobs.sqlite"
    cluster: Cluster = request.getfixturevalue("cluster")
    return cluster.new_database(like=request.getfixturevalue("with_tables"))


@pytest.fixture
def store(address: str) -> Iterator[SqlStore]:
    store = open_store_at(address)
    yield store
    store.close()


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[SqlStore]:
    """Return a store in ``jobs.sqlite`` in a folder of its own."""
    store = open_store_at(f"sqlite:///{tmp_path}/kept/jobs.sqlite")
    yield store
    store.close()


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Real]:
    """Return the real service as anybody starts it, for all tests that leave it as it was."""
    with running(tmp_path_factory.mktemp("real") / "kept") as service:
        yield service


@pytest.fixture
def little_disk(tmp_path: Path) -> Iterator[Path]:
    """Return a file system of 4 MB, where the test may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)], check=False)
    if mounted.returncode:
        pytest.skip("only root may mount a little disk")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)
