"""Where everybody may sit, with the plain consequences of the rules drawn. What the bounds count on."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from tischrunde.problem import Bools, Ints, Longs, Problem

__all__ = ["Room", "alike"]


def alike(rows: Bools) -> tuple[Longs, Longs]:
    """Return the first row of each kind, and the number of each row's kind, for rows with equal content.

    Parameters
    ----------
    rows
        bool, shape (n_rows, n_columns).
    """
    packed = np.ascontiguousarray(np.packbits(rows, axis=1))
    if not packed.size:
        return np.zeros(min(1, len(rows)), np.int64), np.zeros(len(rows), np.int64)
    keys = packed.view(np.dtype((np.void, packed.shape[1]))).reshape(-1)
    _, first, kind_of = np.unique(keys, return_index=True, return_inverse=True)
    return first, kind_of.reshape(-1)


@dataclass(frozen=True, eq=False)
class Room:
    """Seats that remain possible.

    Attributes
    ----------
    problem : the arrays of the meeting
    may_sit : bool, shape (n_rounds, n_people, n_tables); False where no valid plan seats this person
    sole : int64, shape (n_rounds, n_people); the only table left for a person, -1 when there are several or none
    bond : int64, shape (n_rounds, n_people); people of the same bond share a table in every valid plan, -1 for
        singles. The sole table where there is one, n_tables + group otherwise.
    low, high : int64, shape (n_rounds, n_tables); how many people sit at a table
    """

    problem: Problem
    may_sit: Bools
    sole: Longs
    bond: Longs
    low: Longs
    high: Longs

    @classmethod
    def of(cls, problem: Problem) -> "Room":
        """Return the seats that remain possible in a meeting."""
        may_sit = _may_sit(problem)
        while True:
            sole = _sole(may_sit)
            narrowed = may_sit & ~_full(problem, sole)
            if problem.once.any():
                narrowed &= ~_visited_in_another_round(problem, sole)
            for r in range(problem.n_rounds):
                _share_within_groups(narrowed[r], problem.group_of[r])
            if (narrowed == may_sit).all():
                break
            may_sit = narrowed
        bond = np.where(problem.group_of >= 0, problem.n_tables + problem.group_of.astype(np.int64), -1)
        seated = np.array([_counts(row, problem.n_tables) for row in sole]).reshape(problem.is_open.shape)
        return cls(
            problem=problem,
            may_sit=may_sit,
            sole=sole,
            bond=np.where(sole >= 0, sole, bond),
            low=np.maximum(problem.low, seated),
            high=np.minimum(problem.high.astype(np.int64), may_sit.sum(axis=1)),
        )

    @cached_property
    def round_kind(self) -> list[int]:
        """Return a number for each round; rounds in which the same seats remain possible share it."""
        kinds: dict[bytes, int] = {}
        return [
            kinds.setdefault(
                b"".join(
                    part[r].tobytes() for part in (self.problem.attends, self.may_sit, self.bond, self.low, self.high)
                ),
                len(kinds),
            )
            for r in range(self.problem.n_rounds)
        ]

    @cached_property
    def least_company(self) -> Longs:
        """Return the fewest others at the table of each person; int64, shape (n_rounds, n_people), 0 when absent."""
        least = np.zeros(self.sole.shape, np.int64)
        for r, kind in enumerate(self.round_kind):
            first = self.round_kind.index(kind)
            least[r] = self._least_company_in(r) if first == r else least[first]
        return least

    @cached_property
    def most_company(self) -> Longs:
        """Return the most others at the table of each person; int64, shape (n_rounds, n_people), 0 when absent."""
        sizes = np.where(self.may_sit, self.high[:, None, :], 0)
        most: Longs = np.maximum(sizes.max(axis=2, initial=0) - 1, 0)
        return most

    def _least_company_in(self, r: int) -> Longs:
        """Count who is at the table anyway: those with no other table, and one's own group."""
        seated = _counts(self.sole[r], self.problem.n_tables)
        bound, of_bond, in_bond = np.unique(self.bond[r], return_inverse=True, return_counts=True)
        own = np.where(bound >= 0, in_bond, 1)[of_bond.reshape(-1)]
        alone = self.sole[r] >= 0
        sizes = np.maximum(self.low[r][None, :], seated[None, :] + np.where(alone, 0, own)[:, None])
        open_to = self.may_sit[r]
        fewest = np.where(open_to, sizes, np.iinfo(np.int64).max).min(axis=1, initial=np.iinfo(np.int64).max)
        return np.where(open_to.any(axis=1), np.maximum(fewest - 1, 0), 0)


def _may_sit(problem: Problem) -> Bools:
    may_sit = np.empty((problem.n_rounds, problem.n_people, problem.n_tables), np.bool_)
    tables = np.arange(problem.n_tables)
    for r in range(problem.n_rounds):
        fixed = problem.fixed[r]
        may_sit[r] = ~problem.outside[problem.domain_of, r] & problem.attends[r][:, None]
        may_sit[r] &= (fixed[:, None] < 0) | (fixed[:, None] == tables[None, :])
        _share_within_groups(may_sit[r], problem.group_of[r])
    return may_sit


def _share_within_groups(may_sit: Bools, group_of: Ints) -> None:
    """Leave people who sit together the tables at which all of them may sit."""
    for group in np.unique(group_of[group_of >= 0]):
        members = group_of == group
        may_sit[members] = may_sit[members].all(axis=0)


def _sole(may_sit: Bools) -> Longs:
    sole: Longs = np.where(may_sit.sum(axis=2) == 1, may_sit.argmax(axis=2) if may_sit.size else -1, -1)
    return sole


def _full(problem: Problem, sole: Longs) -> Bools:
    """Return which tables have no seats left for a person, and for those who sit together with this person."""
    full = np.empty((*sole.shape, problem.n_tables), np.bool_)
    for r in range(problem.n_rounds):
        group_of = problem.group_of[r]
        in_group = np.bincount(group_of[group_of >= 0], minlength=problem.n_people + 1)
        wanted = np.where(group_of >= 0, in_group[group_of], 1)
        left = problem.high[r] - _counts(sole[r], problem.n_tables)
        full[r] = (sole[r] < 0)[:, None] & (left[None, :] < wanted[:, None])
    return full


def _visited_in_another_round(problem: Problem, sole: Longs) -> Bools:
    """Return which tables are of a theme that the person visits in another round for certain, and may only once."""
    theme_of_sole = np.where(sole >= 0, problem.theme_of[sole], -1)
    theme_of_sole[:, ~problem.once] = -1
    visits = np.zeros((problem.n_people, problem.n_themes), np.int64)
    for themes in theme_of_sole:
        who = np.flatnonzero(themes >= 0)
        visits[who, themes[who]] += 1
    elsewhere = np.repeat(visits[None], len(sole), axis=0)
    r, who = np.nonzero(theme_of_sole >= 0)
    elsewhere[r, who, theme_of_sole[r, who]] -= 1
    visited: Bools = elsewhere[:, :, problem.theme_of] > 0
    return visited


def _counts(tables: Longs, n_tables: int) -> Longs:
    return np.bincount(tables[tables >= 0], minlength=n_tables)
