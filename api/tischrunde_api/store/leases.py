"""Jobs as workers see them: claimed, kept by beats, ended or given back. The fence guards every write."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, Row, and_, bindparam, case, delete, func, or_, select, update

from tischrunde_api.store import events
from tischrunde_api.store.database import insert_into
from tischrunde_api.store.endings import CRASHED, end, ended_by_store, keep
from tischrunde_api.store.port import Checkpoint, Claimed, EventKind, Kind, Outcome, State, Word
from tischrunde_api.store.queue import paper
from tischrunde_api.store.tables import jobs, workers

__all__ = ["MOST_ATTEMPTS", "MOST_RUNS", "beat", "claim", "finish", "gone", "present", "put_back", "word_for_fresh"]

MOST_ATTEMPTS = 3
"""Runs in a row that may end without a trace and without a better plan."""

MOST_RUNS = 10
"""Runs of a job in all, but for those that gave it back."""


RENEWALS = 4
"""A lease is written anew when this part of it has passed: beats are many, and every write waits for the disk."""

_running = jobs.alias("running")
_running_of_owner = (
    select(func.count())
    .where(
        _running.c.owner == jobs.c.owner,
        _running.c.state == State.SOLVING.value,
        _running.c.lease_until > bindparam("now"),
    )
    .scalar_subquery()
)
NEXT = (
    select(jobs)
    .where(
        or_(
            jobs.c.state == State.QUEUED.value,
            and_(jobs.c.state == State.SOLVING.value, jobs.c.lease_until <= bindparam("now")),
        ),
        jobs.c.kind.in_(bindparam("kinds", expanding=True)),
    )
    .order_by(_running_of_owner, jobs.c.created_at, jobs.c.id)
    .limit(1)
    .with_for_update(skip_locked=True)
)
"""The job whose turn it is: of the owner with the fewest running jobs, the oldest; locked."""

CLAIMED = select(
    jobs,
    paper("meeting").label("meeting"),
    paper("options").label("options"),
    paper("plan").label("best"),
).where(jobs.c.id == bindparam("job"))

HELD = select(jobs.c.cancel, jobs.c.lease_until).where(
    jobs.c.id == bindparam("held"), jobs.c.fence == bindparam("since"), jobs.c.state == State.SOLVING.value
)


def claim(db: Connection, worker: str, now: int, lease: int, kinds: Sequence[Kind]) -> Claimed | bool:
    """Take the next job. ``False`` says that there is none; ``True`` that one was ended in passing: claim again."""
    row = _next(db, now, kinds)
    if row is None:
        return False
    if row.cancel:
        return end(db, row.id, ended_by_store(State.CANCELLED, row.milliseconds, row.cost))
    if row.attempts >= MOST_ATTEMPTS or row.runs >= MOST_RUNS:
        return end(db, row.id, ended_by_store(State.FAILED, row.milliseconds, row.cost, CRASHED))
    db.execute(
        update(jobs)
        .where(jobs.c.id == row.id)
        .values(
            state=State.SOLVING.value,
            worker=worker,
            lease_until=now + lease,
            fence=row.fence + 1,
            attempts=row.attempts + 1,
            runs=row.runs + 1,
            version=row.version + 1,
        )
    )
    return _claimed(db, row.id)


def word_for_fresh(db: Connection, job: str, fence: int, now: int, lease: int) -> Word | None:
    """Return what a worker hears whose lease is hardly used, so that nothing need be written; ``None`` if it is."""
    row = db.execute(HELD, {"held": job, "since": fence}).one_or_none()
    if row is None:
        return Word.LOST
    if row.lease_until < now + lease - lease // RENEWALS:
        return None
    return Word.CANCEL if row.cancel else Word.GO_ON


def beat(db: Connection, job: str, fence: int, now: int, lease: int, checkpoint: Checkpoint | None) -> Word:
    """Renew a lease and keep a checkpoint."""
    values: dict[str, object] = {"lease_until": now + lease}
    if checkpoint is not None:
        values |= _kept(checkpoint)
    row = db.execute(
        update(jobs)
        .where(jobs.c.id == job, *_held(fence))
        .values(values)
        .returning(jobs.c.cancel, jobs.c.last_event, jobs.c.cost, jobs.c.bound)
    ).one_or_none()
    if row is None:
        return Word.LOST
    if checkpoint is not None:
        better = _keep_plan(db, job, checkpoint, row.cost)
        kind = EventKind.IMPROVEMENT if better else EventKind.PROGRESS
        events.add(db, job, row.last_event, kind, events.standing(checkpoint.milliseconds, row.cost, row.bound))
    return Word.CANCEL if row.cancel else Word.GO_ON


def finish(db: Connection, job: str, fence: int, outcome: Outcome) -> bool:
    """End a job with what its worker found."""
    return end(db, job, outcome, *_held(fence))


def put_back(db: Connection, job: str, fence: int, now: int, checkpoint: Checkpoint | None) -> bool:
    """Give a job back, as if this run had not been, but for the checkpoint."""
    if checkpoint is not None:
        beat(db, job, fence, now, 0, checkpoint)
    given = db.execute(
        update(jobs)
        .where(jobs.c.id == job, *_held(fence))
        .values(
            state=State.QUEUED.value,
            worker=None,
            lease_until=None,
            attempts=case((jobs.c.attempts > 0, jobs.c.attempts - 1), else_=0),
            runs=jobs.c.runs - 1,
            version=jobs.c.version + 1,
        )
    )
    return given.rowcount == 1


def present(db: Connection, worker: str, now: int) -> None:
    """Note when a worker was seen."""
    seen = insert_into(db, workers).values(name=worker, seen_at=now)
    db.execute(seen.on_conflict_do_update(index_elements=["name"], set_={"seen_at": now}))


def gone(db: Connection, worker: str) -> None:
    """Forget a worker."""
    db.execute(delete(workers).where(workers.c.name == worker))


def _next(db: Connection, now: int, kinds: Sequence[Kind]) -> Row[tuple[object, ...]] | None:
    return db.execute(NEXT, {"now": now, "kinds": [kind.value for kind in kinds]}).one_or_none()


def _claimed(db: Connection, job: str) -> Claimed:
    row = db.execute(CLAIMED, {"job": job}).one()
    return Claimed(
        id=row.id,
        kind=Kind(row.kind),
        fence=row.fence,
        attempts=row.attempts,
        runs=row.runs,
        meeting=row.meeting,
        options=row.options,
        language=row.language,
        milliseconds=row.milliseconds,
        best=row.best,
        cancel=row.cancel,
    )


def _held(fence: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Return what is true of a job as long as the worker with this fence holds it."""
    return jobs.c.fence == fence, jobs.c.state == State.SOLVING.value


