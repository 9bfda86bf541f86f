"""Tell in plain words where plain data does not have the shape of a meeting or plan.

Every kind of error that pydantic can raise for our records has its sentence here; none is passed on as it is.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeAlias, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from tischrunde.errors import MOST_FINDINGS
from tischrunde.model.fields import Record
from tischrunde.model.meeting import Person
from tischrunde.model.problems import Inconsistent, Path, Problem, found, nearest, next_step, possible, quoted
from tischrunde.model.rules import Rule
from tischrunde.words import Text, listed

__all__ = ["SENTENCES", "inconsistencies", "schema_problems"]

_Sentences: TypeAlias = tuple[Text, Text | None]
_PAIRS = ("history", "affinities")

_MOST_DETAILS = 2 * (MOST_FINDINGS + 1)
"""Of pydantic's errors at most every other one is left out, because it follows from another."""


@dataclass(frozen=True)
class _Wrong:
    """A value that does not have its shape.

    Attributes
    ----------
    path : the value, in terms of the file
    given : the value
    limits : what pydantic says about the limit that was broken
    record : the record the value is, or is a key of
    """

    path: Path
    given: object
    limits: Mapping[str, Any]
    record: type[Record] | None

    @property
    def key(self) -> str:
        return quoted(str(self.path[-1])) if self.path else ""


def schema_problems(error: ValidationError, record: type[Record]) -> list[Problem]:
    """Return what is wrong with the shape of plain data that could not become a ``record``.

    It is everything, unless that is more than anybody is told (``MOST_FINDINGS``).
    """
    told = error.errors(include_url=False)[:_MOST_DETAILS]
    meant = {place for details in told for place in _meant(details, record)}
    own = (
        details
        for details in told
        if not _only_follows(details) and not (details["type"] == "missing" and _path(details["loc"]) in meant)
    )
    return [_problem(details, record) for details in islice(own, MOST_FINDINGS + 1)]


def inconsistencies(error: ValidationError) -> list[Problem]:
    """Return what a meeting of the right shape says about itself that does not fit."""
    if error.error_count() > 1:  # a meeting is asked about itself only when every part has its shape
        return []
    causes = [details.get("ctx", {}).get("error") for details in error.errors(include_url=False)]
    return [problem for cause in causes if isinstance(cause, Inconsistent) for problem in cause.problems]


def _only_follows(details: ErrorDetails) -> bool:
    """Return whether a list counts as too short only because pydantic left out its invalid entries."""
    given = details["input"]
    return (
        details["type"] == "too_short"
        and isinstance(given, list | tuple)
        and len(given) >= details["ctx"]["min_length"]
    )


def _meant(details: ErrorDetails, root: type[Record]) -> list[Path]:
    """Return the key that an unknown one is a misspelling of; that it is missing need not be told as well."""
    path, record = _path(details["loc"]), _record_at(root, details)
    if details["type"] != "extra_forbidden" or record is None:
        return []
    key = nearest(str(path[-1]), list(record.model_fields))
    return [] if key is None else [(*path[:-1], key)]


def _problem(details: ErrorDetails, record: type[Record]) -> Problem:
    path = _path(details["loc"])
    given = details["input"]
    wrong = _Wrong(path, given, details.get("ctx", {}), _record_at(record, details))
    if given is None and path and isinstance(path[-1], str):
        return Problem(path, *_nothing_written(wrong))
    return Problem(path, *SENTENCES.get(details["type"], _unusable)(wrong))


def _path(loc: Path) -> Path:
    """Return pydantic's place without the names of the alternatives it tried."""
    steps = list(loc)
    if steps[:1] == ["rounds"] and steps[1:2] in (["number"], ["list"]):
        del steps[1]
    if steps[:1] == ["rules"] and len(steps) > 2:
        del steps[2]
    if steps[-1:] == ["[key]"]:
        del steps[-1]
    return tuple(steps)


def _record_at(root: type[Record], details: ErrorDetails) -> type[Record] | None:
    """Return the record that holds the last step of a place, or is at it where a whole record is wrong."""
    loc = details["loc"]
    whole = details["type"] in ("model_type", "model_attributes_type")
    records = [root]
    for step in loc if whole else loc[:-1]:
        if not isinstance(step, str):
            continue
        of_kind = [record for record in records if _kind(record) == step]
        fields = [record.model_fields[step] for record in records if step in record.model_fields]
        if of_kind:
            records = of_kind
        elif fields:
            records = [inner for field in fields for inner in _records_in(field.annotation)]
        elif step not in ("list", "number"):
            return None
    return records[0] if len(records) == 1 else None


