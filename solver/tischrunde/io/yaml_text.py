"""Read YAML with the scalars of YAML 1.2 (so ``10:30``, ``no`` and ``on`` stay texts) and within bounds.

Built on PyYAML's parsing events, not on its composer: the composer of libyaml calls itself once per level and
falls over a deeply nested text, and it keeps the last of two equal keys without a word.
"""

import math
import re
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import yaml

from tischrunde.io.documents import MOST_DEPTH, Document, Spot, Unreadable, too_deep, written_twice
from tischrunde.model.problems import Path, Problem, quoted
from tischrunde.words import Text

__all__ = ["BOOLEAN", "FLOAT", "INTEGER", "MOST_VALUES", "NOTHING", "parse_yaml"]

MOST_VALUES = 2_000_000
"""How many values a text may stand for once its aliases are written out."""

NOTHING = re.compile(r"(?:~|null|Null|NULL)?")
BOOLEAN = re.compile(r"true|True|TRUE|false|False|FALSE")
INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
FLOAT = re.compile(
    r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
)
_LINE_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_MAY_BE_OTHER_THAN_TEXT = frozenset("~nNtTfF-+.0123456789")
_CORE = "tag:yaml.org,2002:"
_CONTAINERS = ("", "!", _CORE + "map", _CORE + "seq")

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_Scalar: TypeAlias = str | int | float | bool | None


def parse_yaml(text: str) -> Document:
    """Return the plain data of a YAML text.

    Raises
    ------
    Unreadable
        With line and column, when the text is not YAML or goes beyond the bounds.

    Notes
    -----
    Linear in the length of the text. An alias is not written out, but counts as if it were.
    """
    builder = _Builder()
    try:
        loader = _Loader(text)
        try:
            builder.build(loader)
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        raise Unreadable(_syntax_problem(error, text)) from None
    except (yaml.reader.ReaderError, UnicodeEncodeError):
        raise Unreadable(_unprintable(text)) from None
    return Document(builder.root, builder.spot_of, tuple(builder.problems))


