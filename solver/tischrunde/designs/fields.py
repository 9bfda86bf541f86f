"""Finite fields GF(q) of prime power order, as arrays.

An element is coded as an integer from 0 to q - 1: its base-p digits are the coefficients of a polynomial over GF(p).
So 0 is the zero, and the codes 0 .. p^a - 1 form an additive subgroup whose cosets are ``code // p^a``.

References
----------
R. Lidl, H. Niederreiter, Finite Fields, 2nd ed., Cambridge 1997, section 2.

"""

from dataclasses import dataclass
from functools import cache
from itertools import product

import numpy as np

from tischrunde.problem import Ints

__all__ = ["Field", "field", "prime_power"]


@dataclass(frozen=True)
class Field:
    """GF(q), q = p^k.

    Attributes
    ----------
    order, p, k :
        q, its prime and its exponent
    powers :
        int32, shape (q - 1,); the powers of a primitive element, from its 0th on
    logs :
        int32, shape (q,); the exponent of each element, -1 for 0
    """

    order: int
    p: int
    k: int
    powers: Ints
    logs: Ints

    def add(self, a: Ints, b: Ints) -> Ints:
        """Return a + b, elementwise."""
        return self._combine(a, b, 1)

    def subtract(self, a: Ints, b: Ints) -> Ints:
        """Return a - b, elementwise."""
        return self._combine(a, b, -1)

    def multiply(self, a: Ints, b: Ints) -> Ints:
        """Return a * b, elementwise."""
        a, b = np.broadcast_arrays(a, b)
        result = self.powers[(self.logs[a] + self.logs[b]) % (self.order - 1)]
        return np.where((a == 0) | (b == 0), 0, result).astype(np.int32)

    def power(self, a: Ints, exponent: int) -> Ints:
        """Return a multiplied by itself, ``exponent`` factors in all, at least one, elementwise."""
        result = self.powers[self.logs[a].astype(np.int64) * exponent % (self.order - 1)]
        return np.where(a == 0, 0, result).astype(np.int32)

    def _combine(self, a: Ints, b: Ints, sign: int) -> Ints:
        total, place = np.zeros(np.broadcast_shapes(np.shape(a), np.shape(b)), np.int32), 1
        for _ in range(self.k):
            total += (a // place + sign * (b // place)) % self.p * place
            place *= self.p
        return total


def prime_power(q: int) -> tuple[int, int] | None:
    """Return (p, k) with q = p^k, or ``None``.

    >>> prime_power(125), prime_power(12)
    ((5, 3), None)
    """
    if q < 2:
        return None
    p = next((d for d in range(2, int(q**0.5) + 1) if q % d == 0), q)
    k = 0
    while q % p == 0:
        q //= p
        k += 1
    return (p, k) if q == 1 else None


@cache
def field(q: int) -> Field | None:
    """Return GF(q), or ``None`` when q is no prime power.

    Notes
    -----
    Tries the monic polynomials of degree k over GF(p) until one makes x primitive, that is, until the powers of x
    run through all q - 1 nonzero elements. About one in k * q / phi(q - 1) does (Lidl, Niederreiter, section 3.1).
    """
    form = prime_power(q)
    if form is None:
        return None
    p, k = form
    for tail in product(range(p), repeat=k):
        powers = _powers(p, k, tail)
        if len(powers) == q - 1:
            logs = np.full(q, -1, np.int32)
            logs[powers] = np.arange(q - 1)
            return Field(q, p, k, np.array(powers, np.int32), logs)
    raise AssertionError(f"no primitive polynomial over GF({p}) of degree {k}")  # pragma: no cover


def _powers(p: int, k: int, tail: tuple[int, ...]) -> list[int]:
    """Return the powers of x modulo x^k - (tail[0] + tail[1] x + ...), up to the first that is 0 or 1 again."""
    powers: list[int] = []
    if k == 1:
        element = 1
        while element and element not in powers[:1]:
            powers.append(element)
            element = element * tail[0] % p
        return powers
    coefficients = [1] + [0] * (k - 1)
    places = [p**i for i in range(k)]
    while True:
        code = sum(c * place for c, place in zip(coefficients, places, strict=True))
        if code == 0 or (powers and code == 1) or len(powers) >= p**k:
            return powers
        powers.append(code)
        top = coefficients[-1]
        coefficients = [(c + top * t) % p for c, t in zip([0, *coefficients[:-1]], tail, strict=True)]
