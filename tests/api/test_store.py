"""The life of a job, in both databases: submitted, found, cancelled, done; and what is counted of it."""

import pytest
from sqlalchemy import delete

from tests.api.little_jobs import A_DAY, DONE, LEASE, PLENTY, better, claim, crash, new_job, submit
from tischrunde_api.store.opening import SqlStore
from tischrunde_api.store.port import (
    Checkpoint,
    EventKind,
    Job,
    Key,
    Kind,
    Limits,
    NewJob,
    Outcome,
    QueueFull,
    State,
    Store,
    Word,
)
from tischrunde_api.store.tables import papers


def found(store: Store, job: str = "job", owner: str = "anna") -> Job:
    there = store.find(owner, job)
    assert there is not None
    return there


def test_the_store_keeps_to_the_port(store: SqlStore) -> None:
    port: Store = store
    assert port.find("anna", "job") is None


def test_a_job_is_found_as_it_was_submitted(store: SqlStore) -> None:
    new = NewJob(
        "job", "anna", Kind.REPAIR, b"meeting \0\xff", b"{}", 5, A_DAY, parent="older", language="en", notes=b'["!"]'
    )
    job = store.submit(new, PLENTY)
    assert job == found(store)
    assert (job.id, job.owner, job.kind, job.parent, job.language) == ("job", "anna", Kind.REPAIR, "older", "en")
    assert (job.meeting, job.options, job.created_at, job.expires_at) == (b"meeting \0\xff", b"{}", 5, A_DAY)
    assert (job.state, job.version, job.milliseconds, job.plan) == (State.QUEUED, 1, 0, None)
    assert job.notes == b'["!"]'


def test_a_job_that_was_submitted_before_there_were_notes_has_none(store: SqlStore) -> None:
    submit(store, "job")
    with store.database.writing() as db:
        db.execute(delete(papers).where(papers.c.name == "notes"))
    assert found(store).notes == b"[]"


def test_what_belongs_to_somebody_else_is_not_there(store: SqlStore) -> None:
    submit(store, "job")
    claimed = claim(store, now=1)
    store.beat("job", claimed.fence, now=2, lease=LEASE, checkpoint=better(9))
    assert store.find("bert", "job") is None
    assert store.find("", "job") is None
    assert store.cancel("bert", "job", now=3) is None
    assert store.events("bert", "job", after=0) == []
    assert not store.erase("bert", "job")
    assert found(store).state is State.SOLVING


def test_every_change_raises_the_version_and_a_renewed_lease_does_not(store: SqlStore) -> None:
    submit(store, "job")
    seen = [found(store).version]
    claimed = claim(store, now=1)
    seen.append(found(store).version)
    store.beat("job", claimed.fence, now=2, lease=LEASE)
    assert found(store).version == seen[-1]
    store.beat("job", claimed.fence, now=2, lease=LEASE, checkpoint=Checkpoint(5))
    seen.append(found(store).version)
    store.cancel("anna", "job", now=3)
    seen.append(found(store).version)
    store.finish("job", claimed.fence, DONE, now=4)
    seen.append(found(store).version)
    assert seen == sorted(set(seen))
    assert store.versions(["job", "nowhere"]) == {"job": (seen[-1], 2, State.DONE)}


def test_versions_of_nothing_are_nothing(store: SqlStore) -> None:
    assert store.versions([]) == {}


def test_a_finished_job_holds_its_plan_once_and_for_all(store: SqlStore) -> None:
    submit(store, "job")
    claimed = claim(store, now=1)
    assert store.finish("job", claimed.fence, DONE, now=2)
    assert not store.finish("job", claimed.fence, Outcome(State.FAILED, 50, reason="memory"), now=3)
    job = found(store)
    assert (job.state, job.status, job.cost, job.bound, job.milliseconds) == (State.DONE, "optimal", 3, 3, 40)
    assert (job.plan, job.pseudonymous, job.reason) == (b"best plan", b"ids of best plan", None)
    assert [event.kind for event in store.events("anna", "job", after=0)] == [EventKind.DONE]


def test_a_failed_job_keeps_the_plan_that_it_had(store: SqlStore) -> None:
    submit(store, "job")
    claimed = claim(store, now=1)
    store.beat("job", claimed.fence, now=2, lease=LEASE, checkpoint=better(9))
    store.finish("job", claimed.fence, Outcome(State.FAILED, 70, reason="memory"), now=3)
    job = found(store)
    assert (job.state, job.reason, job.plan, job.cost, job.milliseconds) == (State.FAILED, "memory", b"plan 9", 9, 70)


def test_a_queued_job_is_cancelled_at_once(store: SqlStore) -> None:
    submit(store, "job")
    cancelled = store.cancel("anna", "job", now=1)
    assert cancelled is not None
    assert (cancelled.state, cancelled.status) == (State.CANCELLED, None)
    assert store.claim("w", now=2, lease=LEASE) is None
    assert len(store.events("anna", "job", after=0)) == 1


