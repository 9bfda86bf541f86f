"""The changes of the day as they are typed: ``--late p05@2``, ``--close T4``, ``--add person.yaml``."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from tischrunde.cli.arguments import Arguments
from tischrunde.errors import BadInput, Finding
from tischrunde.words import Text

if TYPE_CHECKING:
    from tischrunde.model import Meeting
    from tischrunde.repair import Changes

__all__ = ["Typed", "changes_in", "changes_of"]


@dataclass(frozen=True)
class Typed:
    """Changes as plain data, as ``changes_from`` reads it.

    Attributes
    ----------
    plain : the changes
    origins : of each person under “add” the file, and the position in it, counted from 1
    """

    plain: dict[str, Any]
    origins: Sequence[tuple[str, int]]


def changes_of(
    arguments: Arguments,
    *,
    absent: Sequence[str] | None,
    late: Sequence[str] | None,
    leaves: Sequence[str] | None,
    add: Sequence[str] | None,
    close: Sequence[str] | None,
    played: str,
) -> Typed:
    """Return the changes after noting what was not typed well."""
    over = arguments.whole("--played", played, least=0)
    added = [(file, at, one) for file in add or () for at, one in enumerate(_people_in(arguments, file), 1)]
    plain = {
        "absent": list(dict.fromkeys(absent or ())),
        "late": dict(_with_rounds(arguments, "--late", late, least=1)),
        "leaves": dict(_with_rounds(arguments, "--leaves", leaves, least=0)),
        "add": [person for _, _, person in added],
        "close": dict(_closed(arguments, close, over + 1)),
        "played": over,
    }
    return Typed(plain, [(file, at) for file, at, _ in added])


def _with_rounds(
    arguments: Arguments, option: str, typed: Sequence[str] | None, *, least: int
) -> Iterator[tuple[str, int]]:
    """Yield name and round of each ``p05@2``, after noting what is none."""
    for one in typed or ():
        name, _, number = one.rpartition("@")
        if name and _is_round(number, least):
            yield name, int(number)
            continue
        message = Text("“{typed}” does not name a person and a round.", typed=one)
        arguments.findings.append(Finding(option, message, Text("Write both as in {option} p05@2.", option=option)))


def _closed(arguments: Arguments, typed: Sequence[str] | None, following: int) -> Iterator[tuple[str, int]]:
    """Yield table and first closed round of each ``T4@3``, or of ``T4``."""
    for one in typed or ():
        name, at, number = one.rpartition("@")
        if not at:
            yield one, following
        elif name and _is_round(number, 1):
            yield name, int(number)
        else:
            message = Text("“{typed}” does not name a table and a round.", typed=one)
            arguments.findings.append(Finding("--close", message, Text("Write it as in --close T4 or --close T4@3.")))


def _is_round(number: str, least: int) -> bool:
    return number.isascii() and number.isdecimal() and len(number) < 10 and int(number) >= least


def _people_in(arguments: Arguments, file: str) -> list[Any]:
    """Return the people in a file: one person, a list of them, or such a list under “people”."""
    plain = arguments.read(_plain_in, file)
    if isinstance(plain, dict):
        plain = plain.get("people", [plain])
    return plain if isinstance(plain, list) else []


def _plain_in(file: str) -> Any:
    from tischrunde.io.documents import Unreadable
    from tischrunde.io.files import read_text
    from tischrunde.io.json_text import parse_json
    from tischrunde.io.yaml_text import parse_yaml

    text = read_text(file)
    try:
        plain = (parse_json(text) if text.lstrip().startswith(("{", "[")) else parse_yaml(text)).plain
    except Unreadable as unreadable:
        problem = unreadable.problem
        spot = problem.at or (None, None)
        raise BadInput([Finding("", problem.message, problem.hint, *spot)]) from None
    if isinstance(plain, dict | list):
        return json.loads(json.dumps(plain, default=str))
    message = Text("This file holds nobody.")
    raise BadInput([Finding("", message, Text("Write a person as in a meeting, such as “id: p99”."))])


def changes_in(arguments: Arguments, typed: Typed, meeting: "Meeting | None") -> "Changes | None":
    """Return the changes that were typed; ``None`` after noting, where it was typed, what does not fit the meeting.

    People who come as well and have no id get the next free one of the kind that lists get: p and a number.
    """
    from tischrunde.repair import changes_from

    if meeting is None:
        return None
    try:
        return changes_from({**typed.plain, "add": _with_ids(typed.plain["add"], meeting)}, meeting)
    except BadInput as problem:
        arguments.findings.extend(_as_typed(finding, typed) for finding in problem.findings)
        return None


def _with_ids(people: Sequence[Any], meeting: "Meeting") -> list[Any]:
    """Return people with an id each, where they are records; an empty cell is no id either."""
    given = {str(one.get("id")) for one in people if isinstance(one, dict)}
    numbers = [re.fullmatch(r"p([0-9]{1,9})", known) for known in {*meeting.person_of, *given}]
    following = max((int(number[1]) for number in numbers if number), default=0) + 1
    after = list[Any]()
    for one in people:
        if isinstance(one, dict) and one.get("id") is None:
            one = {"id": f"p{following}", **{key: value for key, value in one.items() if key != "id"}}
            following += 1
        after.append(one)
    return after


def _as_typed(finding: Finding, typed: Typed) -> Finding:
    """Return a finding at the option it comes from, about somebody who comes as well at the file and person."""
    key, _, rest = finding.place.partition("/")
    at, _, within = rest.partition("/")
    if key == "add" and at.isdecimal() and int(at) < len(typed.origins):
        file, number = typed.origins[int(at)]
        told = Text("{file}, person {number}", file=file, number=number)
        if within:
            told = Text("{file}, person {number}, {key}", file=file, number=number, key=within)
        return replace(finding, place=f"--add {file} {number}/{within}".rstrip("/"), told=told)
    place = f"--{key}" + (f" {rest}" if rest and not (key == "absent" and rest.isdecimal()) else "")
    return replace(finding, place=place)
