"""Documents over HTTP: the right kinds, names that tell nothing, nothing made twice."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.api.serving import EXAMPLE_MEETING, EXAMPLE_PLAN, Served, finish_next, served
from tischrunde.documents.saving import document
from tischrunde.errors import BadInput
from tischrunde.io import meeting_from, plan_from
from tischrunde_api.desk import Busy, TooSlow
from tischrunde_api.desk.tasks import export
from tischrunde_api.web.routes.exports import MEDIA_TYPES

BEGINS = {"xlsx": b"PK\x03\x04", "pdf": b"%PDF-", "html": b"<!DOCTYPE html>", "csv": b"\xef\xbb\xbf"}


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Served]:
    with served(tmp_path) as service:
        yield service


@pytest.fixture
def made(service: Served) -> Any:
    resource = service.planned()
    finish_next(service.store)
    return resource


@pytest.mark.parametrize("suffix", MEDIA_TYPES)
def test_a_plan_is_to_be_had_as_every_document(service: Served, made: Any, suffix: Any) -> None:
    answer = service.get(made["links"]["exports"][suffix])
    assert answer.status_code == 200
    assert answer.headers["content-type"] == MEDIA_TYPES[suffix]
    assert answer.headers["content-disposition"] == f'attachment; filename="tischplan-{made["id"][:8]}.{suffix}"'
    assert answer.headers["cache-control"] == "no-store"
    assert answer.content[:200].lstrip().startswith(BEGINS[suffix])


def test_who_has_a_document_already_is_told_so(service: Served, made: Any) -> None:
    path = made["links"]["exports"]["csv"]
    tag = service.get(path).headers["etag"]
    answer = service.get(path, headers={"If-None-Match": tag})
    assert (answer.status_code, answer.content) == (304, b"")
    assert service.get(made["links"]["exports"]["html"], headers={"If-None-Match": tag}).status_code == 200


def test_the_parts_of_a_pdf_can_be_chosen(service: Served, made: Any) -> None:
    path = made["links"]["exports"]["pdf"]
    whole = service.get(path)
    tags = service.get(path, params={"only": "name-tags", "labels": "l4785"})
    assert tags.status_code == 200
    assert len(tags.content) < len(whole.content)
    assert tags.headers["etag"] != whole.headers["etag"]


@pytest.mark.parametrize(
    ("suffix", "query", "parameter"),
    [
        ("pdf", {"only": "canary"}, "only"),
        ("pdf", {"labels": "canary"}, "labels"),
        ("csv", {"only": "name-tags"}, "only"),
        ("html", {"labels": "l4785"}, "labels"),
        ("html", {"changed": "true"}, "changed"),
        ("pdf", {"changed": "true"}, "changed"),
    ],
)
def test_wrong_options_are_told_and_not_repeated(
    service: Served, made: Any, suffix: str, query: dict[str, str], parameter: str
) -> None:
    answer = service.get(made["links"]["exports"][suffix], params=query)
    assert (answer.status_code, answer.json()["code"]) == (422, "bad-parameter")
    assert [error["parameter"] for error in answer.json()["errors"]] == [parameter]
    assert "canary" not in answer.text


def test_there_is_no_document_before_there_is_a_plan(service: Served) -> None:
    resource = service.planned()
    answer = service.get(resource["links"]["exports"]["pdf"])
    assert (answer.status_code, answer.json()["code"]) == (409, "no-plan")


def test_there_is_no_document_of_a_stranger_or_of_another_kind(service: Served, made: Any) -> None:
    assert service.get("/v1/plans/AAAAAAAAAAAAAAAAAAAAAAAA/export.pdf").status_code == 404
    assert service.get(f"/v1/plans/{made['id']}/export.exe").status_code == 422


@pytest.mark.parametrize(("error", "status", "code"), [(TooSlow(), 504, "too-slow"), (Busy(7), 503, "busy")])
def test_a_document_that_takes_too_long_is_told(tmp_path: Path, error: Exception, status: int, code: str) -> None:
    class Slow:
        def do(self, function: Any, *arguments: Any, whose: str = "", seconds: float = 0) -> Any:
            if function.__name__ == "export":
                assert seconds == 3.5
                raise error
            return function(*arguments)

    with served(tmp_path, desk=Slow(), export_seconds=3.5) as service:
        resource = service.post("/v1/plans", json=EXAMPLE_MEETING).json()
        finish_next(service.store)
        answer = service.get(resource["links"]["exports"]["pdf"])
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def repaired(*, changed: bool) -> bytes:
    """Return the plan of the small meeting as a repair that gave two people new name tags, or nobody."""
    rerouted = {"person": "p1", "was": ["T2", "T1"], "now": ["T1", "T2"]}
    story = {"played": 0, "changed": [rerouted] * changed, "added": ["p2"] * changed, "at_least": 0}
    return json.dumps({**EXAMPLE_PLAN, "repair": story}).encode()


def test_only_the_name_tags_that_a_repair_changed_can_be_printed() -> None:
    meeting = json.dumps(EXAMPLE_MEETING).encode()
    drawn = export(meeting, repaired(changed=True), ".pdf", (), None, True)
    the_meeting, the_plan = meeting_from(EXAMPLE_MEETING), plan_from(json.loads(repaired(changed=True)))
    for people, is_same in (({"p1", "p2"}, True), ({"p1"}, False), (None, False)):
        expected = document(the_meeting, the_plan, ".pdf", parts=("name-tags",), people=people)
        assert (drawn == expected) is is_same


@pytest.mark.parametrize(("plan", "parts"), [(repaired(changed=False), ()), (repaired(changed=True), ("signs",))])
def test_where_no_name_tag_is_to_be_printed_the_reason_is_told(plan: bytes, parts: Any) -> None:
    with pytest.raises(BadInput) as caught:
        export(json.dumps(EXAMPLE_MEETING).encode(), plan, ".pdf", parts, None, True)
    assert [finding.place for finding in caught.value.findings] == ["--changed"]