def _kind(record: type[Record]) -> str | None:
    field = record.model_fields.get("kind")
    return str(get_args(field.annotation)[0]) if field is not None else None


def _records_in(annotation: object) -> list[type[Record]]:
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return [annotation]
    return [record for part in get_args(annotation) for record in _records_in(part)]


def _nothing_written(wrong: _Wrong) -> _Sentences:
    return (
        Text("Nothing is written after “{key}”.", key=wrong.key),
        Text("Fill it in, or leave out the whole line."),
    )


def _missing(wrong: _Wrong) -> _Sentences:
    if wrong.path and wrong.path[0] in _PAIRS:
        return _not_a_pair(wrong)
    return Text("“{key}” is missing.", key=wrong.key), Text("Add “{key}: …” here.", key=wrong.key)


def _not_a_pair(wrong: _Wrong) -> _Sentences:
    return (
        Text("An entry of {section} is two people and a whole number.", section=wrong.path[0]),
        Text("Write it as in [p01, p02, 1]."),
    )


def _unknown_key(wrong: _Wrong) -> _Sentences:
    allowed = list(wrong.record.model_fields) if wrong.record is not None else []
    message = Text("The key “{key}” is not known here.", key=wrong.key)
    if not allowed or nearest(wrong.key, allowed) is not None:
        return message, next_step(wrong.key, allowed)
    if wrong.record is Person:
        return message, Text(
            "Possible here: {names}. Details of your own go under attributes, as in {example}.",
            names=listed(allowed, most=len(allowed)),
            example="attributes: {stage: planning}",
        )
    return message, possible(allowed, most=len(allowed))


def _not_a_text(wrong: _Wrong) -> _Sentences:
    message = Text("A text belongs here. Found: {found}.", found=found(wrong.given))
    if isinstance(wrong.given, bool | int | float):
        return message, Text("Put it in quotes, so that it is read as a text.")
    return message, Text("Write a single text.")


def _empty_text(wrong: _Wrong) -> _Sentences:
    return Text("The text is empty."), Text("Write at least one letter or digit, or leave it out.")


def _long_text(wrong: _Wrong) -> _Sentences:
    most = wrong.limits["max_length"]
    return Text("The text is longer than {most} characters.", most=most), Text("Shorten it.")


def _broken_text(wrong: _Wrong) -> _Sentences:
    return Text("The text holds a broken character."), Text("Type the text again.")


def _not_a_time(wrong: _Wrong) -> _Sentences:
    return (
        Text("{found} is not a time of day.", found=found(wrong.given)),
        Text('Write hours and minutes, as in "10:30".'),
    )


def _not_whole(wrong: _Wrong) -> _Sentences:
    return (
        Text("A whole number belongs here. Found: {found}.", found=found(wrong.given)),
        Text("Write it without quotes and without a decimal point, as in 3."),
    )


def _not_a_number(wrong: _Wrong) -> _Sentences:
    return (
        Text("A number belongs here. Found: {found}.", found=found(wrong.given)),
        Text("Write it without quotes, as in 0.5."),
    )


def _too_small(wrong: _Wrong) -> _Sentences:
    least = wrong.limits["ge"]
    return (
        Text("{found} is too small: it must be at least {least}.", found=found(wrong.given), least=least),
        Text("Write a number from {least} on.", least=least),
    )


def _too_large(wrong: _Wrong) -> _Sentences:
    most = wrong.limits["le"]
    return (
        Text("{found} is too large: it must be at most {most}.", found=found(wrong.given), most=most),
        Text("Write a number up to {most}.", most=most),
    )


def _not_a_choice(wrong: _Wrong) -> _Sentences:
    choices = re.findall(r"'([^']*)'", str(wrong.limits["expected"]))
    return Text("{found} is not possible here.", found=found(wrong.given)), _choices(wrong.given, choices)


def _choices(given: object, choices: list[str]) -> Text | None:
    return next_step(given if isinstance(given, str) else "", choices)


def _not_a_yes_or_no(wrong: _Wrong) -> _Sentences:
    return (
        Text("Either true or false belongs here. Found: {found}.", found=found(wrong.given)),
        Text("Write true or false, without quotes."),
    )


