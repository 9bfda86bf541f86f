"""Chance for made-up meetings: the same numbers in every version of Python, as all come from ``random()``."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from random import Random
from typing import TypeVar

__all__ = ["below", "chosen", "numbered", "shuffled", "weighted"]

T = TypeVar("T")


def numbered(letter: str, count: int) -> list[str]:
    """Return ids such as ``p001`` that sort in their order."""
    width = len(str(count))
    return [f"{letter}{number:0{width}}" for number in range(1, count + 1)]


def below(draw: Random, end: int) -> int:
    """Return a whole number from 0 to ``end - 1``."""
    return int(draw.random() * end)


def weighted(draw: Random, weights: Sequence[float]) -> int:
    """Return a place in ``weights``, the heavier the likelier."""
    return min(len(weights) - 1, bisect_right(list(accumulate(weights)), draw.random() * sum(weights)))


def shuffled(draw: Random, items: Sequence[T]) -> list[T]:
    """Return all items in random order."""
    rest = list(items)
    return [rest.pop(below(draw, len(rest))) for _ in items]


def chosen(draw: Random, items: Sequence[T], most: int) -> list[T]:
    """Return from 1 to ``most`` different items, fewer when there are not as many."""
    return shuffled(draw, items)[: 1 + below(draw, most)]
