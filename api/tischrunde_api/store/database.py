"""Transactions in SQLite and in PostgreSQL alike, and what their errors mean. Knows no jobs."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, create_engine, event, exc
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from tischrunde_api.store.port import StoreFull, StoreUnavailable
from tischrunde_api.store.tables import PAGE

__all__ = ["Database", "insert_into"]

PATIENCE = 5_000
"""Milliseconds to wait for a lock."""

SQLITE_PRAGMAS = (
    f"busy_timeout = {PATIENCE}",
    f"page_size = {PAGE}",
    "synchronous = FULL",
    "secure_delete = ON",
    "temp_store = MEMORY",
    "foreign_keys = ON",
)
POSTGRESQL_SETTINGS = (
    f"lock_timeout = {PATIENCE}",
    "idle_in_transaction_session_timeout = 60000",
)

SQLITE_FULL = {sqlite3.SQLITE_FULL}
SQLITE_UNAVAILABLE = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_INTERRUPT,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_NOTADB,
}
POSTGRESQL_FULL = {"53100"}
POSTGRESQL_UNAVAILABLE = ("08", "53", "57", "40", "55P03", "25006", "25P03", "58030")
"""Beginnings of the SQLSTATE of what passes: connections, resources, interventions, deadlocks, locks, read-only."""


class Database:
    """Connections to one database.

    Parameters
    ----------
    url : of SQLite (a file) or PostgreSQL, with its driver
    """

    def __init__(self, url: URL) -> None:
        self.is_sqlite = url.get_backend_name() == "sqlite"
        engine = create_engine(
            url,
            hide_parameters=True,  # Errors are logged; what people are called is not.
            pool_timeout=PATIENCE / 1000,
            pool_pre_ping=not self.is_sqlite,
            **self._options(),
        )
        event.listen(engine, "connect", self._set)
        if self.is_sqlite:
            event.listen(engine, "begin", _begin)
        self.engine = engine
        self._reader = engine.execution_options(begin="BEGIN")
        self._writer = engine.execution_options(begin="BEGIN IMMEDIATE")
        self._turn = threading.Lock()
        self._path = url.database if self.is_sqlite else None
        self._file = self._file_now()

    def _options(self) -> dict[str, Any]:
        if self.is_sqlite:
            return {"connect_args": {"timeout": PATIENCE / 1000}, "max_overflow": -1}
        return {"connect_args": {"connect_timeout": PATIENCE // 1000}}

    def _set(self, connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        if self.is_sqlite:
            connection.isolation_level = None
        cursor = connection.cursor()
        if self.is_sqlite:
            for pragma in SQLITE_PRAGMAS:
                cursor.execute(f"PRAGMA {pragma}")
        else:
            for setting in POSTGRESQL_SETTINGS:
                cursor.execute(f"SET {setting}")
            connection.commit()
        cursor.close()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a transaction that only reads."""
        self._require_file()
        with _translated(), self._reader.begin() as db:
            yield db

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a transaction that writes; it is all there or not at all."""
        self._require_file()
        with self._in_turn(), _translated(), self._writer.begin() as db:
            yield db

    def _file_now(self) -> tuple[int, int] | None:
        """Return which file the path leads to; ``None`` where the database is no file."""
        if self._path is None:
            return None
        try:
            there = Path(self._path).stat()
        except OSError as error:
            raise StoreUnavailable("The file of the database is not there.") from error
        return there.st_dev, there.st_ino

    def _require_file(self) -> None:
        """See that the file is still the one that was opened: what is written to a deleted one is lost unnoticed."""
        if self._file_now() != self._file:
            raise StoreUnavailable("The file of the database was exchanged.")

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        """Let the writers of this process wait for each other here.

        SQLite has them poll, and a pool lets late ones pass: under load the unlucky would starve. What is written is
        written one after the other in any case.
        """
        if not self._turn.acquire(timeout=PATIENCE / 1000):
            raise StoreUnavailable("Too many want to write at once.")
        try:
            yield
        finally:
            self._turn.release()

    @contextmanager
    def outside(self) -> Iterator[Connection]:
        """Open a connection without a transaction, for what a transaction does not allow."""
        self._require_file()
        with self._in_turn() if self.is_sqlite else nullcontext(), _translated(), self.engine.connect() as db:
            yield db if self.is_sqlite else db.execution_options(isolation_level="AUTOCOMMIT")

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def insert_into(db: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """Return an insert that can say what happens on conflict: both databases have it, in the same words."""
    return sqlite.insert(table) if db.dialect.name == "sqlite" else postgresql.insert(table)


def _begin(db: Connection) -> None:
    words = db.get_execution_options().get("begin")
    if words:
        db.exec_driver_sql(words)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except exc.TimeoutError as error:
        raise StoreUnavailable("All connections are taken.") from error
    except exc.DBAPIError as error:
        meaning = _meaning(error)
        if meaning is None:
            raise
        raise meaning from error


def _meaning(error: exc.DBAPIError) -> Exception | None:
    cause = error.orig
    code = getattr(cause, "sqlite_errorcode", None)
    if code is not None:
        return _known(code & 0xFF in SQLITE_FULL, code & 0xFF in SQLITE_UNAVAILABLE)
    state = getattr(cause, "sqlstate", None)
    if state is not None:
        return _known(state in POSTGRESQL_FULL, state.startswith(POSTGRESQL_UNAVAILABLE))
    return _known(False, isinstance(error, exc.OperationalError) or error.connection_invalidated)


def _known(full: bool, unavailable: bool) -> Exception | None:
    if full:
        return StoreFull("The disk of the database is full.")
    return StoreUnavailable("The database cannot be reached, cannot be read, or is locked.") if unavailable else None
