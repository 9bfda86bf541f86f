"""``solve --plot``: four pictures and their words in a folder, and nothing that is not ours replaced."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.solver import fake_solve
from tests.solver.test_cli import written
from tischrunde.cli import main
from tischrunde.model import Meeting, Run
from tischrunde.pictures import Moment
from tischrunde.result import Result, unknown

FOUR = ["convergence.png", "matrix.png", "mixing.png", "network.png"]


def plans(meeting: Meeting, **_: Any) -> Result:
    return replace(fake_solve.solved(meeting), history=(Moment(0.5, 10, 3, 3),))


def gives_up(meeting: Meeting, **_: Any) -> Result:
    run: Run = fake_solve.RUN
    return unknown(meeting, run=run)


@pytest.fixture(autouse=True)
def quick_solver(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setitem(sys.modules, "tischrunde.planning", fake_solve.install(plans))


@pytest.fixture
def meeting(tmp_path: Path) -> str:
    return written(tmp_path / "meeting.json")


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_a_new_folder_takes_four_pictures_and_their_words_and_a_second_run_replaces_them(
    meeting: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "pictures"
    for _ in range(2):
        assert main(["solve", meeting, "--plot", str(folder)]) == 0
        assert names(folder) == sorted([*FOUR, "pictures.txt"])
        assert f"in the folder {folder}" in capsys.readouterr().err
    words = (folder / "pictures.txt").read_text(encoding="utf-8")
    assert words.startswith("Tischrunde: ")
    assert all(name in words for name in FOUR)


def test_standard_output_stays_the_plan_alone(meeting: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["solve", meeting, "--json", "--plot", str(tmp_path / "pictures")]) == 0
    assert capsys.readouterr().out.startswith('{\n  "format": "tischrunde/plan/1"')


@pytest.mark.parametrize("name", ["matrix.png", "pictures.txt"])
def test_a_file_that_is_not_ours_is_never_replaced(
    meeting: str, name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_text("mine", encoding="utf-8")
    assert main(["solve", meeting, "--plot", str(tmp_path)]) == 2
    assert "would be lost" in capsys.readouterr().err
    assert (tmp_path / name).read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(("name", "why"), [("m.png", "is no folder"), ("a/b", "There is no folder")])
def test_what_is_no_folder_is_told_before_anything_is_solved(
    meeting: str, name: str, why: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["solve", meeting, "--plot", str(tmp_path / name), "--seed", "x"]) == 2
    err = capsys.readouterr().err
    assert why in err
    assert "--seed" in err


def test_without_matplotlib_it_says_what_to_install(
    meeting: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("tischrunde.pictures.picture.find_spec", lambda name: None)
    assert main(["solve", meeting, "--plot", str(tmp_path / "pictures")]) == 2
    assert 'pip install "tischrunde[plot]"' in capsys.readouterr().err


def test_where_there_is_no_plan_nothing_is_drawn(
    meeting: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "tischrunde.planning", fake_solve.install(gives_up))
    assert main(["solve", meeting, "--plot", str(tmp_path / "pictures")]) == 4
    assert "no pictures were drawn" in capsys.readouterr().err
    assert not (tmp_path / "pictures").exists()


def test_a_picture_that_is_too_large_is_left_out_and_its_older_one_removed(
    meeting: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["solve", meeting, "--plot", str(tmp_path / "p")]) == 0
    monkeypatch.setattr(sys.modules["tischrunde.pictures.network"], "MOST", 1)
    assert main(["solve", meeting, "--plot", str(tmp_path / "p")]) == 0
    assert "The picture network was not drawn." in capsys.readouterr().err
    assert names(tmp_path / "p") == ["convergence.png", "matrix.png", "mixing.png", "pictures.txt"]
