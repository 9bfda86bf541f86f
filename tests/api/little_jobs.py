"""Jobs to put into a store."""

from tischrunde_api.store.port import Checkpoint, Claimed, Kind, Limits, NewJob, Outcome, State, Store

PLENTY = Limits(queued=1_000, queued_of_owner=1_000)
LEASE = 1_000
A_DAY = 24 * 3_600_000


def new_job(
    job: str = "job",
    *,
    owner: str = "anna",
    at: int = 0,
    kind: Kind = Kind.PLAN,
    meeting: bytes = b'{"people": []}',
    expires_at: int = 30 * A_DAY,
) -> NewJob:
    return NewJob(job, owner, kind, meeting, b'{"seed": 0}', created_at=at, expires_at=expires_at)


def submit(store: Store, *jobs: str, owner: str = "anna", at: int = 0) -> None:
    """Submit jobs, a millisecond apart."""
    for later, job in enumerate(jobs):
        store.submit(new_job(job, owner=owner, at=at + later), PLENTY)


def claim(store: Store, *, now: int, worker: str = "w") -> Claimed:
    """Claim a job that must be there."""
    claimed = store.claim(worker, now=now, lease=LEASE)
    assert claimed is not None
    return claimed


def crash(store: Store, now: int) -> int:
    """Claim a job, say nothing more, and return when its lease is over."""
    claim(store, now=now)
    return now + LEASE


def better(cost: int, *, milliseconds: int = 10) -> Checkpoint:
    """Return a checkpoint with a plan of this cost."""
    return Checkpoint(milliseconds, cost, bound=0, plan=b"plan %d" % cost, pseudonymous=b"ids of plan %d" % cost)


DONE = Outcome(State.DONE, 40, "optimal", cost=3, bound=3, plan=b"best plan", pseudonymous=b"ids of best plan")
