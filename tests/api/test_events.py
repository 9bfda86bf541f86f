"""Event streams: everything is told once and in order, and nothing is left when a listener goes."""

import asyncio
import json
import threading
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.api.listening import Listener, events_in
from tests.api.serving import EXAMPLE_PLAN, Served, finish_next, served
from tischrunde_api.running import add_key
from tischrunde_api.store.port import Checkpoint, Outcome, State, Store, StoreUnavailable
from tischrunde_api.web.dependencies import Services, wall_clock
from tischrunde_api.web.problems import Problem
from tischrunde_api.web.streaming import Streams

PLAN = json.dumps(EXAMPLE_PLAN).encode()

LEASE = 60_000


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Served]:
    with served(tmp_path) as service:
        yield service


def services_of(service: Served) -> Services:
    services: Services = service.app.state.services
    return services


def in_loop(service: Served, work: Callable[[], Awaitable[Any]]) -> Any:
    return service.portal.call(work)


def begin(service: Served) -> tuple[str, int]:
    """Claim the next plan, as a worker does, and return its id and fence."""
    claimed = service.store.claim("test", now=wall_clock(), lease=LEASE)
    assert claimed is not None
    return claimed.id, claimed.fence


def better(service: Served, job: str, fence: int, cost: int) -> None:
    checkpoint = Checkpoint(100, cost=cost, bound=20, plan=PLAN, pseudonymous=PLAN)
    service.store.beat(job, fence, now=wall_clock(), lease=LEASE, checkpoint=checkpoint)


def finish(service: Served, job: str, fence: int) -> None:
    outcome = Outcome(State.DONE, 200, status="optimal", cost=20, bound=20, plan=PLAN, pseudonymous=PLAN)
    assert service.store.finish(job, fence, outcome, now=wall_clock())


def test_a_listener_hears_each_better_plan_and_the_end(service: Served) -> None:
    path = service.planned()["links"]["events"]

    async def listen() -> Listener:
        listener = Listener(service.app, path)
        await listener.hears(b"retry: ")
        job, fence = await asyncio.to_thread(begin, service)
        for cost in (40, 30):
            await asyncio.to_thread(better, service, job, fence, cost)
            await listener.hears(b'"cost": %d' % cost)
        await asyncio.to_thread(finish, service, job, fence)
        await listener.ends()
        return listener

    listener = in_loop(service, listen)
    events = events_in(listener.heard)
    assert [event.number for event in events] == list(range(1, len(events) + 1))
    assert [event.kind for event in events if event.kind != "progress"] == ["improvement", "improvement", "done"]
    assert json.loads(events[-1].told)["status"] == "optimal"
    assert listener.headers["content-type"].startswith("text/event-stream")
    assert listener.headers["cache-control"] == "no-store"
    assert listener.headers["x-accel-buffering"] == "no"


@pytest.mark.parametrize("last", range(4))
def test_one_who_comes_back_hears_the_rest_and_nothing_twice(service: Served, last: int) -> None:
    path = service.planned()["links"]["events"]
    job, fence = begin(service)
    better(service, job, fence, 40)
    better(service, job, fence, 30)
    finish(service, job, fence)
    all_events = events_in(service.get(path).content)
    assert [event.number for event in all_events] == [1, 2, 3]

    answer = service.get(path, headers={"Last-Event-ID": str(last)})

    assert answer.status_code == (204 if last == 3 else 200)
    assert events_in(answer.content) == all_events[last:]


def test_a_queued_plan_that_is_cancelled_ends_its_stream(service: Served) -> None:
    resource = service.planned()
    service.post(resource["links"]["cancel"])
    (done,) = events_in(service.get(resource["links"]["events"]).content)
    assert done.kind == "done"
    assert json.loads(done.told)["state"] == "cancelled"


def test_a_quiet_stream_shows_that_it_is_alive(service: Served) -> None:
    path = service.planned()["links"]["events"]
    services_of(service).streams = Streams(10, 10, heartbeat=0.05)

    async def listen() -> bytes:
        listener = Listener(service.app, path)
        await listener.hears(b": still here\n\n: still here\n\n")
        await listener.vanish()
        return listener.heard

    assert events_in(in_loop(service, listen)) == []


