"""A real Dask cluster: the same plan as here, even when one of its computers is lost, and clear words when it fails."""

import json
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from distributed import LocalCluster

from tischrunde.cli import main
from tischrunde.errors import BadInput
from tischrunde.io import write_meeting
from tischrunde.model import Meeting
from tischrunde.planning import solve
from tischrunde.portfolio import cluster
from tischrunde.portfolio.cluster import connected
from tischrunde.stop import MaxIterations, Progress

OPEN = Meeting.model_validate(
    {
        "rounds": 5,
        "people": [{"id": f"p{i}"} for i in range(14)],
        "tables": [{"id": f"T{i}", "seats": 4} for i in range(4)],
    }
)
"""Too many rounds for a proof: the search goes on until it is stopped."""

MOVES = 6_000_000


@pytest.fixture(scope="module")
def two_computers() -> Iterator[LocalCluster]:
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0") as computers:
        yield computers


def refusal(address: str, **options: float) -> str:
    """Return what is said when the cluster at an address cannot be used."""
    with pytest.raises(BadInput) as caught, connected(address, **options):
        pass
    (finding,) = caught.value.findings
    return finding.say("en")


def test_a_computer_lost_in_the_midst_changes_nothing_about_the_plan(two_computers: LocalCluster) -> None:
    lost: list[int] = []

    def pull_the_plug(progress: Progress) -> None:
        if progress.iterations and not lost:
            lost.append(next(iter(two_computers.workers.values())).pid)
            os.kill(lost[0], signal.SIGKILL)

    with connected(two_computers.scheduler_address) as (executor, at_once):
        there = solve(OPEN, stop=MaxIterations(MOVES), workers=3, executor=executor, on_progress=pull_the_plug)
    assert at_once == 2
    assert lost
    assert there.rounds == solve(OPEN, stop=MaxIterations(MOVES), workers=3).rounds
    assert there.plan.run is not None
    assert there.plan.run.iterations == MOVES


def test_the_command_line_plans_on_a_cluster_with_all_its_computers(
    two_computers: LocalCluster, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "meeting.json"
    write_meeting(OPEN, file)
    plans: list[dict[str, Any]] = []
    for options in (["--cluster", two_computers.scheduler_address], ["--workers", "2"]):
        assert main(["solve", str(file), "--json", "--max-iterations", "1000000", *options]) == 0
        plans.append(json.loads(capsys.readouterr().out))
        del plans[-1]["run"]["seconds"]
    assert plans[0] == plans[1]


def test_workers_with_another_version_are_refused(two_computers: LocalCluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "version", lambda _name: "99.0")
    said = refusal(two_computers.scheduler_address)
    assert "does not have tischrunde 99.0" in said
    assert "Install the same version on every computer of the cluster." in said


def test_a_cluster_without_workers_is_told(two_computers: LocalCluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("distributed.Client.nthreads", lambda _client: {})
    assert "has no workers. Start some: dask worker" in refusal(two_computers.scheduler_address)


def test_an_address_where_nobody_answers_is_told() -> None:
    assert "No Dask cluster answers at tcp://127.0.0.1:9." in refusal("tcp://127.0.0.1:9", patience=0.5)


@pytest.mark.parametrize("address", ["", "nonsense", "tcp://", "http://a:1", "tcp://a b:1", "a:port"])
def test_what_is_no_address_is_told_before_anybody_is_called(address: str) -> None:
    assert f"“{address}” is not the address of a Dask cluster. Give the address" in refusal(address)


def test_without_dask_the_line_that_installs_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert "pip install 'tischrunde[cluster]'" in refusal("tcp://127.0.0.1:8786")


def test_the_command_line_tells_what_is_wrong_with_a_cluster(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "meeting.json"
    write_meeting(OPEN, file)
    assert main(["--language", "en", "solve", str(file), "--cluster", "nowhere"]) == 2
    assert capsys.readouterr().err.startswith("--cluster: “nowhere” is not the address of a Dask cluster.")
