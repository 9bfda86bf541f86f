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


def test_without_the_fence_the_same_fire_shows_jobs_that_end_twice() -> None:
    account = run(kills=0, freezes=12, seed=5, gap=0.8, unfenced=True)
    assert account.double + account.lost + account.wrong, account
