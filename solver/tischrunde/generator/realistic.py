"""Meetings as offices hold them: 12 to 300 people at 4 to 40 tables, with hosts, colleagues, wishes and a few rules.

A hidden plan is drawn first: each traveller starts somewhere and moves by the steps of a class. Rules and absences are
then chosen among those that the hidden plan keeps, so that every meeting is possible. The hidden plan itself is poor:
whole groups travel together.
"""

from collections import Counter
from dataclasses import dataclass, field
from itertools import combinations
from math import exp, log
from random import Random
from typing import Any

from tischrunde.generator.drawing import below, chosen, numbered, shuffled, weighted
from tischrunde.model import Meeting, Seating
from tischrunde.words import Language, Text

__all__ = ["hidden_plan", "realistic"]

FEWEST, MOST = 12, 300
FEWEST_TABLES, MOST_TABLES = 4, 40
TABLE_SIZES = {4: 3, 5: 4, 6: 4, 7: 2, 8: 2, 10: 1}
ROUNDS = {2: 2, 3: 5, 4: 3, 5: 1}
SPARE_SEATS = {0: 2, 1: 2, 2: 1}
TABLES_PER_THEME = {1: 3, 2: 3, 3: 1}
COLLEAGUES = {1: 12, 2: 5, 3: 2, 4: 1}
SECTORS = ("municipality", "ministry", "agency", "academy", "university", "foundation")
FEATURE = "step-free"

SHARES = {
    "no themes": 0.12,
    "hosts": 0.6,
    "hosts from institutions": 0.5,
    "even sectors": 0.2,
    "absences": 0.35,
    "wishes": 0.45,
    "stage": 0.25,
    "apart": 0.4,
    "together": 0.25,
    "pin": 0.15,
    "needs": 0.2,
    "must visit": 0.15,
    "avoid": 0.1,
    "composition": 0.15,
    "no isolates": 0.08,
    "one per table": 0.08,
    "history": 0.1,
    "affinities": 0.1,
}
"""Of a hundred meetings, how many have what (as far as it fits)."""


def realistic(seed: int, *, language: Language = "de") -> Meeting:
    """Return the realistic meeting with this seed.

    Examples
    --------
    >>> meeting = realistic(1)
    >>> 12 <= len(meeting.people) <= 300 and 4 <= len(meeting.tables) <= 40
    True
    """
    draft = _drafted(seed)
    title = Text.many(
        "Realistic meeting of {count} person, seed {seed}",
        "Realistic meeting of {count} people, seed {seed}",
        len(draft.people),
        seed=seed,
    )
    return Meeting.model_validate(
        {
            "title": title.say(language),
            "language": language,
            "rounds": draft.rounds,
            "balance": _unevenness(draft),
            "themes": [{"id": theme} for theme in draft.themes],
            "tables": draft.tables,
            "people": draft.people,
            "rules": draft.rules,
            "history": draft.history,
            "affinities": draft.affinities,
            **({"weights": {"mixing": {"sector": 3, "organisation": 5, "stage": 2}}} if draft.staged else {}),
        }
    )


def hidden_plan(seed: int) -> Seating:
    """Return the plan behind the realistic meeting with this seed: it keeps all rules, and mixes badly."""
    draft = _drafted(seed)
    rounds = []
    for r in range(draft.rounds):
        seated: dict[str, list[str]] = {table["id"]: [] for table in draft.tables}
        for person in draft.people:
            if r in draft.attends(person):
                seated[draft.tables[draft.route[person["id"]][r]]["id"]].append(person["id"])
        rounds.append({table: tuple(people) for table, people in seated.items()})
    return tuple(rounds)


@dataclass
class _Draft:
    """A meeting in the making, as plain data, with its hidden plan."""

    rounds: int
    themes: list[str]
    tables: list[dict[str, Any]]
    theme_at: list[int]
    n_people: int
    steps: list[int]
    people: list[dict[str, Any]] = field(default_factory=list)
    rules: list[dict[str, Any]] = field(default_factory=list)
    history: list[tuple[str, str, int]] = field(default_factory=list)
    affinities: list[tuple[str, str, int]] = field(default_factory=list)
    staged: bool = False
    route: dict[str, tuple[int, ...]] = field(default_factory=dict)

    @property
    def travellers(self) -> list[dict[str, Any]]:
        return [person for person in self.people if "hosts" not in person]

    def attends(self, person: dict[str, Any]) -> list[int]:
        """Return the rounds this person attends, from 0."""
        return [r - 1 for r in person.get("rounds", range(1, self.rounds + 1))]

    def seen(self, person: dict[str, Any]) -> list[str]:
        """Return the themes that this person comes to in the hidden plan."""
        return [self.themes[self.theme_at[self.route[person["id"]][r]]] for r in self.attends(person)]


def _drafted(seed: int) -> _Draft:
    draw = Random(f"realistic {seed}")
    draft = _room(draw)
    _people(draw, draft)
    _routes(draw, draft)
    _absences(draw, draft)
    _tastes(draw, draft)
    _rules(draw, draft)
    return draft


