"""Designs for tables of one size: every round seats everybody, nobody meets twice, and no round is missing."""

import numpy as np
import pytest

from tischrunde.designs.frames import develop, is_starter
from tischrunde.designs.kirkman import doubled_kirkman, filled_product, tripled_kirkman, tripled_quadruples
from tischrunde.designs.known_starters import KNOWN, Known
from tischrunde.designs.resolvable import balanced, families, known_starter, most_rounds
from tischrunde.designs.round_robin import round_robin
from tischrunde.designs.signed import is_doubled, signed_double, signs
from tischrunde.designs.timetable import Timetable, is_schedule

PRIME_POWERS_6T = [7, 13, 19, 25, 31, 37, 43, 49]
PRIME_POWERS_4T = [5, 9, 13, 17, 25, 29]
KIRKMAN_TABLES = [*range(3, 34, 2)]
QUADRUPLE_TABLES = [4, 7, 10, 13, 16, 19, 22]


def seats_all(found: Timetable, n_tables: int, size: int) -> bool:
    """Return whether every round has all the tables, each with as many people."""
    return all(np.bincount(seats, minlength=n_tables).tolist() == [size] * n_tables for seats in found.table_of)


def is_sound(found: Timetable, n_tables: int, size: int) -> bool:
    """Return whether a timetable keeps all it says."""
    stays = (found.table_of == found.table_of[0]).all(axis=0)
    return (
        seats_all(found, n_tables, size)
        and is_schedule(found.table_of, class_of=found.class_of)
        and bool((stays == found.stays).all())
        and bool((np.diff(np.bincount(found.class_of)) <= 0).all())
        and bool(found.source) == (found.n_rounds > 1)
    )


@pytest.mark.parametrize("n_tables", [1, 2, 3, 7, 20])
def test_in_a_round_robin_each_two_meet_exactly_once(n_tables: int) -> None:
    found = round_robin(n_tables)
    assert found.n_rounds == 2 * n_tables - 1
    assert is_sound(found, n_tables, 2) or n_tables == 1


def test_a_round_robin_needs_a_table() -> None:
    with pytest.raises(ValueError, match="needs a table"):
        round_robin(0)


