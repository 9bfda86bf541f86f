"""Tell what is wrong with an input without repeating any of it.

Findings of the library quote what they found, which may be a name. What goes out keeps the sentence, the place by
positions, and words that the file format itself knows; everything else becomes ``…``. A next step that would hold such
a gap is left out.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel

from tischrunde.documents import SUFFIXES
from tischrunde.documents.pdf import LABELS, PARTS
from tischrunde.errors import Finding
from tischrunde.model import Meeting, Plan
from tischrunde.words import LANGUAGES, Language, Options, Text
from tischrunde_api.desk.lists import OPTIONS
from tischrunde_api.desk.pointing import CHANGES

__all__ = ["discreet", "names_parameter", "pointer", "told"]

GAP = "…"
LARGEST = 1_000_000
"""Numbers beyond this are no counts or limits but something that was sent."""

PARAMETERS = frozenset(
    {
        *OPTIONS,
        "anew",
        "at_most",
        "changed",
        "hosts",
        "labels",
        "last_event_id",
        "max_runtime",
        "only",
        "people",
        "pseudonymous",
        "seed",
        "suffix",
        "table_size",
    }
)
"""What a finding's place may name beside a place in the body."""

CHOICES = frozenset({*PARTS, *LABELS, *(suffix.removeprefix(".") for suffix in SUFFIXES)})
"""What can be chosen for a parameter."""

_CELL = re.compile(r"[A-Z]{1,3}|\d{1,7}")


def told(findings: Sequence[Finding], language: Language) -> list[dict[str, str]]:
    """Return pointer (RFC 6901) and message of each finding; of a parameter its name, too."""
    return [_told(finding, language) for finding in findings]


def _told(finding: Finding, language: Language) -> dict[str, str]:
    message, _ = discreet(finding.message)
    sentences = [message.say(language)]
    where = _where(finding)
    if where is not None:
        sentences.insert(0, where.say(language) + ":")
    if finding.hint is not None:
        hint, is_whole = discreet(finding.hint)
        sentences += [hint.say(language)] if is_whole else []
    answer = {"pointer": pointer(finding.path), "message": " ".join(sentences)}
    if names_parameter(finding):
        answer["parameter"] = _bare(finding.place)
    return answer


def names_parameter(finding: Finding) -> bool:
    """Return whether a finding is about a parameter, not about a place in the body."""
    return not finding.path and _bare(finding.place) in PARAMETERS


def _bare(option: str) -> str:
    return option.removeprefix("--").replace("-", "_")


def pointer(path: Sequence[str | int]) -> str:
    """Return the JSON pointer to a value, as far as the file format knows the way.

    >>> pointer(("people", 0, "hosts")), pointer(("people", 0, "attributes", "a secret"))
    ('/people/0/hosts', '/people/0/attributes')
    """
    steps: list[str] = []
    for step in path:
        if isinstance(step, str) and step not in vocabulary():
            break
        steps.append(f"/{step}")
    return "".join(steps)


def discreet(text: Text) -> tuple[Text, bool]:
    """Return a sentence without what was sent, and whether it is still whole."""
    if text.template == "{value}":
        return text.with_values({"value": GAP}), False
    kept = {name: _kept(value) for name, value in text.values.items()}
    values = {name: value for name, (value, _) in kept.items()}
    return text.with_values(values), all(whole for _, whole in kept.values())


def _kept(value: object) -> tuple[object, bool]:
    if isinstance(value, Text):
        return discreet(value)
    if isinstance(value, tuple):
        parts = [_kept(part) for part in value]
        if all(whole for _, whole in parts):
            return tuple(part for part, _ in parts), True
        return GAP, False
    if isinstance(value, int | float) and abs(value) <= LARGEST:
        return int(value) if isinstance(value, float) and value.is_integer() else value, True
    if isinstance(value, Options):
        return _in_query(value)
    is_known = isinstance(value, str) and value in vocabulary() | PARAMETERS | CHOICES
    return (value, True) if is_known else (GAP, False)


def _in_query(options: Options) -> tuple[object, bool]:
    """Return options of the command line as parameters."""
    values = {name: (None, True) if value is None else _kept(value) for name, value in options.given.items()}
    kept = Options(**{name: value for name, (value, _) in values.items()})
    return kept.as_parameters(), all(whole for _, whole in values.values())


def _where(finding: Finding) -> Text | None:
    """Return row and column of a cell, or line and column of a text."""
    if finding.told is not None:
        parts = tuple(_cell(part) for part in _parts(finding.told) if not part.template.startswith("sheet "))
        return Text("{parts}", parts=parts) if parts else None
    if finding.line is not None and not finding.path:
        line = Text("line {line}", line=finding.line)
        column = Text("column {column}", column=finding.column)
        return Text("{parts}", parts=(line,) if finding.column is None else (line, column))
    return None


def _parts(place: Text) -> Iterator[Text]:
    for value in place.values.values():
        yield from (part for part in (value if isinstance(value, tuple) else (value,)) if isinstance(part, Text))


def _cell(part: Text) -> Text:
    """Return a row or column in words, with nothing but numbers and letters of columns in it."""

    def kept(value: object) -> object:
        if isinstance(value, Text):
            return _cell(value)
        if isinstance(value, tuple):
            return tuple(map(kept, value))
        return value if isinstance(value, int) or _CELL.fullmatch(str(value)) else GAP

    return part.with_values({name: kept(value) for name, value in part.values.items()})


@cache
def vocabulary() -> frozenset[str]:
    """Return the words of the file format and of repairs: keys, kinds of rules, names of formats, languages."""
    words = {*LANGUAGES, *CHANGES, "meeting", "plan"}
    for record in _records(Meeting, Plan):
        for name, annotation in ((name, field.annotation) for name, field in record.model_fields.items()):
            words.add(name)
            words.update(word for word in _arguments(annotation) if isinstance(word, str))
    return frozenset(words)


def _records(*begin: type[BaseModel]) -> set[type[BaseModel]]:
    found: set[type[BaseModel]] = set()
    left = list(begin)
    while left:
        record = left.pop()
        found.add(record)
        inner = (part for field in record.model_fields.values() for part in _arguments(field.annotation))
        left += [part for part in inner if isinstance(part, type) and issubclass(part, BaseModel) and part not in found]
    return found


def _arguments(annotation: Any) -> Iterator[Any]:
    """Yield everything that a type is built from, itself too."""
    yield annotation
    for argument in get_args(annotation):
        yield from _arguments(argument)
