"""Plans without reunions from a group on the tables: everybody starts somewhere and moves by the same steps.

Number the tables by the elements of a finite abelian group. Class j of people has an offset ``shift[j, r]`` for every
round, and its person number i sits at table ``i + shift[j, r]``. Two people of different classes j, k meet in round r
exactly when their numbers differ by ``shift[k, r] - shift[j, r]``; so they never meet twice when, for any two classes,
these differences are different in all rounds. People of one class never meet. A person comes to a table twice only if
``shift[j, r] = shift[j, s]``; the class whose shifts are all 0 stays: those are the hosts.

With several tables per theme the tables of a theme are the cosets of a subgroup, and ``shift[j, r] - shift[j, s]`` must
lie outside that subgroup. Every table takes one person of each class, so any class may lose some people and the sizes
of tables still differ by one at most.

References
----------
C. J. Colbourn, J. H. Dinitz (eds.), Handbook of Combinatorial Designs, 2nd ed., 2007: III.6 (orthogonal arrays),
VI.17 (difference matrices).

"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from tischrunde.designs.difference import DifferenceMatrix, difference_matrix
from tischrunde.designs.fields import field
from tischrunde.designs.groups import Group
from tischrunde.designs.short_matrices import n_short_rounds, short_matrix
from tischrunde.problem import Ints

__all__ = ["Routes", "cyclic_routes", "extended", "field_routes", "is_without_reunions", "matrix_routes", "routes"]

TRIALS = 100_000
# Rows that may stay and columns that may come first, of those tried for a matrix; and the largest matrix looked at.
TRIED = 6
LARGEST_MATRIX = 256
CANDIDATES = 100


@dataclass(frozen=True)
class Routes:
    """Routes for classes of people, before anyone is given one.

    Attributes
    ----------
    name :
        of the construction
    table_of :
        int32, shape (n_rounds, n_classes, n_tables); table of person i of class j. Class 0 stays where it is.
    theme_of :
        int32, shape (n_tables,); tables of one theme share a number
    group :
        whose elements number the tables
    """

    name: str
    table_of: Ints
    theme_of: Ints
    group: Group

    @property
    def n_classes(self) -> int:
        """Return the number of classes, the staying one counted."""
        return int(self.table_of.shape[1])

    def combine(self, a: Ints, b: Ints, sign: int) -> Ints:
        """Return a + b or, with a sign of -1, a - b in the group that numbers the tables."""
        return self.group.combine(a, b, sign)


def routes(n_tables: int, n_rounds: int, n_classes: int, *, per_theme: int, once: bool) -> Routes:
    """Return routes for as many classes as can be had, at most ``n_classes`` besides the staying one.

    Parameters
    ----------
    n_tables, n_rounds, n_classes :
        the shape wanted
    per_theme :
        tables of each theme, a divisor of ``n_tables``
    once :
        whether travellers may come to a theme once only
    """
    best = cyclic_routes(n_tables, n_rounds, n_classes, per_theme=per_theme, once=once, trials=0)
    others = _other_routes(n_tables, n_rounds, n_classes, per_theme, once)
    while best.n_classes <= n_classes and (found := next(others, None)) is not None:
        if found.n_classes > best.n_classes:
            best = found
    return best


def extended(found: Routes, n_classes: int, *, once: bool) -> Routes:
    """Return the routes with ``n_classes`` classes besides the staying one; the new ones do have reunions, but few.

    Of random shifts, those whose differences to the other classes repeat least are taken. A start for a search.
    """
    n_rounds, have, n_tables = found.table_of.shape
    rng = np.random.default_rng(n_tables)
    shifts = found.table_of[:, :, 0].T
    tables_of = [np.flatnonzero(found.theme_of == theme) for theme in range(int(found.theme_of.max()) + 1)]
    while len(shifts) <= n_classes:
        tried = rng.integers(0, n_tables, (CANDIDATES, n_rounds)).astype(np.int32)
        if once:
            chosen = rng.permuted(np.tile(np.arange(len(tables_of)), (CANDIDATES, 1)), axis=1)[:, :n_rounds]
            tried = np.array([[rng.choice(tables_of[theme]) for theme in row] for row in chosen], np.int32)
        differences = np.sort(found.combine(tried[:, None, :], shifts[None, :, :], -1), axis=2)
        repeats = (np.diff(differences, axis=2) == 0).sum(axis=(1, 2))
        shifts = np.concatenate([shifts, tried[[repeats.argmin()]]])
    first = np.arange(n_tables, dtype=np.int32)[None, None, :]
    more = found.combine(shifts[have:].T[:, :, None], first, 1)
    return replace(found, table_of=np.concatenate([found.table_of, more], axis=1))


def field_routes(n_tables: int, n_rounds: int, n_classes: int, *, per_theme: int, once: bool) -> Routes | None:
    """Return routes over GF(n_tables): ``shift[j, r] = x_r * d_j``, an orthogonal array of strength 2.

    ``None`` when the number of tables is no prime power, or rounds are more than tables, or themes are no cosets.
    Distinct x_r and distinct d_j make all differences ``(d_k - d_j) * x_r`` different. R. C. Bose and K. A. Bush,
    Orthogonal arrays of strength two and three, Ann. Math. Stat. 23 (1952) 508-524.
    """
    gf = field(n_tables)
    if gf is None or n_rounds > n_tables or all(gf.p**a != per_theme for a in range(gf.k + 1)):
        return None
    factors = np.arange(n_rounds, dtype=np.int32)
    steps = np.arange(n_tables, dtype=np.int32)[1:]
    if once:
        first, second = np.triu_indices(n_rounds, 1)
        gaps = gf.subtract(factors[first], factors[second])
        steps = steps[(gf.multiply(gaps[None, :], steps[:, None]) // per_theme != 0).all(axis=1)]
    steps = np.concatenate([[0], steps[:n_classes]]).astype(np.int32)
    shift = gf.multiply(factors[:, None], steps[None, :])
    table_of = gf.add(shift[:, :, None], np.arange(n_tables, dtype=np.int32)[None, None, :])
    theme_of = np.arange(n_tables, dtype=np.int32) // per_theme
    return Routes(f"GF({n_tables})", table_of, theme_of, Group((gf.p,) * gf.k))


def matrix_routes(
    matrix: DifferenceMatrix, n_rounds: int, n_classes: int, *, per_theme: int, once: bool
) -> Routes | None:
    """Return routes whose shifts are rows of a difference matrix, all less the row of the class that stays.

    ``None`` when the matrix has too few columns, or no subgroup has as many elements as a theme has tables. Where
    travellers come to a theme once, rounds are added one by one, each time the one that leaves most classes: not always
    the best. Complexity O(rows x columns x rounds) for each subgroup.
    """
    rows = matrix.entries
    if n_rounds > rows.shape[1]:
        return None
    best: tuple[Ints, Ints] | None = None
    every_round = np.broadcast_to(np.arange(rows.shape[1], dtype=np.int32), rows.shape)
    for theme_of in matrix.group.cosets(per_theme):
        for stays in range(min(len(rows), TRIED) if once and per_theme > 1 else 1):
            shifts = matrix.group.combine(rows, rows[[stays]], -1)
            kept, chosen = _kept(theme_of[shifts] if once else every_round, stays, n_rounds)
            travelling = kept[kept != stays][:n_classes]
            if best is None or len(travelling) >= len(best[0]):
                best = shifts[np.r_[stays, travelling]][:, chosen], theme_of
    if best is None:
        return None
    shifts, theme_of = best
    table_of = matrix.group.combine(
        shifts.T[:, :, None], np.arange(matrix.group.order, dtype=np.int32)[None, None, :], 1
    )
    return Routes(matrix.name, table_of, theme_of, matrix.group)


def cyclic_routes(
    n_tables: int, n_rounds: int, n_classes: int, *, per_theme: int, once: bool, trials: int = TRIALS
) -> Routes:
    """Return routes over the integers modulo n_tables, found by depth-first search.

    Start-and-step plans (``shift[j, r] = j * r``) come first: they can be said in one breath, and hold when
    (largest step difference) x (rounds - 1) < tables. Where a step does not fit, any list of shifts is tried.
    Tables of one theme are those with equal remainder modulo the number of themes. ``trials`` limits the search.
    """
    n_themes = n_tables // per_theme
    chosen: list[tuple[int, ...]] = [(0,) * n_rounds]
    for step in range(1, n_tables):
        if len(chosen) <= n_classes:
            shift = tuple(step * r % n_tables for r in range(n_rounds))
            if _fits(shift, chosen, n_tables, n_themes, once):
                chosen.append(shift)
    stepwise = len(chosen)
    while len(chosen) <= n_classes and trials > 0:
        for shift in _shifts(chosen, n_tables, n_rounds, n_themes, once):
            trials -= n_tables
            if len(shift) == n_rounds:
                chosen.append(shift)
                break
            if trials <= 0:
                break
        else:
            break
    shifts = np.array(chosen, np.int32).T
    table_of = (shifts[:, :, None] + np.arange(n_tables, dtype=np.int32)[None, None, :]) % n_tables
    name = "start-and-step" if len(chosen) == stepwise else f"cyclic({n_tables})"
    return Routes(name, table_of, np.arange(n_tables, dtype=np.int32) % n_themes, Group((n_tables,)))


def is_without_reunions(found: Routes, *, once: bool) -> bool:
    """Check by counting that nobody meets twice, and (``once``) that no traveller comes to a theme twice.

    Complexity O(rounds x people x people at a table).
    """
    n_rounds, _, n_tables = found.table_of.shape
    flat = found.table_of.reshape(n_rounds, -1)
    seen: set[tuple[int, int]] = set()
    for r in range(n_rounds):
        for t in range(n_tables):
            for pair in combinations(np.flatnonzero(flat[r] == t).tolist(), 2):
                if pair in seen:
                    return False
                seen.add(pair)
    themes = found.theme_of[found.table_of[:, 1:].reshape(n_rounds, -1)]
    return not once or all(len(set(column)) == n_rounds for column in themes.T.tolist())


def _other_routes(n_tables: int, n_rounds: int, n_classes: int, per_theme: int, once: bool) -> Iterator[Routes]:
    """Yield routes from a field, from difference matrices read along rows or columns, from short ones, by search."""
    in_field = field_routes(n_tables, n_rounds, n_classes, per_theme=per_theme, once=once)
    if in_field is not None:
        yield in_field
    matrices = []
    if n_tables <= LARGEST_MATRIX:
        matrix = difference_matrix(n_tables)
        matrices = [matrix, replace(matrix, entries=matrix.entries.T)]
    enough = [k for k in range(2, n_classes + 2) if n_short_rounds(n_tables, k) >= n_rounds]
    matrices += [short_matrix(n_tables, k) for k in enough[-1:]]
    for each in matrices:
        found = matrix_routes(each, n_rounds, n_classes, per_theme=per_theme, once=once)
        if found is not None:
            yield found
    yield cyclic_routes(n_tables, n_rounds, n_classes, per_theme=per_theme, once=once)


def _kept(themes: Ints, stays: int, n_rounds: int) -> tuple[Ints, Ints]:
    """Return classes and rounds such that each of these classes has a different theme in each of these rounds.

    ``themes`` is int32, shape (n_classes, columns); the class that stays is kept always.
    """
    best: tuple[Ints, Ints] | None = None
    for first in range(min(themes.shape[1], TRIED)):
        chosen, kept, fresh = [first], np.ones(len(themes), np.bool_), np.ones(themes.shape, np.bool_)
        while len(chosen) < n_rounds:
            fresh &= themes != themes[:, [chosen[-1]]]
            fresh[stays] = True
            left = (kept[:, None] & fresh).sum(axis=0)
            left[chosen] = -1
            chosen.append(int(left.argmax()))
            kept &= fresh[:, chosen[-1]]
        if best is None or kept.sum() > len(best[0]):
            best = np.flatnonzero(kept).astype(np.int32), np.array(chosen, np.int32)
        if kept.all():
            break
    assert best is not None
    return best


def _fits(shift: Sequence[int], chosen: Sequence[Sequence[int]], n_tables: int, n_themes: int, once: bool) -> bool:
    """Return whether the rounds of ``shift`` keep all differences to the chosen classes different."""
    if once and len({s % n_themes for s in shift}) < len(shift):
        return False
    return all(len({(a - b) % n_tables for a, b in zip(shift, other, strict=False)}) == len(shift) for other in chosen)


def _shifts(
    chosen: Sequence[Sequence[int]], n_tables: int, n_rounds: int, n_themes: int, once: bool
) -> Iterator[tuple[int, ...]]:
    """Yield growing lists of shifts that fit, depth first; the first complete one ends the search."""
    stack: list[tuple[int, ...]] = [(0,)]
    while stack:
        shift = stack.pop()
        yield shift
        if len(shift) < n_rounds:
            longer = ((*shift, value) for value in range(n_tables - 1, -1, -1))
            stack.extend(s for s in longer if _fits(s, chosen, n_tables, n_themes, once))
