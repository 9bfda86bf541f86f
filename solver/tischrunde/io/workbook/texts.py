"""Texts in cells, written so that exactly they are read again, whatever they hold.

A text stands in its cell as it is. Only one that would be read differently (empty, with blanks at its ends, with
characters nobody sees, with what looks like a letter's number, or with the signs that separate a list) stands in double
quotes, as in JSON.
"""

import json
import re
import unicodedata
from collections.abc import Iterable

__all__ = ["EXAMPLES", "heard", "heard_list", "is_example", "said", "said_list", "without_escapes"]

EXAMPLES = ("example:", "beispiel:")
"""How a cell begins that makes its row an example, in small letters."""

TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\ufffd\ufffe\uffff")
"""Characters that turn the direction of writing, stand for a lost one, or cannot stand in a workbook."""

_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""What a spreadsheet takes for a letter told by its number."""

_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)


def said(text: str) -> str:
    """Return what to write into a cell so that ``heard`` gives the text back.

    >>> said("Ada"), said(" 007 ")
    ('Ada', '" 007 "')
    """
    return text if text and _is_plain(text) and heard(text) == text else _in_quotes(text)


def heard(cell: str) -> str:
    """Return the text that a cell stands for: without blanks at its ends, and without the quotes around it."""
    trimmed = cell.strip()
    quoted = _unquoted(trimmed) if _QUOTED.fullmatch(trimmed) else None
    return trimmed if quoted is None else quoted


def said_list(texts: Iterable[str], *, separators: str = ";\n") -> str:
    """Return a list for one cell, so that ``heard_list`` with the same separators gives the texts back.

    >>> said_list(["T1", "a; b"])
    'T1; "a; b"'
    """
    return "; ".join(
        text
        if _is_plain(text) and not text.startswith('"') and heard_list(text, separators=separators) == [text]
        else _in_quotes(text)
        for text in texts
    )


def heard_list(cell: str, *, separators: str = ";\n") -> list[str]:
    """Return the texts that a cell lists; nothing between two separators is no text.

    >>> heard_list('T1;; "a; b"')
    ['T1', 'a; b']
    """
    entry = re.compile(rf'\s*(?:("(?:[^"\\]|\\.)*")\s*|([^{separators}]*))(?:[{separators}]|$)', re.DOTALL)
    texts = []
    at = 0
    while at < len(cell):
        match = entry.match(cell, at)
        if match is None:
            break
        quoted = _unquoted(match[1]) if match[1] else None
        plain = (match[1] or match[2]).strip()
        if quoted is not None:
            texts.append(quoted)
        elif plain:
            texts.append(plain)
        at = match.end()
    return texts


def is_example(cell: object) -> bool:
    """Return whether a cell says that its row is only an example."""
    return isinstance(cell, str) and cell.strip().casefold().startswith(EXAMPLES)


def without_escapes(json_text: str) -> str:
    """Return JSON in which nothing looks like a letter told by its number."""
    return _ESCAPED.sub(r"\\u005f", json_text)


def _is_plain(text: str) -> bool:
    """Return whether a text may stand in a cell as it is.

    One in ``<r>`` would be taken for rich text, and ``_x0041_`` for a letter's number.
    """
    return _is_seen(text) and not is_example(text) and not text.startswith("<r>") and not _ESCAPED.search(text)


def _is_seen(text: str) -> bool:
    hidden = any(unicodedata.category(letter) == "Cc" and letter != "\n" for letter in text)
    return not hidden and TURNING.isdisjoint(text)


def _in_quotes(text: str) -> str:
    return without_escapes(json.dumps(text, ensure_ascii=not _is_seen(text)))


def _unquoted(quoted: str) -> str | None:
    try:
        text = json.loads(quoted, strict=False)
    except ValueError:
        return None
    return text if isinstance(text, str) else None
