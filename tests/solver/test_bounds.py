"""No plan beats its bound: known values by hand, tight cases, and every bound against all plans of tiny meetings."""

from collections.abc import Sequence
from itertools import islice
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from tests import naive
from tests.strategies import meetings
from tischrunde.bounds import (
    Company,
    Room,
    contingency,
    counting,
    least_cost,
    officers,
    prove,
)
from tischrunde.model import Meeting, Seating
from tischrunde.problem import Problem
from tischrunde.result import Proof
from tischrunde.score import judge

PLANS_AT_MOST = 400


def cafe(
    n_people: int,
    n_tables: int,
    *,
    rounds: int,
    hosts: int = 0,
    with_themes: bool = True,
    sizes: Sequence[int] = (),
    sectors: Sequence[int] = (),
    changes: dict[int, dict[str, Any]] | None = None,
    **more: Any,
) -> Meeting:
    """Return a meeting of people 0, 1, ... at tables A, B, ...; sectors are told by their sizes."""
    seats = sizes or [-(-n_people // n_tables)] * n_tables
    theme = {table: {"theme": table} if with_themes else {} for table in map(chr, range(65, 65 + n_tables))}
    sector_of = [f"s{k}" for k, size in enumerate(sectors) for _ in range(size)]
    return Meeting.model_validate(
        {
            "rounds": rounds,
            "themes": [{"id": table} for table in theme] if with_themes else [],
            "tables": [{"id": t, "seats": n} | theme[t] for t, n in zip(theme, seats, strict=True)],
            "people": [
                {"id": str(p)}
                | ({"hosts": list(theme)[p]} if p < hosts else {})
                | ({"sector": sector_of[p]} if p < len(sector_of) else {})
                | (changes or {}).get(p, {})
                for p in range(n_people)
            ],
            **({"weights": {"mixing": {"sector": 3}}} if sectors else {"weights": {"mixing": {}}}),
            **more,
        }
    )


def proof_of(meeting: Meeting) -> Proof:
    return prove(Problem.of(meeting))


def room_of(meeting: Meeting) -> Room:
    return Room.of(Problem.of(meeting))


def least_of(meeting: Meeting) -> dict[str, int]:
    """Return the least value of each term and of the cost over all plans; there must be one."""
    judged = [judge(meeting, rounds) for rounds in naive.all_seatings(meeting)]
    return {
        **{name: min(judgement.terms[name] for judgement in judged) for name in judged[0].terms},
        "cost": min(judgement.cost for judgement in judged),
    }


def some_plans(meeting: Meeting) -> list[Seating]:
    """Return all plans where they are few, else plans from all over the first ten thousand."""
    plans = list(islice(naive.all_seatings(meeting), 10_000))
    return plans[:: -(-len(plans) // PLANS_AT_MOST) or 1]


@pytest.mark.parametrize(
    ("people", "tables", "rounds", "reunions"), [(47, 5, 3, 102), (36, 6, 3, 18), (100, 10, 3, 30), (62, 5, 3, 198)]
)
def test_few_tables_with_a_theme_each_force_reunions(people: int, tables: int, rounds: int, reunions: int) -> None:
    assert proof_of(cafe(people, tables, rounds=rounds)).terms["reunions"] == reunions


def test_six_hosts_make_three_rounds_of_thirty_six_possible() -> None:
    assert proof_of(cafe(36, 6, rounds=3, hosts=6)).terms["reunions"] == 0


@pytest.mark.parametrize(("rounds", "reunions"), [(3, 0), (4, 1), (5, 2), (6, 3)])
def test_eulers_officers_can_not_have_four_rounds(rounds: int, reunions: int) -> None:
    assert officers(room_of(cafe(36, 6, rounds=rounds, hosts=6))) == reunions
    assert proof_of(cafe(36, 6, rounds=rounds, hosts=6)).terms["reunions"] == reunions
    assert officers(room_of(cafe(36, 6, rounds=rounds, with_themes=False))) == reunions


def test_thirty_travellers_without_hosts_are_officers_too() -> None:
    assert officers(room_of(cafe(30, 6, rounds=4))) == 1
    assert officers(room_of(cafe(29, 6, rounds=4, sizes=[5] * 6))) == 0
    assert officers(room_of(cafe(30, 6, rounds=4, with_themes=False))) == 0


def test_officers_who_leave_early_prove_nothing() -> None:
    assert officers(room_of(cafe(36, 6, rounds=4, hosts=6, changes={30: {"rounds": [1, 2, 3]}}))) == 0


@pytest.mark.parametrize(
    ("tables", "sizes", "sectors", "pairs"),
    [(8, (6,) * 7 + (5,), (29, 6, 4, 3, 3, 2), 39), (5, (10,) * 5, (25, 6, 4, 4, 4, 4), 51)],
)
def test_sectors_mix_as_evenly_as_tables_allow(
    tables: int, sizes: tuple[int, ...], sectors: tuple[int, ...], pairs: int
) -> None:
    proof = proof_of(cafe(47, tables, rounds=3, sizes=sizes, sectors=sectors))
    assert proof.terms["mixing.sector"] == 3 * pairs


def test_hosts_of_one_sector_leave_its_travellers_less_room() -> None:
    hosts = {p: {"sector": "s0"} for p in range(2)}
    meeting = cafe(6, 3, rounds=1, hosts=2, sectors=(3,), changes=hosts)
    assert proof_of(meeting).terms["mixing.sector"] == 0
    meeting = cafe(6, 2, rounds=1, hosts=2, sectors=(3,), changes=hosts)
    assert proof_of(meeting).terms["mixing.sector"] == least_of(meeting)["mixing.sector"] == 1


def test_table_sizes_are_seen_by_all_sectors_at_once() -> None:
    """Three pairs could split evenly each, but the small table has one seat: somebody has to double up."""
    meeting = cafe(6, 2, rounds=1, sizes=[1, 5], sectors=(2, 2, 2), balance=None)
    assert proof_of(meeting).terms["mixing.sector"] == least_of(meeting)["mixing.sector"] == 2


def test_a_composition_rule_forces_a_sector_together() -> None:
    rule = {"kind": "composition", "attribute": "sector", "value": "s0", "min": 3, "tables": ["A"]}
    meeting = cafe(6, 2, rounds=1, sectors=(3, 3), rules=[rule])
    assert proof_of(meeting).terms["mixing.sector"] == least_of(meeting)["mixing.sector"] == 6


@pytest.mark.parametrize(("most", "pairs"), [(2, 1 + 1), (1, 0 + 3), (0, 0 + 6)])
def test_a_composition_rule_keeps_a_sector_from_a_table(most: int, pairs: int) -> None:
    rule = {"kind": "composition", "attribute": "sector", "value": "s0", "max": most, "tables": ["A"]}
    meeting = cafe(6, 2, rounds=1, sizes=[4, 5], sectors=(4, 2), rules=[rule], balance=None)
    assert proof_of(meeting).terms["mixing.sector"] == least_of(meeting)["mixing.sector"] == pairs


def test_nobody_alone_means_half_as_many_tables() -> None:
    rule = {"kind": "no_isolates", "attribute": "sector", "value": "s0"}
    meeting = cafe(6, 2, rounds=1, sizes=[4, 4], sectors=(3, 3), rules=[rule], balance=None)
    assert proof_of(meeting).terms["mixing.sector"] == least_of(meeting)["mixing.sector"] == 3 + 1
    meeting = cafe(6, 2, rounds=1, sizes=[4, 4], sectors=(4, 2), rules=[rule], balance=None)
    assert proof_of(meeting).terms["mixing.sector"] == least_of(meeting)["mixing.sector"] == 2


def test_those_who_come_together_meet_in_every_round() -> None:
    meeting = cafe(5, 2, rounds=3, with_themes=False, sectors=(2,), rules=[{"kind": "together", "people": ["0", "1"]}])
    assert proof_of(meeting).terms["mixing.sector"] == 3
    assert counting(Company.of(room_of(meeting))) >= 3


def test_a_met_pair_pays_for_its_first_meeting() -> None:
    meeting = cafe(2, 1, rounds=2, with_themes=False, history=[["0", "1", 1], ["1", "0", 2]])
    assert proof_of(meeting).terms["reunions"] == 3 + 4


def test_a_group_as_a_block_is_seen_between_two_rounds() -> None:
    together = {"kind": "together", "people": ["0", "1"], "rounds": [1, 2]}
    meeting = cafe(6, 3, rounds=2, with_themes=False, rules=[together])
    assert contingency(room_of(meeting)) == least_of(meeting)["reunions"] == 1
    meeting = cafe(6, 2, rounds=2, with_themes=False, rules=[together])
    assert contingency(room_of(meeting)) == least_of(meeting)["reunions"] == 2


def test_those_who_come_for_one_round_take_seats_but_meet_nobody_again() -> None:
    meeting = cafe(6, 2, rounds=2, with_themes=False, changes={5: {"rounds": [1]}})
    assert contingency(room_of(meeting)) == least_of(meeting)["reunions"] == 1


def test_a_host_is_met_once_by_those_who_come_to_a_theme_once() -> None:
    company = Company.of(room_of(cafe(6, 3, rounds=3, hosts=1)))
    assert company.most[0, 1:].tolist() == [1] * 5
    assert company.most[1, 2:].tolist() == [3] * 4
    company = Company.of(room_of(cafe(6, 3, rounds=3, hosts=1, with_themes=False)))
    assert company.most[0, 1:].tolist() == [3] * 5


def test_a_person_can_be_short_of_partners_when_the_whole_is_not() -> None:
    """Person 0 may sit with 1 and 2 only, so three rounds in twos bring one of them back."""
    apart = [{"kind": "apart", "people": ["0", q]} for q in "345"]
    meeting = cafe(6, 3, rounds=3, with_themes=False, rules=apart)
    assert counting(Company.of(room_of(meeting))) == 1


def test_full_tables_are_closed_to_others() -> None:
    together = {"kind": "together", "people": ["0", "1"]}
    meeting = cafe(4, 2, rounds=1, hosts=1, with_themes=False, rules=[together], affinities=[["0", "2", 7]])
    assert proof_of(meeting).terms["affinities"] == least_of(meeting)["affinities"] == 0


def test_wishes_for_one_theme_compete_for_its_seats() -> None:
    wishes = {p: {"wishes": ["A", "B"]} for p in range(4)}
    assert proof_of(cafe(4, 2, rounds=1, changes=wishes)).terms["wishes"] == 2 * 4 + 2 * 2
    assert proof_of(cafe(4, 2, rounds=2, changes=wishes)).terms["wishes"] == 0


def test_wishes_out_of_reach_always_count() -> None:
    """Theme Z has no table, C is closed when the person is there, and A is avoided."""
    person = {"wishes": ["Z", "C", "A", "B"], "rounds": [1], "avoid": ["A"]}
    tables = [{"id": t, "seats": 2, "theme": t} | ({"closed_in": [1]} if t == "C" else {}) for t in "ABC"]
    themes = [{"id": t} for t in "ABCZ"]
    meeting = cafe(4, 3, rounds=2, changes={0: person}, tables=tables, themes=themes)
    assert proof_of(meeting).terms["wishes"] == least_of(meeting)["wishes"] == 4 + 2 + 1


def test_two_wishes_for_the_same_only_round_exclude_each_other() -> None:
    """A and B are open in round 1 only; C and D in round 2 only."""
    closed = {"A": [2], "B": [2], "C": [1], "D": [1]}
    tables = [{"id": t, "seats": 2, "theme": t, "closed_in": closed[t]} for t in "ABCD"]
    meeting = cafe(3, 4, rounds=2, changes={0: {"wishes": ["A", "B"]}}, tables=tables)
    assert proof_of(meeting).terms["wishes"] == least_of(meeting)["wishes"] == 2


def test_a_must_takes_the_place_of_a_wish() -> None:
    person = {"wishes": ["A"], "must_visit": ["B"]}
    assert proof_of(cafe(4, 2, rounds=1, changes={0: person})).terms["wishes"] == 4


def test_affinities_are_limited_by_the_seats_at_a_table() -> None:
    wanted = [["0", q, 5] for q in "123"]
    meeting = cafe(6, 3, rounds=2, with_themes=False, affinities=wanted)
    assert proof_of(meeting).terms["affinities"] == least_of(meeting)["affinities"] == -10


def test_unwanted_company_counts_where_it_is_forced() -> None:
    meeting = cafe(2, 1, rounds=2, with_themes=False, affinities=[["0", "1", -3]])
    assert proof_of(meeting).terms["affinities"] == 6


def test_company_is_bought_with_reunions() -> None:
    """Meeting once gains 5 for nothing; a second time it gains 5 and costs 10."""
    meeting = cafe(4, 2, rounds=3, with_themes=False, affinities=[["0", "1", 5]])
    proof = proof_of(meeting)
    assert proof.terms["affinities"] == -15
    assert proof.cost == least_of(meeting)["cost"] == -5


def test_forced_reunions_of_others_stay_beside_wanted_company() -> None:
    together = {"kind": "together", "people": ["4", "5"], "rounds": [1, 2]}
    meeting = cafe(6, 3, rounds=2, with_themes=False, rules=[together], affinities=[["0", "1", 5]])
    assert proof_of(meeting).cost == least_of(meeting)["cost"] == 10 - 5


def test_perfect_mixing_and_no_reunions_may_exclude_each_other() -> None:
    """Two of each sector in twos: three rounds without a reunion bring each pair of one sector together once."""
    meeting = cafe(4, 2, rounds=3, with_themes=False, sectors=(2, 2))
    proof = proof_of(meeting)
    weighted = 10 * proof.terms["reunions"] + 3 * proof.terms["mixing.sector"]
    assert weighted < proof.cost == least_of(meeting)["cost"]


def test_the_cost_is_never_less_than_its_terms_say() -> None:
    meeting = cafe(47, 5, rounds=3, sectors=(25, 6, 4, 4, 4, 4))
    company = Company.of(room_of(meeting))
    terms = {"reunions": 102, "mixing.sector": 153, "wishes": 0, "affinities": 0}
    assert least_cost(company, terms) == 10 * 102 + 3 * 153


@pytest.mark.parametrize(
    "meeting",
    [
        cafe(1, 1, rounds=1),
        cafe(2, 2, rounds=2, changes={0: {"rounds": []}, 1: {"rounds": []}}),
        cafe(9, 2, rounds=3, sizes=[2, 2], changes={0: {"wishes": ["A"], "must_visit": ["B"]}}),
        cafe(4, 2, rounds=3, hosts=2, rules=[{"kind": "pin", "person": "0", "table": "B", "round": 1}]),
        cafe(4, 2, rounds=2, sectors=(4,), rules=[{"kind": "one_per_table", "attribute": "sector"}]),
    ],
    ids=["one person", "nobody comes", "too few seats", "a host pinned elsewhere", "one of a kind"],
)
def test_odd_and_impossible_meetings_are_bounded_all_the_same(meeting: Meeting) -> None:
    assert set(proof_of(meeting).terms) == {"reunions", "wishes", "affinities"} | {
        f"mixing.{name}" for name in meeting.weights.mixing
    }


def test_terms_without_weight_are_bounded_too() -> None:
    weights: dict[str, Any] = {"reunions": 0, "mixing": {"sector": 0}, "wishes": 0, "affinities": 0}
    proof = proof_of(cafe(36, 6, rounds=3, sectors=(12,), weights=weights))
    assert proof == Proof({"reunions": 18, "mixing.sector": 18, "wishes": 0, "affinities": 0}, 0)


@given(meetings(max_people=6, max_tables=3, max_rounds=3))
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_plan_beats_a_bound(meeting: Meeting) -> None:
    problem = Problem.of(meeting)
    proof = prove(problem)
    room = Room.of(problem)
    company = Company.of(room)
    of_reunions = max(counting(company), contingency(room), officers(room))
    for rounds in some_plans(meeting):
        judgement = judge(meeting, rounds)
        assert all(proof.terms[name] <= value for name, value in judgement.terms.items())
        assert of_reunions <= judgement.terms["reunions"]
        assert proof.cost <= judgement.cost
        seats = problem.table_of(rounds)
        assert all(room.may_sit[r, p, seats[r, p]] for r, p in zip(*problem.attends.nonzero(), strict=True))
        met = ((seats[:, :, None] == seats[:, None, :]) & (seats[:, :, None] >= 0)).sum(axis=0)
        met[range(len(met)), range(len(met))] = 0
        assert (company.least <= met).all()
        assert (met <= company.most).all()


@given(meetings(max_people=4, max_tables=2, max_rounds=2, max_rules=1))
@settings(max_examples=150, deadline=None)
def test_no_best_plan_beats_a_bound(meeting: Meeting) -> None:
    best = naive.best_by_exhaustion(meeting)
    assert best is None or proof_of(meeting).cost <= best.cost


@given(meetings(max_people=6, max_tables=3, max_rounds=2))
@settings(max_examples=100, deadline=None)
def test_the_cost_bound_holds_the_weighted_terms(meeting: Meeting) -> None:
    proof = proof_of(meeting)
    weights = meeting.weights
    weight_of = {"reunions": weights.reunions, "wishes": weights.wishes, "affinities": weights.affinities}
    weight_of |= {f"mixing.{name}": weight for name, weight in weights.mixing.items()}
    assert proof.cost >= sum(weight * proof.terms[name] for name, weight in weight_of.items())
    assert set(proof.terms) == set(weight_of)


def test_a_rule_about_a_value_that_nobody_has_changes_no_bound() -> None:
    people = [{"id": f"p{i}", "sector": "s"} for i in range(6)]
    tables = [{"id": "A", "seats": 4}, {"id": "B", "seats": 4}]
    plain = {"rounds": 2, "tables": tables, "people": people}
    rules = [
        {"kind": "composition", "attribute": "sector", "value": "nobody", "max": 1},
        {"kind": "no_isolates", "attribute": "sector", "value": "nobody"},
    ]
    without, having = (prove(Problem.of(Meeting.model_validate(plain | {"rules": r}))) for r in ([], rules))
    assert having == without
