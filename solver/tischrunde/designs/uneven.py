"""Timetables for tables of k and of k - 1 people, from timetables whose tables are all alike.

*Places that leave.* From T tables of k people take away places of which no two sit together in any round that is kept:
then every table loses one at most. Such places are, for instance, places of one class, or the places of one table of
one round, when that round is given up.

*Places that come.* Seat further people at T tables of k - 1, each in every round at another table, so that no two
tables where one of them sits have a person in common, and no two of them ever share a table.

References
----------
A. Miller, I. Valkov, R. J. R. Abel, Combinatorial solutions to the social golfer problem and the social golfer problem
with adjacent group sizes, Symmetry 18 (2026) 269.

"""

from dataclasses import replace

import numpy as np

from tischrunde.designs.timetable import Timetable
from tischrunde.problem import Bools, Ints

__all__ = ["kept", "largest_first", "with_comers", "without_leavers"]

STARTS = 60
MOST_SEATS = 600  # beyond it the exact cover is too large to be solved within the effort
EFFORT = 0.3  # of CP-SAT, in its deterministic seconds


def without_leavers(timetable: Timetable, n_leaving: int, n_rounds: int) -> Timetable:
    """Return the timetable without ``n_leaving`` places, in as many rounds as can be, at most ``n_rounds``.

    Parameters
    ----------
    timetable :
        all tables of one size in all rounds
    n_leaving :
        how many places go, at most one from any table
    n_rounds :
        how many rounds are wanted

    Notes
    -----
    Tries whole classes and tables, then sets grown place by place that spoil the fewest rounds:
    O(starts x leaving x places x rounds).
    """
    meets = _meetings(timetable.table_of)
    spare = timetable.n_rounds - n_rounds
    best = _of_one_class(timetable, n_leaving)
    if best is None:
        best = min(
            (_grown(meets, start, n_leaving, seed) for seed, start in enumerate(_starts(timetable, n_leaving))),
            key=lambda leaving: _spoilt(meets, leaving).sum(),
        )
        for seed in range(STARTS):
            if _spoilt(meets, best).sum() <= max(0, spare):
                break
            start = [seed * 7919 % timetable.n_places]
            best = min(best, _grown(meets, start, n_leaving, seed), key=lambda leaving: _spoilt(meets, leaving).sum())
    rounds = np.flatnonzero(~_spoilt(meets, best))[:n_rounds].astype(np.int32)
    staying = np.setdiff1d(np.arange(timetable.n_places), best)
    return kept(timetable, rounds=rounds, places=staying)


def with_comers(timetable: Timetable, n_coming: int, n_rounds: int) -> Timetable | None:
    """Return the timetable with ``n_coming`` more places in ``n_rounds`` of its rounds, or ``None`` if none is found.

    An exact cover that CP-SAT solves within a fixed effort. Each of the new places meets all the places of as many
    tables as there are rounds, so that rounds can't be more than tables.
    """
    from ortools.sat.python import cp_model

    n_tables = timetable.n_tables
    if n_rounds > min(n_tables, timetable.n_rounds) or n_coming * n_tables * timetable.n_rounds > MOST_SEATS:
        return None
    model = cp_model.CpModel()
    used = [model.new_bool_var("") for _ in range(timetable.n_rounds)]
    model.add(sum(used) == n_rounds)
    sits = [
        [[model.new_bool_var("") for _ in range(n_tables)] for _ in range(timetable.n_rounds)] for _ in range(n_coming)
    ]
    for r, round_used in enumerate(used):
        for of_person in sits:
            model.add(sum(of_person[r]) == round_used)
        for t in range(n_tables):
            model.add_at_most_one(of_person[r][t] for of_person in sits)
    for place in timetable.table_of.T.tolist():
        for of_person in sits:
            model.add_at_most_one(of_person[r][t] for r, t in enumerate(place) if t >= 0)
    solver = cp_model.CpSolver()
    solver.parameters.catch_sigint_signal = False  # it would take Ctrl-C away from those who call
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.max_deterministic_time = EFFORT
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    rounds = np.array([r for r, round_used in enumerate(used) if solver.boolean_value(round_used)])
    more = [
        [next(t for t in range(n_tables) if solver.boolean_value(of_person[r][t])) for of_person in sits]
        for r in rounds.tolist()
    ]
    class_of = np.append(timetable.class_of, np.full(n_coming, timetable.class_of.max() + 1))
    table_of = np.concatenate([timetable.table_of[rounds], np.array(more, np.int32)], axis=1)
    joined = replace(timetable, table_of=table_of, class_of=class_of.astype(np.int32), stays=_staying(table_of))
    return kept(joined, name=f"{timetable.name} + {n_coming}")


