"""The catalogue of timetables: for the sizes of the tables, the one with the most rounds without reunions."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np

from tischrunde.designs.routes import Routes, routes
from tischrunde.designs.timetable import Timetable
from tischrunde.designs.uneven import kept, with_comers, without_leavers

__all__ = ["catalogue"]


def catalogue(sizes: Sequence[int], n_rounds: int) -> Timetable | None:
    """Return a timetable for tables of these sizes: ``n_rounds`` rounds, or as many as are known.

    Parameters
    ----------
    sizes :
        how many people sit at each table, in any order
    n_rounds :
        how many rounds are wanted

    Returns
    -------
    Timetable or None
        ``None`` when sizes differ by more than one, or nothing is known for them. In every round each table has one
        of the sizes; which table has which may differ from round to round (see ``largest_first``).

    Examples
    --------
    >>> catalogue([3, 3, 3], 4).n_rounds
    4
    """
    many = Counter(sizes)
    size = max(many, default=0)
    if size < 2 or set(many) - {size, size - 1} or len(sizes) < 2:
        return None
    return _best(len(sizes), size, many[size - 1], n_rounds)


@cache
def _best(n_tables: int, size: int, n_smaller: int, n_rounds: int) -> Timetable | None:
    """Return the timetable with the most rounds, at most ``n_rounds``; larger classes first among equals."""
    best = None
    for found in _candidates(n_tables, size, n_smaller, n_rounds):
        if best is None or _worth(found) > _worth(best):
            best = found
        if best.n_rounds == n_rounds:
            break
    return best


def _worth(timetable: Timetable) -> tuple[int, int]:
    return timetable.n_rounds, int(np.bincount(timetable.class_of).max())


def _candidates(n_tables: int, size: int, n_smaller: int, n_rounds: int) -> Iterator[Timetable]:
    """Yield timetables of at most ``n_rounds`` rounds, the cheap ones first."""
    if not n_smaller:
        for uniform in _uniform(n_tables, size, n_rounds):
            yield kept(uniform, rounds=np.arange(min(n_rounds, uniform.n_rounds)))
        return
    least = 0
    for uniform in _uniform(n_tables, size, n_rounds):
        found = without_leavers(uniform, n_smaller, n_rounds)
        least = max(least, found.n_rounds)
        yield found
    for uniform in _uniform(n_tables, size - 1, n_rounds):
        for rounds in range(min(n_rounds, n_tables, uniform.n_rounds), least, -1):
            more = with_comers(uniform, n_tables - n_smaller, rounds)
            if more is not None:
                least = max(least, more.n_rounds)
                yield more
                break


def _uniform(n_tables: int, size: int, n_rounds: int) -> Iterator[Timetable]:
    """Yield timetables with ``size`` people at each table in every round."""
    if size < 2:
        return
    found = routes(n_tables, min(n_rounds, n_tables), size - 1, per_theme=1, once=False)
    if found.n_classes >= size:
        yield of_routes(found, size)


def of_routes(found: Routes, n_classes: int) -> Timetable:
    """Return the first classes of some routes as a timetable: one person of each class at each table."""
    table_of = found.table_of[:, :n_classes].reshape(len(found.table_of), -1).astype(np.int32)
    n_tables = found.table_of.shape[2]
    class_of = np.repeat(np.arange(n_classes, dtype=np.int32), n_tables)
    stays = (table_of == table_of[:1]).all(axis=0)
    source = "R. C. Bose, K. A. Bush 1952" if found.gf else "C. J. Colbourn, J. H. Dinitz 2007, VI.17"
    return Timetable(f"TD({n_classes}, {n_tables}) by {found.name}", source, table_of, class_of, stays)
