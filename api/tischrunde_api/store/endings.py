"""The end of a job, whoever brings it about: one effect, one event, one count."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, Connection, func, update

from tischrunde_api.store import events
from tischrunde_api.store.database import insert_into
from tischrunde_api.store.port import EventKind, Outcome, State
from tischrunde_api.store.tables import jobs, papers
from tischrunde_api.store.tallies import count_ending

__all__ = ["CRASHED", "KEPT", "end", "ended_by_store", "keep"]

CRASHED = "crashed"
"""Why a job failed that took its workers down."""

KEPT = "feasible"
"""The status of a plan that was kept when its job was ended without its worker."""


def end(db: Connection, job: str, outcome: Outcome, *only_if: ColumnElement[bool]) -> bool:
    """End a job if it is as ``only_if`` says, and return whether it was."""
    assert outcome.state.is_over
    row = db.execute(
        update(jobs)
        .where(jobs.c.id == job, *only_if)
        .values(
            state=outcome.state.value,
            status=outcome.status,
            reason=outcome.reason,
            milliseconds=outcome.milliseconds,
            cost=func.coalesce(outcome.cost, jobs.c.cost),
            bound=func.coalesce(outcome.bound, jobs.c.bound),
            version=jobs.c.version + 1,
            last_event=jobs.c.last_event + 1,
            worker=None,
            lease_until=None,
        )
        .returning(jobs.c.last_event, jobs.c.cost, jobs.c.bound, jobs.c.runs)
    ).one_or_none()
    if row is None:
        return False
    keep(db, job, {"plan": outcome.plan, "pseudonymous": outcome.pseudonymous})
    ended = {"state": outcome.state.value, "status": outcome.status, "reason": outcome.reason}
    told = ended | events.standing(outcome.milliseconds, row.cost, row.bound)
    events.add(db, job, row.last_event, EventKind.DONE, told)
    count_ending(db, outcome.state, outcome.status, outcome.milliseconds if row.runs else None)
    return True


def ended_by_store(state: State, milliseconds: int, cost: int | None, reason: str | None = None) -> Outcome:
    """Return the outcome of a job that ends without a worker: the best plan so far stays."""
    return Outcome(state, milliseconds, status=None if cost is None else KEPT, reason=reason)


def keep(db: Connection, job: str, bodies: Mapping[str, bytes | None]) -> None:
    """Keep papers of a job in place of those that it had; ``None`` leaves the old one."""
    there = [{"job": job, "name": name, "body": body} for name, body in bodies.items() if body is not None]
    if there:
        paper = insert_into(db, papers)
        db.execute(
            paper.on_conflict_do_update(index_elements=["job", "name"], set_={"body": paper.excluded.body}), there
        )
