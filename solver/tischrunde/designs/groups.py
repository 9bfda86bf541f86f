"""Finite abelian groups as arrays: what the tables of a design by differences are numbered by.

An element is coded by its digits: ``code = d[0] + moduli[0] * (d[1] + moduli[1] * ...)``. The additive group of
GF(p^k), whose codes are digits to the base p, is the group of k moduli p.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from math import prod

import numpy as np

from tischrunde.problem import Ints

__all__ = ["Group"]


@dataclass(frozen=True)
class Group:
    """The direct product of the integers modulo each of ``moduli``."""

    moduli: tuple[int, ...]

    @property
    def order(self) -> int:
        """Return the number of elements."""
        return prod(self.moduli)

    @cached_property
    def digits(self) -> Ints:
        """Return the digits of every element; int32, shape (order, len(moduli))."""
        places = np.cumprod((1, *self.moduli[:-1]))
        return (np.arange(self.order)[:, None] // places % self.moduli).astype(np.int32)

    def codes(self, digits: Ints | Sequence[Sequence[int]]) -> Ints:
        """Return the codes of elements given by their digits, which are reduced first; the last axis is lost."""
        places = np.cumprod((1, *self.moduli[:-1]))
        return (np.asarray(digits) % self.moduli @ places).astype(np.int32)

    def combine(self, a: Ints, b: Ints, sign: int) -> Ints:
        """Return a + b or, with a sign of -1, a - b, elementwise."""
        return self.codes(self.digits[a] + sign * self.digits[b])

    def times(self, factor: int, a: Ints) -> Ints:
        """Return a added to itself ``factor`` times, elementwise."""
        return self.codes(factor * self.digits[a])

    def cosets(self, size: int) -> Iterator[Ints]:
        """Yield for each subgroup of this order, made of one for each modulus, which coset an element lies in.

        Each is int32, shape (order,), numbered from 0 on.
        """
        for indices in product(*(_divisors(m) for m in self.moduli)):
            if prod(indices) * size == self.order:
                yield Group(indices).codes(self.digits % indices)

    def __mul__(self, other: "Group") -> "Group":
        """Return the direct product, in which this group's digits come first."""
        return Group(self.moduli + other.moduli)


def _divisors(number: int) -> list[int]:
    return [d for d in range(1, number + 1) if number % d == 0]
