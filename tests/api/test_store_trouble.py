"""Full disks, locked and unreachable databases, addresses that are none: told as such, and nothing half-written."""

import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from tests.api.clusters import Cluster, programs
from tests.api.little_jobs import DONE, LEASE, PLENTY, better, claim, new_job, submit
from tischrunde.errors import BadInput
from tischrunde_api.settings import Settings
from tischrunde_api.store import database
from tischrunde_api.store.opening import SqlStore, open_store, open_store_at
from tischrunde_api.store.port import Checkpoint, Reserved, State, StoreFull, StoreUnavailable

BIG = bytes(1 << 20)


def limit_pages(store: SqlStore, more: int) -> None:
    """Let the database grow by so many pages only."""
    store.database.engine.dispose()

    @event.listens_for(store.database.engine, "connect")
    def limit(connection: sqlite3.Connection, _: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + more}")


def test_a_full_database_takes_nothing_and_loses_nothing(sqlite: SqlStore) -> None:
    submit(sqlite, "before")
    limit_pages(sqlite, more=20)
    reservation = sqlite.reserve("anna", "key", "body", mark="mark", now=0)
    with pytest.raises(StoreFull):
        sqlite.submit(new_job("big", meeting=BIG), PLENTY, reservation=reservation)
    assert sqlite.find("anna", "big") is None
    assert sqlite.tally(now=0).states[State.QUEUED] == 1
    sqlite.give_back(reservation)
    assert sqlite.reserve("anna", "key", "body", mark="again", now=0).verdict is Reserved.NEW
    assert claim(sqlite, now=1).id == "before"


def test_a_database_whose_file_was_deleted_takes_nothing(sqlite: SqlStore, tmp_path: Path) -> None:
    path = Path(str(sqlite.database.engine.url.database))
    submit(sqlite, "before")
    path.rename(tmp_path / "aside")
    for _ in range(2):
        with pytest.raises(StoreUnavailable):
            sqlite.check()
        with pytest.raises(StoreUnavailable):
            submit(sqlite, "lost")
    assert not path.exists()
    (tmp_path / "aside").rename(path)
    sqlite.check()
    assert sqlite.find("anna", "before") is not None


def test_a_database_whose_file_was_exchanged_takes_nothing(sqlite: SqlStore) -> None:
    path = Path(str(sqlite.database.engine.url.database))
    (path.parent / "other").write_bytes(b"")
    (path.parent / "other").replace(path)
    with pytest.raises(StoreUnavailable):
        sqlite.check()
    assert path.read_bytes() == b""


def test_a_checkpoint_that_does_not_fit_leaves_the_one_before(sqlite: SqlStore) -> None:
    submit(sqlite, "job")
    fence = claim(sqlite, now=0).fence
    sqlite.beat("job", fence, now=1, lease=LEASE, checkpoint=better(9))
    before = sqlite.find("anna", "job")
    limit_pages(sqlite, more=20)
    too_big = Checkpoint(20, 5, 0, BIG, BIG)
    with pytest.raises(StoreFull):
        sqlite.beat("job", fence, now=2, lease=LEASE, checkpoint=too_big)
    assert sqlite.find("anna", "job") == before
    assert len(sqlite.events("anna", "job", after=0)) == 1
    assert sqlite.finish("job", fence, DONE, now=3)


FILL_THE_DISK = """
import sys
from tests.api.little_jobs import PLENTY, new_job
from tischrunde_api.store.opening import open_store_at
from tischrunde_api.store.port import StoreFull

store = open_store_at(sys.argv[1])
for number in range(1_000):
    try:
        store.submit(new_job(f"job-{number}", meeting=bytes(200_000)), PLENTY)
    except StoreFull:
        break
    print(number)
else:
    sys.exit("the disk did not become full")
"""


def test_a_full_disk_loses_no_job_that_was_taken(little_disk: Path) -> None:
    address = f"sqlite:///{little_disk}/jobs.sqlite"
    filled = subprocess.run([sys.executable, "-c", FILL_THE_DISK, address], check=True, capture_output=True, text=True)
    taken = {f"job-{number}" for number in filled.stdout.split()}
    assert len(taken) > 3
    copy = little_disk.parent / "copy"
    copy.mkdir()
    for file in little_disk.iterdir():
        (copy / file.name).write_bytes(file.read_bytes())
    store = open_store_at(f"sqlite:///{copy}/jobs.sqlite")
    assert set(store.versions([f"job-{number}" for number in range(1_000)])) == taken
    store.close()


