"""What can go wrong, as one small tree, and how a problem is told.

    TischrundeError
    └── BadInput            a file or argument that cannot be used; carries every Finding
        ├── BadMeeting
        └── BadPlan

"Impossible" and "no plan in time" are answers (see ``Result.status``), not exceptions.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tischrunde.words import Language, Text

__all__ = ["MOST_FINDINGS", "BadInput", "BadMeeting", "BadPlan", "Finding", "Reason", "TischrundeError"]

MOST_FINDINGS = 1_000
"""How many problems of one input are told: nobody reads more, and each takes a moment to be put into words."""


@dataclass(frozen=True)
class Finding:
    """One problem of an input, with its place and the next step.

    Attributes
    ----------
    place : key path such as ``people/3/hosts``, or the file itself as an empty string
    message : what is wrong
    hint : what to do about it
    line, column : position in the file, counted from 1, where known
    told : the place in words, where the key is not what people call it, as for a cell of a spreadsheet
    path : keys and positions counted from 0 that lead there in plain data; empty where there is no such way
    """

    place: str
    message: Text
    hint: Text | None = None
    line: int | None = None
    column: int | None = None
    told: Text | None = None
    path: tuple[str | int, ...] = ()

    def say(self, language: Language) -> str:
        """Return the finding on one line: place, message, next step."""
        place = self.place if self.told is None else self.told.say(language)
        where = [place] if place else []
        if self.line is not None:
            spot = Text("line {line}", line=self.line).say(language)
            if self.column is not None:
                spot += ", " + Text("column {column}", column=self.column).say(language)
            where.append(f"({spot})" if place else spot)
        parts = [" ".join(where) + ":"] if where else []
        parts.append(self.message.say(language))
        if self.hint is not None:
            parts.append(self.hint.say(language))
        return " ".join(parts)


@dataclass(frozen=True)
class Reason:
    """A sentence about rules, with the places of those rules in the meeting.

    The same shape serves violations of a plan and conflicts of an impossible meeting.

    Attributes
    ----------
    message : the sentence for people
    rules : places such as ``rules/3`` or ``people/p05/hosts``, smallest set first found
    """

    message: Text
    rules: tuple[str, ...]


class TischrundeError(Exception):
    """The root of all errors this library raises on purpose."""


class BadInput(TischrundeError):
    """An input that cannot be used. Lists every problem at once; of more than ``MOST_FINDINGS`` the first."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        if len(self.findings) > MOST_FINDINGS:
            self.findings = (*self.findings[:MOST_FINDINGS], _more())
        super().__init__("\n".join(finding.say("en") for finding in self.findings))

    def say(self, language: Language) -> str:
        """Return all findings, a line each."""
        return "\n".join(finding.say(language) for finding in self.findings)


def _more() -> Finding:
    message = Text("There are more problems than the {count} that are told here.", count=MOST_FINDINGS)
    return Finding("", message, Text("Mend these first, then try again."))


class BadMeeting(BadInput):
    """A meeting that does not follow the format."""


class BadPlan(BadInput):
    """A plan file that does not follow the format or names what the meeting does not have."""
