"""Twice as many people: two designs on the same places, and a sign for everybody at every table.

If each two of u places share a table in one round of a first design and in one of a second, give every place at every
table a sign so that the product of two signs is + at one of their tables and - at the other. Place i then becomes two
people, i+ and i-, and a table becomes two, one with the signs as they are and one with all turned. Any two people of
different places meet exactly once, i+ and i- never: a nearly Kirkman triple system NKTS(2u) from two KTS(u), and a
4-RGDD(2^u) from two RBIBD(u, 4). The signs are a generalised Bhaskar Rao design over the group of order two (C. J.
Colbourn and J. H. Dinitz (eds.), Handbook of Combinatorial Designs, 2nd ed., 2007, V.4) and the solution of linear
equations modulo 2, one for each pair of places.
"""

import random
from itertools import combinations

import numpy as np

from tischrunde.designs.frames import Block
from tischrunde.designs.timetable import Timetable, of_groups

__all__ = ["is_doubled", "signed_double", "signs"]

SOURCE = "signed union of two designs (Bhaskar Rao design over Z_2); Handbook of Combinatorial Designs, 2007, V.4"
TRIES = 200


def is_doubled(n_places: int, size: int) -> bool:
    """Return whether designs of so many places with tables of this size are known to double.

    With three at a table the equations of all pairs add up to nothing on the left, every sign occurring twice, so the
    number of pairs must be even; that was enough wherever it was tried (up to 93 places). With four at a table it is
    the affine plane of order 4, its places numbered by four bits so that tables are affine.
    """
    if size == 3:
        return n_places % 12 == 9
    return (n_places, size) == (16, 4)


def signed_double(name: str, found: Timetable, *, seed: int = 0) -> Timetable | None:
    """Return the rounds of twice as many people, the second design being the first under a permutation.

    Permutations are drawn until the equations for the signs can be solved, 200 at most. No three places may share a
    table in both designs: their three equations would contradict each other.

    Parameters
    ----------
    name :
        of the result
    found :
        rounds in which each two of u places meet exactly once
    seed :
        of the permutations

    Returns
    -------
    ``None`` when ``is_doubled`` denies it or no permutation would do.

    Notes
    -----
    A try is O(u^4) bit operations, in words of as many bits as there are seats.
    """
    if not is_doubled(found.n_places, found.n_places // found.n_tables):
        return None
    rng = random.Random(seed)
    first = [_tables(seats) for seats in found.table_of]
    for _ in range(TRIES):
        image = _parting(first, rng) if len(first[0][0]) == 3 else _linear(found.n_places, rng)
        rounds = first + [[tuple(image[place] for place in table) for table in tables] for tables in first]
        solved = None if _shared(first, image) else signs([t for tables in rounds for t in tables], found.n_places)
        if solved is not None:
            sign = iter(solved)
            doubled = [[people for table in tables for people in _two_tables(table, next(sign))] for tables in rounds]
            classes = np.repeat(np.arange(found.n_places, dtype=np.int32), 2)
            return of_groups(name, SOURCE, doubled, classes)
    return None


def signs(tables: list[Block], n_places: int) -> list[Block] | None:
    """Return a sign, 0 or 1, for each place at each table, or ``None`` when there are none.

    Each two places that share two tables have equal signs at one and different signs at the other; pairs that share
    more or fewer are an error.

    Raises
    ------
    ValueError
        when two places do not share two tables
    """
    starts = np.cumsum([0, *(len(table) for table in tables)]).tolist()
    one = 1 << starts[-1]
    equation_of: dict[tuple[int, int], list[int]] = {pair: [] for pair in combinations(range(n_places), 2)}
    for start, table in zip(starts, tables, strict=False):
        for a, b in combinations(sorted(range(len(table)), key=table.__getitem__), 2):
            equation_of[table[a], table[b]].append(1 << start + a | 1 << start + b)
    if any(len(terms) != 2 for terms in equation_of.values()):
        raise ValueError("each two places must share two tables")
    solved = _solve([one | first ^ second for first, second in equation_of.values()], one)
    if solved is None:
        return None
    return [
        tuple(solved >> start + a & 1 for a in range(len(table))) for start, table in zip(starts, tables, strict=False)
    ]


def _solve(equations: list[int], one: int) -> int | None:
    """Return unknowns, as bits, that solve equations modulo 2 whose right side is the bit ``one``, or ``None``."""
    rows: dict[int, int] = {}
    for equation in equations:
        left = equation
        while (unknowns := left & (one - 1)) and (leading := unknowns.bit_length()) in rows:
            left ^= rows[leading]
        if unknowns:
            rows[leading] = left
        elif left:
            return None
    solution = 0
    for leading in sorted(rows):
        bits = rows[leading]
        if (bits & solution).bit_count() % 2 != bool(bits & one):
            solution |= 1 << leading - 1
    return solution


def _shared(rounds: list[list[Block]], image: list[int]) -> int:
    """Return how many threes of places share a table in these rounds and in their image."""
    threes = {three for tables in rounds for table in tables for three in combinations(sorted(table), 3)}
    return sum(tuple(sorted(image[place] for place in three)) in threes for three in threes)


def _parting(rounds: list[list[Block]], rng: random.Random) -> list[int]:
    """Return a permutation under which no three share a table again, or few: exchanges from a random one on."""
    n_places = sum(map(len, rounds[0]))
    image = rng.sample(range(n_places), n_places)
    shared = _shared(rounds, image)
    for _ in range(TRIES):
        if not shared:
            break
        i, j = rng.sample(range(n_places), 2)
        image[i], image[j] = image[j], image[i]
        if (after := _shared(rounds, image)) > shared:
            image[i], image[j] = image[j], image[i]
        else:
            shared = after
    return image


def _linear(n_places: int, rng: random.Random) -> list[int]:
    """Return an invertible linear map of the bits of a place's number."""
    while True:
        image = [0]
        for _ in range(n_places.bit_length() - 1):
            column = rng.randrange(1, n_places)
            image += [column ^ other for other in image]
        if len(set(image)) == n_places:
            return image


def _tables(seats: np.ndarray[tuple[int, ...], np.dtype[np.int32]]) -> list[Block]:
    return [tuple(np.flatnonzero(seats == table).tolist()) for table in range(int(seats.max()) + 1)]


def _two_tables(table: Block, of: Block) -> list[Block]:
    """Return the two tables that a table with signs becomes; person 2i + s is place i with sign s."""
    return [tuple(2 * place + (sign ^ turned) for place, sign in zip(table, of, strict=True)) for turned in (0, 1)]
