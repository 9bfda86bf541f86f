"""What people typed, made ready to print: letters our fonts have, nothing that steers, the direction of writing.

Knows the fonts beside this file and no others, so that every machine prints the same.
"""

import re
import unicodedata
from functools import cache
from pathlib import Path

__all__ = ["FONTS", "LONGEST", "isolated", "missing", "right_to_left", "shortened", "written"]

FONTS = Path(__file__).parent / "fonts"
"""The folder of our fonts."""

LONGEST = 160
"""Longer texts are shortened: no tag has room for them."""

UNKNOWN = "\N{REPLACEMENT CHARACTER}"
"""Stands for a letter that no font of ours has."""

JOINERS = "\u200c\u200d"
"""Shape the Persian letters around them and are not seen themselves."""

LONG_WORD = re.compile(r"[^\s\-\u2013/\u00ad]{25,}")


def written(text: str) -> str:
    r"""Return ``text`` as it is printed.

    Letters come composed, spaces single. What steers a printer or turns the order of letters is left out, letters
    without a font become ``�``, long words may be broken, and what is too long ends in ``…``.

    >>> written("Anna\t Apfel\u202ebaum\n")
    'Anna Apfelbaum'
    """
    clean = _composed(text)
    if len(clean) > LONGEST:
        clean = clean[: LONGEST - 1].rstrip() + "…"
    shown = "".join(letter if _has_font(letter) else UNKNOWN for letter in clean)
    return LONG_WORD.sub(lambda word: _breakable(word[0]), shown)


def missing(text: str) -> list[str]:
    """Return the letters of ``text`` that no font of ours has, each once, in their order."""
    return list(dict.fromkeys(letter for letter in _composed(text) if not _has_font(letter)))


def shortened(text: str) -> bool:
    """Return whether ``text`` is too long to be printed whole."""
    return len(_composed(text)) > LONGEST


def right_to_left(text: str) -> bool:
    """Return whether the first letter with a direction is written from right to left (Unicode UAX 9, rule P2)."""
    return next((unicodedata.bidirectional(one) != "L" for one in text if _turns(one)), False)


def isolated(text: str) -> str:
    """Return ``text`` between marks that keep its direction to itself (Unicode UAX 9, section 2.4)."""
    return f"\N{FIRST STRONG ISOLATE}{written(text)}\N{POP DIRECTIONAL ISOLATE}"


def _turns(letter: str) -> bool:
    return unicodedata.bidirectional(letter) in {"L", "R", "AL"}


def _composed(text: str) -> str:
    kept = "".join(" " if _is_space(one) else one for one in unicodedata.normalize("NFC", text) if _is_seen(one))
    return " ".join(kept.split()).strip(JOINERS)


def _is_space(letter: str) -> bool:
    return letter in "\t\n\r\v\f" or unicodedata.category(letter) in {"Zs", "Zl", "Zp"}


def _is_seen(letter: str) -> bool:
    return _is_space(letter) or letter in JOINERS or unicodedata.category(letter) not in {"Cc", "Cf", "Cs"}


def _has_font(letter: str) -> bool:
    return letter in JOINERS or ord(letter) in _covered()


def _breakable(word: str) -> str:
    """Return a long word with a soft hyphen after every eight letters, unless its letters join."""
    if any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in word):
        return word
    pieces: list[str] = []
    for letter in word:
        if pieces and (unicodedata.combining(letter) or len(pieces[-1]) < 8):
            pieces[-1] += letter
        else:
            pieces.append(letter)
    return "\u00ad".join(pieces)


@cache
def _covered() -> frozenset[int]:
    """Return the code points that all weights of a family of ours can draw."""
    from fontTools.ttLib import TTFont

    covered: set[int] = set()
    for path in sorted(FONTS.glob("*-Regular.ttf")):
        bold_path = path.with_name(path.name.replace("-Regular", "-Bold"))
        with TTFont(path, lazy=True) as regular, TTFont(bold_path, lazy=True) as bold:
            covered |= set(regular.getBestCmap()) & set(bold.getBestCmap())
    return frozenset(covered)
