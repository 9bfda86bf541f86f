"""The best published plans without reunions, for tables that are as even as can be.

``known.csv`` holds for numbers of people and tables the rounds of the best plan on record. Sources: the data companion
(CC0) of A. Miller, I. Valkov, R. J. R. Abel, Combinatorial solutions to the social golfer problem and the social golfer
problem with adjacent group sizes, Symmetry 18 (2026) 269; and CSPLib problem 010, social golfers.
"""

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

__all__ = ["best_known", "records"]


def best_known(people: int, tables: int) -> int | None:
    """Return the rounds of the best published plan without themes and hosts, ``None`` when none is on record."""
    return records().get((people, tables))


@cache
def records() -> Mapping[tuple[int, int], int]:
    """Return the rounds of every plan on record, by people and tables."""
    text = files("tischrunde.advice").joinpath("known.csv").read_text(encoding="utf-8")
    return {(int(row["people"]), int(row["tables"])): int(row["rounds"]) for row in csv.DictReader(text.splitlines())}
