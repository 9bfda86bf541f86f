"""The terms of the score by hand, against their slow twins, and what must not change them."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import naive
from tests.strategies import PlainMeeting, meetings, plain_meetings, seatings
from tischrunde.model import Meeting, Seating
from tischrunde.score import judge


def meeting_of(people: list[dict[str, Any]] | None = None, **more: Any) -> Meeting:
    """Return a meeting of people a, b, c, d at tables A and B."""
    tables = [{"id": table, "seats": 4} for table in "AB"]
    people = people or [{"id": person} for person in "abcd"]
    return Meeting.model_validate({"rounds": 3, "balance": None, "tables": tables, "people": people, **more})


def seated(*rounds: str) -> Seating:
    """Return who sits where: ``"ab cd"`` is a round with a and b at A, c and d at B."""
    return tuple({table: tuple(people) for table, people in zip("AB", r.split(), strict=False)} for r in rounds)


def terms(meeting: Meeting, *rounds: str) -> dict[str, int]:
    return judge(meeting, seated(*rounds)).terms


@pytest.mark.parametrize(
    ("rounds", "reunions"),
    [
        (["ab cd", "ac bd", "ad bc"], 0),
        (["ab cd", "ab cd", "ad bc"], 2),
        (["ab cd", "ab cd", "ab cd"], 6),
        (["abcd", "abcd", "a bcd"], 3 * 1 + 3 * 3),
    ],
)
def test_a_pair_that_meets_m_times_has_m_choose_two_reunions(rounds: list[str], reunions: int) -> None:
    assert terms(meeting_of(), *rounds)["reunions"] == reunions


def test_history_makes_a_first_meeting_a_reunion_and_adds_up() -> None:
    meeting = meeting_of(history=[["b", "a", 1], ["a", "b", 2], ["a", "d", 5]])
    assert terms(meeting, "ab cd", "ac bd", "ac bd")["reunions"] == 3 + 2


def test_mixing_counts_pairs_of_equal_values_at_a_table() -> None:
    people = [{"id": p, "sector": "s", "attributes": {"stage": "held"}} for p in "abc"]
    meeting = meeting_of([*people, {"id": "d"}], weights={"mixing": {"stage": 2}})
    assert terms(meeting, "abc d", "ab cd", "ad bc") == {
        "reunions": 2,
        "mixing.stage": 3 + 1 + 1,
        "wishes": 0,
        "affinities": 0,
    }


def test_the_terms_come_in_order_with_the_default_mixing() -> None:
    judgement = judge(meeting_of(), seated("ab cd", "ac bd", "ad bc"))
    assert list(judgement.terms) == ["reunions", "mixing.sector", "mixing.organisation", "wishes", "affinities"]
    assert list(judgement.weights.values()) == [10, 3, 5, 4, 1]


def test_unvisited_wishes_cost_four_two_one_one() -> None:
    themes = ["v", "w", "x", "y", "z"]
    people = [{"id": "a", "wishes": ["v", "w", "x", "y"]}, {"id": "b", "wishes": ["z", "y"], "hosts": "B"}]
    tables = [{"id": "A", "seats": 4, "theme": "w"}, {"id": "B", "seats": 4, "theme": "y"}]
    meeting = meeting_of(people, rounds=1, themes=[{"id": theme} for theme in themes], tables=tables)
    assert terms(meeting, "a b")["wishes"] == (4 + 1 + 1) + 4


def test_affinities_count_each_round_together_and_add_up() -> None:
    meeting = meeting_of(affinities=[["a", "b", 5], ["b", "a", -1], ["c", "d", -2]])
    assert terms(meeting, "ab cd", "ab cd", "ac bd")["affinities"] == -(2 * 4) + 2 * 2


def test_the_cost_is_the_weighted_sum() -> None:
    weights = {"reunions": 7, "mixing": {"sector": 0}, "wishes": 0, "affinities": 3}
    people = [{"id": p, "sector": "s"} for p in "abcd"]
    judgement = judge(meeting_of(people, weights=weights, affinities=[["a", "b", 1]]), seated(*["ab cd"] * 3))
    assert judgement.terms["mixing.sector"] == 6
    assert judgement.cost == 7 * 6 + 3 * -3


def test_unfairness_grows_when_reunions_fall_on_few() -> None:
    assert judge(meeting_of(), seated("ab cd", "ab cd", "ac bd")).unfairness == 0
    assert judge(meeting_of(), seated("ab cd", "ab cd", "ab cd")).unfairness == 4 * 3


def test_plans_are_ordered_by_violations_then_cost_then_unfairness() -> None:
    meeting = meeting_of(rules=[{"kind": "apart", "people": ["a", "b"]}])
    valid = judge(meeting, seated("ac bd", "ac bd", "ac bd"))
    cheap = judge(meeting, seated("ab cd", "ac bd", "ad bc"))
    assert valid.order == (0, 60, 12)
    assert cheap.order == (1, 0, 0)
    assert min(valid, cheap, key=lambda judgement: judgement.order) is valid


def test_an_unfinished_plan_is_scored_as_far_as_it_goes() -> None:
    assert judge(meeting_of(), ()).cost == 0
    assert judge(meeting_of(), seated("ab cd", "zab d")).terms["reunions"] == 1


def test_someone_seated_twice_counts_at_the_first_seat() -> None:
    assert terms(meeting_of(), "ab acd", "ab cd", "ad bc")["reunions"] == 2


@settings(deadline=None)
@given(st.data())
def test_every_term_equals_its_slow_twin(data: st.DataObject) -> None:
    meeting = data.draw(meetings())
    rounds = data.draw(seatings(meeting))
    judgement = judge(meeting, rounds)
    assert judgement.terms == {name: naive.term(meeting, rounds, name) for name in judgement.terms}
    assert judgement.cost == naive.cost(meeting, rounds)
    assert judgement.unfairness == naive.unfairness(meeting, rounds)


def renamed(plain: Any, name_of: dict[str, str]) -> Any:
    """Return plain data with other ids for people."""
    if isinstance(plain, dict):
        return {key: renamed(value, name_of) for key, value in plain.items()}
    if isinstance(plain, list | tuple):
        return type(plain)(renamed(value, name_of) for value in plain)
    return name_of.get(plain, plain) if isinstance(plain, str) else plain


def scores(plain: PlainMeeting, rounds: Seating) -> tuple[tuple[int, int, int], dict[str, int]]:
    judgement = judge(Meeting.model_validate(plain), rounds)
    return judgement.order, judgement.terms


@settings(deadline=None, max_examples=50)
@given(st.data())
def test_renaming_people_changes_no_score(data: st.DataObject) -> None:
    plain = data.draw(plain_meetings())
    rounds = data.draw(seatings(Meeting.model_validate(plain)))
    ids = [person["id"] for person in plain["people"]]
    name_of = dict(zip(ids, data.draw(st.permutations([f"guest {person}" for person in ids])), strict=True))
    assert scores(renamed(plain, name_of), renamed(rounds, name_of)) == scores(plain, rounds)


@settings(deadline=None, max_examples=50)
@given(st.data())
def test_the_order_of_people_and_tables_changes_no_score(data: st.DataObject) -> None:
    plain = data.draw(plain_meetings())
    rounds = data.draw(seatings(Meeting.model_validate(plain)))
    shuffled = plain | {
        key: data.draw(st.permutations(plain[key])) for key in ("people", "tables", "themes") if key in plain
    }
    backwards = tuple({table: sitting[table][::-1] for table in reversed(sitting)} for sitting in rounds)
    assert scores(shuffled, backwards) == scores(plain, rounds)


@settings(deadline=None, max_examples=50)
@given(st.data())
def test_the_order_of_pairs_and_their_people_changes_no_score(data: st.DataObject) -> None:
    plain = data.draw(plain_meetings())
    rounds = data.draw(seatings(Meeting.model_validate(plain)))
    pairs = {key: [[q, p, k] for p, q, k in reversed(plain.get(key, []))] for key in ("history", "affinities")}
    assert scores(plain | pairs, rounds) == scores(plain, rounds)


@settings(deadline=None, max_examples=50)
@given(st.data())
def test_someone_who_attends_no_round_changes_no_score(data: st.DataObject) -> None:
    plain = data.draw(plain_meetings())
    rounds = data.draw(seatings(Meeting.model_validate(plain)))
    absent = {"id": "absent", "rounds": [], "sector": "ministry", "organisation": "Ulm"}
    more = plain | {"people": [*plain["people"], absent]}
    assert scores(more, rounds) == scores(plain, rounds)


@settings(deadline=None, max_examples=50)
@given(meetings(max_people=4, max_rounds=2))
def test_the_best_by_exhaustion_is_the_best_of_all(meeting: Meeting) -> None:
    orders = [judge(meeting, rounds).order for rounds in naive.all_seatings(meeting)]
    best = naive.best_by_exhaustion(meeting)
    assert (best.order if best else None) == min(orders, default=None)


def test_exhaustion_knows_an_impossible_meeting() -> None:
    people = [{"id": person} for person in "abcd"]
    rules = [{"kind": "apart", "people": ["a", "b", "c"]}]
    assert naive.best_by_exhaustion(meeting_of(people, rounds=1, rules=rules)) is None
