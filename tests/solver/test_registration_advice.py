"""A list that leaves something open is met with one sentence that says what to type; nobody is seated by mistake."""

from dataclasses import replace

import pytest

from tests.solver.registration_lists import (
    PLAIN,
    SETUP,
    changed,
    findings,
    found,
    notes,
    ods_row,
    opendocument,
    people,
    read,
    sheet,
    the_only,
    workbook,
)
from tischrunde.io.sheets import meeting_from_sheets
from tischrunde.io.sheets.cells import Value
from tischrunde.io.sheets.headings import recognised
from tischrunde.io.sheets.loading import loaded

# Who does not come


@pytest.mark.parametrize(
    "words",
    [
        "abgesagt",
        "hat abgesagt",
        "Absage",
        "storniert",
        "nein",
        "Nein, leider verhindert",
        "keine Teilnahme",
        "Warteliste",
        "auf der Warteliste (3)",
        "nimmt nicht teil",
        "cancelled",
        "declined",
        "waiting list",
        "No",
        False,
    ],
)
def test_people_who_do_not_come_are_told_and_never_seated_in_silence(words: Value) -> None:
    rows: list[list[Value]] = [["Name", "Status"], ["Anna", "zugesagt"], ["Bert", words], ["Can", words], ["Dora", ""]]
    place, told = the_only(findings(rows))
    assert place == "B3"
    assert told.startswith("rows 3 and 4, column B: 2 people in the list do not come, as it seems: ")
    assert told.endswith('if everybody is to be seated, leave the column out with --ignore "Status".')
    assert len(people(rows, replace(PLAIN, ignored=("Status",)))) == 4


@pytest.mark.parametrize(
    "words",
    [
        "zugesagt",
        "ja",
        "angemeldet",
        "Zusage",
        "confirmed",
        "nicht abgesagt",
        "not yet",
        "offen",
        "Nora",
        "keine Angabe",
        True,
    ],
)
def test_people_who_come_or_did_not_say_are_seated(words: Value) -> None:
    assert len(people([["Name", "Teilnahme"], ["Anna", words], ["Bert", ""]])) == 2


def test_a_column_for_those_who_declined_holds_a_cross_or_a_day() -> None:
    rows = [["Name", "abgesagt am"], ["Anna", ""], ["Bert", "3.5."], ["Can", "nein"]]
    assert the_only(findings(rows))[1].startswith("row 3, column B: 1 person in the list does not come")


def test_the_waiting_list_alone_may_be_seated() -> None:
    rows = [["Name", "Status"], ["Anna", "Warteliste"], ["Bert", "abgesagt"]]
    assert the_only(findings(rows, replace(PLAIN, ignored=("Status=warteliste",))))[0] == "B3"


def test_rows_hidden_by_a_filter_count_and_are_noted() -> None:
    rows = "".join(ods_row(name) for name in ("Name", "Anna")) + ods_row("Bert").replace(
        "<table:table-row", '<table:table-row table:visibility="filter"'
    )
    book = workbook(("Liste", [["Name"], ["Anna"], ["Bert"]]))
    hiding = changed(book, "xl/worksheets/sheet1.xml", '<row r="3"', '<row r="3" hidden="1"')
    for file in (opendocument(rows), hiding):
        told = meeting_from_sheets(loaded(file), PLAIN).notes
        assert list(map(str, told)) == ["1 person stands in a hidden row and is seated as well: row 3."]


# Needs


@pytest.mark.parametrize(
    "heading",
    ["barrierefrei", "Barrierefreier Platz", "Rollstuhl?", "stufenfrei (ja/nein)", "step-free", "Wheelchair"],
)
@pytest.mark.parametrize("cross", ["ja", "x", "yes"])
def test_a_column_of_crosses_is_the_need_that_heads_it(heading: str, cross: str) -> None:
    need = heading.partition(" (")[0].rstrip("?")
    rows = [["Name", heading], ["Anna Muster", cross], ["Bert Beispiel", "nein"]]
    seated = people(rows, replace(PLAIN, features=((need, (1,)),)))
    assert [person.needs for person in seated] == [(need,), ()]


def test_one_word_of_a_mixed_column_may_be_left_out_and_the_others_are_kept() -> None:
    rows = [["Name", "Bedarf"], ["Anna", "vegetarisch, stufenfrei"], ["Bert", "Vegetarisch"], ["Can", "vegetarisch"]]
    offered = replace(PLAIN, features=(("stufenfrei", (1,)),))
    told = findings(rows, offered)[0][1]
    assert 'leave this word out with --ignore "Bedarf=vegetarisch". ' in told
    assert 'Without the whole column (--ignore "Bedarf") these needs are lost as well: “stufenfrei”' in told
    seated = people(rows, replace(offered, ignored=("Bedarf=vegetarisch",)))
    assert [person.needs for person in seated] == [("stufenfrei",), (), ()]
    _, told = the_only(findings(rows, replace(offered, ignored=("Bedarf=vegetarisch", "bedarf=stuffenfrei"))))
    assert told == "--ignore: Nothing in column “bedarf” says “stuffenfrei”. Did you mean “stufenfrei”?"


