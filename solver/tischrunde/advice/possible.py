"""Plans without reunions that can be built: which there are for a number of tables, and how."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from tischrunde.advice.shape import Question
from tischrunde.designs import catalogue, most_rounds, routes
from tischrunde.designs.latin import n_columns
from tischrunde.designs.nets import transversal_design
from tischrunde.problem import Ints

__all__ = ["Construction", "construction", "tour"]

MOST_PEOPLE_BUILT = 150
"""For more people only what is known without building anything is asked: it covers them."""


@dataclass(frozen=True)
class Construction:
    """A plan without reunions that can be built.

    Attributes
    ----------
    name :
        of the construction with its parameters; people left out of it follow a minus
    rounds :
        how many it has, at least as many as were asked
    build :
        returns the table of each person in each round asked for; int32, shape (n_rounds, n_people). With hosts these
        are the first people, in the order of the tables.
    """

    name: str
    rounds: int
    build: Callable[[], Ints]


def construction(asked: Question, rounds: int, *, quick: bool = False) -> Construction | None:
    """Return a construction of at least ``rounds`` rounds, or ``None`` when none is found here.

    Parameters
    ----------
    asked :
        people, tables, hosts, themes
    rounds :
        how many are wanted
    quick :
        whether to name only what is known at once, within milliseconds

    Notes
    -----
    Deterministic. Without ``quick`` and without hosts or themes the catalogue may search for a second.
    """
    if rounds == 1:
        return Construction("one round", 1, partial(_one_round, asked))
    ways = _touring(asked, rounds) if asked.hosts or asked.themes else _free(asked, rounds, quick)
    return next(ways, None)


def tour(n_tables: int, n_rounds: int, n_classes: int, *, per_theme: int) -> bool:
    """Return whether routes seat so many classes of travellers beside hosts, with several tables for each theme."""
    if n_rounds > n_tables // per_theme:
        return False
    return routes(n_tables, n_rounds, n_classes, per_theme=per_theme, once=True).n_classes > n_classes


def _touring(asked: Question, rounds: int) -> Iterator[Construction]:
    """Yield plans in which nobody but a host comes to a table twice."""
    tables, classes = asked.tables, asked.movers_at[0]
    if rounds > tables or classes >= tables:
        return
    if classes + 1 < n_columns(tables):
        missing = (classes + 1) * tables - asked.people
        name = f"TD({classes + 1}, {tables})" + (f" - {missing}" if missing else "")
        yield Construction(name, tables, partial(_by_design, asked, rounds))
    else:
        found = routes(tables, rounds, classes, per_theme=1, once=True)
        if found.n_classes > classes:
            seats = found.table_of[:, : classes + 1].reshape(rounds, -1)
            yield Construction(found.name, rounds, partial(_kept, asked, seats))


def _free(asked: Question, rounds: int, quick: bool) -> Iterator[Construction]:
    """Yield plans in which people may come back to a table."""
    most, name = most_rounds(asked.sizes)
    if most >= rounds:
        yield Construction(name, most, partial(_by_catalogue, asked, rounds))
    elif not quick and asked.people <= MOST_PEOPLE_BUILT:
        found = catalogue(asked.sizes, rounds)
        if found is not None and found.n_rounds >= rounds:
            yield Construction(found.name, rounds, partial(_by_catalogue, asked, rounds))


def _one_round(asked: Question) -> Ints:
    return (np.arange(asked.people, dtype=np.int32) % asked.tables)[None, :]


def _by_design(asked: Question, rounds: int) -> Ints:
    design = transversal_design(asked.tables, asked.movers_at[0] + 1)
    return _kept(asked, design.table_of[:rounds])


def _kept(asked: Question, table_of: Ints) -> Ints:
    """Return the seats without the class that stays, unless it hosts, and without the last people of the last class."""
    first = 0 if asked.hosts else asked.tables
    kept: Ints = table_of[:, first : first + asked.people].astype(np.int32)
    return kept


def _by_catalogue(asked: Question, rounds: int) -> Ints:
    found = catalogue(asked.sizes, rounds)
    assert found is not None
    assert found.n_rounds >= rounds
    return found.table_of
