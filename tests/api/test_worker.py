"""A station with real children over a real store: what it keeps, what it ends, and what it lets go on."""

import json
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog

from tests.api.unruly import MODULE
from tests.api.working import (
    LONG,
    SHORT,
    ended,
    found,
    has_plan,
    meeting_of,
    rounds_of,
    submitted,
    the_plan,
    until,
    working,
)
from tischrunde.model import Plan
from tischrunde.score import judge
from tischrunde_api.settings import Settings
from tischrunde_api.store.opening import open_store_at
from tischrunde_api.store.port import EventKind, Kind, State, Store
from tischrunde_api.worker.running import Pace
from tischrunde_api.worker.station import Station, now

QUICK = Pace(grace=1.0, hard=1.0)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = open_store_at(f"sqlite:///{tmp_path_factory.mktemp('jobs')}/jobs.sqlite")
    yield store
    store.close()


@pytest.fixture(scope="module")
def station(shared: Store) -> Iterator[Station]:
    with working(shared, child=MODULE, pace=QUICK, solve_memory=1 << 30) as station:
        yield station


def titled(title: str, meeting: dict[str, Any] = LONG) -> dict[str, Any]:
    return {**meeting, "title": title}


def processes(station: Station) -> set[int]:
    return {child.process.pid for child in station.children.values()}


@pytest.mark.usefixtures("station")
def test_a_meeting_is_planned_and_its_plan_is_what_the_judge_says(shared: Store) -> None:
    job = ended(shared, submitted(shared, SHORT))
    assert (job.state, job.status, job.reason) == (State.DONE, "optimal", None)
    assert job.plan is not None
    plan, meeting = Plan.model_validate_json(job.plan), meeting_of(job)
    assert plan.rounds is not None
    judgement = judge(meeting, plan.rounds)
    assert (judgement.violations, judgement.cost) == ((), job.cost)
    assert job.cost == job.bound
    assert (plan.meeting_sha256, plan.substance_sha256) == (meeting.sha256, meeting.substance_sha256)


@pytest.mark.usefixtures("station")
def test_the_best_plan_so_far_is_a_whole_plan_file(shared: Store) -> None:
    job = submitted(shared, LONG)
    until(lambda: has_plan(shared, job))
    now_so = found(shared, job)
    plan = the_plan(now_so)
    assert (plan["status"], plan["run"]["stopped_by"]) == ("feasible", "running")
    assert judge(meeting_of(now_so), rounds_of(now_so)).cost == now_so.cost == plan["score"]["cost"]
    shared.cancel("", job, now=now())
    assert ended(shared, job).state is State.CANCELLED


@pytest.mark.usefixtures("station")
def test_a_cancelled_solve_ends_within_a_second_and_keeps_its_best_plan(shared: Store, station: Station) -> None:
    job = submitted(shared, LONG)
    until(lambda: has_plan(shared, job))
    before = processes(station)
    shared.cancel("", job, now=now())
    there = ended(shared, job)
    assert (there.state, there.status) == (State.CANCELLED, "feasible")
    assert the_plan(there)["run"]["stopped_by"] == "cancelled"
    assert judge(meeting_of(there), rounds_of(there)).cost == there.cost
    assert processes(station) == before


@pytest.mark.usefixtures("station")
def test_a_solve_that_hears_nothing_is_killed_when_it_is_cancelled(shared: Store, station: Station) -> None:
    job = submitted(shared, titled("plan, then deaf"))
    until(lambda: has_plan(shared, job))
    busy = next(running.child for running in station.running.values() if running.claimed.id == job)
    shared.cancel("", job, now=now())
    there = ended(shared, job)
    assert (there.state, there.status) == (State.CANCELLED, "feasible")
    assert the_plan(there)["run"]["stopped_by"] == "cancelled"
    assert busy.process.returncode == -signal.SIGKILL


@pytest.mark.usefixtures("station")
def test_a_solve_that_never_ends_is_cut_off_with_its_best_plan(shared: Store) -> None:
    there = ended(shared, submitted(shared, titled("plan, then deaf"), max_runtime=5.0))
    assert (there.state, there.status) == (State.DONE, "feasible")
    assert the_plan(there)["run"]["stopped_by"] == "max_runtime"