# Headings


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("Dienststelle / Organisation", "organisation"),
        ("Firma / Institution", "organisation"),
        ("Amt/Behörde", "organisation"),
        ("Verein oder Unternehmen", "organisation"),
        ("Stadt / Behörde", "organisation"),
        ("Company / Institution (optional)", "organisation"),
        ("Vorname/Nachname", "name"),
    ],
)
def test_words_for_the_same_joined_by_a_stroke_are_one_heading(heading: str, key: str) -> None:
    known = recognised(heading)
    assert known is not None
    assert known.key == key


def test_words_for_different_things_joined_by_a_stroke_are_no_heading() -> None:
    assert recognised("Organisation / Thema") is None
    assert recognised("Organisation / E-Mail") is None


def test_a_column_that_is_left_out_but_nearly_known_is_told_with_the_heading_to_use() -> None:
    rows = [["Name", "Ihre Organisation", "Name der Schule"], ["Anna", "Ulm", "Blau"]]
    told = notes(rows)
    assert "If “Ihre Organisation” is to be taken, write “Organisation” above it." in told
    assert "If “Name der Schule”" not in told


# Themes


def test_themes_parted_by_commas_alone_are_told_once() -> None:
    rows = [["Name", "Thema"], ["Anna", "Wohnen"], ["Bert", "Verkehr"]]
    told = the_only(findings(rows, replace(PLAIN, themes=("Wohnen, Verkehr",))))[1]
    assert told.startswith(
        "--themes: --themes holds one theme only, “Wohnen, Verkehr”. Separate themes with semicolons"
    )
    assert people([rows[0], ["Anna", "Wohnen, Verkehr"]], replace(PLAIN, themes=("Wohnen, Verkehr",)))[0].wishes


def test_the_same_fault_in_many_rows_is_told_once_with_every_theme_in_quotation_marks() -> None:
    rows = [["Name", "Thema"]] + [[f"Person {letter}", "Xyz"] for letter in "ABCDEFGH"]
    place, told = the_only(findings(rows, SETUP))
    assert place == "B2"
    assert told == (
        "rows 2, 3, 4, 5, 6 and 3 more, column B: There is no theme “Xyz”. "
        "Possible here: “Methoden” and “Wie, was und wo?”."
    )


def test_the_only_theme_that_begins_so_is_suggested() -> None:
    themes = ("Wohnen und Nachbarschaft", "Verkehr in der Stadt", "Verkehr auf dem Land")
    rows = [["Name", "Thema"], ["Anna", "Wohnen"], ["Bert", "Verkehr"]]
    told = findings(rows, replace(PLAIN, tables=3, themes=themes))
    assert told[0][1].endswith("There is no theme “Wohnen”. Did you mean “Wohnen und Nachbarschaft”?")
    assert "Did you mean “Verkehr in der Stadt”?" not in told[1][1]


@pytest.mark.parametrize("cell", ["1. Arbeit 2. Konflikte", "1) Arbeit 2) Konflikte", "1.Arbeit 2.Konflikte"])
def test_wishes_counted_on_one_line_are_parted(cell: str) -> None:
    setup = replace(PLAIN, themes=("Konflikte", "Arbeit"))
    assert people([["Name", "Wünsche"], ["Anna", cell]], setup)[0].wishes == ("theme2", "theme1")


def test_themes_are_proposed_whole_without_words_that_choose_none_and_with_tables_for_them() -> None:
    rows = [
        ["Name", "1. Wunsch", "2. Wunsch"],
        ["Anna", "Wohnen, Bauen", "egal"],
        ["Bert", "alle", "keine"],
        ["Can", "Wohnen, Bauen", "Verkehr"],
    ]
    rows += [["Dora", "weiß nicht", "keine Präferenz"]]
    told = findings(rows, replace(PLAIN, tables=None, rounds=None, seats=None))
    assert '--themes "Wohnen, Bauen;Verkehr"; or leave the column out with --ignore "1. Wunsch".' in told[0][1]
    assert "for example: --tables-per-theme 1 --rounds 2 --seats 2" in told[1][1]


def test_proposed_themes_are_parted_at_the_firmest_sign() -> None:
    rows = [["Name", "Wünsche"], ["Anna", "Wohnen, Bauen; Verkehr"], ["Bert", "Verkehr"]]
    assert '--themes "Verkehr;Wohnen, Bauen"' in findings(rows)[0][1]
    rows = [["Name", "Wünsche"], ["Anna", "Wohnen, Verkehr"], ["Bert", "verkehr"]]
    assert '--themes "Verkehr;Wohnen"' in findings(rows)[0][1]


# What is typed at a terminal


def test_a_long_heading_is_told_in_full_where_it_is_to_be_typed() -> None:
    heading = 'Bedarf (zum Beispiel "barrierefreier" Zugang, Assistenz oder Übersetzung)'
    told = findings([["Name", heading], ["Anna", "ja"]])[0][1]
    assert f'--ignore "{heading.replace(chr(34), "")}"' in told


def test_the_sheet_to_choose_is_told_as_it_is_typed() -> None:
    first, second = (sheet([["Name"], ["Anna"]], tab) for tab in ("Mai", "Juni"))
    assert 'as in --sheet "Mai".' in the_only(found(first, second))[1]


def test_an_address_is_an_attribute_that_nobody_is_mixed_by() -> None:
    registration = read([["Name", "E-Mail"], ["Anna", "a@example.org"]], replace(PLAIN, attributes=("e-mail",)))
    assert registration.meeting.people[0].attributes == {"email": "a@example.org"}
    assert "email" not in registration.meeting.weights.mixing
