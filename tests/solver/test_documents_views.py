"""Sheets that only show a plan: they say so, and what was changed there in vain is told."""

from dataclasses import replace

import pytest

from tests.solver.documented import SEATS, evening
from tests.solver.sheets import sheets_in
from tischrunde.documents.fitting import fitted
from tischrunde.documents.spreadsheet import spreadsheet
from tischrunde.io.sheets.cells import Sheet, Value
from tischrunde.io.workbook import plan_and_notes
from tischrunde.model import Plan

PLAN = Plan(rounds=SEATS)
WRITTEN = {sheet.name: sheet for sheet in sheets_in(spreadsheet(fitted(evening(), PLAN)))}
VIEWS = ("By person", "By table")


def with_cell(name: str, row: int, column: int, value: Value) -> list[Sheet]:
    rows = [list(cells) for cells in WRITTEN[name].rows]
    rows[row][column] = value
    return [*(WRITTEN | {name: replace(WRITTEN[name], rows=tuple(map(tuple, rows)))}).values()]


@pytest.mark.parametrize("name", VIEWS)
def test_a_sheet_that_is_not_read_says_so_in_its_first_row(name: str) -> None:
    said = "Changes on this sheet are not read back: what counts is the sheet “Plan”."
    assert WRITTEN[name].rows[0][0] == said


def test_nothing_is_told_of_a_workbook_as_it_was_written() -> None:
    assert plan_and_notes([*WRITTEN.values()]) == (PLAN, ())


@pytest.mark.parametrize("name", VIEWS)
def test_a_seat_changed_where_it_is_not_read_is_told_with_the_next_step(name: str) -> None:
    plan, notes = plan_and_notes(with_cell(name, 3, 3, "T2"))
    assert plan == PLAN
    assert [str(note) for note in notes] == [
        f"The sheet “{name}” was changed, and it is not read back: what counts is the sheet “Plan”. "
        "Change the seats there."
    ]


def test_rows_that_were_only_sorted_are_no_change() -> None:
    sheet = WRITTEN["By person"]
    sheets = WRITTEN | {sheet.name: replace(sheet, rows=(*sheet.rows[:2], *reversed(sheet.rows[2:])))}
    assert plan_and_notes([*sheets.values()])[1] == ()


def test_a_deleted_sheet_is_no_change() -> None:
    assert plan_and_notes([sheet for name, sheet in WRITTEN.items() if name not in VIEWS]) == (PLAN, ())
