"""Idempotency keys: one job for all requests that carry the same key. Only digests are kept."""

from hashlib import sha256

from sqlalchemy import ColumnElement, Connection, and_, delete, or_, select, update

from tischrunde_api.store.database import insert_into
from tischrunde_api.store.port import Reservation, Reserved, StoreUnavailable
from tischrunde_api.store.tables import reservations

__all__ = ["bind", "free_abandoned", "give_back", "reserve"]

ABANDONED = 60_000
"""Milliseconds after which a key without a job is free again: its request has died."""

REMEMBERED = 24 * 3_600_000
"""Milliseconds for which a key stands for its job."""


def reserve(db: Connection, owner: str, key: str, fingerprint: str, mark: str, now: int) -> Reservation:
    """Take a key, or say what it stands for."""
    digest = sha256(f"{owner}\0{key}".encode()).hexdigest()
    added = insert_into(db, reservations).values(key=digest, fingerprint=fingerprint, mark=mark, reserved_at=now)
    ours = {name: added.excluded[name] for name in ("fingerprint", "mark", "reserved_at", "job")}
    db.execute(added.on_conflict_do_update(index_elements=["key"], set_=ours, where=_is_free(now)))
    row = db.execute(select(reservations).where(reservations.c.key == digest)).one()
    if row.mark == mark:
        return Reservation(digest, Reserved.NEW, mark)
    if row.fingerprint != fingerprint:
        return Reservation(digest, Reserved.OTHER)
    if row.job is None:
        return Reservation(digest, Reserved.RUNNING)
    return Reservation(digest, Reserved.REPLAY, job=row.job)


def bind(db: Connection, reservation: Reservation, job: str) -> None:
    """Let a reserved key stand for a job.

    Raises
    ------
    StoreUnavailable
        When the key was left for so long that another request has it now; asked again, that one's job is the answer.
    """
    bound = db.execute(update(reservations).where(*_is_unused(reservation)).values(job=job))
    if bound.rowcount == 0:
        raise StoreUnavailable("The idempotency key was reserved for too long.")


def give_back(db: Connection, reservation: Reservation) -> None:
    """Free a key that has no job."""
    db.execute(delete(reservations).where(*_is_unused(reservation)))


def free_abandoned(db: Connection, now: int) -> None:
    """Free the keys of requests that died and of long ago."""
    db.execute(delete(reservations).where(_is_free(now)))


def _is_free(now: int) -> ColumnElement[bool]:
    died = and_(reservations.c.job.is_(None), reservations.c.reserved_at <= now - ABANDONED)
    return or_(died, reservations.c.reserved_at <= now - REMEMBERED)


def _is_unused(reservation: Reservation) -> tuple[ColumnElement[bool], ...]:
    kept = reservations.c
    return kept.key == reservation.key, kept.mark == reservation.mark, kept.job.is_(None)
