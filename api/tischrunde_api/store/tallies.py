"""Counting for those who run the service. What is counted here outlives the erasing of jobs and names nobody."""

from sqlalchemy import Connection, func, select, update

from tischrunde_api.store.database import insert_into
from tischrunde_api.store.port import State, Tally
from tischrunde_api.store.tables import buckets, endings, jobs, marks, workers

__all__ = ["BUCKETS", "count_ending", "mean_seconds", "raise_mark", "tally"]

BUCKETS = (100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 120_000, 300_000)
"""Upper ends in milliseconds of how long solves take."""

LONGER = -1
"""Where solves are counted that took longer than the last upper end."""

SEEN_LATELY = 30_000
"""Milliseconds for which a worker that has shown itself counts as there."""


def count_ending(db: Connection, state: State, status: str | None, milliseconds: int | None) -> None:
    """Count a job that ended; ``milliseconds`` is ``None`` if no worker ever began it."""
    added = insert_into(db, endings).values(state=state.value, status=status or "", jobs=1)
    db.execute(added.on_conflict_do_update(index_elements=["state", "status"], set_={"jobs": endings.c.jobs + 1}))
    if milliseconds is None:
        return
    upper = next((upper for upper in BUCKETS if milliseconds <= upper), LONGER)
    solved = insert_into(db, buckets).values(upper=upper, solves=1, milliseconds=milliseconds)
    more = {"solves": buckets.c.solves + 1, "milliseconds": buckets.c.milliseconds + milliseconds}
    db.execute(solved.on_conflict_do_update(index_elements=["upper"], set_=more))


def raise_mark(db: Connection, name: str) -> None:
    """Raise a mark by one. Whoever else wants to, waits until this transaction is over."""
    db.execute(update(marks).where(marks.c.name == name).values(value=marks.c.value + 1))


def mean_seconds(db: Connection) -> float | None:
    """Return how long a solve took on average, ``None`` before the first."""
    solves, milliseconds = _solved(db)
    return milliseconds / 1000 / solves if solves else None


def tally(db: Connection, now: int) -> Tally:
    """Count everything."""
    solves, milliseconds = _solved(db)
    return Tally(
        states=_states(db),
        oldest=db.scalar(select(func.min(jobs.c.created_at)).where(jobs.c.state == State.QUEUED.value)),
        workers=db.scalar(select(func.count()).select_from(workers).where(workers.c.seen_at > now - SEEN_LATELY)) or 0,
        ended={(row.state, row.status): row.jobs for row in db.execute(select(endings))},
        solves=solves,
        seconds=milliseconds / 1000,
        buckets=_cumulative(db),
    )


def _states(db: Connection) -> dict[State, int]:
    there = {row[0]: row[1] for row in db.execute(select(jobs.c.state, func.count()).group_by(jobs.c.state))}
    return {state: there.get(state.value, 0) for state in State}


def _solved(db: Connection) -> tuple[int, int]:
    row = db.execute(select(func.sum(buckets.c.solves), func.sum(buckets.c.milliseconds))).one()
    return int(row[0] or 0), int(row[1] or 0)


def _cumulative(db: Connection) -> dict[int, int]:
    solves = {row.upper: row.solves for row in db.execute(select(buckets.c.upper, buckets.c.solves))}
    counts, so_far = {}, 0
    for upper in BUCKETS:
        so_far += solves.get(upper, 0)
        counts[upper] = so_far
    return counts
