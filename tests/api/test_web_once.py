"""An Idempotency-Key makes one plan of many tries."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.api.serving import EXAMPLE_MEETING, DeskHere, Served, finish_next, served
from tischrunde_api.desk import Busy
from tischrunde_api.store.port import State
from tischrunde_api.web.dependencies import wall_clock

KEY = {"Idempotency-Key": "order-4711"}


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Served]:
    with served(tmp_path) as running:
        yield running


def queued(service: Served) -> int:
    return service.store.tally(now=wall_clock()).states.get(State.QUEUED, 0)


def test_a_repetition_gives_the_same_plan_and_says_so(service: Served) -> None:
    first = service.post("/v1/plans", json=EXAMPLE_MEETING, headers=KEY)
    again = service.post("/v1/plans", json=EXAMPLE_MEETING, headers=KEY)
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert (first.status_code, first.json()) == (again.status_code, again.json())
    assert again.headers["Location"] == first.headers["Location"]
    finish_next(service.store)
    assert service.post("/v1/plans", json=EXAMPLE_MEETING, headers=KEY).status_code == 200
    assert queued(service) == 0


@pytest.mark.parametrize(
    "other",
    [
        {"json": EXAMPLE_MEETING | {"title": "Another"}},
        {"json": EXAMPLE_MEETING, "params": {"seed": 1}},
    ],
)
def test_a_key_is_for_one_request(service: Served, other: dict[str, Any]) -> None:
    service.post("/v1/plans", json=EXAMPLE_MEETING, headers=KEY)
    answer = service.post("/v1/plans", headers=KEY, **other)
    assert (answer.status_code, answer.json()["code"]) == (422, "key-reused")


def test_the_same_form_with_another_boundary_is_the_same_request(service: Served) -> None:
    def send() -> httpx.Response:
        options = {"tables": "1", "rounds": "1", "seats": "2"}
        return service.post("/v1/plans", files={"file": ("a.csv", "Name\nAyla\nBruno\n")}, data=options, headers=KEY)

    first, again = send(), send()
    assert first.json()["id"] == again.json()["id"]


def test_a_request_that_comes_to_nothing_gives_its_key_back(service: Served) -> None:
    assert service.post("/v1/plans", json={"format": "none"}, headers=KEY).status_code == 422
    assert service.post("/v1/plans", json=EXAMPLE_MEETING, headers=KEY).status_code == 202


class DeskBusyOnce(DeskHere):
    def __init__(self) -> None:
        self.times = 0

    def do(self, function: Callable[..., Any], /, *arguments: Any, whose: str = "", seconds: float = 10.0) -> Any:
        self.times += 1
        if self.times == 1:
            raise Busy
        return super().do(function, *arguments, seconds=seconds)


def test_a_key_is_given_back_when_the_service_is_busy(tmp_path: Path) -> None:
    with served(tmp_path, desk=DeskBusyOnce()) as service:
        answers = [service.post("/v1/plans", json=EXAMPLE_MEETING, headers=KEY).status_code for _ in range(2)]
        assert answers == [503, 202]


class SlowDesk(DeskHere):
    def __init__(self) -> None:
        self.began, self.may_end = threading.Event(), threading.Event()

    def do(self, function: Callable[..., Any], /, *arguments: Any, whose: str = "", seconds: float = 10.0) -> Any:
        self.began.set()
        self.may_end.wait()
        return super().do(function, *arguments, seconds=seconds)


def test_a_second_try_while_the_first_is_being_read_is_told_so(tmp_path: Path) -> None:
    desk = SlowDesk()
    with served(tmp_path, desk=desk) as service:

        async def twice() -> tuple[httpx.Response, httpx.Response]:
            first = asyncio.create_task(service.client.post("/v1/plans", json=EXAMPLE_MEETING, headers=KEY))
            await asyncio.to_thread(desk.began.wait)
            second = await service.client.post("/v1/plans", json=EXAMPLE_MEETING, headers=KEY)
            desk.may_end.set()
            return await first, second

        first, second = service.portal.call(twice)
        assert first.status_code == 202
        assert (second.status_code, second.json()["code"]) == (409, "in-progress")
        assert second.headers["Retry-After"] == "1"


def test_a_hundred_tries_at_once_make_one_plan(service: Served) -> None:
    async def everyone() -> list[httpx.Response]:
        tries = (service.client.post("/v1/plans", json=EXAMPLE_MEETING, headers=KEY) for _ in range(100))
        return await asyncio.gather(*tries)

    answers = service.portal.call(everyone)
    assert {answer.status_code for answer in answers} <= {202, 409}
    assert len({answer.json()["id"] for answer in answers if answer.status_code == 202}) == 1
    assert queued(service) == 1


def test_an_erased_plan_leaves_its_key_free(service: Served) -> None:
    first = service.post("/v1/plans", json=EXAMPLE_MEETING, headers=KEY).json()
    service.call("DELETE", first["links"]["self"])
    second = service.post("/v1/plans", json=EXAMPLE_MEETING, headers=KEY)
    assert second.status_code == 202
    assert second.json()["id"] != first["id"]


@pytest.mark.parametrize("key", ["", "two words", "x" * 256, "ä"])
def test_a_key_that_cannot_be_one_is_refused(service: Served, key: str) -> None:
    answer = service.post("/v1/plans", json=EXAMPLE_MEETING, headers={"Idempotency-Key": key.encode()})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad-idempotency-key")
