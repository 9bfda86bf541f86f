"""The description of the service: checked in, complete, with examples that are true."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.api.serving import EXAMPLE_MEETING, EXAMPLE_PLAN, Served, served
from tischrunde.io import meeting_from, plan_from
from tischrunde.score import violations
from tischrunde_api.web.openapi import described_here
from tischrunde_api.web.problems import PROBLEMS
from tischrunde_api.web.resources import PlanResource
from tischrunde_api.web.samples import EXAMPLE_RESOURCE, EXAMPLE_WAITING

KEPT = Path(__file__).parents[2] / "api" / "openapi.json"
COMMAND = "python -m tischrunde_api.web.openapi"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("service")) as running:
        yield running


@pytest.fixture(scope="module")
def description() -> dict[str, Any]:
    said: dict[str, Any] = json.loads(described_here())
    return said


def operations(description: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, item in description["paths"].items():
        for method, operation in item.items():
            yield f"{method} {path}", operation


def test_the_description_that_is_checked_in_is_the_one_that_is_served(service: Served) -> None:
    assert KEPT.read_text(encoding="utf-8") == described_here(), f"write it anew: {COMMAND}"
    assert service.get("/openapi.json").json() == json.loads(described_here())


def test_every_operation_says_what_it_does_and_what_may_go_wrong(description: dict[str, Any]) -> None:
    for name, operation in operations(description):
        assert operation["summary"], name
        assert operation["description"].endswith("."), name
        assert operation["tags"], name
        assert {"401", "403", "500", "503"} <= operation["responses"].keys(), name
        for status, answer in operation["responses"].items():
            assert "X-Request-Id" in answer["headers"], (name, status)
            if int(status) >= 400:
                ((media, content),) = answer["content"].items()
                assert media == "application/problem+json"
                assert content["schema"] == {"$ref": "#/components/schemas/ProblemBody"}
                assert content["examples"]
                assert all(PROBLEMS[code].status == int(status) for code in content["examples"]), (name, status)


def test_every_operation_has_a_name_that_can_be_read(description: dict[str, Any]) -> None:
    names = [operation["operationId"] for _, operation in operations(description)]
    assert all(re.fullmatch(r"[a-z]+([A-Z][a-z]+)+", name) for name in names), names
    assert len(set(names)) == len(names)
    assert {"createPlan", "readPlan", "cancelPlan", "deletePlan", "listenToPlan", "repairPlan"} <= set(names)


def test_no_parameter_can_be_null_and_no_sentence_is_said_twice(description: dict[str, Any]) -> None:
    for name, operation in operations(description):
        assert "null" not in json.dumps(operation.get("parameters", [])), name
    assert description["info"]["summary"].split(",")[0] not in description["info"]["description"]


def test_the_front_leads_to_the_page(service: Served) -> None:
    answer = service.get("/")
    assert (answer.status_code, answer.headers["Location"]) == (307, "/docs")


def test_every_reference_leads_somewhere(description: dict[str, Any]) -> None:
    schemas = description["components"]["schemas"]
    for reference in re.findall(r'"\$ref": "#/components/schemas/([^"]+)"', json.dumps(description)):
        assert reference in schemas


def test_the_example_is_a_meeting_and_its_plan_is_proved_best() -> None:
    meeting, plan = meeting_from(EXAMPLE_MEETING), plan_from(EXAMPLE_PLAN)
    assert plan.rounds is not None
    assert plan.score is not None
    assert not violations(meeting, plan.rounds)
    assert plan.meeting_sha256 == meeting.sha256
    assert (plan.status, plan.score.cost) == ("optimal", plan.score.bound)
    for resource in (EXAMPLE_RESOURCE, EXAMPLE_WAITING):
        PlanResource.model_validate(resource)


def test_the_example_can_be_sent_as_it_is(service: Served, description: dict[str, Any]) -> None:
    body = description["paths"]["/v1/plans"]["post"]["requestBody"]["content"]["application/json"]["example"]
    assert service.post("/v1/plans", json=body).status_code == 202


def test_the_page_needs_nothing_from_elsewhere_and_nothing_inline(service: Served) -> None:
    page = service.get("/docs")
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert '<html lang="en">' in page.text
    assert "<title>Tischrunde" in page.text
    wanted = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert [address for address in wanted if not address.startswith(("/docs/", "/openapi.json", "data:,"))] == []
    for address in wanted:
        if address.startswith("/docs/"):
            assert service.get(address).status_code == 200
    assert re.search(r"<script>|<style>|style=|\son\w+=", page.text) is None