@pytest.mark.parametrize("q", PRIME_POWERS_6T)
def test_fields_give_kirkman_triple_systems(q: int) -> None:
    for found, v in ((tripled_kirkman(q), 3 * q), (doubled_kirkman(q), 2 * q + 1)):
        assert found is not None
        assert found.n_rounds == (v - 1) // 2
        assert is_sound(found, v // 3, 3)


@pytest.mark.parametrize("q", PRIME_POWERS_4T)
def test_fields_give_their_like_with_four_at_a_table(q: int) -> None:
    found = tripled_quadruples(q)
    assert found is not None
    assert found.n_rounds == q
    assert is_sound(found, (3 * q + 1) // 4, 4)


@pytest.mark.parametrize("q", [6, 8, 11, 15])
def test_no_field_no_design(q: int) -> None:
    assert tripled_kirkman(q) is None
    assert doubled_kirkman(q) is None
    assert tripled_quadruples(q) is None


@pytest.mark.parametrize(("outer", "inner", "size"), [(15, 15, 3), (3, 21, 3), (16, 4, 4), (4, 16, 4), (5, 5, 5)])
def test_a_product_of_two_designs_lets_each_two_meet_once(outer: int, inner: int, size: int) -> None:
    large, small = balanced(outer, size), balanced(inner, size)
    assert large is not None
    assert small is not None
    found = filled_product(large, small)
    assert found is not None
    assert found.n_rounds == (outer * inner - 1) // (size - 1)
    assert is_sound(found, outer * inner // size, size)


def test_a_product_needs_tables_of_one_size_and_routes_for_them() -> None:
    three, four, many = balanced(3, 3), balanced(4, 4), balanced(28, 4)
    assert three is not None
    assert four is not None
    assert many is not None
    assert filled_product(three, four) is None
    assert filled_product(four, many) is None, "no field of order 28, and 28 is even"


@pytest.mark.parametrize(("half", "size"), [(9, 3), (21, 3), (33, 3), (45, 3), (16, 4)])
def test_signs_double_a_design(half: int, size: int) -> None:
    single = balanced(half, size)
    assert single is not None
    found = signed_double("doubled", single)
    assert found is not None
    assert found.n_rounds == 2 * single.n_rounds == (2 * half - 2) // (size - 1)
    assert np.bincount(found.class_of).tolist() == [2] * half
    assert is_sound(found, 2 * single.n_tables, size)


@pytest.mark.parametrize(("half", "size"), [(15, 3), (28, 4), (5, 5)])
def test_what_signs_cannot_double_is_said(half: int, size: int) -> None:
    single = balanced(half, size)
    assert single is not None
    assert not is_doubled(half, size)
    assert signed_double("doubled", single) is None


def test_signs_differ_at_one_of_two_tables_of_each_pair() -> None:
    tables: list[tuple[int, ...]] = [(0, 1), (0, 1), (0, 2), (1, 2), (2, 0), (2, 1)]
    found = signs(tables, 3)
    assert found is not None
    odd = dict.fromkeys([(0, 1), (0, 2), (1, 2)], 0)
    for table, of in zip(tables, found, strict=True):
        odd[min(table), max(table)] += of[0] ^ of[1]
    assert set(odd.values()) == {1}


def test_a_three_that_shares_two_tables_has_no_signs() -> None:
    assert signs([(0, 1, 2), (0, 1, 2)], 3) is None


def test_signs_need_two_tables_for_each_pair() -> None:
    with pytest.raises(ValueError, match="share two tables"):
        signs([(0, 1, 2), (0, 1)], 3)


@pytest.mark.parametrize("known", KNOWN, ids=lambda known: known.name)
def test_start_blocks_kept_make_the_rounds_they_claim(known: Known) -> None:
    starter = known_starter(known)
    assert is_starter(starter)
    found = develop(known.name, known.source, starter)
    assert found.n_rounds == known.n_rounds
    assert is_sound(found, *known.shape[:2])


@pytest.mark.parametrize("n_tables", KIRKMAN_TABLES)
def test_kirkman_triple_systems_of_all_orders_up_to_99_are_known(n_tables: int) -> None:
    assert most_rounds(n_tables, 3)[0] == (3 * n_tables - 1) // 2


@pytest.mark.parametrize("n_tables", QUADRUPLE_TABLES)
def test_designs_for_12k_and_4_people_in_fours_are_known(n_tables: int) -> None:
    assert most_rounds(n_tables, 4)[0] == (4 * n_tables - 1) // 3


@pytest.mark.parametrize(
    ("n_tables", "size"),
    [(5, 3), (8, 3), (8, 4), (9, 3), (22, 3), (15, 3), (27, 3), (7, 4), (9, 4), (10, 4), (16, 4), (5, 5), (7, 7)],
)
def test_what_is_said_before_building_is_what_is_built(n_tables: int, size: int) -> None:
    n_rounds, name = most_rounds(n_tables, size)
    built = list(families(n_tables, size))
    assert (built[0].n_rounds, built[0].name) == (n_rounds, name) or " x " in built[0].name
    assert built[0].n_rounds == n_rounds
    assert [found.n_rounds for found in built] == sorted((found.n_rounds for found in built), reverse=True)
    assert all(is_sound(found, n_tables, size) for found in built)


@pytest.mark.parametrize(("n_tables", "size"), [(0, 3), (5, 1), (6, 6), (4, 3), (5, 4), (2, 5)])
def test_a_shape_without_a_design_is_said_at_once(n_tables: int, size: int) -> None:
    assert most_rounds(n_tables, size) == (0, "")
    assert list(families(n_tables, size)) == []
