"""Points and lines of finite geometries: tables are lines, rounds are classes of lines that hold every point once.

Two points lie on one line only, so nobody meets twice; and in these families everybody meets everybody, so that no
schedule for the same tables has more rounds.

References
----------
C. J. Colbourn, J. H. Dinitz (eds.), Handbook of Combinatorial Designs, 2nd ed., 2007: VII.2 (finite geometry).

"""

from itertools import product

import numpy as np

from tischrunde.designs.fields import Field, field
from tischrunde.designs.timetable import Timetable, of_groups
from tischrunde.problem import Ints

__all__ = ["affine_space", "hermitian_unital", "maximal_arc", "meets_everybody", "projective_space"]

# One parallel class of PG(3, 2) as triples of points; a rotation of order 7 turns 0-6 and 7-13, and 14 stays.
PG32_CLASS = ((14, 0, 7), (1, 5, 13), (2, 3, 12), (8, 9, 11), (4, 6, 10))


def affine_space(dimension: int, q: int) -> Timetable:
    """Return AG(d, q): q^(d-1) tables of q people for (q^d - 1)/(q - 1) rounds.

    Points are the vectors over GF(q), tables the lines ``a + GF(q) v``, rounds the directions v up to a factor.
    Handbook VII.2. Complexity O(rounds x places).
    """
    gf = _field(q)
    vectors = np.array(list(product(range(q), repeat=dimension)), np.int32)
    rounds = []
    for v in vectors:
        pivot = int((v != 0).argmax())
        if v[pivot] != 1:
            continue
        # The line through a point is told by the point on it that is 0 at the pivot.
        foot = gf.subtract(vectors, gf.multiply(vectors[:, [pivot]], v[None, :]))
        rounds.append(_groups(_number(foot, q)))
    return of_groups(f"AG({dimension}, {q})", "lines of affine space; Handbook of Combinatorial Designs VII.2", rounds)


def maximal_arc(q: int, size: int) -> Timetable:
    """Return the lines that meet a maximal arc of PG(2, q), q even, seen from the points of a line that misses it.

    For a power ``size`` of 2 with 2 <= size < q: q - q/size + 1 tables of ``size`` people for q + 1 rounds; that is
    RBIBD(28, 4, 1) for q = 8 and RBIBD(120, 8, 1) for q = 16. The arc holds the points of AG(2, q) at which an
    irreducible quadratic form takes its value in an additive subgroup of order ``size``: R. H. F. Denniston, Some
    maximal arcs in finite projective planes, J. Combin. Theory 6 (1969) 317-319.
    """
    gf = _field(q)
    x, y = (a.ravel() for a in np.meshgrid(np.arange(q, dtype=np.int32), np.arange(q, dtype=np.int32)))
    form = gf.add(gf.multiply(x, x), gf.multiply(y, y))
    cross = next(c for c in range(1, q) if _is_irreducible(gf, c))
    value = gf.add(form, gf.multiply(np.full_like(x, cross), gf.multiply(x, y)))
    x, y = x[value < size], y[value < size]
    rounds = [_groups(gf.subtract(y, gf.multiply(np.full_like(x, slope), x))) for slope in range(q)]
    name = f"RBIBD({len(x)}, {size}, 1)"
    return of_groups(name, "maximal arc; R. H. F. Denniston, J. Combin. Theory 6, 1969", [*rounds, _groups(x)])


def hermitian_unital(q: int) -> Timetable:
    """Return the Hermitian unital: q^2 - q + 1 tables of q + 1 people for q^2 rounds, such as RBIBD(65, 5, 1).

    Its points are those of y^q + y = x^(q+1) over GF(q^2) and one at infinity, its blocks the lines with q + 1 of them
    (R. C. Bose, 1959). The tangent at infinity has q^2 other points; the blocks through one of them, and the one block
    of the feet of its tangents, hold every point once: Handbook VII.2.
    """
    gf = _field(q * q)
    x, y = (a.ravel() for a in np.meshgrid(np.arange(q * q, dtype=np.int32), np.arange(q * q, dtype=np.int32)))
    on = gf.add(gf.power(y, q), y) == gf.power(x, q + 1)
    x, y = x[on], y[on]
    rounds = []
    for slope in range(q * q):
        lines = _groups(gf.subtract(y, gf.multiply(np.full_like(x, slope), x)))
        feet = [line[0] for line in lines if len(line) == 1]
        rounds.append([*(line for line in lines if len(line) > 1), [*feet, len(x)]])
    name = f"RBIBD({q**3 + 1}, {q + 1}, 1)"
    return of_groups(name, "Hermitian unital; R. C. Bose 1959, Handbook of Combinatorial Designs VII.2", rounds)


