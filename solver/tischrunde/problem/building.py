"""The arrays of a meeting, one function for each part of the format."""

import numpy as np

from tischrunde.errors import BadInput, Finding
from tischrunde.model import (
    Composition,
    Meeting,
    NoIsolates,
    Pin,
    ThemeVisits,
    Together,
)
from tischrunde.problem.kinds import BROKEN, Bools, Ints, Longs, Wanted, Window
from tischrunde.words import Text

__all__ = [
    "attendance",
    "check_range",
    "domains",
    "fix_groups",
    "fixed_seats",
    "groups",
    "number_prices",
    "size_limits",
    "size_windows",
    "theme_prices",
]

WISH_PRICES = (4, 2)
WISH_PRICE_BEYOND = 1


def check_range(meeting: Meeting) -> None:
    """Refuse weights so large that the cost of a plan would not fit beside its broken rules in one number.

    Raises
    ------
    BadInput
        when the cost of some plan could reach half of ``BROKEN``
    """
    weights, rounds = meeting.weights, meeting.n_rounds
    met = sum(times for _, _, times in meeting.history)
    liked = sum(abs(wanted) for _, _, wanted in meeting.affinities)
    company = sum(weights.mixing.values()) + weights.reunions * (rounds + met) + weights.affinities * liked
    largest = min(len(meeting.people), max(table.seats for table in meeting.tables))
    wishes = sum(len(person.wishes) for person in meeting.people)
    cost = rounds * len(meeting.people) * largest * company + WISH_PRICES[0] * weights.wishes * wishes
    if cost >= BROKEN // 2:
        message = Text("The weights, the history or the affinities are too large to be added up for this meeting.")
        raise BadInput([Finding("weights", message, Text("Divide them all by the same number, such as 1000."))])


def attendance(meeting: Meeting) -> Bools:
    """Return who attends which round; bool, shape (n_rounds, n_people)."""
    attends = np.ones((meeting.n_rounds, len(meeting.people)), np.bool_)
    for p, person in enumerate(meeting.people):
        if person.rounds is not None:
            attends[:, p] = [r in person.rounds for r in meeting.round_numbers]
    return attends


def fixed_seats(meeting: Meeting, person_at: dict[str, int], table_at: dict[str, int], attends: Bools) -> Ints:
    """Return the tables of hosts and pinned people."""
    fixed = np.full(attends.shape, -1, np.int32)
    for p, person in enumerate(meeting.people):
        if person.hosts is not None:
            for r in meeting.round_numbers:
                table = meeting.host_table(person, r)
                if table is not None and attends[r - 1, p]:
                    fixed[r - 1, p] = table_at[table]
    for rule in meeting.rules:
        if isinstance(rule, Pin) and attends[rule.round - 1, person_at[rule.person]]:
            fixed[rule.round - 1, person_at[rule.person]] = table_at[rule.table]
    return fixed


def size_windows(meeting: Meeting, attends: Bools, is_open: Bools) -> tuple[tuple[Window, ...], ...]:
    """Return for each round how few and how many people each table may hold, one window for every level.

    Under ``balance`` b all open tables of a round hold from L to L + b people for some level L. Each window is as
    tight as the number of people makes it; windows around the most even sizes come first. Without balance there is one.
    """
    seats = np.array([t.seats for t in meeting.tables], np.int64)
    min_seats = np.array([t.min_seats for t in meeting.tables], np.int64)
    windows = []
    for r in range(meeting.n_rounds):
        who, tables = int(attends[r].sum()), is_open[r]
        balance = len(meeting.people) if meeting.balance is None else meeting.balance
        even = who / max(1, int(tables.sum())) - balance / 2
        highest = min(int(seats.max()), who)
        levels = [0] if meeting.balance is None else sorted(range(highest + 1), key=lambda k: abs(k - even))
        found = []
        for level in levels:
            low = np.where(tables, np.maximum(min_seats, level), 0)
            high = np.where(tables, np.minimum(seats, level + balance), 0)
            if (low <= high).all() and low.sum() <= who <= high.sum():
                tight_low = np.maximum(low, who - (high.sum() - high)) * tables
                tight_high = np.minimum(high, who - (low.sum() - low)) * tables
                found.append((tight_low.astype(np.int32), tight_high.astype(np.int32)))
        windows.append(tuple(found))
    return tuple(windows)


def size_limits(meeting: Meeting, windows: tuple[tuple[Window, ...], ...], is_open: Bools) -> tuple[Ints, Ints]:
    """Return the least and the most people at each table over all windows; the seats as they are when there is none."""
    seats = np.array([t.seats for t in meeting.tables], np.int32)
    low, high = np.zeros(is_open.shape, np.int32), np.where(is_open, seats, 0).astype(np.int32)
    for r, found in enumerate(windows):
        if found:
            low[r] = np.min([low for low, _ in found], axis=0)
            high[r] = np.max([high for _, high in found], axis=0)
    return low, high


