"""What listeners of a job are told, in the order in which it happened."""

import json
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, delete, insert, select

from tischrunde_api.store.port import Event, EventKind
from tischrunde_api.store.tables import events, jobs

__all__ = ["add", "after", "standing"]

MOST_PROGRESS = 100
"""Progress events that are kept of a job; of improvements and the end all are."""


def add(db: Connection, job: str, number: int, kind: EventKind, told: Mapping[str, int | float | str | None]) -> None:
    """Tell an event under its number, and forget the oldest progress if there is too much of it."""
    db.execute(insert(events).values(job=job, number=number, kind=kind.value, told=json.dumps(told)))
    if kind is EventKind.PROGRESS:
        progress = (events.c.job == job, events.c.kind == EventKind.PROGRESS.value)
        oldest_kept = (
            select(events.c.number).where(*progress).order_by(events.c.number.desc()).offset(MOST_PROGRESS - 1).limit(1)
        )
        db.execute(delete(events).where(*progress, events.c.number < oldest_kept.scalar_subquery()))


def after(db: Connection, owner: str, job: str, number: int) -> Sequence[Event]:
    """Return the events of an owner's job after ``number``."""
    rows = db.execute(
        select(events.c.number, events.c.kind, events.c.told)
        .join(jobs, jobs.c.id == events.c.job)
        .where(jobs.c.id == job, jobs.c.owner == owner, events.c.number > number)
        .order_by(events.c.number)
    )
    return [Event(row.number, EventKind(row.kind), json.loads(row.told)) for row in rows]


def standing(milliseconds: int, cost: int | None, bound: int | None) -> dict[str, int | float | str | None]:
    """Return how a job stands, in the words of a plan resource's progress."""
    gap = None if cost is None or bound is None else (cost - bound) / max(1, abs(bound))
    return {"seconds": milliseconds / 1000, "cost": cost, "bound": bound, "gap": gap}
