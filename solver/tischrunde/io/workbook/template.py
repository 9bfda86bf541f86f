"""An empty workbook to fill in: every sheet with its help, its drop-down lists and an example."""

from tischrunde.io.workbook.columns import PLAN, PLAN_FACTS, SETTINGS, SHEETS
from tischrunde.io.workbook.examples import Cells, example_rows
from tischrunde.io.workbook.forms import Written
from tischrunde.io.workbook.grids import Grid, Head, heads_of, settings_grid
from tischrunde.io.workbook.writing import book_of
from tischrunde.model import Meeting, Table
from tischrunde.words import Language

__all__ = ["template"]

ROUNDS = 3


def template(language: Language) -> bytes:
    """Return an empty workbook (.xlsx) with help and examples in a language."""
    usual = Meeting(rounds=ROUNDS, language=language, tables=(Table(id="1", seats=1),), people=())
    grids = []
    for form in SHEETS:
        if form in (PLAN, PLAN_FACTS):
            continue
        if form is SETTINGS:
            grids.append(settings_grid(usual, language))
            continue
        heads = heads_of(form, [], language)
        rows = [_row(cells, heads) for cells in example_rows(form.key, language)]
        grids.append(Grid(form, form.titles.say(language), heads, rows))
    return book_of(grids, language, examples=True)


def _row(cells: Cells, heads: list[Head]) -> dict[int, Written]:
    place_of = {(head.column.key, head.nth): at for at, head in enumerate(heads)}
    return {place_of[which]: cell for which, cell in cells.items()}
