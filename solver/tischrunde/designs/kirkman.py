"""Tables of three and four from finite fields, and products of designs.

A Kirkman triple system KTS(v) seats v people in threes for (v - 1)/2 rounds so that each two meet exactly once; it
exists exactly for v = 6k + 3 (D. K. Ray-Chaudhuri and R. M. Wilson, Solution of Kirkman's schoolgirl problem, Proc.
Symp. Pure Math. 19 (1971) 187-203). With four at a table the like exists exactly for v = 12k + 4 (H. Hanani, D. K.
Ray-Chaudhuri and R. M. Wilson, On resolvable designs, Discrete Math. 3 (1972) 343-357). Built here are their families
from fields, and the product; what these leave open comes from start blocks.
"""

import numpy as np

from tischrunde.designs.fields import Field, field, prime_power
from tischrunde.designs.frames import Block, Frame, Starter, develop
from tischrunde.designs.timetable import Timetable, of_groups
from tischrunde.problem import Ints

__all__ = ["doubled_kirkman", "filled_product", "is_product", "tripled_kirkman", "tripled_quadruples"]

KIRKMAN = "D. K. Ray-Chaudhuri and R. M. Wilson, Solution of Kirkman's schoolgirl problem, 1971"
QUADRUPLES = "H. Hanani, D. K. Ray-Chaudhuri and R. M. Wilson, On resolvable designs, 1972"


