"""The tables, as the newest version of the database has them. The migrations lead there; a test compares the two.

What may name people is in ``papers`` and nowhere else: small rows that change often stay apart from big texts, and
nothing of a meeting is in a key, an index or a counter.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

__all__ = [
    "PAGE",
    "api_keys",
    "buckets",
    "endings",
    "events",
    "jobs",
    "marks",
    "metadata",
    "papers",
    "reservations",
    "workers",
]

PAGE = 4096
"""Bytes of a page of SQLite."""

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
    }
)


def _job_key() -> Column[str]:
    return Column("job", Text, ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True)


jobs = Table(
    "jobs",
    metadata,
    Column("id", Text, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("parent", Text),
    Column("language", Text, nullable=False),
    Column("cancel", Boolean, nullable=False),
    Column("worker", Text),
    Column("lease_until", BigInteger),
    Column("fence", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("runs", Integer, nullable=False),
    Column("last_event", Integer, nullable=False),
    Column("milliseconds", BigInteger, nullable=False),
    Column("cost", BigInteger),
    Column("bound", BigInteger),
    Column("status", Text),
    Column("reason", Text),
    Index("ix_jobs_state", "state", "owner"),
    Index("ix_jobs_expires_at", "expires_at"),
)
"""A job, without anything that could name people."""

papers = Table(
    "papers",
    metadata,
    _job_key(),
    Column("name", Text, primary_key=True),
    Column("margin", LargeBinary, nullable=False, default=bytes(PAGE)),
    Column("body", LargeBinary, nullable=False),
)
"""What a job is about and what came out: ``meeting``, ``options``, ``notes``, ``plan``, ``pseudonymous``.

SQLite keeps the beginning of a row, less than a page, in a page that rows share. When a full page is split, copies of
rows stay behind in it where nothing overwrites them, in spite of ``secure_delete``. What comes after the beginning lies
in pages of its own, which are overwritten when they are freed. So a page of zeros comes first.
"""

events = Table(
    "events",
    metadata,
    _job_key(),
    Column("number", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("told", Text, nullable=False),
)
"""What listeners are told, as JSON with numbers and states only."""

reservations = Table(
    "reservations",
    metadata,
    Column("key", Text, primary_key=True),
    Column("fingerprint", Text, nullable=False),
    Column("mark", Text, nullable=False),
    Column("reserved_at", BigInteger, nullable=False),
    Column("job", Text, ForeignKey("jobs.id", ondelete="CASCADE"), index=True),
)
"""Idempotency keys, as digests; without a job while their request is still being read."""

api_keys = Table(
    "api_keys",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("digest", Text, nullable=False, unique=True),
    Column("created_at", BigInteger, nullable=False),
    Column("revoked_at", BigInteger),
)

workers = Table(
    "workers",
    metadata,
    Column("name", Text, primary_key=True),
    Column("seen_at", BigInteger, nullable=False),
)

endings = Table(
    "endings",
    metadata,
    Column("state", Text, primary_key=True),
    Column("status", Text, primary_key=True),
    Column("jobs", BigInteger, nullable=False),
)
"""How many jobs ended how, since the database exists; erased ones stay counted."""

buckets = Table(
    "buckets",
    metadata,
    Column("upper", BigInteger, primary_key=True, autoincrement=False),
    Column("solves", BigInteger, nullable=False),
    Column("milliseconds", BigInteger, nullable=False),
)
"""How many solves took up to ``upper`` milliseconds and more than the next smaller one; what is longer is at -1."""

marks = Table(
    "marks",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", BigInteger, nullable=False),
)
"""Numbers that only grow: ``submitted``, ``erased``, ``scrubbed``, ``checked``."""
