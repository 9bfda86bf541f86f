"""Typed text on its way to paper: only letters our fonts have, nothing that steers, notes for what is missing."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.solver.paper import DIFFICULT, meeting
from tischrunde.documents.pdf import notes
from tischrunde.documents.pdf.letters import LONGEST, isolated, missing, right_to_left, written


@pytest.mark.parametrize("name", [*DIFFICULT, "Łódź", "Ağrı", "Đặng Thị Mỹ Lệ", "Ελένη", "Їжак", "فاطمه می\u200cخواهم"])
def test_our_fonts_have_the_letters_of_many_names(name: str) -> None:
    assert missing(name) == []


def test_letters_that_steer_or_turn_are_left_out() -> None:
    assert written("Anna\x1b[2J\t\u202eApfel\u2069\u200f\nbaum\x00") == "Anna[2J Apfel baum"


def test_a_letter_without_a_font_is_replaced_and_told_once() -> None:
    assert written("田中 田") == "�� �"
    assert missing("田中 田") == ["田", "中"]


def test_letters_typed_apart_are_printed_as_one() -> None:
    assert written(unicodedata.normalize("NFD", "Ánh Ễ")) == "Ánh Ễ"


def test_long_words_may_be_broken_but_not_where_letters_join() -> None:
    assert written("a" * 30) == "\u00ad".join(["a" * 8, "a" * 8, "a" * 8, "a" * 6])
    assert written("ب" * 30) == "ب" * 30


def test_what_is_too_long_is_shortened_with_a_sign() -> None:
    assert written("ab " * LONGEST).endswith("…")
    assert len(written("ab " * LONGEST)) <= LONGEST


@pytest.mark.parametrize(
    ("text", "turned"), [("Anna", False), ("محمد", True), ("3 שרה", True), ("Dr. محمد", False), ("1", False)]
)
def test_the_first_letter_with_a_direction_decides(text: str, turned: bool) -> None:
    assert right_to_left(text) is turned


@given(st.text())
@example("\u202e\u2066")
@example("\ud800")
def test_nothing_written_turns_the_order_of_letters(text: str) -> None:
    assert not set(written(text)) & set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\n")
    assert isolated(text) == f"\u2068{written(text)}\u2069"


@given(st.text())
def test_what_is_written_needs_no_further_change(text: str) -> None:
    assert missing(written(text)) == []


def test_a_meeting_our_fonts_can_print_has_no_notes() -> None:
    assert notes(meeting()) == ()


def test_notes_tell_letters_without_a_font_and_their_place() -> None:
    strange = meeting(people=[{"id": "p1", "name": "田 Anna"}, {"id": "p2", "organisation": "☃☂"}])
    first, second = notes(strange)
    assert first.say("en").startswith("people/p1/name: No font here has the letter 田 of “田 Anna”.")
    assert second.say("en").startswith("people/p2/organisation: No font here has the letters ☃ and ☂ of “☃☂”.")


def test_notes_tell_what_is_printed_shortened() -> None:
    (note,) = notes(meeting(title="x" * 200))
    assert note.place == "title"
    assert "160" in note.say("en")
