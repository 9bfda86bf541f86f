"""The catalogue of designs for tables of one size: which there are for a shape, and how to build them.

Theorems come first (round robin, Kirkman triple systems and their like with four at a table, products), start blocks
fill what they leave open. Everything is said before it is built.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from tischrunde.designs.fields import prime_power
from tischrunde.designs.frames import Starter, develop, read_blocks
from tischrunde.designs.kirkman import (
    doubled_kirkman,
    filled_product,
    is_product,
    tripled_kirkman,
    tripled_quadruples,
)
from tischrunde.designs.known_starters import KNOWN, Known
from tischrunde.designs.round_robin import round_robin
from tischrunde.designs.signed import is_doubled, signed_double
from tischrunde.designs.timetable import Timetable, of_groups

__all__ = ["balanced", "families", "known_starter", "most_rounds"]


@dataclass(frozen=True)
class Recipe:
    """A design that can be built.

    Attributes
    ----------
    name :
        of the construction with its parameters
    n_rounds :
        how many it has
    build :
        makes it
    """

    name: str
    n_rounds: int
    build: Callable[[], Timetable]


def families(n_tables: int, size: int) -> Iterator[Timetable]:
    """Yield the designs for ``n_tables`` tables of ``size`` people, those with most rounds first, built when asked for.

    Each seats everybody in every round, and nobody meets twice.
    """
    for recipe in _recipes(n_tables, size):
        yield recipe.build()


def most_rounds(n_tables: int, size: int) -> tuple[int, str]:
    """Return the most rounds a design of this module has for a shape and its name, or 0 and an empty name.

    >>> most_rounds(5, 3)
    (7, 'KTS(15)')
    """
    return next(((recipe.n_rounds, recipe.name) for recipe in _recipes(n_tables, size)), (0, ""))


def balanced(n_people: int, size: int) -> Timetable | None:
    """Return rounds in which each two of so many people meet exactly once, or ``None`` when none are known here."""
    recipe = _balanced(n_people, size)
    return None if recipe is None else recipe.build()


def known_starter(known: Known) -> Starter:
    """Return the start blocks kept for a shape."""
    return Starter(known.frame, read_blocks(known.base_rounds), read_blocks(known.short_rounds))


def _recipes(n_tables: int, size: int) -> list[Recipe]:
    """Return what can be built for a shape, most rounds first."""
    if n_tables < 1 or size < 2:
        return []
    found = [] if (whole := _balanced(n_tables * size, size)) is None else [whole]
    found += [_from_known(known) for known in KNOWN if known.shape[:2] == (n_tables, size)]
    found += [] if (doubled := _doubled(n_tables * size, size)) is None else [doubled]
    distinct = {recipe.name: recipe for recipe in found}
    return sorted(distinct.values(), key=lambda recipe: -recipe.n_rounds)


@cache
def _balanced(v: int, size: int) -> Recipe | None:
    """Return how each two of v people can meet exactly once, by the first way that is known."""
    n_rounds, rest = divmod(v - 1, size - 1)
    if v % size or rest:
        return None
    if v == size:
        return Recipe(f"one table of {v}", 1, lambda: of_groups(f"one table of {v}", "", [[range(v)]]))
    if size == 2:
        return Recipe(f"round robin({v})", n_rounds, lambda: round_robin(v // 2))
    plane = _from_product(v, size) if v == size * size else None
    return plane or _from_field(v, size) or _from_whole(v, size) or _from_product(v, size)


def _from_field(v: int, size: int) -> Recipe | None:
    """Return a design of Ray-Chaudhuri, Wilson and Hanani."""
    for k, over, step, form, build in (
        (3, 1, 2, "KTS({v})", doubled_kirkman),
        (3, 0, 3, "KTS({v})", tripled_kirkman),
        (4, 1, 3, "RBIBD({v}, 4)", tripled_quadruples),
    ):
        q, rest = divmod(v - over, step)
        if k == size and not rest and prime_power(q) is not None and q % (2 * k if k == 3 else k) == 1:
            return Recipe(form.format(v=v), (v - 1) // (k - 1), _certain(build, q))
    return None


def _certain(build: Callable[[int], Timetable | None], q: int) -> Callable[[], Timetable]:
    def made() -> Timetable:
        found = build(q)
        assert found is not None
        return found

    return made


def _from_whole(v: int, size: int) -> Recipe | None:
    """Return start blocks kept whose rounds let all people meet."""
    whole = (v - 1) // (size - 1)
    fitting = (known for known in KNOWN if known.shape == (v // size, size, whole))
    return next((_from_known(known) for known in fitting), None)


def _from_known(known: Known) -> Recipe:
    return Recipe(known.name, known.n_rounds, lambda: develop(known.name, known.source, known_starter(known)))


def _from_product(v: int, size: int) -> Recipe | None:
    """Return a product of two designs, the smallest inner one."""
    for w in range(size, v // size + 1):
        if v % w == 0 and is_product(v // w, w, size):
            outer, inner = _balanced(v // w, size), _balanced(w, size)
            if outer is not None and inner is not None:
                return Recipe(_product_name(v, size), (v - 1) // (size - 1), _product(v, outer, inner))
    return None


def _doubled(n_people: int, size: int) -> Recipe | None:
    """Return the signed union of two designs of half as many people."""
    half = None if n_people % 2 or not is_doubled(n_people // 2, size) else _balanced(n_people // 2, size)
    if half is None:
        return None
    name = f"NKTS({n_people})" if size == 3 else f"4-RGDD(2^{n_people // 2})"

    def made() -> Timetable:
        found = signed_double(name, half.build())
        assert found is not None
        return found

    return Recipe(name, 2 * half.n_rounds, made)


def _product_name(v: int, size: int) -> str:
    return f"KTS({v})" if size == 3 else f"RBIBD({v}, {size})"


def _product(v: int, outer: Recipe, inner: Recipe) -> Callable[[], Timetable]:
    def made() -> Timetable:
        found = filled_product(outer.build(), inner.build())
        assert found is not None
        return found

    return made
