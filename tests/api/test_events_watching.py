"""The watcher: one question for all, asked only while somebody waits."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, cast

import pytest

from tischrunde_api.store.port import State, Store, StoreUnavailable
from tischrunde_api.web.watching import Seen, Watcher


class Jobs:
    """Stands for a store; keeps what it was asked."""

    def __init__(self, **versions: int) -> None:
        self.now = dict(versions)
        self.asked: list[tuple[str, ...]] = []
        self.fails: Exception | None = None

    def versions(self, jobs: Sequence[str]) -> Mapping[str, tuple[int, int, State]]:
        self.asked.append(tuple(jobs))
        if self.fails is not None:
            raise self.fails
        return {job: (self.now[job], 7, State.SOLVING) for job in jobs if job in self.now}


def watch(jobs: Jobs, work: Callable[[Watcher], Awaitable[Any]], *, quick: float = 0.01, slow: float = 0.03) -> Any:
    async def run() -> Any:
        watcher = Watcher(cast(Store, jobs), quick=quick, slow=slow, fresh=0.2)
        answer = await work(watcher)
        await asyncio.sleep(2.5 * slow)
        assert watcher.watched == 0
        assert watcher.is_idle
        return answer

    return asyncio.run(run())


def test_who_knows_an_old_version_is_told_at_once() -> None:
    assert watch(Jobs(a=5), lambda watcher: watcher.changed("a", 4, 5)) == Seen(5, 7, State.SOLVING)


def test_nothing_is_told_when_the_time_is_over() -> None:
    assert watch(Jobs(a=5), lambda watcher: watcher.changed("a", 5, 0.05)) is None
    assert watch(Jobs(a=5), lambda watcher: watcher.changed("a", 4, 0)) is None


def test_a_change_is_told_to_everybody_who_waits_for_it() -> None:
    jobs = Jobs(a=1, b=1)

    async def work(watcher: Watcher) -> list[Seen | None]:
        waiting = [asyncio.create_task(watcher.changed(job, 1, 5)) for job in "aab"]
        await asyncio.sleep(0.05)
        jobs.now["a"] = 2
        told = [await waiting[0], await waiting[1]]
        assert not waiting[2].done()
        jobs.now["b"] = 3
        return [*told, await waiting[2]]

    assert [seen and seen.version for seen in watch(jobs, work)] == [2, 2, 3]
    assert set(jobs.asked) <= {("a", "b"), ("b",)}


def test_a_job_that_is_erased_is_told_as_gone() -> None:
    jobs = Jobs(a=1)

    async def work(watcher: Watcher) -> bool:
        waiting = asyncio.create_task(watcher.changed("a", 1, 5))
        await asyncio.sleep(0.05)
        del jobs.now["a"]
        seen = await waiting
        return seen is not None and seen.is_gone

    assert watch(jobs, work)


def test_nobody_is_asked_for_when_nobody_waits() -> None:
    jobs = Jobs(a=1)
    watch(jobs, lambda watcher: watcher.changed("a", 0, 1))
    assert jobs.asked == [("a",)]


def test_the_patient_are_asked_for_less_often_than_the_others() -> None:
    patient, eager = Jobs(a=1), Jobs(a=1)
    watch(patient, lambda watcher: watcher.changed("a", 1, 0.3, patient=True), quick=0.01, slow=0.1)
    watch(eager, lambda watcher: watcher.changed("a", 1, 0.3), quick=0.01, slow=0.1)
    assert len(patient.asked) <= 5
    assert len(eager.asked) > 2 * len(patient.asked)


def test_a_database_that_cannot_be_reached_is_asked_again() -> None:
    jobs = Jobs(a=1)
    jobs.fails = StoreUnavailable()

    async def work(watcher: Watcher) -> Seen | None:
        waiting = asyncio.create_task(watcher.changed("a", 0, 5))
        await asyncio.sleep(0.05)
        assert not waiting.done()
        jobs.fails = None
        return await waiting

    assert watch(jobs, work) == Seen(1, 7, State.SOLVING)


def test_a_mistake_is_told_to_those_who_wait() -> None:
    jobs = Jobs(a=1)
    jobs.fails = KeyError("a")

    async def work(watcher: Watcher) -> None:
        with pytest.raises(KeyError):
            await watcher.changed("a", 0, 5)

    watch(jobs, work)


def test_those_who_go_leave_nothing() -> None:
    async def work(watcher: Watcher) -> None:
        waiting = [asyncio.create_task(watcher.changed("a", 1, 60)) for _ in range(50)]
        await asyncio.sleep(0.05)
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)

    watch(Jobs(a=1), work)