def projective_space(q: int) -> Timetable:
    """Return a packing of the lines of PG(3, q): q^2 + 1 tables of q + 1 people for q^2 + q + 1 rounds.

    For q = 2 one class is rotated (it is a Kirkman system of 15). For q > 2: points are vectors over K = GF(q^2) up to
    a factor in F = GF(q). The spread S of all lines ``y = mx`` with m in K is the first round. The others are the
    images, under (x, y) -> (ax, y + bx), of a spread T: all lines {(g(u), g(mu)): u in K} with m in K but not in F,
    where g(u) = u + c u^q, and all lines F w x F w. R. H. F. Denniston, Some packings of projective spaces, Atti Accad.
    Naz. Lincei 52 (1972) 36-40; in this form N. L. Johnson, Combinatorics of Spreads and Parallelisms, 2010.
    Complexity O(q^6).
    """
    source = "packing of the lines of PG(3, q); R. H. F. Denniston, Atti Accad. Naz. Lincei 52, 1972"
    if q == 2:
        turned = [[[_turned(p, r) for p in line] for line in PG32_CLASS] for r in range(7)]
        return of_groups("PG(3, 2)", source, turned)
    gf = _field(q * q)
    base = np.flatnonzero(gf.power(np.arange(q * q, dtype=np.int32), q) == np.arange(q * q)).astype(np.int32)
    point_of = _projective_points(gf, base)
    everything = np.arange(q * q, dtype=np.int32)
    slopes = everything[:, None]
    spread = [np.stack([everything + 0 * slopes, gf.multiply(slopes, everything)], axis=-1)]
    spread.append(np.stack([0 * everything, everything], axis=-1)[None])
    rounds = [_lines(point_of, np.concatenate(spread))]
    start = _skew_spread(gf, base)
    factors = _representatives(gf, base, times=True)
    summands = _representatives(gf, base, times=False)
    for a, b in product(factors, summands):
        x, y = start[..., 0], start[..., 1]
        image = np.stack([gf.multiply(x, np.full_like(x, a)), gf.add(y, gf.multiply(x, np.full_like(x, b)))], axis=-1)
        rounds.append(_lines(point_of, image))
    return of_groups(f"PG(3, {q})", source, rounds)


def meets_everybody(timetable: Timetable) -> bool:
    """Check by counting that any two places share a table exactly once, as in every family of this module.

    Complexity O(rounds x places^2).
    """
    met = np.zeros((timetable.n_places, timetable.n_places), np.int32)
    for seats in timetable.table_of:
        met += seats[:, None] == seats[None, :]
    np.fill_diagonal(met, 1)
    return bool((met == 1).all())


def _field(q: int) -> Field:
    found = field(q)
    if found is None:
        raise ValueError(f"{q} is no prime power")
    return found


def _groups(number: Ints) -> list[list[int]]:
    """Return the places that have the same number, by number."""
    order = np.argsort(number, kind="stable")
    cuts = np.flatnonzero(np.diff(number[order])) + 1
    return [part.tolist() for part in np.split(order, cuts)]


def _number(vectors: Ints, q: int) -> Ints:
    """Return one number for each vector of codes."""
    total = np.zeros(len(vectors), np.int32)
    for column in vectors.T:
        total = total * q + column
    return total


def _is_irreducible(gf: Field, cross: int) -> bool:
    """Return whether x^2 + cross x + 1 has no root."""
    x = np.arange(gf.order, dtype=np.int32)
    value = gf.add(gf.add(gf.multiply(x, x), gf.multiply(np.full_like(x, cross), x)), np.ones_like(x))
    return bool((value != 0).all())


def _turned(point: int, by: int) -> int:
    return point if point == 14 else point // 7 * 7 + (point + by) % 7


def _projective_points(gf: Field, base: Ints) -> Ints:
    """Return for each vector (x, y) over K the number of its point, -1 for 0; int32, shape (q^2, q^2)."""
    q2 = gf.order
    point_of = np.full((q2, q2), -1, np.int32)
    count = 0
    for x, y in product(range(q2), repeat=2):
        if point_of[x, y] < 0 and (x or y):
            scaled = gf.multiply(base[base != 0][:, None], np.array([[x, y]], np.int32))
            point_of[scaled[:, 0], scaled[:, 1]] = count
            count += 1
    return point_of


def _lines(point_of: Ints, vectors: Ints) -> list[list[int]]:
    """Return the points on each line, given as all its vectors; ``vectors`` is int32, shape (n_lines, q^2, 2)."""
    points = point_of[vectors[..., 0], vectors[..., 1]]
    return [np.unique(line[line >= 0]).tolist() for line in points]


def _skew_spread(gf: Field, base: Ints) -> Ints:
    """Return the spread T of ``projective_space``; int32, shape (q^2 + 1, q^2, 2)."""
    q = len(base)
    everything = np.arange(q * q, dtype=np.int32)
    conjugate = gf.power(everything, q)
    images = (gf.add(everything, gf.multiply(conjugate, everything[[c]])) for c in range(1, q * q))
    g = next(image for image in images if len(np.unique(image)) == q * q)
    slopes = np.setdiff1d(everything, base)[:, None].astype(np.int32)
    skew = np.stack([g[everything + 0 * slopes], g[gf.multiply(slopes, everything)]], axis=-1)
    first, second = (a.ravel() for a in np.meshgrid(base, base))
    opposite = [
        np.stack([gf.multiply(first, np.full_like(first, w)), gf.multiply(second, np.full_like(first, w))], axis=-1)
        for w in _representatives(gf, base, times=True)
    ]
    return np.concatenate([skew, np.stack(opposite)]).astype(np.int32)


def _representatives(gf: Field, base: Ints, *, times: bool) -> list[int]:
    """Return one element of K for each coset of F, or (``times``) one nonzero element for each class of multiples."""
    left = set(range(1 if times else 0, gf.order))
    chosen = []
    while left:
        first = min(left)
        chosen.append(first)
        along = gf.multiply(base, np.full_like(base, first)) if times else gf.add(base, np.full_like(base, first))
        left -= set(along.tolist())
    return chosen
