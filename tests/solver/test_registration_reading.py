"""A registration list becomes a meeting, whatever its columns and spelling; what is wrong is told by its cell."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.solver.registration_lists import ROWS, sheet, text
from tischrunde.errors import BadMeeting
from tischrunde.io.sheets import Registration, Setup, meeting_from_people, meeting_from_sheets
from tischrunde.io.sheets.cells import Sheet, Unusable, Value
from tischrunde.io.sheets.decoding import decoded, sheet_of_text
from tischrunde.io.sheets.headings import language_of, recognised
from tischrunde.io.sheets.names import named, order_of, spellings
from tischrunde.io.sheets.setup import furnished
from tischrunde.model import Person

TITLES = ("Methoden", "Wie, was und wo?")
SETUP = Setup(tables=4, rounds=3, seats=3, themes=TITLES)
PLAIN = Setup(tables=2, rounds=3, seats=9)


def read(rows: Sequence[Sequence[Value]], setup: Setup = PLAIN) -> Registration:
    return meeting_from_sheets([sheet(rows)], setup)


def people(rows: Sequence[Sequence[Value]], setup: Setup = PLAIN) -> tuple[Person, ...]:
    return read(rows, setup).meeting.people


def notes(rows: Sequence[Sequence[Value]], setup: Setup = PLAIN) -> str:
    return "\n".join(map(str, read(rows, setup).notes))


def findings(rows: Sequence[Sequence[Value]], setup: Setup = PLAIN) -> list[tuple[str, str]]:
    return found(sheet(rows), setup=setup)


def found(*sheets: Sheet, setup: Setup = PLAIN) -> list[tuple[str, str]]:
    with pytest.raises(BadMeeting) as caught:
        meeting_from_sheets(sheets, setup)
    return [(finding.place, finding.say("en")) for finding in caught.value.findings]


def the_only(told: list[tuple[str, str]]) -> tuple[str, str]:
    assert len(told) == 1, told
    return told[0]


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


# Themes, hosts, rounds, company, needs


@pytest.mark.parametrize(
    ("cell", "wishes"),
    [
        ("Methoden", ("theme1",)),
        ("Wie, was und wo?, Methoden", ("theme2", "theme1")),
        ("wie, was und wo / METHODEN", ("theme2", "theme1")),
        ("1. Wie, was und wo?\n2. Methoden", ("theme2", "theme1")),
        ("2 und 1", ("theme2", "theme1")),
        ("Methoden und 2", ("theme1", "theme2")),
        ("Thema 2; Methoden; 2", ("theme2", "theme1")),
        (2.0, ("theme2",)),
        ("-", ()),
        ("egal", ()),
    ],
)
def test_wishes_are_found_in_free_text(cell: Value, wishes: tuple[str, ...]) -> None:
    assert people([["Name", "Wünsche"], ["Anna Muster", cell]], SETUP)[0].wishes == wishes


def test_wishes_may_be_crosses_or_ranks_below_the_titles_of_themes() -> None:
    headings: list[Value] = ["Name", "Was? [Methoden]", "Wie, was und wo?"]
    rows: list[list[Value]] = [headings, ["A", 2.0, "1."], ["B", "", "x"], ["C", "nein", "0"]]
    assert [person.wishes for person in people(rows, SETUP)] == [("theme2", "theme1"), ("theme2",), ()]
    place, words = the_only(findings([headings, ["A", "vielleicht", ""]], SETUP))
    assert place == "B2"
    assert "“vielleicht” does not say whether this theme is wished" in words


def test_themes_to_visit_and_to_avoid_have_columns_too() -> None:
    person = people([["Name", "Pflichtthema", "meidet"], ["Anna Muster", "Methoden", "2"]], SETUP)[0]
    assert (person.must_visit, person.avoid) == (("theme1",), ("theme2",))


def test_a_list_with_wishes_needs_the_themes_and_proposes_them() -> None:
    place, words = the_only(findings([["Name", "Thema"], ["A", "Kunst"], ["B", "Kunst"], ["C", "Musik"]]))
    assert place == "B1"
    assert '--themes "Kunst;Musik"' in words


@pytest.mark.parametrize("cell", ["T3", "Tisch 3", "3", 3.0, "table 3", "T03"])
def test_a_host_is_named_by_the_table(cell: Value) -> None:
    assert people([["Name", "Gastgeber"], ["Anna Muster", cell]], SETUP)[0].hosts == "T3"


def test_hosts_without_a_table_take_the_next_free_one_of_their_theme_or_of_all() -> None:
    rows = [["Name", "Host"], ["A", "ja"], ["B", "Wie, was und wo?"], ["C", "T1"], ["D", "x"], ["E", "nein"]]
    assert [person.hosts for person in people(rows, SETUP)] == ["T2", "T3", "T1", "T4", None]


def test_every_table_has_a_host_where_that_is_asked_for() -> None:
    rows = [["Name", "Host"], ["A", "T1"], ["B", ""]]
    place, words = the_only(findings(rows, replace(PLAIN, hosts=True)))
    assert place == "--hosts"
    assert "Nobody hosts T2." in words


def test_a_column_tisch_for_everybody_is_asked_about() -> None:
    rows = [["Name", "Tisch"], ["A", "1"], ["B", "2"], ["C", "1"]]
    place, words = the_only(findings(rows))
    assert place == "B1"
    assert "names a table for 3 of 3 people. Are they all hosts" in words


@pytest.mark.parametrize(
    ("headings", "cells", "rounds"),
    [
        (["kommt ab Runde"], ["2"], (2, 3)),
        (["kommt ab Runde"], ["ab Runde 2"], (2, 3)),
        (["geht nach Runde"], [2.0], (1, 2)),
        (["kommt ab Runde", "geht nach Runde"], [2, "2."], (2,)),
        (["kommt ab Runde"], ["1"], None),
        (["Runden"], ["1, 3"], (1, 3)),
        (["Runden"], ["1-2"], (1, 2)),
        (["Runden"], ["2 und 3"], (2, 3)),
        (["Runden"], ["Runde 2"], (2,)),
        (["Runden"], ["alle"], None),
        (["Runden", "kommt ab Runde"], ["1 bis 2", 2], (2,)),
    ],
)
def test_rounds_are_read_as_people_write_them(
    headings: list[Value], cells: list[Value], rounds: tuple[int, ...] | None
) -> None:
    assert people([["Name", *headings], ["Anna Muster", *cells]])[0].rounds == rounds


@pytest.mark.parametrize(
    ("heading", "cell", "words"),
    [
        ("Runden", date(2024, 3, 1), "“2024-03-01” is no number of a round. Write numbers such as 2, or 1; 3."),
        ("Runden", 1.2, "“1.2” is no number of a round"),
        ("Runden", "3-1", "“3-1” is no number of a round"),
        ("kommt ab Runde", "bald", "“bald” is no number of a round"),
        ("geht nach Runde", "7", "There is no round 7: the meeting has 3 rounds."),
        ("geht nach Runde", "0", "There is no round 0"),
    ],
)
def test_what_is_no_round_is_told(heading: str, cell: Value, words: str) -> None:
    place, told = the_only(findings([["Name", heading], ["Anna Muster", cell]]))
    assert place == "B2"
    assert words in told


def test_company_is_named_in_any_spelling_and_told_once_for_each_pair() -> None:
    rows = [
        ["Name", "mit", "nicht mit"],
        ["Dr. Anna von Ahn", "Muster, Bert", "Can"],
        ["Bert Muster", "Anna von Ahn", ""],
        ["Can Örnek", "", "Ahn; Bert Muster"],
    ]
    rules = [rule.model_dump(exclude_none=True) for rule in read(rows).meeting.rules]
    assert rules == [
        {"kind": "together", "people": ("p1", "p2")},
        {"kind": "apart", "people": ("p1", "p3")},
        {"kind": "apart", "people": ("p3", "p2")},
    ]


def test_company_that_is_unknown_ambiguous_or_oneself_is_told() -> None:
    rows = [["Name", "mit"], ["Anna Muster", "Muster"], ["Bert Muster", "Bert Muster"], ["Can Örnek", "Ana Muster"]]
    told = findings(rows)
    assert [place for place, _ in told] == ["B2", "B3", "B4"]
    assert "“Muster” may mean more than one person. Write the whole name." in told[0][1]
    assert "is named here as company of" in told[1][1]
    assert "There is no person “Ana Muster”. Did you mean “Anna Muster”" in told[2][1]


def test_the_nearest_name_is_proposed_although_two_people_have_it() -> None:
    rows = [["Name", "mit", "Ort"], ["Anna Muster", "", "Ulm"], ["Anna Muster", "", "Bonn"], ["Bert", "Ana Muster", ""]]
    assert "Did you mean “Anna Muster”" in the_only(findings(rows))[1]


def test_needs_are_met_by_the_tables_that_are_said_to_offer_them() -> None:
    rows = [["Name", "Barrierefreiheit"], ["A", "ja"], ["B", "Stufenlos"], ["C", "nein"]]
    setup = replace(PLAIN, features=(("stufenlos", (1,)), ("Barrierefreiheit", (2,))))
    assert [person.needs for person in people(rows, setup)] == [("Barrierefreiheit",), ("stufenlos",), ()]
    assert read(rows, setup).meeting.tables[0].features == ("stufenlos",)
    told = findings(rows)
    assert 'as in --feature "Stufenlos=1,2"' in told[1][1]


def test_many_wrong_cells_are_told_at_once_in_the_order_of_the_list() -> None:
    rows = [["Name", "Thema", "Gastgeber"], ["A", "Metoden", ""], ["B", "", "T11"], ["", "Methoden", ""]]
    told = findings(rows, Setup(tables=4, rounds=2, themes=TITLES))
    assert [place for place, _ in told] == ["B2", "C3", "A4", ""]
    assert "There is no theme “Metoden”. Did you mean “Methoden”?" in told[0][1]
    assert "There is no table “T11”. Did you mean “T1”" in told[1][1]


def test_what_the_meeting_itself_refuses_is_told_at_its_cell() -> None:
    place, words = the_only(findings([["Name", "Ort"], ["A" * 1001, "Ulm"]]))
    assert place == "A2"
    assert "longer than 1000 characters" in words


HEADINGS = ["Name", "Vorname", "Nachname", "Ort", "Bereich", "Wunsch", "1. Wunsch", "Methoden", "Host", "Tisch"]
HEADINGS += ["Runden", "ab Runde", "bis Runde", "mit", "nicht mit", "Bedarf", "meidet", "muss", "Titel", "E-Mail"]
WORDS = ["Anna Muster", "Muster, Anna", "A, B, C", "(x)", ",", "1", "2-1", "1-99", "T1", "ja", "Methoden, 2", "Summe"]
cells = st.one_of(
    st.none(),
    st.sampled_from(WORDS),
    st.text(max_size=12),
    st.floats(),
    st.integers(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
)


@given(
    st.lists(st.sampled_from(HEADINGS), min_size=1, max_size=8),
    st.lists(st.lists(cells, max_size=8), max_size=8),
    st.lists(st.tuples(*[st.integers(0, 9)] * 4), max_size=3),
    st.sampled_from([PLAIN, SETUP, Setup(), Setup(tables=2, rounds=2, seats=2, hosts=True, attributes=("Ort",))]),
)
def test_every_list_becomes_a_meeting_or_findings_that_can_be_printed(
    headings: list[str], rows: list[list[Value]], corners: list[tuple[int, int, int, int]], setup: Setup
) -> None:
    merged = tuple((min(a, c), min(b, d), max(a, c), max(b, d)) for a, b, c, d in corners)
    try:
        registration = meeting_from_sheets([sheet([headings, *rows], merged=merged)], setup)
    except BadMeeting as bad:
        told = [finding.say("en") for finding in bad.findings]
    else:
        told = [str(note) for note in registration.notes]
        assert [person.id for person in registration.meeting.people][:1] == ["p1"]
    assert all(sentence.isprintable() for sentence in told)


# What the list cannot say


@pytest.mark.parametrize(
    ("setup", "options"),
    [
        (Setup(), "--tables 8 --rounds 3 --seats 6"),
        (Setup(tables=10), "--rounds 3 --seats 5"),
        (Setup(seats=4), "--tables 12 --rounds 3"),
        (Setup(rounds=2, themes=("A", "B", "C", "D", "E")), "--tables-per-theme 2 --seats 5"),
        (Setup(tables=9, themes=("A", "B"), seats=6), "--rounds 2"),
    ],
)
def test_what_is_missing_is_proposed_for_so_many_people(setup: Setup, options: str) -> None:
    (finding,) = furnished(47, setup).findings
    assert finding.say("en").endswith(f"for these 47 people, for example: {options}")


@pytest.mark.parametrize(
    ("setup", "words"),
    [
        (
            Setup(tables=3, rounds=1, seats=2, themes=("A", "B"), tables_per_theme=2),
            "2 themes with 2 tables each are 4",
        ),
        (Setup(tables=3, rounds=1, seats=2, tables_per_theme=2), "--tables-per-theme needs the themes"),
        (Setup(tables=1, rounds=1, seats=2, themes=("A", "B")), "2 themes and only 1 tables"),
        (Setup(tables=2, rounds=1, seats=2, features=(("x", (3,)),)), "no table 3 to offer “x”"),
        (Setup(tables=2, rounds=1, seats=2, themes=("A", "a ")), "The theme “a ” is named twice"),
    ],
)
def test_a_setup_that_contradicts_itself_is_told(setup: Setup, words: str) -> None:
    (finding,) = furnished(4, setup).findings
    assert words in finding.say("en")


@given(st.integers(1, 12), st.integers(1, 40))
def test_neighbouring_tables_share_a_theme_and_themes_have_equally_many(n_themes: int, more: int) -> None:
    n_tables = n_themes + more
    titles = tuple(f"theme {at}" for at in range(n_themes))
    room = furnished(10, Setup(tables=n_tables, rounds=1, seats=1, themes=titles))
    given_themes = [table["theme"] for table in room.tables]
    counts = [given_themes.count(theme["id"]) for theme in room.themes]
    assert max(counts) - min(counts) <= 1
    assert sum(a != b for a, b in pairwise(given_themes)) == n_themes - 1


def test_people_may_also_come_as_plain_data() -> None:
    everybody: list[dict[str, Any]] = [{"id": "anna", "sector": "a"}, {"id": "bert"}]
    meeting = meeting_from_people(everybody, Setup(tables=2, rounds=1, seats=1, title="Kreis", language="en"))
    assert (meeting.title, meeting.language, meeting.n_rounds) == ("Kreis", "en", 1)
    assert [table.id for table in meeting.tables] == ["T1", "T2"]
