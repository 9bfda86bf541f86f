"""Bringing a database up to date when it is opened. Versions only go up; a newer one than ours is refused."""

import time
from contextlib import suppress

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from tischrunde.errors import BadInput, Finding
from tischrunde.words import Text
from tischrunde_api.store.database import PATIENCE, Database
from tischrunde_api.store.port import StoreUnavailable

__all__ = ["bring_up_to_date", "migrate"]

LOCK = 7_411_205_300_917
"""The advisory lock that processes take in PostgreSQL while they migrate; any number that nobody else uses."""


TRIES = 6
"""How often to wait for another process that migrates, as long as one waits for a lock."""


def bring_up_to_date(database: Database) -> None:
    """Make the tables, or change them to the newest version; several processes may do so at once.

    Raises
    ------
    BadInput
        When a newer version has written the database.
    StoreUnavailable
        When it cannot be reached, or another process is still at it.
    """
    if database.is_sqlite:
        _write_ahead(database)
    with database.reading() as db:
        if _is_up_to_date(db):
            return
    for patience in reversed(range(TRIES)):
        try:
            _migrate_alone(database)
        except StoreUnavailable:
            if not patience:
                raise
        else:
            return


def migrate(db: Connection, version: str = "head") -> None:
    """Run the migrations up to a version in the transaction that is open."""
    config = _config()
    config.attributes["connection"] = db
    command.upgrade(config, version)


def _migrate_alone(database: Database) -> None:
    with database.writing() as db:
        if not database.is_sqlite:
            db.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
        if not _is_up_to_date(db):
            migrate(db)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", "tischrunde_api:migrations")
    return config


def _is_up_to_date(db: Connection) -> bool:
    scripts = ScriptDirectory.from_config(_config())
    found = MigrationContext.configure(db).get_current_revision()
    if found is not None and found not in {script.revision for script in scripts.walk_revisions()}:
        raise BadInput(
            [
                Finding(
                    "",
                    Text("A newer version of Tischrunde has written this database (version {found}).", found=found),
                    Text("Install that version, or give another database."),
                )
            ]
        )
    return found == scripts.get_current_head()


def _write_ahead(database: Database) -> None:
    """Switch to the write-ahead log, for good; SQLite does not wait for a lock when it does so."""
    with database.reading() as db:
        if db.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal":
            return
    for _ in range(PATIENCE // 50):
        with suppress(StoreUnavailable), database.outside() as db:
            if db.exec_driver_sql("PRAGMA journal_mode = WAL").scalar_one() == "wal":
                return
        time.sleep(0.05)
    raise StoreUnavailable("The database is locked.")