@pytest.mark.usefixtures("station")
def test_a_solve_that_never_ends_and_has_no_plan_has_failed(shared: Store) -> None:
    there = ended(shared, submitted(shared, titled("deaf"), max_runtime=0.2))
    assert (there.state, there.reason, there.plan) == (State.FAILED, "time", None)


@pytest.mark.parametrize("title", ["greedy", "abort"])
@pytest.mark.usefixtures("station")
def test_a_solve_beyond_its_memory_fails_alone(shared: Store, title: str) -> None:
    neighbour = submitted(shared, LONG)
    until(lambda: has_plan(shared, neighbour))
    there = ended(shared, submitted(shared, titled(title)))
    assert (there.state, there.reason) == (State.FAILED, "memory")
    assert found(shared, neighbour).state is State.SOLVING
    shared.cancel("", neighbour, now=now())
    assert the_plan(ended(shared, neighbour))["run"]["stopped_by"] == "cancelled"


@pytest.mark.usefixtures("station")
def test_a_job_that_kills_its_worker_three_times_has_failed_and_others_go_on(shared: Store) -> None:
    poison = submitted(shared, titled("crash"))
    others = [submitted(shared, SHORT) for _ in range(3)]
    assert {ended(shared, job).status for job in others} == {"optimal"}
    there = ended(shared, poison)
    assert (there.state, there.reason) == (State.FAILED, "crashed")
    assert [event.kind for event in shared.events("", poison, after=0)].count(EventKind.DONE) == 1


