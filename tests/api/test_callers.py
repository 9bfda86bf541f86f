"""Who may call what: every operation of the description, tried by every kind of caller, over the real service.

What a caller of its own gets is in ``OWN``: what is not there fails, so that nobody forgets to think of it.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.api.real import Real, running
from tischrunde_api.running import add_key, opened, settings_with
from tischrunde_api.store.port import Store
from tischrunde_api.web.app import ROUTERS
from tischrunde_api.web.dependencies import wall_clock
from tischrunde_api.web.keys import new_key

KEPT = Path(__file__).parents[2] / "api" / "openapi.json"
PATHS: dict[str, dict[str, Any]] = json.loads(KEPT.read_text(encoding="utf-8"))["paths"]
OPERATIONS = [(method.upper(), path) for path, item in PATHS.items() for method in item]

OWN = {
    ("POST", "/v1/plans"): 202,
    ("GET", "/v1/plans/{plan}"): 200,
    ("DELETE", "/v1/plans/{plan}"): 204,
    ("POST", "/v1/plans/{plan}/cancel"): 200,
    ("GET", "/v1/plans/{plan}/events"): 200,
    ("GET", "/v1/plans/{plan}/export.{suffix}"): 200,
    ("GET", "/v1/plans/{plan}/meeting"): 200,
    ("POST", "/v1/plans/{plan}/repairs"): 202,
    ("POST", "/v1/checks"): 200,
    ("POST", "/v1/diagnoses"): 200,
    ("GET", "/v1/advice"): 200,
    ("GET", "/v1/examples"): 200,
    ("GET", "/v1/examples/{name}"): 200,
    ("GET", "/v1/limits"): 200,
    ("GET", "/healthz"): 200,
    ("GET", "/readyz"): 200,
    ("GET", "/metrics"): 200,
    ("GET", "/openapi.json"): 200,
}
"""What each operation answers to a caller whom it is for, sent what the description shows."""

ANYBODY = {("GET", "/openapi.json"), ("GET", "/healthz"), ("GET", "/readyz")}
"""What may be read without a key: it says nothing of anybody."""

PAGE = {"/", "/docs", "/docs/{name}"}
"""Routes that are not described, because they are the description's own page. Anybody may read it."""

Headers = Mapping[str, str]


@dataclass(frozen=True)
class Guarded:
    """A service that asks for keys, the headers of those who have one, and a plan of Anna's."""

    service: Real
    anna: Headers
    bert: Headers
    revoked: Headers
    plan: str

    def assert_is_as_before(self) -> None:
        """Hold that Anna's plan is there, and that nothing has been done to it."""
        resource = self.service.caller.get(f"/v1/plans/{self.plan}", headers=self.anna).json()
        assert (resource["id"], resource["state"]) == (self.plan, "done")


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    folder = tmp_path_factory.mktemp("guarded") / "kept"
    with opened(settings_with(folder=folder)) as store:
        anna, bert = bearer(store), bearer(store)
        with running(folder, require_keys=True) as real:
            revoked = bearer(store)
            store.revoke_key(store.keys()[-1].id, now=wall_clock())
            yield Guarded(real, anna, bert, revoked, real.planned(headers=anna)["id"])


@pytest.fixture(params=OPERATIONS, ids=" ".join)
def operation(request: pytest.FixtureRequest) -> tuple[str, str]:
    method, path = request.param
    return method, path


def bearer(store: Store) -> Headers:
    """Make a key and return the header that sends it."""
    return {"Authorization": f"Bearer {add_key(store, 'somebody')[1]}"}


def call(service: Real, headers: Headers, operation: tuple[str, str], plan: str) -> httpx.Response:
    """Send what the description shows of an operation."""
    method, path = operation
    described = PATHS[path][method.lower()]
    body = described.get("requestBody", {"content": {}})["content"].get("application/json", {}).get("example")
    query = {
        one["name"]: (one.get("examples") or one["schema"]["examples"])[0]
        for one in described["parameters"]
        if one["in"] == "query" and one["required"]
    }
    address = path.format(plan=plan, suffix="csv", name="netzwerktreffen")
    return service.caller.request(method, address, params=query, json=body, headers=headers)


def test_every_operation_has_an_entry() -> None:
    assert sorted(OWN) == sorted(OPERATIONS)
    assert set(OPERATIONS) >= ANYBODY
    routes = {route.path for router in ROUTERS for route in router.routes if hasattr(route, "path")}
    assert routes == {path for _, path in OPERATIONS} | PAGE


@pytest.mark.parametrize("who", ["nobody", "stranger", "revoked"])
def test_without_a_good_key_nothing_is_done(guarded: Guarded, operation: tuple[str, str], who: str) -> None:
    headers = {"nobody": {}, "stranger": {"Authorization": f"Bearer {new_key()}"}, "revoked": guarded.revoked}[who]
    answer = call(guarded.service, headers, operation, guarded.plan)
    if operation in ANYBODY:
        assert answer.status_code == OWN[operation]
        return
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthorized")
    guarded.assert_is_as_before()


def test_what_is_another_ones_is_not_there(guarded: Guarded, operation: tuple[str, str]) -> None:
    answer = call(guarded.service, guarded.bert, operation, guarded.plan)
    if "{plan}" not in operation[1]:
        assert answer.status_code == OWN[operation]
        return
    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")
    guarded.assert_is_as_before()


@pytest.mark.parametrize("through", [{}, {"Host": "tische.example.org"}, {"Origin": "https://example.org"}])
def test_with_a_key_everything_can_be_done_under_any_name(
    guarded: Guarded, operation: tuple[str, str], through: Headers
) -> None:
    plan = guarded.service.planned(headers=guarded.anna)["id"] if operation[0] == "DELETE" else guarded.plan
    answer = call(guarded.service, {**guarded.anna, **through}, operation, plan)
    assert answer.status_code == OWN[operation], answer.text
    assert not [name for name in answer.headers if name.lower().startswith("access-control-")]


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer tr_that_nobody_asks_for"}], ids=["no key", "any"])
def test_on_this_computer_nobody_needs_a_key(real: Real, operation: tuple[str, str], headers: Headers) -> None:
    plan = real.planned()["id"] if "{plan}" in operation[1] else ""
    assert call(real, headers, operation, plan).status_code == OWN[operation]


@pytest.mark.parametrize("foreign", [{"Host": "tische.example.org"}, {"Origin": "https://example.org"}])
def test_pages_from_elsewhere_reach_nothing_without_a_key(
    real: Real, operation: tuple[str, str], foreign: Headers
) -> None:
    answer = call(real, foreign, operation, "none")
    assert (answer.status_code, answer.json()["code"]) == (403, "foreign-origin")
