"""The suites: meetings by name, the same on every machine."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from benchmarks.meetings import INSTANCES, golfers
from benchmarks.planted import planted
from tischrunde.generator import generate
from tischrunde.io import read_meeting
from tischrunde.model import Meeting

__all__ = ["SUITES", "Case", "cases"]

GOLF = (
    (5, 3, 7),
    (6, 6, 3),
    (7, 4, 9),
    (8, 3, 11),
    (8, 4, 10),
    (9, 4, 11),
    (9, 9, 10),
    (10, 4, 13),
    (10, 10, 3),
    (13, 13, 14),
)
UNEVEN = (
    (47, 8, 6),
    (47, 8, 9),
    (47, 8, 10),
    (47, 8, 11),
    (47, 8, 12),
    (23, 5, 4),
    (38, 9, 8),
    (58, 10, 7),
    (95, 11, 9),
)
UNEVEN_THEMES = ((31, 7, 6), (44, 6, 5), (67, 10, 6), (83, 12, 8))
LARGE = ((1_000, 125), (3_000, 375), (10_000, 1_250), (100_000, 12_500))
RULES = 12


@dataclass(frozen=True)
class Case:
    """A meeting to be measured, with the suite it belongs to and a name that no other of the suite has."""

    suite: str
    name: str
    meeting: Meeting


def cases(suite: str) -> Iterator[Case]:
    """Yield the meetings of a suite.

    Raises
    ------
    KeyError
        When there is no such suite.
    """
    for name, meeting in SUITES[suite]():
        yield Case(suite, name, meeting)


def _real() -> Iterator[tuple[str, Meeting]]:
    for file in sorted(INSTANCES.glob("*.yaml")):
        yield file.stem, read_meeting(file)


def _golf() -> Iterator[tuple[str, Meeting]]:
    """Yield social golfer problems whose number of rounds is the most that is known without a reunion."""
    for tables, seats, rounds in GOLF:
        yield f"golf-{tables}-{seats}-{rounds}", golfers(tables, seats, rounds)


def _uneven() -> Iterator[tuple[str, Meeting]]:
    """Yield meetings that do not fill their tables: some without themes and sectors, some with both."""
    for people, tables, rounds in UNEVEN:
        seats = -(-people // tables)
        full = golfers(tables, seats, rounds)
        yield f"{people}-at-{tables}-{rounds}-rounds", full.model_copy(update={"people": full.people[:people]})
    for people, tables, rounds in UNEVEN_THEMES:
        meeting = generate(people=people, tables=tables, rounds=rounds, seed=1)
        yield f"{people}-at-{tables}-{rounds}-rounds-themes", meeting


def _large() -> Iterator[tuple[str, Meeting]]:
    for people, tables in LARGE:
        yield f"large-{people}", generate(people=people, tables=tables, rounds=6, seed=1, sectors=6)


def _rules() -> Iterator[tuple[str, Meeting]]:
    for seed in range(1, RULES + 1):
        yield f"rules-{seed}", planted(seed)[0]


def _short() -> Iterator[tuple[str, Meeting]]:
    """Yield a few meetings of every other suite but the large one, for a quick look."""
    wanted = {"netzwerktreffen", "netzwerktreffen-47", "fuenf-themen-47-5"}
    yield from (found for found in _real() if found[0] in wanted)
    for suite in (_golf, _uneven, _rules):
        yield from islice(suite(), 2)


SUITES: Mapping[str, Callable[[], Iterator[tuple[str, Meeting]]]] = {
    "real": _real,
    "golf": _golf,
    "uneven": _uneven,
    "large": _large,
    "rules": _rules,
    "short": _short,
}
