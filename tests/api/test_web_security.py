"""Who may come in, what they see of others, and what browsers are told."""

from collections.abc import Iterator
from pathlib import Path

import anyio
import pytest

from tests.api.serving import EXAMPLE_MEETING, Served, served
from tischrunde_api.settings import Settings
from tischrunde_api.store.port import Key, Store
from tischrunde_api.web.dependencies import wall_clock
from tischrunde_api.web.keys import Doorkeeper, digest_of, new_key
from tischrunde_api.web.problems import Problem
from tischrunde_api.web.security import is_foreign, is_loopback, needs_keys

OWN_PAGE = {"Origin": "http://127.0.0.1:8000", "Sec-Fetch-Site": "same-origin"}


def bearer(store: Store, name: str) -> dict[str, str]:
    """Make a key and return the header that sends it."""
    key = new_key()
    store.add_key(Key(id=name, name=name, created_at=wall_clock()), digest_of(key))
    return {"Authorization": f"Bearer {key}"}


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Served]:
    with served(tmp_path, require_keys=True, base_url="https://example.org") as running:
        yield running


@pytest.fixture
def open_service(tmp_path: Path) -> Iterator[Served]:
    with served(tmp_path) as running:
        yield running


def operations(service: Served) -> list[tuple[str, str, bool]]:
    """Return method, path and whether a key is asked for, of every operation that is described."""
    return [
        (method.upper(), path.replace("{plan}", "Tq3vXk0dNf7Lw2sYb9RzHm4c"), "security" in operation)
        for path, item in service.app.openapi()["paths"].items()
        for method, operation in item.items()
    ]


@pytest.mark.parametrize(
    "sent", [None, "", "Bearer", "Bearer tr_", "Basic tr_abc", "Bearer tr_" + "x" * 43, "Bearer ä"]
)
def test_no_operation_that_asks_for_a_key_goes_without(service: Served, sent: str | None) -> None:
    headers = {} if sent is None else {"Authorization": sent.encode()}
    guarded = [(method, path) for method, path, is_guarded in operations(service) if is_guarded]
    assert len(guarded) >= 4
    for method, path in guarded:
        answer = service.call(method, path, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthorized"), (method, path)
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_only_the_description_goes_without_a_key(service: Served) -> None:
    public = {path for _, path, is_guarded in operations(service) if not is_guarded}
    assert public <= {"/openapi.json", "/healthz", "/readyz", "/v1/examples", "/v1/examples/{name}", "/v1/limits"}


def test_what_belongs_to_another_key_is_not_there(service: Served) -> None:
    anna, bert = bearer(service.store, "anna"), bearer(service.store, "bert")
    plan = service.planned(headers=anna)["links"]["self"]
    for method, path in (("GET", plan), ("DELETE", plan), ("POST", f"{plan}/cancel")):
        answer = service.call(method, path, headers=bert)
        assert (answer.status_code, answer.json()["code"]) == (404, "not-found")
    assert service.get(plan, headers=anna).json()["state"] == "queued"


def test_a_revoked_key_is_worthless_after_a_second(service: Served) -> None:
    anna = bearer(service.store, "anna")
    service.planned(headers=anna)
    service.store.revoke_key("anna", now=wall_clock())
    service.app.state.services.doorkeeper._clock = lambda: float("inf")
    assert service.post("/v1/plans", json=EXAMPLE_MEETING, headers=anna).status_code == 401


def test_a_key_is_asked_about_once_in_a_second() -> None:
    asked: list[str] = []
    now = [0.0]

    async def owner_of(digest: str) -> str | None:
        asked.append(digest)
        return "anna" if digest == digest_of("tr_good") else None

    async def go() -> None:
        door = Doorkeeper(owner_of, clock=lambda: now[0])
        for moment in (0.0, 0.5, 0.99, 1.0, 1.5):
            now[0] = moment
            assert await door.owner("Bearer tr_good") == "anna"
        for _ in range(2):
            with pytest.raises(Problem):
                await door.owner("bearer tr_bad")

    anyio.run(go)
    assert asked == [digest_of("tr_good")] * 2 + [digest_of("tr_bad")] * 2


def test_keys_cannot_be_guessed_and_only_their_digest_is_kept(tmp_path: Path) -> None:
    assert len({new_key() for _ in range(100)}) == 100
    key = new_key()
    assert key.startswith("tr_")
    assert len(key) >= 46
    with served(tmp_path, require_keys=True) as service:
        service.store.add_key(Key(id="k", name="k", created_at=1), digest_of(key))
        assert service.get("/v1/plans/none", headers={"Authorization": f"Bearer {key}"}).status_code == 404
        assert key not in service.log
    assert not any(key.encode() in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())


@pytest.mark.parametrize(
    ("host", "asks"),
    [("127.0.0.1", False), ("localhost", False), ("::1", False), ("0.0.0.0", True), ("10.1.2.3", True), ("::", True)],  # noqa: S104
)
def test_keys_are_needed_beyond_loopback(host: str, asks: bool) -> None:
    assert needs_keys(Settings(host=host)) is asks
    assert needs_keys(Settings(host=host, require_keys=True))


@pytest.mark.parametrize(
    ("host", "here"),
    [
        ("127.0.0.1", True),
        ("127.8.9.1:80", True),
        ("LOCALHOST:8000", True),
        ("[::1]:8000", True),
        ("::1", True),
        ("example.org", False),
        ("localhost.example.org", False),
        ("127.0.0.1.nip.io:8000", False),
        ("127.0.0.1@example.org", False),
        ("[::1", False),
        ("", False),
    ],
)
def test_loopback_is_known_by_its_name(host: str, here: bool) -> None:
    assert is_loopback(host) is here


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example:8000"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Origin": "http://localhost:8000"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Forwarded": "for=203.0.113.7"},
        {"X-Forwarded-For": "203.0.113.7"},
        {"X-Forwarded-Host": "example.org"},
    ],
)
def test_a_page_from_elsewhere_cannot_reach_a_service_without_keys(
    open_service: Served, headers: dict[str, str]
) -> None:
    answer = open_service.post("/v1/plans", json=EXAMPLE_MEETING, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "foreign-origin")
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert open_service.store.claim("test", now=wall_clock(), lease=1000) is None


