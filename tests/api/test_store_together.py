"""Many at once, threads and processes, get one job for one key, and every job to one worker."""

import multiprocessing
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from itertools import count
from typing import TypeVar

import pytest

from tests.api.little_jobs import DONE, LEASE, PLENTY, better, claim, new_job, submit
from tischrunde_api.store.opening import SqlStore, open_store_at
from tischrunde_api.store.port import Limits, QueueFull, Reserved, State, StoreUnavailable, Word

DUPLICATES = 100
CLAIMERS = 8
JOBS = 200
FOREVER = 10**9

Answer = TypeVar("Answer")


def request(store: SqlStore, number: int) -> str | None:
    """Do as a request with the one key does, and return the id of the job it made or was shown."""
    reservation = store.reserve("anna", "key", "body", mark=f"request {number}", now=number)
    if reservation.verdict is Reserved.NEW:
        return store.submit(new_job(f"job of {number}"), PLENTY, reservation=reservation).id
    return reservation.job


def test_a_hundred_duplicates_make_one_job(store: SqlStore) -> None:
    together = threading.Barrier(20)

    def some(first: int) -> list[str | None]:
        together.wait()
        return [request(store, number) for number in range(first, DUPLICATES, 20)]

    with ThreadPoolExecutor(20) as threads:
        answers = [job for jobs in threads.map(some, range(20)) for job in jobs]
    assert len(answers) == DUPLICATES
    assert len(set(answers) - {None}) == 1
    assert store.tally(now=0).states[State.QUEUED] == 1


def requests_of_process(address: str, first: int) -> list[str | None]:
    store = open_store_at(address)
    answers = [insisting(partial(request, store, number)) for number in range(first, DUPLICATES, 2)]
    store.close()
    return answers


def insisting(ask: Callable[[], Answer]) -> Answer:
    """Ask again as long as the store is unavailable: in a crowd a process may have to wait for long."""
    while True:
        try:
            return ask()
        except StoreUnavailable:
            continue


def claims(store: SqlStore, worker: int) -> list[tuple[str, int]]:
    """Claim and finish until nothing is left; return jobs with their fences."""
    ours = []
    while claimed := insisting(lambda: store.claim(f"worker {worker}", now=FOREVER, lease=LEASE)):
        job, fence = claimed.id, claimed.fence
        assert insisting(partial(store.beat, job, fence, now=FOREVER, lease=LEASE)) is Word.GO_ON
        assert insisting(partial(store.finish, job, fence, DONE, now=FOREVER))
        ours.append((job, fence))
    return ours


def claims_of_process(address: str, worker: int) -> list[tuple[str, int]]:
    store = open_store_at(address)
    ours = claims(store, worker)
    store.close()
    return ours


def test_duplicates_in_several_processes_make_one_job(store: SqlStore, address: str) -> None:
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as processes:
        asked = [processes.submit(requests_of_process, address, first) for first in range(2)]
        answers = [job for future in asked for job in future.result()]
    assert len(set(answers) - {None}) == 1
    assert store.tally(now=0).states[State.QUEUED] == 1


def test_every_job_is_claimed_by_one_of_many(store: SqlStore, address: str) -> None:
    submit(store, *(f"job-{number}" for number in range(JOBS)))
    with (
        ThreadPoolExecutor(CLAIMERS - 2) as threads,
        ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as processes,
    ):
        workers = [processes.submit(claims_of_process, address, worker) for worker in range(2)]
        workers += [threads.submit(claims, store, worker) for worker in range(2, CLAIMERS)]
        claimed = Counter(job for worker in workers for job in worker.result())
    assert claimed == Counter({(f"job-{number}", 1): 1 for number in range(JOBS)})
    assert store.tally(now=0).ended == {("done", "optimal"): JOBS}


def test_of_many_takers_over_one_gets_the_job(store: SqlStore) -> None:
    submit(store, "job")
    for turn in range(1, 6):
        claim(store, now=turn * LEASE)
        store.beat("job", turn, now=turn * LEASE, lease=LEASE, checkpoint=better(100 - turn))
    together = threading.Barrier(CLAIMERS)

    def take(worker: int) -> int | None:
        together.wait()
        claimed = store.claim(f"worker {worker}", now=6 * LEASE, lease=LEASE)
        return None if claimed is None else claimed.fence

    with ThreadPoolExecutor(CLAIMERS) as threads:
        fences = [fence for fence in threads.map(take, range(CLAIMERS)) if fence is not None]
    assert fences == [6]


def test_the_limits_hold_when_many_submit_at_once(store: SqlStore) -> None:
    limits = Limits(queued=7, queued_of_owner=5)
    numbers = count()
    together = threading.Barrier(CLAIMERS)

    def submit_some(owner: str) -> int:
        together.wait()
        taken = 0
        for _ in range(4):
            try:
                store.submit(new_job(f"job-{next(numbers)}", owner=owner), limits)
            except QueueFull:
                continue
            taken += 1
        return taken

    with ThreadPoolExecutor(CLAIMERS) as threads:
        taken = sum(threads.map(submit_some, ["anna", "bert"] * (CLAIMERS // 2)))
    assert taken == 7


@pytest.mark.parametrize("first", ["finish", "erase"])
def test_finishing_and_erasing_at_once_leave_nothing_half_done(store: SqlStore, first: str) -> None:
    for number in range(8):
        job = f"{first}-{number}"
        submit(store, job)
        fence = claim(store, now=1).fence
        together = threading.Barrier(2)

        def finish(job: str = job, fence: int = fence, together: threading.Barrier = together) -> bool:
            together.wait()
            return store.finish(job, fence, DONE, now=2)

        def erase(job: str = job, together: threading.Barrier = together) -> bool:
            together.wait()
            return store.erase("anna", job)

        with ThreadPoolExecutor(2) as threads:
            outcomes = [threads.submit(task) for task in ((finish, erase) if first == "finish" else (erase, finish))]
            assert any(outcome.result() for outcome in outcomes)
        assert store.find("anna", job) is None
        assert store.events("anna", job, after=0) == []