def test_a_stream_ends_when_its_key_is_revoked(tmp_path: Path) -> None:
    with served(tmp_path, require_keys=True) as service:
        key, secret = add_key(service.store, "anna")
        anna = {"Authorization": f"Bearer {secret}"}
        resource = service.planned(headers=anna)

        async def listen() -> Listener:
            listener = Listener(service.app, resource["links"]["events"], anna)
            await listener.hears(b"retry: ")
            services_of(service).doorkeeper._clock = lambda: float("inf")  # a second later
            await asyncio.to_thread(service.store.revoke_key, key.id, now=wall_clock())
            await asyncio.to_thread(begin, service)
            await listener.ends()
            return listener

        assert events_in(in_loop(service, listen).heard) == []


def test_the_stream_of_a_plan_that_is_erased_ends(service: Served) -> None:
    resource = service.planned()

    async def listen() -> Listener:
        listener = Listener(service.app, resource["links"]["events"])
        await listener.hears(b"retry: ")
        await asyncio.to_thread(service.store.erase, "", resource["id"])
        await listener.ends()
        return listener

    assert in_loop(service, listen).heard.endswith(b": erased\n\n")
    assert service.get(resource["links"]["events"]).json()["code"] == "not-found"


def test_two_hundred_listeners_that_vanish_leave_nothing(service: Served) -> None:
    resource = service.planned()
    services = services_of(service)
    services.streams = Streams(500, 500)

    async def crowd() -> tuple[int, int, int, bool]:
        tasks, threads = len(asyncio.all_tasks()), threading.active_count()
        listeners = [Listener(service.app, resource["links"]["events"]) for _ in range(200)]
        for listener in listeners:
            await listener.hears(b"retry: ", within=60)
        assert len(services.streams) == 200
        while services.watcher.watched < 200:
            await asyncio.sleep(0.01)
        for listener in listeners:
            await listener.vanish()
        await asyncio.sleep(0.6)
        more_threads = threading.active_count() - threads
        left = len(asyncio.all_tasks()) - tasks
        return left, more_threads, services.watcher.watched + len(services.streams), services.watcher.is_idle

    left, more_threads, places, is_idle = in_loop(service, crowd)
    assert left == 0
    assert places == 0
    assert is_idle
    assert more_threads <= 20  # the pool of the store's threads, however many listeners there are


def test_streams_beyond_the_limit_are_refused(service: Served) -> None:
    path = service.planned()["links"]["events"]
    services_of(service).streams = Streams(3, 2)

    async def listen() -> int:
        first, second = Listener(service.app, path), Listener(service.app, path)
        await first.hears(b"retry: ")
        await second.hears(b"retry: ")
        third = Listener(service.app, path)
        await third.ends()
        assert json.loads(third.heard)["code"] == "too-many-streams"
        assert third.headers["retry-after"]
        await first.vanish()
        fourth = Listener(service.app, path)
        await fourth.hears(b"retry: ")
        await fourth.vanish()
        await second.vanish()
        return third.status

    assert in_loop(service, listen) == 429


def test_streams_of_all_together_are_limited_too() -> None:
    streams = Streams(2, 2)
    with streams.place("one"), streams.place("other"), pytest.raises(Problem, match="busy"), streams.place("third"):
        pass
    assert len(streams) == 0


@pytest.mark.parametrize("last", ["-1", "x", "1.5", "99999999999"])
def test_a_number_that_is_none_is_refused(service: Served, last: str) -> None:
    path = service.planned()["links"]["events"]
    answer = service.get(path, headers={"Last-Event-ID": last})
    assert (answer.status_code, answer.json()["code"]) == (422, "bad-parameter")
    assert last not in answer.json()["errors"][0]["message"]


class Moody:
    """A store that cannot be reached now and then."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.fails = False

    def __getattr__(self, name: str) -> Any:
        if self.fails:
            raise StoreUnavailable
        return getattr(self._store, name)

    def versions(self, jobs: Sequence[str]) -> Mapping[str, tuple[int, int, State]]:
        if self.fails:
            raise StoreUnavailable
        return self._store.versions(jobs)


def test_a_stream_outlives_a_database_that_is_away_for_a_while(tmp_path: Path) -> None:
    moody: list[Moody] = []

    def front(store: Store) -> Any:
        moody.append(Moody(store))
        return moody[0]

    with served(tmp_path, store=front) as service:
        path = service.planned()["links"]["events"]

        async def listen() -> bytes:
            listener = Listener(service.app, path)
            await listener.hears(b"retry: ")
            moody[0].fails = True
            await asyncio.sleep(0.4)
            await asyncio.to_thread(finish_next, service.store)
            await asyncio.sleep(0.2)
            moody[0].fails = False
            await listener.ends()
            return listener.heard

        assert [event.kind for event in events_in(in_loop(service, listen))] == ["done"]