def test_what_a_proxy_passes_on_is_refused_with_the_next_step(open_service: Served) -> None:
    answer = open_service.get("/v1/examples", headers={"X-Forwarded-For": "203.0.113.7"})
    assert "TISCHRUNDE_REQUIRE_KEYS=true" in answer.json()["detail"]
    assert "203.0.113.7" not in answer.text


def test_a_service_with_keys_stands_behind_a_proxy(service: Served) -> None:
    headers = bearer(service.store, "anna") | {"X-Forwarded-For": "203.0.113.7", "Sec-Fetch-Site": "cross-site"}
    assert service.get("/v1/examples", headers=headers).status_code == 200


def test_its_own_page_can_use_it(open_service: Served) -> None:
    answer = open_service.post("/v1/plans", json=EXAMPLE_MEETING, headers=OWN_PAGE)
    assert answer.status_code == 202


def test_two_hosts_are_none() -> None:
    assert is_foreign([(b"host", b"localhost"), (b"host", b"localhost")])
    assert is_foreign([])


@pytest.mark.parametrize("path", ["/v1/plans/none", "/docs", "/openapi.json", "/nowhere", "/docs/page.js"])
def test_every_answer_has_strict_headers(service: Served, path: str) -> None:
    headers = service.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Strict-Transport-Security"].startswith("max-age=")
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert len(headers["X-Request-Id"]) == 16


def test_only_files_that_hold_no_personal_data_may_be_kept(service: Served) -> None:
    kept = {
        path for path in ("/docs/page.js", "/docs", "/openapi.json", "/v1/plans/none") if _may_be_kept(service, path)
    }
    assert kept == {"/docs/page.js"}


def _may_be_kept(service: Served, path: str) -> bool:
    return "no-store" not in service.get(path).headers["Cache-Control"]


def test_strict_transport_is_asked_for_behind_tls_only(open_service: Served) -> None:
    assert "Strict-Transport-Security" not in open_service.get("/docs").headers


def test_only_the_files_of_the_page_go_out(open_service: Served) -> None:
    for name in ("page.html", "LICENSE", "..%2fapp.py", "%2e%2e/app.py"):
        assert open_service.get(f"/docs/{name}").status_code == 404


def test_a_log_line_has_the_template_of_the_route_and_no_id(open_service: Served) -> None:
    plan = open_service.planned()
    open_service.get(plan["links"]["self"])
    assert plan["id"] not in open_service.log
    assert '"route": "/v1/plans/{plan}"' in open_service.log


def test_a_method_that_somebody_made_up_is_in_no_log(open_service: Served) -> None:
    assert open_service.call("ERIKA", "/v1/plans").status_code == 405
    assert "ERIKA" not in open_service.log
    assert '"method": "other"' in open_service.log
