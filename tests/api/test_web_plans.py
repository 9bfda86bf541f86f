"""Plans over HTTP: asked for, looked at, stopped, erased."""

import asyncio
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import httpx
import pytest

from tests.api.serving import EXAMPLE_MEETING, EXAMPLE_PLAN, Served, finish_next, served, worker
from tischrunde_api.store.port import State, Store
from tischrunde_api.web.dependencies import wall_clock
from tischrunde_api.web.resources import PlanResource

LIST = "Name;Sektor\nAyla Beispiel;Stadt\nBruno Muster;Land\nClara Probe;Stadt\nDeniz Vorlage;Land\n"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Served]:
    with served(tmp_path) as running:
        yield running


def test_a_meeting_is_put_into_the_queue_and_can_be_looked_at(service: Served) -> None:
    answer = service.post("/v1/plans", json=EXAMPLE_MEETING)
    assert answer.status_code == 202
    assert answer.headers["Retry-After"] == "1"
    assert answer.headers["Cache-Control"] == "no-store"
    resource = answer.json()
    assert answer.headers["Location"] == f"/v1/plans/{resource['id']}" == resource["links"]["self"]
    assert resource["state"] == "queued"
    assert resource["progress"] == {"seconds": 0.0, "cost": None, "bound": None, "gap": None}
    assert resource["plan"] is resource["parent"] is resource["reason"] is None
    assert service.get(answer.headers["Location"]).json() == resource


def test_a_plan_that_is_done_is_answered_at_once_when_waiting_is_preferred(service: Served) -> None:
    with worker(service.store):
        answer = service.post("/v1/plans", json=EXAMPLE_MEETING, headers={"Prefer": "respond-async, wait=5"})
    assert answer.status_code == 200
    assert answer.headers["Preference-Applied"] == "wait=5"
    assert "Retry-After" not in answer.headers
    resource = answer.json()
    PlanResource.model_validate(resource)
    assert resource["plan"] == EXAMPLE_PLAN
    assert resource["progress"] == {"seconds": 0.101, "cost": 20, "bound": 20, "gap": 0.0}


def test_waiting_ends_when_its_time_is_over(service: Served) -> None:
    answer = service.post("/v1/plans", json=EXAMPLE_MEETING, headers={"Prefer": "wait=0"})
    assert (answer.status_code, answer.headers["Preference-Applied"]) == (202, "wait=0")


def test_waiting_is_honoured_up_to_the_limit(tmp_path: Path) -> None:
    with served(tmp_path, max_wait=0.1) as service:
        answer = service.post("/v1/plans", json=EXAMPLE_MEETING, headers={"Prefer": "wait=999"})
        assert (answer.status_code, answer.headers["Preference-Applied"]) == (202, "wait=0.1")


