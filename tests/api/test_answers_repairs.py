"""Repairs over HTTP: a new plan with its parent, made from the old one and the changes."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.api.serving import EXAMPLE_MEETING, EXAMPLE_PLAN, Served, finish_next, served
from tischrunde_api.store.port import Kind, State
from tischrunde_api.web.dependencies import wall_clock

CANARY = "Kanarienvogel"
FIRST, SECOND = (person["id"] for person in EXAMPLE_MEETING["people"][:2])


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Served]:
    with served(tmp_path) as service:
        yield service


@pytest.fixture
def made(service: Served) -> Any:
    resource = service.planned()
    finish_next(service.store)
    return resource


def test_a_repair_is_a_new_plan_with_its_parent(service: Served, made: Any) -> None:
    answer = service.post(
        made["links"]["repairs"], json={"absent": [FIRST]}, params={"seed": 4, "max_runtime": 2, "at_most": 3}
    )
    assert answer.status_code == 202
    assert answer.json()["parent"] == made["id"]
    assert answer.headers["location"] == f"/v1/plans/{answer.json()['id']}"
    claimed = service.store.claim("test", now=wall_clock(), lease=60_000)
    assert claimed is not None
    assert claimed.kind is Kind.REPAIR
    options = json.loads(claimed.options)
    assert {name: options[name] for name in ("seed", "max_runtime", "at_most", "anew", "played")} == {
        "seed": 4,
        "max_runtime": 2.0,
        "at_most": 3,
        "anew": False,
        "played": 0,
    }
    assert options["start"] == EXAMPLE_PLAN["rounds"]
    people = [person["id"] for person in json.loads(claimed.meeting)["people"]]
    assert people == [person["id"] for person in EXAMPLE_MEETING["people"] if person["id"] != FIRST]


def test_a_repair_tells_what_it_gave_up(service: Served) -> None:
    hosts = [{"id": "host", "hosts": "T1"}, *({"id": f"p{n}"} for n in range(1, 6))]
    meeting = {
        "format": "tischrunde/meeting/1",
        "language": "en",
        "rounds": 1,
        "tables": [{"id": "T1", "seats": 6}, {"id": "T2", "seats": 6}],
        "people": hosts,
    }
    plan = {"format": "tischrunde/plan/1", "rounds": [{"T1": ["host", "p1", "p2"], "T2": ["p3", "p4", "p5"]}]}
    resource = service.post("/v1/plans", json=meeting).json()
    finish_next(service.store, plan=plan)
    answer = service.post(resource["links"]["repairs"], json={"close": ["T1"]})
    assert answer.status_code == 202, answer.text
    meeting = service.get(answer.json()["links"]["meeting"]).json()
    assert [table.get("closed_in") for table in meeting["tables"]] == [[1], None]
    assert answer.json()["notes"] == ["Table T1 is closed: its host host is a guest at other tables in rounds 1."]


def test_a_repair_sent_twice_is_made_once(service: Served, made: Any) -> None:
    key = {"Idempotency-Key": "k1"}
    first = service.post(made["links"]["repairs"], json={"absent": [FIRST]}, headers=key)
    second = service.post(made["links"]["repairs"], json={"absent": [FIRST]}, headers=key)
    other = service.post(made["links"]["repairs"], json={"absent": [SECOND]}, headers=key)
    assert first.json()["id"] == second.json()["id"]
    assert second.headers["idempotency-replayed"] == "true"
    assert other.json()["code"] == "key-reused"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"{", 400, "bad-json"),
        (b"[]", 422, "bad-changes"),
        (json.dumps({"absent": [CANARY]}).encode(), 422, "bad-changes"),
        (json.dumps({CANARY: 1}).encode(), 422, "bad-changes"),
        (json.dumps({"late": {FIRST: 99}}).encode(), 422, "bad-changes"),
    ],
)
def test_changes_that_cannot_be_made_are_told_and_not_repeated(
    service: Served, made: Any, body: bytes, status: int, code: str
) -> None:
    answer = service.post(made["links"]["repairs"], content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["errors"]
    assert CANARY not in answer.text + service.log


def test_every_problem_of_changes_is_told_at_once_with_its_place(service: Served, made: Any) -> None:
    body = {
        "absent": [FIRST, CANARY],
        "late": {FIRST: 1, f"{CANARY} Zwei": 1},
        "leaves": {CANARY: "1"},
        "add": [{"id": FIRST}],
        "close": [CANARY],
        "played": 99,
        CANARY: [],
    }
    answer = service.post(made["links"]["repairs"], json=body, headers={"Accept-Language": "en"})
    errors = [(error["pointer"], error["message"].partition(": ")[0]) for error in answer.json()["errors"]]
    assert [pointer for pointer, _ in errors if pointer not in ("/late", "/leaves", "")] == [
        "/absent/1",
        "/add/0/id",
        "/close/0",
        "/played",
    ]
    assert sorted(entry for entry in errors if entry[0] in ("/late", "/leaves", "")) == [
        ("", "entry 7"),
        ("/late", "entry 1"),
        ("/late", "entry 2"),
        ("/leaves", "entry 1"),
    ]
    assert CANARY not in answer.text + service.log


def test_there_is_nothing_to_repair_before_there_is_a_plan(service: Served) -> None:
    resource = service.planned()
    answer = service.post(resource["links"]["repairs"], json={"absent": [FIRST]})
    assert (answer.status_code, answer.json()["code"]) == (409, "no-plan")


def test_a_repair_may_not_grow_beyond_the_limits(tmp_path: Path) -> None:
    with served(tmp_path, max_people=len(EXAMPLE_MEETING["people"])) as service:
        made = service.planned()
        finish_next(service.store)
        answer = service.post(made["links"]["repairs"], json={"add": [{"id": "new", "name": CANARY}]})
    assert (answer.status_code, answer.json()["code"]) == (422, "too-large-meeting")
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/add"]


def test_where_only_the_changed_meeting_is_wrong_nothing_points_into_it(service: Served) -> None:
    meeting = {
        "format": "tischrunde/meeting/1",
        "rounds": 1,
        "tables": [{"id": "T1", "seats": 3}],
        "people": [{"id": "a", "attributes": {"stage": "x"}}, {"id": "b", "attributes": {"stages": "x"}}, {"id": "c"}],
        "weights": {"mixing": {"stage": 1}},
    }
    made = service.post("/v1/plans", json=meeting).json()
    finish_next(service.store, plan={"format": "tischrunde/plan/1", "rounds": [{"T1": ["a", "b", "c"]}]})
    answer = service.post(made["links"]["repairs"], json={"absent": ["a"]})
    assert (answer.status_code, answer.json()["code"]) == (422, "bad-changes")
    assert {error["pointer"] for error in answer.json()["errors"]} == {""}
    assert not any("parameter" in error for error in answer.json()["errors"])


def test_a_failed_plan_cannot_be_repaired(service: Served) -> None:
    resource = service.planned()
    finish_next(service.store, state=State.FAILED, reason="crashed")
    assert service.post(resource["links"]["repairs"], json={}).json()["code"] == "no-plan"
