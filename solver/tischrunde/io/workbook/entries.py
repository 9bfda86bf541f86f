"""A meeting and a plan as rows: one row for each entry, its values under the keys of the columns."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from tischrunde.io.workbook.columns import (
    PAIRS,
    PEOPLE,
    ROUND_SHEET,
    RULES,
    TABLES,
    THEMES,
)
from tischrunde.io.workbook.settings_table import MIXING_WEIGHT, SETTING_OF, Setting
from tischrunde.io.workbook.texts import without_escapes
from tischrunde.model import Meeting, Plan

__all__ = ["SINGLE", "USES", "Row", "plan_facts", "plan_rows", "rows_of", "settings_of"]

Row: TypeAlias = Mapping[str, Any]
"""Values by the keys of columns; a value that is not given is left out."""

PIECE = 30_000
"""How many characters of JSON stand in one cell, below what a cell holds."""

USES: dict[str, dict[str, str]] = {
    "together": {"people": "people", "rounds": "rounds"},
    "apart": {"people": "people", "rounds": "rounds"},
    "pin": {"people": "person", "tables": "table", "rounds": "round"},
    "composition": {
        "attribute": "attribute",
        "value": "value",
        "min": "min",
        "max": "max",
        "tables": "tables",
        "rounds": "rounds",
    },
    "no_isolates": {"attribute": "attribute", "value": "value", "rounds": "rounds"},
    "one_per_table": {"attribute": "attribute", "rounds": "rounds"},
    "meet_at_most": {"max": "count", "people": "people"},
    "theme_visits": {"at_most_once": "at_most_once", "min": "at_least", "all": "all"},
}
"""For each kind of rule, which columns it uses, and for which of its keys."""

SINGLE = ("person", "table", "round")
"""The keys of rules that stand in a column of lists but hold one entry."""


def rows_of(meeting: Meeting) -> dict[str, list[Row]]:
    """Return the rows of each sheet of a meeting, apart from its settings."""
    plain = meeting.plain()
    rounds = plain["rounds"] if isinstance(plain["rounds"], list) else []
    return {
        PEOPLE.key: plain["people"],
        TABLES.key: plain["tables"],
        THEMES.key: plain.get("themes", []),
        ROUND_SHEET.key: [{"number": number, **one} for number, one in enumerate(rounds, start=1)],
        RULES.key: [_rule_row(rule) for rule in plain.get("rules", [])],
        PAIRS.key: [
            {"one": one, "other": other, key: number}
            for key in ("history", "affinities")
            for one, other, number in plain.get(key, [])
        ],
    }


def _rule_row(rule: Mapping[str, Any]) -> Row:
    uses = USES[rule["kind"]]
    return {"kind": rule["kind"]} | {
        column: [rule[key]] if key in SINGLE else rule[key] for column, key in uses.items() if rule.get(key) is not None
    }


def settings_of(meeting: Meeting) -> list[tuple[Setting, str | None, Any]]:
    """Return every setting with its value, and for weights of mixing with their attribute.

    A meeting that mixes by nothing says so of its sectors: without a word, the usual weights would hold.
    """
    weights = meeting.weights
    value_of: dict[tuple[str, ...], Any] = {
        ("format",): meeting.format,
        ("title",): meeting.title,
        ("language",): meeting.language,
        ("rounds",): meeting.n_rounds,
        ("balance",): meeting.balance,
        ("weights", "reunions"): weights.reunions,
        ("weights", "wishes"): weights.wishes,
        ("weights", "affinities"): weights.affinities,
    }
    mixing: Mapping[str, int | None] = weights.mixing or {"sector": None}
    return [
        *((setting, None, value_of[setting.path]) for setting in SETTING_OF),
        *((MIXING_WEIGHT, attribute, weight) for attribute, weight in mixing.items()),
    ]


def plan_rows(plan: Plan, meeting: Meeting) -> Iterator[Row]:
    """Return a row for each seat, with the name, and one without a person for each table at which nobody sits."""
    named = {person.id: {"person": person.id, "name": person.name or None} for person in meeting.people}
    for number, seating in enumerate(plan.rounds or (), start=1):
        for table, people in seating.items():
            for person in people or (None,):
                row = {"round": number, "table": table}
                yield row if person is None else {**row, **named.get(person, {"person": person})}


def plan_facts(plan: Plan) -> Iterator[tuple[str, str]]:
    """Return everything else of a plan as JSON; of ``rounds`` their number, or ``null``."""
    plain = plan.plain()
    plain["rounds"] = None if plan.rounds is None else len(plan.rounds)
    for key, value in plain.items():
        text = without_escapes(json.dumps(value, allow_nan=False, separators=(",", ":"))).replace("<", "\\u003c")
        for begin in range(0, len(text), PIECE):
            yield key, text[begin : begin + PIECE]
