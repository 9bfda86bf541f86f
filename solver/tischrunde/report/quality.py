"""The figures of a plan as a table for the terminal."""

from collections.abc import Iterator

from rich import box
from rich.table import Table

from tischrunde.documents.printable import printable
from tischrunde.documents.quality import Row, rows
from tischrunde.model import Meeting, Plan
from tischrunde.words import Text

__all__ = ["figures_table"]


def figures_table(meeting: Meeting, plan: Plan) -> Table:
    """Return the figures of a plan, each beside the best possible one."""
    language = meeting.language
    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    grid.add_column(Text("How good is it?").say(language), overflow="fold")
    grid.add_column(Text("This plan").say(language), justify="right")
    grid.add_column(Text("At best").say(language), justify="right")
    grid.add_column("")
    for row in _rows(meeting, plan):
        reached = Text("best possible").say(language) if row.reached else ""
        grid.add_row(printable(row.figure.say(language)), row.here, row.best, reached)
    return grid


def _rows(meeting: Meeting, plan: Plan) -> Iterator[Row]:
    assert plan.score is not None
    values = {name: term.value for name, term in plan.score.terms.items()}
    bounds = {name: term.bound for name, term in plan.score.terms.items()}
    return rows(meeting, values, plan.figures or {}, bounds)
