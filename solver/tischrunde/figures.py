"""Plain figures of a plan for people, each beside what is possible at all. Proves nothing and ranks nothing."""

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from operator import itemgetter
from typing import Any, NamedTuple

from tischrunde.model import Meeting, Person, Seating, Table
from tischrunde.score import Judgement
from tischrunde.score.sitting import Pair, Sitting, choose_two, pair
from tischrunde.score.terms import terms

__all__ = ["figures"]


def figures(
    meeting: Meeting, rounds: Seating, bounds: Mapping[str, int], *, judgement: Judgement | None = None
) -> dict[str, Any]:
    """Return plain figures of a plan, ready for JSON.

    Parameters
    ----------
    meeting
        The meeting.
    rounds
        For each round, the people at each table.
    bounds
        Least possible value of each term of the score, by its name; terms left out give ``None``.
    judgement
        What the judge has said of the plan, where it was asked already.

    Returns
    -------
    dict
        ``distinct_contacts``
            ``min``, ``median``, ``max`` over the people who come: how many others each of them meets;
            ``possible`` holds the same three; no valid plan exceeds them.
        ``reunions``
            ``pairs`` who share a table though they did so before (in the plan or its history), ``value`` of
            the term and ``least_possible`` value.
        ``mixing``
            For each attribute: ``pairs`` with the same value at a table, over all rounds, and ``least_possible``.
        ``wishes``
            ``first`` and ``all``: wishes ``met``, ``of`` how many; no valid plan exceeds ``possible``.
        ``themes_per_traveller``
            ``min``, ``median``, ``max`` over those who come and host no table, and ``possible`` likewise.
        ``affinities``
            Listed pairs of ``wanted`` and ``unwanted`` company: how many ``met``, ``of`` how many.
        ``table_sizes``
            ``min`` and ``max`` number of people at an open table.
        ``seats``
            ``used`` over all rounds, ``of`` how many at open tables.
    """
    sitting = Sitting(meeting, rounds) if judgement is None else judgement.sitting
    value_of = terms(sitting) if judgement is None else judgement.terms
    room = _Room(meeting)
    return {
        "distinct_contacts": _distinct_contacts(sitting, room),
        "reunions": {
            "pairs": _pairs_again(sitting),
            "value": value_of["reunions"],
            "least_possible": bounds.get("reunions"),
        },
        "mixing": {
            attribute: {
                "pairs": value_of[f"mixing.{attribute}"],
                "least_possible": bounds.get(f"mixing.{attribute}"),
            }
            for attribute in meeting.weights.mixing
        },
        "wishes": {
            "first": _wishes_met(sitting, room, most=1),
            "all": _wishes_met(sitting, room, most=None),
        },
        "themes_per_traveller": _themes_per_traveller(sitting, room),
        "affinities": _affinities(sitting),
        "table_sizes": _table_sizes(sitting),
        "seats": {
            "used": sum(map(len, sitting.table_of.values())),
            "of": sum(t.seats for number in meeting.round_numbers for t in meeting.open_tables(number)),
        },
    }


def _pairs_again(sitting: Sitting) -> int:
    """Count the pairs who share a table though they did so before."""
    again = sum(m > 1 for m in sitting.meets.values())
    return again + sum(h > 0 and sitting.meets[two] == 1 for two, h in sitting.history.items())


def _spread(counts: Iterable[int]) -> dict[str, int | float]:
    """Return ``min``, ``median`` and ``max``, zeros when there is nobody."""
    known = sorted(counts) or [0]
    median = statistics.median(known)
    return {"min": known[0], "median": int(median) if median == int(median) else median, "max": known[-1]}