def test_what_has_not_changed_is_not_sent_again(service: Served) -> None:
    here = service.planned()["links"]["self"]
    tag = service.get(here).headers["ETag"]
    known = service.get(here, headers={"If-None-Match": f'"other", W/{tag}'})
    assert (known.status_code, known.content, known.headers["ETag"]) == (304, b"", tag)
    finish_next(service.store)
    changed = service.get(here, headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != tag


def test_a_plan_can_be_had_without_names(service: Served) -> None:
    here = service.planned()["links"]["self"]
    finish_next(service.store)
    named, nameless = service.get(here), service.get(here, params={"pseudonymous": "true"})
    assert named.json()["plan"]["figures"] is not None
    assert nameless.json()["plan"]["figures"] is None
    assert named.headers["ETag"] != nameless.headers["ETag"]


def test_a_plan_that_failed_says_why(service: Served) -> None:
    here = service.planned()["links"]["self"]
    finish_next(service.store, state=State.FAILED, reason="memory")
    resource = service.get(here).json()
    assert (resource["state"], resource["reason"], resource["plan"]) == ("failed", "memory", None)


def test_a_queued_plan_is_cancelled_at_once(service: Served) -> None:
    resource = service.planned()
    answer = service.post(resource["links"]["cancel"])
    assert (answer.status_code, answer.json()["state"]) == (200, "cancelled")
    assert service.post(resource["links"]["cancel"]).json()["state"] == "cancelled"


def test_a_plan_that_is_done_stays_done_when_it_is_cancelled(service: Served) -> None:
    resource = service.planned()
    finish_next(service.store)
    answer = service.post(resource["links"]["cancel"])
    assert (answer.status_code, answer.json()["state"]) == (200, "done")


def test_a_plan_whose_worker_says_nothing_is_still_to_be_cancelled(service: Served) -> None:
    resource = service.planned()
    service.store.claim("test", now=wall_clock(), lease=60_000)
    answer = service.post(resource["links"]["cancel"])
    assert (answer.status_code, answer.json()["state"]) == (202, "solving")
    assert answer.headers["Retry-After"] == "1"


def test_what_has_expired_is_not_there_even_before_it_is_erased(tmp_path: Path) -> None:
    now = [wall_clock()]
    with served(tmp_path, now=lambda: now[0], keep_days=1) as service:
        resource = service.planned()
        now[0] += 86_400_000 - 60_000
        assert service.get(resource["links"]["self"]).status_code == 200
        now[0] += 60_000
        assert service.get(resource["links"]["self"]).status_code == 404
        assert service.store.find("", resource["id"]) is not None


def test_what_has_expired_is_erased_by_itself(tmp_path: Path) -> None:
    with served(tmp_path, keep_days=1) as service:
        plan = service.planned()
    later = wall_clock() + 25 * 3_600_000
    with served(tmp_path, now=lambda: later) as service:
        end = time.monotonic() + 20
        while service.store.find("", plan["id"]) is not None:
            assert time.monotonic() < end, "it was never erased"
            time.sleep(0.02)
        assert service.get(plan["links"]["self"]).status_code == 404


class Unsweepable:
    def __init__(self, store: Store) -> None:
        self._store = store
        self.tries = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def sweep(self, *, now: int) -> int:
        self.tries += 1
        raise RuntimeError("Kanarienvogel")


def test_erasing_goes_on_after_any_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tischrunde_api.web.app.SWEEP_SECONDS", 0.01)
    stores: list[Unsweepable] = []

    def unsweepable(store: Store) -> Store:
        stores.append(Unsweepable(store))
        return cast(Store, stores[0])

    with served(tmp_path, store=unsweepable) as service:
        end = time.monotonic() + 20
        while stores[0].tries < 3:
            assert time.monotonic() < end, "it gave up"
            time.sleep(0.01)
        assert "sweep failed" in service.log
        assert "Kanarienvogel" not in service.log


def test_an_erased_plan_is_gone(service: Served) -> None:
    here = service.planned()["links"]["self"]
    gone = service.call("DELETE", here)
    assert (gone.status_code, gone.content) == (204, b"")
    for answer in (service.get(here), service.call("DELETE", here), service.post(f"{here}/cancel")):
        assert (answer.status_code, answer.json()["code"]) == (404, "not-found")


def test_erasing_ends_the_wait_of_others(service: Served) -> None:
    here = service.planned()["links"]["self"]

    async def wait_and_erase() -> httpx.Response:
        waiting = asyncio.create_task(service.client.get(here, headers={"Prefer": "wait=30"}))
        await asyncio.sleep(0.2)
        await service.client.delete(here)
        return await waiting

    assert service.portal.call(wait_and_erase).status_code == 404


@pytest.mark.parametrize("plan", ["unknown", "%00", "a" * 500, "..%2f..%2fetc", "ä"])
def test_an_id_that_nobody_has_is_not_found(service: Served, plan: str) -> None:
    for answer in (
        service.get(f"/v1/plans/{plan}"),
        service.call("DELETE", f"/v1/plans/{plan}"),
        service.post(f"/v1/plans/{plan}/cancel"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (404, "not-found")


def test_options_reach_the_job(service: Served) -> None:
    resource = service.planned(params={"seed": 7, "max_runtime": 2.5})
    job = service.store.find("", resource["id"])
    assert job is not None
    assert json.loads(job.options) == {"seed": 7, "max_runtime": 2.5}


@pytest.mark.parametrize(
    ("given", "parameter"),
    [
        ({"seed": "-1"}, "seed"),
        ({"seed": "x"}, "seed"),
        ({"max_runtime": "0"}, "max_runtime"),
        ({"max_runtime": "nan"}, "max_runtime"),
        ({"max_runtime": "301"}, "max_runtime"),
        ({"tables": "3"}, "tables"),
    ],
)
def test_an_option_that_cannot_be_used_is_named(service: Served, given: dict[str, str], parameter: str) -> None:
    answer = service.post("/v1/plans", json=EXAMPLE_MEETING, params=given)
    assert (answer.status_code, answer.json()["code"]) == (422, "bad-parameter")
    assert [error["parameter"] for error in answer.json()["errors"]] == [parameter]


def test_a_list_of_people_becomes_a_meeting(service: Served) -> None:
    options = {"tables": "2", "rounds": "2", "seats": "2"}
    raw = service.post("/v1/plans", content=LIST, params=options, headers={"Content-Type": "text/csv"})
    form = service.post("/v1/plans", files={"file": ("list.csv", LIST, "text/csv")}, data=options)
    for answer in (raw, form):
        assert answer.status_code == 202, answer.text
        job = service.store.find("", answer.json()["id"])
        assert job is not None
        assert len(json.loads(job.meeting)["tables"]) == 2


def test_what_was_passed_over_in_a_list_is_told_to_whoever_may_read_names(service: Served) -> None:
    listed = "Name;Organisation\nAyla Beispiel;Stadt\nBruno Muster;Land\nAyla Beispiel;Land\n"
    options = {"tables": "2", "rounds": "2", "seats": "3"}
    answer = service.post("/v1/plans", content=listed, params=options, headers={"Content-Type": "text/csv"})
    assert answer.status_code == 202, answer.text
    assert any("Ayla Beispiel" in note and "2 und 4" in note for note in answer.json()["notes"])
    here = answer.json()["links"]["self"]
    assert service.get(here).json()["notes"] == answer.json()["notes"]
    assert service.get(here, params={"pseudonymous": "true"}).json()["notes"] == []
    assert PlanResource.model_validate(service.get(here).json()).notes


def test_a_meeting_that_says_everything_itself_has_no_notes(service: Served) -> None:
    assert service.planned()["notes"] == []


def test_the_meeting_that_was_read_from_a_list_can_be_had(service: Served) -> None:
    options = {"tables": "2", "rounds": "2", "seats": "2"}
    made = service.post("/v1/plans", content=LIST, params=options, headers={"Content-Type": "text/csv"}).json()
    answer = service.get(made["links"]["meeting"])
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert answer.headers["cache-control"] == "no-store"
    assert [person["name"] for person in answer.json()["people"]][:2] == ["Ayla Beispiel", "Bruno Muster"]
    again = service.post("/v1/plans", json=answer.json()).json()
    assert service.get(again["links"]["meeting"]).json() == answer.json()


def test_a_meeting_that_somebody_has_is_not_sent_again(service: Served) -> None:
    here = service.planned()["links"]["meeting"]
    tag = {"If-None-Match": service.get(here).headers["ETag"]}
    assert service.get(here, headers={"If-None-Match": '"other"'}).status_code == 200
    known = service.get(here, headers=tag)
    assert (known.status_code, known.content) == (304, b"")
    service.call("DELETE", here.removesuffix("/meeting"))
    gone = service.get(here, headers=tag)
    assert (gone.status_code, gone.json()["code"]) == (404, "not-found")


def test_a_list_of_people_that_lacks_something_says_what(service: Served) -> None:
    answer = service.post("/v1/plans", content=LIST, headers={"Content-Type": "text/csv", "Accept-Language": "en"})
    assert (answer.status_code, answer.json()["code"]) == (422, "bad-meeting")
    assert "tables, rounds and seats" in answer.json()["errors"][0]["message"]


def test_a_meeting_beyond_the_limits_is_refused_with_the_limit(tmp_path: Path) -> None:
    with served(tmp_path, max_people=8) as service:
        answer = service.post("/v1/plans", json=EXAMPLE_MEETING, headers={"Accept-Language": "en"})
        assert (answer.status_code, answer.json()["code"]) == (422, "too-large-meeting")
        (error,) = answer.json()["errors"]
        assert error["pointer"] == "/people"
        assert "9" in error["message"]
        assert "8" in error["message"]


def test_a_full_queue_is_told_with_a_time_to_come_back(tmp_path: Path) -> None:
    with served(tmp_path, max_queued=1) as service:
        service.planned()
        answer = service.post("/v1/plans", json=EXAMPLE_MEETING)
        assert answer.status_code == 429
        assert int(answer.headers["Retry-After"]) >= 1