def _kept(checkpoint: Checkpoint) -> dict[str, object]:
    """Return what a checkpoint changes: a run that begins anew never makes worse what an earlier one reached."""
    values: dict[str, object] = {
        "milliseconds": checkpoint.milliseconds,
        "version": jobs.c.version + 1,
        "last_event": jobs.c.last_event + 1,
    }
    if checkpoint.cost is not None:
        cheaper = or_(jobs.c.cost.is_(None), jobs.c.cost > checkpoint.cost)
        values["cost"] = case((cheaper, checkpoint.cost), else_=jobs.c.cost)
    if checkpoint.bound is not None:
        raised = or_(jobs.c.bound.is_(None), jobs.c.bound < checkpoint.bound)
        values["bound"] = case((raised, checkpoint.bound), else_=jobs.c.bound)
    if checkpoint.plan is not None:
        better = or_(jobs.c.cost.is_(None), jobs.c.cost > checkpoint.cost)
        values["attempts"] = case((better, 0), else_=jobs.c.attempts)
    return values


def _keep_plan(db: Connection, job: str, checkpoint: Checkpoint, cost: int | None) -> bool:
    """Keep the plan of a checkpoint unless a cheaper one is there; return whether it was kept."""
    if checkpoint.plan is None or checkpoint.cost != cost:
        return False
    keep(db, job, {"plan": checkpoint.plan, "pseudonymous": checkpoint.pseudonymous})
    return True