def test_a_locked_database_is_unavailable_and_free_again_afterwards(
    sqlite: SqlStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "SQLITE_PRAGMAS", (*database.SQLITE_PRAGMAS, "busy_timeout = 50"))
    sqlite.database.engine.dispose()
    other = sqlite3.connect(tmp_path / "kept" / "jobs.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailable):
        submit(sqlite, "job")
    with pytest.raises(StoreUnavailable):
        sqlite.check()
    assert sqlite.find("anna", "job") is None
    other.execute("ROLLBACK")
    other.close()
    submit(sqlite, "job")
    assert sqlite.find("anna", "job") is not None


def test_a_database_whose_folder_vanished_is_unavailable(sqlite: SqlStore, tmp_path: Path) -> None:
    sqlite.database.engine.dispose()
    (tmp_path / "kept").rename(tmp_path / "gone")
    with pytest.raises(StoreUnavailable):
        sqlite.find("anna", "job")


def test_a_file_that_cannot_be_made_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreUnavailable):
        open_store_at(f"sqlite:///{tmp_path}/file/jobs.sqlite")


def test_a_server_that_is_not_there_is_unavailable(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable):
        open_store_at(f"postgresql://host@/tables?host={tmp_path}")


@pytest.fixture
def own_cluster() -> Iterator[Cluster]:
    cluster = Cluster(programs())
    yield cluster
    cluster.remove()


def test_a_server_may_be_restarted(own_cluster: Cluster) -> None:
    store = open_store_at(own_cluster.new_database())
    submit(store, "job")
    own_cluster.stop()
    with pytest.raises(StoreUnavailable):
        store.find("anna", "job")
    own_cluster.start()
    assert store.find("anna", "job") is not None
    store.close()


def test_a_statement_that_is_wrong_is_no_trouble_of_the_database(store: SqlStore) -> None:
    with pytest.raises(Exception, match="nowhere") as wrong, store.database.reading() as db:
        db.exec_driver_sql("SELECT 1 FROM nowhere")
    assert not isinstance(wrong.value, StoreUnavailable)


def test_errors_of_the_database_quote_nobody(store: SqlStore) -> None:
    new = new_job("job", meeting=b"Ottilie Canary")
    store.submit(new, PLENTY)
    with pytest.raises(IntegrityError) as twice:
        store.submit(new, PLENTY)
    with pytest.raises(DBAPIError) as wrong, store.database.writing() as db:
        db.execute(text("INSERT INTO nowhere VALUES (:name)"), {"name": "Ottilie Canary"})
    assert "Canary" not in f"{twice.value} {twice.value.__cause__} {wrong.value}"


def test_a_file_that_is_no_database_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "jobs.sqlite").write_bytes(b"Dear all, " * 1_000)
    with pytest.raises(StoreUnavailable):
        open_store_at(f"sqlite:///{tmp_path}/jobs.sqlite")


def test_only_the_owner_may_read_what_is_made(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        store = open_store(Settings(folder=tmp_path / "service"))
        submit(store, "job")
    finally:
        os.umask(before)
    made = [tmp_path / "service", *(tmp_path / "service").iterdir()]
    assert [stat.S_IMODE(path.stat().st_mode) & 0o077 for path in made] == [0] * len(made)
    assert len(made) == 4
    store.close()


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("no address", "not the address"),
        ("mysql://host/name", "SQLite or PostgreSQL"),
        ("sqlite+aiosqlite:///file", "SQLite or PostgreSQL"),
        ("sqlite://", "must be a file"),
        ("sqlite:///:memory:", "must be a file"),
    ],
)
def test_an_address_that_cannot_be_used_is_a_finding_with_the_next_step(url: str, told: str) -> None:
    with pytest.raises(BadInput) as bad:
        open_store(Settings(database_url=SecretStr(url)))
    (finding,) = bad.value.findings
    assert finding.place == "TISCHRUNDE_DATABASE_URL"
    assert told in str(finding.message)
    assert "sqlite:////var" in str(finding.hint)
    assert "no address" not in bad.value.say("en")


def test_postgresql_without_its_driver_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(BadInput, match=r"pip install 'tischrunde\[postgres\]'"):
        open_store_at("postgresql://host/name")
