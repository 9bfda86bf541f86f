"""Jobs as the web sees them: put into the queue, looked at, asked to end."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, Row, ScalarSelect, bindparam, func, insert, select, update

from tischrunde_api.store import idempotency
from tischrunde_api.store.endings import end, ended_by_store, keep
from tischrunde_api.store.port import Job, Kind, Limits, NewJob, QueueFull, Reservation, State
from tischrunde_api.store.tables import jobs, papers
from tischrunde_api.store.tallies import mean_seconds, raise_mark

__all__ = ["cancel", "find", "paper", "submit", "versions"]

WAITING = (State.QUEUED.value, State.SOLVING.value)
SOONEST, LATEST = 1, 60
"""Seconds after which a full queue may be tried again."""


def paper(name: str) -> ScalarSelect[bytes]:
    """Return one paper of the job in the row, to be selected along with it."""
    return select(papers.c.body).where(papers.c.job == jobs.c.id, papers.c.name == name).scalar_subquery()


FIND = select(
    jobs,
    paper("meeting").label("meeting"),
    paper("options").label("options"),
    paper("plan").label("plan"),
    paper("pseudonymous").label("pseudonymous"),
    paper("notes").label("notes"),
).where(jobs.c.id == bindparam("job"), jobs.c.owner == bindparam("whose"))

VERSIONS = select(jobs.c.id, jobs.c.version, jobs.c.last_event, jobs.c.state).where(
    jobs.c.id.in_(bindparam("wanted", expanding=True))
)

ROOM = select(
    func.count().label("waiting"),
    func.count().filter(jobs.c.owner == bindparam("whose")).label("waiting_of_owner"),
    func.count().filter(jobs.c.state == State.SOLVING.value).label("running"),
).where(jobs.c.state.in_(WAITING))


def submit(db: Connection, new: NewJob, limits: Limits, reservation: Reservation | None) -> Job:
    """Put a job into the queue."""
    raise_mark(db, "submitted")  # Whoever else submits waits here, so that the limits hold exactly.
    _require_room(db, new.owner, limits)
    db.execute(
        insert(jobs).values(
            id=new.id,
            owner=new.owner,
            kind=new.kind.value,
            state=State.QUEUED.value,
            version=1,
            created_at=new.created_at,
            expires_at=new.expires_at,
            parent=new.parent,
            language=new.language,
            cancel=False,
            fence=0,
            attempts=0,
            runs=0,
            last_event=0,
            milliseconds=0,
        )
    )
    keep(db, new.id, {"meeting": new.meeting, "options": new.options, "notes": new.notes})
    if reservation is not None:
        idempotency.bind(db, reservation, new.id)
    job = find(db, new.owner, new.id)
    assert job is not None
    return job


def find(db: Connection, owner: str, job: str) -> Job | None:
    """Return a job of an owner with its papers, all of one moment."""
    row = db.execute(FIND, {"job": job, "whose": owner}).one_or_none()
    return None if row is None else _job(row)


def versions(db: Connection, wanted: Sequence[str]) -> Mapping[str, tuple[int, int, State]]:
    """Return where each of these jobs stands."""
    rows = db.execute(VERSIONS, {"wanted": list(wanted)})
    return {row.id: (row.version, row.last_event, State(row.state)) for row in rows}


def cancel(db: Connection, owner: str, job: str, now: int) -> Job | None:
    """End a job that no worker holds; leave word for the worker of one that is being solved."""
    row = db.execute(select(jobs).where(jobs.c.id == job, jobs.c.owner == owner).with_for_update()).one_or_none()
    if row is None:
        return None
    if row.state == State.QUEUED or (row.state == State.SOLVING and row.lease_until <= now):
        end(db, job, ended_by_store(State.CANCELLED, row.milliseconds, row.cost))
    elif row.state == State.SOLVING and not row.cancel:
        db.execute(update(jobs).where(jobs.c.id == job).values(cancel=True, version=jobs.c.version + 1))
    return find(db, owner, job)


def _require_room(db: Connection, owner: str, limits: Limits) -> None:
    room = db.execute(ROOM, {"whose": owner}).one()
    if room.waiting >= limits.queued:
        raise QueueFull("all", _worth_trying_again(db, room.running))
    if room.waiting_of_owner >= limits.queued_of_owner:
        raise QueueFull("owner", _worth_trying_again(db, room.running))


def _worth_trying_again(db: Connection, running: int) -> int:
    """Return after how many seconds a place may be free: those of one solve, spread over those that run."""
    return round(min(LATEST, max(SOONEST, (mean_seconds(db) or SOONEST) / max(1, running))))


def _job(row: Row[tuple[object, ...]]) -> Job:
    return Job(
        id=row.id,
        owner=row.owner,
        kind=Kind(row.kind),
        state=State(row.state),
        version=row.version,
        meeting=row.meeting,
        options=row.options,
        created_at=row.created_at,
        expires_at=row.expires_at,
        parent=row.parent,
        language=row.language,
        milliseconds=row.milliseconds,
        cost=row.cost,
        bound=row.bound,
        plan=row.plan,
        pseudonymous=row.pseudonymous,
        status=row.status,
        reason=row.reason,
        notes=row.notes or b"[]",
    )
