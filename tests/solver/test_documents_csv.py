"""Text files for spreadsheet programs: one person a row, and nothing in them can become a formula."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tischrunde.io.defused import as_typed, defused

DANGEROUS = st.text(alphabet=st.sampled_from("=+-@'\" \t\r\n,;a＝－"), max_size=12)


@given(cell=st.text() | DANGEROUS)
@example(cell="\t=x")
@example(cell="''=x")
def test_a_defused_cell_read_back_is_what_was_typed(cell: str) -> None:
    assert as_typed(defused(cell)) == cell


@given(cell=st.text() | DANGEROUS)
def test_a_defused_cell_begins_like_no_formula(cell: str) -> None:
    assert not defused(cell).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@given(cells=st.lists(DANGEROUS, min_size=1, max_size=3))
def test_no_part_of_a_cell_begins_like_a_formula_when_a_program_parts_at_commas(cells: list[str]) -> None:
    for cell in map(defused, cells):
        for part in cell.replace(";", ",").replace("\t", ",").split(","):
            assert not part.lstrip('" \r\n').startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize("name", ["Anna-Lena Apfelbaum", "'t Hooft", "O'Neill", "Meier, Eva", "Ng", ""])
def test_ordinary_names_stay_as_they_are(name: str) -> None:
    assert defused(name) == name
    assert as_typed(name) == name
