"""Questions that are answered at once: checks, diagnoses, advice, examples, limits."""

import asyncio
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from tests.api.serving import EXAMPLE_MEETING, EXAMPLE_PLAN, Served, served
from tischrunde.advice import advise
from tischrunde.checking import check
from tischrunde.io import meeting_from, plan_from, read_meeting
from tischrunde_api.desk import TooSlow
from tischrunde_api.store.port import Kind, Outcome, State, Store
from tischrunde_api.web.dependencies import wall_clock
from tischrunde_api.web.routes import diagnoses

INSTANCES = Path(__file__).parents[2] / "instances"
CANARY = "Kanarienvogel"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Served]:
    with served(tmp_path) as service:
        yield service


def test_a_check_is_what_the_library_says(service: Served) -> None:
    answer = service.post("/v1/checks", json={"meeting": EXAMPLE_MEETING, "plan": EXAMPLE_PLAN})
    assert answer.status_code == 200
    assert answer.json() == check(meeting_from(EXAMPLE_MEETING), plan_from(EXAMPLE_PLAN)).plain("de")


def test_a_check_speaks_the_language_of_the_caller(service: Served) -> None:
    rounds = EXAMPLE_PLAN["rounds"]
    table, people = next(iter(rounds[0].items()))
    broken = {**EXAMPLE_PLAN, "rounds": [{**rounds[0], table: people[1:]}, *rounds[1:]]}
    told = {
        language: service.post(
            "/v1/checks",
            json={"meeting": EXAMPLE_MEETING, "plan": broken},
            headers={"Accept-Language": language},
        )
        for language in ("de", "en")
    }
    messages = {language: answer.json()["violations"][0]["message"] for language, answer in told.items()}
    assert messages["de"] != messages["en"]
    assert told["en"].headers["content-language"] == "en"


@pytest.mark.parametrize(
    ("body", "status", "code", "pointer"),
    [
        (b"{", 400, "bad-json", ""),
        (b"[]", 400, "bad-json", ""),
        (b'{"meeting": {}}', 400, "bad-json", ""),
        (
            json.dumps({"meeting": {**EXAMPLE_MEETING, "rounds": CANARY}, "plan": EXAMPLE_PLAN}).encode(),
            422,
            "bad-meeting",
            "/meeting/rounds",
        ),
        (
            json.dumps({"meeting": EXAMPLE_MEETING, "plan": {**EXAMPLE_PLAN, "status": CANARY}}).encode(),
            422,
            "bad-plan",
            "/plan/status",
        ),
        (
            json.dumps({"meeting": EXAMPLE_MEETING, "plan": {**EXAMPLE_PLAN, "rounds": None, "score": None}}).encode(),
            422,
            "bad-plan",
            "/plan/rounds",
        ),
    ],
)
def test_what_cannot_be_checked_is_told_with_its_place(
    service: Served, body: bytes, status: int, code: str, pointer: str
) -> None:
    answer = service.post("/v1/checks", content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert pointer in [error["pointer"] for error in answer.json()["errors"]]
    assert CANARY not in answer.text + service.log


def test_the_wrong_meeting_and_the_wrong_plan_are_told_together(service: Served) -> None:
    body = {"meeting": {**EXAMPLE_MEETING, "rounds": 0}, "plan": {**EXAMPLE_PLAN, "status": "best"}}
    errors = service.post("/v1/checks", json=body).json()["errors"]
    assert {error["pointer"] for error in errors} >= {"/meeting/rounds", "/plan/status"}


def test_a_meeting_beyond_the_limits_is_not_checked(tmp_path: Path) -> None:
    with served(tmp_path, max_people=2) as service:
        answer = service.post("/v1/checks", json={"meeting": EXAMPLE_MEETING, "plan": EXAMPLE_PLAN})
    assert (answer.status_code, answer.json()["code"]) == (422, "too-large-meeting")
    assert "2" in answer.json()["errors"][0]["message"]


def test_advice_is_what_the_library_says(service: Served) -> None:
    query = {"people": 12, "rounds": 3, "table_size": "4", "hosts": "true", "tables": 3}
    answer = service.get("/v1/advice", params=query, headers={"Accept-Language": "en"})
    assert answer.status_code == 200
    expected = advise(people=12, rounds=3, table_sizes=(4, 4), tables=3, hosts=True)
    assert answer.json() == json.loads(json.dumps(expected.plain("en")))


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ({"rounds": "3"}, "people"),
        ({"people": "1", "rounds": "3"}, "people"),
        ({"people": CANARY, "rounds": "3"}, "people"),
        ({"people": "12", "rounds": "3", "table_size": CANARY}, "table_size"),
        ({"people": "12", "rounds": "3", "table_size": "6..4"}, "table_size"),
    ],
)
def test_a_question_that_cannot_be_answered_is_told(service: Served, query: dict[str, str], parameter: str) -> None:
    answer = service.get("/v1/advice", params=query)
    assert (answer.status_code, answer.json()["code"]) == (422, "bad-parameter")
    assert parameter in [error.get("parameter") for error in answer.json()["errors"]]
    assert CANARY not in answer.text


