"""A station in a thread of the test, jobs for it, and how they end."""

import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tischrunde.kernel import warm_up
from tischrunde.model import Meeting
from tischrunde_api.settings import Settings
from tischrunde_api.store.port import Job, Kind, Limits, NewJob, State, Store
from tischrunde_api.worker.running import Pace
from tischrunde_api.worker.station import Station, now

PLENTY = Limits(queued=1_000, queued_of_owner=1_000)
A_DAY = 24 * 3_600_000

LONG = {
    "rounds": 9,
    "people": [{"id": f"p{p}", "name": f"Erika {p} Mustermann"} for p in range(42)],
    "tables": [{"id": f"T{t}", "seats": 7} for t in range(6)],
}
"""Too many rounds for a proof: the search goes on until it is stopped."""

SHORT = {
    "rounds": 2,
    "people": [{"id": f"p{p}", "name": f"Erika {p} Mustermann"} for p in range(6)],
    "tables": [{"id": f"T{t}", "seats": 3} for t in range(2)],
}
"""Proved at once."""


@contextmanager
def working(store: Store, *, child: str, pace: Pace | None = None, **settings: Any) -> Iterator[Station]:
    """Have a station work until the block ends; it is warm when the block begins."""
    warm_up()  # Where the kernel was never compiled that comes first, and is not to count as a job's time.
    station = Station(store, Settings(**{"solves": 2, "lease": 2.0, **settings}), pace=pace, child=child)
    stop = threading.Event()
    work = threading.Thread(target=station.run, args=(stop,))
    work.start()
    try:
        until(lambda: any(one.is_ready for one in station.children.values()))
        yield station
    finally:
        stop.set()
        work.join()


def until(is_so: Any, *, seconds: float = 60.0) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it never was so"
        time.sleep(0.02)


def submitted(
    store: Store, meeting: dict[str, Any], *, kind: Kind = Kind.PLAN, max_runtime: float = 60.0, **options: Any
) -> str:
    """Submit a job and return its id."""
    job = secrets.token_urlsafe(18)
    asked = json.dumps({"seed": 1, "max_runtime": max_runtime, **options}).encode()
    raw = json.dumps(meeting).encode()
    store.submit(NewJob(job, "", kind, raw, asked, created_at=now(), expires_at=now() + A_DAY, language="en"), PLENTY)
    return job


def found(store: Store, job: str) -> Job:
    """Return a job that must be there."""
    there = store.find("", job)
    assert there is not None
    return there


def ended(store: Store, job: str) -> Job:
    """Wait for the end of a job."""
    until(lambda: found(store, job).state.is_over)
    return found(store, job)


def has_plan(store: Store, job: str) -> bool:
    there = found(store, job)
    return there.state is State.SOLVING and there.plan is not None


def the_plan(job: Job) -> dict[str, Any]:
    """Return the plan file of a job."""
    assert job.plan is not None
    plan: dict[str, Any] = json.loads(job.plan)
    return plan


def rounds_of(job: Job) -> Any:
    return the_plan(job)["rounds"]


def meeting_of(job: Job) -> Meeting:
    return Meeting.model_validate_json(job.meeting)
