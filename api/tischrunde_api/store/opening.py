"""The store itself: every method of the port as one short transaction. ``open_store`` is the way in."""

from collections.abc import Mapping, Sequence
from contextlib import suppress

from sqlalchemy.engine import URL

from tischrunde_api.settings import Settings
from tischrunde_api.store import addresses, erasing, events, idempotency, keys, leases, queue, tallies
from tischrunde_api.store.database import Database
from tischrunde_api.store.migrating import bring_up_to_date
from tischrunde_api.store.port import (
    Checkpoint,
    Claimed,
    Event,
    Job,
    Key,
    Kind,
    Limits,
    NewJob,
    Outcome,
    Reservation,
    State,
    StoreFull,
    StoreUnavailable,
    Tally,
    Word,
)

__all__ = ["SqlStore", "open_store", "open_store_at"]


def open_store(settings: Settings) -> "SqlStore":
    """Open the database that the settings name, made or brought up to date if need be.

    Raises
    ------
    BadInput
        When its address cannot be used, or a newer version of Tischrunde has written it.
    StoreUnavailable
        When it cannot be reached.
    """
    return open_store_at(addresses.address(settings))


def open_store_at(url: URL | str) -> "SqlStore":
    """Open the database at an address such as ``sqlite:////var/lib/tischrunde/jobs.sqlite``; see ``open_store``."""
    database = addresses.connect(url)
    try:
        bring_up_to_date(database)
    except BaseException:
        database.close()
        raise
    store = SqlStore(database)
    store.scrub_if_owed()
    return store


class SqlStore:
    """A store in SQLite or PostgreSQL.

    Parameters
    ----------
    database : with the tables of the newest version
    """

    def __init__(self, database: Database) -> None:
        self.database = database

    def reserve(self, owner: str, key: str, fingerprint: str, *, mark: str, now: int) -> Reservation:
        """Take an idempotency key."""
        with self.database.writing() as db:
            return idempotency.reserve(db, owner, key, fingerprint, mark, now)

    def give_back(self, reservation: Reservation) -> None:
        """Free a reserved key."""
        with self.database.writing() as db:
            idempotency.give_back(db, reservation)

    def submit(self, new: NewJob, limits: Limits, *, reservation: Reservation | None = None) -> Job:
        """Put a job into the queue."""
        with self.database.writing() as db:
            return queue.submit(db, new, limits, reservation)

    def find(self, owner: str, job: str) -> Job | None:
        """Return a job of this owner."""
        with self.database.reading() as db:
            return queue.find(db, owner, job)

    def versions(self, jobs: Sequence[str]) -> Mapping[str, tuple[int, int, State]]:
        """Return where each of these jobs stands."""
        with self.database.reading() as db:
            return queue.versions(db, jobs)

    def events(self, owner: str, job: str, *, after: int) -> Sequence[Event]:
        """Return the events after a number."""
        with self.database.reading() as db:
            return events.after(db, owner, job, after)

    def cancel(self, owner: str, job: str, *, now: int) -> Job | None:
        """Ask for the end of a job."""
        with self.database.writing() as db:
            return queue.cancel(db, owner, job, now)

    def erase(self, owner: str, job: str) -> bool:
        """Erase everything of a job."""
        with self.database.writing() as db:
            erased = erasing.erase(db, owner, job)
        if erased:
            self.scrub_if_owed()
        return erased

    def sweep(self, *, now: int) -> int:
        """Erase what has expired, and what is still owed of earlier erasing."""
        with self.database.writing() as db:
            erased = erasing.erase_expired(db, now)
        self.scrub_if_owed()
        return erased

    def scrub_if_owed(self) -> None:
        """Remove the copies of what was erased; what is in the way now is left to the next sweep."""
        with suppress(StoreUnavailable, StoreFull):
            with self.database.reading() as db:
                owed = erasing.is_owed(db)
            if owed:
                erasing.scrub(self.database)

    def check(self) -> None:
        """Write a little."""
        with self.database.writing() as db:
            tallies.raise_mark(db, "checked")

    def tally(self, *, now: int) -> Tally:
        """Count."""
        with self.database.reading() as db:
            return tallies.tally(db, now)

    def claim(self, worker: str, *, now: int, lease: int, kinds: Sequence[Kind] = tuple(Kind)) -> Claimed | None:
        """Take the next job; each that is ended in passing has a transaction of its own."""
        while True:
            with self.database.writing() as db:
                claimed = leases.claim(db, worker, now, lease, kinds)
            if not isinstance(claimed, bool):
                return claimed
            if not claimed:
                return None

    def beat(self, job: str, fence: int, *, now: int, lease: int, checkpoint: Checkpoint | None = None) -> Word:
        """Renew the lease and keep the checkpoint; a lease that is hardly used stays as it is."""
        if checkpoint is None and lease:
            with self.database.reading() as db:
                word = leases.word_for_fresh(db, job, fence, now, lease)
            if word is not None:
                return word
        with self.database.writing() as db:
            return leases.beat(db, job, fence, now, lease, checkpoint)

    def finish(self, job: str, fence: int, outcome: Outcome, *, now: int) -> bool:
        """End a job, once."""
        with self.database.writing() as db:
            return leases.finish(db, job, fence, outcome)

    def put_back(self, job: str, fence: int, *, now: int, checkpoint: Checkpoint | None = None) -> bool:
        """Give a job back to the queue."""
        with self.database.writing() as db:
            return leases.put_back(db, job, fence, now, checkpoint)

    def present(self, worker: str, *, now: int) -> None:
        """Show that a worker is alive."""
        with self.database.writing() as db:
            leases.present(db, worker, now)

    def gone(self, worker: str) -> None:
        """Forget a worker."""
        with self.database.writing() as db:
            leases.gone(db, worker)

    def add_key(self, key: Key, digest: str) -> None:
        """Keep a new API key."""
        with self.database.writing() as db:
            keys.add_key(db, key, digest)

    def keys(self) -> Sequence[Key]:
        """Return all keys."""
        with self.database.reading() as db:
            return keys.every_key(db)

    def revoke_key(self, key: str, *, now: int) -> bool:
        """Make a key worthless."""
        with self.database.writing() as db:
            return keys.revoke_key(db, key, now)

    def owner_of(self, digest: str) -> str | None:
        """Return whose key this is."""
        with self.database.reading() as db:
            return keys.owner_of(db, digest)

    def close(self) -> None:
        """Close every connection."""
        self.database.close()
