"""A problem inside a meeting or plan, before its place in a file is known, and the words all problems share."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeAlias

from tischrunde.words import Text, listed

__all__ = ["Inconsistent", "Path", "Problem", "found", "nearest", "next_step", "possible", "quoted"]

Path: TypeAlias = tuple[str | int, ...]
"""The way to a value in plain data: keys, and positions in lists counted from 0."""


@dataclass(frozen=True)
class Problem:
    """What is wrong at one value, and what to do about it.

    Attributes
    ----------
    path : the value
    message : what is wrong
    hint : what to do about it
    at : line and column, counted from 1, where the path alone would lead elsewhere
    """

    path: Path
    message: Text
    hint: Text | None = None
    at: tuple[int, int] | None = None


class Inconsistent(ValueError):
    """A meeting that names what it does not have, or contradicts itself. Carries every problem."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(_sentence(problem) for problem in self.problems))


def _sentence(problem: Problem) -> str:
    place = "/".join(str(step) for step in problem.path)
    hint = f" {problem.hint}" if problem.hint else ""
    return f"{place}: {problem.message}{hint}"


def next_step(wrong: str, allowed: Iterable[str]) -> Text | None:
    """Return the question whether the nearest of ``allowed`` was meant, or the list of what is allowed."""
    names = list(allowed)
    if not names:
        return None
    meant = nearest(wrong, names)
    if meant is not None:
        return Text("Did you mean “{name}”?", name=quoted(meant))
    return possible(names)


def possible(names: Iterable[str], *, most: int = 8) -> Text:
    """Return the list of what is allowed; beyond ``most`` names the rest is counted."""
    return Text("Possible here: {names}.", names=listed(map(quoted, names), most=most))


def nearest(wrong: str, names: list[str]) -> str | None:
    """Return the name that ``wrong`` is most likely a misspelling of, in any case of letters."""
    candidates = {name.casefold(): name for name in reversed(names) if abs(len(name) - len(wrong)) <= 3}
    matches = get_close_matches(wrong[:60].casefold(), candidates, n=1, cutoff=0.7)
    return candidates[matches[0]] if matches else None


def misspelt(wrong: str, names: Iterable[str]) -> Text | None:
    """Return the question whether a free word was misspelt; words that differ in digits alone are different words."""
    meant = nearest(wrong, list(names))
    if meant is None or _letters(meant) == _letters(wrong):
        return None
    return Text("Did you mean “{name}”?", name=quoted(meant))


def _letters(word: str) -> str:
    return "".join(letter for letter in word.casefold() if not letter.isdigit())


def quoted(text: str, *, most: int = 60) -> str:
    """Return ``text`` fit for one line of a sentence: short, and without characters that cannot be shown."""
    short = text if len(text) <= most else text[:most] + "…"
    if short.isprintable():
        return short
    return "".join(letter if letter.isprintable() else "�" for letter in short)


def found(value: object) -> Text:
    """Return words for a value that is not what it should be."""
    if value is None:
        return Text("nothing")
    if isinstance(value, bool):
        return Text("{value}", value=str(value).lower())
    if isinstance(value, str):
        return Text("“{text}”", text=quoted(value))
    if isinstance(value, int):
        return Text("{value}", value=value) if abs(value) < 10**20 else Text("a number with very many digits")
    if isinstance(value, float):
        return Text("{value}", value=value)
    if isinstance(value, list | tuple):
        return Text("a list")
    if isinstance(value, Mapping):
        return Text("keys with values")
    return Text("something else")
