"""Sentences for people, in English and German. Knows nothing of meetings: only how a sentence is kept and said.

A sentence is written once, in English, where it arises; ``locales/de`` holds the German one.
"""

import gettext
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal, TypeAlias

__all__ = ["LANGUAGES", "Language", "Options", "Text", "listed"]

Language: TypeAlias = Literal["de", "en"]
LANGUAGES: tuple[Language, ...] = ("de", "en")


@dataclass(frozen=True)
class Text:
    """A sentence with its values, said in a language only when somebody reads it.

    >>> Text("Table {table} is closed.", table="T1").say("en")
    'Table T1 is closed.'
    """

    template: str
    values: dict[str, object] = field(default_factory=dict)
    plural: str | None = None
    count: int = 1

    def __init__(self, template: str, /, **values: object) -> None:
        object.__setattr__(self, "template", template)
        object.__setattr__(self, "values", values)
        object.__setattr__(self, "plural", None)
        object.__setattr__(self, "count", 1)

    @classmethod
    def many(cls, singular: str, plural: str, count: int, /, **values: object) -> "Text":
        """Return the sentence for ``count`` things; ``{count}`` stands for the number.

        >>> Text.many("{count} person", "{count} people", 3).say("en")
        '3 people'
        """
        text = cls(singular, count=count, **values)
        object.__setattr__(text, "plural", plural)
        object.__setattr__(text, "count", count)
        return text

    def with_values(self, values: dict[str, object]) -> "Text":
        """Return the same sentence with other values.

        >>> Text("Table {table} is closed.", table="T1").with_values({"table": "T2"}).say("en")
        'Table T2 is closed.'
        """
        text = copy(self)
        object.__setattr__(text, "values", values)
        return text

    def say(self, language: Language) -> str:
        """Return the sentence in ``language``; values that are sentences, or tuples of them, are said in it too."""
        words = _translations(language)
        if self.plural is None:
            template = words.gettext(self.template)
        else:
            template = words.ngettext(self.template, self.plural, self.count)
        return template.format(**{name: _say(value, language) for name, value in self.values.items()})

    def __str__(self) -> str:
        return self.say("en")

    def __hash__(self) -> int:
        return hash((self.template, self.count))


@dataclass(frozen=True)
class Options:
    """Options inside a sentence, as people would type them. A value may be a sentence itself.

    >>> Options(tables=2, hosts=None).say("en"), Options(tables=2, hosts=None).as_parameters().say("en")
    ('--tables 2 --hosts', 'tables=2, hosts')
    """

    given: dict[str, object]
    """Name to value, ``None`` for a name that stands alone."""

    in_query: bool
    """Whether they are the parameters of a service, not options of the command line."""

    def __init__(self, **given: object) -> None:
        object.__setattr__(self, "given", given)
        object.__setattr__(self, "in_query", False)

    def as_parameters(self) -> "Options":
        """Return the same as the parameters of a service."""
        same = copy(self)
        object.__setattr__(same, "in_query", True)
        return same

    def say(self, language: Language) -> str:
        """Return them in a row; on the command line, words are quoted."""
        spoken = {name: _say(value, language) for name, value in self.given.items()}
        if self.in_query:
            return ", ".join(name if value is None else f"{name}={value}" for name, value in spoken.items())
        return " ".join(_typed(name, value) for name, value in spoken.items())

    def __str__(self) -> str:
        return self.say("en")

    def __hash__(self) -> int:
        return hash((tuple(self.given), self.in_query))


def _typed(name: str, value: object) -> str:
    option = f"--{name.replace('_', '-')}"
    if value is None:
        return option
    return f'{option} "{value}"' if isinstance(value, str) else f"{option} {value}"


def listed(names: Iterable[str | Text], *, most: int = 8, choice: bool = False) -> Text:
    """Return ``a, b and c`` as a sentence part, or ``a, b or c``; beyond ``most`` names the rest is counted.

    >>> str(listed(["T1", "T2", "T3"])), str(listed(["T1", "T2"], choice=True))
    ('T1, T2 and T3', 'T1 or T2')
    """
    every = list(names)
    if len(every) > most:
        return Text.many(
            "{names} and {count} more",
            "{names} and {count} more",
            len(every) - most,
            names=tuple(every[:most]),
        )
    if len(every) < 2:
        return Text("{names}", names=tuple(every))
    if choice:
        return Text("{names} or {last}", names=tuple(every[:-1]), last=every[-1])
    return Text("{names} and {last}", names=tuple(every[:-1]), last=every[-1])


def _say(value: object, language: Language) -> object:
    if isinstance(value, tuple):
        return ", ".join(str(_say(one, language)) for one in value)
    return value.say(language) if isinstance(value, Text | Options) else value


@cache
def _translations(language: Language) -> gettext.NullTranslations:
    folder = Path(__file__).parent / "locales"
    return gettext.translation("tischrunde", folder, [language], fallback=True)
