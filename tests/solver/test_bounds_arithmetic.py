"""The arithmetic behind the bounds, each piece against all ways to do it."""

from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tischrunde.bounds import transport as transport_module
from tischrunde.bounds.filling import choose_two, least_filling, least_pairs, spread
from tischrunde.bounds.network import Network
from tischrunde.bounds.room import alike
from tischrunde.bounds.transport import Transport
from tischrunde.problem import Longs


def longs(values: Any) -> Longs:
    return np.array(values, np.int64)


def best_by_trying(asked: Transport) -> int | None:
    """Return the least price over all ways to fill the cells, ``None`` when there is none."""
    best = None
    cells = asked.base.shape
    for more in product(*(range(int(n) + 1) for n in asked.room.reshape(-1))):
        added = longs(more).reshape(cells)
        rows, columns = added.sum(axis=1), added.sum(axis=0)
        fits = (asked.row_least <= rows).all() and (rows <= asked.row_most).all()
        fits &= (asked.column_least <= columns).all() and (columns <= asked.column_most).all()
        if fits and added.sum() == asked.people:
            pairs = asked.base + added
            price = int((pairs * (pairs - 1) // 2)[asked.charged].sum())
            best = price if best is None else min(best, price)
    return best


@st.composite
def transports(draw: st.DrawFn) -> Transport:
    n_rows, n_columns = draw(st.sampled_from([(1, 3), (2, 2), (2, 3), (3, 2)]))

    def numbers(count: int, least: int, most: int) -> Longs:
        return longs(draw(st.lists(st.integers(least, most), min_size=count, max_size=count)))

    cells = n_rows * n_columns
    row_least, column_least = numbers(n_rows, 0, 1), numbers(n_columns, 0, 1)
    return Transport(
        base=numbers(cells, 0, 2).reshape(n_rows, n_columns),
        room=numbers(cells, 0, 3).reshape(n_rows, n_columns),
        charged=numbers(cells, 0, 4).reshape(n_rows, n_columns) > 0,
        row_least=row_least,
        row_most=row_least + numbers(n_rows, 0, 3),
        column_least=column_least,
        column_most=column_least + numbers(n_columns, 0, 3),
        people=draw(st.integers(0, 6)),
    )


@given(transports())
@settings(max_examples=200, deadline=None)
def test_a_transport_is_as_cheap_as_the_best_way_to_fill_its_cells(asked: Transport) -> None:
    best = best_by_trying(asked)
    assert best is None or asked.least() == best


@given(transports())
@settings(max_examples=100, deadline=None)
def test_without_a_flow_a_transport_is_never_dearer_than_the_best_way(asked: Transport) -> None:
    best = best_by_trying(asked)
    assert best is None or asked.least(flows=10**9) <= best


def test_cells_told_apart_to_a_low_price_only_still_give_a_lower_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five people must crowd into one cell of the first row; the rest spreads."""
    asked = Transport(
        base=longs([[0, 0], [0, 0]]),
        room=longs([[5, 0], [5, 5]]),
        charged=np.ones((2, 2), np.bool_),
        row_least=longs([5, 2]),
        row_most=longs([5, 2]),
        column_least=longs([5, 2]),
        column_most=longs([5, 2]),
        people=7,
    )
    assert asked.least() == 10 + 1
    monkeypatch.setattr(transport_module, "LEVELS_BEYOND_EVEN", -3)
    again = Transport(**{name: getattr(asked, name) for name in Transport.__dataclass_fields__})
    assert again.least() <= 10 + 1


def test_ample_room_is_told_apart_from_a_tight_fit() -> None:
    """Each row may use each column once: three rows of two in three columns of two fit without a shared cell."""

    def square(n: int, each: int) -> Transport:
        sums = np.full(n, each, np.int64)
        cells = (n, n)
        return Transport(
            np.zeros(cells, np.int64), np.full(cells, each), np.ones(cells, np.bool_), sums, sums, sums, sums, n * each
        )

    assert square(3, 2).least() == 0
    assert square(40, 3).least() == 0
    assert square(3, 4).least() == 3


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_filling_takes_the_cheapest_units_that_rows_and_total_allow(data: st.DataObject) -> None:
    n_rows, n_levels = data.draw(st.sampled_from([(1, 2), (2, 2), (2, 3), (3, 2)]))
    slots = longs(data.draw(st.lists(st.integers(0, 2), min_size=n_rows * n_levels, max_size=n_rows * n_levels)))
    prices = sorted(data.draw(st.lists(st.integers(-3, 5), min_size=n_levels, max_size=n_levels)))
    least = data.draw(st.lists(st.integers(0, 2), min_size=n_rows, max_size=n_rows))
    most = [n + data.draw(st.integers(0, 3)) for n in least]
    total = data.draw(st.integers(0, 6))
    found = least_filling(
        slots.reshape(n_rows, n_levels), longs(prices), least=longs(least), most=longs(most), total=total
    )
    possible = []
    for taken in product(*(range(int(n) + 1) for n in slots)):
        rows = longs(taken).reshape(n_rows, n_levels)
        sums = rows.sum(axis=1)
        if (least <= sums).all() and (sums <= most).all() and sums.sum() >= total:
            possible.append(int((rows * prices).sum()))
    assert not possible or found == min(possible)


def test_people_spread_over_places_as_evenly_as_numbers_allow() -> None:
    assert spread(29, 8) == 5 * 6 + 3 * 3
    assert spread(0, 3) == spread(3, 5) == spread(4, 0) == 0
    assert choose_two(1) == 0


def test_the_fewest_pairs_share_tables_of_even_size() -> None:
    assert least_pairs(longs([0, 0]), longs([9, 9]), 7) == 3 + 6
    assert least_pairs(longs([0, 5]), longs([9, 9]), 6) == 10
    assert least_pairs(longs([0, 0]), longs([2, 9]), 6) == 1 + 6


def test_a_network_gains_most_along_its_best_arcs() -> None:
    network = Network()
    start, end = network.node(3), network.node(-3)
    network.arc(start, end, carry=1, gain=5)
    network.arc(start, end, carry=1, gain=2)
    network.arc(start, end, carry=9)
    assert network.greatest_gain() == 7


def test_a_network_without_a_way_gains_nothing() -> None:
    network = Network()
    start, end = network.node(3), network.node(-3)
    network.arc(start, end, carry=1, gain=5)
    assert network.greatest_gain() == 0


def test_equal_rows_are_of_one_kind() -> None:
    rows = np.array([[1, 0, 1], [0, 0, 1], [1, 0, 1]], np.bool_)
    first, kind_of = alike(rows)
    assert kind_of[0] == kind_of[2] != kind_of[1]
    assert rows[first][kind_of].tolist() == rows.tolist()
    assert alike(np.zeros((0, 4), np.bool_))[1].tolist() == []