@dataclass
class _Open:
    """A list or mapping whose end is still to come.

    Attributes
    ----------
    key : in a mapping, the key whose value comes next
    awaits_key : whether the next value in a mapping is a key
    begun_at : number of values before this one
    height : levels inside, as far as they are known
    spots : where its keys or entries stand
    """

    values: Any
    anchor: str | None
    begun_at: int
    key: Any = None
    awaits_key: bool = True
    drops_value: bool = False
    height: int = 1
    spots: dict[Any, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class _Anchored:
    value: object
    n_values: int
    height: int


class _Builder:
    """Builds plain data from parsing events, without recursion."""

    def __init__(self) -> None:
        self.root: object = None
        self.problems: list[Problem] = []
        self._around: list[_Open] = []
        self._anchored: dict[str, _Anchored] = {}
        self._spots: dict[int, dict[Any, Any]] = {}
        self._n_values = 0
        self._n_documents = 0

    def build(self, loader: Any) -> None:
        """Take every event of the loader."""
        while True:
            event = loader.get_event()
            match event:
                case yaml.ScalarEvent():
                    value = self._scalar(event)
                    self._count(1, event)
                    if event.anchor is not None:
                        self._anchored[event.anchor] = _Anchored(value, 1, 0)
                    self._put(value, event)
                case yaml.MappingStartEvent():
                    self._begin({}, event)
                case yaml.SequenceStartEvent():
                    self._begin([], event)
                case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                    self._end()
                case yaml.AliasEvent():
                    self._alias(event)
                case yaml.DocumentStartEvent():
                    self._next_document(event)
                case yaml.StreamEndEvent():
                    return

    def spot_of(self, path: Path) -> Spot | None:
        """Return line and column of a value: of mapping entries the key."""
        value: Any = self.root
        mark = None
        for step in path:
            spots = self._spots.get(id(value), {})
            if step not in spots:
                return None
            mark = spots[step]
            value = value[step]
        return _spot(mark) if mark is not None else (1, 1)

    def _path(self) -> Path:
        """Return the way to the value that comes next; of the lists around it, the last entry is still open."""
        steps = [level.key if isinstance(level.values, dict) else len(level.values) - 1 for level in self._around]
        if steps and isinstance(self._around[-1].values, list):
            steps[-1] += 1
        return tuple(steps)

    def _note(self, event: Any, message: Text, hint: Text) -> None:
        self.problems.append(Problem(self._path(), message, hint, _spot(event.start_mark)))

    def _count(self, n_values: int, event: Any) -> None:
        self._n_values += n_values
        if self._n_values > MOST_VALUES:
            message = Text("The file stands for more than {most} values.", most=MOST_VALUES)
            hint = Text("Write fewer aliases (“*name”), or a smaller file.")
            raise Unreadable(Problem((), message, hint, _spot(event.start_mark)))

    def _next_document(self, event: Any) -> None:
        self._n_documents += 1
        if self._n_documents > 1:
            message = Text("A second document begins here.")
            raise Unreadable(Problem((), message, Text("Keep one document in a file."), _spot(event.start_mark)))

    def _begin(self, values: dict[Any, Any] | list[Any], event: Any) -> None:
        self._count(1, event)
        if event.tag is not None and event.tag not in _CONTAINERS:
            self._unknown_tag(event)
        level = _Open(values, event.anchor, self._n_values)
        self._put(values, event)
        self._around.append(level)
        self._spots[id(values)] = level.spots
        if len(self._around) > MOST_DEPTH:
            raise too_deep(_spot(event.start_mark))

    def _end(self) -> None:
        done = self._around.pop()
        if done.anchor is not None:
            size = self._n_values - done.begun_at + 1
            self._anchored[done.anchor] = _Anchored(done.values, size, done.height)
        if self._around:
            self._around[-1].height = max(self._around[-1].height, done.height + 1)

    def _alias(self, event: Any) -> None:
        known = self._anchored.get(event.anchor)
        if known is None:
            message = Text("“*{name}” stands for nothing that was written before.", name=quoted(event.anchor))
            self._note(event, message, Text("Write “&{name}” where it is first written.", name=quoted(event.anchor)))
            self._put(None, event)
            return
        self._count(known.n_values, event)
        if len(self._around) + known.height > MOST_DEPTH:
            raise too_deep(_spot(event.start_mark))
        if self._around:
            self._around[-1].height = max(self._around[-1].height, known.height + 1)
        self._put(known.value, event)

    def _put(self, value: Any, event: Any) -> None:
        """Put a value into the innermost list or mapping, or take it as a mapping's next key."""
        if not self._around:
            self.root = value
            return
        inner = self._around[-1]
        if isinstance(inner.values, list):
            inner.spots[len(inner.values)] = event.start_mark
            inner.values.append(value)
        elif inner.awaits_key:
            self._take_key(inner, value, event)
        else:
            if not inner.drops_value:
                inner.values[inner.key] = value
            inner.awaits_key, inner.drops_value = True, False

    def _take_key(self, inner: _Open, key: Any, event: Any) -> None:
        inner.awaits_key = False
        if isinstance(key, list | dict):
            inner.key, inner.drops_value = "?", True
            self._note(event, Text("A key must be a text, not a list."), Text("Check the brackets and the colons."))
            return
        inner.key = key
        if key in inner.spots:
            inner.drops_value = True
            first = inner.spots[key].line + 1
            self.problems.append(written_twice(self._path(), first, _spot(event.start_mark)))
        else:
            inner.spots[key] = event.start_mark

    def _scalar(self, event: Any) -> _Scalar:
        text: str = event.value
        if event.tag is None or event.tag == "":
            if not event.implicit[0] or (text and text[0] not in _MAY_BE_OTHER_THAN_TEXT):
                return text
            return self._core(text, event)
        if event.tag in ("!", _CORE + "str"):
            return text
        value = self._core(text, event)
        if event.tag == _CORE + "float" and isinstance(value, int) and not isinstance(value, bool):
            return float(value)
        if event.tag.removeprefix(_CORE) != _TAG_OF[type(value)]:
            self._unknown_tag(event)
        return value

    def _core(self, text: str, event: Any) -> _Scalar:
        """Return what an unquoted scalar means in the core schema of YAML 1.2 (section 10.3.2)."""
        if NOTHING.fullmatch(text):
            return None
        if BOOLEAN.fullmatch(text):
            return text[0] in "tT"
        if INTEGER.fullmatch(text) and len(text) < 1000:
            return int(text, 0) if text[1:2] in ("o", "x") else int(text)
        if not FLOAT.fullmatch(text):
            return text
        number = math.inf if text[-1] in "fFnN" else float(text)
        if not math.isfinite(number):
            message = Text("“{number}” is not a number that can be used.", number=quoted(text, most=20))
            self._note(event, message, Text("Write an ordinary number."))
            return 0.0
        return number

    def _unknown_tag(self, event: Any) -> None:
        message = Text("The tag “{tag}” is not known here.", tag=quoted(event.tag.replace(_CORE, "!!")))
        self._note(event, message, Text("Remove the tag, and put texts in quotes."))


_TAG_OF: dict[type, str] = {type(None): "null", bool: "bool", int: "int", float: "float", str: "str"}


def _spot(mark: Any) -> Spot:
    return mark.line + 1, mark.column + 1


def _syntax_problem(error: yaml.MarkedYAMLError, text: str) -> Problem:
    mark, begun = error.problem_mark, error.context_mark
    if begun is not None and (mark is None or mark.line > len(_LINE_BREAK.findall(text.rstrip()))):
        mark = begun
    told = error.problem or ""
    hint = Text("Check the indentation, colons, brackets and quotes here and in the line before.")
    if "cannot start any token" in told:
        hint = Text("Indent with spaces, never with a tab, and put texts that begin with %, @ or ` in quotes.")
    elif "mapping values are not allowed" in told:
        hint = Text("Put a text that holds a colon in quotes, and check the indentation.")
    elif "could not find expected ':'" in told:
        hint = Text("A key is followed by a colon and a space.")
    elif "expected ',' or" in told and _is_second_colon(mark, text):
        hint = Text("Put a text that holds a colon in quotes, and a comma between two keys.")
    elif "expected ',' or" in told and begun is not None:
        hint = Text("Check commas and brackets, from the bracket that opens in line {line} on.", line=begun.line + 1)
    elif "unexpected end of stream" in told:
        hint = Text("A quote that was opened is never closed.")
    elif "escape" in told:
        hint = Text("In double quotes, a backslash is written \\\\.")
    return Problem((), Text("From here on this is not YAML."), hint, _spot(mark) if mark is not None else None)


def _is_second_colon(mark: Any, text: str) -> bool:
    """Return whether, inside brackets, a colon is met where the entry has one already."""
    lines = _LINE_BREAK.split(text)
    if mark is None or mark.line >= len(lines):
        return False
    line = lines[mark.line]
    entry = re.split(r"[,{\[]", line[: mark.column])[-1]
    return line[mark.column : mark.column + 1] == ":" and re.search(r":\s", entry) is not None


def _unprintable(text: str) -> Problem:
    unprintable = re.search("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text)
    offset = unprintable.start() if unprintable else 0
    spot = text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
    message = Text("Here is a character that no text may hold.")
    return Problem((), message, Text("Delete it; it may be invisible."), spot)
