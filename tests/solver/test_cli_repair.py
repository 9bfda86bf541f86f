"""The command line repairs a plan: what is typed, what is said, what is written, and how it ends."""

import json
from pathlib import Path

import pytest

from tischrunde.cli import main
from tischrunde.documents.saving import write
from tischrunde.io import read_meeting, read_plan, write_meeting, write_plan
from tischrunde.model import Meeting, Plan, Seating
from tischrunde.score import violations

SEATS: Seating = (
    {"T1": ("a", "b", "c"), "T2": ("d", "e"), "T3": ("f", "g")},
    {"T1": ("a", "d", "f"), "T2": ("b", "g"), "T3": ("c", "e")},
)


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    plain = {
        "language": "en",
        "rounds": 2,
        "tables": [{"id": f"T{k}", "seats": 3} for k in (1, 2, 3)],
        "people": [{"id": name, "name": f"Person {name.upper()}"} for name in "abcdefg"],
    }
    meeting = Meeting.model_validate(plain)
    write_meeting(meeting, "evening.json")
    write_plan(Plan(rounds=SEATS), "plan.json")
    write(meeting, Plan(rounds=SEATS), "evening.xlsx")
    Path("new.yaml").write_text("id: new\nname: Nora Neu\n", encoding="utf-8")


def run(*typed: str) -> int:
    return main(["--language", "en", "repair", *typed])


