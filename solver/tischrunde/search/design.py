"""A design for a meeting: routes from algebra, each given to the person whom it suits best."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from tischrunde.designs import Routes, extended, routes
from tischrunde.kernel import places_of, relabel, seated_state
from tischrunde.problem import BROKEN, Ints, Longs, Problem, Seats, codes
from tischrunde.search.extra import with_extra_rounds
from tischrunde.search.heat import heat_unit
from tischrunde.search.layout import places_on_tables, theme_columns, timetable_for
from tischrunde.search.many import in_crowds
from tischrunde.search.start import SEED_BITS, nearest_seats

__all__ = ["Designed", "design_for", "designed_seats"]

MOVES_PER_PLACE = 2_000
MOST_MOVES = 100_000
HEATS = (0.1, 0.3, 0.5, 0.3, 0.1)
COLD, PENALTY = 0.02, 20.0


@dataclass(frozen=True)
class Designed:
    """A design laid out for a meeting.

    Attributes
    ----------
    name :
        of the design
    places :
        int32, shape (rounds covered, n_places); table of each place
    seated :
        int32, shape (n_places,); who takes each place at first: hosts their own, others by likeness
    n_hosts :
        how many of the places, the first ones, belong to hosts
    """

    name: str
    places: Ints
    seated: Ints
    n_hosts: int


def design_for(problem: Problem, *, seed: int) -> Designed | None:
    """Return a design laid out for the meeting, or ``None`` when none fits its tables.

    Parameters
    ----------
    problem :
        the meeting as arrays
    seed :
        of the chance among equals
    """
    tables = np.flatnonzero(problem.is_open.all(axis=0)).astype(np.int32)
    if len(tables) < 2:
        return None
    by_routes, is_perfect = _of_routes(problem, tables, seed)
    if is_perfect or problem.is_large:
        return by_routes
    found = [design for design in (_of_timetable(problem, tables, seed), by_routes) if design is not None]
    return min(found, key=lambda design: _price(problem, design, seed)) if len(found) > 1 else next(iter(found), None)


def _of_routes(problem: Problem, tables: Ints, seed: int) -> tuple[Designed | None, bool]:
    """Return routes laid out for the meeting, and whether they cover everything without a reunion."""
    once = bool(problem.once.any())
    per_theme = _tables_per_theme(problem, tables) if once else 1
    hosts = _hosts(problem, tables)
    travellers = np.setdiff1d(np.arange(problem.n_people, dtype=np.int32), hosts)
    if per_theme is None or not travellers.size:
        return None, False
    stay_too = not once and not hosts.size
    n_rounds = min(problem.n_rounds, len(tables) // per_theme if once else len(tables))
    wanted = -(-len(travellers) // len(tables))
    found = routes(len(tables), n_rounds, wanted - stay_too, per_theme=per_theme, once=once)
    is_perfect = found.n_classes > wanted - stay_too and n_rounds == problem.n_rounds
    is_perfect = is_perfect and bool((problem.high[:, tables] >= -(-problem.n_people // len(tables))).all())
    found = extended(found, wanted - stay_too, once=once)
    table_of = _named_tables(problem, found, tables)[found.table_of]
    places = table_of[:, 0 if stay_too else 1 :].reshape(n_rounds, -1)
    if not places.shape[1]:
        return None, False
    seated = np.concatenate([hosts, _by_likeness(problem, travellers, len(tables), seed)[: places.shape[1]]])
    staying = np.tile(problem.host_of[hosts], (n_rounds, 1))
    places = np.concatenate([staying, places[:, : len(seated) - len(hosts)]], axis=1).astype(np.int32)
    return Designed(found.name, places, seated.astype(np.int32), len(hosts)), is_perfect


def _of_timetable(problem: Problem, tables: Ints, seed: int) -> Designed | None:
    """Return a timetable of the catalogue laid out for a meeting without hosts.

    Only where themes have different numbers of tables, or people may come to them again: else routes serve better.
    """
    once = bool(problem.once.any())
    if _hosts(problem, tables).size or (once and _tables_per_theme(problem, tables) is not None):
        return None
    found = timetable_for(problem, tables)
    if found is None:
        return None
    everybody = np.arange(problem.n_people, dtype=np.int32)
    classes = np.bincount(found.class_of)
    in_classes = (classes[:-1] == len(tables)).all() and classes[-1] <= len(tables)
    seated = _by_likeness(problem, everybody, len(tables) if in_classes else 1, seed)
    places = (theme_columns if once else places_on_tables)(problem, found, tables)
    return Designed(found.name, places, seated.astype(np.int32), 0)


def _price(problem: Problem, design: Designed, seed: int) -> int:
    """Return the price of the seats nearest to a design."""
    seats = nearest_seats(problem, _seats(problem, design, design.seated), seed=seed)
    if seats is None:
        return np.iinfo(np.int64).max
    return int(seated_state(problem, seats, np.zeros(1, np.uint64)).price[0])


def designed_seats(problem: Problem, design: Designed, *, seed: int) -> Iterator[Seats]:
    """Yield seats that follow a design, better and better.

    First by likeness, then as annealing gives out the places, last with the rounds beyond the design searched apart.
    Seats of -1 are left to be filled: people beyond the classes of the design, and rounds it does not cover. Sizes are
    right when everybody attends every round; absences are for others to mend.

    Parameters
    ----------
    problem :
        the meeting as arrays
    design :
        of the same meeting
    seed :
        of the chance in giving out the places
    """
    best = design.seated.copy()
    yield _seats(problem, design, best)
    if problem.is_large:
        return
    free = np.arange(design.n_hosts, len(design.seated), dtype=np.int32)
    if len(free) > 1:
        for _ in _relabelled(problem, design, free, best, seed):
            yield _seats(problem, design, best)
    yield from with_extra_rounds(problem, _seats(problem, design, best), len(design.places), seed=seed)


def _relabelled(problem: Problem, design: Designed, free: Ints, best: Ints, seed: int) -> Iterator[None]:
    """Improve who takes which place, step by step, where it makes a difference."""
    route = _route_prices(problem, design.places)
    if _is_alike(problem.pair) and (route == route[0, 0]).all():
        return
    layout = places_of(design.places, problem.n_tables, free=free, pair=problem.pair, route=route)
    unit = heat_unit(problem)
    rng = np.array([seed & SEED_BITS], np.uint64)
    moves = min(MOST_MOVES, MOVES_PER_PLACE * len(free))
    for hot in HEATS:
        relabel(layout, best.copy(), best, rng, moves, hot * unit, COLD * unit, PENALTY * unit)
        yield


def _is_alike(pair: Longs) -> bool:
    """Return whether all pairs of people cost the same."""
    off_diagonal = pair[~np.eye(len(pair), dtype=np.bool_)]
    return bool((off_diagonal == off_diagonal[:1]).all())


def _seats(problem: Problem, design: Designed, person_at: Ints) -> Seats:
    seats = np.full((problem.n_rounds, problem.n_people), -1, np.int32)
    seats[: len(design.places), person_at] = design.places
    seats[~problem.attends] = -1
    return seats


def _tables_per_theme(problem: Problem, tables: Ints) -> int | None:
    """Return how many of these tables each theme has, ``None`` when themes differ."""
    numbers = np.unique(np.unique(problem.theme_of[tables], return_counts=True)[1])
    return int(numbers[0]) if len(numbers) == 1 else None


def _hosts(problem: Problem, tables: Ints) -> Ints:
    """Return one host for each of these tables that has one."""
    hosts = np.flatnonzero(np.isin(problem.host_of, tables)).astype(np.int32)
    return hosts[np.unique(problem.host_of[hosts], return_index=True)[1]]


def _named_tables(problem: Problem, found: Routes, tables: Ints) -> Ints:
    """Return for each table of the design a table of the meeting, themes to themes."""
    of_design = np.argsort(found.theme_of, kind="stable")
    of_meeting = tables[np.argsort(problem.theme_of[tables], kind="stable")] if problem.once.any() else tables
    named = np.empty(len(tables), np.int32)
    named[of_design] = of_meeting
    return named


def _by_likeness(problem: Problem, people: Ints, n_tables: int, seed: int) -> Ints:
    """Return the people in such an order that as many as can be have only their like in their class.

    A class is ``n_tables`` people in a row, and people of one class never meet. Crowds (people of one sector, say) fill
    classes as a whole; what is left of them is packed into classes as full as can be, like boxes into lorries.
    """
    attribute = _heaviest_attribute(problem)
    if problem.is_large:
        return in_crowds(_values(problem, attribute), people, n_tables, seed=seed & SEED_BITS)
    shuffled = np.random.default_rng(seed & SEED_BITS).permutation(people)
    if attribute is None:
        return shuffled
    value = codes(problem.meeting.people, attribute)[shuffled]
    kin = problem.pair[np.ix_(shuffled, shuffled)].argmax(axis=1)
    boxes = []
    for crowd in (np.flatnonzero(value == v) for v in np.unique(value)):
        near = crowd[np.argsort(np.minimum(kin[crowd], crowd), kind="stable")]
        boxes += [near[k : k + n_tables] for k in range(0, len(near), n_tables)]
    order: list[int] = []
    boxes.sort(key=len, reverse=True)
    while boxes:
        room = min(n_tables, len(people) - len(order))
        chosen = _fullest([len(box) for box in boxes], room)
        for k in chosen:
            order += boxes[k].tolist()
            room -= len(boxes[k])
        boxes = [box for k, box in enumerate(boxes) if k not in chosen]
        if room and boxes:
            order += boxes[0][:room].tolist()
            boxes[0] = boxes[0][room:]
            boxes.sort(key=len, reverse=True)
    return shuffled[order]


def _fullest(lengths: list[int], room: int) -> tuple[int, ...]:
    """Return which lengths together come closest to ``room`` without exceeding it: a subset sum."""
    reached: dict[int, tuple[int, ...]] = {0: ()}
    for k, length in enumerate(lengths):
        for total, chosen in list(reached.items()):
            if total + length <= room:
                reached.setdefault(total + length, (*chosen, k))
        if room in reached:
            break
    return reached[max(reached)]


def _heaviest_attribute(problem: Problem) -> str | None:
    """Return the attribute whose crowds cost most when they are not mixed."""
    weights = {a: w for a, w in problem.meeting.weights.mixing.items() if w}

    def crowding(attribute: str) -> int:
        value = codes(problem.meeting.people, attribute)
        sizes = np.bincount(value[value >= 0], minlength=1)
        return weights[attribute] * int((sizes * (sizes - 1)).sum())

    return max(weights, key=crowding, default=None)


def _values(problem: Problem, first: str | None) -> list[Ints]:
    """Return everybody's value of each attribute that is to be mixed, the given one first, then by weight."""
    weights = {a: w for a, w in problem.meeting.weights.mixing.items() if w}
    names = sorted(weights, key=lambda name: (name != first, -weights[name]))
    return [codes(problem.meeting.people, name) for name in names]


def _route_prices(problem: Problem, places: Ints) -> Longs:
    """Return what each place costs each person: wishes missed and tables not allowed; (n_people, n_places)."""
    missed = np.ones((places.shape[1], problem.n_themes))
    for row in places:
        missed[np.arange(places.shape[1]), problem.theme_of[row]] = 0
    # Whole numbers far below 2^53, so floating point is exact, and much faster.
    prices = np.rint(problem.miss.astype(np.float64) @ missed.T).astype(np.int64)
    barred = np.zeros((len(problem.outside), places.shape[1]), np.int64)
    for r, row in enumerate(places):
        barred += problem.outside[:, r, row]
        for p in np.flatnonzero(problem.fixed[r] >= 0):
            prices[p] += BROKEN * (row != problem.fixed[r, p])
    prices += BROKEN * barred[problem.domain_of]
    return prices
