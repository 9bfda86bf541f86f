"""Names stay out of the solve: it sees marks in their place, and what it says is told with names and without.

Nothing that a solver raises, logs or sends to other computers can hold a name that it was never given.
"""

import json
import re
from dataclasses import dataclass
from typing import Any

from tischrunde.model import Conflict, Meeting, Plan

__all__ = ["Hidden", "as_json"]

NAMES = (("people", "name"), ("themes", "title"))


@dataclass(frozen=True)
class Hidden:
    """A meeting whose people and themes bear marks for names.

    Attributes
    ----------
    real : the meeting as it was given
    meeting : the same meeting with marks; plans of the one are plans of the other
    names, ids : what each mark stands for, and what is said where nobody is to be named
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
        for section, key in NAMES:
            for entry in plain.get(section, ()):
                if entry.get(key):
                    # Characters that nobody types, and a number that nobody could guess before writing the meeting.
                    mark = f"\ue000{real.sha256[:16]}.{len(names)}\ue001"
                    names[mark], ids[mark], entry[key] = entry[key], entry["id"], mark
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
        if plan.conflicts is not None:
            told["conflicts"] = tuple(
                Conflict(message=self.say(conflict.message, named=named), rules=conflict.rules)
                for conflict in plan.conflicts
            )
        return as_json(plan.model_copy(update=told).plain())


def as_json(plain: object) -> bytes:
    """Return plain data as JSON in UTF-8, without spaces."""
    return json.dumps(plain, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