def _distinct_contacts(sitting: Sitting, room: "_Room") -> dict[str, Any]:
    meeting = sitting.meeting
    contacts: Counter[str] = Counter()
    for side in (0, 1):
        contacts.update(map(itemgetter(side), sitting.meets))
    coming = [person for person in meeting.people if meeting.attended[person.id]]
    possible = _spread(room.contacts(person) for person in coming)
    # Nobody can have less than the least, so the least is at most the mean.
    pairs = sum(room.pairs(number) for number in meeting.round_numbers)
    possible["min"] = min(possible["min"], 2 * pairs // max(1, len(coming)))
    return {**_spread(contacts[person.id] for person in coming), "possible": possible}


def _wishes_met(sitting: Sitting, room: "_Room", *, most: int | None) -> dict[str, int]:
    """Count the wishes met, of everybody's first ``most``."""
    met = of = one_by_one = 0
    wanting: Counter[str] = Counter()
    for person in sitting.meeting.people:
        wished = set(person.wishes[:most])
        reachable = wished & room.themes(person)
        met += len(wished & set(sitting.themes_of[person.id]))
        of += len(wished)
        one_by_one += min(len(reachable), len(sitting.meeting.attended[person.id]))
        wanting.update(reachable)
    by_theme = sum(min(count, room.visitors[theme]) for theme, count in wanting.items())
    return {"met": met, "of": of, "possible": min(one_by_one, by_theme)}


def _themes_per_traveller(sitting: Sitting, room: "_Room") -> dict[str, Any]:
    attended = sitting.meeting.attended
    travellers = [p for p in sitting.meeting.people if p.hosts is None and attended[p.id]]
    visited = _spread(len(set(sitting.themes_of[p.id])) for p in travellers)
    possible = _spread(min(len(room.themes(p)), len(attended[p.id])) for p in travellers)
    return {**visited, "possible": possible}


def _affinities(sitting: Sitting) -> dict[str, dict[str, int]]:
    weight_of: Counter[Pair] = Counter()
    for one, other, weight in sitting.meeting.affinities:
        weight_of[pair(one, other)] += weight
    wanted = [two for two, weight in weight_of.items() if weight > 0]
    unwanted = [two for two, weight in weight_of.items() if weight < 0]
    return {
        "wanted": {"met": sum(two in sitting.meets for two in wanted), "of": len(wanted)},
        "unwanted": {"met": sum(two in sitting.meets for two in unwanted), "of": len(unwanted)},
    }


def _table_sizes(sitting: Sitting) -> dict[str, int]:
    sizes = [
        len(tables[table.id]) for number, tables in sitting.at.items() for table in sitting.meeting.open_tables(number)
    ]
    return {"min": min(sizes, default=0), "max": max(sizes, default=0)}


class _Kind(NamedTuple):
    """What decides where somebody may sit."""

    attended: frozenset[int]
    hosts: str | None
    needs: frozenset[str]
    avoid: frozenset[str]


class _Room:
    """What a meeting leaves room for, whatever the plan: upper limits from attendance and table sizes alone."""

    def __init__(self, meeting: Meeting) -> None:
        self.meeting = meeting
        self._opened = {number: meeting.open_tables(number) for number in meeting.round_numbers}
        self._themes = cache(self._find_themes)
        self._neighbours = cache(self._count_neighbours)
        self._partners = cache(self._count_partners)

    def themes(self, person: Person) -> frozenset[str]:
        """Return the themes of the tables where this person may sit."""
        return self._themes(self._kind(person))

    def contacts(self, person: Person) -> int:
        """Return how many different people this person can meet at most."""
        kind = self._kind(person)
        return max(0, min(self._neighbours(kind), self._partners(kind.attended, kind.hosts)))

    def pairs(self, number: int) -> int:
        """Return how many pairs can share a table in a round at most.

        Pairs grow convexly with the size of a table, so the straight line between its least and its most people
        lies above; under those lines filling the steepest first is best.
        """
        most_pairs = 0
        for sizes in self._sizes(number):
            free = self._count(number) - sum(least for least, _ in sizes.values())
            twice = 2 * sum(choose_two(least) for least, _ in sizes.values())
            for least, most in sorted(sizes.values(), key=sum, reverse=True):
                moved = min(free, most - least)
                twice += moved * (least + most - 1)
                free -= moved
            most_pairs = max(most_pairs, twice // 2)
        return most_pairs

    @cached_property
    def visitors(self) -> Mapping[str, int]:
        """Return how many people each theme can receive over all rounds at most."""
        visitors: Counter[str] = Counter()
        for largest in self._largest.values():
            for table, most in largest.items():
                visitors[self.meeting.theme_of[table]] += most
        return visitors

    @cached_property
    def _largest(self) -> Mapping[int, Mapping[str, int]]:
        """Return for each round, for each open table, how many people can sit there at most."""
        largest: dict[int, dict[str, int]] = {}
        for number in self.meeting.round_numbers:
            largest[number] = {}
            for sizes in self._sizes(number):
                free = self._count(number) - sum(least for least, _ in sizes.values())
                for table, (least, most) in sizes.items():
                    largest[number][table] = max(largest[number].get(table, 0), min(most, least + free))
        return largest

    def _sizes(self, number: int) -> list[dict[str, tuple[int, int]]]:
        """Return least and most people at each open table, for every size of the emptiest at which the round fits.

        Only the seats count when it fits at none.
        """
        tables = self._opened[number]
        count, balance = self._count(number), self.meeting.balance
        fitting = []
        for level in range(1 if balance is None else count // max(1, len(tables)) + 1):
            top = count if balance is None else level + balance
            sizes = {table.id: (max(table.min_seats, level), min(table.seats, top)) for table in tables}
            least, most = (sum(limits) for limits in zip(*sizes.values(), strict=True)) if sizes else (0, 0)
            if least <= count <= most and all(low <= high for low, high in sizes.values()):
                fitting.append(sizes)
        return fitting or [{table.id: (0, table.seats) for table in tables}]

    def _count(self, number: int) -> int:
        return self._counts[number]

    @cached_property
    def _counts(self) -> Mapping[int, int]:
        return Counter(number for attended in self.meeting.attended.values() for number in attended)

    def _kind(self, person: Person) -> "_Kind":
        avoid = () if person.hosts else person.avoid
        attended = self.meeting.attended[person.id]
        return _Kind(attended, person.hosts, frozenset(person.needs), frozenset(avoid))

    def _open_to(self, kind: "_Kind", number: int) -> list[Table]:
        """Return the tables where people of a kind may sit in a round."""
        opened = self._opened[number]
        if kind.hosts is not None and number not in self.meeting.table_of[kind.hosts].closed_in:
            opened = [self.meeting.table_of[kind.hosts]]
        return [
            table
            for table in opened
            if kind.needs.issubset(table.features) and self.meeting.theme_of[table.id] not in kind.avoid
        ]

    def _find_themes(self, kind: "_Kind") -> frozenset[str]:
        tables = (table for number in kind.attended for table in self._open_to(kind, number))
        return frozenset(self.meeting.theme_of[table.id] for table in tables)

    def _count_neighbours(self, kind: "_Kind") -> int:
        """Return how many seats there can be beside somebody of a kind, over all rounds."""
        return sum(
            max((self._largest[number][table.id] - 1 for table in self._open_to(kind, number)), default=0)
            for number in kind.attended
        )

    def _count_partners(self, attended: frozenset[int], hosts: str | None) -> int:
        """Return how many others could ever sit with such a person."""
        others = self._kinds
        if hosts is None:
            others = self._rounds
        elif not self.meeting.table_of[hosts].closed_in:
            others = self._loose | self._kinds_of[hosts]
        alike = sum(
            count
            for (rounds, table), count in others.items()
            if any(self._may_meet(number, hosts, table) for number in attended & rounds)
        )
        return alike - 1

    def _may_meet(self, number: int, one: str | None, other: str | None) -> bool:
        """Return whether hosts of these tables, ``None`` for travellers, can share one in a round."""
        if one is None or other is None or one == other:
            return True
        table_of = self.meeting.table_of
        return number in table_of[one].closed_in or number in table_of[other].closed_in

    @cached_property
    def _kinds(self) -> Counter[tuple[frozenset[int], str | None]]:
        """Return how many people have the same rounds and host the same table."""
        return Counter((self.meeting.attended[person.id], person.hosts) for person in self.meeting.people)

    @cached_property
    def _rounds(self) -> Counter[tuple[frozenset[int], str | None]]:
        """Return how many people have the same rounds, whatever they host."""
        rounds: Counter[tuple[frozenset[int], str | None]] = Counter()
        for (attended, _), count in self._kinds.items():
            rounds[attended, None] += count
        return rounds

    @cached_property
    def _kinds_of(self) -> Mapping[str | None, Counter[tuple[frozenset[int], str | None]]]:
        """Return for each table the kinds of its hosts."""
        kinds_of: defaultdict[str | None, Counter[tuple[frozenset[int], str | None]]] = defaultdict(Counter)
        for kind, count in self._kinds.items():
            kinds_of[kind[1]][kind] = count
        return kinds_of

    @cached_property
    def _loose(self) -> Counter[tuple[frozenset[int], str | None]]:
        """Return the kinds who may meet hosts of other tables: those who host none, or one that is closed at times."""
        table_of = self.meeting.table_of
        loose = {kind: n for kind, n in self._kinds.items() if kind[1] is None or table_of[kind[1]].closed_in}
        return Counter(loose)
