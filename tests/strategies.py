"""Hypothesis strategies: small meetings with every kind of rule, and seatings of them."""

from collections.abc import Sequence
from typing import Any, TypeAlias

from hypothesis import strategies as st

from tischrunde.model import Meeting, Seating

__all__ = ["KINDS", "PlainMeeting", "meetings", "plain_meetings", "plain_rules", "seatings"]

PlainMeeting: TypeAlias = dict[str, Any]

KINDS = (
    "theme_visits",
    "together",
    "apart",
    "pin",
    "composition",
    "no_isolates",
    "one_per_table",
    "meet_at_most",
)
SECTORS = ("municipality", "ministry", "foundation")
ORGANISATIONS = ("Filderstadt", "Aalen", "Ulm")
STAGES = ("planning", "held")


@st.composite
def plain_meetings(
    draw: st.DrawFn,
    *,
    max_people: int = 6,
    max_tables: int = 3,
    max_rounds: int = 3,
    max_rules: int = 2,
    kinds: Sequence[str] = KINDS,
) -> PlainMeeting:
    """Draw a valid meeting as plain data, as a file would hold it. Its rules may clash.

    Keep the limits small where every seating is tried; ``kinds`` are the kinds of rules that may occur.
    """
    n_rounds = draw(st.integers(1, max_rounds))
    n_people = draw(st.integers(1, max_people))
    themes = [f"theme{i}" for i in range(1, draw(st.integers(0, max_tables)) + 1)]
    tables = draw(_tables(n_people, n_rounds, themes, max_tables))
    people = [draw(_person(f"p{i}", n_rounds, tables)) for i in range(1, n_people + 1)]
    meeting: PlainMeeting = {
        "format": "tischrunde/meeting/1",
        "rounds": draw(st.sampled_from([n_rounds, [{"label": f"Round {r + 1}"} for r in range(n_rounds)]])),
        "balance": draw(st.sampled_from([None, 0, 1, 1, 1, 2])),
        "tables": tables,
        "people": people,
        "weights": draw(_weights(sorted(_values_of(people)))),
    }
    if themes:
        meeting["themes"] = [{"id": theme} for theme in themes]
    kinds = [kind for kind in kinds if n_people > 1 or kind not in {"together", "apart"}]
    if not _values_of(people):
        kinds = [kind for kind in kinds if kind not in {"composition", "no_isolates", "one_per_table"}]
    if kinds:
        rules = plain_rules(meeting, n_rounds=n_rounds, kinds=kinds)
        meeting["rules"] = draw(st.lists(rules, max_size=max_rules))
    if n_people > 1:
        meeting["history"] = draw(st.lists(_listed_pair(people, st.integers(0, 2)), max_size=3))
        meeting["affinities"] = draw(st.lists(_listed_pair(people, st.integers(-4, 4)), max_size=3))
    return meeting


def meetings(
    *,
    max_people: int = 6,
    max_tables: int = 3,
    max_rounds: int = 3,
    max_rules: int = 2,
    kinds: Sequence[str] = KINDS,
) -> st.SearchStrategy[Meeting]:
    """Draw a meeting; see ``plain_meetings``."""
    plain = plain_meetings(
        max_people=max_people, max_tables=max_tables, max_rounds=max_rounds, max_rules=max_rules, kinds=kinds
    )
    return plain.map(Meeting.model_validate)


@st.composite
def seatings(draw: st.DrawFn, meeting: Meeting) -> Seating:
    """Draw a seating in which everybody attending has one seat.

    Mostly hosts are at their tables, the others dealt out evenly to open tables; sometimes anybody sits anywhere.
    """
    rounds = []
    for number in meeting.round_numbers:
        attending = [person for person in meeting.people if number in meeting.attended[person.id]]
        wild = draw(st.integers(0, 9)) == 0
        opened = [table.id for table in ([] if wild else meeting.open_tables(number)) or meeting.tables]
        seats: dict[str, list[str]] = {table: [] for table in draw(st.permutations(opened))}
        for person in draw(st.permutations(attending)):
            host_table = None if wild else meeting.host_table(person, number)
            if wild:
                table = draw(st.sampled_from(opened))
            else:
                table = host_table or min(seats, key=lambda table: len(seats[table]))
            seats[table].append(person.id)
        rounds.append({table: tuple(people) for table, people in seats.items()})
    return tuple(rounds)


