"""Advice as a page: a line for each number of tables, the most advisable first."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text as Line

from tischrunde.words import Language, Text

if TYPE_CHECKING:
    from tischrunde.advice import Advice, Shape

__all__ = ["advice_page"]

MOST_SHOWN = 12


def advice_page(advice: "Advice", language: Language) -> Group:
    """Return what people read after ``tischrunde advise``."""
    return Group(*_parts(advice, language))


def _parts(advice: "Advice", language: Language) -> Iterator[RenderableType]:
    yield Line(_question(advice).say(language), style="bold")
    if not any(shape.status == "possible" for shape in advice.shapes):
        yield Line(Text("No number of tables is known with which nobody meets twice.").say(language))
    elif not any(shape.status == "possible" and shape.fits for shape in advice.shapes):
        yield Line(Text("With the sizes asked for, nothing is known to avoid reunions; other sizes do.").say(language))
    yield ""
    yield _grid(advice, language)
    hidden = len(advice.shapes) - MOST_SHOWN
    if hidden > 0:
        more = Text.many(
            "{count} more number of tables is left out here; --json gives all.",
            "{count} more numbers of tables are left out here; --json gives all.",
            hidden,
        )
        yield Line(more.say(language))


def _question(advice: "Advice") -> Text:
    people = Text.many("{count} person", "{count} people", advice.people)
    rounds = Text.many("{count} round", "{count} rounds", advice.rounds)
    if advice.hosts:
        return Text(
            "{people}, {rounds}, a host staying at each table: with how many tables does nobody meet twice?",
            **_of(people, rounds),
        )
    if advice.themes:
        return Text(
            "{people}, {rounds}, each theme at most once: with how many tables does nobody meet twice?",
            **_of(people, rounds),
        )
    return Text("{people}, {rounds}: with how many tables does nobody meet twice?", **_of(people, rounds))


def _of(people: Text, rounds: Text) -> dict[str, Text]:
    return {"people": people, "rounds": rounds}


def _grid(advice: "Advice", language: Language) -> Table:
    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    grid.add_column(Text("Tables").say(language), justify="right")
    grid.add_column(Text("People at each").say(language), justify="right")
    grid.add_column("")
    grid.add_column(Text("Rounds").say(language), justify="right")
    grid.add_column(Text("Reunions").say(language), justify="right")
    grid.add_column(Text("Why").say(language), overflow="fold", ratio=1)
    for shape in advice.shapes[:MOST_SHOWN]:
        cells = (_sizes(shape), _verdict(shape), _rounds(shape), _reunions(shape), shape.reason)
        grid.add_row(str(shape.tables), *(cell.say(language) for cell in cells))
    return grid


def _sizes(shape: "Shape") -> Text:
    if shape.sizes[0] == shape.sizes[-1]:
        return Text("{size}", size=shape.sizes[0])
    return Text("{least} or {most}", least=shape.sizes[-1], most=shape.sizes[0])


def _verdict(shape: "Shape") -> Text:
    return {"possible": Text("possible"), "impossible": Text("impossible"), "open": Text("open")}[shape.status]


def _rounds(shape: "Shape") -> Text:
    """Return how many rounds are without reunions: so many surely, and no more than so many."""
    if shape.rounds_possible == shape.rounds_at_most:
        return Text("{rounds}", rounds=shape.rounds_at_most)
    return Text("{least} to {most}", least=shape.rounds_possible, most=shape.rounds_at_most)


def _reunions(shape: "Shape") -> Text:
    if shape.status == "possible":
        return Text("none")
    if shape.least_reunions is None:
        return Text("no plan")
    return Text("{least} or more", least=shape.least_reunions)
