"""The store does what a plain dictionary would, whatever is asked in whatever order."""

import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from tests.api.little_jobs import PLENTY, new_job
from tischrunde_api.store.leases import MOST_ATTEMPTS, MOST_RUNS, RENEWALS
from tischrunde_api.store.opening import open_store_at
from tischrunde_api.store.port import Checkpoint, Claimed, EventKind, Outcome, State, Word

LEASE = 10


@dataclass
class Expected:
    """A job as it should be."""

    owner: str
    at: int
    expires_at: int
    state: State = State.QUEUED
    fence: int = 0
    attempts: int = 0
    runs: int = 0
    lease_until: int = 0
    cancel: bool = False
    cost: int | None = None
    plan: bytes | None = None
    reason: str | None = None
    told: list[EventKind] = field(default_factory=list)

    def end(self, state: State, reason: str | None = None) -> None:
        self.state, self.reason = state, reason
        self.told.append(EventKind.DONE)

    def keep(self, cost: int) -> None:
        better = self.cost is None or cost <= self.cost
        if self.cost is None or cost < self.cost:
            self.attempts = 0
        if better:
            self.cost, self.plan = cost, b"%d" % cost
        self.told.append(EventKind.IMPROVEMENT if better else EventKind.PROGRESS)


class StoreAndModel(RuleBasedStateMachine):
    """Asks both and compares."""

    held = Bundle("held")
    owners = st.sampled_from(["anna", "bert"])
    costs = st.integers(0, 5)

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.store = open_store_at(f"sqlite:///{Path(self.folder.name)}/jobs.sqlite")
        self.jobs: dict[str, Expected] = {}
        self.now = 0
        self.ids = 0
        self.ended = 0

    def teardown(self) -> None:
        self.store.close()
        self.folder.cleanup()

    def holding(self, claimed: Claimed) -> Expected | None:
        """Return the job if the worker that claimed it holds it still."""
        job = self.jobs.get(claimed.id)
        return job if job is not None and job.state is State.SOLVING and job.fence == claimed.fence else None

    def end(self, job: Expected, state: State, reason: str | None = None) -> None:
        job.end(state, reason)
        self.ended += 1

    @rule(milliseconds=st.integers(1, 12))
    def wait(self, milliseconds: int) -> None:
        self.now += milliseconds

    @rule(owner=owners, keep=st.sampled_from([30, 1_000]))
    def submit(self, owner: str, keep: int) -> None:
        self.ids += 1
        job = f"job-{self.ids:05}"
        self.store.submit(new_job(job, owner=owner, at=self.now, expires_at=self.now + keep), PLENTY)
        self.jobs[job] = Expected(owner, self.now, self.now + keep)

    @rule(target=held)
    def claim(self) -> Claimed | None:
        claimed = self.store.claim("w", now=self.now, lease=LEASE)
        expected = self.next()
        assert (None if claimed is None else claimed.id) == expected
        if claimed is not None and expected is not None:
            job = self.jobs[expected]
            job.state, job.lease_until = State.SOLVING, self.now + LEASE
            job.fence, job.attempts, job.runs = job.fence + 1, job.attempts + 1, job.runs + 1
            assert (claimed.fence, claimed.attempts, claimed.runs) == (job.fence, job.attempts, job.runs)
            assert claimed.best == job.plan
        return claimed

    def next(self) -> str | None:
        """Return whose turn it is, ending on the way what may not be claimed any more."""
        while True:
            waiting = [name for name, job in self.jobs.items() if self.waits(job)]
            if not waiting:
                return None
            name = min(waiting, key=lambda name: (self.running(self.jobs[name].owner), self.jobs[name].at, name))
            job = self.jobs[name]
            if job.cancel:
                self.end(job, State.CANCELLED)
            elif job.attempts >= MOST_ATTEMPTS or job.runs >= MOST_RUNS:
                self.end(job, State.FAILED, "crashed")
            else:
                return name

    def waits(self, job: Expected) -> bool:
        return job.state is State.QUEUED or (job.state is State.SOLVING and job.lease_until <= self.now)

    def running(self, owner: str) -> int:
        solving = [job for job in self.jobs.values() if job.owner == owner and job.state is State.SOLVING]
        return sum(job.lease_until > self.now for job in solving)

    @rule(claimed=held, cost=st.none() | costs)
    def beat(self, claimed: Claimed | None, cost: int | None) -> None:
        if claimed is None:
            return
        checkpoint = None if cost is None else Checkpoint(1, cost, 0, b"%d" % cost, b"ids")
        word = self.store.beat(claimed.id, claimed.fence, now=self.now, lease=LEASE, checkpoint=checkpoint)
        job = self.holding(claimed)
        if job is None:
            assert word is Word.LOST
            return
        assert word is (Word.CANCEL if job.cancel else Word.GO_ON)
        if cost is not None or job.lease_until < self.now + LEASE - LEASE // RENEWALS:
            job.lease_until = self.now + LEASE
        if cost is not None:
            job.keep(cost)

    @rule(claimed=held, state=st.sampled_from([State.DONE, State.CANCELLED, State.FAILED]))
    def finish(self, claimed: Claimed | None, state: State) -> None:
        if claimed is None:
            return
        job = self.holding(claimed)
        assert self.store.finish(claimed.id, claimed.fence, Outcome(state, 1), now=self.now) is (job is not None)
        if job is not None:
            self.end(job, state)

    @rule(claimed=held, cost=st.none() | costs)
    def put_back(self, claimed: Claimed | None, cost: int | None) -> None:
        if claimed is None:
            return
        checkpoint = None if cost is None else Checkpoint(1, cost, 0, b"%d" % cost, b"ids")
        job = self.holding(claimed)
        given = self.store.put_back(claimed.id, claimed.fence, now=self.now, checkpoint=checkpoint)
        assert given is (job is not None)
        if job is not None:
            if cost is not None:
                job.keep(cost)
            job.state, job.attempts, job.runs = State.QUEUED, max(0, job.attempts - 1), job.runs - 1

    @rule(owner=owners, number=st.integers(1, 6))
    def cancel(self, owner: str, number: int) -> None:
        name = f"job-{number:05}"
        there = self.store.cancel(owner, name, now=self.now)
        job = self.jobs.get(name)
        assert (there is not None) is (job is not None and job.owner == owner)
        if job is not None and job.owner == owner:
            if self.waits(job):
                self.end(job, State.CANCELLED)
            elif job.state is State.SOLVING:
                job.cancel = True

    @rule(owner=owners, number=st.integers(1, 6))
    def erase(self, owner: str, number: int) -> None:
        name = f"job-{number:05}"
        there = name in self.jobs and self.jobs[name].owner == owner
        assert self.store.erase(owner, name) is there
        if there:
            del self.jobs[name]

    @rule()
    def sweep(self) -> None:
        expired = [name for name, job in self.jobs.items() if job.expires_at <= self.now]
        assert self.store.sweep(now=self.now) == len(expired)
        for name in expired:
            del self.jobs[name]

    @invariant()
    def both_agree(self) -> None:
        there = self.store.versions([f"job-{number:05}" for number in range(1, self.ids + 1)])
        assert set(there) == set(self.jobs)
        for name, expected in self.jobs.items():
            job = self.store.find(expected.owner, name)
            assert job is not None
            assert (job.state, job.cost, job.plan, job.reason) == (
                expected.state,
                expected.cost,
                expected.plan,
                expected.reason,
            )
            told = self.store.events(expected.owner, name, after=0)
            assert [event.kind for event in told] == expected.told
            assert [event.number for event in told] == list(range(1, len(told) + 1))
            assert there[name] == (job.version, len(told), job.state)

    @invariant()
    def every_end_is_counted_once(self) -> None:
        assert sum(self.store.tally(now=self.now).ended.values()) == self.ended


TestStoreAndModel = StoreAndModel.TestCase
TestStoreAndModel.settings = settings(max_examples=12, stateful_step_count=30, deadline=None)
