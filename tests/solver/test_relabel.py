"""Who takes which place of a design: the price carried along against its slow twin, and what is never exchanged."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.naive_kernel import price_of_places
from tischrunde.kernel import Places, places_of, relabel
from tischrunde.problem import Ints, Longs

some = settings(max_examples=40)


@st.composite
def layouts(draw: st.DrawFn) -> tuple[Places, Ints]:
    """Draw the places of a design, prices, and who takes which place; some places are not to be changed."""
    n_rounds, n_tables, n_people = draw(st.integers(1, 3)), draw(st.integers(2, 3)), draw(st.integers(4, 9))
    n_places = draw(st.integers(3, n_people))
    rng = np.random.default_rng(draw(st.integers(0, 1000)))
    table_of = rng.integers(0, n_tables, (n_rounds, n_places)).astype(np.int32)
    one_way = np.triu(rng.integers(-5, 9, (n_people, n_people)), 1)
    free = np.arange(draw(st.integers(0, n_places - 2)), n_places, dtype=np.int32)
    route = rng.integers(0, 20, (n_people, n_places))
    places = places_of(table_of, n_tables, free=free, pair=(one_way + one_way.T).astype(np.int64), route=route)
    return places, rng.permutation(n_people)[:n_places].astype(np.int32)


def relabelled(places: Places, person_at: Ints, *, seed: int = 5, moves: int = 500) -> tuple[Ints, Ints, int]:
    """Return who takes which place in the end, and at best, and the change of price."""
    here, best, rng = person_at.copy(), person_at.copy(), np.array([seed], np.uint64)
    return here, best, int(relabel(places, here, best, rng, moves, 10.0, 0.5, 100.0))


@some
@given(layouts())
def test_relabelling_returns_the_change_of_price_of_its_best(drawn: tuple[Places, Ints]) -> None:
    places, person_at = drawn
    _, best, change = relabelled(places, person_at)
    assert change == price_of_places(places, places.pair, best) - price_of_places(places, places.pair, person_at)
    assert change <= 0


@some
@given(layouts())
def test_relabelling_only_exchanges_people_of_free_places(drawn: tuple[Places, Ints]) -> None:
    places, person_at = drawn
    kept = np.setdiff1d(np.arange(len(person_at)), places.free)
    for people in relabelled(places, person_at)[:2]:
        assert sorted(people.tolist()) == sorted(person_at.tolist())
        assert (people[kept] == person_at[kept]).all()


@some
@given(layouts())
def test_relabelling_with_the_same_seed_gives_the_same(drawn: tuple[Places, Ints]) -> None:
    first, second = relabelled(*drawn), relabelled(*drawn)
    assert [part.tolist() for part in first[:2]] == [part.tolist() for part in second[:2]]
    assert first[2] == second[2]


def test_relabelling_gives_everybody_the_route_wished_for() -> None:
    table_of = np.array([[0, 1, 2, 3]], np.int32)
    wished = [2, 0, 3, 1]
    route: Longs = np.full((4, 4), 7, np.int64)
    route[np.arange(4), wished] = 0
    places = places_of(table_of, 4, free=np.arange(4, dtype=np.int32), pair=np.zeros((4, 4), np.int64), route=route)
    _, best, change = relabelled(places, np.arange(4, dtype=np.int32))
    assert change == -28
    assert [best[place] for place in wished] == [0, 1, 2, 3]


@some
@given(layouts())
def test_the_members_of_each_table_are_listed(drawn: tuple[Places, Ints]) -> None:
    places, _ = drawn
    for row, tables in zip(places.table_of.tolist(), places.members.tolist(), strict=True):
        for table, members in enumerate(tables):
            here = [u for u, at in enumerate(row) if at == table]
            assert members == here + [-1] * (len(members) - len(here))
