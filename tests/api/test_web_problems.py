"""What goes wrong is told as a problem, in the caller's language, and never repeats what was sent."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.api.serving import EXAMPLE_MEETING, DeskHere, Served, served
from tischrunde.errors import Finding
from tischrunde.repair import Changes
from tischrunde.words import Text
from tischrunde_api.desk import Broken, Busy, TooSlow
from tischrunde_api.desk.pointing import CHANGES
from tischrunde_api.store.port import QueueFull, Store, StoreFull, StoreUnavailable
from tischrunde_api.web.discretion import pointer, told
from tischrunde_api.web.failures import as_problem
from tischrunde_api.web.languages import preferred
from tischrunde_api.web.problems import PROBLEMS
from tischrunde_api.web.resources import ProblemBody

CANARY = "Kanarienvogel-4711"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("service"), max_body=20_000, body_seconds=0.5) as running:
        yield running


def is_problem(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """Check that an answer is this problem, complete, and return its body."""
    body: dict[str, Any] = answer.json()
    assert (answer.status_code, body["code"]) == (status, code), answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["X-Request-Id"] == body["instance"]
    assert "Accept-Language" in answer.headers["Vary"]
    ProblemBody.model_validate(body)
    return body


def test_what_is_not_there_and_not_possible_is_a_problem(service: Served) -> None:
    is_problem(service.get("/nowhere"), 404, "not-found")
    is_problem(service.get("/v1/plans/"), 404, "not-found")
    answer = service.get("/v1/plans")
    is_problem(answer, 405, "method-not-allowed")
    assert answer.headers["Allow"] == "POST"
    assert service.call("PATCH", "/v1/plans/some").headers["Allow"] == "DELETE, GET"


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "de"),
        ("en", "en"),
        ("de-CH, en;q=0.9", "de"),
        ("fr, en-GB;q=0.5, de;q=0.4", "en"),
        ("en;q=0", "de"),
        ("en;q=x, ;;;,", "de"),
        ("fr", "de"),
    ],
)
def test_a_problem_speaks_the_language_that_is_liked_most(service: Served, header: str | None, language: str) -> None:
    headers = {} if header is None else {"Accept-Language": header}
    assert service.get("/nowhere", headers=headers).headers["Content-Language"] == language
    assert preferred(header, "de") == language


@given(st.text(max_size=60))
def test_any_header_names_a_language(header: str) -> None:
    assert preferred(header, "en") in ("de", "en")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b'{"people": NaN}',
        b"[" * 5_000 + b"]" * 5_000,
        b'{"a":' * 2_000 + b"1" + b"}" * 2_000,
        b'{"rounds": ' + b"9" * 10_000 + b"}",
        b'{"rounds": 1e999}',
        b'"\\ud800"',
        b"[1]",
        b"null",
    ],
)
def test_a_body_that_is_no_json_is_a_bad_request(service: Served, body: bytes) -> None:
    answer = service.post("/v1/plans", content=body, headers={"Content-Type": "application/json"})
    problem = is_problem(answer, 400, "bad-json")
    assert [error["pointer"] for error in problem["errors"]] == [""]


def test_every_finding_is_listed_with_its_pointer(service: Served) -> None:
    meeting = json.loads(json.dumps(EXAMPLE_MEETING))
    meeting["people"][0]["hosts"] = "T9"
    meeting["people"][4]["rounds"] = [3]
    meeting["rules"][0]["people"] = ["p5", CANARY]
    problem = is_problem(service.post("/v1/plans", json=meeting), 422, "bad-meeting")
    pointers = [error["pointer"] for error in problem["errors"]]
    assert pointers == ["/people/0/hosts", "/people/4/rounds/0", "/rules/0/people/1"]


def wrong_meetings() -> Iterator[tuple[str, object]]:
    """Yield meetings that hold the canary where it cannot be used."""
    for key in ("title", "language", "rounds", "balance", "tables", "people", "rules", "history", "weights", CANARY):
        yield key, EXAMPLE_MEETING | {key: [CANARY]}
        yield f"{key} with a key", EXAMPLE_MEETING | {key: {CANARY: CANARY}}
    for key in ("id", "rounds", "hosts", "wishes", "needs", "must_visit", "avoid", "attributes", "name", CANARY):
        for value in (CANARY, [CANARY], {CANARY: [CANARY]}, 4_711_471_147):
            people = [dict(EXAMPLE_MEETING["people"][0], **{key: value}), *EXAMPLE_MEETING["people"]]
            yield f"person's {key} {type(value)}", EXAMPLE_MEETING | {"people": people}
    rules: tuple[dict[str, object], ...] = (
        {"kind": CANARY},
        {"kind": "pin", "person": CANARY, "table": CANARY, "round": 9},
        {"kind": "composition", "attribute": CANARY, "value": CANARY},
        {"kind": "apart", "people": [CANARY, CANARY]},
        {"kind": "meet_at_most", "count": CANARY},
    )
    for rule in rules:
        yield f"rule {rule['kind']}", EXAMPLE_MEETING | {"rules": [rule]}
    yield "history", EXAMPLE_MEETING | {"history": [[CANARY, CANARY, 1], [CANARY, "p1", "x"]]}


@pytest.mark.parametrize("language", ["de", "en"])
def test_nothing_that_was_sent_comes_back_or_is_logged(service: Served, language: str) -> None:
    refused = 0
    for told_as, meeting in wrong_meetings():
        answer = service.post("/v1/plans", json=meeting, headers={"Accept-Language": language})
        if answer.status_code == 202:
            continue
        refused += 1
        assert answer.json()["errors"], told_as
        assert CANARY not in answer.text, told_as
        assert "471147" not in answer.text, told_as
        assert "Ayla" not in answer.text, told_as
    assert refused > 60
    assert CANARY not in service.log
    assert "p1" not in service.log


@pytest.mark.parametrize(
    ("path", "given"),
    [
        (f"/v1/plans/{CANARY}", {}),
        (f"/{CANARY}", {}),
        (f"/v1/plans?{CANARY}={CANARY}", {"method": "POST", "json": EXAMPLE_MEETING}),
        (f"/v1/plans?seed={CANARY}", {"method": "POST", "json": EXAMPLE_MEETING}),
        ("/v1/plans", {"method": "POST", "content": CANARY, "headers": {"Content-Type": CANARY}}),
        ("/v1/plans", {"method": "POST", "content": CANARY, "headers": {"Content-Type": "application/json"}}),
        ("/v1/plans", {"method": "POST", "content": CANARY, "headers": {"Content-Type": "text/csv"}}),
        ("/v1/plans", {"method": "POST", "files": {CANARY: (CANARY, CANARY)}, "data": {CANARY: CANARY}}),
        ("/v1/plans", {"method": "POST", "headers": {"Idempotency-Key": f"{CANARY} {CANARY}"}}),
        ("/v1/plans", {"method": CANARY}),
    ],
)
def test_no_part_of_a_request_comes_back_or_is_logged(service: Served, path: str, given: dict[str, Any]) -> None:
    rest = dict(given)
    answer = service.call(rest.pop("method", "GET"), path, **rest)
    assert 400 <= answer.status_code < 500
    assert CANARY not in answer.text
    assert CANARY not in str(answer.headers)
    assert CANARY not in service.log


@pytest.mark.parametrize("sheet", ["=1+", "Name\n\n", "\x00\x01", "PK\x03\x04broken", "Name;Name\na;b\n"])
def test_a_spreadsheet_that_cannot_be_read_is_a_bad_meeting(service: Served, sheet: str) -> None:
    answer = service.post("/v1/plans", content=sheet, headers={"Content-Type": "text/csv"})
    is_problem(answer, 422, "bad-meeting")


def test_a_cell_is_named_by_row_and_column_without_the_name_of_its_sheet() -> None:
    parts = (Text("sheet “{name}”", name=CANARY), Text("row {row}", row=5), Text("column {letters}", letters="C"))
    finding = Finding(f"{CANARY}!C5", Text("“{name}” is wrong.", name=CANARY), told=Text("{parts}", parts=parts))
    assert told([finding], "en") == [{"pointer": "", "message": "row 5, column C: “…” is wrong."}]


def test_a_pointer_goes_as_far_as_the_format_knows_the_way() -> None:
    assert pointer(("people", 3, CANARY)) == "/people/3"
    assert pointer((CANARY,)) == ""


def test_changes_are_pointed_at_by_all_their_keys() -> None:
    assert set(Changes.model_fields) == CHANGES
    assert {pointer((key,)) for key in Changes.model_fields} == {f"/{key}" for key in Changes.model_fields}


@pytest.mark.parametrize(("most", "said"), [(300.0, "300"), (0.5, "0.5"), (3, "3")])
def test_a_whole_number_is_said_without_a_fraction(most: float, said: str) -> None:
    finding = Finding("--max-runtime", Text("This service takes {most} seconds at most.", most=most))
    assert told([finding], "en")[0]["message"] == f"This service takes {said} seconds at most."


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_body_is_refused_as_soon_as_it_is_too_large(service: Served, language: str) -> None:
    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield b"x" * 1_000

    headers = {"Content-Type": "application/json", "Accept-Language": language}
    is_problem(service.post("/v1/plans", content=endless(), headers=headers), 413, "body-too-large")
    announced = service.post("/v1/plans", content=b"x", headers=headers | {"Content-Length": "20001"})
    is_problem(announced, 413, "body-too-large")


def test_a_body_that_comes_too_slowly_is_cut_off(service: Served) -> None:
    async def slow() -> AsyncIterator[bytes]:
        while True:
            yield b"{"
            await asyncio.sleep(0.1)

    answer = service.post("/v1/plans", content=slow(), headers={"Content-Type": "application/json"})
    is_problem(answer, 408, "body-too-slow")


def test_a_body_of_another_kind_is_refused(service: Served) -> None:
    for headers in ({"Content-Type": "text/html"}, {"Content-Type": "application/json", "Content-Encoding": "gzip"}):
        is_problem(service.post("/v1/plans", content=b"{}", headers=headers), 415, "unsupported-media-type")
    is_problem(service.post("/v1/plans", content=b""), 415, "unsupported-media-type")


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data", b"--x\r\n"),
        ("multipart/form-data; boundary=x", b""),
        ("multipart/form-data; boundary=x", b"nothing"),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="tables"\r\n\r\n3\r\n--x--\r\n',
        ),
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="file"\r\n\r\nName'),
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="file"\r\n\r\na\r\n' * 60),
    ],
)
def test_a_broken_form_is_a_problem(service: Served, content_type: str, body: bytes) -> None:
    is_problem(service.post("/v1/plans", content=body, headers={"Content-Type": content_type}), 400, "bad-form")


class Failing:
    """A store that does everything but to find."""

    def __init__(self, store: Store, error: Exception) -> None:
        self._store, self._error = store, error

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def find(self, owner: str, job: str) -> None:
        raise self._error


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (StoreUnavailable(CANARY), 503, "store-unavailable"),
        (StoreFull(CANARY), 507, "store-full"),
        (ValueError(CANARY), 500, "internal"),
        (KeyError(CANARY), 500, "internal"),
    ],
)
def test_an_error_of_the_store_is_told_and_logged_without_its_words(
    tmp_path: Path, error: Exception, status: int, code: str
) -> None:
    with served(tmp_path, store=lambda store: cast(Store, Failing(store, error))) as service:
        answer = service.get("/v1/plans/abc")
        body = is_problem(answer, status, code)
        assert CANARY not in answer.text + service.log
        lines = [json.loads(line) for line in service.log.splitlines()]
        (failure,) = [line for line in lines if line["event"] == "failed"]
        assert failure["request"] == body["instance"]
        assert failure["error"] == type(error).__name__
        assert failure["line"].startswith("test_web_problems.py:")


class BrokenDesk(DeskHere):
    """A desk where everything goes wrong in the same way."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def do(self, *_: Any, **__: Any) -> Any:
        raise self._error


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [(Busy(3), 503, "busy"), (TooSlow(), 504, "too-slow"), (Broken("MemoryError"), 500, "internal")],
)
def test_an_error_of_the_desk_is_a_problem(tmp_path: Path, error: Exception, status: int, code: str) -> None:
    with served(tmp_path, desk=BrokenDesk(error)) as service:
        is_problem(service.post("/v1/plans", json=EXAMPLE_MEETING), status, code)


def test_a_full_queue_names_whose_it_is() -> None:
    assert as_problem(QueueFull("all", 3)).kind.code == "queue-full"
    own = as_problem(QueueFull("owner", 3))
    assert (own.kind.code, own.headers["Retry-After"]) == ("too-many-jobs", "3")


def test_every_code_is_a_plain_word_of_its_own() -> None:
    assert len({kind.title.template for kind in PROBLEMS.values()}) == len(PROBLEMS)
    assert all(code == kind.code and code.replace("-", "").isalpha() for code, kind in PROBLEMS.items())
    assert all(code.islower() and 400 <= kind.status < 600 for code, kind in PROBLEMS.items())
