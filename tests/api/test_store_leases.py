"""Who gets which job, for how long, and what happens to those whose worker is heard of no more."""

from pathlib import Path

from tests.api.little_jobs import DONE, LEASE, PLENTY, better, claim, crash, new_job, submit
from tischrunde_api.store.leases import MOST_ATTEMPTS, MOST_RUNS, RENEWALS
from tischrunde_api.store.opening import SqlStore
from tischrunde_api.store.port import Checkpoint, EventKind, Kind, Outcome, State, Word


def claimed_in_turn(store: SqlStore, jobs: int, now: int) -> list[str]:
    return [claim(store, now=now).id for _ in range(jobs)]


def test_the_oldest_job_is_claimed_first(store: SqlStore) -> None:
    for job, at in (("third", 30), ("first", 10), ("second", 20)):
        store.submit(new_job(job, at=at), PLENTY)
    assert claimed_in_turn(store, 3, now=99) == ["first", "second", "third"]
    assert store.claim("w", now=99, lease=LEASE) is None


def test_who_submits_much_lets_others_have_their_turn(store: SqlStore) -> None:
    submit(store, "a1", "a2", "a3", "a4", owner="anna", at=0)
    submit(store, "b1", "b2", owner="bert", at=100)
    assert claimed_in_turn(store, 6, now=200) == ["a1", "b1", "a2", "b2", "a3", "a4"]


def test_a_worker_gets_only_the_kinds_that_it_can_do(store: SqlStore) -> None:
    store.submit(new_job("plan", kind=Kind.PLAN, at=0), PLENTY)
    store.submit(new_job("diagnosis", kind=Kind.DIAGNOSIS, at=1), PLENTY)
    claimed = store.claim("w", now=2, lease=LEASE, kinds=[Kind.DIAGNOSIS])
    assert claimed is not None
    assert (claimed.id, claimed.kind) == ("diagnosis", Kind.DIAGNOSIS)
    assert store.claim("w", now=2, lease=LEASE, kinds=[Kind.DIAGNOSIS]) is None


def test_a_claimed_job_tells_all_that_is_needed(store: SqlStore) -> None:
    submit(store, "job")
    claimed = claim(store, now=1)
    assert (claimed.meeting, claimed.options, claimed.language) == (b'{"people": []}', b'{"seed": 0}', "de")
    assert (claimed.attempts, claimed.runs, claimed.milliseconds, claimed.best) == (1, 1, 0, None)
    assert not claimed.cancel


def test_a_job_is_taken_over_when_its_lease_is_over_and_not_before(store: SqlStore) -> None:
    submit(store, "job")
    first = claim(store, now=0)
    assert store.claim("v", now=LEASE - 1, lease=LEASE) is None
    second = claim(store, now=LEASE, worker="v")
    assert second.fence > first.fence
    assert (second.attempts, second.runs) == (2, 2)


def test_beats_keep_a_job(store: SqlStore) -> None:
    submit(store, "job")
    fence = claim(store, now=0).fence
    for now in range(0, 5 * LEASE, LEASE - 1):
        assert store.claim("v", now=now, lease=LEASE) is None
        assert store.beat("job", fence, now=now, lease=LEASE) is Word.GO_ON


