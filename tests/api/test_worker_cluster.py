"""A solve whose searches a real Dask cluster does, and one whose cluster is away."""

import json
from collections.abc import Iterator

import pytest
from distributed import LocalCluster

from tests.api.working import LONG
from tischrunde.model import Meeting, Plan
from tischrunde.score import judge
from tischrunde_api.store.port import Kind
from tischrunde_api.worker.solving import Order, Standing, work


@pytest.fixture(scope="module")
def computers() -> Iterator[LocalCluster]:
    with LocalCluster(n_workers=1, threads_per_worker=2, processes=True, dashboard_address=":0") as computers:
        yield computers


def order(cluster: str) -> Order:
    return Order(Kind.PLAN, json.dumps(LONG).encode(), b'{"seed": 3}', "en", seconds=3.0, cluster=cluster)


def check(asked: Order) -> None:
    told: list[Standing] = []
    ended = work(asked, stop=lambda progress: None, tell=told.append)
    assert (ended.reason, ended.status, ended.stopped_by) == (None, "feasible", "max_runtime")
    assert told
    assert ended.plan is not None
    plan = Plan.model_validate_json(ended.plan)
    assert plan.rounds is not None
    judgement = judge(Meeting.model_validate(LONG), plan.rounds)
    assert (judgement.violations, judgement.cost) == ((), ended.cost)


def test_a_cluster_does_the_searches(computers: LocalCluster) -> None:
    check(order(computers.scheduler_address))


def test_a_cluster_that_is_away_is_done_without() -> None:
    check(order("tcp://127.0.0.1:1"))
