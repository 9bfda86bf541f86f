"""The plan in a workbook, as people change it."""

from typing import Any

import pytest

from tests.solver.sheets import cells
from tests.solver.small_workbook import workbook
from tischrunde.errors import BadPlan
from tischrunde.io.sheets.cells import Sheet
from tischrunde.io.workbook import plan_from_workbook

PLAN = cells("Plan", ("Round", "Table", "Person"), (1, "T1", "p1"), ("1", "T1", "p2"), (3.0, "T1", "p1"))


def test_the_seats_of_a_plan_are_enough() -> None:
    assert plan_from_workbook([PLAN]).rounds == ({"T1": ("p1", "p2")}, {}, {"T1": ("p1",)})


@pytest.mark.parametrize(
    ("sheet", "sentences"),
    [
        (
            cells("Plan", ("Runde", "Tisch", "Person"), (0, "T1", "p1"), ("x", "T1", "p1"), (1, None, "p1")),
            [
                "Plan!A2: 0 is no round. Rounds are numbered 1, 2, 3 and so on.",
                "Plan!A3: A whole number belongs here. Found: “x”. Write a number such as 6, without words.",
                "Plan!B4: “Tisch” is missing in this row. Fill it in, or delete the row.",
            ],
        ),
        (
            cells("Plan facts", ("Fact", "Value"), ("score", '{"cost":'), ("status", '"optimol"')),
            [
                "Plan facts!B2: This is not JSON any more. Write the plan anew with “tischrunde solve”.",
                "Plan facts!B3: “optimol” is not possible here. Did you mean “optimal”?",
            ],
        ),
    ],
)
def test_what_is_wrong_with_a_plan_is_told_at_its_cell(sheet: Sheet, sentences: list[str]) -> None:
    sheets = [sheet] if sheet.name == "Plan" else [PLAN, sheet]
    with pytest.raises(BadPlan) as raised:
        plan_from_workbook(sheets)

    assert [f"{one.place}: {one.message} {one.hint}" for one in raised.value.findings] == sentences


def test_a_workbook_without_a_plan_is_told() -> None:
    with pytest.raises(BadPlan, match="This workbook holds no plan"):
        plan_from_workbook(workbook())


def with_plan(*rows: tuple[Any, ...]) -> list[Sheet]:
    return [*workbook(), cells("Plan", ("Round", "Table", "Person", "Name"), *rows)]


def test_a_plan_may_name_people_who_have_their_name_alone_in_either_column() -> None:
    sheets = with_plan((1, "t1", "ada", None), (1, "T10", None, "Ben"), (2, "T1", "p1", "Nobody now"), (2, "T10"))

    assert plan_from_workbook(sheets).rounds == ({"T1": ("p1",), "T10": ("p2",)}, {"T1": ("p1",), "T10": ()})


def test_who_and_what_the_meeting_of_a_plan_does_not_know_is_told_at_its_cell() -> None:
    sheets = with_plan((1, "T1", "Adda", None), (1, "T100", "p2", None), (2, "T1", "p1", "Ben"), (2, "T1", None, "Bne"))
    with pytest.raises(BadPlan) as raised:
        plan_from_workbook(sheets)

    assert [f"{one.place}: {one.message} {one.hint}" for one in raised.value.findings] == [
        "Plan!C2: There is no person “Adda” on the sheet of people. Did you mean “Ada”?",
        "Plan!B3: There is no table “T100”. Did you mean “T10” or “T1”?",
        "Plan!D4: “p1” and “Ben” are two people. Write who is meant into the column “Person” and empty this cell.",
        "Plan!D5: There is no person “Bne” on the sheet of people. Did you mean “Ben”?",
    ]
