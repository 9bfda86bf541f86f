"""The printed report: what it says, and that names cannot break it."""

import io
from itertools import pairwise
from typing import Any

import pytest
from rich.console import Console, RenderableType

from tischrunde.documents.printable import decimal, printable
from tischrunde.documents.quality import verdict
from tischrunde.errors import Reason
from tischrunde.model import Meeting, Run, Seating
from tischrunde.planning import solve
from tischrunde.report.check import checked
from tischrunde.report.quality import figures_table
from tischrunde.report.result import report
from tischrunde.result import Proof, Result, impossible, planned, unknown
from tischrunde.score import judge
from tischrunde.stop import MaxIterations
from tischrunde.words import Text

RUN = Run(version="0", seed=0, seconds=1.25, iterations=10, stopped_by="max_runtime", method="search")


def drawn(content: RenderableType, *, width: int = 80) -> str:
    console = Console(file=io.StringIO(), width=width, highlight=False, markup=False, emoji=False)
    console.print(content)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def meeting_of(names: list[str], *, size: int = 2, **also: Any) -> Meeting:
    """Return a meeting in English: two people at a table, two rounds."""
    people: list[dict[str, Any]] = [{"id": f"p{n}", "name": name} for n, name in enumerate(names, start=1)]
    tables = [{"id": f"T{n}", "seats": size} for n in range(1, len(names) // size + 1)]
    return Meeting.model_validate(
        {"title": "Spring", "language": "en", "rounds": 2, "tables": tables, "people": people} | also
    )


def seats(meeting: Meeting, *orders: str) -> Seating:
    """Return the seating in which each order, such as ``p1 p2 | p3 p4``, is a round."""
    return tuple(
        {table.id: tuple(part.split()) for table, part in zip(meeting.tables, order.split("|"), strict=True)}
        for order in orders
    )


def result_of(meeting: Meeting, *orders: str, bound: int | None = None) -> Result:
    """Return the result for a seating, proven to be the best unless a lower bound is given."""
    rounds = seats(meeting, *orders)
    judgement = judge(meeting, rounds)
    cost = judgement.cost if bound is None else bound
    terms = {name: value if bound is None else min(value, 0) for name, value in judgement.terms.items()}
    return planned(meeting, rounds, proof=Proof(terms, cost), run=RUN)


FOUR = ["Ada", "Bo", "Cleo", "Dan"]


def test_the_report_shows_everybody_in_every_round() -> None:
    result = result_of(meeting_of(FOUR), "p1 p2 | p3 p4", "p1 p3 | p2 p4")
    shown = drawn(report(result))
    assert "4 people, 2 tables, 2 rounds." in shown
    assert "Round 1" in shown
    assert "Round 2" in shown
    for pair in ("Ada, Bo", "Cleo, Dan", "Ada, Cleo", "Bo, Dan"):
        assert pair in shown


def test_a_proven_plan_is_called_proven_and_another_is_not() -> None:
    meeting = meeting_of(FOUR)
    rounds = ("p1 p2 | p3 p4", "p1 p2 | p3 p4")
    assert "Proven: no better plan is possible." in drawn(report(result_of(meeting, *rounds)))
    shown = drawn(report(result_of(meeting, *rounds, bound=16)))
    assert "Proven" not in shown
    assert "optimal" not in shown
    assert "At most 25 % above the best possible" in shown


def test_the_distance_to_the_best_is_never_rounded_down() -> None:
    meeting = meeting_of(FOUR, weights={"reunions": 10_000})
    shown = drawn(report(result_of(meeting, "p1 p2 | p3 p4", "p1 p2 | p3 p4", bound=19_999)))
    assert "At most 0.1 % above" in shown


def test_a_bound_of_zero_gives_points_and_no_percentage() -> None:
    shown = drawn(report(result_of(meeting_of(FOUR), "p1 p2 | p3 p4", "p1 p2 | p3 p4", bound=0)))
    assert "%" not in shown
    assert "The cost is 20; no plan is below 0." in shown


def test_the_report_speaks_of_the_time_of_a_round() -> None:
    meeting = meeting_of(FOUR, rounds=[{"label": "Arriving", "start": "23:50", "minutes": 25}, {"minutes": 1}])
    shown = drawn(report(result_of(meeting, "p1 p2 | p3 p4", "p1 p3 | p2 p4")))
    assert "Round 1 · Arriving · 23:50 to 0:15" in shown
    assert "Round 2 · 1 minute" in shown


def test_hosts_come_first_and_are_marked() -> None:
    people = [{"id": "p1", "name": "Ada"}, {"id": "p2", "name": "Bo", "hosts": "T1"}]
    meeting = meeting_of(FOUR, people=[*people, {"id": "p3"}, {"id": "p4"}])
    assert "Bo (host), Ada" in drawn(report(result_of(meeting, "p1 p2 | p3 p4", "p2 p3 | p1 p4")))


def test_people_of_the_same_name_are_told_apart() -> None:
    meeting = meeting_of(["Ada", "Ada", "Cleo", "Dan"])
    assert "Ada (p1), Ada (p2)" in drawn(report(result_of(meeting, "p1 p2 | p3 p4", "p1 p3 | p2 p4")))


def test_names_that_look_like_markup_are_printed_as_they_are() -> None:
    meeting = meeting_of(["[bold]Ada[/bold]", ":smile:", "{name}", "[/]"], title="[red]Spring")
    shown = drawn(report(result_of(meeting, "p1 p2 | p3 p4", "p1 p3 | p2 p4")))
    for name in ("[bold]Ada[/bold]", ":smile:", "{name}", "[/]", "[red]Spring"):
        assert name in shown


def test_names_cannot_steer_the_terminal() -> None:
    meeting = meeting_of(["A\x1b[2Jda", "B\u202eo", "Cl\r\neo", "D\x9ban"], title="Spr\x07ing")
    shown = drawn(report(result_of(meeting, "p1 p2 | p3 p4", "p1 p3 | p2 p4")))
    for steering in ("\x1b", "\u202e", "\r", "\x9b", "\x07"):
        assert steering not in shown


@pytest.mark.parametrize("width", [40, 80, 160])
def test_no_line_is_wider_than_the_page(width: int) -> None:
    names = [f"Person with a rather long name number {n}" for n in range(1, 13)]
    themes = [{"id": f"t{n}", "title": "What would you like to talk about, and why? " * 2} for n in (1, 2)]
    tables = [{"id": f"T{n}", "seats": 6, "theme": f"t{n}"} for n in (1, 2)]
    meeting = meeting_of(names, size=6, themes=themes, tables=tables)
    one, other = " ".join(f"p{n}" for n in range(1, 7)), " ".join(f"p{n}" for n in range(7, 13))
    shown = drawn(report(result_of(meeting, f"{one} | {other}", f"{other} | {one}")), width=width)
    assert max(map(len, shown.splitlines())) <= width
    assert "number 12" in shown


def test_a_name_stays_on_one_line_where_it_fits() -> None:
    names = [f"First{n} Last{n}" for n in range(1, 13)]
    meeting = meeting_of(names, size=6)
    one, other = " ".join(f"p{n}" for n in range(1, 7)), " ".join(f"p{n}" for n in range(7, 13))
    shown = drawn(report(result_of(meeting, f"{one} | {other}", f"{other} | {one}")), width=50)
    for name in names:
        assert shown.count(name) == 2


def test_a_large_meeting_is_told_in_figures_not_in_names() -> None:
    meeting = meeting_of([f"Person {n}" for n in range(1, 123)], size=61)
    one, other = " ".join(f"p{n}" for n in range(1, 62)), " ".join(f"p{n}" for n in range(62, 123))
    shown = drawn(report(result_of(meeting, f"{one} | {other}", f"{one} | {other}")))
    assert "Person 1" not in shown
    assert "-o plan.json" in shown
    assert "122" in shown


def test_where_the_plan_is_saved_is_said() -> None:
    result = result_of(meeting_of(FOUR), "p1 p2 | p3 p4", "p1 p3 | p2 p4")
    assert "The plan is in my plan.json." in drawn(report(result, saved=["my plan.json"]))
    assert "-o plan.json saves it" in drawn(report(result))


def test_needs_are_never_printed() -> None:
    tables = [{"id": "T1", "seats": 2, "features": ["interpreter"]}, {"id": "T2", "seats": 2}]
    people = [{"id": "p1", "needs": ["interpreter"]}, {"id": "p2"}, {"id": "p3"}, {"id": "p4"}]
    meeting = meeting_of(FOUR, tables=tables, people=people)
    assert "interpreter" not in drawn(report(result_of(meeting, "p1 p2 | p3 p4", "p1 p3 | p2 p4")))


def test_mixing_is_told_in_words() -> None:
    people = [{"id": f"p{n}", "sector": "x", "attributes": {"stage": "y"}} for n in range(1, 5)]
    meeting = meeting_of(FOUR, people=people, weights={"mixing": {"sector": 1, "stage": 1, "organisation": 0}})
    shown = drawn(report(result_of(meeting, "p1 p2 | p3 p4", "p1 p3 | p2 p4")))
    assert "Pairs at a table from one sector" in shown
    assert "Pairs at a table with the same “stage”" in shown
    assert "organisation" not in shown


def test_what_nobody_has_or_wishes_is_left_out() -> None:
    meeting = meeting_of(FOUR)
    rounds = ("p1 p2 | p3 p4", "p1 p3 | p2 p4")
    for shown in (
        drawn(report(result_of(meeting, *rounds))),
        drawn(checked(meeting, judge(meeting, seats(meeting, *rounds)))),
    ):
        assert "Reunions" in shown
        for unused in ("sector", "organisation", "ishes", "ompany"):
            assert unused not in shown


def test_wishes_and_company_are_told_where_the_meeting_has_them() -> None:
    themes, tables = (
        [{"id": "x"}, {"id": "y"}],
        [{"id": "T1", "seats": 2, "theme": "x"}, {"id": "T2", "seats": 2, "theme": "y"}],
    )
    people = [{"id": "p1", "wishes": ["x"]}, {"id": "p2"}, {"id": "p3"}, {"id": "p4"}]
    meeting = meeting_of(FOUR, rounds=1, themes=themes, tables=tables, people=people, affinities=[["p1", "p2", 5]])
    shown = " ".join(drawn(checked(meeting, judge(meeting, seats(meeting, "p3 p4 | p1 p2")))).split())
    assert "Wishes not met, in points 4 4 16" in shown
    assert "4 points if it is somebody's first" in shown
    assert "Company, wanted" in shown


def test_the_best_possible_range_is_the_one_that_is_shown() -> None:
    result = result_of(meeting_of(FOUR), "p1 p2 | p3 p4", "p1 p3 | p2 p4")
    reach = {"min": 1, "median": 2, "max": 2}
    figures = {"distinct_contacts": {**reach, "median": 1.5, "possible": reach}}
    grid = figures_table(result.meeting, result.plan.model_copy(update={"figures": figures}))
    line = next(line for line in drawn(grid).splitlines() if "People met" in line)
    assert line.split("  ")[0].strip() == "People met, per person"
    assert "best possible" in line


@pytest.mark.parametrize("count", [4, 122])
def test_no_report_has_two_empty_lines_in_a_row(count: int) -> None:
    meeting = meeting_of([f"Person {n}" for n in range(1, count + 1)], size=count // 2)
    half = count // 2
    one, other = (" ".join(f"p{n}" for n in part) for part in (range(1, half + 1), range(half + 1, count + 1)))
    lines = [
        line.strip() for line in drawn(report(result_of(meeting, f"{one} | {other}", f"{one} | {other}"))).splitlines()
    ]
    assert ("", "") not in list(pairwise(lines))


def test_an_impossible_meeting_is_told_with_its_reasons_and_their_places() -> None:
    reason = Reason(Text("{seats} seats are too few.", seats=3), ("tables/T1/seats", "balance"))
    shown = drawn(report(impossible(meeting_of(FOUR), [reason], run=RUN)))
    assert "impossible" in shown
    assert "- 3 seats are too few." in shown
    assert "tables/T1/seats, balance" in shown


def test_no_plan_in_time_is_no_claim_of_impossibility() -> None:
    shown = drawn(report(unknown(meeting_of(FOUR), run=RUN)))
    assert "No plan was found in the time given." in shown
    assert "impossible" not in shown


def test_a_check_lists_what_is_broken_and_the_true_score() -> None:
    meeting = meeting_of(FOUR, rules=[{"kind": "apart", "people": ["p1", "p2"]}])
    broken = judge(meeting, seats(meeting, "p1 p2 | p3 p4", "p1 p3 | p2 p4"))
    shown = drawn(checked(meeting, broken, claims=[Text("It says 5.")], notes=[Text("It is old.")]))
    assert "1 rule is broken:" in shown
    assert "rules/0" in shown
    assert "- It says 5." in shown
    assert "It is old." in shown
    kept = judge(meeting, seats(meeting, "p1 p3 | p2 p4", "p1 p4 | p2 p3"))
    assert "Every rule is kept." in drawn(checked(meeting, kept))


def test_of_many_broken_rules_a_check_shows_the_first_and_counts_the_rest() -> None:
    rules = [{"kind": "apart", "people": ["p1", "p2"]}] * 22
    meeting = meeting_of(FOUR, rules=rules)
    shown = drawn(checked(meeting, judge(meeting, seats(meeting, "p1 p2 | p3 p4", "p1 p3 | p2 p4"))))
    assert "22 rules are broken:" in shown
    assert "rules/19 in" in shown
    assert "rules/20 in" not in shown
    assert "And 2 more; --json lists all." in shown


def test_a_check_says_first_that_the_plan_may_belong_to_another_meeting() -> None:
    meeting = meeting_of(FOUR)
    judgement = judge(meeting, seats(meeting, "p1 p2 | p3 p4", "p1 p3 | p2 p4"))
    assert drawn(checked(meeting, judgement, notes=[Text("It is old.")])).startswith("It is old.")


def test_printable_keeps_letters_of_all_writings() -> None:
    for name in ("Zoë Größe", "李小龙", "نرگس", "नेहा", "می\u200cخواهم"):
        assert printable(name) == name


def test_decimals_follow_the_language() -> None:
    assert decimal(0.81, "de") == "0,8"
    assert decimal(0.81, "en") == "0.8"
    assert decimal(100.0, "en", digits=0) == "100"


def test_a_proven_plan_with_a_line_below_its_best_says_that_not_all_can_be_best() -> None:
    people = [
        {"id": f"{sector}{k}", "sector": sector, "wishes": [theme]} for sector, theme in ("ax", "by") for k in (0, 1)
    ]
    tables = [{"id": theme.upper(), "seats": 2, "theme": theme} for theme in "xy"]
    meeting = Meeting.model_validate(
        {"rounds": 1, "language": "en", "themes": [{"id": "x"}, {"id": "y"}], "tables": tables, "people": people}
    )
    result = solve(meeting, stop=MaxIterations(100_000))

    assert result.status == "optimal"
    assert result.score is not None
    assert "not all lines can be at their best at once" in verdict(result.plan, result.score, "en").say("en")
