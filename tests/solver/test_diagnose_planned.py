"""A plan first, then rules it keeps, as tight as can be: the diagnosis has nothing against such a meeting."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations
from random import Random
from typing import Any, TypeAlias

from hypothesis import event, given, settings
from hypothesis import strategies as st

from tischrunde.diagnosis import diagnose
from tischrunde.model import Meeting
from tischrunde.score import violations

Seats: TypeAlias = list[dict[str, str]]
"""For each round, the table of each person who attends."""

ATTRIBUTES = {"sector": "ABC", "organisation": "KLMNOPQRS"}


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 10**9))
def test_a_meeting_whose_rules_are_taken_from_a_plan_gets_no_reason(seed: int) -> None:
    draw = Random(seed)
    tables = {f"T{i}": f"theme{draw.randint(0, 6)}" for i in range(draw.randint(2, 7))}
    people = [f"p{i}" for i in range(draw.randint(10, 20))]
    hosts = dict(zip(people, tables, strict=False)) if draw.random() < 0.4 else {}
    seats = plan(draw, people, tables, hosts, n_rounds=draw.randint(1, 5))
    meeting = Meeting.model_validate(kept(draw, people, tables, hosts, seats))
    rounds = tuple({t: tuple(p for p in people if where.get(p) == t) for t in tables} for where in seats)
    assert violations(meeting, rounds) == []
    event(f"{meeting.n_rounds} rounds, at most once: {meeting.themes_at_most_once}")
    assert [str(reason.message) for reason in diagnose(meeting)] == []


def plan(draw: Random, people: list[str], tables: dict[str, str], hosts: dict[str, str], *, n_rounds: int) -> Seats:
    """Return a plan: small tables first, themes not visited before if there are any, some people absent."""
    visited: dict[str, set[str]] = {person: set() for person in people}
    may_return = draw.random() < 0.3
    seats: Seats = []
    for _ in range(n_rounds):
        where: dict[str, str] = {}
        opened = [table for table in tables if draw.random() < 0.9] or list(tables)
        sizes = Counter(dict.fromkeys(opened, 0))
        for person in sorted(people, key=lambda person: (hosts.get(person) not in opened, draw.random())):
            new = [t for t in opened if tables[t] not in visited[person]]
            if hosts.get(person) in opened:
                table = hosts[person]
            elif draw.random() < 0.05 or not (new or may_return):
                continue
            else:
                table = min(new or opened, key=lambda t: (sizes[t] + draw.choice([0, 0, 1, 3]), draw.random()))
            where[person] = table
            sizes[table] += 1
            visited[person].add(tables[table])
        seats.append(where)
    return seats


def kept(
    draw: Random, people: list[str], tables: dict[str, str], hosts: dict[str, str], seats: Seats
) -> dict[str, Any]:
    """Return a meeting with rules that this plan keeps."""
    values = {p: {name: draw.choice(some) for name, some in ATTRIBUTES.items()} for p in people}
    closed = {t: [n for n, where in enumerate(seats, 1) if t not in where.values()] for t in tables}
    open_in = {t: [n for n in range(1, len(seats) + 1) if n not in closed[t]] for t in tables}
    sizes = {(n, t): [*seats[n - 1].values()].count(t) for t in tables for n in open_in[t]}
    differences = [
        max(sizes[key] for key in here) - min(sizes[key] for key in here)
        for n in range(1, len(seats) + 1)
        if (here := [key for key in sizes if key[0] == n])
    ]
    returns = any(p not in hosts and len(set(visits)) < len(visits) for p, visits in visits_of(tables, seats).items())
    rules = [*rules_of_company(draw, people, seats), *rules_of_values(draw, values, seats, open_in)]
    if returns:
        rules.append({"kind": "theme_visits", "at_most_once": False})
    return {
        "rounds": len(seats),
        "balance": draw.choice([None, max(differences, default=0)]),
        "themes": [{"id": theme} for theme in sorted(set(tables.values()))],
        "tables": [
            {
                "id": t,
                "theme": theme,
                "seats": max([1, *(sizes[n, t] for n in open_in[t])]),
                "min_seats": draw.choice([0, min((sizes[n, t] for n in open_in[t]), default=0)]),
                "closed_in": closed[t],
                "features": [t],
            }
            for t, theme in tables.items()
        ],
        "people": [{"id": p, **values[p], **person_of(draw, p, tables, hosts, seats)} for p in people],
        "rules": rules,
    }


def visits_of(tables: dict[str, str], seats: Seats) -> dict[str, list[str]]:
    visits = defaultdict(list)
    for where in seats:
        for person, table in where.items():
            visits[person].append(tables[table])
    return visits


def person_of(draw: Random, person: str, tables: dict[str, str], hosts: dict[str, str], seats: Seats) -> dict[str, Any]:
    """Return what a person may ask for, given where the plan seats this person."""
    attended = [n for n, where in enumerate(seats, 1) if person in where]
    visited = {tables[where[person]] for where in seats if person in where}
    used = {where[person] for where in seats if person in where}
    asked: dict[str, Any] = {"rounds": attended}
    if draw.random() < 0.3:
        asked["must_visit"] = draw.sample(sorted(visited), draw.randint(0, len(visited)))
    if draw.random() < 0.3:
        others = sorted(set(tables.values()) - visited)
        asked["avoid"] = draw.sample(others, draw.randint(0, len(others)))
    if len(used) == 1 and draw.random() < 0.3:
        asked["needs"] = sorted(used)
    if person in hosts:
        asked["hosts"] = hosts[person]
    return asked


def rules_of_company(draw: Random, people: list[str], seats: Seats) -> Iterator[dict[str, Any]]:
    """Yield rules on who sits where and with whom."""
    for n, where in enumerate(seats, 1):
        for person in where:
            if draw.random() < 0.05:
                yield {"kind": "pin", "person": person, "table": where[person], "round": n}
        for one, other in combinations(where, 2):
            if draw.random() < 0.04:
                kind = "together" if where[one] == where[other] else "apart"
                yield {"kind": kind, "people": [one, other], "rounds": [n]}
    met = {
        pair: sum(pair[0] in where and where[pair[0]] == where.get(pair[1]) for where in seats)
        for pair in combinations(people, 2)
    }
    for pair, times in met.items():
        both = sum(set(pair) <= where.keys() for where in seats)
        if times == 0 and draw.random() < 0.1:
            yield {"kind": "apart", "people": list(pair)}
        if times == both and draw.random() < 0.5:
            yield {"kind": "together", "people": list(pair)}
    yield from rules_of_meetings(draw, people, met)


def rules_of_meetings(draw: Random, people: list[str], met: dict[tuple[str, str], int]) -> Iterator[dict[str, Any]]:
    """Yield rules on how often pairs meet, of all people and of some."""
    if draw.random() < 0.7:
        yield {"kind": "meet_at_most", "count": max(met.values())}
    some = [person for person in people if draw.random() < 0.3]
    if len(some) > 1 and draw.random() < 0.5:
        yield {"kind": "meet_at_most", "count": max(met[pair] for pair in combinations(some, 2)), "people": some}


def rules_of_values(
    draw: Random, values: dict[str, dict[str, str]], seats: Seats, open_in: dict[str, list[int]]
) -> Iterator[dict[str, Any]]:
    """Yield rules on how values meet at tables."""
    for attribute, some in ATTRIBUTES.items():
        most = Counter[str]()
        least = dict.fromkeys(some, len(values))
        alone: set[str] = set()
        for n, where in enumerate(seats, 1):
            for table in (t for t, rounds in open_in.items() if n in rounds):
                here = Counter(values[p][attribute] for p in where if where[p] == table)
                for value in some:
                    most[value] = max(most[value], here[value])
                    least[value] = min(least[value], here[value])
                    if here[value] == 1:
                        alone.add(value)
        if max(most.values(), default=0) <= 1:
            yield {"kind": "one_per_table", "attribute": attribute}
        for value in some:
            rule = {"attribute": attribute, "value": value}
            if draw.random() < 0.5:
                yield {"kind": "composition", **rule, "min": min(least[value], most[value]), "max": most[value]}
            if value not in alone and draw.random() < 0.5:
                yield {"kind": "no_isolates", **rule}
