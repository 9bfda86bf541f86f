"""Read JSON strictly: no key twice, no NaN, nothing that could not be written again."""

import json
import math
import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from tischrunde.io.documents import MOST_DEPTH, Document, Spot, Unreadable, too_deep, written_twice
from tischrunde.model.problems import Path, Problem, quoted
from tischrunde.words import Text

__all__ = ["parse_json"]

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')
_HALF_CHARACTER = re.compile(r"\\u[dD][89a-fA-F]")


def parse_json(text: str) -> Document:
    """Return the plain data of a JSON text.

    Raises
    ------
    Unreadable
        With line and column, when the text is not JSON.
    """
    twice = False

    def keep_first(pairs: list[tuple[str, object]]) -> dict[str, object]:
        nonlocal twice
        plain = dict(pairs)
        if len(plain) < len(pairs):
            twice = True
            plain = dict(reversed(pairs))
        return plain

    try:
        plain = json.loads(
            text,
            object_pairs_hook=keep_first,
            parse_constant=_refuse_number(text),
            parse_float=_finite(text),
            parse_int=_whole(text),
        )
    except json.JSONDecodeError as error:
        raise Unreadable(_syntax_problem(error)) from None
    except RecursionError:
        raise too_deep() from None
    if _is_too_deep(plain):
        raise too_deep()
    _refuse_half_characters(text)
    tokens = cache(lambda: _Tokens.of(text))
    return Document(plain, lambda path: tokens().spots.get(path), tokens().repeats if twice else ())


def _refuse_number(text: str) -> Callable[[str], float]:
    def refuse(number: str) -> float:
        hint = Text("Write an ordinary number.")
        message = Text("“{number}” is not a number that can be used.", number=quoted(number, most=20))
        raise Unreadable(Problem((), message, hint, _spot_of_token(text, number)))

    return refuse


def _finite(text: str) -> Callable[[str], float]:
    def finite(digits: str) -> float:
        number = float(digits)
        return number if math.isfinite(number) else _refuse_number(text)(digits)

    return finite


def _whole(text: str) -> Callable[[str], float]:
    def whole(digits: str) -> float:
        return int(digits) if len(digits) < 1000 else _refuse_number(text)(digits)

    return whole


def _is_too_deep(plain: object) -> bool:
    level = [plain]
    for _ in range(MOST_DEPTH + 1):
        lists = [entry for entry in level if isinstance(entry, list)]
        keyed = [entry.values() for entry in level if isinstance(entry, dict)]
        level = [inner for entries in (*lists, *keyed) for inner in entries if isinstance(inner, list | dict)]
    return bool(level)


def _refuse_half_characters(text: str) -> None:
    if _HALF_CHARACTER.search(text) is None:
        return
    for token in _TOKEN.finditer(text):
        if token[0].startswith('"') and re.search("[\ud800-\udfff]", json.loads(token[0])):
            message = Text("The text holds a broken character.")
            raise Unreadable(Problem((), message, Text("Type the text again."), _Lines(text).spot(token.start())))


def _syntax_problem(error: json.JSONDecodeError) -> Problem:
    hint = Text("Check the commas, quotes and brackets here and just before.")
    if error.msg.startswith("Expecting property name") or "trailing comma" in error.msg:
        hint = Text("Put each key in double quotes, and no comma after the last entry.")
    elif error.msg.startswith("Unterminated string"):
        hint = Text("A text begins here and never ends: add the closing quote.")
    elif error.msg.startswith("Extra data"):
        hint = Text("The document ends before this: remove what follows, or check the brackets before it.")
    elif error.msg.startswith("Invalid control character"):
        hint = Text("A text may not run over the end of its line: write \\n instead.")
    elif error.msg.startswith("Invalid \\"):
        hint = Text("Write a backslash in a text as \\\\.")
    return Problem((), Text("From here on this is not JSON."), hint, (error.lineno, error.colno))


def _spot_of_token(text: str, wanted: str) -> Spot | None:
    starts = (token.start() for token in _TOKEN.finditer(text) if token[0] == wanted)
    return next((_Lines(text).spot(start) for start in starts), None)


@dataclass
class _Open:
    """A list or an object whose end is still to come, and where in it we are (``None`` before a key)."""

    is_object: bool
    step: str | int | None
    line_of: dict[str, int] = field(default_factory=dict)

    def move_on(self) -> None:
        self.step = None if self.is_object else int(self.step or 0) + 1


@dataclass(frozen=True)
class _Tokens:
    """Where everything stands in a text known to be JSON: of object members the key, of list entries the entry."""

    spots: dict[Path, Spot]
    repeats: tuple[Problem, ...]

    @classmethod
    def of(cls, text: str) -> "_Tokens":
        lines = _Lines(text)
        spots: dict[Path, Spot] = {(): (1, 1)}
        repeats: list[Problem] = []
        around: list[_Open] = []
        for token in _TOKEN.finditer(text):
            word = token[0]
            if word in "]}":
                around.pop()
            elif word == ",":
                around[-1].move_on()
            elif around and around[-1].step is None:
                repeats += _enter_key(around, json.loads(word), lines.spot(token.start()), spots)
            elif word != ":":
                if around and not around[-1].is_object:
                    spots[_path(around)] = lines.spot(token.start())
                if word in "[{":
                    around.append(_Open(word == "{", None if word == "{" else 0))
        return cls(spots, tuple(repeats))


class _Lines:
    """Where the lines of a text begin."""

    def __init__(self, text: str) -> None:
        self.begins = [0, *(end.end() for end in re.finditer("\n", text))]

    def spot(self, offset: int) -> Spot:
        line = bisect_right(self.begins, offset)
        return line, offset - self.begins[line - 1] + 1


def _path(around: list[_Open]) -> Path:
    return tuple(level.step for level in around if level.step is not None)


def _enter_key(around: list[_Open], key: str, at: Spot, spots: dict[Path, Spot]) -> list[Problem]:
    """Note a key; a second one of the same name leads nowhere, because the first one counts."""
    inner = around[-1]
    inner.step = key
    path = _path(around)
    if key in inner.line_of:
        inner.step = -1
        return [written_twice(path, inner.line_of[key], at)]
    inner.line_of[key] = at[0]
    spots[path] = at
    return []