def test_a_beat_writes_only_when_a_part_of_the_lease_has_passed(sqlite: SqlStore, tmp_path: Path) -> None:
    submit(sqlite, "job")
    fence = claim(sqlite, now=0).fence
    log = tmp_path / "kept" / "jobs.sqlite-wal"
    before = log.read_bytes()
    assert sqlite.beat("job", fence, now=LEASE // RENEWALS, lease=LEASE) is Word.GO_ON
    assert log.read_bytes() == before
    assert sqlite.beat("job", fence, now=LEASE // RENEWALS + 1, lease=LEASE) is Word.GO_ON
    assert log.read_bytes() != before
    assert sqlite.claim("v", now=LEASE // RENEWALS + LEASE, lease=LEASE) is None


def test_a_worker_hears_at_once_that_somebody_cancels(store: SqlStore) -> None:
    submit(store, "job")
    fence = claim(store, now=0).fence
    store.cancel("anna", "job", now=0)
    assert store.beat("job", fence, now=0, lease=LEASE) is Word.CANCEL
    store.erase("anna", "job")
    assert store.beat("job", fence, now=0, lease=LEASE) is Word.LOST


def test_a_stale_fence_writes_nothing(store: SqlStore) -> None:
    submit(store, "job")
    stale = claim(store, now=0).fence
    claim(store, now=LEASE)
    before = store.find("anna", "job")
    assert store.beat("job", stale, now=LEASE, lease=10 * LEASE, checkpoint=better(1)) is Word.LOST
    assert not store.put_back("job", stale, now=LEASE, checkpoint=better(1))
    assert not store.finish("job", stale, DONE, now=LEASE)
    assert store.find("anna", "job") == before
    assert store.events("anna", "job", after=0) == []
    assert store.claim("u", now=2 * LEASE, lease=LEASE) is not None


def test_the_worker_of_an_erased_job_hears_so(store: SqlStore) -> None:
    submit(store, "job")
    fence = claim(store, now=0).fence
    store.erase("anna", "job")
    assert store.beat("job", fence, now=1, lease=LEASE, checkpoint=better(1)) is Word.LOST
    assert not store.finish("job", fence, DONE, now=1)
    assert store.find("anna", "job") is None


def test_the_next_run_begins_from_the_best_plan(store: SqlStore) -> None:
    submit(store, "job")
    first = claim(store, now=0)
    store.beat("job", first.fence, now=1, lease=LEASE, checkpoint=better(7, milliseconds=500))
    store.beat("job", first.fence, now=2, lease=LEASE, checkpoint=Checkpoint(900, cost=7, bound=2))
    second = claim(store, now=2 + LEASE)
    assert (second.best, second.milliseconds) == (b"plan 7", 900)


def test_a_worse_plan_or_bound_of_a_later_run_replaces_nothing(store: SqlStore) -> None:
    submit(store, "job")
    first = claim(store, now=0)
    store.beat("job", first.fence, now=0, lease=LEASE, checkpoint=Checkpoint(9, 7, 5, b"plan 7", b"ids of plan 7"))
    second = claim(store, now=LEASE)
    store.beat("job", second.fence, now=LEASE, lease=LEASE, checkpoint=better(8))
    store.beat("job", second.fence, now=LEASE, lease=LEASE, checkpoint=Checkpoint(10))
    job = store.find("anna", "job")
    assert job is not None
    assert (job.cost, job.bound, job.plan, job.pseudonymous) == (7, 5, b"plan 7", b"ids of plan 7")
    assert [event.kind for event in store.events("anna", "job", after=1)] == [EventKind.PROGRESS] * 2


def test_an_equally_cheap_plan_replaces_the_one_before(store: SqlStore) -> None:
    submit(store, "job")
    fence = claim(store, now=0).fence
    store.beat("job", fence, now=0, lease=LEASE, checkpoint=better(7))
    store.beat("job", fence, now=0, lease=LEASE, checkpoint=Checkpoint(9, 7, 0, b"fairer", b"ids of fairer"))
    job = store.find("anna", "job")
    assert job is not None
    assert (job.plan, job.pseudonymous) == (b"fairer", b"ids of fairer")


def test_a_job_that_crashes_again_and_again_fails_and_others_go_on(store: SqlStore) -> None:
    submit(store, "poison", at=0)
    submit(store, "neighbour", at=10)
    now = 100
    store.finish("neighbour", fence_of(store, "neighbour", now), DONE, now=now)
    now += LEASE
    for _ in range(MOST_ATTEMPTS - 1):
        now = crash(store, now)
    submit(store, "later", at=now)
    assert claim(store, now=now).id == "later"
    job = store.find("anna", "poison")
    assert job is not None
    assert (job.state, job.reason, job.status, job.plan) == (State.FAILED, "crashed", None, None)
    assert [event.told["reason"] for event in store.events("anna", "poison", after=0)] == ["crashed"]
    assert store.tally(now=now).ended == {("done", "optimal"): 1, ("failed", ""): 1}


def fence_of(store: SqlStore, job: str, now: int) -> int:
    """Claim jobs until it is this one's turn."""
    while (claimed := claim(store, now=now)).id != job:
        pass
    return claimed.fence


def test_a_better_plan_sets_the_attempts_back(store: SqlStore) -> None:
    submit(store, "job")
    now = 0
    for cost in (30, 20, 10):
        now = crash(store, now)
        now = crash(store, now)
        claimed = claim(store, now=now)
        assert claimed.attempts == MOST_ATTEMPTS
        store.beat("job", claimed.fence, now=now, lease=LEASE, checkpoint=better(cost))
        now += LEASE
    assert claim(store, now=now).attempts == 1


def test_the_same_plan_again_is_no_progress(store: SqlStore) -> None:
    submit(store, "job")
    now = 0
    for _ in range(MOST_ATTEMPTS + 1):
        claimed = claim(store, now=now)
        store.beat("job", claimed.fence, now=now, lease=LEASE, checkpoint=better(7))
        now += LEASE
    assert store.claim("w", now=now, lease=LEASE) is None
    job = store.find("anna", "job")
    assert job is not None
    assert (job.state, job.reason, job.status, job.plan) == (State.FAILED, "crashed", "feasible", b"plan 7")


def test_even_with_progress_a_job_may_not_crash_for_ever(store: SqlStore) -> None:
    submit(store, "job")
    now = 0
    for run in range(MOST_RUNS):
        claimed = claim(store, now=now)
        assert claimed.runs == run + 1
        store.beat("job", claimed.fence, now=now, lease=LEASE, checkpoint=better(100 - run))
        now += LEASE
    assert store.claim("w", now=now, lease=LEASE) is None
    job = store.find("anna", "job")
    assert job is not None
    assert (job.state, job.plan) == (State.FAILED, b"plan 91")


def test_a_job_given_back_is_next_and_the_run_does_not_count(store: SqlStore) -> None:
    submit(store, "job", "next")
    now = 10
    for _ in range(2 * MOST_RUNS):
        claimed = claim(store, now=now)
        assert (claimed.id, claimed.attempts, claimed.runs) == ("job", 1, 1)
        assert store.put_back("job", claimed.fence, now=now)
        assert not store.put_back("job", claimed.fence, now=now)
    job = store.find("anna", "job")
    assert job is not None
    assert job.state is State.QUEUED


def test_a_job_given_back_keeps_its_plan(store: SqlStore) -> None:
    submit(store, "job")
    claimed = claim(store, now=0)
    assert store.put_back("job", claimed.fence, now=1, checkpoint=better(5, milliseconds=77))
    again = claim(store, now=2)
    assert (again.best, again.milliseconds, again.attempts) == (b"plan 5", 77, 1)
    assert [event.kind for event in store.events("anna", "job", after=0)] == [EventKind.IMPROVEMENT]


def test_giving_back_does_not_excuse_earlier_crashes(store: SqlStore) -> None:
    submit(store, "job")
    now = crash(store, crash(store, 0))
    third = claim(store, now=now)
    store.put_back("job", third.fence, now=now)
    assert claim(store, now=now).attempts == third.attempts == MOST_ATTEMPTS


def test_a_lease_of_nothing_lets_go_at_once_and_counts(store: SqlStore) -> None:
    submit(store, "job")
    claimed = claim(store, now=5)
    store.beat("job", claimed.fence, now=5, lease=0)
    assert claim(store, now=5).attempts == 2


def test_what_has_not_begun_is_not_counted_as_a_solve(store: SqlStore) -> None:
    submit(store, "left", "crashed")
    store.cancel("anna", "left", now=1)
    store.finish("crashed", claim(store, now=2).fence, Outcome(State.FAILED, 10, reason="memory"), now=3)
    assert store.tally(now=3).solves == 1
