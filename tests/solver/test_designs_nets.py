"""Groups, difference matrices and orthogonal arrays by counting; the timetables made of them for every small shape."""

from dataclasses import replace
from itertools import product
from math import prod

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tischrunde.designs import Routes, is_schedule, is_without_reunions, routes
from tischrunde.designs.base_blocks import MATRICES, QUASI_MATRICES
from tischrunde.designs.difference import difference_matrix, is_difference_matrix, n_rows
from tischrunde.designs.groups import Group
from tischrunde.designs.latin import is_orthogonal_array, n_columns, orthogonal_array
from tischrunde.designs.nets import (
    families,
    filled,
    most_rounds,
    net,
    net_timetable,
    of_differences,
    transversal_design,
)
from tischrunde.designs.routes import matrix_routes
from tischrunde.designs.short_matrices import n_short_rounds, short_matrix
from tischrunde.designs.timetable import Timetable
from tischrunde.problem import Ints

ORDERS = range(2, 31)
LATIN_SQUARES = {6: 1, 10: 2, 12: 5, 14: 4, 15: 4, 18: 5, 20: 4, 21: 5, 22: 3, 24: 7, 26: 4, 28: 5, 30: 4}
moduli = st.lists(st.integers(1, 6), min_size=1, max_size=3).map(tuple)


def sizes(timetable: Timetable) -> set[int]:
    """Return how many people sit at a table in any round."""
    return {int(n) for row in timetable.table_of for n in np.bincount(row, minlength=timetable.n_tables)}


def elements(group: Group) -> Ints:
    return np.arange(group.order, dtype=np.int32)


@given(moduli)
def test_a_group_adds_and_takes_away_again(moduli: tuple[int, ...]) -> None:
    group = Group(moduli)
    a, b = elements(group)[:, None], elements(group)[None, :]
    total = group.combine(a, b, 1)
    assert group.order == prod(moduli)
    assert (np.sort(total, axis=1) == elements(group)).all(), "a + x takes every value once"
    assert (total == total.T).all()
    assert (group.combine(total, b, -1) == a).all()
    assert (group.times(3, elements(group)) == group.combine(group.combine(a[:, 0], a[:, 0], 1), a[:, 0], 1)).all()


@given(moduli, st.integers(1, 12))
def test_cosets_are_those_of_a_subgroup(moduli: tuple[int, ...], size: int) -> None:
    group = Group(moduli)
    for coset in group.cosets(size):
        assert set(np.bincount(coset)) == {size}
        subgroup = np.flatnonzero(coset == coset[0]).astype(np.int32)
        assert set(group.combine(subgroup[:, None], subgroup[None, :], 1).ravel().tolist()) == set(subgroup.tolist())
        moved = group.combine(elements(group)[:, None], subgroup[None, :], 1)
        assert (coset[moved] == coset[:, None]).all()


def test_a_group_has_subgroups_of_every_order_that_divides_a_modulus() -> None:
    assert [len(list(Group((2, 6)).cosets(size))) for size in (1, 2, 3, 4, 5, 6, 12)] == [1, 2, 1, 1, 0, 2, 1]


@pytest.mark.parametrize("order", [*ORDERS, *(n for n in MATRICES if n > 30)])
def test_difference_matrices_hold_every_difference_once(order: int) -> None:
    matrix = difference_matrix(order)
    assert is_difference_matrix(matrix)
    assert matrix.entries.shape == (n_rows(order), order)
    assert matrix.group.order == order


@pytest.mark.parametrize("order", [*ORDERS, *(n for n in {*MATRICES, *QUASI_MATRICES} if n > 30)])
def test_orthogonal_arrays_hold_every_pair_once(order: int) -> None:
    array = orthogonal_array(order)
    assert is_orthogonal_array(array)
    assert array.rows.shape == (order**2, n_columns(order))


def test_as_many_latin_squares_are_orthogonal_as_the_handbook_says() -> None:
    assert {order: n_columns(order) - 2 for order in LATIN_SQUARES} == LATIN_SQUARES


def test_the_checkers_see_one_wrong_entry() -> None:
    array, matrix = orthogonal_array(6), difference_matrix(5)
    for row, column in product(range(36), range(3)):
        broken = array.rows.copy()
        broken[row, column] = (broken[row, column] + 1) % 6
        assert not is_orthogonal_array(replace(array, rows=broken))
    for row, column in product(range(5), range(5)):
        entries = matrix.entries.copy()
        entries[row, column] = (entries[row, column] + 1) % 5
        assert not is_difference_matrix(replace(matrix, entries=entries))


@pytest.mark.parametrize("tables", ORDERS)
def test_short_matrices_are_difference_matrices(tables: int) -> None:
    for classes in range(1, tables + 2):
        rounds = n_short_rounds(tables, classes)
        if rounds:
            matrix = short_matrix(tables, classes)
            assert is_difference_matrix(matrix)
            assert matrix.entries.shape == (classes, rounds)


@pytest.mark.parametrize(
    ("tables", "classes", "rounds"),
    [
        (10, 8, 8),
        (10, 9, 5),
        (12, 9, 9),
        (14, 10, 10),
        (18, 13, 13),
        (20, 14, 14),
        (21, 7, 10),
        (22, 12, 12),
        (30, 6, 26),
        (32, 16, 16),
        (44, 22, 22),
    ],
)
def test_rounds_of_short_matrices(tables: int, classes: int, rounds: int) -> None:
    assert n_short_rounds(tables, classes) == rounds
    assert is_difference_matrix(short_matrix(tables, classes))


