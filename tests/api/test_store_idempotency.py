"""One key, one job."""

from dataclasses import replace

import pytest

from tests.api.little_jobs import A_DAY, PLENTY, new_job
from tischrunde_api.store.idempotency import ABANDONED
from tischrunde_api.store.opening import SqlStore
from tischrunde_api.store.port import Limits, QueueFull, Reservation, Reserved, StoreUnavailable


def reserve(
    store: SqlStore, *, mark: str, owner: str = "anna", key: str = "key", body: str = "body", now: int = 0
) -> Reservation:
    return store.reserve(owner, key, body, mark=mark, now=now)


def test_a_new_key_is_the_requests_own(store: SqlStore) -> None:
    reservation = reserve(store, mark="first")
    assert (reservation.verdict, reservation.mark, reservation.job) == (Reserved.NEW, "first", None)


def test_the_key_itself_is_not_kept(store: SqlStore) -> None:
    assert "secret" not in reserve(store, mark="first", key="secret").key


def test_a_second_request_hears_that_the_first_is_still_read(store: SqlStore) -> None:
    reserve(store, mark="first")
    assert reserve(store, mark="second").verdict is Reserved.RUNNING


def test_a_second_request_is_shown_the_job_of_the_first(store: SqlStore) -> None:
    store.submit(new_job("job"), PLENTY, reservation=reserve(store, mark="first"))
    again = reserve(store, mark="second")
    assert (again.verdict, again.job) == (Reserved.REPLAY, "job")


@pytest.mark.parametrize("submitted", [False, True])
def test_a_request_with_another_body_may_not_use_the_key(store: SqlStore, submitted: bool) -> None:
    first = reserve(store, mark="first")
    if submitted:
        store.submit(new_job("job"), PLENTY, reservation=first)
    assert reserve(store, mark="second", body="another").verdict is Reserved.OTHER


def test_the_same_key_of_another_owner_is_another_key(store: SqlStore) -> None:
    reserve(store, mark="first", owner="anna")
    assert reserve(store, mark="second", owner="bert").verdict is Reserved.NEW


def test_a_key_given_back_is_free(store: SqlStore) -> None:
    store.give_back(reserve(store, mark="first"))
    assert reserve(store, mark="second").verdict is Reserved.NEW


def test_only_the_request_that_has_a_key_gives_it_back(store: SqlStore) -> None:
    first = reserve(store, mark="first")
    store.give_back(replace(first, mark="stranger"))
    assert reserve(store, mark="second").verdict is Reserved.RUNNING
    store.submit(new_job("job"), PLENTY, reservation=first)
    store.give_back(first)
    assert reserve(store, mark="third").verdict is Reserved.REPLAY


def test_a_key_whose_request_died_is_free_after_a_minute(store: SqlStore) -> None:
    reserve(store, mark="first", now=0)
    assert reserve(store, mark="second", now=ABANDONED - 1).verdict is Reserved.RUNNING
    assert reserve(store, mark="third", now=ABANDONED, body="another").verdict is Reserved.NEW


def test_a_request_that_was_given_up_makes_no_second_job(store: SqlStore) -> None:
    slow = reserve(store, mark="slow", now=0)
    quick = reserve(store, mark="quick", now=ABANDONED)
    store.submit(new_job("job"), PLENTY, reservation=quick)
    with pytest.raises(StoreUnavailable):
        store.submit(new_job("second job"), PLENTY, reservation=slow)
    assert store.find("anna", "second job") is None


def test_a_key_is_remembered_for_a_day(store: SqlStore) -> None:
    store.submit(new_job("job"), PLENTY, reservation=reserve(store, mark="first", now=0))
    assert reserve(store, mark="second", now=A_DAY - 1).verdict is Reserved.REPLAY
    assert reserve(store, mark="third", now=A_DAY).verdict is Reserved.NEW


def test_a_key_is_erased_with_its_job(store: SqlStore) -> None:
    store.submit(new_job("job"), PLENTY, reservation=reserve(store, mark="first"))
    store.erase("anna", "job")
    assert reserve(store, mark="second").verdict is Reserved.NEW


def test_a_full_queue_leaves_the_key_to_be_given_back(store: SqlStore) -> None:
    first = reserve(store, mark="first")
    with pytest.raises(QueueFull):
        store.submit(new_job("job"), Limits(0, 0), reservation=first)
    store.give_back(first)
    assert reserve(store, mark="second").verdict is Reserved.NEW


def test_sweeping_frees_what_was_left_behind(store: SqlStore) -> None:
    left = reserve(store, mark="left", key="left", now=0)
    store.submit(new_job("job"), PLENTY, reservation=reserve(store, mark="used", key="used", now=0))
    store.sweep(now=ABANDONED)
    with pytest.raises(StoreUnavailable):
        store.submit(new_job("another"), PLENTY, reservation=left)
    assert reserve(store, mark="second", key="used", now=ABANDONED).verdict is Reserved.REPLAY
