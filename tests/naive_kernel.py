"""Slow twins of the kernel: everything it carries along, counted anew from the seats in plain Python."""

from collections import Counter
from itertools import combinations, product
from typing import NamedTuple

import numpy as np

from tischrunde.kernel import Places, State
from tischrunde.model import Meeting
from tischrunde.problem import BROKEN, Ints, Longs, Problem, Seats

__all__ = ["Counters", "counters", "counters_of", "possible_sizes", "price", "price_of_places"]


class Counters(NamedTuple):
    """What a state carries along, in an order that does not depend on how it came about.

    Attributes
    ----------
    members : for each round and table, the people there
    pair : for each pair, the price of one more meeting
    visits : for each person and theme, the number of visits
    seen : for each person, the number of different themes
    counts : for each rule about a number of people, each round and table, the number
    price : of the whole plan
    """

    members: list[list[list[int]]]
    pair: list[list[int]]
    visits: list[list[int]]
    seen: list[int]
    counts: list[list[list[int]]]
    price: int


def counters_of(state: State) -> Counters:
    """Return what a state with matrices has carried along; what stands behind the members of a table is none."""
    assert isinstance(state.pair, np.ndarray)
    assert isinstance(state.visits, np.ndarray)
    return Counters(
        members=[
            [sorted(state.members[r, t, : state.size[r, t]].tolist()) for t in range(state.size.shape[1])]
            for r in range(state.size.shape[0])
        ],
        pair=state.pair.tolist(),
        visits=state.visits.tolist(),
        seen=state.seen.tolist(),
        counts=state.counts.tolist(),
        price=int(state.price[0]),
    )


def counters(problem: Problem, table_of: Seats) -> Counters:
    """Return what a state with these seats should carry along."""
    seats = table_of.tolist()
    people, tables, themes = range(problem.n_people), range(problem.n_tables), range(problem.n_themes)
    members = [[[p for p in people if row[p] == t] for t in tables] for row in seats]
    visits = [[sum(theme == h for theme in visited(problem, table_of, p)) for h in themes] for p in people]
    return Counters(
        members=members,
        pair=[
            [
                int(problem.pair[p, q]) + (problem.reunion_weight * meets(table_of, p, q) if p != q else 0)
                for q in people
            ]
            for p in people
        ],
        visits=visits,
        seen=[sum(times > 0 for times in row) for row in visits],
        counts=[
            [[sum(bool(who[p]) for p in members[r][t]) for t in tables] for r in range(problem.n_rounds)]
            for who in problem.counted
        ],
        price=price(problem, table_of),
    )


def price(problem: Problem, table_of: Seats) -> int:
    """Return the price of a whole plan, table by table, pair by pair, person by person."""
    pairs = sum(_price_of_pair(problem, table_of, p, q) for p, q in combinations(range(problem.n_people), 2))
    people = sum(_price_of_person(problem, table_of, p) for p in range(problem.n_people))
    return pairs + people + _price_of_numbers(problem, table_of)


def meets(table_of: Seats, p: int, q: int) -> int:
    """Return in how many rounds two people share a table."""
    return sum(row[p] >= 0 and row[p] == row[q] for row in table_of.tolist())


def visited(problem: Problem, table_of: Seats, p: int) -> list[int]:
    """Return the themes of the tables a person sits at, round by round."""
    return [int(problem.theme_of[row[p]]) for row in table_of.tolist() if row[p] >= 0]


def _price_of_pair(problem: Problem, table_of: Seats, p: int, q: int) -> int:
    m = meets(table_of, p, q)
    broken = max(0, m - int(problem.limit[p, q])) if problem.limit.size else 0
    if problem.apart_in.size:
        for r, row in enumerate(table_of.tolist()):
            broken += row[p] >= 0 and row[p] == row[q] and bool(problem.apart_in[r, p, q])
    return int(problem.pair[p, q]) * m + problem.reunion_weight * m * (m - 1) // 2 + BROKEN * broken


def _price_of_person(problem: Problem, table_of: Seats, p: int) -> int:
    times = Counter(visited(problem, table_of, p))
    broken = max(0, int(problem.at_least[p]) - len(times))
    if problem.once[p]:
        broken += sum(n - 1 for n in times.values())
    for r, row in enumerate(table_of.tolist()):
        broken += row[p] >= 0 and bool(problem.outside[problem.domain_of[p], r, row[p]])
    missed = sum(int(problem.miss[p, theme]) for theme in range(problem.n_themes) if theme not in times)
    return missed + BROKEN * broken


def _price_of_numbers(problem: Problem, table_of: Seats) -> int:
    total = 0
    for j, r, t in product(range(len(problem.counted)), range(problem.n_rounds), range(problem.n_tables)):
        number = sum(bool(problem.counted[j, p]) for p in range(problem.n_people) if table_of[r, p] == t)
        total += int(problem.count_price[j, r, t, number])
    return total


def price_of_places(places: Places, pair: Longs, person_at: Ints) -> int:
    """Return the price of who takes which place: first meetings at tables, and routes."""
    total = sum(int(places.route[person_at[u], u]) for u in range(len(person_at)))
    for row in places.table_of.tolist():
        for u, v in combinations(range(len(person_at)), 2):
            if row[u] == row[v]:
                total += int(pair[person_at[u], person_at[v]])
    return total


def possible_sizes(meeting: Meeting, number: int) -> list[tuple[int, ...]]:
    """Return every way to fill the open tables of a round with the number of people who attend it."""
    tables = meeting.open_tables(number)
    attending = sum(number in rounds for rounds in meeting.attended.values())
    return [
        sizes
        for sizes in product(*(range(table.min_seats, table.seats + 1) for table in tables))
        if sum(sizes) == attending
        and (meeting.balance is None or not sizes or max(sizes) - min(sizes) <= meeting.balance)
    ]