@pytest.mark.usefixtures("station")
def test_a_mistake_of_ours_fails_the_job_and_says_nothing_of_the_meeting(
    shared: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    there = ended(shared, submitted(shared, titled("wrong")))
    assert there.state is State.FAILED
    told = capsys.readouterr()
    assert "Mustermann" not in told.out + told.err


@pytest.mark.usefixtures("station")
def test_erasing_a_job_ends_its_solve_at_once(shared: Store, station: Station) -> None:
    job = submitted(shared, LONG)
    until(lambda: has_plan(shared, job))
    busy = next(running.child for running in station.running.values() if running.claimed.id == job)
    shared.erase("", job)
    until(lambda: busy.process.poll() is not None)
    assert shared.find("", job) is None


@pytest.mark.usefixtures("station")
def test_names_are_in_the_reasons_of_the_plan_and_not_in_those_of_the_pseudonymous_one(shared: Store) -> None:
    together = {"kind": "together", "people": ["p0", "p1"]}
    apart = {"kind": "apart", "people": ["p0", "p1"]}
    there = ended(shared, submitted(shared, {**SHORT, "title": "Erika", "rules": [together, apart]}))
    assert (there.state, there.status) == (State.DONE, "infeasible")
    assert there.plan is not None
    assert there.pseudonymous is not None
    told, hidden = (json.loads(raw)["conflicts"][0]["message"] for raw in (there.plan, there.pseudonymous))
    assert "Erika 0 Mustermann (p0)" in told
    assert hidden == told.replace("Erika 0 Mustermann (p0)", "p0").replace("Erika 1 Mustermann (p1)", "p1")
    assert b"Erika" not in there.pseudonymous


@pytest.mark.usefixtures("station")
@pytest.mark.parametrize(
    "rule",
    [
        {"kind": "one_per_table", "attribute": "organisation"},
        {"kind": "composition", "attribute": "organisation", "value": "Erika KG", "max": 0},
        {"kind": "composition", "attribute": "stage", "value": "Erikas Art", "min": 4},
        None,
    ],
)
def test_what_people_are_and_need_is_in_no_pseudonymous_plan(shared: Store, rule: dict[str, object] | None) -> None:
    told_of = {"organisation": "Erika KG", "sector": "Erikas Kreis", "attributes": {"stage": "Erikas Art"}}
    small: dict[str, Any] = SHORT
    people = [{**person, **told_of} for person in small["people"]]
    tables = small["tables"]
    if rule is None:  # more people need what only one table has than fit there
        people = [{**person, "needs": ["Erikas Rampe"]} for person in people]
        tables = [{**tables[0], "features": ["Erikas Rampe"]}, *tables[1:]]
    there = ended(
        shared, submitted(shared, {**SHORT, "people": people, "tables": tables, "rules": [rule] if rule else []})
    )
    assert (there.state, there.status) == (State.DONE, "infeasible")
    assert there.plan is not None
    assert there.pseudonymous is not None
    assert b"Erika" in there.plan
    assert b"Erika" not in there.pseudonymous
    assert "\ue000" not in (there.plan + there.pseudonymous).decode()


@pytest.mark.usefixtures("station")
@pytest.mark.parametrize(("language", "next_step"), [("de", "Abhilfe"), ("en", "Drop one of the two rules")])
def test_a_plan_speaks_the_language_of_its_meeting(shared: Store, language: str, next_step: str) -> None:
    clash = [{"kind": kind, "people": ["p0", "p1"]} for kind in ("together", "apart")]
    there = ended(shared, submitted(shared, {**SHORT, "language": language, "rules": clash}))
    assert next_step in the_plan(there)["conflicts"][0]["message"]


@pytest.mark.usefixtures("station")
def test_a_diagnosis_speaks_the_language_of_who_asked(shared: Store) -> None:
    pin = [{"kind": "pin", "person": "p0", "table": table, "round": 1} for table in ("T0", "T1")]
    possible = ended(shared, submitted(shared, SHORT, kind=Kind.DIAGNOSIS))
    clash = ended(shared, submitted(shared, {**SHORT, "rules": pin}, kind=Kind.DIAGNOSIS))
    assert (possible.status, the_plan(possible)) == ("possible", {"status": "possible", "conflicts": []})
    assert clash.status == "infeasible"
    assert "Erika 0 Mustermann (p0)" in the_plan(clash)["conflicts"][0]["message"]
    assert clash.pseudonymous is not None
    assert b"Erika" not in clash.pseudonymous


def test_a_station_that_stops_puts_its_jobs_back_and_the_next_one_goes_on(tmp_path: Path) -> None:
    store = open_store_at(f"sqlite:///{tmp_path}/jobs.sqlite")
    with working(store, child=MODULE):
        job = submitted(store, LONG)
        until(lambda: has_plan(store, job))
        began = time.monotonic()
    assert time.monotonic() - began < 10
    put_back = found(store, job)
    assert put_back.state is State.QUEUED
    assert put_back.cost == judge(meeting_of(put_back), rounds_of(put_back)).cost
    with working(store, child=MODULE):
        until(lambda: found(store, job).milliseconds > put_back.milliseconds)
        store.cancel("", job, now=now())
        there = ended(store, job)
    assert there.cost is not None
    assert put_back.cost is not None
    assert there.cost <= put_back.cost
    store.close()


def test_a_station_ends_when_a_child_hears_nothing(tmp_path: Path) -> None:
    store = open_store_at(f"sqlite:///{tmp_path}/jobs.sqlite")
    with working(store, child=MODULE, solves=1) as station:
        job = submitted(store, titled("plan, then deaf"))
        until(lambda: has_plan(store, job))
        children = list(station.children.values())
    until(lambda: all(child.process.poll() is not None for child in children))
    assert found(store, job).state is State.QUEUED
    store.close()


def test_processes_that_never_get_ready_are_told(tmp_path: Path) -> None:
    store = open_store_at(f"sqlite:///{tmp_path}/jobs.sqlite")
    stop = threading.Event()
    with structlog.testing.capture_logs() as log:
        station = Station(store, Settings(solves=1), child="tests.api.not_there")
        work = threading.Thread(target=station.run, args=(stop,))
        work.start()
        until(lambda: station.stillborn > 1)
        stop.set()
        work.join()
    assert [line["in_a_row"] for line in log if line["event"] == "process was never ready"][:2] == [1, 2]
    store.close()
