"""A registration list becomes a meeting, whatever its columns and spelling; what is wrong is told by its cell."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.solver.registration_lists import (
    PLAIN,
    ROWS,
    SETUP,
    findings,
    found,
    notes,
    people,
    read,
    sheet,
    text,
    the_only,
)
from tischrunde.io.sheets import meeting_from_sheets
from tischrunde.io.sheets.cells import Unusable, Value
from tischrunde.io.sheets.decoding import decoded, sheet_of_text
from tischrunde.io.sheets.headings import language_of, recognised
from tischrunde.io.sheets.names import named, order_of, spellings
from tischrunde.model import Person

# The same list, however it is written


@settings(max_examples=60)
@given(
    st.permutations(range(5)),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-be"]),
    st.sampled_from([";", ",", "\t"]),
    st.integers(0, 2),
    st.integers(0, 2),
)
def test_the_meeting_does_not_depend_on_columns_encoding_separator_titles_and_blank_rows(
    order: list[int], encoding: str, separator: str, titles: int, blanks: int
) -> None:
    rows = [["Anmeldungen"]] * titles + [[""]] * blanks + [[row[at] for at in order] for row in ROWS] + [[""]] * blanks
    read_back = sheet_of_text(decoded(text(rows, separator).encode(encoding)))
    meeting = meeting_from_sheets([read_back], SETUP).meeting
    assert meeting == read(ROWS, SETUP).meeting
    assert meeting.people == (
        Person(id="p1", name="Änne Muster", organisation="Stadt Aalen", sector="Verein", wishes=("theme1", "theme2")),
        Person(id="p2", name="Kim von Ahn", organisation="Ulm", sector="Amt", wishes=("theme2",)),
        Person(id="p3", name="Çağla Örnek", organisation="Bonn", sector="Verein"),
    )


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("Name*", "name"),
        ("Teilnehmer*innen", "name"),
        ("Familienname", "last_name"),
        ("first  name", "first_name"),
        ("Nachname, Vorname (Stadt)", "reversed_name"),
        ("Kommune/\nEinrichtung", "organisation"),
        ("Organization:", "organisation"),
        ("Bereich / Sektor", "sector"),
        ("Gastgeber/in", "host"),
        ("kommt ab Runde", "from_round"),
        ("Leaves after round", "to_round"),
        ("nicht mit (Name)", "apart"),
        ("Wünsche (max. 3)", "wish"),
        ("Bedarf", "needs"),
    ],
)
def test_headings_are_recognised_in_the_spellings_of_offices(heading: str, key: str) -> None:
    known = recognised(heading)
    assert known is not None
    assert known.key == key


@pytest.mark.parametrize("heading", ["2. Wunsch", "Thema 2", "Zweitwunsch", "Prio 2", "second choice", "wish_2"])
def test_headings_of_wishes_say_which_one_it_is(heading: str) -> None:
    known = recognised(heading)
    assert known is not None
    assert (known.key, known.rank) == ("wish", 2)


@pytest.mark.parametrize("heading", ["E-Mail", "Telefon", "Nr.", "", None, 7, "Straße 2"])
def test_other_headings_are_not(heading: Value) -> None:
    assert recognised(heading) is None


def test_the_meeting_speaks_the_language_of_the_headings() -> None:
    assert language_of(["Name", "Organisation", "Bereich"]) == "de"
    assert read([["First name", "Surname", "Sector"], ["Anna", "Muster", "x y"]]).meeting.language == "en"


# Names


@pytest.mark.parametrize(
    ("cell", "spoken", "place"),
    [
        ("Muster, Anna", "Anna Muster", None),
        ("Muster, Dr. Anna (Stadt Aalen)", "Dr. Anna Muster", "Stadt Aalen"),
        ("Prof. Dr. von Ahn, Kim", "Prof. Dr. Kim von Ahn", None),
        ("Ahn, Kim von", "Kim von Ahn", None),
        ("Muster-Örnek, Anna-Lena", "Anna-Lena Muster-Örnek", None),
        ("Muster, Anna, Dr. med.", "Dr. med. Anna Muster", None),
        ("Dr.-Ing. Anna Muster", "Dr.-Ing. Anna Muster", None),
        ("Anna Muster (Ulm)", "Anna Muster", "Ulm"),
        ("Muster,", "Muster", None),
    ],
)
def test_names_are_put_together_as_they_are_spoken(cell: str, spoken: str, place: str | None) -> None:
    name = named(cell, order="reversed", places=True)
    assert (name.spoken, name.place) == (spoken, place)


def test_a_comma_may_also_stand_before_the_organisation() -> None:
    rows = [["Teilnehmende"], ["Anna Muster, Stadt Aalen"], ["Bert Beispiel, Verein Ulm"], ["Can Örnek"]]
    assert order_of([row[0] for row in rows[1:]]) == "with_organisation"
    assert [(p.name, p.organisation) for p in people(rows)][0::2] == [
        ("Anna Muster", "Stadt Aalen"),
        ("Can Örnek", None),
    ]


def test_pronouns_in_brackets_are_no_place() -> None:
    assert people([["Name"], ["Anna Muster (sie/ihr)"]])[0].organisation is None


def test_a_title_in_a_column_of_its_own_comes_first_and_name_beside_vorname_is_the_last_name() -> None:
    assert people([["Name", "Vorname", "Titel"], ["von Ahn", "Kim", "Dr."]])[0].name == "Dr. Kim von Ahn"


def test_others_may_be_named_in_every_usual_way() -> None:
    assert {"Dr. Anna von Ahn", "Anna von Ahn", "von Ahn, Anna", "Ahn"} <= set(spellings("Dr. Anna von Ahn"))


# Rows


def test_totals_remarks_and_repeated_headings_are_passed_over_and_noted() -> None:
    rows = [["Name", "Ort"], ["Anna Muster", "Ulm"], ["# vegetarisch"], ["Name", "Ort"], ["Summe", "1"], ["1 Personen"]]
    assert [person.name for person in people(rows)] == ["Anna Muster"]
    told = notes(rows)
    assert "Row 3 was passed over as a remark: “# vegetarisch”." in told
    assert "Row 4 was passed over: it holds headings once more." in told
    assert "Row 5 was passed over as a total: “Summe”." in told
    assert "Row 6 was passed over as a total" in told


def test_a_person_whose_name_begins_like_a_total_is_a_person() -> None:
    assert len(people([["Name"], ["Gesamt, Anna"], ["Anna Summer"], ["Stand Muster"]])) == 3


def test_people_of_one_name_are_never_merged() -> None:
    rows = [["Name", "Ort"], ["Anna Muster", "Ulm"], ["anna  muster", "Ulm"], ["Anna Muster", "Bonn"]]
    place, words = the_only(findings(rows))
    assert place == "A3"
    assert "“Anna Muster” stands in the rows 2 and 3. Delete all but one; or, if they are different" in words
    apart = [rows[0], rows[1], rows[3]]
    assert len(people(apart)) == 2
    assert "stands in the rows 2 and 3, from different organisations" in notes(apart)


def test_a_row_without_a_name_is_told() -> None:
    place, words = the_only(findings([["Name", "Ort"], ["Anna Muster", "Ulm"], ["", "Bonn"]]))
    assert place == "A3"
    assert "This row holds “Bonn”, but no name." in words


def test_merged_cells_count_for_every_row_they_cover() -> None:
    rows: list[list[Value]] = [["Name", "Bereich"], ["Anna Muster", "Amt"], ["Bert Beispiel"], ["Can Örnek"]]
    listed = sheet(rows, merged=((1, 1, 2, 1),))
    meeting = meeting_from_sheets([listed], PLAIN).meeting
    assert [person.sector for person in meeting.people] == ["Amt", "Amt", None]


def test_a_row_merged_across_is_a_heading_within_the_list() -> None:
    rows: list[list[Value]] = [["Name", "Ort", "Bereich"], ["Kommunen"], ["Anna Muster", "Ulm", "Amt"]]
    registration = meeting_from_sheets([sheet(rows, merged=((1, 0, 1, 2),))], PLAIN)
    assert [person.name for person in registration.meeting.people] == ["Anna Muster"]


def test_a_heading_merged_across_stands_for_several_wishes() -> None:
    rows: list[list[Value]] = [["Name", "Wünsche"], ["Anna Muster", "Wie, was und wo?", "Methoden"]]
    meeting = meeting_from_sheets([sheet(rows, merged=((0, 1, 0, 2),))], SETUP).meeting
    assert meeting.people[0].wishes == ("theme2", "theme1")


def test_errors_and_formulas_without_a_value_are_findings_where_they_are_read() -> None:
    rows: list[list[Value]] = [["Name", "Ort", "Tel"], ["Anna Muster", None, None], [None, "Ulm"]]
    problems = (Unusable(1, 1, "#REF!"), Unusable(1, 2, "#NAME?"), Unusable(2, 0, ""))
    told = found(sheet(rows, "Liste", problems=problems))
    assert [place for place, _ in told] == ["Liste!B2", "Liste!A3"]
    assert "shows the error #REF!" in told[0][1]
    assert "a formula whose result was never saved" in told[1][1]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Anna \u202eretsuM", "an unseen sign (U+202E)"),
        ("Anna\x07 Muster", "a control character (U+0007)"),
        ("Anna M\ufffdller", "a broken letter"),
        ("Anna \ud800", "a broken letter"),
    ],
)
def test_signs_that_steer_or_turn_letters_are_findings_and_never_shown(name: str, words: str) -> None:
    place, told = the_only(findings([["Name"], [name]]))
    assert place == "A2"
    assert words in told
    assert told.isprintable()


def test_marks_of_direction_are_taken_out_of_arabic_names_and_noted() -> None:
    rows = [["Name"], ["\u202bفلانة النموذجي\u202c"], ["Can\u00a0\u200bÖrnek"]]
    assert [person.name for person in people(rows)] == ["فلانة النموذجي", "Can Örnek"]
    assert "were taken out in row 2 and 3" in notes(rows)


def test_numbers_lose_the_point_that_spreadsheets_give_them() -> None:
    registration = read([["Name", "PLZ"], ["Anna Muster", 70173.0]], replace(PLAIN, attributes=("plz",)))
    assert registration.meeting.people[0].attributes == {"PLZ": "70173"}
    assert registration.meeting.weights.mixing == {"sector": 3, "organisation": 5, "PLZ": 3}


# Columns


def test_columns_that_no_rule_needs_are_left_out_and_named() -> None:
    rows = [["Name", "E-Mail", "Organisation", "Stadt"], ["Anna Muster", "a@b", "Amt", "Ulm"]]
    told = notes(rows)
    assert "left out: E-Mail. " in told
    assert "say what another column says already were left out: Stadt" in told
    assert "a@b" not in str(read(rows))


def test_a_column_may_be_left_out_and_one_that_is_missing_is_told() -> None:
    rows = [["Name", "Thema", "Stufe"], ["Anna Muster", "egal was", "hoch"]]
    assert people(rows, replace(PLAIN, ignored=("thema",)))[0].wishes == ()
    told = findings(rows, replace(PLAIN, ignored=("thema",), attributes=("Stuffe",)))
    assert "There is no column “Stuffe”. Did you mean “Stufe”?" in the_only(told)[1]


def test_of_two_lists_one_has_to_be_named() -> None:
    first, second = (sheet([["Name"], [name]], tab) for name, tab in (("Anna", "Mai"), ("Bert", "Juni")))
    empty = sheet([["Name"]], "leer")
    assert "2 sheets look like lists of people: “Mai” and “Juni”." in the_only(found(first, second, empty))[1]
    chosen = meeting_from_sheets([first, second], replace(PLAIN, sheet="juni"))
    assert [person.name for person in chosen.meeting.people] == ["Bert"]
    assert "Did you mean “Juni”?" in the_only(found(first, second, setup=replace(PLAIN, sheet="Junni")))[1]


def test_a_hidden_sheet_is_no_list_unless_it_is_named() -> None:
    shown, hidden = sheet([["Name"], ["Anna"]], "A"), sheet([["Name"], ["Bert"]], "B", hidden=True)
    assert meeting_from_sheets([hidden, shown], PLAIN).meeting.people[0].name == "Anna"
    assert meeting_from_sheets([hidden, shown], replace(PLAIN, sheet="B")).meeting.people[0].name == "Bert"


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([], "The file is empty"),
        ([["Anna Muster", "Ulm"]], "No column with the names of people was found"),
        ([["Name", "Ort"]], "nobody is listed below them"),
        ([["Name", "Ort"], ["Summe", "0"]], "nobody is listed below them"),
    ],
)
def test_a_file_without_people_says_so(rows: list[list[Value]], words: str) -> None:
    assert words in the_only(findings(rows))[1]