@pytest.mark.parametrize("tables", ORDERS)
def test_every_family_is_a_schedule_for_its_shape(tables: int) -> None:
    for size in range(2, tables + 1):
        found = list(families(tables, size))
        for timetable in found:
            assert is_schedule(timetable.table_of, class_of=timetable.class_of), timetable.name
            assert sizes(timetable) == {size}
            assert timetable.n_tables == tables
            assert timetable.source
            assert (timetable.stays == (timetable.table_of == timetable.table_of[0]).all(axis=0)).all()
        rounds = [timetable.n_rounds for timetable in found]
        assert rounds == sorted(rounds, reverse=True)
        best = (found[0].n_rounds, found[0].name) if found else (0, "")
        assert most_rounds(tables, size) == best


@pytest.mark.parametrize(
    ("tables", "size", "rounds"),
    [
        (3, 3, 4),
        (4, 4, 5),
        (5, 3, 7),
        (6, 6, 3),
        (7, 4, 9),
        (8, 4, 9),
        (9, 3, 13),
        (9, 9, 10),
        (10, 3, 10),
        (10, 4, 13),
        (10, 10, 4),
        (12, 6, 13),
        (13, 4, 17),
        (13, 5, 16),
        (13, 13, 14),
        (14, 14, 6),
        (15, 5, 16),
        (15, 8, 17),
        (16, 4, 21),
        (17, 5, 21),
        (21, 6, 25),
        (26, 6, 31),
        (27, 3, 40),
    ],
)
def test_rounds_without_reunions(tables: int, size: int, rounds: int) -> None:
    found = net_timetable(tables, size)
    assert found is not None
    assert found.n_rounds == rounds == most_rounds(tables, size)[0]


@pytest.mark.parametrize(("tables", "size"), [(2, 3), (5, 6), (1, 4)])
def test_at_few_large_tables_there_is_one_round(tables: int, size: int) -> None:
    assert [timetable.n_rounds for timetable in families(tables, size)] == [1]


@pytest.mark.parametrize(("tables", "size"), [(5, 1), (0, 4)])
def test_no_shape_without_company_has_a_family(tables: int, size: int) -> None:
    assert net_timetable(tables, size) is None
    assert most_rounds(tables, size) == (0, "")


@pytest.mark.parametrize("tables", [4, 10, 12, 15])
def test_in_a_transversal_design_the_first_class_stays_and_others_see_every_table(tables: int) -> None:
    found = transversal_design(tables, n_columns(tables) - 1)
    assert found.stays.tolist() == (found.class_of == 0).tolist()
    assert set(np.bincount(found.class_of)) == {tables}
    travelling = np.sort(found.table_of[:, ~found.stays], axis=0)
    assert (travelling == np.arange(tables)[:, None]).all()


def test_a_net_loses_people_of_one_class_only() -> None:
    found = net(10, 7)
    assert found.n_rounds == 3
    assert set(np.bincount(found.class_of)) == {10}


def test_filled_classes_meet_among_themselves_and_keep_the_classes_within() -> None:
    found = filled(transversal_design(9, 3), transversal_design(3, 3))
    assert found.n_rounds == 12
    assert is_schedule(found.table_of, class_of=found.class_of)
    assert set(np.bincount(found.class_of)) == {3}
    assert sizes(found) == {3}


def test_classes_move_by_the_rows_of_a_matrix() -> None:
    found = of_differences(difference_matrix(5))
    assert found.table_of[2, :10].tolist() == [0, 1, 2, 3, 4, 2, 3, 4, 0, 1]


def every_theme_once(tables: int, rounds: int, per_theme: int) -> Routes:
    return routes(tables, rounds, tables, per_theme=per_theme, once=True)


@pytest.mark.parametrize(
    ("tables", "rounds", "per_theme", "classes"),
    [(12, 6, 1, 12), (12, 12, 1, 6), (15, 5, 1, 15), (20, 4, 1, 20), (24, 8, 1, 24), (10, 8, 1, 8), (24, 4, 2, 21)],
)
def test_groups_that_are_no_fields_take_many_classes_to_every_theme_once(
    tables: int, rounds: int, per_theme: int, classes: int
) -> None:
    found = every_theme_once(tables, rounds, per_theme)
    assert found.n_classes == classes
    assert is_without_reunions(found, once=True)


@pytest.mark.parametrize(("order", "per_theme"), [(12, 2), (12, 3), (20, 2), (20, 4), (24, 2), (24, 3), (24, 4)])
def test_routes_from_a_matrix_come_to_no_theme_twice(order: int, per_theme: int) -> None:
    for rounds in range(2, min(6, order // per_theme) + 1):
        found = matrix_routes(difference_matrix(order), rounds, order, per_theme=per_theme, once=True)
        assert found is not None
        assert is_without_reunions(found, once=True)
        assert set(np.bincount(found.theme_of)) == {per_theme}
        assert found.table_of.shape[0] == rounds


def test_a_matrix_gives_no_routes_beyond_its_rounds_or_for_themes_it_does_not_fit() -> None:
    matrix = difference_matrix(12)
    assert matrix_routes(matrix, 13, 3, per_theme=1, once=False) is None
    assert matrix_routes(matrix, 3, 3, per_theme=5, once=False) is None
