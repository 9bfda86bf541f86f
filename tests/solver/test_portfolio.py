"""Searches in step: the same plan wherever the work is done, whatever fails there, and whoever is fast."""

import pickle
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any

import numpy as np
import pytest

from tischrunde.cli import main, solving
from tischrunde.errors import BadInput
from tischrunde.model import Meeting
from tischrunde.planning import solve
from tischrunde.portfolio import Crew, Errand, Folder, Portfolio, advance, errand, portfolio
from tischrunde.problem import Problem
from tischrunde.result import Result
from tischrunde.search import Annealer, Shard, new_seats
from tischrunde.stop import Flag, MaxIterations, MaxRuntime, Progress, any_of

NO_TARGET = -(1 << 60)
FOREVER = float("inf")


def meeting_of(people: int, tables: int, rounds: int) -> Meeting:
    """Return people p0, p1, ... at tables T0, T1, ... of equal size."""
    return Meeting.model_validate(
        {
            "rounds": rounds,
            "people": [{"id": f"p{i}"} for i in range(people)],
            "tables": [{"id": f"T{i}", "seats": -(-people // tables)} for i in range(tables)],
        }
    )


OPEN = meeting_of(14, 4, 5)
"""Too many rounds for a proof: the search goes on until it is stopped."""

EASY = meeting_of(12, 4, 4)
"""Has a perfect plan that a search from new seats finds after some thousand moves."""


class Fickle(Executor):
    """Does as its ``manner`` says with every errand."""

    def __init__(self, manner: Callable[[int, "Future[Any]", Callable[[], Any]], None]) -> None:
        self.manner, self.errands = manner, list[Errand]()

    def submit(self, function: Any, /, *args: Any, **kwargs: Any) -> "Future[Any]":
        future: Future[Any] = Future()
        self.errands.append(args[0])
        self.manner(len(self.errands), future, lambda: function(*args, **kwargs))
        return future


def well(_number: int, future: "Future[Any]", do: Callable[[], Any]) -> None:
    future.set_result(do())


def refusing(_number: int, _future: "Future[Any]", _do: Callable[[], Any]) -> None:
    raise RuntimeError("cannot schedule new futures after shutdown")


def failing_in_turns(number: int, future: "Future[Any]", do: Callable[[], Any]) -> None:
    if number % 3 == 0:
        future.set_exception(OSError("the computer is gone"))
    elif number % 3 == 1:
        future.cancel()
    else:
        future.set_result(do())


def silent(_number: int, _future: "Future[Any]", _do: Callable[[], Any]) -> None:
    pass


@contextmanager
def crew_with_children() -> Iterator[Crew]:
    """Give a crew whose child process is ready."""
    with Crew(2, alone=0) as crew:
        crew.hiring.join()
        yield crew


def planned(*, executor: Executor | None = None, workers: int = 3, moves: int = 900_000) -> Result:
    return solve(OPEN, stop=MaxIterations(moves), seed=3, workers=workers, executor=executor)


def same(one: Result, other: Result) -> bool:
    """Return whether two plans are equal but for their seconds."""
    plans = [result.plan.plain() for result in (one, other)]
    for plan in plans:
        del plan["run"]["seconds"]
    return bool(plans[0] == plans[1])


def begun(meeting: Meeting, *, seed: int = 0) -> tuple[Problem, Shard]:
    """Return where a search stands at its first seats."""
    problem = Problem.of(meeting)
    annealer = Annealer(problem, seed, lambda chance: new_seats(problem, chance), NO_TARGET)
    seats = new_seats(problem, seed)
    assert seats is not None
    annealer.begin(seats, warm=False)
    return problem, annealer.shard()


# The same plan everywhere


def test_threads_make_the_same_plan_as_this_computer_itself() -> None:
    here = planned()
    for number in (1, 3):
        with ThreadPoolExecutor(number) as threads:
            assert same(planned(executor=threads), here)


def test_processes_make_the_same_plan_as_threads() -> None:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as processes:
        assert same(planned(executor=processes), planned())


def test_a_crew_with_a_child_makes_the_same_plan_as_one_without() -> None:
    with crew_with_children() as crew:
        assert same(planned(executor=crew), planned())


@pytest.mark.parametrize("manner", [refusing, failing_in_turns])
def test_an_executor_that_fails_changes_nothing_about_the_plan(manner: Any) -> None:
    assert same(planned(executor=Fickle(manner)), planned())


def test_an_executor_that_never_answers_is_given_up_and_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    here = planned()
    monkeypatch.setattr(portfolio, "LATE", 0.1)
    nobody = Fickle(silent)
    assert same(planned(executor=nobody), here)
    assert len(nobody.errands) == 3


def test_an_error_of_our_own_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_errand: Errand) -> Shard:
        raise ZeroDivisionError

    monkeypatch.setattr(portfolio, "advance", broken)
    with pytest.raises(ZeroDivisionError):
        planned()


@pytest.mark.parametrize("slow", [0, 1, 2])
def test_who_answers_first_does_not_change_which_proof_is_taken(slow: int) -> None:
    def manner(number: int, future: "Future[Any]", do: Callable[[], Any]) -> None:
        future.set_running_or_notify_cancel()
        answer = do()
        threading.Timer(0.2 if number % 3 == slow else 0.0, future.set_result, [answer]).start()

    problem, shard = begun(EASY)
    found = []
    for way in (well, manner):
        others = [Shard.fresh(seed, seed) for seed in (1, 2)]
        several = Portfolio(problem, shard, others, executor=Fickle(way), target=0)
        found.append((several.step(900_000), several.best.tobytes()))
        assert several.is_proved()
        several.close()
    assert found[0] == found[1]
    assert found[0][0] == advance(Errand(Folder.of(problem), shard, 300_000, 0, FOREVER)).proposed


# An errand


def test_an_errand_has_one_answer_however_often_it_is_run() -> None:
    problem, shard = begun(OPEN)
    task = Errand(Folder.of(problem), shard, 50_000, NO_TARGET, FOREVER)
    once, again = pickle.dumps(advance(task)), pickle.dumps(advance(pickle.loads(pickle.dumps(task))))  # noqa: S301
    assert once == again
    assert advance(task).proposed == 50_000


def test_a_search_that_has_not_begun_begins_from_new_seats() -> None:
    problem, _ = begun(OPEN)
    shard = advance(Errand(Folder.of(problem), Shard.fresh(8, 1), 1_000, NO_TARGET, FOREVER))
    assert shard.proposed == 1_000
    assert (shard.seed, shard.number) == (8, 1)
    assert shard.best is not None


def test_a_search_nobody_can_be_seated_for_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    problem, _ = begun(OPEN)
    monkeypatch.setattr(errand, "new_seats", lambda _problem, _seed: None)
    fresh = Shard.fresh(8, 1)
    assert advance(Errand(Folder.of(problem), fresh, 1_000, NO_TARGET, FOREVER)) is fresh


def test_an_errand_out_of_patience_comes_back_at_once() -> None:
    problem, shard = begun(OPEN)
    assert advance(Errand(Folder.of(problem), shard, 50_000, NO_TARGET, 0.0)).proposed == 0


def test_an_errand_ends_at_its_target() -> None:
    problem, shard = begun(EASY)
    after = advance(Errand(Folder.of(problem), shard, 50_000_000, 0, FOREVER))
    assert after.price == 0
    assert after.proposed < 50_000_000


def test_a_search_laid_down_and_taken_up_stands_where_it_stood() -> None:
    problem, shard = begun(OPEN)
    annealer = Annealer(problem, shard.seed, lambda chance: new_seats(problem, chance), NO_TARGET)
    annealer.resume(shard)
    assert pickle.dumps(annealer.shard()) == pickle.dumps(shard)


def test_a_search_takes_what_others_found_only_when_it_is_better() -> None:
    _, shard = begun(OPEN)
    assert shard.best is not None
    other = shard.best[::-1].copy()
    assert shard.knowing(other, shard.price) is shard
    told = shard.knowing(other, shard.price - 1)
    assert told.price == shard.price - 1
    assert told.best is other
    assert told.seats is shard.seats


def test_a_folder_holds_the_whole_meeting() -> None:
    problem, _ = begun(OPEN)
    folder = Folder.of(problem)
    assert folder.problem() is problem
    folder.forget()
    unpacked = folder.problem()
    folder.forget()
    assert unpacked.meeting == OPEN
    assert all(np.array_equal(getattr(unpacked, name), getattr(problem, name)) for name in ("pair", "fixed", "miss"))


def test_a_process_remembers_only_a_few_meetings() -> None:
    folders = [Folder.of(Problem.of(meeting_of(4, 2, rounds))) for rounds in range(1, 7)]
    assert len(errand._kept) == errand.MOST_KEPT
    assert [folder.problem().n_rounds for folder in folders] == [1, 2, 3, 4, 5, 6]
    for folder in folders:
        folder.forget()


# Steps


def test_steps_grow_up_to_a_limit_and_together_never_exceed_the_moves_left() -> None:
    observed = Fickle(well)
    result = planned(executor=observed, workers=2, moves=8_000_001)
    assert [task.moves for task in observed.errands[::2]] == [300_000, 600_000, 1_200_000, 1_200_000, 700_001]
    assert sum(task.moves for task in observed.errands) == 8_000_001
    assert result.plan.run is not None
    assert result.plan.run.iterations == 8_000_001


def test_every_search_is_told_the_best_seats_of_all() -> None:
    observed = Fickle(well)
    planned(executor=observed, workers=3, moves=3_000_000)
    steps = [observed.errands[k : k + 3] for k in range(3, len(observed.errands), 3)]
    assert steps
    for step in steps:
        assert len({task.shard.price for task in step}) == 1


def test_moves_fewer_than_searches_are_dealt_out_to_the_first() -> None:
    observed = Fickle(well)
    planned(executor=observed, workers=5, moves=2)
    assert [task.moves for task in observed.errands] == [1, 1]


def test_more_searches_are_never_worse_than_the_first_seats() -> None:
    problem, shard = begun(OPEN)
    with ThreadPoolExecutor(2) as threads:
        several = Portfolio(problem, shard, [Shard.fresh(5, 1)], executor=threads, target=NO_TARGET)
        prices = [int(several.best_price[0])]
        for _ in range(4):
            several.step(40_000)
            prices.append(int(several.best_price[0]))
        several.close()
    assert prices == sorted(prices, reverse=True)
    assert prices[-1] < prices[0]


# Ending


def test_a_flag_ends_a_solve_whose_executor_never_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portfolio, "GRACE", 0.05)
    flag = Flag()

    def watch(progress: Progress) -> None:
        if progress.seconds > 0:
            flag.set()

    result = solve(OPEN, stop=flag, workers=2, executor=Fickle(silent), on_progress=watch)
    assert result.plan.run is not None
    assert (result.plan.run.stopped_by, result.status) == ("interrupted", "feasible")


def test_every_errand_knows_how_much_time_is_left() -> None:
    observed = Fickle(well)
    solve(OPEN, stop=any_of(Flag(), MaxRuntime(0.6)), workers=2, executor=observed)
    patience = [task.patience for task in observed.errands]
    assert patience == sorted(patience, reverse=True)
    assert all(0 <= seconds <= 0.6 for seconds in patience)


def test_without_a_limit_of_time_errands_have_all_the_time_there_is() -> None:
    observed = Fickle(well)
    planned(executor=observed, moves=3)
    assert {task.patience for task in observed.errands} == {FOREVER}


def test_a_meeting_planned_at_once_sends_nobody_on_errands() -> None:
    observed = Fickle(well)
    assert solve(meeting_of(9, 3, 3), workers=4, executor=observed).status == "optimal"
    assert observed.errands == []


def test_an_executor_from_outside_is_left_open() -> None:
    with ThreadPoolExecutor(1) as threads:
        planned(executor=threads)
        assert threads.submit(int, 7).result() == 7


@pytest.mark.parametrize("workers", [0, -1, 257])
def test_a_number_of_workers_that_makes_no_sense_is_told(workers: int) -> None:
    with pytest.raises(BadInput, match="workers are not possible: there can be 1 to 256"):
        solve(OPEN, workers=workers)


def test_the_command_line_allows_as_many_workers_as_the_library(capsys: pytest.CaptureFixture[str]) -> None:
    assert solving.MOST_WORKERS == portfolio.MOST_WORKERS
    assert main(["--language", "en", "solve", "meeting.yaml", "--workers", "257"]) == 2
    assert "--workers: “257” is too large; 256 is the most." in capsys.readouterr().err