def _not_a_list(wrong: _Wrong) -> _Sentences:
    message = Text("A list belongs here. Found: {found}.", found=found(wrong.given))
    if wrong.path and wrong.path[0] in _PAIRS and len(wrong.path) > 1:
        return _not_a_pair(wrong)
    if _is_list_of_entries(wrong):
        return message, Text("Write the entries one below the other, each beginning with a dash.")
    if isinstance(wrong.given, str | int | float):
        return message, Text(
            "Write it in square brackets, even if it is only one: [{found}].", found=found(wrong.given)
        )
    return message, Text("Write it in square brackets, or begin each entry with a dash.")


def _is_list_of_entries(wrong: _Wrong) -> bool:
    """Return whether more than a text or number belongs in each entry of a list."""
    field = wrong.record.model_fields.get(str(wrong.path[-1])) if wrong.record is not None and wrong.path else None
    return field is not None and (wrong.path[-1] in _PAIRS or bool(_records_in(field.annotation)))


def _not_an_entry(wrong: _Wrong) -> _Sentences:
    message = Text("Keys with values belong here. Found: {found}.", found=found(wrong.given))
    if wrong.record is None:
        return message, Text("Write it as in {{key: value}}.")
    needed = [name for name, field in wrong.record.model_fields.items() if field.is_required()]
    keys = needed or list(wrong.record.model_fields)
    return message, Text("Write it as “key: value”, with these keys: {keys}.", keys=listed(keys))


def _no_kind(wrong: _Wrong) -> _Sentences:
    return (
        Text("The rule does not say its kind."),
        Text("Add “kind: …” with one of these: {kinds}.", kinds=listed(_kinds(wrong), choice=True)),
    )


def _unknown_kind(wrong: _Wrong) -> _Sentences:
    tag = str(wrong.limits["tag"])
    return Text("“{kind}” is not a kind of rule.", kind=quoted(tag)), next_step(tag, _kinds(wrong))


def _kinds(wrong: _Wrong) -> list[str]:
    kinds = [_kind(record) for record in _records_in(get_args(Rule)[0])]
    return [kind for kind in kinds if kind is not None]


def _too_few(wrong: _Wrong) -> _Sentences:
    least = wrong.limits["min_length"]
    return (
        Text.many("At least {count} entry is needed here.", "At least {count} entries are needed here.", least),
        Text("Add what is missing, or leave out the whole line if it may be left out."),
    )


def _too_many(wrong: _Wrong) -> _Sentences:
    if wrong.path and wrong.path[0] in _PAIRS and len(wrong.path) > 1:
        return _not_a_pair(wrong)
    most = wrong.limits["max_length"]
    return (
        Text.many("At most {count} entry is possible here.", "At most {count} entries are possible here.", most),
        Text("Remove the others."),
    )


def _key_not_a_text(wrong: _Wrong) -> _Sentences:
    return (
        Text("The key “{key}” is not a text.", key=wrong.key),
        Text("Put it in quotes, so that it is read as a text."),
    )


def _unusable(wrong: _Wrong) -> _Sentences:
    return (
        Text("This cannot be used here. Found: {found}.", found=found(wrong.given)),
        Text("Compare it with the description of the file format."),
    )


SENTENCES: dict[str, Callable[[_Wrong], _Sentences]] = {
    "bool_type": _not_a_yes_or_no,
    "dict_type": _not_an_entry,
    "extra_forbidden": _unknown_key,
    "finite_number": _not_a_number,
    "float_parsing": _not_a_number,
    "float_type": _not_a_number,
    "greater_than_equal": _too_small,
    "int_type": _not_whole,
    "invalid_key": _key_not_a_text,
    "less_than_equal": _too_large,
    "literal_error": _not_a_choice,
    "missing": _missing,
    "model_attributes_type": _not_an_entry,
    "model_type": _not_an_entry,
    "string_pattern_mismatch": _not_a_time,
    "string_too_long": _long_text,
    "string_too_short": _empty_text,
    "string_type": _not_a_text,
    "string_unicode": _broken_text,
    "too_long": _too_many,
    "too_short": _too_few,
    "tuple_type": _not_a_list,
    "union_tag_invalid": _unknown_kind,
    "union_tag_not_found": _no_kind,
}
"""For each kind of pydantic's errors, what is wrong and what to do."""
