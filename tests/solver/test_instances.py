"""The collected meetings hold what their README says; their known values are reached and cannot be beaten."""

from collections import Counter
from itertools import combinations
from math import comb
from pathlib import Path
from typing import Any

import pytest
import yaml

from tischrunde.io import read_meeting, read_plan
from tischrunde.model import Meeting, Together
from tischrunde.score import judge

FOLDER = Path(__file__).parents[2] / "instances"
NAMES = sorted(file.stem for file in FOLDER.glob("*.yaml"))
KNOWN: dict[str, Any] = yaml.safe_load((FOLDER / "known" / "values.yaml").read_text(encoding="utf-8"))


def load(name: str) -> Meeting:
    return read_meeting(FOLDER / f"{name}.yaml")


def sizes(meeting: Meeting, attribute: str) -> list[int]:
    """Return how many people there are of each value, most first."""
    values = (person.value(attribute) for person in meeting.people)
    return sorted(Counter(value for value in values if value is not None).values(), reverse=True)


def spread(people: int, places: int) -> int:
    """Return how many pairs share a place when people spread as evenly as can be."""
    each, more = divmod(people, places)
    return more * comb(each + 1, 2) + (places - more) * comb(each, 2)


def tied(meeting: Meeting) -> list[tuple[str, str]]:
    """Return the pairs who share a table in every round."""
    rules = [rule for rule in meeting.rules if isinstance(rule, Together)]
    return [pair for rule in rules for pair in combinations(rule.people, 2)]


def least_reunions(meeting: Meeting) -> int:
    """Return the reunions forced by ties and by the ways from one table to another."""
    by_ties = len(tied(meeting)) * comb(meeting.n_rounds, 2)
    hosted = any(person.hosts for person in meeting.people)
    if not meeting.themes_at_most_once or hosted or len(meeting.themes) < len(meeting.tables):
        return by_ties
    ways = len(meeting.tables) * (len(meeting.tables) - 1)
    return max(by_ties, comb(meeting.n_rounds, 2) * spread(len(meeting.people), ways))


def least_mixing(meeting: Meeting, attribute: str) -> int:
    """Return the pairs of one value that cannot be avoided, by numbers or by ties."""
    person_of = meeting.person_of
    same = [p for p, q in tied(meeting) if person_of[p].value(attribute) == person_of[q].value(attribute)]
    by_numbers = 0
    for number in meeting.round_numbers:
        there = [p.value(attribute) for p in meeting.people if number in meeting.attended[p.id]]
        counts = Counter(value for value in there if value is not None)
        by_numbers += sum(spread(count, len(meeting.open_tables(number))) for count in counts.values())
    return max(by_numbers, len(same) * meeting.n_rounds)


def least_company(meeting: Meeting) -> int:
    """Return the least that affinities can cost, reunions of the same pairs (none of them tied) included."""
    weights = meeting.weights
    return sum(
        min(weights.reunions * comb(m, 2) - weights.affinities * wanted * m for m in range(meeting.n_rounds + 1))
        for _, _, wanted in meeting.affinities
    )


def least_cost(meeting: Meeting) -> int:
    mixing = sum(w * least_mixing(meeting, attribute) for attribute, w in meeting.weights.mixing.items())
    return meeting.weights.reunions * least_reunions(meeting) + mixing + least_company(meeting)


@pytest.mark.parametrize("name", NAMES)
def test_every_meeting_follows_the_format_and_has_a_title(name: str) -> None:
    meeting = load(name)

    assert meeting.title
    assert meeting.language == "de"
    assert len(meeting.person_of) == len(meeting.people)
    assert len(meeting.table_of) == len(meeting.tables)


def test_every_meeting_has_a_known_value_and_a_plan_that_reaches_it() -> None:
    assert NAMES
    assert sorted(KNOWN) == NAMES
    assert sorted(file.stem for file in (FOLDER / "known").glob("*.json")) == NAMES
    assert all(set(known) == {"cost", "terms", "why"} and known["why"] for known in KNOWN.values())


