"""What is wrong in a workbook is told at its cell."""

from datetime import date

import pytest

from tests.solver.sheets import cells
from tests.solver.small_workbook import read, told
from tischrunde.errors import MOST_FINDINGS, BadMeeting
from tischrunde.io.sheets.cells import Sheet, Unusable


@pytest.mark.parametrize(
    ("sheet", "sentences"),
    [
        (
            cells("People", ("Name", "Hosts table"), ("Ada", "T11")),
            ["People!B2: There is no table “T11”. Did you mean “T1” or “T10”?"],
        ),
        (
            cells("People", ("Name", "Wish 1", "Wish 2"), ("Ada", "Garden", "Gardn; Hose")),
            [
                "People!C2: There is no theme “Gardn”. Did you mean “Garden”?",
                "People!C2: There is no theme “Hose”. Did you mean “House”?",
            ],
        ),
        (
            cells("People", ("Name", "Wish 1", "Wish 2"), ("Ada", "Garden", "Garden")),
            ["People!C2: “Garden” is listed twice. Remove one of the two."],
        ),
        (
            cells("People", ("Name", "Organisation"), ("Ada", "Ulm"), (None, "Ulm"), ("Ada", "Aalen")),
            [
                "People!A3: “Name” is missing in this row. Fill it in, or delete the row.",
                "People!A4: “Ada” stands here again, first in row 2. "
                "Delete one of the rows or, if these are two people, write an ID for each.",
            ],
        ),
        (
            cells("People", ("Name", "ID"), ("Ada", "a"), ("Ben", "a")),
            ["People!B3: The id “a” is taken already by an earlier entry of people. Give each entry an id of its own."],
        ),
        (
            cells("People", ("Name", "Rounds"), ("Ada", 1.2), ("Ben", date(2026, 3, 1)), ("Cem", "3")),
            [
                "People!B2: Rounds belong here. Found: 1.2. "
                "Write their numbers as in 1; 3 or 2-4. If Excel changes them, format the cell as text.",
                "People!B3: Rounds belong here. Found: 2026-03-01. "
                "Write their numbers as in 1; 3 or 2-4. If Excel changes them, format the cell as text.",
                "People!B4: There is no round 3: the meeting has 2 rounds. "
                "Change the round, or the number of rounds of the meeting.",
            ],
        ),
        (
            cells("People", ("Nmae", "Hosts table"), ("Ada", "T1")),
            [
                "People!1: The column “Name” is missing. Add it, or check how it is spelt.",
                "People!A1: There is no column “Nmae”. Did you mean “Name”?",
            ],
        ),
        (
            cells("People", ("Name", "Wish 1", "NAME"), ("Ada", None, "Ada")),
            ["People!C1: The column “NAME” stands here twice. Remove one of the two, or change its heading."],
        ),
        (
            cells("People", ("Name",), ("a\u202eb",)),
            [
                "People!A2: “a�b” holds an unseen sign (U+202E) that shows letters in another order than they stand. "
                "Type the text again."
            ],
        ),
        (
            cells(
                "Tables",
                ("Table", "Seats", "Fewest people"),
                ("T1", None, 2),
                ("T10", "six", 3),
                (None, 4, None),
                ("T3", 0),
            ),
            [
                "Tables!B2: “Seats” is missing in this row. Fill it in, or delete the row.",
                "Tables!B3: A whole number belongs here. Found: “six”. Write a number such as 6, without words.",
                "Tables!A4: “Table” is missing in this row. Fill it in, or delete the row.",
                "Tables!B5: 0 is too small: it must be at least 1. Write a number from 1 on.",
            ],
        ),
        (
            cells("Tables", ("Table", "Theme"), ("T1", "Garden"), ("T2", None)),
            ["Tables!1: The column “Seats” is missing. Add it, or check how it is spelt."],
        ),
        (
            cells("Tables", ("Table", "Seats", "Theme"), ("T1", 6, "Garten")),
            ["Tables!C2: There is no theme “Garten”. Did you mean “Garden”?"],
        ),
        (
            cells("Rules", ("Rule", "People", "Tables", "Rounds"), ("Fixed place", "Ada; Ben", None, "1")),
            [
                "Rules!B2: Only one entry is possible here, for this rule. Write a row for each.",
                "Rules!C2: This rule needs the column “Tables”. Fill in the cell.",
            ],
        ),
        (
            cells("Rules", ("Rule", "People", "At most"), ("Nobody alon", "Ada", None), ("apart", "Ada; Bon", 3)),
            [
                "Rules!A2: “Nobody alon” is not possible here. Did you mean “Nobody alone”?",
                "Rules!B3: There is no person “Bon” on the sheet of people. Did you mean “Ben”?",
                "Rules!C3: This rule does not use the column “At most”. Empty the cell, or choose another rule.",
            ],
        ),
        (
            cells("Rules", ("Rule", "Attribute", "Value", "At least", "At most"), ("composition", "Sector", "x", 3, 2)),
            ["Rules!D2: At least 3 and at most 2 people: no table can have both. Make min the smaller of the two."],
        ),
        (
            cells(
                "Pairs",
                ("Person 1", "Person 2", "Met before"),
                ("Ada", "Ada", 1),
                ("Ada", "Ben", None),
                ("Ada", None, 2),
            ),
            [
                "Pairs!2: “p1” is paired with “p1”: a pair is two people. "
                "Name two different people, or remove the entry.",
                "Pairs!C3: “Met before” is missing in this row. Fill it in, or delete the row.",
                "Pairs!B4: “Person 2” is missing in this row. Fill it in, or delete the row.",
            ],
        ),
        (
            cells("Rounds", ("Round", "Begins at", "Minutes"), (1, "half past", 25), (3, "9:30", 0)),
            [
                "Rounds!B2: A time of day belongs here. Found: “half past”. Write hours and minutes, as in 10:30.",
                "Rounds!A3: Round 3 stands in the place of round 2. Write a row for every round, in their order.",
                "Rounds!C3: 0 is too small: it must be at least 1. Write a number from 1 on.",
            ],
        ),
        (
            cells("Rounds", ("Round", "Label"), (1, "Before the break")),
            ["Rounds: There is 1 row of rounds, and the settings say 2. Write a row for every round, or none at all."],
        ),
        (
            cells(
                "Settings",
                ("Setting", "Value"),
                ("Weight of reunion", 3),
                ("Language", "Klingon"),
                ("Number of rounds", 0),
            ),
            [
                "Settings!A2: There is no setting “Weight of reunion”. Did you mean “Weight of reunions”?",
                "Settings!B3: “Klingon” is not possible here. Possible here: German, Deutsch, English and Englisch.",
                "Settings!B4: 0 is too small: it must be at least 1. Write a number from 1 on.",
            ],
        ),
        (
            cells("Settings", ("Setting", "Value"), ("Title", "x"), ("title", "y"), ("Number of rounds", None)),
            [
                "Settings!A3: The setting “title” stands here again, first in row 2. Remove one of the two.",
                "Settings!B4: The number of rounds is missing. "
                "Write it on the sheet of settings, or describe every round on the sheet of rounds.",
            ],
        ),
        (
            cells("Themes", ("Garden", "House"), ("x", "y")),
            ["Themes: The row of headings is missing. Write above the entries: Theme, Title."],
        ),
    ],
)
def test_what_is_wrong_is_told_at_its_cell(sheet: Sheet, sentences: list[str]) -> None:
    said = told(sheet)

    assert [one for one in said if one.startswith(sheet.name)] == sentences


