"""Whatever fits the description, and whatever does not, is answered by the real service as described: schemathesis.

The same examples every time. More, and others every time: ``CONTRACT_EXAMPLES=300 pytest tests/api/test_contract.py``.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode, checks

from tests.api.real import Real, running

EXAMPLES = int(os.environ.get("CONTRACT_EXAMPLES", "8"))
IS_HUNT = "CONTRACT_EXAMPLES" in os.environ
FEW = 3
"""Of questions for advice: each may take as long as the service gives it, 15 seconds."""

KEPT = Path(__file__).parents[2] / "api" / "openapi.json"
PATHS: dict[str, dict[str, Any]] = json.loads(KEPT.read_text(encoding="utf-8"))["paths"]
OPERATIONS = [
    (method.upper(), path, mode)
    for path, item in PATHS.items()
    for method, operation in item.items()
    for mode in GenerationMode
    if mode is GenerationMode.POSITIVE or "requestBody" in operation or path == "/v1/advice"
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
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Real]:
    folder = tmp_path_factory.mktemp("service") / "kept"
    with running(
        folder,
        body_seconds=5,
        max_wait=0.2,
        default_runtime=0.3,
        max_runtime=1,
        max_queued=100_000,
        max_queued_per_key=100_000,
    ) as real:
        yield real


@pytest.fixture(scope="module")
def description(service: Real) -> schemathesis.BaseSchema:
    return schemathesis.openapi.from_url(f"{service.address}/openapi.json")


@pytest.fixture(scope="module")
def done(service: Real) -> str:
    """Return a plan that is done."""
    return str(service.planned()["id"])


@pytest.mark.parametrize(("method", "path", "mode"), OPERATIONS)
def test_every_answer_is_as_described(
    description: schemathesis.BaseSchema, service: Real, done: str, method: str, path: str, mode: GenerationMode
) -> None:
    sample = documented(method, path)

    @given(case=description[path][method].as_strategy(generation_mode=mode), real=st.booleans(), sent=st.booleans())
    @settings(
        max_examples=EXAMPLES if IS_HUNT or path != "/v1/advice" else FEW,
        derandomize=not IS_HUNT,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    def holds(case: "schemathesis.Case[Any]", real: bool, sent: bool) -> None:
        if real and "plan" in case.path_parameters:
            case.path_parameters["plan"] = service.planned()["id"] if changes_plans(method, path) else done
        if sent and sample is not None and mode is GenerationMode.POSITIVE:
            case.body, case.media_type, case.query = sample, "application/json", {}
        case.call_and_validate(checks=CHECKS, timeout=60)

    holds()


def changes_plans(method: str, path: str) -> bool:
    return method == "DELETE" or path.endswith("/cancel")


def documented(method: str, path: str) -> Any:
    """Return the body that is shown as an example of an operation, ``None`` where there is none."""
    body = PATHS[path][method.lower()].get("requestBody", {"content": {}})
    return body["content"].get("application/json", {}).get("example")