def _happens(draw: Random, name: str) -> bool:
    return draw.random() < SHARES[name]


def _of(draw: Random, weights: dict[int, int]) -> int:
    return list(weights)[weighted(draw, list(weights.values()))]


def _room(draw: Random) -> _Draft:
    """Draw people, tables, themes and rounds; sizes of meetings are even on a logarithmic scale."""
    n_people = round(exp(log(FEWEST) + draw.random() * (log(MOST) - log(FEWEST))))
    n_tables = min(MOST_TABLES, max(FEWEST_TABLES, round(n_people / _of(draw, TABLE_SIZES))))
    per_theme = 1 if n_tables <= 6 else _of(draw, TABLES_PER_THEME)
    n_themes = -(-n_tables // per_theme)
    theme_at = [t * n_themes // n_tables for t in range(n_tables)]
    rounds = min(_of(draw, ROUNDS), n_themes)
    steps = _steps(theme_at, rounds)
    while not steps:
        rounds -= 1
        steps = _steps(theme_at, rounds)
    themes = [] if _happens(draw, "no themes") else numbered("theme", n_themes)
    seats = -(-n_people // n_tables) + _of(draw, SPARE_SEATS)
    tables: list[dict[str, Any]] = [{"id": table, "seats": seats} for table in numbered("T", n_tables)]
    if themes:
        tables = [table | {"theme": themes[h]} for table, h in zip(tables, theme_at, strict=True)]
    return _Draft(rounds, themes, tables, theme_at, n_people, steps)


def _steps(theme_at: list[int], rounds: int) -> list[int]:
    """Return the steps by which nobody comes to a theme twice, wherever the start."""
    n = len(theme_at)
    return [
        step
        for step in range(1, n)
        if all(len({theme_at[(start + r * step) % n] for r in range(rounds)}) == rounds for start in range(n))
    ]


def _people(draw: Random, draft: _Draft) -> None:
    """Draw organisations, sectors and hosts; people stand in the order of their organisations, as in a list."""
    if _happens(draw, "even sectors"):
        shares = [1.0] * (2 + below(draw, 3))
    else:
        shares = [6.0 + 6 * draw.random()] + [0.3 + draw.random() ** 2 * 3 for _ in range(1 + below(draw, 5))]
    belongs: list[dict[str, Any]] = []
    while len(belongs) < draft.n_people:
        home = {"organisation": f"organisation{len(belongs) + 1}", "sector": SECTORS[weighted(draw, shares)]}
        belongs.extend([home] * _of(draw, COLLEAGUES))
    ids = numbered("p", draft.n_people)
    draft.people = [{"id": person, **home} for person, home in zip(ids, belongs, strict=False)]
    draft.staged = _happens(draw, "stage")
    if draft.staged:
        for person in draft.people:
            person["attributes"] = {"stage": "planning" if draw.random() < 0.4 else "done"}
    if _happens(draw, "hosts") and draft.n_people >= 3 * len(draft.tables):
        order = shuffled(draw, draft.people)
        if _happens(draw, "hosts from institutions"):
            order.sort(key=lambda person: person["sector"] == SECTORS[0])
        for table, person in zip(draft.tables, order, strict=False):
            person["hosts"] = table["id"]


def _routes(draw: Random, draft: _Draft) -> None:
    """Give everybody a hidden route. Each class takes every table once, so that tables fill evenly."""
    n_tables = len(draft.tables)
    at = {table["id"]: t for t, table in enumerate(draft.tables)}
    for person in draft.people:
        if "hosts" in person:
            draft.route[person["id"]] = (at[person["hosts"]],) * draft.rounds
    travellers = sorted(draft.travellers, key=lambda person: str(person["sector"]))
    for start in range(0, len(travellers), n_tables):
        step = draft.steps[below(draw, len(draft.steps))]
        for i, person in enumerate(travellers[start : start + n_tables]):
            draft.route[person["id"]] = tuple((i + r * step) % n_tables for r in range(draft.rounds))


def _absences(draw: Random, draft: _Draft) -> None:
    """Let one traveller in twenty come late or leave early."""
    if draft.rounds < 2 or not _happens(draw, "absences"):
        return
    everybody = range(1, draft.rounds + 1)
    for person in shuffled(draw, draft.travellers)[: max(1, draft.n_people // 20)]:
        person["rounds"] = list(everybody[1:] if draw.random() < 0.5 else everybody[:-1])


def _unevenness(draft: _Draft) -> int:
    """Return by how much the sizes of tables differ in the hidden plan, at least 1."""
    most = 1
    for r in range(draft.rounds):
        here = Counter(draft.route[p["id"]][r] for p in draft.people if r in draft.attends(p))
        sizes = [here[t] for t in range(len(draft.tables))]
        most = max(most, max(sizes) - min(sizes))
    return most


def _tastes(draw: Random, draft: _Draft) -> None:
    """Draw wishes (some themes are more popular), people who met before, and company wanted or not."""
    ids = [person["id"] for person in draft.people]
    if draft.themes and _happens(draw, "wishes"):
        eager = 0.6 + 0.4 * draw.random()
        popular = shuffled(draw, draft.themes)
        for person in draft.travellers:
            if draw.random() < eager:
                liked = [popular[weighted(draw, [1 / (k + 2) for k in range(len(popular))])] for _ in range(3)]
                person["wishes"] = list(dict.fromkeys(liked))
    pairs = [(ids[a], ids[b]) for a, b in (sorted(shuffled(draw, range(len(ids)))[:2]) for _ in range(len(ids) // 20))]
    pairs = list(dict.fromkeys(pairs))
    if _happens(draw, "history"):
        draft.history = [(a, b, 1) for a, b in pairs]
    if _happens(draw, "affinities"):
        draft.affinities = [(a, b, (1 + below(draw, 5)) * (1 if draw.random() < 0.6 else -1)) for a, b in pairs]


def _rules(draw: Random, draft: _Draft) -> None:
    """Draw a few rules that the hidden plan keeps."""
    faithful = [person for person in draft.travellers if "rounds" not in person]
    _company(draw, draft, faithful)
    if faithful and _happens(draw, "pin"):
        for person in chosen(draw, faithful, 2):
            table = draft.tables[draft.route[person["id"]][0]]["id"]
            draft.rules.append({"kind": "pin", "person": person["id"], "table": table, "round": 1})
    if faithful and _happens(draw, "needs"):
        fit = {t for t in range(len(draft.tables)) if draw.random() < 0.5}
        for person in chosen(draw, faithful, 3):
            person["needs"] = [FEATURE]
            fit.update(draft.route[person["id"]])
        for t in fit:
            draft.tables[t]["features"] = [FEATURE]
    _themes_wanted(draw, draft)
    _makeup(draw, draft)


def _company(draw: Random, draft: _Draft, faithful: list[dict[str, Any]]) -> None:
    """Draw who sits apart, and pairs who sit together: somebody and an assistant, or the two of a foundation."""
    if _happens(draw, "apart"):
        for _ in range(1 + below(draw, 3)):
            a, b = shuffled(draw, draft.travellers)[:2]
            if all(s != t for s, t in zip(draft.route[a["id"]], draft.route[b["id"]], strict=True)):
                draft.rules.append({"kind": "apart", "people": [a["id"], b["id"]]})
    fellows = shuffled(
        draw, [(a, b) for a, b in combinations(faithful, 2) if draft.route[a["id"]] == draft.route[b["id"]]]
    )
    taken: set[str] = set()
    for a, b in fellows[: 1 + below(draw, 2)] if _happens(draw, "together") else []:
        if not {a["id"], b["id"]} & taken:
            draft.rules.append({"kind": "together", "people": [a["id"], b["id"]]})
            taken |= {a["id"], b["id"]}
    if _happens(draw, "no isolates") and fellows and all(p["sector"] != SECTORS[-1] for p in draft.people):
        for person in fellows[-1]:
            person["organisation"], person["sector"] = SECTORS[-1], SECTORS[-1]
        draft.rules.append({"kind": "no_isolates", "attribute": "sector", "value": SECTORS[-1]})


def _themes_wanted(draw: Random, draft: _Draft) -> None:
    if not draft.themes:
        return
    if _happens(draw, "must visit"):
        for person in shuffled(draw, draft.travellers)[: max(1, draft.n_people // 10)]:
            person["must_visit"] = draft.seen(person)[:1]
    if _happens(draw, "avoid"):
        for person in shuffled(draw, draft.travellers)[: max(1, draft.n_people // 20)]:
            others = [theme for theme in draft.themes if theme not in draft.seen(person)]
            others = [theme for theme in others if theme not in person.get("wishes", ())]
            person["avoid"] = shuffled(draw, others)[:1]


def _makeup(draw: Random, draft: _Draft) -> None:
    """Draw how many of a sector may sit at a table, and whether colleagues may."""
    if _happens(draw, "composition"):
        value = shuffled(draw, sorted({person["sector"] for person in draft.people}))[0]
        draft.rules.append(
            {"kind": "composition", "attribute": "sector", "value": value, "max": _fullest(draft, "sector", value)}
        )
    colleagues = {person["organisation"] for person in draft.people}
    if _happens(draw, "one per table") and all(_fullest(draft, "organisation", home) == 1 for home in colleagues):
        draft.rules.append({"kind": "one_per_table", "attribute": "organisation"})


def _fullest(draft: _Draft, attribute: str, value: str) -> int:
    """Return how many people with this value share a table at most in the hidden plan."""
    at = Counter(
        (r, draft.route[person["id"]][r])
        for person in draft.people
        if person[attribute] == value
        for r in draft.attends(person)
    )
    return max(at.values(), default=1)
