"""Each criterion for stopping, with a clock that the test moves."""

import pytest

from tischrunde.stop import Flag, MaxIterations, MaxRuntime, NoImprovement, Progress, Stop, any_of


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("iterations", "word"), [(0, None), (99, None), (100, "max_iterations"), (101, "max_iterations")]
)
def test_the_number_of_moves_is_a_limit(iterations: int, word: str | None) -> None:
    assert MaxIterations(100)(Progress(iterations=iterations)) == word


@pytest.mark.parametrize(("passed", "word"), [(0.0, None), (4.9, None), (5.0, "max_runtime"), (60.0, "max_runtime")])
def test_time_runs_from_the_first_look(passed: float, word: str | None) -> None:
    clock = Clock()
    stop = MaxRuntime(5, clock=clock)
    clock.now += 3600
    assert stop(Progress()) is None
    clock.now += passed
    assert stop(Progress()) == word


def test_no_time_at_all_is_over_at_the_first_look() -> None:
    assert MaxRuntime(0, clock=Clock())(Progress()) == "max_runtime"


def test_the_seconds_of_a_solve_do_not_count_for_the_clock_of_a_criterion() -> None:
    assert MaxRuntime(5, clock=Clock())(Progress(seconds=99.0)) is None


@pytest.mark.parametrize(("since", "word"), [(0, None), (9, None), (10, "no_improvement"), (11, "no_improvement")])
def test_a_valid_plan_that_stays_as_it_is_ends_the_search(since: int, word: str | None) -> None:
    assert NoImprovement(10)(Progress(violations=0, since=since)) == word


@pytest.mark.parametrize("violations", [-1, 1, 7])
def test_patience_never_runs_out_without_a_valid_plan(violations: int) -> None:
    assert NoImprovement(10)(Progress(violations=violations, since=10_000)) is None


def test_a_flag_stops_once_it_is_set_and_says_its_word() -> None:
    flag, other = Flag(), Flag("cancelled")
    assert (flag(Progress()), other(Progress())) == (None, None)
    flag.set()
    other.set()
    assert (flag(Progress()), other(Progress())) == ("interrupted", "cancelled")


def test_any_of_stops_with_the_word_of_the_first_part_that_does() -> None:
    stop = any_of(MaxIterations(10), NoImprovement(5))
    assert stop(Progress(iterations=9, violations=0, since=4)) is None
    assert stop(Progress(iterations=9, violations=0, since=5)) == "no_improvement"
    assert stop(Progress(iterations=10, violations=0, since=5)) == "max_iterations"


def test_any_of_nothing_never_stops() -> None:
    assert any_of()(Progress(iterations=1 << 40)) is None


@pytest.mark.parametrize(
    ("parts", "limit"),
    [
        ([Flag()], None),
        ([MaxIterations(10)], 10),
        ([MaxIterations(10), Flag(), MaxIterations(7)], 7),
        ([any_of(MaxIterations(3), Flag()), MaxIterations(7)], 3),
    ],
)
def test_any_of_knows_the_least_limit_of_moves_among_its_parts(parts: list[Stop], limit: int | None) -> None:
    assert getattr(any_of(*parts), "max_iterations", None) == limit
