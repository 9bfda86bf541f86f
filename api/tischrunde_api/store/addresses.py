"""From an address to a database: which can be used, and where the embedded one lies."""

import os
from pathlib import Path

from sqlalchemy import exc
from sqlalchemy.engine import URL, make_url

from tischrunde.errors import BadInput, Finding
from tischrunde.words import Text
from tischrunde_api.settings import Settings
from tischrunde_api.store.database import Database
from tischrunde_api.store.port import StoreUnavailable

__all__ = ["FILE", "address", "connect", "shown"]

FILE = "tischrunde.sqlite"
"""Name of the embedded database in its folder."""

PLACE = "TISCHRUNDE_DATABASE_URL"


def address(settings: Settings) -> URL | str:
    """Return where the database of these settings is."""
    if settings.database_url is None:
        return URL.create("sqlite", database=str(settings.folder / FILE))
    return settings.database_url.get_secret_value()


def shown(settings: Settings) -> Text:
    """Return which database these settings mean, in words: never with its user or password.

    Raises
    ------
    BadInput
        When its address cannot be used.
    """
    url = _parsed(address(settings))
    if url.get_backend_name() == "sqlite":
        return Text("the file {file}", file=Path(url.database or "").absolute())
    host = url.host or url.query.get("host") or "localhost"
    return Text("the database {name} on {host}", name=url.database or "", host=host)


def connect(url: URL | str) -> Database:
    """Return the database at an address; an embedded one is made if it is not there, readable by its owner only.

    Raises
    ------
    BadInput
        When the address cannot be used.
    StoreUnavailable
        When the file cannot be made.
    """
    known = _with_driver(_parsed(url))
    if known.get_backend_name() == "sqlite":
        _make_file(known)
    try:
        return Database(known)
    except ModuleNotFoundError as error:
        raise _unusable(
            Text("The part that talks to PostgreSQL is not installed."),
            Text("Install it with: pip install 'tischrunde[postgres]'"),
        ) from error


def _parsed(url: URL | str) -> URL:
    try:
        return make_url(url)
    except exc.ArgumentError:
        raise _unusable(Text("This is not the address of a database."), EXAMPLE) from None


def _with_driver(url: URL) -> URL:
    if url.get_backend_name() in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    if url.drivername in ("sqlite", "sqlite+pysqlite"):
        return url
    raise _unusable(Text("Jobs can be kept in SQLite or PostgreSQL only."), EXAMPLE)


def _make_file(url: URL) -> None:
    if url.database in (None, "", ":memory:"):
        raise _unusable(Text("The database must be a file: jobs have to outlive the service."), EXAMPLE)
    path = Path(url.database or "")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise StoreUnavailable("The file of the database cannot be opened for writing.") from error


EXAMPLE = Text(
    "Give one such as {first} or {second}.",
    first="postgresql+psycopg://user@host/name",
    second="sqlite:////var/lib/tischrunde/tischrunde.sqlite",
)


def _unusable(message: Text, hint: Text) -> BadInput:
    return BadInput([Finding(PLACE, message, hint)])
