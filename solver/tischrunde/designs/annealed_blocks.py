"""The inner loop of the search for start blocks: exchange and turn points until no pair orbit is used twice.

Knows neither groups nor designs, only orbits of pairs and how often the blocks use each of them.
"""

import numba
import numpy as np

from tischrunde.problem import Ints

__all__ = ["anneal_blocks"]


@numba.njit(cache=True)
def _draw(state: np.ndarray, below: int) -> int:
    """Return a number from 0 to below - 1 and step the state, uint64 of shape (1,), by splitmix64."""
    state[0] += np.uint64(0x9E3779B97F4A7C15)
    z = state[0]
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z = z ^ (z >> np.uint64(31))
    return int(np.int64((z >> np.uint64(33)) * np.uint64(below) >> np.uint64(31)))


@numba.njit(cache=True)
def _change(point: Ints, s: int, start: int, end: int, orbit_of: Ints, uses: Ints, sign: int) -> int:
    """Add (1) or take (-1) the pairs of slot s in its block; return by how much the number of repeats changes."""
    delta = 0
    for t in range(start, end):
        if t != s:
            orbit = orbit_of[point[s], point[t]]
            if sign > 0:
                delta += uses[orbit] > 0
                uses[orbit] += 1
            else:
                uses[orbit] -= 1
                delta -= uses[orbit] > 0
    return delta


@numba.njit(cache=True)
def _exchange(
    row: Ints,
    turn: Ints,
    point: Ints,
    ends: Ints,
    images: Ints,
    orbit_of: Ints,
    uses: Ints,
    s: int,
    t: int,
    at_s: int,
    at_t: int,
) -> int:
    """Let slots s and t of different blocks exchange rows, or one slot turn (s = t); return the change in repeats."""
    delta = _change(point, s, ends[s, 0], ends[s, 1], orbit_of, uses, -1)
    if s != t:
        delta += _change(point, t, ends[t, 0], ends[t, 1], orbit_of, uses, -1)
        row[s], row[t] = row[t], row[s]
        turn[t] = at_t
        point[t] = images[row[t], at_t]
        delta += _change(point, t, ends[t, 0], ends[t, 1], orbit_of, uses, 1)
    turn[s] = at_s
    point[s] = images[row[s], at_s]
    return delta + _change(point, s, ends[s, 0], ends[s, 1], orbit_of, uses, 1)


@numba.njit(cache=True)
def anneal_blocks(
    row: Ints, turn: Ints, ends: Ints, images: Ints, n_images: Ints, orbit_of: Ints, uses: Ints, steps: int, seed: int
) -> int:
    """Anneal the blocks in place; return the number of pairs whose orbit is used more often than it may be.

    Parameters
    ----------
    row : int32, shape (n_slots,); which row of ``images`` each slot of each block takes
    turn : int32, shape (n_slots,); which image of that row
    ends : int32, shape (n_slots, 4); first slot and end of the slot's block, first slot and end of its round
    images : int32, shape (n_rows, most); the points a row can stand for
    n_images : int32, shape (n_rows,); how many there are
    orbit_of : int32, shape (n_points, n_points); number of the orbit of each pair of points
    uses : int32, shape (n_orbits,); 0 for an orbit that may be used once, 1 for one that may not be used
    steps : changes proposed, at most
    seed : of all chance

    Notes
    -----
    A step is O(size of a block). The heat falls geometrically; the acceptance of each rise is a whole number of 31
    bits computed beforehand, so that no step depends on how a processor rounds.
    """
    state = np.array([seed], np.uint64)
    n_slots = len(row)
    point = np.empty(n_slots, np.int32)
    for s in range(n_slots):
        point[s] = images[row[s], turn[s]]
    cost = 0
    for s in range(n_slots):
        cost += _change(point, s, s + 1, ends[s, 1], orbit_of, uses, 1)
    stages = 64
    for stage in range(stages):
        heat = 0.3 * (0.17 / 0.3) ** (stage / (stages - 1))
        accept = np.array([np.int64(np.exp(-rise / heat) * 2147483648.0) for rise in range(32)])
        for _ in range(steps // stages):
            if cost == 0:
                return 0
            s = _draw(state, n_slots)
            t = s
            if n_images[row[s]] == 1 or _draw(state, 2) == 0:
                first, end = ends[s, 2], ends[s, 3]
                t = first + _draw(state, end - first)
                if ends[t, 0] == ends[s, 0]:
                    continue
            turn_s, turn_t = turn[s], turn[t]
            new_s, new_t = _draw(state, n_images[row[s]]), _draw(state, n_images[row[t]])
            at_s = new_s if s == t else new_t
            delta = _exchange(row, turn, point, ends, images, orbit_of, uses, s, t, at_s, new_s)
            if delta <= 0 or (delta < 32 and _draw(state, 2147483648) < accept[delta]):
                cost += delta
            else:
                _exchange(row, turn, point, ends, images, orbit_of, uses, s, t, turn_s, turn_t)
    return cost
