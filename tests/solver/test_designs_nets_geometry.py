"""Finite geometries: everybody meets everybody exactly once, and the checker can say no."""

from dataclasses import replace

import numpy as np
import pytest

from tischrunde.designs import is_schedule
from tischrunde.designs.affine import affine_space, hermitian_unital, maximal_arc, meets_everybody, projective_space
from tischrunde.designs.timetable import Timetable


def fits(timetable: Timetable, tables: int, size: int, rounds: int) -> bool:
    """Return whether the timetable has this shape in every round."""
    counts = [np.bincount(row, minlength=tables).tolist() for row in timetable.table_of]
    return counts == [[size] * tables] * rounds


@pytest.mark.parametrize(
    ("dimension", "q"), [(2, 2), (3, 2), (5, 2), (2, 3), (3, 3), (4, 3), (2, 4), (3, 4), (2, 8), (2, 9)]
)
def test_in_affine_space_everybody_meets_everybody(dimension: int, q: int) -> None:
    found = affine_space(dimension, q)
    assert meets_everybody(found)
    assert fits(found, q ** (dimension - 1), q, (q**dimension - 1) // (q - 1))


@pytest.mark.parametrize(("q", "size"), [(4, 2), (8, 2), (8, 4), (16, 2), (16, 4), (16, 8), (32, 4)])
def test_on_a_maximal_arc_everybody_meets_everybody(q: int, size: int) -> None:
    found = maximal_arc(q, size)
    assert meets_everybody(found)
    assert fits(found, q - q // size + 1, size, q + 1)


@pytest.mark.parametrize("q", [2, 3, 4, 5])
def test_on_a_unital_everybody_meets_everybody(q: int) -> None:
    found = hermitian_unital(q)
    assert meets_everybody(found)
    assert fits(found, q * q - q + 1, q + 1, q * q)


@pytest.mark.parametrize("q", [2, 3, 4, 5])
def test_in_projective_space_everybody_meets_everybody(q: int) -> None:
    found = projective_space(q)
    assert meets_everybody(found)
    assert fits(found, q * q + 1, q + 1, q * q + q + 1)


def test_the_checker_sees_two_people_who_never_meet_and_two_who_meet_twice() -> None:
    plane = affine_space(2, 3)
    assert not meets_everybody(replace(plane, table_of=plane.table_of[1:]))
    twice = plane.table_of.copy()
    twice[1] = twice[0]
    assert not meets_everybody(replace(plane, table_of=twice))
    assert not is_schedule(twice)


@pytest.mark.parametrize("q", [6, 10, 12])
def test_there_is_no_geometry_over_a_number_that_is_no_prime_power(q: int) -> None:
    with pytest.raises(ValueError, match="no prime power"):
        affine_space(2, q)
