"""Whatever fits the description, and whatever does not, is answered as the description says: schemathesis."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode, checks

from tests.api.serving import listening, served, worker

KEPT = Path(__file__).parents[2] / "api" / "openapi.json"
ELSEWHERE = ("/v1/plans/{plan}/events", "/v1/advice", "/v1/diagnoses", "/readyz")
"""An endless answer, and those that need a real desk or a real worker."""

OPERATIONS = [
    (method.upper(), path, mode)
    for path, item in json.loads(KEPT.read_text(encoding="utf-8"))["paths"].items()
    for method, operation in item.items()
    for mode in GenerationMode
    if path not in ELSEWHERE and (mode is GenerationMode.POSITIVE or "requestBody" in operation)
]
CHECKS = [
    checks.not_a_server_error,
    checks.allow_header_conformance,
    checks.content_type_conformance,
    checks.negative_data_rejection,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.status_code_conformance,
    checks.unsupported_method,
]
"""All but that what fits the schema is accepted: a schema cannot say that a meeting agrees with itself."""


@pytest.fixture(scope="module")
def description(tmp_path_factory: pytest.TempPathFactory) -> Iterator[schemathesis.BaseSchema]:
    folder = tmp_path_factory.mktemp("service")
    with (
        served(folder, body_seconds=5, max_wait=0.2, max_queued=10_000, max_queued_per_key=10_000) as service,
        worker(service.store),
        listening(service.app) as address,
    ):
        yield schemathesis.openapi.from_url(f"{address}/openapi.json")


@pytest.mark.parametrize(("method", "path", "mode"), OPERATIONS)
def test_every_answer_is_as_described(
    description: schemathesis.BaseSchema, method: str, path: str, mode: GenerationMode
) -> None:
    @given(case=description[path][method].as_strategy(generation_mode=mode))
    @settings(max_examples=8, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
    def holds(case: "schemathesis.Case[Any]") -> None:
        case.call_and_validate(checks=CHECKS)

    holds()