def test_the_worker_of_a_job_hears_that_it_is_cancelled(store: SqlStore) -> None:
    submit(store, "job")
    claimed = claim(store, now=1)
    assert store.beat("job", claimed.fence, now=2, lease=LEASE) is Word.GO_ON
    solving = store.cancel("anna", "job", now=3)
    assert solving is not None
    assert solving.state is State.SOLVING
    assert store.beat("job", claimed.fence, now=4, lease=LEASE, checkpoint=better(9)) is Word.CANCEL
    assert store.finish("job", claimed.fence, Outcome(State.CANCELLED, 5, "feasible"), now=5)
    assert found(store).plan == b"plan 9"


def test_a_cancelled_job_whose_worker_is_gone_ends_at_once_with_its_plan(store: SqlStore) -> None:
    submit(store, "job")
    claimed = claim(store, now=0)
    store.beat("job", claimed.fence, now=0, lease=LEASE, checkpoint=better(9))
    job = store.cancel("anna", "job", now=LEASE)
    assert job is not None
    assert (job.state, job.status, job.plan) == (State.CANCELLED, "feasible", b"plan 9")
    assert not store.finish("job", claimed.fence, DONE, now=LEASE + 1)


def test_a_job_cancelled_before_its_worker_crashed_is_cancelled_by_the_next_claim(store: SqlStore) -> None:
    submit(store, "job", "next")
    over = crash(store, now=2)
    store.cancel("anna", "job", now=3)
    assert claim(store, now=over).id == "next"
    assert found(store).state is State.CANCELLED


def test_cancelling_what_is_over_changes_nothing(store: SqlStore) -> None:
    submit(store, "job")
    store.finish("job", claim(store, now=1).fence, DONE, now=2)
    before = found(store)
    assert store.cancel("anna", "job", now=3) == before


def test_a_full_queue_takes_no_more_of_anybody(store: SqlStore) -> None:
    limits = Limits(queued=3, queued_of_owner=2)
    store.submit(new_job("a1", owner="anna"), limits)
    store.submit(new_job("a2", owner="anna"), limits)
    with pytest.raises(QueueFull) as of_owner:
        store.submit(new_job("a3", owner="anna"), limits)
    store.submit(new_job("b1", owner="bert"), limits)
    with pytest.raises(QueueFull) as of_all:
        store.submit(new_job("c1", owner="carl"), limits)
    assert (of_owner.value.whose, of_all.value.whose) == ("owner", "all")
    assert of_all.value.seconds >= 1
    assert store.find("carl", "c1") is None


def test_a_job_that_is_over_makes_room(store: SqlStore) -> None:
    limits = Limits(queued=1, queued_of_owner=1)
    store.submit(new_job("first"), limits)
    store.finish("first", claim(store, now=1).fence, DONE, now=2)
    assert store.submit(new_job("second"), limits).state is State.QUEUED


def test_a_full_queue_says_to_come_back_when_a_solve_may_be_over(store: SqlStore) -> None:
    submit(store, "long")
    store.finish("long", claim(store, now=1).fence, Outcome(State.DONE, 30_000, "feasible"), now=2)
    limits = Limits(queued=1, queued_of_owner=1)
    store.submit(new_job("first"), limits)
    with pytest.raises(QueueFull) as full:
        store.submit(new_job("second"), limits)
    assert full.value.seconds == 30


def test_counts_outlive_the_jobs(store: SqlStore) -> None:
    submit(store, "short", "long", "left", "waits", at=50)
    for job, milliseconds in (("short", 300), ("long", 400_000)):
        assert store.finish(job, claim(store, now=99).fence, Outcome(State.DONE, milliseconds, "optimal"), now=100)
    store.cancel("anna", "left", now=100)
    store.erase("anna", "short")
    store.erase("anna", "left")
    tally = store.tally(now=100)
    assert (tally.states[State.DONE], tally.states[State.QUEUED], tally.states[State.CANCELLED]) == (1, 1, 0)
    assert tally.oldest == 53
    assert tally.ended == {("done", "optimal"): 2, ("cancelled", ""): 1}
    assert (tally.solves, tally.seconds) == (2, 400.3)
    assert (tally.buckets[250], tally.buckets[500], tally.buckets[300_000]) == (0, 1, 1)


def test_nothing_waits_in_an_empty_store(store: SqlStore) -> None:
    tally = store.tally(now=0)
    assert (tally.oldest, tally.workers, tally.solves, set(tally.states.values())) == (None, 0, 0, {0})


def test_a_worker_counts_while_it_shows_itself(store: SqlStore) -> None:
    store.present("one", now=0)
    store.present("two", now=0)
    store.present("one", now=40_000)
    assert store.tally(now=41_000).workers == 1
    store.gone("one")
    assert store.tally(now=41_000).workers == 0


def test_a_key_is_good_until_it_is_revoked(store: SqlStore) -> None:
    store.add_key(Key("k2", "Second", 2), "digest 2")
    store.add_key(Key("k1", "First", 1), "digest 1")
    assert store.owner_of("digest 1") == "k1"
    assert store.owner_of("digest 3") is None
    assert store.revoke_key("k1", now=5)
    assert not store.revoke_key("k1", now=6)
    assert store.owner_of("digest 1") is None
    assert list(store.keys()) == [Key("k1", "First", 1, 5), Key("k2", "Second", 2)]


def test_a_check_writes(store: SqlStore) -> None:
    store.check()
