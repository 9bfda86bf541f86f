"""Finite fields by brute force, and routes without reunions for every small shape."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from tischrunde.designs import Field, cyclic_routes, field, field_routes, is_without_reunions, prime_power, routes
from tischrunde.problem import Ints

SMALL_ORDERS = [2, 3, 4, 5, 7, 8, 9, 16, 25, 27]
SHAPES = [
    (tables, rounds, per_theme, once)
    for tables, rounds, per_theme, once in product(range(2, 18), range(2, 7), (1, 2, 3), (True, False))
    if tables % per_theme == 0
]


def gf(order: int) -> Field:
    """Return a field that there is."""
    found = field(order)
    assert found is not None
    return found


def elements(order: int) -> Ints:
    return np.arange(order, dtype=np.int32)


def tables_of(order: int) -> tuple[list[list[int]], list[list[int]]]:
    """Return the tables of addition and multiplication."""
    a, b = elements(order)[:, None], elements(order)[None, :]
    return gf(order).add(a, b).tolist(), gf(order).multiply(a, b).tolist()


@pytest.mark.parametrize("order", SMALL_ORDERS)
def test_a_field_keeps_every_axiom(order: int) -> None:
    plus, times = tables_of(order)
    everything = list(range(order))
    for a in everything:
        assert plus[a][0] == a
        assert times[a][1] == a
        assert times[a][0] == 0
        assert sorted(plus[a]) == everything, "a + x takes every value once, so there is an inverse"
        assert a == 0 or sorted(times[a]) == everything, "so does a * x"
    for a, b in product(everything, repeat=2):
        assert plus[a][b] == plus[b][a]
        assert times[a][b] == times[b][a]
    for a, b, c in product(everything, repeat=3):
        assert plus[plus[a][b]][c] == plus[a][plus[b][c]]
        assert times[times[a][b]][c] == times[a][times[b][c]]
        assert times[a][plus[b][c]] == plus[times[a][b]][times[a][c]]


@pytest.mark.parametrize("order", SMALL_ORDERS)
def test_subtraction_undoes_addition(order: int) -> None:
    a, b = elements(order)[:, None], elements(order)[None, :]
    total = gf(order).add(a, b)
    assert (gf(order).subtract(total, b) == np.broadcast_to(a, total.shape)).all()


@pytest.mark.parametrize("order", SMALL_ORDERS)
def test_the_first_codes_form_subgroups(order: int) -> None:
    plus, _ = tables_of(order)
    p, k = prime_power(order) or (0, 0)
    for size in (p**a for a in range(k + 1)):
        assert all(plus[a][b] < size for a, b in product(range(size), repeat=2))
        assert all(plus[a][b] // size == a // size for a in range(order) for b in range(size)), (
            "cosets are code // size"
        )


@pytest.mark.parametrize("order", [*SMALL_ORDERS, 125, 128])
def test_the_powers_of_one_element_are_all_that_are_not_zero(order: int) -> None:
    found = gf(order)
    assert sorted(found.powers.tolist()) == list(range(1, order))
    root = found.powers[1:2] if order > 2 else found.powers[:1]
    assert (found.multiply(found.powers, root) == np.roll(found.powers, -1)).all()


@pytest.mark.parametrize("order", [0, 1, 6, 10, 12, 15, 36, 100])
def test_there_is_no_field_of_another_order(order: int) -> None:
    assert prime_power(order) is None
    assert field(order) is None


@pytest.mark.parametrize(("order", "form"), [(2, (2, 1)), (49, (7, 2)), (97, (97, 1)), (128, (2, 7)), (343, (7, 3))])
def test_prime_powers_are_told_apart(order: int, form: tuple[int, int]) -> None:
    assert prime_power(order) == form


@pytest.mark.parametrize(("tables", "rounds", "per_theme", "once"), SHAPES)
def test_routes_have_no_reunions_for_every_small_shape(tables: int, rounds: int, per_theme: int, once: bool) -> None:
    found = routes(tables, rounds, tables, per_theme=per_theme, once=once)
    assert is_without_reunions(found, once=once)
    assert found.table_of.shape == (rounds, found.n_classes, tables)
    assert (np.sort(found.table_of, axis=2) == elements(tables)).all(), "each class sends one person to each table"
    assert (found.table_of[:, 0] == elements(tables)).all(), "the first class stays"
    assert set(np.bincount(found.theme_of)) == {per_theme}


@pytest.mark.parametrize("rounds", range(2, 9))
def test_eight_tables_take_seven_travelling_classes_through_eight_rounds(rounds: int) -> None:
    assert routes(8, rounds, 7, per_theme=1, once=True).n_classes == 8


def test_no_more_classes_come_than_are_wanted() -> None:
    for wanted in range(4):
        assert routes(7, 3, wanted, per_theme=1, once=True).n_classes == wanted + 1
        assert routes(8, 3, wanted, per_theme=1, once=True).n_classes == wanted + 1


def test_steps_hold_while_the_largest_difference_times_rounds_less_one_is_below_the_tables() -> None:
    for tables, rounds in product(range(2, 20), range(2, 6)):
        steps = sum(step * (rounds - 1) < tables for step in range(1, tables))
        if steps:
            found = cyclic_routes(tables, rounds, steps, per_theme=1, once=True)
            assert found.name == "start-and-step"
            assert found.n_classes == steps + 1
            in_step = [[step * r % tables for r in range(rounds)] for step in range(steps + 1)]
            assert found.table_of[:, :, 0].T.tolist() == in_step


def test_a_step_too_far_brings_people_back() -> None:
    fine = cyclic_routes(6, 3, 2, per_theme=1, once=True)
    start = elements(6)
    too_far = np.stack([fine.table_of[:, 0], np.stack([(start + 3 * r) % 6 for r in range(3)])], axis=1)
    assert not is_without_reunions(replace(fine, table_of=too_far.astype(np.int32)), once=True)


def test_the_checker_sees_two_people_who_meet_twice() -> None:
    found = routes(7, 4, 3, per_theme=1, once=False)
    broken = found.table_of.copy()
    assert is_without_reunions(found, once=False)
    broken[1] = broken[0]
    assert not is_without_reunions(replace(found, table_of=broken), once=False)


def test_the_checker_sees_a_single_person_out_of_place() -> None:
    found = routes(4, 3, 3, per_theme=1, once=False)
    assert found.n_classes == 4
    for r, j, i in product(range(3), range(1, 4), range(4)):
        broken = found.table_of.copy()
        broken[r, j, i] = (broken[r, j, i] + 1) % 4
        assert not is_without_reunions(replace(found, table_of=broken), once=False)


def test_the_checker_sees_who_comes_to_a_theme_twice() -> None:
    found = routes(8, 2, 3, per_theme=2, once=False)
    one_theme = replace(found, theme_of=np.zeros(8, np.int32))
    assert is_without_reunions(one_theme, once=False)
    assert not is_without_reunions(one_theme, once=True)


def test_the_class_that_stays_may_see_its_theme_again() -> None:
    only_hosts = routes(6, 3, 0, per_theme=1, once=True)
    assert only_hosts.n_classes == 1
    assert is_without_reunions(only_hosts, once=True)


@pytest.mark.parametrize(("tables", "rounds", "per_theme"), [(6, 3, 1), (5, 6, 1), (8, 3, 3), (9, 3, 2)])
def test_a_field_has_no_routes_for_a_shape_it_does_not_fit(tables: int, rounds: int, per_theme: int) -> None:
    assert field_routes(tables, rounds, 3, per_theme=per_theme, once=True) is None
