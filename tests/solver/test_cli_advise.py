"""``tischrunde advise``: the page, the JSON document, and every wrong number at once."""

import json

import pytest

from tischrunde.cli import main


def test_the_page_says_what_is_possible_and_why_not(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["advise", "--people", "36", "--rounds", "4", "--tables", "6", "--language", "en"]) == 0
    page = " ".join(capsys.readouterr().out.split())
    assert page.startswith("36 people, 4 rounds, each theme at most once: with how many tables does nobody meet twice?")
    assert page.index("possible") < page.index("impossible")
    assert "36 or more" in page


def test_json_is_one_document(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["advise", "--people", "47", "--rounds", "3", "--hosts", "--json", "--language", "en"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["people"], told["rounds"], told["table_sizes"], told["hosts"]) == (47, 3, [4, 6], True)
    first = told["shapes"][0]
    assert first["sizes"] == [{"people": 6, "tables": 7}, {"people": 5, "tables": 1}]
    assert (first["tables"], first["status"], first["rounds_at_most"], first["least_reunions"]) == (8, "possible", 8, 0)


def test_every_wrong_number_is_told_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["advise", "--people", "many", "--table-size", "6-4", "--language", "en"]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert [line.split(":")[0] for line in lines] == ["--people", "--rounds", "--table-size"]


def test_numbers_that_do_not_go_together_are_told_with_their_option(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["advise", "--people", "7", "--rounds", "2", "--table-size", "5..6", "--language", "en"]) == 2
    assert capsys.readouterr().err.startswith("--table-size: 7 people do not fit tables of 5 to 6 people.")


def test_the_largest_meeting_is_answered(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["advise", "--people", "10000", "--rounds", "6", "--table-size", "8", "--language", "en"]) == 0
    assert "possible" in capsys.readouterr().out