def tripled_kirkman(q: int) -> Timetable | None:
    """Return KTS(3q) for a prime power q = 6t + 1, else ``None``.

    Place j q + x is x_j with x in GF(q), j = 0, 1, 2; w is a primitive element. The base round has {0_0, 0_1, 0_2},
    the tables {w^i_j, w^(i+2t)_j, w^(i+4t)_j} for i < t and each j, and A_i = {w^i_0, w^(i+2t)_1, w^(i+4t)_2} for the
    i with i div t odd; each other A_i is a short round. Ray-Chaudhuri and Wilson 1971, v = 3q. Complexity O(q^2).
    """
    found = field(q)
    if found is None or q % 6 != 1:
        return None
    t = (q - 1) // 6
    mixed = [_table(found, [(i + 2 * t * j, j) for j in range(3)]) for i in range(6 * t)]
    pure = [_table(found, [(i + 2 * t * e, j) for e in range(3)]) for i in range(t) for j in range(3)]
    base: list[Block] = [(0, q, 2 * q), *pure, *(mixed[i] for i in range(6 * t) if i // t % 2)]
    short = tuple((mixed[i],) for i in range(6 * t) if i // t % 2 == 0)
    frame = Frame((found.p,) * found.k, 3)
    return develop(f"KTS({3 * q})", f"{KIRKMAN} (v = 3q)", Starter(frame, (tuple(base),), short))


def doubled_kirkman(q: int) -> Timetable | None:
    """Return KTS(2q + 1) for a prime power q = 6t + 1, else ``None``.

    Place j q + x is x_j with x in GF(q), j = 0, 1; place 2q is fixed. With w a primitive element and 2 w^m = w^t + 1
    the base round has {0_0, 0_1, fixed}, the tables {w^i_0, w^(i+t)_0, w^(i+m)_1} for the i with i div t even, and
    {w^(i+m+t)_1, w^(i+m+3t)_1, w^(i+m+5t)_1} for i < t. Ray-Chaudhuri and Wilson 1971, v = 2q + 1. Complexity O(q^2).
    """
    found = field(q)
    if found is None or q % 6 != 1:
        return None
    t = (q - 1) // 6
    twice = found.add(found.powers, found.powers)
    m = int(np.flatnonzero(twice == found.add(found.powers[t], found.powers[0]))[0])
    base: list[Block] = [(0, q, 2 * q)]
    base += [_table(found, [(i, 0), (i + t, 0), (i + m, 1)]) for i in range(6 * t) if i // t % 2 == 0]
    base += [_table(found, [(i + m + e * t, 1) for e in (1, 3, 5)]) for i in range(t)]
    frame = Frame((found.p,) * found.k, 2, 1)
    return develop(f"KTS({2 * q + 1})", f"{KIRKMAN} (v = 2q + 1)", Starter(frame, (tuple(base),)))


def tripled_quadruples(q: int) -> Timetable | None:
    """Return the resolvable design of 3q + 1 people in fours for a prime power q = 4t + 1, else ``None``.

    Place j q + x is x_j with x in GF(q), j = 0, 1, 2; place 3q is fixed. With w a primitive element the base round has
    {0_0, 0_1, 0_2, fixed} and the tables {w^i_j, w^(i+2t)_j, w^(i+t)_(j+1), w^(i+3t)_(j+1)} for i < t and each j. As
    w^(2t) = -1 and (w^t + 1)/(w^t - 1) = w^(3t), all differences are different. Hanani, Ray-Chaudhuri and Wilson 1972,
    v = 3q + 1. Complexity O(q^2).
    """
    found = field(q)
    if found is None or q % 4 != 1:
        return None
    t = (q - 1) // 4
    base: list[Block] = [(0, q, 2 * q, 3 * q)]
    base += [_table(found, [(i + e * t, (j + e % 2) % 3) for e in range(4)]) for i in range(t) for j in range(3)]
    frame = Frame((found.p,) * found.k, 3, 1)
    return develop(f"RBIBD({3 * q + 1}, 4)", f"{QUADRUPLES} (v = 3q + 1)", Starter(frame, (tuple(base),)))


def is_product(outer: int, inner: int, size: int) -> bool:
    """Return whether designs of ``outer`` and ``inner`` people with tables of ``size`` have a product here."""
    return outer % size == 0 and inner % size == 0 and _factors(inner, size) is not None


def filled_product(outer: Timetable, inner: Timetable) -> Timetable | None:
    """Return the product: each place of ``outer`` becomes a party of as many people as ``inner`` has.

    Tables of both take k people; w is the number of people of ``inner``. An outer round gives w rounds: the j-th party
    of an outer table sends its person x + s_j(r) to sub-table x in the r-th of them, the s being routes of k classes
    over a field of order w, or the integers modulo w when w has no divisor from 2 to k - 1. Then each party sits as
    ``inner`` does. Parties that meet do so once, so nobody meets twice. Hanani, Ray-Chaudhuri and Wilson 1972,
    section 2. Complexity O(rounds x places) of the result.

    Returns
    -------
    ``None`` when the tables of the two are not equally large, or no such routes are known here.
    """
    size, w = outer.n_places // outer.n_tables, inner.n_places
    shifts = _factors(w, size)
    if not is_product(outer.n_places, w, size) or inner.n_tables * size != w or shifts is None:
        return None
    rounds: list[list[Block]] = []
    for groups in _groups(outer.table_of):
        rounds += [
            [tuple(a * w + int(shifts[j, r, x]) for j, a in enumerate(group)) for group in groups for x in range(w)]
            for r in range(w)
        ]
    for groups in _groups(inner.table_of):
        rounds.append([tuple(a * w + x for x in group) for a in range(outer.n_places) for group in groups])
    return of_groups(f"{outer.name} x {inner.name}", f"product: {QUADRUPLES}, section 2", rounds)


def _table(found: Field, places: list[tuple[int, int]]) -> Block:
    """Return the table of the places (w^e)_j for pairs (e, j)."""
    return tuple(j * found.order + int(found.powers[e % (found.order - 1)]) for e, j in places)


def _factors(w: int, size: int) -> Ints | None:
    """Return for class j, round r, sub-table x the person of class j there: int32, shape (size, w, w), or ``None``."""
    x = np.arange(w, dtype=np.int32)
    if all(w % d for d in range(2, size)):
        j = np.arange(size, dtype=np.int32)
        sums: Ints = (x[None, None, :] + j[:, None, None] * x[None, :, None]) % w
        return sums
    if prime_power(w) is None or w < size:
        return None
    found = field(w)
    assert found is not None
    j = np.arange(size, dtype=np.int32)
    return found.add(found.multiply(j[:, None, None], x[None, :, None]), x[None, None, :])


def _groups(table_of: Ints) -> list[list[Block]]:
    """Return the tables of each round as tuples of places."""
    return [[tuple(np.flatnonzero(seats == t).tolist()) for t in range(int(seats.max()) + 1)] for seats in table_of]