@st.composite
def plain_rules(
    draw: st.DrawFn, meeting: PlainMeeting, *, n_rounds: int, kinds: Sequence[str] = KINDS
) -> dict[str, Any]:
    """Draw a rule for a meeting given as plain data, of kinds that speak of people and values it has."""
    people = [person["id"] for person in meeting["people"]]
    tables = [table["id"] for table in meeting["tables"]]
    lonely = len(people) < 2
    kind = draw(st.sampled_from(kinds))
    rule: dict[str, Any] = {"kind": kind}
    if kind == "theme_visits":
        asked = draw(st.sampled_from([("at_most_once", True), ("at_most_once", False), ("at_least", 2), ("all", True)]))
        return rule | dict([asked])
    if kind == "pin":
        number = draw(st.integers(1, n_rounds))
        return rule | {
            "person": draw(st.sampled_from(people)),
            "table": draw(st.sampled_from(tables)),
            "round": number,
        }
    if kind == "meet_at_most":
        rule["count"] = draw(st.integers(0, 2))
        return rule if lonely or draw(st.booleans()) else rule | {"people": draw(_some(people, least=2))}
    if draw(st.booleans()):
        rule["rounds"] = sorted(draw(_some(list(range(1, n_rounds + 1)), least=1)))
    if kind in {"together", "apart"}:
        return rule | {"people": draw(_some(people, least=2, most=3))}
    values_of = _values_of(meeting["people"])
    attribute = draw(st.sampled_from(sorted(values_of)))
    rule["attribute"] = attribute
    if kind == "one_per_table":
        return rule
    rule["value"] = draw(st.sampled_from(values_of[attribute]))
    if kind == "composition":
        rule |= draw(st.sampled_from([{"max": 1}, {"max": 2}, {"min": 1}, {"min": 1, "max": 2}, {"max": 0}]))
        if draw(st.booleans()):
            rule["tables"] = draw(_some(tables, least=1))
    return rule


@st.composite
def _tables(draw: st.DrawFn, n_people: int, n_rounds: int, themes: list[str], max_tables: int) -> list[dict[str, Any]]:
    n_tables = draw(st.integers(max(1, min(2, max_tables)), max_tables))
    least_seats = -(-n_people // n_tables)
    tables = []
    for i in range(1, n_tables + 1):
        table: dict[str, Any] = {"id": f"T{i}", "seats": least_seats + draw(st.integers(0, 2))}
        if themes and draw(st.integers(0, 9)) > 0:
            table["theme"] = draw(st.sampled_from(themes))
        if draw(st.integers(0, 3)) == 0:
            table["min_seats"] = draw(st.integers(0, least_seats))
        if draw(st.integers(0, 2)):
            table["features"] = ["step-free"]
        if i > 1 and draw(st.integers(0, 5)) == 0:
            table["closed_in"] = sorted(draw(_some(list(range(1, n_rounds + 1)), least=1)))
        tables.append(table)
    return tables


@st.composite
def _person(draw: st.DrawFn, person_id: str, n_rounds: int, tables: list[dict[str, Any]]) -> dict[str, Any]:
    person: dict[str, Any] = {"id": person_id}
    if draw(st.integers(0, 3)):
        person["sector"] = draw(st.sampled_from(SECTORS))
    if draw(st.integers(0, 3)):
        person["organisation"] = draw(st.sampled_from(ORGANISATIONS))
    if draw(st.booleans()):
        person["attributes"] = {"stage": draw(st.sampled_from(STAGES))}
    if draw(st.integers(0, 4)) == 0:
        person["rounds"] = sorted(draw(_some(list(range(1, n_rounds + 1)), least=0)))
    if draw(st.integers(0, 5)) == 0:
        person["hosts"] = draw(st.sampled_from(tables))["id"]
    elif draw(st.integers(0, 7)) == 0 and any("features" in table for table in tables):
        person["needs"] = ["step-free"]
    themes = sorted({table["theme"] for table in tables if "theme" in table})
    if themes:
        person["wishes"] = draw(_some(themes, least=0, most=3))
        if draw(st.integers(0, 5)) == 0:
            person["must_visit"] = [draw(st.sampled_from(themes))]
        elif draw(st.integers(0, 5)) == 0:
            person["avoid"] = [draw(st.sampled_from(themes))]
    return person


@st.composite
def _weights(draw: st.DrawFn, attributes: list[str]) -> dict[str, Any]:
    weights: dict[str, Any] = {}
    for term in ("reunions", "wishes", "affinities"):
        if draw(st.booleans()):
            weights[term] = draw(st.integers(0, 6))
    if draw(st.booleans()):
        mixed = draw(_some(attributes, least=0)) if attributes else []
        weights["mixing"] = {attribute: draw(st.integers(0, 6)) for attribute in mixed}
    return weights


@st.composite
def _listed_pair(draw: st.DrawFn, people: list[dict[str, Any]], numbers: st.SearchStrategy[int]) -> list[Any]:
    one, other = draw(st.permutations([person["id"] for person in people]))[:2]
    return [one, other, draw(numbers)]


def _values_of(people: list[dict[str, Any]]) -> dict[str, list[str]]:
    """Return the attributes that people have, with their values."""
    values_of: dict[str, set[str]] = {}
    for person in people:
        own = {key: person[key] for key in ("sector", "organisation") if key in person}
        for attribute, value in (own | person.get("attributes", {})).items():
            values_of.setdefault(attribute, set()).add(value)
    return {attribute: sorted(values) for attribute, values in values_of.items()}


def _some(among: Sequence[Any], *, least: int, most: int | None = None) -> st.SearchStrategy[list[Any]]:
    """Draw some of these, each once."""
    most = len(among) if most is None else min(most, len(among))
    return st.lists(st.sampled_from(among), min_size=min(least, most), max_size=most, unique=True)
