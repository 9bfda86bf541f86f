"""Bring names and numbers into a form that is safe and pleasant to print."""

import unicodedata

from tischrunde.words import Language

__all__ = ["decimal", "printable"]

TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
"""Characters that turn the direction of writing, or are not seen at all."""


def printable(text: str) -> str:
    r"""Return ``text`` without anything that steers a terminal or turns the order of letters.

    >>> printable("Anna\x1b[2J\nApfelbaum")
    'Anna�[2J Apfelbaum'
    """
    return "".join(_shown(letter) for letter in text)


def decimal(number: float, language: Language, *, digits: int = 1) -> str:
    """Return a number with the decimal sign of the language, without needless zeros.

    >>> decimal(2.50, "de", digits=2), decimal(3.0, "en")
    ('2,5', '3')
    """
    shown = f"{number:.{digits}f}"
    if "." in shown:
        shown = shown.rstrip("0").rstrip(".")
    return shown.replace(".", ",") if language == "de" else shown


def _shown(letter: str) -> str:
    if letter in "\t\n":
        return " "
    steers = unicodedata.category(letter) in {"Cc", "Cs", "Zl", "Zp"}
    return "\N{REPLACEMENT CHARACTER}" if steers or letter in TURNING else letter
