"""Erasing, so that nothing is left: rows first, then the copies that the database keeps of them.

A deleted row lives on in the write-ahead log of SQLite until that is emptied, and in PostgreSQL's table until it is
vacuumed. Readers can be in the way of both, and a process can die in between. So each erasing raises one mark in its
own transaction, and the scrubbing that covers it raises another to the same height: as long as they differ, scrubbing
is owed, whoever comes next.
"""

from sqlalchemy import Connection, delete, select, update

from tischrunde_api.store.database import Database
from tischrunde_api.store.idempotency import free_abandoned
from tischrunde_api.store.tables import jobs, marks, papers, workers
from tischrunde_api.store.tallies import SEEN_LATELY, raise_mark

__all__ = ["erase", "erase_expired", "is_owed", "scrub"]

SHORTLY = 300
"""Milliseconds to wait for readers while scrubbing."""


def erase(db: Connection, owner: str, job: str) -> bool:
    """Delete a job of an owner with everything that hangs on it."""
    there = db.execute(delete(jobs).where(jobs.c.id == job, jobs.c.owner == owner)).rowcount == 1
    if there:
        raise_mark(db, "erased")
    return there


def erase_expired(db: Connection, now: int) -> int:
    """Delete what has expired, and what nobody waits for any more."""
    expired = db.scalars(select(jobs.c.id).where(jobs.c.expires_at <= now).with_for_update(skip_locked=True)).all()
    for job in expired:
        db.execute(delete(jobs).where(jobs.c.id == job))
    free_abandoned(db, now)
    db.execute(delete(workers).where(workers.c.seen_at <= now - SEEN_LATELY))
    if expired:
        raise_mark(db, "erased")
    return len(expired)


def is_owed(db: Connection) -> bool:
    """Return whether something was erased and not scrubbed since."""
    return _mark(db, "erased") > _mark(db, "scrubbed")


def scrub(database: Database) -> bool:
    """Remove the copies of what was erased, and return whether that worked; if not, it stays owed."""
    with database.reading() as db:
        erased = _mark(db, "erased")
    with database.outside() as db:
        if not (_empty_log(db) if database.is_sqlite else _vacuum(db)):
            return False
    with database.writing() as db:
        db.execute(update(marks).where(marks.c.name == "scrubbed", marks.c.value < erased).values(value=erased))
    return True


def _mark(db: Connection, name: str) -> int:
    return db.scalar(select(marks.c.value).where(marks.c.name == name)) or 0


def _empty_log(db: Connection) -> bool:
    before = db.exec_driver_sql("PRAGMA busy_timeout").scalar_one()
    db.exec_driver_sql(f"PRAGMA busy_timeout = {SHORTLY}")
    try:
        busy: int = db.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]
    finally:
        db.exec_driver_sql(f"PRAGMA busy_timeout = {before}")
    return busy == 0


def _vacuum(db: Connection) -> bool:
    db.exec_driver_sql(f"VACUUM {papers.name}")
    return True
