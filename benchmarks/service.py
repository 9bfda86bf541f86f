"""Measure the HTTP service as its callers see it: ``python -m benchmarks.service -o results.json``.

A service of its own runs on this computer for it, as ``tischrunde serve`` starts it, with a database in a folder that
is thrown away. Kept results are called ``benchmarks/results/NAME-service.json``.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import quantiles
from typing import Any, Literal

import httpx
from tests.api.real import Real, cpu_seconds, running, until

from benchmarks.bench import conditions, load_average
from benchmarks.runs import Conditions
from tischrunde.io import read_meeting
from tischrunde.model.fields import Record
from tischrunde_api.web.samples import EXAMPLE_MEETING

__all__ = ["FORMAT", "Measured", "ServiceResults", "main", "read_service", "summed_up"]

FORMAT: Literal["tischrunde/bench-service/1"] = "tischrunde/bench-service/1"
INSTANCES = Path(__file__).parents[1] / "instances"
NETWORK = {
    "the network meeting of 47 people": INSTANCES / "netzwerktreffen-47.yaml",
    "that of 62 people with hosts, wishes and rules": INSTANCES / "netzwerktreffen.yaml",
}
LONG = {
    "format": "tischrunde/meeting/1",
    "rounds": 9,
    "people": [{"id": f"p{person}"} for person in range(42)],
    "tables": [{"id": f"T{table}", "seats": 7} for table in range(6)],
}
"""Too many rounds for a proof: it is solved for as long as one likes."""

SOLVES = 2
PATIENCE = 120.0
PAUSE = 0.02
IDLE = 0.1
"""Seconds of looking whether a process works, and between two requests to a service that solves."""


class Measured(Record):
    """Many requests of one kind: within how many milliseconds half of them, 99 of 100, and all were answered."""

    what: str
    requests: int
    callers: int
    per_second: float
    half: float
    nearly_all: float
    all: float


class ServiceResults(Record):
    """A results file.

    ``punctual`` is the share of looks at which the event loop was at most 50 ms late, while two solves ran, and
    ``looks`` their number; ``freed`` the seconds after which an ended solve used no processor any more.
    """

    format: Literal["tischrunde/bench-service/1"] = FORMAT
    conditions: Conditions
    measured: tuple[Measured, ...]
    punctual: float
    looks: int
    freed: dict[str, float]


def read_service(file: Path) -> ServiceResults:
    """Return what a results file holds."""
    return ServiceResults.model_validate_json(file.read_text(encoding="utf-8"))


def measured(what: str, send: Callable[[httpx.Client], httpx.Response], real: Real, *, many: int, by: int) -> Measured:
    """Send a request many times, by several callers with a connection each."""

    def one_caller(share: int) -> list[float]:
        with real.client() as client:
            client.get("/healthz")
            return [_seconds(client, send) for _ in range(share)]

    begin = time.perf_counter()
    with ThreadPoolExecutor(by) as callers:
        taken = [seconds for some in callers.map(one_caller, [many // by] * by) for seconds in some]
    return summed_up(what, taken, callers=by, seconds=time.perf_counter() - begin)


def _seconds(client: httpx.Client, send: Callable[[httpx.Client], httpx.Response]) -> float:
    begin = time.perf_counter()
    send(client).raise_for_status()
    return time.perf_counter() - begin


def summed_up(what: str, taken: Sequence[float], *, callers: int, seconds: float) -> Measured:
    """Return what requests took that ended within some seconds; ``taken`` is in seconds, too."""
    cuts = quantiles(taken, n=100, method="inclusive")
    return Measured(
        what=what,
        requests=len(taken),
        callers=callers,
        per_second=round(len(taken) / seconds, 1),
        half=round(1000 * cuts[49], 1),
        nearly_all=round(1000 * cuts[98], 1),
        all=round(1000 * max(taken), 1),
    )


def _plan_at_once(meeting: dict[str, Any], client: httpx.Client) -> httpx.Response:
    answer = client.post("/v1/plans", json=meeting, headers={"Prefer": "wait=5"})
    assert answer.status_code == 200, "it was not done within the time"
    return answer


def _load(real: Real, many: int) -> Iterator[Measured]:
    for which, file in NETWORK.items():
        network = read_meeting(file).model_dump(mode="json", exclude_unset=True)
        waiting = partial(_plan_at_once, network)
        yield measured(f"plan {which}, wait=5", waiting, real, many=max(10, many // 10), by=1)
    plan = real.planned()["id"]
    for by in (1, 8):
        yield measured("read a plan", lambda client: client.get(f"/v1/plans/{plan}"), real, many=many, by=by)
        known = {"If-None-Match": real.caller.get(f"/v1/plans/{plan}").headers["ETag"]}

        def unchanged(client: httpx.Client, known: dict[str, str] = known) -> httpx.Response:
            answer = client.get(f"/v1/plans/{plan}", headers=known)
            assert answer.status_code == 304
            return httpx.Response(200, request=answer.request)

        yield measured("ask whether a plan has changed", unchanged, real, many=many, by=by)
    with _busy(real):  # what is submitted waits, so that submitting alone is measured
        for by in (1, 8):
            yield measured(
                "submit a meeting",
                lambda client: client.post("/v1/plans", json=EXAMPLE_MEETING),
                real,
                many=many,
                by=by,
            )


@contextmanager
def _busy(real: Real) -> Iterator[list[str]]:
    """Have a solve in every slot."""
    plans = [str(_begun(real)["id"]) for _ in range(SOLVES)]
    until(lambda: len(_working(real)) == SOLVES, seconds=PATIENCE)
    yield plans
    for plan in plans:
        real.caller.delete(f"/v1/plans/{plan}")


def _begun(real: Real) -> dict[str, Any]:
    resource: dict[str, Any] = real.caller.post("/v1/plans", json=LONG, params={"max_runtime": 300}).json()
    return resource


def _while_solving(real: Real, seconds: float) -> tuple[Measured, float, int]:
    """Return the round trips of the smallest request while two solves run, and how often the loop was punctual."""
    with _busy(real):
        looks, punctual = _lags(real)
        taken, begin = [], time.perf_counter()
        while time.perf_counter() - begin < seconds:
            taken.append(_seconds(real.caller, lambda client: client.get("/healthz")))
            time.sleep(PAUSE)
        more_looks, more_punctual = _lags(real)
    trips = summed_up("ask whether it is alive, while two solves run", taken, callers=1, seconds=seconds)
    return trips, (more_punctual - punctual) / (more_looks - looks), round(more_looks - looks)


def _lags(real: Real) -> tuple[float, float]:
    figures = real.figures()
    return figures["tischrunde_loop_lag_seconds_count"], figures['tischrunde_loop_lag_seconds_bucket{le="0.05"}']


def _freed(real: Real, end: Callable[[str], httpx.Response]) -> float:
    """Return how long after the end of a solve was asked for its process still worked."""
    _await_warm(real)
    plan = _begun(real)["id"]
    until(lambda: len(_working(real)) == 1, seconds=PATIENCE)
    (pid,) = _working(real)
    begin, before = time.perf_counter(), cpu_seconds(pid)
    end(plan).raise_for_status()
    last = begin
    while time.perf_counter() - last < 1:
        now = cpu_seconds(pid)
        if now is None:
            break
        if now - (before or 0.0) > 0.02:
            before, last = now, time.perf_counter()
        time.sleep(PAUSE)
    return round(last - begin, 2)


def _await_warm(real: Real) -> None:
    """Wait until every slot could take a job: who solved what was erased is replaced, and gets warm first."""
    real.planned()
    until(lambda: len(real.children) == SOLVES and not _working(real), seconds=PATIENCE)


def _working(real: Real) -> list[int]:
    before = {pid: cpu_seconds(pid) or 0.0 for pid in real.children}
    time.sleep(IDLE)
    return [pid for pid, spent in before.items() if (cpu_seconds(pid) or 0.0) - spent > IDLE / 5]


def measure(machine: str | None, *, many: int, seconds: float) -> ServiceResults:
    """Measure everything."""
    load_before = load_average()
    limits = {"solves": SOLVES, "max_queued": 1_000_000, "max_queued_per_key": 1_000_000}
    folder = tempfile.TemporaryDirectory(prefix="tischrunde-bench-")
    with folder, running(Path(folder.name) / "kept", **limits) as real:
        freed = {
            "cancelled": _freed(real, lambda plan: real.caller.post(f"/v1/plans/{plan}/cancel")),
            "erased": _freed(real, lambda plan: real.caller.delete(f"/v1/plans/{plan}")),
        }
        _await_warm(real)
        trips, punctual, looks = _while_solving(real, seconds)
        _await_warm(real)
        found = (*_load(real, many), trips)
    return ServiceResults(
        conditions=conditions(limit=5, seeds=1, workers=SOLVES, load_before=load_before, machine=machine),
        measured=found,
        punctual=round(punctual, 4),
        looks=looks,
        freed=freed,
    )


def main() -> None:
    """Measure, and write what was measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-o", "--output", type=Path, help="the results file; standard output if not given")
    parser.add_argument("--machine", help="a name for this computer")
    parser.add_argument("--requests", type=int, default=400, help="of each kind")
    parser.add_argument("--seconds", type=float, default=30.0, help="of looking at the event loop while solves run")
    given = parser.parse_args()
    text = measure(given.machine, many=given.requests, seconds=given.seconds).model_dump_json(indent=1) + "\n"
    if given.output is None:
        sys.stdout.write(text)
    else:
        given.output.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
