"""What listeners of a job are told: in order, numbered without gaps or repeats, bounded, and with one end."""

import pytest

from tests.api.little_jobs import DONE, LEASE, better, claim, submit
from tischrunde_api.store.events import MOST_PROGRESS
from tischrunde_api.store.opening import SqlStore
from tischrunde_api.store.port import Checkpoint, Event, EventKind, Outcome, State


def test_events_tell_how_the_job_stands(store: SqlStore) -> None:
    submit(store, "job")
    fence = claim(store, now=0).fence
    store.beat("job", fence, now=1, lease=LEASE, checkpoint=Checkpoint(400))
    store.beat("job", fence, now=2, lease=LEASE, checkpoint=Checkpoint(900, 6, 3, b"plan", b"ids"))
    store.finish("job", fence, DONE, now=3)
    ended = {"state": "done", "status": "optimal", "reason": None}
    assert list(store.events("anna", "job", after=0)) == [
        Event(1, EventKind.PROGRESS, {"seconds": 0.4, "cost": None, "bound": None, "gap": None}),
        Event(2, EventKind.IMPROVEMENT, {"seconds": 0.9, "cost": 6, "bound": 3, "gap": 1.0}),
        Event(3, EventKind.DONE, ended | {"seconds": 0.04, "cost": 3, "bound": 3, "gap": 0.0}),
    ]


def test_events_go_on_where_a_listener_left_off(store: SqlStore) -> None:
    submit(store, "job")
    fence = claim(store, now=0).fence
    for milliseconds in range(5):
        store.beat("job", fence, now=1, lease=LEASE, checkpoint=Checkpoint(milliseconds))
    assert [event.number for event in store.events("anna", "job", after=3)] == [4, 5]
    assert list(store.events("anna", "job", after=5)) == []


def test_old_progress_is_forgotten_and_improvements_and_the_end_are_not(sqlite: SqlStore) -> None:
    submit(sqlite, "job")
    fence = claim(sqlite, now=0).fence
    for cost in (30, 20, 10):
        sqlite.beat("job", fence, now=1, lease=LEASE, checkpoint=better(cost))
        for milliseconds in range(MOST_PROGRESS // 2):
            sqlite.beat("job", fence, now=1, lease=LEASE, checkpoint=Checkpoint(milliseconds))
    sqlite.finish("job", fence, DONE, now=2)
    told = sqlite.events("anna", "job", after=0)
    assert [event.told["cost"] for event in told if event.kind is EventKind.IMPROVEMENT] == [30, 20, 10]
    assert sum(event.kind is EventKind.PROGRESS for event in told) == MOST_PROGRESS
    numbers = [event.number for event in told]
    assert numbers == sorted(set(numbers))
    assert numbers[-1] == 3 + 3 * (MOST_PROGRESS // 2) + 1
    assert told[-1].kind is EventKind.DONE


@pytest.mark.parametrize("state", [State.DONE, State.CANCELLED, State.FAILED])
def test_every_end_is_told_once(store: SqlStore, state: State) -> None:
    submit(store, "job")
    fence = claim(store, now=0).fence
    for _ in range(2):
        store.finish("job", fence, Outcome(state, 1), now=1)
        store.cancel("anna", "job", now=1)
    assert [event.told["state"] for event in store.events("anna", "job", after=0)] == [state.value]


def test_numbers_go_on_after_a_job_was_given_back(store: SqlStore) -> None:
    submit(store, "job")
    store.put_back("job", claim(store, now=0).fence, now=1, checkpoint=better(5))
    store.finish("job", claim(store, now=2).fence, DONE, now=3)
    assert [event.number for event in store.events("anna", "job", after=0)] == [1, 2]
