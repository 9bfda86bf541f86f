"""A workbook as people fill it in: much is understood, and what is not is told at its cell."""

from datetime import date, datetime, time
from typing import Any

import pytest

from tests.solver.sheets import cells
from tischrunde.errors import BadMeeting, BadPlan
from tischrunde.io.sheets.cells import Sheet, Unusable
from tischrunde.io.workbook import is_workbook, meeting_and_notes, meeting_from_workbook, plan_from_workbook
from tischrunde.model import Meeting

PEOPLE = cells("People", ("Name", "Hosts table", "Wish 1"), ("Ada", "T1", None), ("Ben", None, "Garden"))
TABLES = cells("Tables", ("Table", "Seats", "Theme"), ("T1", 6, "Garden"), ("T10", 6.0, "House"))
THEMES = cells("Themes", ("Theme", "Title"), ("Garden", "What shall grow?"), ("House", "Who lives here?"))
SETTINGS = cells("Settings", ("Setting", "Value"), ("Format", "tischrunde/meeting/1"), ("Number of rounds", 2))
SHEETS = {sheet.name: sheet for sheet in (PEOPLE, TABLES, THEMES, SETTINGS)}


def read(*changed: Sheet, without: tuple[str, ...] = ()) -> Meeting:
    return meeting_from_workbook(workbook(*changed, without=without))


def workbook(*changed: Sheet, without: tuple[str, ...] = ()) -> list[Sheet]:
    sheets = SHEETS | {sheet.name: sheet for sheet in changed}
    return [sheet for name, sheet in sheets.items() if name not in without]


def told(*changed: Sheet, without: tuple[str, ...] = ()) -> list[str]:
    """Return what is wrong, without the sentences' beginnings that all findings share."""
    with pytest.raises(BadMeeting) as raised:
        read(*changed, without=without)
    return [f"{finding.place}: {finding.message} {finding.hint or ''}".strip() for finding in raised.value.findings]


def test_a_workbook_is_known_by_the_format_it_names() -> None:
    assert is_workbook(workbook())
    assert not is_workbook([PEOPLE, TABLES])


@pytest.mark.parametrize("typed", ["Tisch 10", "table 10", "10", 10, "T 10", "t010", "Tisch Nr. 10"])
def test_a_table_may_be_called_by_its_number(typed: str | int) -> None:
    meeting = read(cells("People", ("Name", "Hosts table"), ("Ada", typed)))

    assert meeting.people[0].hosts == "T10"


def test_a_number_that_two_tables_have_is_told() -> None:
    tables = cells("Tables", ("Table", "Seats"), ("T1", 6), ("Tisch 1", 6))

    (words,) = told(cells("People", ("Name", "Hosts table"), ("Ada", "1")), tables, without=("Themes",))
    assert words == "People!B2: More than one is called “1”. Write one of these IDs: T1 or Tisch 1."


def test_who_has_no_id_is_numbered_and_ids_that_are_taken_are_left_out() -> None:
    meeting = read(cells("People", ("Name", "ID"), ("Ada", None), ("Ben", "p3"), ("Cem", None), ("Dana", None)))

    assert [person.id for person in meeting.people] == ["p1", "p3", "p4", "p5"]


def test_columns_may_stand_in_any_order_below_other_rows_in_both_languages() -> None:
    people = cells(
        "Personen",
        ("Our guests", None, None, None),
        (),
        (None, "WUNSCH 2", "name:", "1. Wish", "Merkmal: Stand", "gastgeber"),
        (None, "House", "  Ada ", "Garden", "plans", None),
        (),
        (None, "", "Ben", None, " ", "t10"),
    )

    meeting = read(people, without=("People",))

    assert [person.name for person in meeting.people] == ["Ada", "Ben"]
    assert meeting.people[0].wishes == ("Garden", "House")
    assert meeting.people[0].attributes == {"Stand": "plans"}
    assert meeting.people[1].hosts == "T10"


@pytest.mark.parametrize("typed", ["x", "Ja", "YES", "wahr", True, 1.0, "1"])
def test_yes_is_said_in_many_ways(typed: Any) -> None:
    rules = cells("Rules", ("Rule", "Every theme"), ("Visits to themes", typed))

    assert read(rules).plain()["rules"] == [{"kind": "theme_visits", "all": True}]


