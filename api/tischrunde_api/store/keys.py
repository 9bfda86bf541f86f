"""API keys, by their digests."""

from collections.abc import Sequence

from sqlalchemy import Connection, insert, select, update

from tischrunde_api.store.port import Key
from tischrunde_api.store.tables import api_keys

__all__ = ["add_key", "every_key", "owner_of", "revoke_key"]


def add_key(db: Connection, key: Key, digest: str) -> None:
    """Keep a key."""
    db.execute(
        insert(api_keys).values(
            id=key.id, name=key.name, digest=digest, created_at=key.created_at, revoked_at=key.revoked_at
        )
    )


def every_key(db: Connection) -> Sequence[Key]:
    """Return all keys, oldest first."""
    rows = db.execute(select(api_keys).order_by(api_keys.c.created_at, api_keys.c.id))
    return [Key(row.id, row.name, row.created_at, row.revoked_at) for row in rows]


def revoke_key(db: Connection, key: str, now: int) -> bool:
    """Make a good key worthless, and return whether there was one."""
    good = update(api_keys).where(api_keys.c.id == key, api_keys.c.revoked_at.is_(None))
    return db.execute(good.values(revoked_at=now)).rowcount == 1


def owner_of(db: Connection, digest: str) -> str | None:
    """Return whose good key this is."""
    return db.scalar(select(api_keys.c.id).where(api_keys.c.digest == digest, api_keys.c.revoked_at.is_(None)))
