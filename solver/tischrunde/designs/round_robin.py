"""Tables of two: everybody meets everybody once, by the circle method."""

from tischrunde.designs.timetable import Timetable, of_groups

__all__ = ["round_robin"]

SOURCE = (
    "circle method; M. Reiss, Über eine Steinersche combinatorische Aufgabe, J. reine angew. Math. 56 (1859) 326-344"
)


def round_robin(n_tables: int) -> Timetable:
    """Return the 2 n_tables - 1 rounds in which each two of 2 n_tables places meet exactly once.

    The places 0 .. m - 1 with m = 2 n_tables - 1 stand on a circle, the last one in its middle. In round r those
    meet whose numbers add up to 2 r modulo m; the one at r, which would meet itself, meets the middle. As m is odd,
    each sum is 2 r for one r only. Complexity O(n_tables^2).

    Raises
    ------
    ValueError
        when there is no table

    >>> round_robin(2).table_of.tolist()
    [[0, 1, 1, 0], [1, 0, 1, 0], [1, 1, 0, 0]]
    """
    if n_tables < 1:
        raise ValueError(f"a round robin needs a table, not {n_tables}")
    m = 2 * n_tables - 1
    rounds = [[(r, m), *(((r - i) % m, (r + i) % m) for i in range(1, n_tables))] for r in range(m)]
    return of_groups(f"round robin({m + 1})", SOURCE, rounds)