def test_a_question_that_takes_too_long_is_the_caller_s_to_narrow(tmp_path: Path) -> None:
    class Slow:
        def do(self, function: Any, *arguments: Any, whose: str = "", seconds: float = 0) -> Any:
            raise TooSlow

    with served(tmp_path, desk=Slow()) as service:
        answer = service.get("/v1/advice", params={"people": 5000, "rounds": 6, "table_size": "2..5000"})
    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (422, "table_size")


def test_every_meeting_of_the_collection_is_an_example(service: Served) -> None:
    listed = service.get("/v1/examples").json()["examples"]
    assert [one["name"] for one in listed] == sorted(path.stem for path in INSTANCES.glob("*.yaml"))
    for one in listed:
        meeting = meeting_from(service.get(one["href"]).json())
        assert meeting == read_meeting(INSTANCES / f"{one['name']}.yaml")
        assert (one["people"], one["rounds"]) == (len(meeting.people), meeting.n_rounds)


@pytest.mark.parametrize("name", ["nothing", "..%2Fsecret", "README", "klassisch-9-3.yaml"])
def test_an_example_that_is_not_there_is_not_found(service: Served, name: str) -> None:
    answer = service.get(f"/v1/examples/{name}")
    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")


def test_the_limits_are_those_that_are_set(tmp_path: Path) -> None:
    with served(tmp_path, max_people=77, keep_days=3) as service:
        limits = service.get("/v1/limits").json()
    assert (limits["max_people"], limits["keep_days"]) == (77, 3)
    assert {"max_body", "max_upload", "default_runtime", "max_runtime"} <= limits.keys()
    assert not {"folder", "database_url", "host", "require_keys", "solve_memory"} & limits.keys()


@contextmanager
def diagnosing(store: Store, outcome: Outcome | None) -> Iterator[list[Any]]:
    """Answer every diagnosis; with ``None``, only begin it."""
    is_over, claimed_jobs = Event(), []

    def work() -> None:
        while not is_over.is_set():
            claimed = store.claim("test", now=wall_clock(), lease=60_000, kinds=[Kind.DIAGNOSIS])
            if claimed is None:
                time.sleep(0.01)
                continue
            claimed_jobs.append(claimed)
            if outcome is not None:
                store.finish(claimed.id, claimed.fence, outcome, now=wall_clock())

    thread = Thread(target=work)
    thread.start()
    try:
        yield claimed_jobs
    finally:
        is_over.set()
        thread.join()


FOUND = b'{"status": "possible", "conflicts": []}'
POSSIBLE = Outcome(State.DONE, 10, status="possible", plan=FOUND, pseudonymous=FOUND)


def test_a_diagnosis_is_answered_and_leaves_nothing(service: Served) -> None:
    with diagnosing(service.store, POSSIBLE) as claimed:
        answer = service.post("/v1/diagnoses", json=EXAMPLE_MEETING, headers={"Accept-Language": "en"})
    assert (answer.status_code, answer.json()) == (200, {"status": "possible", "conflicts": []})
    (job,) = claimed
    assert (job.language, json.loads(job.options)["max_runtime"]) == ("en", diagnoses.SECONDS)
    assert service.store.find("", job.id) is None


def test_a_diagnosis_without_an_answer_is_told_and_erased(service: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diagnoses, "PATIENCE", 0.3)
    waiting = service.post("/v1/diagnoses", json=EXAMPLE_MEETING)
    assert (waiting.status_code, waiting.json()["code"]) == (503, "busy")
    with diagnosing(service.store, None) as claimed:
        begun = service.post("/v1/diagnoses", json=EXAMPLE_MEETING)
    assert (begun.status_code, begun.json()["code"]) == (504, "too-slow")
    assert [service.store.find("", job.id) for job in claimed] == [None]


def test_a_diagnosis_whose_caller_goes_is_erased(service: Served) -> None:
    async def ask_and_go() -> None:
        asking = asyncio.create_task(service.client.post("/v1/diagnoses", json=EXAMPLE_MEETING))
        while not (await asyncio.to_thread(service.store.tally, now=wall_clock())).states[State.QUEUED]:
            await asyncio.sleep(0.02)
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)

    service.portal.call(ask_and_go)
    assert not service.store.tally(now=wall_clock()).states[State.QUEUED]


def test_a_diagnosis_is_no_plan_to_anybody(service: Served) -> None:
    with diagnosing(service.store, None) as claimed:

        async def look() -> int:
            asking = asyncio.create_task(service.client.post("/v1/diagnoses", json=EXAMPLE_MEETING))
            while not claimed:
                await asyncio.sleep(0.02)
            status = (await service.client.get(f"/v1/plans/{claimed[0].id}")).status_code
            asking.cancel()
            await asyncio.gather(asking, return_exceptions=True)
            return status

        assert service.portal.call(look) == 404


def test_a_meeting_that_cannot_be_read_is_not_diagnosed(service: Served) -> None:
    answer = service.post("/v1/diagnoses", json={**EXAMPLE_MEETING, "rounds": CANARY})
    assert (answer.status_code, answer.json()["code"]) == (422, "bad-meeting")
    assert CANARY not in answer.text
