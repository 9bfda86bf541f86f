"""Processes of a real service are killed and frozen at random: nothing is lost, nothing done twice, nothing wrong."""

from tests.api.chaos.run import run


def test_jobs_survive_fifty_kills() -> None:
    account = run(kills=50, freezes=8, seed=5, gap=0.8)
    assert account.kills == 50
    assert account.jobs > 20
    assert not account.lost, account
    assert not account.double, account
    assert not account.wrong, account
    # Three kills in a row of one and the same job are rare, but chance may have it so; the job says why it failed.
    assert len(account.condemned) <= 2, account


BUSY_STATIONS = {"station": 1, "worker": 1}


def test_without_the_fence_frozen_stations_end_jobs_that_others_have_ended() -> None:
    account = run(kills=0, freezes=16, seed=5, gap=0.5, callers=8, roles=BUSY_STATIONS, unfenced=True)
    assert account.double, account
