"""What is measured of the service: figures are what they say, kept results come back, and the table shows them."""

from pathlib import Path

from benchmarks.readme import service_table
from benchmarks.runs import Conditions
from benchmarks.service import ServiceResults, read_service, summed_up

TAKEN = [number / 1000 for number in range(1, 101)]
FOUND = ServiceResults(
    conditions=Conditions(
        machine="desk",
        processor="abacus",
        system="Linux",
        python="3.11",
        version="0.1.0",
        cores=2,
        max_runtime=5,
        seeds=1,
        workers=2,
    ),
    measured=(summed_up("read a plan", TAKEN, callers=8, seconds=0.5),),
    punctual=0.995,
    looks=200,
    freed={"cancelled": 0.25},
)


def test_a_hundred_requests_are_summed_up() -> None:
    (one,) = FOUND.measured
    assert (one.requests, one.per_second, one.half, one.nearly_all, one.all) == (100, 200.0, 50.5, 99.0, 100.0)


def test_the_table_says_what_was_measured() -> None:
    table = service_table(FOUND)
    assert "| read a plan | 8 | 200 | 50 ms | 99 ms |" in table
    assert "99.5 % of 200 looks" in table
    assert "cancelled 0.25 s" in table


def test_kept_results_come_back(tmp_path: Path) -> None:
    file = tmp_path / "desk-service.json"
    file.write_text(FOUND.model_dump_json(), encoding="utf-8")
    assert read_service(file) == FOUND
