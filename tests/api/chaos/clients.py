"""Callers that want plans of small meetings: each asks until it is answered, again and again with the same key."""

import random
import threading
import time
from collections.abc import Callable
from typing import Any

import httpx

__all__ = ["Clients", "meeting"]

PATIENCE = 5.0  # seconds for one answer; a frozen service gives none
PAUSE = 0.2
ENDING = 60.0
AGAIN = 0.2
"""Share of requests that are sent once more although they were answered."""


def meeting(seed: int) -> dict[str, Any]:
    """Return a small meeting; one in four has too many rounds to be proved in the time it is given."""
    chance = random.Random(seed)
    tables = chance.randint(2, 4)
    people = 5 * tables - chance.randint(1, 3)
    return {
        "format": "tischrunde/meeting/1",
        "rounds": 7 if is_long(seed) else chance.randint(1, 2),
        "title": f"Meeting {seed}",
        "tables": [{"id": f"T{table}", "seats": 5} for table in range(tables)],
        "people": [{"id": f"p{person}", "sector": chance.choice("abc")} for person in range(people)],
    }


def is_long(seed: int) -> bool:
    return seed % 4 == 0


class Clients:
    """Several callers in threads.

    Attributes
    ----------
    ids : what each meeting's requests were answered with, by its number
    """

    def __init__(self, address: str, *, seed: int, callers: int) -> None:
        self.address, self.seed = address, seed
        self.ids: dict[int, set[str]] = {}
        self._number = 0
        self._lock = threading.Lock()
        self._is_over = threading.Event()
        self._threads = [threading.Thread(target=self._call, daemon=True) for _ in range(callers)]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Let every caller finish what it has begun."""
        self._is_over.set()
        for thread in self._threads:
            thread.join(ENDING)

    def resource(self, number: int) -> dict[str, Any]:
        """Return the plan resource of a meeting once it is over, asked for until then."""
        (plan,) = self.ids[number]
        with self._client() as client:
            return _over(client, plan)

    def _call(self) -> None:
        with self._client() as client:
            while not self._is_over.is_set():
                with self._lock:
                    number, self._number = self._number, self._number + 1
                    self.ids[number] = set()
                chance = random.Random(f"{self.seed} {number}")
                self._submit(client, number)
                if chance.random() < AGAIN:
                    self._submit(client, number)
                time.sleep(chance.uniform(0, 0.6))

    def _submit(self, client: httpx.Client, number: int) -> None:
        """Send a request until it is accepted."""

        def send() -> httpx.Response:
            return client.post(
                "/v1/plans",
                params={"seed": number, "max_runtime": 0.8},
                headers={"Idempotency-Key": f"chaos-{self.seed}-{number}"},
                json=meeting(number),
            )

        answer = _until_answered(send, lambda answer: answer.status_code in (200, 202))
        self.ids[number].add(answer.json()["id"])

    def _client(self) -> httpx.Client:
        return httpx.Client(base_url=self.address, timeout=PATIENCE)


def _over(client: httpx.Client, plan: str) -> dict[str, Any]:
    def is_over(answer: httpx.Response) -> bool:
        return answer.status_code == 404 or answer.json().get("state") in ("done", "failed", "cancelled")

    answer = _until_answered(lambda: client.get(f"/v1/plans/{plan}"), is_over, seconds=120)
    resource: dict[str, Any] = answer.json()
    return resource


def _until_answered(
    send: Callable[[], httpx.Response], is_enough: Callable[[httpx.Response], bool], *, seconds: float = 300
) -> httpx.Response:
    """Send again and again; what is refused for good by the service's own rules (4xx but 409, 429) is a fault."""
    end = time.monotonic() + seconds
    while True:
        try:
            answer = send()
            if is_enough(answer):
                return answer
            assert answer.status_code < 400 or answer.status_code in (409, 429, 500, 503), answer.text
        except httpx.TransportError:
            pass
        assert time.monotonic() < end, "no answer for too long"
        time.sleep(PAUSE)