def kept(
    timetable: Timetable, *, rounds: Ints | None = None, places: Ints | None = None, name: str | None = None
) -> Timetable:
    """Return these rounds and places of a timetable, the largest classes first."""
    table_of = timetable.table_of if rounds is None else timetable.table_of[rounds]
    class_of = timetable.class_of
    if places is not None:
        table_of, class_of = table_of[:, places], class_of[places]
        if name is None and len(places) < timetable.n_places:
            name = f"{timetable.name} - {timetable.n_places - len(places)}"
    _, first, inverse, sizes = np.unique(class_of, return_index=True, return_inverse=True, return_counts=True)
    rank = np.empty(len(sizes), np.int32)
    rank[np.lexsort((first, -sizes))] = np.arange(len(sizes))
    return Timetable(name or timetable.name, timetable.source, table_of, rank[inverse], _staying(table_of))


def largest_first(timetable: Timetable) -> Timetable:
    """Return the timetable with the tables of each round numbered anew, the largest first."""
    n_tables = timetable.n_tables
    table_of = np.full_like(timetable.table_of, -1)
    for r, seats in enumerate(timetable.table_of):
        sizes = np.bincount(seats[seats >= 0], minlength=n_tables)
        number = np.empty(n_tables + 1, np.int32)
        number[np.argsort(-sizes, kind="stable")] = np.arange(n_tables)
        number[n_tables] = -1
        table_of[r] = number[seats]
    return replace(timetable, table_of=table_of, stays=_staying(table_of))


def _staying(table_of: Ints) -> Bools:
    staying: Bools = (table_of == table_of[:1]).all(axis=0)
    return staying


def _meetings(table_of: Ints) -> Bools:
    """Return who sits with whom; bool, shape (n_places, n_places, n_rounds)."""
    together = (table_of[:, :, None] == table_of[:, None, :]) & (table_of[:, :, None] >= 0)
    together[:, np.arange(table_of.shape[1]), np.arange(table_of.shape[1])] = False
    return np.ascontiguousarray(together.transpose(1, 2, 0))


def _of_one_class(timetable: Timetable, n_leaving: int) -> Ints | None:
    """Return places of one class, of the smallest that has enough."""
    sizes = np.bincount(timetable.class_of)
    enough = np.flatnonzero(sizes >= n_leaving)
    if not enough.size:
        return None
    smallest = enough[np.argmin(sizes[enough])]
    return np.flatnonzero(timetable.class_of == smallest)[:n_leaving].astype(np.int32)


def _starts(timetable: Timetable, n_leaving: int) -> list[list[int]]:
    """Return sets of at most ``n_leaving`` places to grow from: the largest class, and a table of each round."""
    tables = [np.flatnonzero(seats == seats.max()) for seats in timetable.table_of]
    return [places[:n_leaving].tolist() for places in (np.flatnonzero(timetable.class_of == 0), *tables)]


def _grown(meets: Bools, start: list[int], n_leaving: int, seed: int) -> Ints:
    """Return a set of places grown from ``start``, each time by one that spoils the fewest further rounds."""
    rng = np.random.default_rng(seed)
    leaving = list(start)
    spoilt = _spoilt(meets, np.array(leaving))
    hits = _any(meets[leaving])
    while len(leaving) < n_leaving:
        price = (hits | spoilt).sum(axis=1) + rng.random(len(meets)) / 2
        price[leaving] = np.inf
        chosen = int(price.argmin())
        spoilt |= hits[chosen]
        hits |= meets[chosen]
        leaving.append(chosen)
    return np.array(leaving, np.int32)


def _spoilt(meets: Bools, leaving: Ints) -> Bools:
    """Return in which rounds some table would lose two; bool, shape (n_rounds,)."""
    return _any(meets[np.ix_(leaving, leaving)].reshape(-1, meets.shape[2]))


def _any(rows: Bools) -> Bools:
    """Return where any row is true."""
    found: Bools = np.logical_or.reduce(rows, axis=0)
    return found