@pytest.mark.parametrize(
    ("typed", "start"),
    [
        (time(9, 30), "09:30"),
        (datetime(1899, 12, 31, 9, 30), "09:30"),
        (0.4375, "10:30"),
        ("9:30", "9:30"),
        ("9.30 Uhr", "9:30"),
        ("10", "10:00"),
    ],
)
def test_times_are_taken_from_cells_of_any_sort(typed: Any, start: str) -> None:
    rounds = cells("Rounds", ("Round", "Begins at", "Minutes"), (1, typed, "25"), (2, None, 25.0))

    assert read(rounds).plain()["rounds"] == [{"start": start, "minutes": 25}, {"minutes": 25}]


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        (2.0, (2,)),
        ("1,2", (1, 2)),
        ("1 und 2", (1, 2)),
        ("1–2", (1, 2)),
        ("1 bis 2", (1, 2)),
        ("1.", (1,)),
        ("keine", ()),
    ],
)
def test_rounds_are_taken_as_people_write_them(typed: Any, numbers: tuple[int, ...]) -> None:
    assert read(cells("People", ("Name", "Rounds"), ("Ada", typed))).people[0].rounds == numbers


@pytest.mark.parametrize("typed", [6, 6.0, "6", " 6 ", "6.0", "6,0"])
def test_seats_are_taken_as_numbers_and_as_texts(typed: Any) -> None:
    assert read(cells("Tables", ("Table", "Seats"), ("T1", typed)), PEOPLE_ALONE).tables[0].seats == 6


PEOPLE_ALONE = cells("People", ("Name",), ("Ada",), ("Ben",))


def test_numbers_in_place_of_texts_are_texts() -> None:
    meeting = read(cells("Tables", ("Table", "Seats"), (7.0, 6)), cells("People", ("Name", "Hosts table"), ("Ada", 7)))

    assert meeting.tables[0].id == "7"
    assert meeting.people[0].hosts == "7"


def test_rules_may_name_people_by_name_and_themes_by_title() -> None:
    people = cells(
        "People", ("Name", "ID", "Must visit"), ("Ada", "a", "What shall grow?"), ("ben  b", "b", "garden / house")
    )
    rules = cells("Regeln", ("Regel", "Personen", "Runden"), ("zusammen an einem tisch", "ada; Ben B", "1"))
    pairs = cells("Pairs", ("Person 1", "Person 2", "Met before", "Company"), ("Ada", "b", 1, "-2"))

    meeting = read(people, rules, pairs)

    assert meeting.people[0].must_visit == ("Garden",)
    assert meeting.people[1].must_visit == ("Garden", "House")
    assert meeting.plain()["rules"] == [{"kind": "together", "people": ["a", "b"], "rounds": [1]}]
    assert meeting.history == (("a", "b", 1),)
    assert meeting.affinities == (("a", "b", -2),)


def test_settings_left_empty_are_the_usual_ones() -> None:
    rows = [
        ("Zahl der Runden", "2"),
        ("Balance", None),
        ("Weight of wishes", 0),
        ("Mixing: Sector", "none"),
        ("Title", 5),
    ]
    meeting = read(cells("Settings", ("Setting", "Value", "Meaning"), *rows))

    assert (meeting.title, meeting.balance, meeting.weights.wishes, meeting.weights.reunions) == ("5", 1, 0, 10)
    assert meeting.weights.mixing == {}


def test_a_known_attribute_may_be_headed_like_one_of_ones_own() -> None:
    people = cells("People", ("Name", "Attribute: sector", "Attribute: Sector"), ("Ada", "x", "y"))

    assert read(people).people[0].sector == "x"
    assert read(people).people[0].attributes == {"Sector": "y"}


def test_what_is_left_out_is_noted() -> None:
    people = cells("People", ("Name", "Phone", None, "Fax"), ("Ada", "0711", "?", None), ("Example: Ada Sample",))
    meeting, notes = meeting_and_notes(workbook(cells("People", *people.rows[:2])))

    assert [person.name for person in meeting.people] == ["Ada"]
    assert [str(note) for note in notes] == [
        "sheet “People”, row 1, column B: The column “Phone” is left out. "
        "To use it, write “Attribute: Phone” above it.",
        "sheet “People”, row 1, column C: The column has no heading and is left out.",
    ]


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

    assert len(told(cells("People", ("Name", "Hosts table"), *rows))) == 2_000


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
