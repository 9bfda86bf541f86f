"""What no plan can beat in reunions."""

from collections import Counter
from itertools import combinations_with_replacement

import numpy as np

from tischrunde.bounds.company import Company
from tischrunde.bounds.crossing import least_crossing
from tischrunde.bounds.filling import choose_two, spread
from tischrunde.bounds.room import Room

__all__ = ["contingency", "counting", "least_reunions", "officers"]

ROUND_PAIRS_AT_MOST = 2_000


def least_reunions(company: Company) -> int:
    """Return a lower bound on the reunions of any valid plan.

    With m meetings in the plan and h before it a pair counts C(m + h, 2) - C(h, 2) = C(m, 2) + m h. Both
    parts are never negative, so bounds on the sums of C(m, 2) and of m h may be added.
    """
    history = company.room.problem.history
    known = company.least_price(history, step=0) if history.any() else 0
    return max(counting(company), max(contingency(company.room), officers(company.room)) + known)


def counting(company: Company) -> int:
    """Return the bound by counting meetings and partners; a pair that met h times pays h, h + 1, ...

    See ``Company.least_price``. Pairs who must meet (groups, hosts of one table, pins) pay for it here.
    """
    return company.least_price(company.room.problem.history, step=1)


def contingency(room: Room) -> int:
    """Return the bound by looking at two rounds at a time.

    Proof. A pair who share a table in m rounds do so in C(m, 2) pairs of rounds; so the sum over pairs of people of
    C(m, 2) is the sum over pairs of rounds r < s and over tables a, b of C(x, 2), where x people sit at a in round r
    and at b in round s. For each pair of rounds the least such sum is found by spreading the people who attend both
    over the cells (a, b), as ``least_crossing`` says, and these are added.

    Notes
    -----
    With themes at most once the cells of one theme are closed to travellers: with t tables of s people, s people
    spread over t - 1 cells instead of t, which is why few tables of many people force so many reunions.
    """
    pairs = Counter(_pairs_of_kinds(room))
    chosen = pairs.most_common(ROUND_PAIRS_AT_MOST)
    return sum(times * least_crossing(room, r, s, flows=len(chosen)) for (r, s), times in chosen)


def officers(room: Room) -> int:
    """Return the bound by Euler's 36 officers; 0 where it doesn't apply.

    Claim. If 36 people attend four rounds of at most six tables each, somebody meets somebody twice. So do 30 people
    who may come to each of six one-table themes once only.

    Proof. Without a reunion, 36 people in two rounds fill each of the 36 pairs of tables exactly once; for all pairs
    of four rounds that is an orthogonal array OA(36, 4, 6, 2), or two orthogonal Latin squares of order 6, which
    don't exist (Tarry 1901; short proof: Stinson, J. Combin. Theory A 36, 1984). The 30 travellers fill each of the
    30 pairs of different themes exactly once, and six words aaaa, bbbb, ... (the hosts, there or not)
    complete the array.

    Among k such rounds, join two in which some pair shares a table twice. Any four rounds hold a joined two, so by
    Turán's theorem at least the joined twos of three even heaps of rounds exist, and each counts one.
    """
    problem = room.problem
    tables = [np.flatnonzero(row) for row in problem.is_open]
    small = [r for r in range(problem.n_rounds) if len(tables[r]) <= 6]
    most = len(small) if int(problem.attends[small].all(axis=0).sum()) >= 36 else 0
    of_themes: dict[tuple[int, ...], list[int]] = {}
    for r in small:
        themes = tuple(sorted(problem.theme_of[tables[r]].tolist()))
        if len(set(themes)) == 6:
            of_themes.setdefault(themes, []).append(r)
    for rounds in of_themes.values():
        if int((problem.attends[rounds].all(axis=0) & problem.once).sum()) >= 30:
            most = max(most, len(rounds))
    return spread(most, 3) if most >= 4 else 0


def _pairs_of_kinds(room: Room) -> dict[tuple[int, int], int]:
    """Return one pair of rounds for each two kinds of rounds, and how many pairs it stands for."""
    rounds_of: dict[int, list[int]] = {}
    for r, kind in enumerate(room.round_kind):
        rounds_of.setdefault(kind, []).append(r)
    pairs = {}
    for a, b in combinations_with_replacement(rounds_of.values(), 2):
        if a is not b:
            pairs[a[0], b[0]] = len(a) * len(b)
        elif len(a) > 1:
            pairs[a[0], a[1]] = choose_two(len(a))
    return pairs