def test_a_repair_says_whose_name_tag_changes_and_that_fewer_is_impossible(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("evening.json", "plan.json", "--absent", "Person D", "--played", "0") == 0

    out = capsys.readouterr().out
    assert "1 name tag changes; fewer is proven impossible." in out
    assert "→" in out


def test_the_new_plan_is_saved_with_the_changed_meeting_beside_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("evening.json", "plan.json", "--absent", "d", "--played", "1", "-o", "new.json") == 0

    meeting, plan = read_meeting("new.meeting.json"), read_plan("new.json")
    assert plan.rounds is not None
    assert not violations(meeting, plan.rounds)
    assert plan.rounds[0] == SEATS[0]
    assert plan.repair is not None
    assert plan.repair.played == 1
    assert "new.meeting.json" in capsys.readouterr().out


def test_a_workbook_holds_both_and_can_be_repaired_again() -> None:
    assert run("evening.xlsx", "--absent", "a", "-o", "second.xlsx") == 0
    assert run("second.xlsx", "--late", "b@2", "--played", "0", "-o", "third.xlsx") == 0
    assert main(["check", "third.xlsx", "third.xlsx"]) == 0
    assert read_meeting("third.xlsx").person_of["b"].rounds == (2,)
    assert not Path("second.meeting.json").exists()


def test_the_answer_as_json_holds_plan_meeting_and_notes(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("evening.json", "plan.json", "--late", "b@2", "--played", "1", "--add", "new.yaml", "--json") == 0

    answer = json.loads(capsys.readouterr().out)
    assert answer.keys() == {"plan", "meeting", "notes"}
    assert answer["plan"]["repair"]["added"] == ["new"]
    assert len(answer["notes"]) == 1


def test_only_new_name_tags_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("evening.json", "plan.json", "--absent", "d", "-o", "tags.pdf", "--only-changed") == 0
    assert run("evening.json", "plan.json", "--absent", "d", "-o", "all.pdf") == 0
    assert Path("tags.pdf").stat().st_size < Path("all.pdf").stat().st_size
    assert run("evening.json", "plan.json", "--absent", "a", "-o", "none.pdf", "--only-changed") == 0
    assert not Path("none.pdf").exists()
    assert "no name tag changes" in capsys.readouterr().err


def test_all_that_was_typed_badly_is_told_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    typed = ["--absent", "zz", "--late", "b", "--leaves", "c@x", "--close", "T9", "--close", "T1@0", "--at-most", "-1"]
    assert run("evening.json", "plan.json", *typed, "--only-changed", "--add", "none.yaml", "-o", "new.doc") == 2

    err = capsys.readouterr().err
    for place in ("--absent:", "--late:", "--leaves:", "--close T9:", "--close:", "--at-most:", "none.yaml", "new.doc"):
        assert place in err
    assert "--only-changed:" in err


def test_what_does_not_go_together_or_is_missing_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("evening.json", "plan.json", "--anew", "--at-most", "3") == 2
    assert "--at-most does not go with --anew" in capsys.readouterr().err
    assert run("evening.json") == 2
    assert "PLAN is missing" in capsys.readouterr().err


def test_a_file_of_people_may_hold_one_or_many(capsys: pytest.CaptureFixture[str]) -> None:
    Path("two.json").write_text('[{"id": "x"}, {"id": "y"}]', encoding="utf-8")
    Path("three.yaml").write_text("people:\n- id: z\n", encoding="utf-8")
    add = [typed for file in ("new.yaml", "two.json", "three.yaml") for typed in ("--add", file)]
    assert run("evening.json", "plan.json", *add, "--absent", "a", "--absent", "b", "--json") == 0
    assert json.loads(capsys.readouterr().out)["plan"]["repair"]["added"] == ["new", "x", "y", "z"]
    Path("bad.yaml").write_text("- [", encoding="utf-8")
    Path("word.yaml").write_text("word", encoding="utf-8")
    assert run("evening.json", "plan.json", "--add", "bad.yaml", "--add", "word.yaml") == 2


def test_an_impossible_repair_says_why_and_writes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("evening.json", "plan.json", "--close", "T2", "--close", "T3", "-o", "new.json") == 3

    told = capsys.readouterr()
    assert "too few seats" in told.out
    assert "Nothing was written" in told.err
    assert not Path("new.json").exists()


def test_planning_anew_keeps_the_rounds_played(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("evening.json", "plan.json", "--anew", "--played", "1", "--max-runtime", "1", "-o", "new.json") == 0
    rounds = read_plan("new.json").rounds
    assert rounds is not None
    assert rounds[0] == SEATS[0]


def test_what_was_told_is_said_back_with_names(capsys: pytest.CaptureFixture[str]) -> None:
    typed = ["--absent", "d", "--late", "e@2", "--leaves", "f@1", "--close", "T3@2", "--add", "new.yaml", "--anew"]
    assert run("evening.json", "plan.json", *typed, "--max-runtime", "1") == 0
    out = capsys.readouterr().out
    for sentence in (
        "Person D (d) stays away from round 1 on.",
        "Person E (e) comes from round 2 on.",
        "Person F (f) leaves after round 1.",
        "Table T3 is closed from round 2 on.",
        "Nora Neu (new) comes as well.",
    ):
        assert sentence in out
    assert "played" not in out
    assert run("evening.json", "plan.json", "--absent", "d", "--absent", "e", "--played", "1") == 0
    out = capsys.readouterr().out
    assert "1 round is played." in out
    assert "Person D (d) and Person E (e) stay away from round 2 on." in out


def test_a_plan_that_cannot_be_read_back_is_called_lost(capsys: pytest.CaptureFixture[str]) -> None:
    lost = "The changed plan itself is not saved: add -o evening-now.xlsx; the next repair needs it."
    typed = ["evening.json", "plan.json", "--absent", "d"]
    assert run(*typed, "-o", "tags.pdf", "--only-changed") == 0
    out = capsys.readouterr().out
    assert "The new name tags are in tags.pdf." in out
    assert "plan is in" not in out
    assert lost in out.replace("\n", " ")
    assert run(*typed, "-o", "seats.csv", "-m", "now.yaml") == 0
    assert lost in capsys.readouterr().out.replace("\n", " ")
    assert run(*typed, "-m", "now.yaml") == 0
    assert "The changed meeting is in now.yaml." in capsys.readouterr().out
    assert run(*typed, "-o", "now.xlsx", "-o", "tags.pdf", "--only-changed") == 0
    out = capsys.readouterr().out
    assert "The plan is in now.xlsx." in out
    assert "not saved" not in out


def test_the_end_is_said_in_the_language_of_the_meeting(capsys: pytest.CaptureFixture[str]) -> None:
    typed = ["repair", "evening.json", "plan.json", "--absent", "a", "-o", "none.pdf", "--only-changed"]
    assert main(["--language", "de", *typed]) == 0
    assert "no name tag changes" in capsys.readouterr().err
    assert main(["--language", "de", *typed[:3], "--close", "T2", "--close", "T3", "-o", "now.json"]) == 3
    assert "Nothing was written: there is no plan." in capsys.readouterr().err


def test_a_name_nobody_has_is_told_with_as_many_people_as_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    people = [{"id": f"p{k}", "name": f"Person {k}"} for k in range(1, 13)]
    seats = [[f"p{k}" for k in range(1, 7)], [f"p{k}" for k in range(7, 13)]]
    plain = {"language": "en", "rounds": 1, "tables": [{"id": t, "seats": 6} for t in "AB"], "people": people}
    write_meeting(Meeting.model_validate(plain), "dozen.json")
    write_plan(Plan(rounds=({"A": tuple(seats[0]), "B": tuple(seats[1])},)), "dozen-plan.json")
    assert run("dozen.json", "dozen-plan.json", "--absent", "Zacharias Quitte") == 2
    assert "p8 and 4 more" in capsys.readouterr().err


def test_who_comes_as_well_gets_a_free_id_that_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    Path("two.yaml").write_text("- name: Olga Ost\n- {id: p7, name: Paul Pol}\n- name: Rita Rot\n", encoding="utf-8")
    assert run("evening.json", "plan.json", "--absent", "a", "--absent", "b", "--add", "two.yaml", "-m", "m.json") == 0
    assert "Olga Ost (p8), Paul Pol (p7) and Rita Rot (p9) come as well." in capsys.readouterr().out
    assert {"p7", "p8", "p9"} <= read_meeting("m.json").person_of.keys()


def test_what_is_wrong_with_somebody_new_is_told_with_file_and_person(capsys: pytest.CaptureFixture[str]) -> None:
    Path("two.yaml").write_text("- name: Olga Ost\n- {id: x, wishes: [cake]}\n- word\n", encoding="utf-8")
    assert run("evening.json", "plan.json", "--add", "new.yaml", "--add", "two.yaml") == 2
    assert "two.yaml, person 3: " in capsys.readouterr().err
    Path("two.yaml").write_text("- name: Olga Ost\n- {id: x, wishes: [cake]}\n- {id: a}\n", encoding="utf-8")
    assert run("evening.json", "plan.json", "--add", "new.yaml", "--add", "two.yaml") == 2
    err = capsys.readouterr().err
    assert "two.yaml, person 2, wishes" in err
    assert "two.yaml, person 3, id: " in err
