"""Find what people wrote by hand among what there is: themes, names of others, tables."""

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cached_property

from tischrunde.io.sheets.headings import squeezed
from tischrunde.io.sheets.texts import shown
from tischrunde.words import Text, listed

__all__ = ["Choices", "pieces"]

MOST_SEARCHED = 50
"""For how many wrong words the nearest right ones are searched."""

LEAST_BEGUN = 3
"""How many letters of a name are needed to suggest it."""

_SEPARATORS = ",;/|\n•"
_BREAK = re.compile(f"[{_SEPARATORS}]")
_NUMBERED = re.compile(r"^\s*(?:\(?\d{1,2}[.):]\s+|[-–*]\s+)")
_NUMBER = re.compile(r"(?:^|(?<=\s))\(?(\d{1,2})[.):](?:\s+|(?=[^\W\d]))")
_LABEL = re.compile(r"(?:thema|theme|topic|tisch|table|nr|no|t)?0*(\d{1,4})")


class Choices:
    """Things with their names, to be found in any spelling.

    Parameters
    ----------
    names
        The names of each id; one that two ids share stands for neither.
    numbered
        Whether a number means the thing at this place, counted from 1.
    """

    def __init__(self, names: Mapping[str, Iterable[str]], *, numbered: bool = False) -> None:
        self._ids: dict[str, str | None] = {}
        self._labels: dict[str, str] = {}
        self._spelt: dict[str, str] = {}
        self.shown = {
            key: next(iter(given), key) for key, given in ((key, list(given)) for key, given in names.items())
        }
        self._searched = 0
        self._hints: dict[str, Text] = {}
        for key, given in names.items():
            for name in given:
                self._add(key, name)
        if numbered:
            for at, key in enumerate(names, 1):
                self._ids.setdefault(str(at), key)
        self._long: dict[str, list[str]] = {}
        for label in sorted(self._labels, key=len, reverse=True):
            if _BREAK.search(label):
                self._long.setdefault(_head(label), []).append(label)

    def _add(self, key: str, name: str) -> None:
        word = squeezed(name)
        if word:
            self._ids[word] = key if self._ids.get(word, key) == key else None
            self._spelt.setdefault(word, name)
        for label in (name, name.rstrip("?!. ")):
            if label:
                self._labels.setdefault(" ".join(label.split()).lower(), key)

    def find(self, words: str) -> str | None:
        """Return the id that is meant, ``None`` if there is none or more than one."""
        word = squeezed(words)
        if word in self._ids:
            return self._ids[word]
        number = _LABEL.fullmatch(word)
        return self._ids.get(str(int(number[1]))) if number else None

    def split(self, text: str) -> Iterator[tuple[str, str | None]]:
        """Yield the pieces of a list written by hand, with the id each means; a name may hold commas itself."""
        rest = _in_lines(text)
        while rest:
            rest = _NUMBERED.sub("", rest.lstrip(_SEPARATORS + " "))
            label = self._label_at(rest)
            if label:
                yield rest[: len(label)], self._labels[label]
                rest = rest[len(label) :].lstrip("?!. ")
                continue
            piece = _BREAK.split(rest, maxsplit=1)[0]
            rest = rest[len(piece) :]
            if piece.strip():
                yield from self._found(piece.strip())

    def _label_at(self, text: str) -> str | None:
        """Return the longest name with a separator in it that the text begins with."""
        small = text.lower()
        for label in self._long.get(_head(small), ()):
            if small.startswith(label) and not small[len(label) : len(label) + 1].isalnum():
                return label
        return None

    def _found(self, piece: str) -> Iterator[tuple[str, str | None]]:
        found = self.find(piece)
        parts = re.split(r"\s+(?:und|and|&|\+)\s+", piece)
        if found is None and len(parts) > 1 and all(self.find(part) for part in parts):
            yield from ((part, self.find(part)) for part in parts)
        else:
            yield piece, found

    def hint(self, wrong: str) -> Text:
        """Return which names are nearest to a wrong one, or else which there are."""
        if wrong not in self._hints:
            self._hints[wrong] = self._hint(wrong)
        return self._hints[wrong]

    def _hint(self, wrong: str) -> Text:
        near: list[str] = []
        if self._searched < MOST_SEARCHED:
            self._searched += 1
            begun = self._beginning_with(squeezed(wrong))
            close = begun or get_close_matches(squeezed(wrong)[:60], self._spelt, n=3, cutoff=0.6)
            near = list(dict.fromkeys(shown(self._name_of(word)) for word in close))
        if near:
            return Text("Did you mean {names}?", names=listed(_in_quotes(near), choice=True))
        return self._possible

    @cached_property
    def _possible(self) -> Text:
        return Text("Possible here: {names}.", names=listed(_in_quotes(map(shown, self.shown.values()))))

    def _beginning_with(self, word: str) -> list[str]:
        """Return the only name that begins so, if there is just one."""
        if len(word) < LEAST_BEGUN:
            return []
        begun = [name for name in self._spelt if name.startswith(word)]
        return begun[:1] if len({self._ids[name] for name in begun}) == 1 else []

    def _name_of(self, word: str) -> str:
        key = self._ids[word]
        return self._spelt[word] if key is None else self.shown[key]

    def is_ambiguous(self, words: str) -> bool:
        """Return whether these words fit more than one."""
        word = squeezed(words)
        return word in self._ids and self._ids[word] is None


def _head(text: str) -> str:
    """Return what stands before the first separator."""
    return _BREAK.split(text, maxsplit=1)[0].strip()


def _in_lines(text: str) -> str:
    """Return what is counted on one line as lines of their own.

    >>> _in_lines("1. Arbeit 2. Konflikte").split()
    ['Arbeit', 'Konflikte']
    """
    numbers = [int(number) for number in _NUMBER.findall(text)]
    counted = len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1)) and _NUMBER.match(text)
    return _NUMBER.sub("\n", text) if counted else text


def pieces(text: str) -> list[str]:
    """Return the pieces of a list written by hand where nothing is known of what may stand in it."""
    return [bare for piece in _BREAK.split(_in_lines(text)) if (bare := _NUMBERED.sub("", piece).strip())]


def _in_quotes(names: Iterable[str]) -> list[Text]:
    return [Text("“{name}”", name=name) for name in names]