def test_everything_wrong_is_told_at_once_in_the_order_of_the_workbook() -> None:
    said = told(
        cells("Tables", ("Table", "Seats"), ("T1", "?")),
        cells("People", ("Name", "Hosts table"), ("Ada", "T2")),
        cells("Settings", ("Setting", "Value"), ("Number of rounds", "?")),
    )

    assert [sentence.partition(":")[0] for sentence in said] == ["People!B2", "Tables!B2", "Settings!B2"]


def test_the_place_is_told_in_words() -> None:
    with pytest.raises(BadMeeting, match="sheet “People”, row 2, column B: There is no table “T11”"):
        read(cells("People", ("Name", "Hosts table"), ("Ada", "T11")))


def test_two_people_of_one_name_are_asked_about() -> None:
    people = cells("People", ("Name", "ID"), ("Ada", "a"), ("Ada", "b"), ("Ben", None))
    rules = cells("Rules", ("Rule", "People"), ("Not at the same table", "Ada; Ben"))

    assert told(people, rules) == ["Rules!B2: More than one is called “Ada”. Write one of these IDs: a or b."]


def test_missing_sheets_are_told() -> None:
    assert told(without=("Tables", "People")) == [
        ": The sheet “People” or “Personen” is missing. Name a sheet so, or begin with “tischrunde template”.",
        ": The sheet “Tables” or “Tische” is missing. Name a sheet so, or begin with “tischrunde template”.",
    ]


def test_a_sheet_in_both_languages_is_told() -> None:
    said = told(cells("Personen", ("Name",), ("Cem",)))

    assert said == ["Personen: This sheet and “People” are the same. Remove one of the two."]


def test_cells_with_errors_and_formulas_without_results_are_told() -> None:
    problems = (Unusable(1, 0, "#REF!"), Unusable(2, 0, ""), Unusable(0, 5, "#REF!"), Unusable(1, 9, "#N/A"))
    people = Sheet("People", (("Name", "Hosts table"), (None, "T1"), (None, "T10")), problems=problems)

    said = told(people)

    assert (
        said[0] == "People!A2: The cell shows the error #REF! in place of a value. Mend the formula, or type the value."
    )
    assert "People!A3: The cell holds a formula whose result was never saved." in said[2]


def test_an_example_that_was_changed_is_told() -> None:
    people = cells("People", ("Name", "Organisation"), ("Example: Ada Sample", "Ulm"))

    assert told(people) == [
        "People!A2: “Example: Ada Sample” marks an example, but the row was changed. "
        "Write over every “Example:” in the row, or delete the row."
    ]


def test_two_thousand_wrong_names_are_told_without_searching_for_each() -> None:
    rows = [(f"Person {number}", f"U{number}") for number in range(2_000)]

    assert len(told(cells("People", ("Name", "Hosts table"), *rows))) == MOST_FINDINGS + 1
