"""Who has something to mend in a large meeting, and the swaps offered to them."""

import numpy as np

from tischrunde.kernel import Rules, State, burdens, mend
from tischrunde.problem import Bools, Ints, Problem, Seats

__all__ = ["Mender", "complaints"]

TRIES = 24


class Mender:
    """Offers swaps to those who have something to mend, as long as that helps.

    Attributes
    ----------
    problem, rules, state :
        the meeting and the seats, which are changed
    is_done :
        whether nobody complains, or a whole look around has not helped
    """

    def __init__(self, problem: Problem, rules: Rules, state: State) -> None:
        self.problem, self.rules, self.state = problem, rules, state
        self.is_done = False
        self._tables = np.argsort(problem.theme_of, kind="stable").astype(np.int32)
        self._first_table = np.searchsorted(problem.theme_of[self._tables], np.arange(problem.n_themes + 1)).astype(
            np.int32
        )
        self._offers = np.zeros((0, 2), np.int32)
        self._price = int(state.price[0])

    def step(self, most: int, target: int) -> int:
        """Propose at most ``most`` swaps; return how many."""
        if not len(self._offers):
            self._look_around()
        now = self._offers[: max(1, most // TRIES)]
        self._offers = self._offers[len(now) :]
        rounds, people = np.ascontiguousarray(now.T)
        wanted = self.problem.wanted
        tries = min(TRIES, most)
        proposed = mend(
            self.rules,
            self.state,
            rounds,
            people,
            tries,
            target,
            wanted.begin,
            wanted.theme,
            self._first_table,
            self._tables,
        )
        price = int(self.state.price[0])
        self.is_done = not len(self._offers) and price == self._price
        self._price = price if not len(self._offers) else self._price
        return int(proposed)

    def _look_around(self) -> None:
        unhappy = complaints(self.problem, self.state)
        unhappy &= (self.problem.fixed < 0) & (self.problem.group_of < 0)
        offers = np.argwhere(unhappy).astype(np.int32)
        chance = np.random.default_rng(int(self.state.rng[0]))
        self._offers = chance.permutation(offers)


def complaints(problem: Problem, state: State) -> Bools:
    """Return who might sit better in which round; bool, shape (n_rounds, n_people).

    Those complain who sit with more of their like than must be while their like are not spread evenly, meet somebody
    again or unwanted, sit where they must not, come to a theme twice, miss a wish, or make a number at a table wrong.

    Notes
    -----
    O(rounds x people x (kinds + people at a table x rounds)).
    """
    table_of = state.table_of
    unhappy = np.zeros(table_of.shape, np.bool_)
    for r, seats in enumerate(table_of):
        for side in problem.ties.value_of.T:
            unhappy[r] |= _crowded(seats, side, int(problem.is_open[r].sum()))
        for side, rounds in zip(problem.ties.ban_of.T, problem.ties.banned_in, strict=True):
            if rounds[r]:
                unhappy[r] |= _crowded(seats, side, problem.n_people)
        here = seats >= 0
        unhappy[r] |= here & problem.outside[problem.domain_of, r, seats]
        for j, counts in enumerate(state.counts[:, r]):
            most = problem.count_price.shape[3] - 1
            wrong = problem.count_price[j, r, np.arange(problem.n_tables), np.minimum(counts, most)] > 0
            unhappy[r] |= here & wrong[seats]
    burden = np.zeros(problem.n_people, np.int32)
    burdens(state.members, state.size, table_of, burden)
    again = problem.once & (state.seen < (table_of >= 0).sum(axis=0))
    missing = np.zeros(problem.n_people, np.bool_)
    missing[_wanting(problem, table_of)] = True
    missing |= (state.seen < problem.at_least) | again | (burden > 0)
    unhappy |= missing
    _unwanted_company(problem, table_of, unhappy)
    return unhappy & (table_of >= 0)


def _crowded(seats: Ints, side: Ints, n_tables: int) -> Bools:
    """Return who sits with as many of their like as the fullest table should have, unless these are spread evenly."""
    crowded = np.zeros(len(seats), np.bool_)
    who = np.flatnonzero((seats >= 0) & (side >= 0))
    if not who.size:
        return crowded
    n_values = int(side.max()) + 1
    _, cell_of, count = np.unique(
        seats[who].astype(np.int64) * n_values + side[who], return_inverse=True, return_counts=True
    )
    value_of_cell = np.zeros(len(count), np.int64)
    value_of_cell[cell_of.reshape(-1)] = side[who]
    people = np.bincount(side[who], minlength=n_values)
    pairs = np.bincount(value_of_cell, weights=count * (count - 1) // 2, minlength=n_values).astype(np.int64)
    each, more = np.divmod(people, n_tables)
    least = more * (each * (each + 1) // 2) + (n_tables - more) * (each * (each - 1) // 2)
    fullest = -(-people // n_tables)
    full = (pairs > least)[value_of_cell] & (count >= np.maximum(fullest[value_of_cell], 2))
    crowded[who] = full[cell_of.reshape(-1)]
    return crowded


def _wanting(problem: Problem, table_of: Seats) -> Ints:
    """Return the people who miss a theme they want or must visit."""
    who = np.repeat(np.arange(problem.n_people, dtype=np.int32), np.diff(problem.wanted.begin))
    visited = np.zeros(len(who), np.bool_)
    for seats in table_of:
        visited |= (seats[who] >= 0) & (problem.theme_of[seats[who]] == problem.wanted.theme)
    return who[~visited & (problem.wanted.price > 0)]


def _unwanted_company(problem: Problem, table_of: Seats, unhappy: Bools) -> None:
    """Let those complain who share a table with somebody at a price, or not with somebody they want."""
    one, other = np.repeat(np.arange(problem.n_people), np.diff(problem.ties.begin)), problem.ties.other
    for r, seats in enumerate(table_of):
        together = seats[one] == seats[other]
        unhappy[r, one[together == (problem.ties.price > 0)]] = True
