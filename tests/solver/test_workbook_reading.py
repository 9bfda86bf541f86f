"""A workbook as people fill it in: much is understood."""

from datetime import datetime, time
from typing import Any

import pytest

from tests.solver.sheets import cells
from tests.solver.small_workbook import PEOPLE, TABLES, read, told, workbook
from tischrunde.io.workbook import is_workbook, meeting_and_notes


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
