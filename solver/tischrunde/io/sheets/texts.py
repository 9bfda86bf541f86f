"""Take the text out of a cell: numbers as people wrote them, no letters that are not seen or that turn the others."""

import re
import unicodedata
from datetime import date, datetime, time

from tischrunde.io.sheets.cells import Value
from tischrunde.words import Text

__all__ = [
    "MOST_SHOWN",
    "as_text",
    "cleaned",
    "has_unseen",
    "is_no",
    "is_yes",
    "one_line",
    "shown",
    "trouble_with",
    "typable",
    "unquoted",
]

MOST_SHOWN = 40
"""How many letters of a wrong value are told."""

_YES = frozenset({"ja", "j", "x", "yes", "y", "true", "wahr", "✓", "✔", "☑", "✗"})
_NO = frozenset(
    {"", "nein", "n", "no", "false", "falsch", "-", "–", "—", "/", "keine", "kein", "keiner", "none", "k.a.", "n/a"}
)

_QUOTES = "“”„‟"

_OVERRIDES = frozenset("\u202d\u202e")
_UNSEEN = dict.fromkeys(
    [
        0xAD,
        0x61C,
        0x180E,
        0x200B,
        0x200E,
        0x200F,
        *range(0x202A, 0x202D),
        *range(0x2060, 0x2065),
        *range(0x2066, 0x206A),
        0xFEFF,
    ]
)
_BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_BLANKS = re.compile(r"[^\S\n]+")


def as_text(value: Value) -> str:
    """Return what stands in a cell as a text; a whole number without the point that spreadsheets keep.

    >>> as_text(70173.0), as_text("  Anna "), as_text(None)
    ('70173', '  Anna ', '')
    """
    match value:
        case None | False:
            return ""
        case True:
            return "x"
        case float() if value.is_integer():
            return str(int(value))
        case datetime() | date() | time():
            return value.isoformat()
    return str(value)


def cleaned(value: Value) -> str:
    """Return the text of a cell in composed letters, without unseen ones, its lines free of needless blanks."""
    text = unicodedata.normalize("NFC", _BREAKS.sub("\n", as_text(value)).translate(_UNSEEN))
    lines = (_BLANKS.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(filter(None, lines))


def one_line(value: Value) -> str:
    """Return the text of a cell on one line."""
    return cleaned(value).replace("\n", " ")


def trouble_with(value: Value) -> tuple[Text, Text] | None:
    """Return why a text cannot be taken as it is, and what to do: signs that steer, turn letters round, or are broken.

    Marks of direction that change nothing of the order in memory (as in Arabic names) are no trouble.
    """
    if not isinstance(value, str):
        return None
    for letter in value:
        if letter in _OVERRIDES:
            return (
                Text(
                    "“{value}” holds an unseen sign (U+{code}) that shows letters in another order than they stand.",
                    value=shown(value),
                    code=f"{ord(letter):04X}",
                ),
                Text("Type the text again."),
            )
        kind = unicodedata.category(letter)
        if kind == "Cs" or letter == "\N{REPLACEMENT CHARACTER}":
            return (
                Text("“{value}” holds a broken letter: it was lost when the list was saved.", value=shown(value)),
                Text("Type it again, or save the list again as .xlsx or as “CSV UTF-8”."),
            )
        if kind == "Cc" and letter not in "\t\n\r\v\f\x85":
            return (
                Text("“{value}” holds a control character (U+{code}).", value=shown(value), code=f"{ord(letter):04X}"),
                Text("Type the text again."),
            )
    return None


def has_unseen(value: Value) -> bool:
    """Return whether letters that are not seen are left out of a text."""
    return isinstance(value, str) and any(ord(letter) in _UNSEEN for letter in value)


def is_yes(text: str) -> bool:
    """Return whether a cell says yes, by a word or a cross."""
    return text.casefold() in _YES


def is_no(text: str) -> bool:
    """Return whether a cell says no, or nothing."""
    return text.casefold() in _NO


def shown(value: Value) -> str:
    """Return a value fit for a sentence: short, on one line, with signs that cannot be shown replaced."""
    text = as_text(value)
    short = text if len(text) <= MOST_SHOWN else text[:MOST_SHOWN] + "…"
    return "".join(_visible(letter) for letter in short)


def typable(text: str) -> str:
    """Return a text as it may be typed between straight quotation marks at a terminal, in full.

    >>> typable('Wünsche ("frei")')
    'Wünsche (frei)'
    """
    return "".join(_visible(letter) for letter in text if letter not in '"$`\\!')


def unquoted(text: str) -> str:
    """Return what was typed without the curly quotation marks around it, which a terminal does not take away.

    >>> unquoted("„Stufe“"), unquoted("Was heißt „gut“?")
    ('Stufe', 'Was heißt „gut“?')
    """
    bare = text.strip().strip(_QUOTES).strip()
    return text if set(bare) & set(_QUOTES) else bare


def _visible(letter: str) -> str:
    if letter in "\t\n\r":
        return " "
    return letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}"
