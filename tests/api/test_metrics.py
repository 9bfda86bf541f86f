"""Figures and health: true, without anybody's data, without a state shared between apps."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.api.serving import EXAMPLE_MEETING, Served, finish_next, served
from tischrunde_api.store.port import Store, StoreUnavailable, Tally
from tischrunde_api.web.dependencies import wall_clock

CANARY = "Kanarienvogel"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Served]:
    with served(tmp_path) as service:
        yield service


def figures(service: Served) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    answer = service.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain")
    families = text_string_to_metric_families(answer.text)
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in families
        for sample in family.samples
    }


def test_jobs_and_solves_are_counted(service: Served) -> None:
    service.planned()
    service.planned()
    assert finish_next(service.store)
    found = figures(service)
    assert found["tischrunde_jobs", (("state", "queued"),)] == 1
    assert found["tischrunde_jobs", (("state", "done"),)] == 1
    assert found["tischrunde_jobs_ended_total", (("state", "done"), ("status", "optimal"))] == 1
    assert found["tischrunde_solves_proved_total", ()] == 1
    assert found["tischrunde_solve_seconds_count", ()] == 1
    assert found["tischrunde_solve_seconds_bucket", (("le", "0.1"),)] == 0
    assert found["tischrunde_solve_seconds_bucket", (("le", "0.25"),)] == 1
    assert found["tischrunde_solve_seconds_sum", ()] == pytest.approx(0.101)
    assert 0 <= found["tischrunde_queue_age_seconds", ()] < 60


def test_requests_are_counted_by_template_and_never_by_what_was_sent(service: Served) -> None:
    resource = service.planned()
    service.get(resource["links"]["self"])
    service.get(f"/v1/plans/{CANARY}")
    service.get(f"/{CANARY}?{CANARY}={CANARY}")
    service.call(CANARY.upper(), "/v1/plans")
    service.post("/v1/plans", json={**EXAMPLE_MEETING, "title": CANARY, CANARY: 1})
    found = figures(service)
    assert (
        found[
            "tischrunde_requests_total",
            (("method", "GET"), ("route", "/v1/plans/{plan}"), ("status", "200")),
        ]
        == 1
    )
    assert found["tischrunde_requests_total", (("method", "GET"), ("route", ""), ("status", "404"))] == 1
    text = service.get("/metrics").text
    assert CANARY.lower() not in text.lower()
    assert resource["id"] not in text


def test_two_apps_count_apart(tmp_path: Path) -> None:
    with served(tmp_path / "one") as one, served(tmp_path / "other") as other:
        one.get("/healthz")
        key = ("tischrunde_requests_total", (("method", "GET"), ("route", "/healthz"), ("status", "200")))
        assert figures(one)[key] == 1
        assert key not in figures(other)


def test_figures_ask_for_a_key_where_keys_are_asked_for(tmp_path: Path) -> None:
    with served(tmp_path, require_keys=True) as service:
        assert service.get("/metrics").status_code == 401
        assert service.get("/healthz").json() == {"status": "ok"}
        assert service.get("/readyz").status_code == 503


def test_ready_is_who_has_a_worker(service: Served) -> None:
    missing = service.get("/readyz", headers={"Accept-Language": "en"})
    assert (missing.status_code, missing.json()["code"]) == (503, "not-ready")
    assert "worker" in missing.json()["detail"]
    service.store.present("test", now=wall_clock())
    assert (service.get("/readyz").status_code, service.get("/healthz").status_code) == (200, 200)


def test_not_ready_is_who_cannot_write(tmp_path: Path) -> None:
    class Stuck:
        def __init__(self, store: Store) -> None:
            self.sweep, self.tally = store.sweep, store.tally

        def check(self) -> None:
            raise StoreUnavailable

    with served(tmp_path, store=Stuck) as service:  # type: ignore[arg-type]
        answer = service.get("/readyz", headers={"Accept-Language": "en"})
        assert service.get("/healthz").status_code == 200
    assert answer.status_code == 503
    assert "database" in json.loads(answer.content)["detail"]


def test_a_tally_of_nothing_is_told_as_zeros(service: Served) -> None:
    from tischrunde_api.web.metrics import Metrics

    text = Metrics(lambda: 3).text(Tally(states={}, oldest=None, workers=0), now=5).decode()
    assert 'tischrunde_jobs{state="failed"} 0.0' in text
    assert "tischrunde_queue_age_seconds 0.0" in text
    assert "tischrunde_event_streams 3.0" in text
