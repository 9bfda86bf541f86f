"""Start blocks: what a group makes of them, and how they are found."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tischrunde.designs.frames import Frame, Starter, develop, is_starter, read_blocks, written
from tischrunde.designs.known_starters import KNOWN, Known
from tischrunde.designs.resolvable import known_starter
from tischrunde.designs.starters import frames_for, search_starter, structured
from tischrunde.designs.timetable import is_schedule

FIFTEEN = Starter(Frame((7,), 2, 1), read_blocks("0.7.14 1.3.9 2.6.11 4.5.8 10.12.13"))
NAMED = [(5, 3, 7), (6, 3, 8), (7, 4, 9), (9, 4, 11), (10, 5, 8), (10, 6, 7)]

frames = st.builds(
    Frame,
    st.sampled_from([(4,), (5,), (2, 2), (3, 3), (7,)]),
    st.integers(1, 3),
    st.integers(0, 2),
    st.sampled_from([1, -1]),
)


@given(frames)
@settings(max_examples=30, deadline=None)
def test_the_group_permutes_the_places_and_keeps_the_fixed_ones(frame: Frame) -> None:
    places = list(range(frame.n_places))
    for image in (*frame.translations.tolist(), *frame.symmetries.tolist()):
        assert sorted(image) == places
        assert image[frame.order * frame.copies :] == places[frame.order * frame.copies :]
    moved = frame.translations[:, : frame.order]
    assert all(sorted(column) == places[: frame.order] for column in moved.T.tolist()), "every element goes everywhere"


@given(frames)
@settings(max_examples=30, deadline=None)
def test_the_symmetry_turns_translations_into_translations(frame: Frame) -> None:
    known = set(map(tuple, frame.translations.tolist()))
    for image in frame.symmetries:
        back = np.argsort(image)
        assert {tuple(image[moved[back]].tolist()) for moved in frame.translations} == known


@given(st.lists(st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), min_size=1, max_size=4), max_size=3))
def test_written_blocks_read_the_same(rounds: list[list[tuple[int, ...]]]) -> None:
    assert read_blocks(written(rounds)) == tuple(map(tuple, rounds))


def test_a_base_round_makes_as_many_rounds_as_the_group_has_elements() -> None:
    found = develop("", "", FIFTEEN)
    assert (found.n_rounds, found.n_places, found.n_tables) == (7, 15, 5)
    assert found.stays.tolist() == [False] * 14 + [True]
    assert [set(np.flatnonzero(found.table_of[2] == 0).tolist()), int(found.table_of[2, 14])] == [{2, 9, 14}, 0]


def test_a_short_round_makes_one_round() -> None:
    starter = Starter(Frame((3,), 3), (), (((0, 3, 6),), ((0, 4, 8),)))
    found = develop("", "", starter)
    assert found.n_rounds == 2
    assert is_starter(starter)
    assert found.class_of.tolist() == [0, 0, 0, 1, 1, 1, 2, 2, 2], "places of one copy never meet"


def test_the_cosets_of_a_subgroup_make_one_more_round() -> None:
    frame = Frame((9,), 2, 3, cosets=3)
    assert frame.coset_round[0] == (0, 3, 6)
    assert sorted(place for table in frame.coset_round for place in table) == list(range(21))


@pytest.mark.parametrize("frame", [Frame((4,), 1, 0, cosets=3), Frame((2, 2), 1, 1, cosets=4)])
def test_cosets_need_a_subgroup_and_full_tables(frame: Frame) -> None:
    with pytest.raises(ValueError, match="no round of cosets"):
        _ = frame.coset_round


@pytest.mark.parametrize("text", ["0.7.14 1.3.9 2.6.11 4.5.8 10.12.12", "0.7.14 1.3.9 2.4.11 5.6.8 10.12.13"])
def test_a_checker_sees_a_place_taken_twice_and_a_difference_used_twice(text: str) -> None:
    assert is_starter(FIFTEEN)
    assert not is_starter(Starter(FIFTEEN.frame, read_blocks(text)))


@pytest.mark.parametrize("known", [known for known in KNOWN if known.drawn[1] <= 600_000], ids=lambda known: known.name)
def test_start_blocks_kept_are_found_again(known: Known) -> None:
    kept = known_starter(known)
    found = search_starter(
        known.frame,
        *known.shape[:2],
        base_rounds=len(kept.base_rounds),
        short_rounds=len(kept.short_rounds),
        seed=known.drawn[0],
        steps=known.drawn[1],
    )
    assert found == kept


@pytest.mark.parametrize(("n_tables", "size", "n_rounds"), NAMED)
def test_the_structured_search_reaches_the_best_known(n_tables: int, size: int, n_rounds: int) -> None:
    found = structured(n_tables, size, n_rounds)
    assert found is not None
    assert found.n_rounds >= n_rounds
    assert found.table_of.shape[1] == n_tables * size
    assert all(np.bincount(seats).tolist() == [size] * n_tables for seats in found.table_of)
    assert is_schedule(found.table_of, class_of=found.class_of)


def test_the_structured_search_is_the_same_for_the_same_seed() -> None:
    first, second = (structured(6, 4, 6, seed=5) for _ in range(2))
    assert first is not None
    assert second is not None
    assert (first.table_of == second.table_of).all()


@pytest.mark.parametrize(("n_tables", "size", "n_rounds"), [(6, 6, 8), (1, 4, 2), (3, 4, 2), (4, 1, 2)])
def test_the_structured_search_refuses_what_counting_excludes(n_tables: int, size: int, n_rounds: int) -> None:
    assert structured(n_tables, size, n_rounds, effort=1) is None


def test_the_structured_search_ends_when_its_effort_is_spent() -> None:
    assert structured(6, 6, 7, effort=200_000) is None


@pytest.mark.parametrize(("n_tables", "size", "n_rounds"), NAMED)
def test_every_frame_has_room_for_the_people_and_rounds_enough(n_tables: int, size: int, n_rounds: int) -> None:
    for frame, base, short in frames_for(n_tables, size, n_rounds):
        made = base * frame.order + short * len(frame.symmetries) + (frame.cosets > 0)
        assert frame.n_places == n_tables * size
        assert made >= n_rounds


def test_fixed_places_never_share_a_table() -> None:
    frame = Frame((9,), 3, 5, 4, (1, 2, 0))
    assert all(search_starter(frame, 8, 4, steps=1_000, seed=seed) is None for seed in range(40))


def test_the_symmetry_leaves_out_no_table() -> None:
    frame = Frame((7,), 3, 3, 1, (1, 2, 0), (1, 2, 0))
    found = search_starter(frame, 6, 4, steps=600_000, seed=35)
    assert found is not None
    pairs = [pair for base in found.base_rounds for table in base for pair in combinations(table, 2)]
    assert len(found.base_rounds[0]) == 2, "two tables stand for six"
    assert len(pairs) == 12
