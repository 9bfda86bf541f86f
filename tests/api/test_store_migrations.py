"""Databases of every version since the first can be opened, keep what they hold, and end up with the same tables."""

import json
import multiprocessing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import MetaData, inspect

from tests.api.clusters import Cluster
from tests.api.little_jobs import claim, submit
from tischrunde.errors import BadInput
from tischrunde_api.store import migrating
from tischrunde_api.store.addresses import connect
from tischrunde_api.store.database import Database
from tischrunde_api.store.migrating import bring_up_to_date, migrate
from tischrunde_api.store.opening import SqlStore, open_store_at
from tischrunde_api.store.port import EventKind, Key, Reserved, State, StoreUnavailable
from tischrunde_api.store.tables import metadata

ROWS = Path(__file__).parent / "rows"
VERSIONS = sorted(file.stem for file in ROWS.glob("*.json"))


@pytest.fixture(params=["sqlite", "postgresql"])
def untouched(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of a database without any table."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/jobs.sqlite"
    cluster: Cluster = request.getfixturevalue("cluster")
    return cluster.new_database()


def written_by(version: str, database: Database) -> None:
    """Make a database as a version left it: its tables, and the rows kept in ``rows``."""
    with database.writing() as db:
        migrate(db, version)
        tables = MetaData()
        tables.reflect(db)
        rows = json.loads((ROWS / f"{version}.json").read_text())
        for table in tables.sorted_tables:
            for row in rows.get(table.name, ()):
                papers = {name: row[name].encode() for name in ("margin", "body") if name in row}
                db.execute(table.insert().values(row | papers))


def test_rows_are_kept_of_every_version() -> None:
    scripts = Path(__file__).parents[2] / "api" / "tischrunde_api" / "migrations" / "versions"
    assert sorted(file.name.partition("_")[0] for file in scripts.glob("[0-9]*.py")) == VERSIONS


def test_migrations_lead_to_the_tables_that_are_used(untouched: str) -> None:
    database = connect(untouched)
    bring_up_to_date(database)
    with database.reading() as db:
        context = MigrationContext.configure(db, opts={"compare_type": True, "target_metadata": metadata})
        assert compare_metadata(context, metadata) == []
        there = inspect(db)
        for table in metadata.tables.values():
            keys = there.get_pk_constraint(table.name)["constrained_columns"]
            assert keys == [column.name for column in table.primary_key]
            cascades = [key["options"].get("ondelete") for key in there.get_foreign_keys(table.name)]
            assert cascades == ["CASCADE"] * len(table.foreign_keys)
    database.close()


@pytest.mark.parametrize("version", VERSIONS)
def test_a_database_of_an_earlier_version_keeps_what_it_holds(untouched: str, version: str) -> None:
    database = connect(untouched)
    if database.is_sqlite:
        with database.outside() as db:
            db.exec_driver_sql("PRAGMA journal_mode = WAL")
    written_by(version, database)
    database.close()
    store = open_store_at(untouched)
    done = store.find("anna", "done")
    assert done is not None
    assert (done.state, done.cost, done.plan, done.meeting) == (State.DONE, 3, b"plan", b"meeting")
    assert [event.kind for event in store.events("anna", "done", after=0)] == [EventKind.IMPROVEMENT, EventKind.DONE]
    assert store.reserve("anna", "key", "body", mark="new", now=1_000).job == "done"
    assert store.reserve("anna", "key", "body", mark="new", now=1_000).verdict is Reserved.REPLAY
    assert store.owner_of("digest") == "anna"
    assert list(store.keys()) == [Key("anna", "Town hall", 1)]
    assert store.tally(now=1_000).ended == {("done", "optimal"): 1}
    assert claim(store, now=1_000).best == b"kept"
    assert store.erase("anna", "done")
    store.close()


def test_a_database_of_a_newer_version_is_refused(address: str) -> None:
    store = open_store_at(address)
    with store.database.writing() as db:
        db.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    store.close()
    with pytest.raises(BadInput, match="newer version of Tischrunde") as refused:
        open_store_at(address)
    assert refused.value.findings[0].hint is not None


def test_a_database_that_is_up_to_date_is_opened_although_somebody_writes(sqlite: SqlStore) -> None:
    with sqlite.database.writing():
        open_store_at(sqlite.database.engine.url).close()


def test_opening_waits_for_another_process_that_migrates(untouched: str, monkeypatch: pytest.MonkeyPatch) -> None:
    tried = []

    def migrate_alone(database: Database) -> None:
        tried.append(database)
        if len(tried) < migrating.TRIES:
            raise StoreUnavailable
        ours(database)

    ours = migrating._migrate_alone
    monkeypatch.setattr(migrating, "_migrate_alone", migrate_alone)
    store = open_store_at(untouched)
    store.check()
    store.close()


def open_and_submit(address: str, job: str) -> None:
    store = open_store_at(address)
    submit(store, job)
    store.close()


def test_several_processes_may_open_an_empty_database_at_once(untouched: str) -> None:
    spawned = multiprocessing.get_context("spawn")
    openers = [spawned.Process(target=open_and_submit, args=(untouched, f"job-{n}")) for n in range(3)]
    for opener in openers:
        opener.start()
    for opener in openers:
        opener.join()
    assert [opener.exitcode for opener in openers] == [0] * 3
    store = open_store_at(untouched)
    assert store.tally(now=0).states[State.QUEUED] == 3
    store.close()
