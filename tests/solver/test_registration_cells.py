"""What people write beside names is understood or told: wishes, hosts, rounds, company, needs, the setup."""

from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.solver.registration_lists import PLAIN, SETUP, TITLES, findings, people, read, sheet, the_only
from tischrunde.errors import BadMeeting
from tischrunde.io.sheets import Setup, meeting_from_people, meeting_from_sheets
from tischrunde.io.sheets.cells import Value
from tischrunde.io.sheets.setup import furnished

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
