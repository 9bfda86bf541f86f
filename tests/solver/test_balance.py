"""Wishes and mixing pull against each other: what both together cost at least."""

from random import Random
from typing import Any

import pytest

from tests import naive
from tischrunde.bounds import Room, prove
from tischrunde.model import Meeting
from tischrunde.problem import Problem
from tischrunde.search.balance import best_visits, chains


def theme_tables(people: list[dict[str, Any]], *, tables: int, rounds: int, seats: int, **more: Any) -> Meeting:
    themes = [f"h{number}" for number in range(tables)]
    return Meeting.model_validate(
        {
            "rounds": rounds,
            "themes": [{"id": theme} for theme in themes],
            "tables": [{"id": f"T{k}", "seats": seats, "theme": theme} for k, theme in enumerate(themes)],
            "people": people,
            **more,
        }
    )


def of_sector(sector: str, number: int, *wishes: str) -> list[dict[str, Any]]:
    return [{"id": f"{sector}{k}", "sector": sector, "wishes": list(wishes)} for k in range(number)]


def test_a_sector_that_wants_one_theme_mixes_badly_or_misses_it() -> None:
    meeting = theme_tables([*of_sector("a", 2, "h0"), *of_sector("b", 2, "h1")], tables=2, rounds=1, seats=2)
    proof = prove(Problem.of(meeting))

    assert (proof.terms["mixing.sector"], proof.terms["wishes"]) == (0, 0)
    assert proof.cost == 2 * 3  # two pairs at a weight of 3 cost less than two missed first wishes at 4 x 4


def test_those_who_sit_together_cannot_follow_different_wishes() -> None:
    people: list[dict[str, Any]] = [{"id": str(k)} for k in range(6)]
    people[0]["wishes"], people[1]["wishes"] = ["h0"], ["h1"]
    together = {"kind": "together", "people": ["0", "1"]}
    meeting = theme_tables(people, tables=3, rounds=1, seats=2, rules=[together], weights={"mixing": {}})

    assert prove(Problem.of(meeting)).cost == 4 * 4


def test_a_pair_bound_together_counts_once_a_round_beside_its_crowd() -> None:
    people = [{"id": f"{k}", "sector": "a" if k < 3 else "b"} for k in range(9)]
    together = {"kind": "together", "people": ["0", "1"]}
    meeting = theme_tables(people, tables=3, rounds=2, seats=3, rules=[together])
    room = Room.of(Problem.of(meeting))

    # The pair in both rounds, and the six others two at a table at least: 2 x (1 + 3) pairs.
    found = best_visits(room, ("sector",))
    assert found is not None
    assert found[0] == 3 * 2 * (1 + 3)


def test_two_or_three_of_a_kind_of_whom_nobody_sits_alone_sit_together() -> None:
    people = [{"id": f"{k}", "sector": "f" if k < 3 else "m", "organisation": f"o{k % 2}"} for k in range(9)]
    rule = {"kind": "no_isolates", "attribute": "sector", "value": "f"}
    problem = Problem.of(theme_tables(people, tables=3, rounds=2, seats=3, rules=[rule]))

    assert problem.group_of.tolist() == [[0, 0, 0, -1, -1, -1, -1, -1, -1]] * 2


def test_attributes_that_follow_from_each_other_form_a_chain() -> None:
    people = [
        {"id": f"{k}", "organisation": f"o{k // 2}", "sector": f"s{k // 4}", "attributes": {"stage": "ab"[k % 2]}}
        for k in range(8)
    ]
    weights = {"mixing": {"sector": 3, "stage": 1, "organisation": 5}}
    room = Room.of(Problem.of(theme_tables(people, tables=2, rounds=1, seats=4, weights=weights)))

    assert chains(room) == [("organisation", "sector"), ("stage",)]


def little(seed: int) -> Meeting:
    """Return a meeting of four to six people with wishes, hosts, groups and colleagues."""
    draw = Random(seed)
    n, tables, rounds = draw.choice([4, 5, 6]), draw.choice([2, 3]), draw.choice([1, 2])
    themes = [f"h{k}" for k in range(tables)]
    people: list[dict[str, Any]] = []
    for k in range(n):
        home = draw.randrange(4)
        wishes = draw.sample(themes, draw.randint(0, tables))
        people.append({"id": f"p{k}", "organisation": f"o{home}", "sector": f"s{home % 2}", "wishes": wishes})
    if draw.random() < 0.4:
        for k in range(draw.randint(1, tables)):
            people[k]["hosts"] = f"T{k}"
    travellers = [person["id"] for person in people if "hosts" not in person]
    rules: list[dict[str, Any]] = []
    if len(travellers) > 2 and draw.random() < 0.5:
        rules.append({"kind": "together", "people": draw.sample(travellers, 2)})
    if draw.random() < 0.3:
        rules.append({"kind": "composition", "attribute": "sector", "value": "s1", "max": draw.choice([1, 2])})
    weights = {"reunions": draw.choice([0, 1, 10]), "wishes": draw.choice([1, 4])}
    return theme_tables(
        people, tables=tables, rounds=rounds, seats=-(-n // tables) + draw.choice([0, 1]), rules=rules, weights=weights
    )


@pytest.mark.parametrize("seed", range(60))
def test_no_plan_of_a_little_meeting_with_wishes_beats_its_bound(seed: int) -> None:
    meeting = little(seed)
    best = naive.best_by_exhaustion(meeting)

    assert best is None or prove(Problem.of(meeting)).cost <= best.cost


def test_the_bound_of_little_meetings_is_mostly_reached() -> None:
    reached = [
        prove(Problem.of(meeting)).cost == best.cost
        for meeting in map(little, range(60))
        if (best := naive.best_by_exhaustion(meeting)) is not None
    ]
    assert len(reached) > 40
    assert sum(reached) > 0.7 * len(reached)
