"""What is erased is in no byte of the database any more, whoever reads, writes or dies in the meantime."""

import random
import signal
import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests.api.little_jobs import LEASE, PLENTY, better, claim, new_job, submit
from tischrunde_api.store.erasing import is_owed
from tischrunde_api.store.opening import SqlStore, open_store_at
from tischrunde_api.store.port import Checkpoint, Outcome, State
from tischrunde_api.store.tables import events, jobs, papers, reservations

CANARY = "Ottilie-Canary-%04d"
SIZES = (1, 20, 150, 200, 450, 2_000)
"""How often a canary stands in a paper: in rows within a page, about a page, and over many pages."""


def canary(number: int) -> bytes:
    return (CANARY % number).encode()


def solved(store: SqlStore, number: int, times: int, plans: int = 2) -> str:
    """Submit a job that is full of its canary, solve it with several plans, and return its id."""
    name, job = canary(number), f"job-{random.Random(number).getrandbits(64):x}"
    store.submit(new_job(job, meeting=name * times), PLENTY)
    claimed = claim(store, now=1)
    for cost in range(plans, 0, -1):
        paper = name * (1 + times * cost // 2)
        store.beat(job, claimed.fence, now=1, lease=LEASE, checkpoint=Checkpoint(9, cost, 0, paper, paper[::-1]))
    store.finish(job, claimed.fence, Outcome(State.DONE, 9, "optimal"), now=2)
    return job


def places(folder: Path, *numbers: int) -> set[str]:
    """Return the names of the files in which a canary is, read forwards or backwards."""
    return {
        file.name
        for file in folder.rglob("*")
        for number in numbers
        if any(name in file.read_bytes() for name in (canary(number), canary(number)[::-1]))
    }


def owed(store: SqlStore) -> bool:
    with store.database.reading() as db:
        return is_owed(db)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "kept"


def test_a_canary_is_there_before_it_is_erased(sqlite: SqlStore, folder: Path) -> None:
    solved(sqlite, 1, times=5)
    assert places(folder, 1)


@pytest.mark.parametrize("times", SIZES)
def test_an_erased_canary_is_nowhere(sqlite: SqlStore, folder: Path, times: int) -> None:
    erased, kept = solved(sqlite, 1, times), solved(sqlite, 2, times)
    assert sqlite.erase("anna", erased)
    assert places(folder, 1) == set()
    assert places(folder, 2)
    assert sqlite.find("anna", kept) is not None


def come_and_go(store: SqlStore, folder: Path, seed: int) -> set[str]:
    """Let jobs with papers of all sizes come and go, and return the files in which one was left behind."""
    chance = random.Random(seed)
    there: dict[str, int] = {}
    left = set()
    for number in range(120):
        if chance.random() < 0.6 or not there:
            job = f"{chance.getrandbits(64):x}"
            there[job] = number
            store.submit(new_job(job, meeting=canary(number) * chance.choice((1, 3, 15, 50, 200, 1_500))), PLENTY)
            claimed = claim(store, now=1)
            for cost in range(chance.randrange(3)):
                plan, pseudonymous = (canary(number) * chance.randrange(1, most) for most in (500, 50))
                checkpoint = Checkpoint(9, -cost, None, plan, pseudonymous)
                store.beat(job, claimed.fence, now=1, lease=LEASE, checkpoint=checkpoint)
        else:
            job = chance.choice(sorted(there))
            store.erase("anna", job)
            left |= places(folder, there.pop(job))
    return left


@pytest.mark.parametrize("seed", [5, 23])  # Without the margin of papers these two leave something behind.
def test_a_canary_is_nowhere_though_pages_were_split_and_joined(sqlite: SqlStore, folder: Path, seed: int) -> None:
    assert come_and_go(sqlite, folder, seed) == set()


def test_what_has_expired_is_erased_too(sqlite: SqlStore, folder: Path) -> None:
    name = canary(1)
    sqlite.submit(new_job("old", meeting=name, expires_at=100), PLENTY)
    sqlite.submit(new_job("young", meeting=canary(2), expires_at=101), PLENTY)
    assert sqlite.sweep(now=99) == 0
    assert sqlite.sweep(now=100) == 1
    assert sqlite.find("anna", "old") is None
    assert sqlite.find("anna", "young") is not None
    assert places(folder, 1) == set()


def test_a_job_expires_while_it_is_solved(store: SqlStore) -> None:
    store.submit(new_job("job", expires_at=100), PLENTY)
    fence = claim(store, now=99).fence
    assert store.sweep(now=100) == 1
    assert not store.finish("job", fence, Outcome(State.DONE, 9), now=101)


def test_erasing_takes_events_papers_and_keys_along(store: SqlStore) -> None:
    reservation = store.reserve("anna", "key", "body", mark="mark", now=0)
    store.submit(new_job("job"), PLENTY, reservation=reservation)
    store.beat("job", claim(store, now=0).fence, now=1, lease=LEASE, checkpoint=better(3))
    assert store.erase("anna", "job")
    assert not store.erase("anna", "job")
    with store.database.reading() as db:
        left = [db.scalar(select(func.count()).select_from(table)) for table in (jobs, papers, events, reservations)]
    assert left == [0, 0, 0, 0]


def test_erasing_is_owed_while_somebody_reads_what_was_before(sqlite: SqlStore, folder: Path) -> None:
    job = solved(sqlite, 1, times=200)
    reader = sqlite3.connect(folder / "jobs.sqlite", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM papers").fetchone()
    assert sqlite.erase("anna", job)
    assert sqlite.find("anna", job) is None
    assert owed(sqlite)
    assert places(folder, 1)  # The reader still has to see it.
    sqlite.sweep(now=3)
    assert owed(sqlite)
    reader.execute("COMMIT")
    sqlite.sweep(now=4)
    assert not owed(sqlite)
    assert places(folder, 1) == set()
    reader.close()


def test_what_is_erased_while_another_erasing_is_scrubbed_stays_owed(sqlite: SqlStore, folder: Path) -> None:
    first, second = solved(sqlite, 1, times=5), solved(sqlite, 2, times=5)
    reader = sqlite3.connect(folder / "jobs.sqlite", isolation_level=None)
    sqlite.erase("anna", first)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM papers").fetchone()
    sqlite.erase("anna", second)
    assert owed(sqlite)
    assert places(folder, 1) == set()
    reader.execute("COMMIT")
    reader.close()
    sqlite.sweep(now=3)
    assert places(folder, 1, 2) == set()


def test_a_crowd_that_reads_and_writes_does_not_keep_erasing_owed(sqlite: SqlStore, folder: Path) -> None:
    job = solved(sqlite, 1, times=200)
    other = solved(sqlite, 2, times=200)
    is_over = threading.Event()

    def read_and_write(worker: int) -> int:
        times = 0
        while not is_over.is_set():
            assert sqlite.find("anna", other) is not None
            sqlite.present(f"worker {worker}", now=times)
            times += 1
        return times

    with ThreadPoolExecutor(4) as threads:
        crowd = [threads.submit(read_and_write, worker) for worker in range(4)]
        assert sqlite.erase("anna", job)
        for _ in range(20):
            if not owed(sqlite):
                break
            sqlite.sweep(now=3)
        is_over.set()
        assert all(member.result() for member in crowd)
    assert not owed(sqlite)
    assert places(folder, 1) == set()
    assert places(folder, 2)


ERASE_AND_DIE = """
import os, signal, sys
from tischrunde_api.store import erasing
from tischrunde_api.store.opening import open_store_at

store = open_store_at(sys.argv[1])
with store.database.writing() as db:
    assert erasing.erase(db, "anna", sys.argv[2])
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_process_that_dies_right_after_erasing_is_made_up_for(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/jobs.sqlite"
    store = open_store_at(address)
    job = solved(store, 1, times=200)
    store.close()
    died = subprocess.run([sys.executable, "-c", ERASE_AND_DIE, address, job], check=False)
    assert died.returncode == -signal.SIGKILL
    assert places(tmp_path, 1)
    store = open_store_at(address)
    assert places(tmp_path, 1) == set()
    assert store.find("anna", job) is None
    store.close()


def test_erasing_in_postgresql_vacuums_the_papers(store: SqlStore) -> None:
    submit(store, "job")
    store.erase("anna", "job")
    assert not owed(store)
