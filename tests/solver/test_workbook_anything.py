"""Whatever stands in the cells of a workbook: it is a meeting, or every problem has its place."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.solver.sheets import sheets_in
from tischrunde.errors import BadInput, Finding
from tischrunde.io.sheets.cells import Sheet, Value
from tischrunde.io.workbook import is_workbook, meeting_from_workbook, plan_from_workbook
from tischrunde.io.workbook.columns import KINDS, SHEETS
from tischrunde.io.workbook.template import template
from tischrunde.io.workbook.writing import workbook
from tischrunde.model import Meeting, Plan

MEETING = Meeting.model_validate(
    {
        "rounds": [{"label": "one", "start": "10:30"}, {}],
        "themes": [{"id": "a"}, {"id": "b", "title": "B"}],
        "tables": [{"id": "T1", "seats": 2, "theme": "a"}, {"id": "T2", "seats": 2, "theme": "b"}],
        "people": [{"id": "p1", "name": "Ada", "wishes": ["a"], "attributes": {"x": "y"}}, {"id": "p2", "hosts": "T2"}],
        "rules": [{"kind": "apart", "people": ["p1", "p2"], "rounds": [1]}],
        "history": [["p1", "p2", 1]],
    }
)
WRITTEN = sheets_in(workbook(MEETING, Plan(rounds=({"T1": ("p1",)}, {"T2": ("p2",)}), figures={"x": 1}), language="en"))
EMPTY = sheets_in(template("de"))
HEADINGS = [title for form in SHEETS for column in form.columns for title in (column.titles.en, column.titles.de)]
WORDS = ["T1", "p1", "Ada", "a; b", "1-3", "ja", "none", "10:30", "[", '"', "Example: x", "Attribute: x", "Mixing: x"]
WORDS += [titles.en for titles in KINDS.values()]

VALUES: st.SearchStrategy[Value] = st.one_of(
    st.none(),
    st.sampled_from([*WORDS, *HEADINGS]),
    st.text(max_size=5),
    st.floats(),
    st.sampled_from([0, -1, 1, 2, 10**30, 1e300, True, False]),
    st.sampled_from([date(2026, 3, 1), time(10, 30, 5), datetime(1900, 1, 1, 9, 30)]),
)


@st.composite
def scribbled(draw: st.DrawFn, sheet: Sheet) -> Sheet:
    """Draw a sheet with some cells changed and some rows gone, doubled or moved."""
    rows = [list(row) for row in sheet.rows]
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(rows) - 1))
        column = draw(st.integers(0, len(rows[at]) + 1))
        rows[at] += [None] * (column + 1 - len(rows[at]))
        rows[at][column] = draw(VALUES)
    if draw(st.integers(0, 3)) == 0:
        rows = [rows[at] for at in draw(st.lists(st.integers(0, len(rows) - 1), max_size=len(rows) + 1))]
    name = draw(st.sampled_from([sheet.name, sheet.name, sheet.name, "People", "Sheet1"]))
    return Sheet(name, tuple(tuple(row) for row in rows))


SCRIBBLED = st.sampled_from([WRITTEN, EMPTY]).flatmap(lambda sheets: st.tuples(*map(scribbled, sheets)))


def findings_of(read: Callable[[Sequence[Sheet]], object], sheets: Sequence[Sheet]) -> tuple[Finding, ...] | None:
    try:
        read(sheets)
    except BadInput as bad:
        return bad.findings
    return None


@given(sheets=SCRIBBLED)
@settings(max_examples=150)
def test_a_scribbled_workbook_is_read_or_refused_with_a_place(sheets: tuple[Sheet, ...]) -> None:
    assert is_workbook(sheets) in (True, False)
    for read in (meeting_from_workbook, plan_from_workbook):
        told = findings_of(read, sheets)
        assert told != ()
        for finding in told or ():
            assert finding.place or "missing" in str(finding.message) or "holds no plan" in str(finding.message)
            assert finding.say("de")