@pytest.mark.parametrize("name", NAMES)
def test_the_known_plan_is_valid_and_costs_what_is_said(name: str) -> None:
    plan = read_plan(FOLDER / "known" / f"{name}.json")
    assert plan.rounds is not None

    judgement = judge(load(name), plan.rounds)

    assert judgement.violations == ()
    assert judgement.cost == KNOWN[name]["cost"]
    assert {term: value for term, value in judgement.terms.items() if value} == KNOWN[name]["terms"]


@pytest.mark.parametrize("name", NAMES)
def test_no_plan_can_cost_less_than_the_known_value(name: str) -> None:
    assert least_cost(load(name)) == KNOWN[name]["cost"]


@pytest.mark.parametrize("name", NAMES)
def test_the_readme_lists_every_meeting_with_its_least_cost(name: str) -> None:
    meeting = load(name)
    shape = f"{len(meeting.people)}, {len(meeting.tables)}, {meeting.n_rounds}"
    row = next(
        line for line in (FOLDER / "README.md").read_text(encoding="utf-8").splitlines() if f"| `{name}.yaml`" in line
    )

    assert f"| {shape} |" in row
    assert f"| {KNOWN[name]['cost']} |" in row


def test_the_network_meeting_has_47_municipal_people_from_37_places_and_15_staff() -> None:
    meeting = load("netzwerktreffen")
    municipal = [person for person in meeting.people if person.sector == "municipality"]
    places = Counter(person.organisation for person in municipal)

    assert len(meeting.people) == 62
    assert len(municipal) == 47
    assert Counter(places.values()) == {1: 27, 2: 10}
    assert Counter(person.attributes["stage"] for person in municipal) == {"held": 35, "planning": 12}
    staff = [person for person in meeting.people if person.sector != "municipality"]
    assert len(staff) == 15
    assert len({person.organisation for person in staff}) == len({person.sector for person in staff}) == 5
    assert not any(person.attributes for person in staff)


def test_the_network_meeting_has_five_themes_with_two_hosted_tables_each() -> None:
    meeting = load("netzwerktreffen")

    assert [table.seats for table in meeting.tables] == [7] * 10
    assert Counter(meeting.theme_of.values()) == {theme.id: 2 for theme in meeting.themes}
    assert len(meeting.themes) == 5
    hosts = [person for person in meeting.people if person.hosts is not None]
    assert sorted(str(host.hosts) for host in hosts) == sorted(meeting.table_of)
    assert all(host.sector != "municipality" for host in hosts)


def test_a_step_free_table_of_every_theme_is_there_for_those_who_need_it() -> None:
    meeting = load("netzwerktreffen")

    assert sum(person.needs == ("step-free",) for person in meeting.people) == 2
    assert {table.theme for table in meeting.tables if "step-free" in table.features} == {
        theme.id for theme in meeting.themes
    }


def test_nobody_at_the_network_meeting_wishes_for_more_themes_than_rounds_attended() -> None:
    meeting = load("netzwerktreffen")
    wishing = [person for person in meeting.people if person.wishes]

    assert 20 <= len(wishing) <= 28
    assert all(len(person.wishes) <= len(meeting.attended[person.id]) for person in wishing)
    assert {theme for person in wishing for theme in person.wishes} == {theme.id for theme in meeting.themes}


def test_sectors_have_the_stated_sizes() -> None:
    assert sizes(load("netzwerktreffen-47"), "sector") == [29, 6, 4, 3, 3, 2]
    assert sizes(load("fuenf-themen-47-5"), "sector") == [25, 6, 4, 4, 4, 4]
    assert sizes(load("grossgruppe-200-34"), "sector") == [90, 34, 34, 30, 12]


def test_some_of_the_47_come_in_twos_from_the_same_place() -> None:
    meeting = load("netzwerktreffen-47")
    municipal = Counter(person.organisation for person in meeting.people if person.sector == "municipality")

    assert Counter(municipal.values()) == {1: 17, 2: 6}