def domains(meeting: Meeting, is_open: Bools) -> tuple[Ints, Bools]:
    """Return which people share a domain, and the tables outside each domain."""
    features = [frozenset(t.features) for t in meeting.tables]
    themes = [meeting.theme_of[t.id] for t in meeting.tables]
    kinds: dict[tuple[frozenset[str], frozenset[str]], int] = {}
    domain_of, outside = [], []
    for person in meeting.people:
        avoid = frozenset() if person.hosts else frozenset(person.avoid)
        kind = (frozenset(person.needs), avoid)
        if kind not in kinds:
            kinds[kind] = len(kinds)
            barred = np.array([not kind[0] <= f or h in avoid for f, h in zip(features, themes, strict=True)])
            outside.append(~is_open | barred)
        domain_of.append(kinds[kind])
    shape = (len(outside), meeting.n_rounds, len(meeting.tables))
    return np.array(domain_of, np.int32), np.array(outside, np.bool_).reshape(shape)


def theme_prices(meeting: Meeting, theme_at: dict[str, int], attends: Bools) -> tuple[Bools, Ints, Wanted]:
    """Return who visits themes once only, who must see how many, and the price of each theme missed."""
    travels = np.array([p.hosts is None for p in meeting.people], np.bool_) & attends.any(axis=0)
    rules = [rule for rule in meeting.rules if isinstance(rule, ThemeVisits)]
    at_least = max((rule.at_least or 0 for rule in rules), default=0)
    every = {theme_at[theme] for theme in meeting.theme_of.values()} if any(rule.all for rule in rules) else ()
    begin, themes, prices = [0], list[int](), list[int]()
    for person, moves in zip(meeting.people, travels.tolist(), strict=True):
        wanted: dict[int, int] = dict.fromkeys(every if moves else (), BROKEN)
        for rank, theme in enumerate(person.wishes):
            if theme in theme_at:
                price = WISH_PRICES[rank] if rank < len(WISH_PRICES) else WISH_PRICE_BEYOND
                wanted[theme_at[theme]] = wanted.get(theme_at[theme], 0) + meeting.weights.wishes * price
        for theme in person.must_visit:
            if theme in theme_at:
                wanted[theme_at[theme]] = wanted.get(theme_at[theme], 0) + BROKEN
        themes += wanted
        prices += wanted.values()
        begin.append(len(themes))
    wanted_by = Wanted(np.array(begin, np.int64), np.array(themes, np.int32), np.array(prices, np.int64))
    return travels & meeting.themes_at_most_once, np.where(travels, at_least, 0).astype(np.int32), wanted_by


def number_prices(meeting: Meeting, is_open: Bools, largest: int) -> tuple[Bools, Longs]:
    """Return who counts for each rule about a number of people at a table, and the price of each number."""
    counted, prices = [], []
    numbers = np.arange(largest + 1)
    for rule in meeting.rules:
        if isinstance(rule, Composition):
            most = largest if rule.max is None else rule.max
            off = np.maximum(rule.min - numbers, 0) + np.maximum(numbers - most, 0)
            where = [rule.tables is None or t.id in rule.tables for t in meeting.tables]
        elif isinstance(rule, NoIsolates):
            off = (numbers == 1).astype(np.int64)
            where = [True] * len(meeting.tables)
        else:
            continue
        when = [bool(rule.rounds is None or r in rule.rounds) for r in meeting.round_numbers]
        applies = is_open & np.array(when, np.bool_)[:, None] & np.array(where, np.bool_)[None, :]
        counted.append([p.value(rule.attribute) == rule.value for p in meeting.people])
        prices.append(applies[:, :, None] * off[None, None, :] * BROKEN)
    shape = (len(counted), meeting.n_rounds, len(meeting.tables), largest + 1)
    return (
        np.array(counted, np.bool_).reshape(len(counted), len(meeting.people)),
        np.array(prices, np.int64).reshape(shape),
    )


def groups(meeting: Meeting, person_at: dict[str, int], attends: Bools) -> Ints:
    """Return who sits together in each round: the connected components of the together rules that apply.

    Two or three people none of whom may be the only one of their kind sit together as well: four could be two and two.
    """
    group_of = np.full(attends.shape, -1, np.int32)
    rules = [rule for rule in meeting.rules if isinstance(rule, Together)]
    kinds = [
        (rule.rounds, np.array([p.value(rule.attribute) == rule.value for p in meeting.people], np.bool_))
        for rule in meeting.rules
        if isinstance(rule, NoIsolates)
    ]
    for r in meeting.round_numbers if rules or kinds else ():
        label = np.arange(len(meeting.people), dtype=np.int32)
        for rule in rules:
            if rule.rounds is not None and r not in rule.rounds:
                continue
            here = [person_at[p] for p in rule.people if attends[r - 1, person_at[p]]]
            if here and (rule.rounds is not None or len(here) == len(rule.people)):
                label[np.isin(label, label[here])] = label[here].min()
        for rounds, kind in kinds:
            few = np.flatnonzero(kind & attends[r - 1]) if rounds is None or r in rounds else np.arange(0)
            if 2 <= len(few) <= 3:
                label[np.isin(label, label[few])] = label[few].min()
        size = np.bincount(label, minlength=len(label))
        group_of[r - 1] = np.where(size[label] > 1, label, -1)
    return group_of


def fix_groups(fixed: Ints, group_of: Ints) -> None:
    """Fix everybody who sits together with somebody fixed."""
    for r, p in np.argwhere((fixed >= 0) & (group_of >= 0)):
        fixed[r, (group_of[r] == group_of[r, p]) & (fixed[r] < 0)] = fixed[r, p]
