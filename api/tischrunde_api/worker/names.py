"""Names stay out of the solve: it sees marks in their place, and what it says is told with names and without.

Nothing that a solver raises, logs or sends to other computers can hold a name that it was never given. What else is
said of people, such as their organisation or what they need, is hidden like a name.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tischrunde.model import Composition, Conflict, Meeting, NoIsolates, Plan

__all__ = ["Hidden", "as_json"]

NAMES = (("people", "name"), ("themes", "title"))

UNSAID = "…"
"""Stands for an organisation, a sector, another attribute's value or a need where nobody is to be named."""


@dataclass(frozen=True)
class Hidden:
    """A meeting whose people and themes bear marks for names, and whose people have marks for values and needs.

    Attributes
    ----------
    real : the meeting as it was given
    meeting : the same meeting with marks; plans of the one are plans of the other
    names, ids : what each mark stands for, and what is said where nobody is to be named: ids, of values nothing
    """

    real: Meeting
    meeting: Meeting
    names: dict[str, str]
    ids: dict[str, str]

    @classmethod
    def of(cls, raw: bytes) -> "Hidden":
        """Hide the names of a meeting file in JSON.

        Raises
        ------
        pydantic.ValidationError
            When it is no meeting.
        """
        plain = json.loads(raw)
        real = Meeting.model_validate(plain)
        names: dict[str, str] = {}
        ids: dict[str, str] = {}

        def hide(text: str, spoken: str) -> str:
            # Characters that nobody types, and a number that nobody could guess before writing the meeting. Marks
            # are in the order in which they are made, for whoever sorts by them.
            mark = f"\ue000{real.sha256[:16]}.{len(names):06}\ue001"
            names[mark], ids[mark] = text, spoken
            return mark

        for section, key in NAMES:
            for entry in plain.get(section, ()):
                if entry.get(key):
                    entry[key] = hide(entry[key], entry["id"])
        marks = {value: hide(value, UNSAID) for value in sorted(_values(real))}
        _replace_values(plain, marks.__getitem__)
        plain.pop("title", None)
        return cls(real, Meeting.model_validate(plain), names, ids)

    def say(self, sentence: str, *, named: bool) -> str:
        """Return a sentence about the marked meeting as one about the real one, with names or with ids alone."""
        for mark in set(re.findall("\ue000[^\ue001]*\ue001", sentence)) & self.names.keys():
            if named:
                sentence = sentence.replace(mark, self.names[mark])
            else:  # people are called “name (id)”
                sentence = sentence.replace(f"{mark} ({self.ids[mark]})", self.ids[mark]).replace(mark, self.ids[mark])
        return sentence

    def plan(self, plan: Plan, *, named: bool) -> bytes:
        """Return a plan of the marked meeting as a plan file of the real one, in JSON; its sentences with names or not.

        What is judged from seats alone holds ids only, so conflicts are all that differs.
        """
        told: dict[str, Any] = {"meeting_sha256": self.real.sha256}
        if plan.substance_sha256 is not None:
            told["substance_sha256"] = self.real.substance_sha256
        if plan.conflicts is not None:
            told["conflicts"] = tuple(
                Conflict(message=self.say(conflict.message, named=named), rules=conflict.rules)
                for conflict in plan.conflicts
            )
        return as_json(plan.model_copy(update=told).plain())


def _values(meeting: Meeting) -> set[str]:
    """Return everything that people are said to be or to need, but for names."""
    found = {feature for table in meeting.tables for feature in table.features}
    for person in meeting.people:
        found.update(person.needs, person.attributes.values(), filter(None, (person.organisation, person.sector)))
    return found | {rule.value for rule in meeting.rules if isinstance(rule, Composition | NoIsolates)}


def _replace_values(plain: dict[str, Any], mark_of: Callable[[str], str]) -> None:
    """Put marks in the place of all that ``_values`` returns."""
    for table in plain["tables"]:
        table["features"] = [mark_of(feature) for feature in table.get("features", ())]
    for person in plain["people"]:
        person["needs"] = [mark_of(need) for need in person.get("needs", ())]
        person["attributes"] = {key: mark_of(value) for key, value in person.get("attributes", {}).items()}
        for key in ("organisation", "sector"):
            if person.get(key):
                person[key] = mark_of(person[key])
    for rule in plain.get("rules", ()):
        if "value" in rule:
            rule["value"] = mark_of(rule["value"])


def as_json(plain: object) -> bytes:
    """Return plain data as JSON in UTF-8, without spaces."""
    return json.dumps(plain, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
