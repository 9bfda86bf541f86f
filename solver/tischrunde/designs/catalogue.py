"""The catalogue of timetables: for the sizes of the tables, the one with the most rounds without reunions."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np

from tischrunde.designs import nets, resolvable
from tischrunde.designs.latin import n_columns
from tischrunde.designs.routes import Routes, routes
from tischrunde.designs.starters import structured
from tischrunde.designs.timetable import Timetable
from tischrunde.designs.uneven import kept, with_comers, without_leavers

__all__ = ["catalogue", "most_rounds"]

ROUTES = "difference matrices; C. J. Colbourn, J. H. Dinitz, Handbook of Combinatorial Designs, 2007, VI.17"
ATTEMPTS = 3  # to let people come, each of them an exact cover
EFFORT = 2_000_000  # exchanges proposed in the search for start blocks, half a second


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
    shape = _shape(sizes)
    return None if shape is None else _best(*shape, n_rounds)


def most_rounds(sizes: Sequence[int]) -> tuple[int, str]:
    """Return how many rounds ``catalogue`` has at least, and of which family, without building anything.

    Of tables that differ, what follows from a timetable for the larger size alone is counted: one that leaves spoils no
    round, those of one class neither, those of one table one round. 0 and an empty name when nothing is known.

    Examples
    --------
    >>> most_rounds([6] * 7 + [5])
    (8, 'TD(6, 8) - 1')
    """
    shape = _shape(sizes)
    if shape is None:
        return 0, ""
    n_tables, size, n_smaller = shape
    uniform = [nets.most_rounds(n_tables, size), resolvable.most_rounds(n_tables, size)]
    if not n_smaller:
        return max(uniform)
    spoilt = 0 if n_smaller == 1 else 1 if n_smaller <= size else None
    found = [] if spoilt is None else [(rounds - spoilt, name) for rounds, name in uniform if rounds > spoilt]
    if 2 <= size < n_columns(n_tables):
        found.append((n_tables, f"TD({size}, {n_tables})"))
    rounds, name = max(found, default=(0, ""))
    return (rounds, f"{name} - {n_smaller}") if rounds else (0, "")


def _shape(sizes: Sequence[int]) -> tuple[int, int, int] | None:
    """Return how many tables, the larger size, and how many tables have one person less."""
    many = Counter(sizes)
    size = max(many, default=0)
    if size < 2 or set(many) - {size, size - 1}:
        return None
    return len(sizes), size, many[size - 1]


@cache
def _best(n_tables: int, size: int, n_smaller: int, n_rounds: int) -> Timetable | None:
    """Return the timetable with the most rounds, at most ``n_rounds``; larger classes first among equals."""
    best = None
    for found in _candidates(n_tables, size, n_smaller, n_rounds):
        if best is None or _worth(found) > _worth(best):
            best = found
        if _worth(best) == (n_rounds, n_tables):
            break
    return best


def _worth(timetable: Timetable) -> tuple[int, int]:
    return timetable.n_rounds, int(np.bincount(timetable.class_of).max())


def _candidates(n_tables: int, size: int, n_smaller: int, n_rounds: int) -> Iterator[Timetable]:
    """Yield timetables of at most ``n_rounds`` rounds, the cheap ones first."""
    least = 0
    if not n_smaller:
        for uniform in _uniform(n_tables, size, n_rounds):
            least = max(least, uniform.n_rounds)
            yield kept(uniform, rounds=np.arange(min(n_rounds, uniform.n_rounds), dtype=np.int32))
        searched = structured(n_tables, size, n_rounds, effort=EFFORT) if least < n_rounds else None
        if searched is not None:
            yield kept(searched, rounds=np.arange(n_rounds, dtype=np.int32))
        return
    for uniform in _uniform(n_tables, size, n_rounds):
        if uniform.n_rounds >= max(1, least):
            found = without_leavers(uniform, n_smaller, n_rounds)
            least = max(least, found.n_rounds)
            yield found
    tries, most = ATTEMPTS, min(n_rounds, n_tables)
    for uniform in _uniform(n_tables, size - 1, most) if most > least else ():
        for rounds in range(min(most, uniform.n_rounds), least, -1):
            more = with_comers(uniform, n_tables - n_smaller, rounds) if tries else None
            tries = max(0, tries - 1)
            if more is not None:
                least = rounds
                yield more
                break


def _uniform(n_tables: int, size: int, n_rounds: int) -> Iterator[Timetable]:
    """Yield timetables with ``size`` people at each table in every round, for at least one round, best first."""
    if size == 1:
        return
    found = [*nets.families(n_tables, size), *resolvable.families(n_tables, size)]
    yield from sorted(found, key=lambda timetable: -timetable.n_rounds)
    least = max((timetable.n_rounds for timetable in found), default=0)
    if least < n_rounds <= n_tables:
        by_routes = routes(n_tables, n_rounds, size - 1, per_theme=1, once=False)
        if by_routes.n_classes >= size:
            yield of_routes(by_routes, size)


def of_routes(found: Routes, n_classes: int) -> Timetable:
    """Return the first classes of some routes as a timetable: one person of each class at each table."""
    table_of = found.table_of[:, :n_classes].reshape(len(found.table_of), -1).astype(np.int32)
    n_tables = found.table_of.shape[2]
    class_of = np.repeat(np.arange(n_classes, dtype=np.int32), n_tables)
    stays = (table_of == table_of[:1]).all(axis=0)
    return Timetable(f"TD({n_classes}, {n_tables}) by {found.name}", ROUTES, table_of, class_of, stays)
