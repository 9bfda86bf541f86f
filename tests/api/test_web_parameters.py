"""What is wrong with parameters, headers and forms is told with what would be right."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.api.serving import EXAMPLE_MEETING, Served, finish_next, served
from tischrunde.documents.pdf import LABELS, PARTS

ENGLISH = {"Accept-Language": "en"}
PEOPLE = "Name\nAyla Beispiel\nBruno Muster\nClara Probe\nDeniz Vorlage\n"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("service"), max_runtime=300) as running:
        yield running


@pytest.fixture(scope="module")
def exports(service: Served) -> Any:
    resource = service.planned()
    finish_next(service.store)
    return resource["links"]["exports"]


def errors(service: Served, method: str, path: str, **given: Any) -> list[dict[str, str]]:
    """Return what the answer says is wrong with parameters."""
    answer = service.call(method, path, headers=ENGLISH, **given)
    assert (answer.status_code, answer.json()["code"]) == (422, "bad-parameter"), answer.text
    found: list[dict[str, str]] = answer.json()["errors"]
    return found


def test_whole_numbers_are_told_as_such(service: Served) -> None:
    (too_long,) = errors(service, "POST", "/v1/plans?max_runtime=9999", json=EXAMPLE_MEETING)
    assert too_long["message"] == "This service takes 300 seconds at most."
    (nothing,) = errors(service, "POST", "/v1/plans?max_runtime=0", json=EXAMPLE_MEETING)
    assert nothing["message"] == "This must be more than 0."


def test_everything_that_is_wrong_is_told_at_once(service: Served) -> None:
    wrong = errors(service, "POST", "/v1/plans?seed=x&max_runtime=9999", json=EXAMPLE_MEETING)
    assert {error["parameter"] for error in wrong} == {"seed", "max_runtime"}
    form = {"seed": "x", "max_runtime": "9999"}
    wrong = errors(service, "POST", "/v1/plans", data=form, files={"file": ("a.csv", PEOPLE)})
    assert {error["parameter"] for error in wrong} == {"seed", "max_runtime"}


@pytest.mark.parametrize(
    ("suffix", "query", "parameter", "choices"),
    [
        (".pdf", "?only=nametags", "only", PARTS),
        (".pdf", "?labels=l9999", "labels", tuple(LABELS)),
        (".docx", "", "suffix", ("xlsx", "csv", "pdf", "html")),
    ],
)
def test_what_can_be_chosen_is_listed(
    service: Served, exports: Any, suffix: str, query: str, parameter: str, choices: tuple[str, ...]
) -> None:
    path = exports["pdf"].removesuffix(".pdf") + suffix + query
    (wrong,) = errors(service, "GET", path)
    assert wrong["parameter"] == parameter
    assert all(choice in wrong["message"] for choice in choices)
    assert "…" not in wrong["message"]


def test_a_parameter_that_is_not_known_is_answered_with_those_that_are(service: Served, exports: Any) -> None:
    (wrong,) = errors(service, "POST", "/v1/plans?sead=3", json=EXAMPLE_MEETING)
    assert all(name in wrong["message"] for name in ("seed", "max_runtime", "tables_per_theme"))
    assert "sead" not in wrong["message"]
    form = {"tabels": "3"}
    (wrong,) = errors(service, "POST", "/v1/plans", data=form, files={"file": ("a.csv", PEOPLE)})
    assert "tables_per_theme" in wrong["message"]
    assert "tabels" not in wrong["message"]


def test_an_idempotency_key_is_refused_in_the_words_of_the_page(service: Served) -> None:
    answer = service.post("/v1/plans", json=EXAMPLE_MEETING, headers={**ENGLISH, "Idempotency-Key": "one two"})
    assert answer.json()["detail"] == "Send one of 1 to 255 visible ASCII characters, without blanks."
    page = (Path(__file__).parents[2] / "docs" / "http.md").read_text(encoding="utf-8")
    assert "1 to 255 visible ASCII characters, without blanks" in page


def test_only_the_part_called_file_is_the_list(service: Served) -> None:
    answer = service.post("/v1/plans", files={"upload": ("people.csv", PEOPLE)}, data={"tables": "2"}, headers=ENGLISH)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad-form")
    assert "“file”" in answer.json()["detail"]


def test_another_kind_of_body_is_not_told_to_be_compressed(service: Served) -> None:
    other = service.post("/v1/plans", content=b"{}", headers={**ENGLISH, "Content-Type": "text/html"})
    assert other.json()["detail"].startswith("Send it with one of these as Content-Type: application/json, ")
    packed = {**ENGLISH, "Content-Type": "application/json", "Content-Encoding": "gzip"}
    assert service.post("/v1/plans", content=b"{}", headers=packed).json()["detail"] == "Send it uncompressed."


def test_a_list_is_answered_in_the_words_of_the_query(service: Served) -> None:
    answer = service.post("/v1/plans", files={"file": ("people.csv", PEOPLE)}, headers=ENGLISH)
    (wrong,) = answer.json()["errors"]
    assert wrong["message"].endswith("for example: tables=2, rounds=3, seats=2")
    given = {"tables": "2", "rounds": "2", "seats": "2", "hosts": "true"}
    answer = service.post("/v1/plans", files={"file": ("people.csv", PEOPLE)}, data=given, headers=ENGLISH)
    assert [error["parameter"] for error in answer.json()["errors"]] == ["hosts"]
    assert "leave hosts out" in answer.json()["errors"][0]["message"]
    given = {"tables": "3", "rounds": "2", "seats": "2", "tables_per_theme": "2", "themes": "Eins"}
    answer = service.post("/v1/plans", files={"file": ("people.csv", PEOPLE)}, data=given, headers=ENGLISH)
    assert "Leave tables or tables_per_theme out." in answer.text
