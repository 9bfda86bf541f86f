"""How the values of a workbook are written into cells and read from them again, form by form.

A form is generous where it reads: numbers may be texts, texts may be numbers, yes is yes in German and English.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, TypeAlias

from tischrunde.io.sheets.cells import Value
from tischrunde.io.workbook.texts import heard, heard_list, said, said_list
from tischrunde.model.fields import MOST_ROUNDS
from tischrunde.model.problems import found, next_step
from tischrunde.words import Language, Text

__all__ = [
    "BALANCE",
    "FLAG",
    "NAMES",
    "NUMBER",
    "RAW",
    "ROUNDS",
    "TEXT",
    "TIME",
    "WEIGHT",
    "WORDS",
    "Form",
    "Misread",
    "Titles",
    "Written",
    "choice",
    "folded",
    "is_blank",
]

Written: TypeAlias = str | int
"""What a cell of ours may hold."""


class Misread(Exception):
    """A cell that does not hold what belongs there."""

    def __init__(self, message: Text, hint: Text) -> None:
        super().__init__(str(message))
        self.message = message
        self.hint = hint


@dataclass(frozen=True)
class Titles:
    """What something is called in English and German, and what else it may be called by those who fill in.

    >>> Titles("Seats", "Plätze").fits(" plätze:")
    True
    """

    en: str
    de: str
    others: tuple[str, ...] = ()

    def say(self, language: Language) -> str:
        """Return the title in a language."""
        return self.de if language == "de" else self.en

    def fits(self, heading: str) -> bool:
        """Return whether a heading is one of these titles, in any case of letters."""
        return folded(heading) in {folded(title) for title in (self.en, self.de, *self.others)}


@dataclass(frozen=True)
class Form:
    """How values of one sort stand in cells; ``read(write(value, language))`` is the value in any language.

    Attributes
    ----------
    write : from a value and a language to what stands in the cell
    read : from a cell that is not blank to the value; raises ``Misread``
    is_number : whether cells hold numbers, so that Excel may count with them
    is_list : whether a value is a list
    """

    write: Callable[[Any, Language], Written]
    read: Callable[[Value], Any]
    is_number: bool = False
    is_list: bool = False


def folded(heading: str) -> str:
    """Return a heading without what people type in one way or another."""
    return " ".join(heading.casefold().split()).rstrip(":* ")


def is_blank(value: Value) -> bool:
    """Return whether nothing can be seen in a cell."""
    return value is None or (isinstance(value, str) and not value.strip())


def choice(titles_of: Mapping[str, Titles]) -> Form:
    """Return the form of a word out of a few, each told in German or English or by its key."""

    def read(value: Value) -> str:
        word = _text(value)
        for key, titles in titles_of.items():
            if titles.fits(word) or folded(word) == folded(key):
                return key
        every = [title for titles in titles_of.values() for title in (titles.en, titles.de)]
        hint = next_step(word, every)
        raise Misread(Text("{found} is not possible here.", found=found(word)), hint or Text("Choose from the list."))

    return Form(lambda key, language: titles_of[key].say(language), read)


def _text(value: Value) -> str:
    """Return a cell's text; a number that Excel made of one is written out again."""
    if isinstance(value, str):
        return heard(value)
    if isinstance(value, bool):
        raise Misread(
            Text("A text belongs here. Found: {found}.", found=found(value)),
            Text("Format the cell as text and type it again."),
        )
    if isinstance(value, int | float):
        return str(int(value)) if float(value).is_integer() else str(value)
    raise Misread(
        Text("A text belongs here, and Excel has made a date or a time of it: {value}.", value=str(value)),
        Text("Format the cell as text and type it again."),
    )


def _texts(separators: str) -> Callable[[Value], list[str]]:
    def read(value: Value) -> list[str]:
        return heard_list(value, separators=separators) if isinstance(value, str) else [_text(value)]

    return read


def _number(value: Value) -> int:
    """Return a whole number, however it was typed."""
    if isinstance(value, str):
        typed = heard(value).removesuffix(".0").removesuffix(",0")
        if re.fullmatch(r"[-+−]?[0-9]{1,18}", typed):
            return int(typed.replace("−", "-"))
    elif isinstance(value, int | float) and not isinstance(value, bool) and float(value).is_integer():
        return int(value)
    raise Misread(
        Text("A whole number belongs here. Found: {found}.", found=_found(value)),
        Text("Write a number such as 6, without words."),
    )


def _found(value: Value) -> Text:
    return Text("{value}", value=str(value)) if isinstance(value, date | time) else found(value)


_NO = ("no", "nein", "n", "false", "falsch", "0", "-")
_YES = ("yes", "ja", "y", "j", "x", "✓", "true", "wahr", "1")
_NONE = ("none", "keine", "keiner", "no", "nein", "-")
_ANY = ("any", "beliebig", "egal")


def _flag(value: Value) -> bool:
    if isinstance(value, bool):
        return value
    word = folded(_text(value))
    if word in _YES or word in _NO:
        return word in _YES
    raise Misread(
        Text("Either yes or no belongs here. Found: {found}.", found=_found(value)),
        Text("Write yes or no, or leave the cell empty."),
    )


def _rounds(value: Value) -> list[int]:
    """Return round numbers; an empty list for the word that says none."""
    if isinstance(value, int | float) and not isinstance(value, bool) and float(value).is_integer():
        return [int(value)]
    typed = heard(value) if isinstance(value, str) else ""
    if folded(typed) in _NONE:
        return []
    numbers: list[int] = []
    for part in re.split(r"[;,\s]+(?:und |and )?", re.sub(r"\s*(?:[-–—]|bis|to)\s*", "-", typed)):
        match = re.fullmatch(r"([0-9]{1,6})\.?(?:-([0-9]{1,6})\.?)?", part)
        if match is None or int(match[2] or match[1]) - int(match[1]) > MOST_ROUNDS:
            raise Misread(
                Text("Rounds belong here. Found: {found}.", found=_found(value)),
                Text("Write their numbers as in 1; 3 or 2-4. If Excel changes them, format the cell as text."),
            )
        numbers += range(int(match[1]), int(match[2] or match[1]) + 1)
    return numbers


def _said_rounds(numbers: list[int], language: Language) -> str:
    if not numbers:
        return "keine" if language == "de" else "none"
    return "; ".join(map(str, numbers))


def _time(value: Value) -> str:
    """Return a time of day as ``HH:MM``; a fraction of a day is what Excel keeps of one."""
    if isinstance(value, float) and 0 <= value < 1:
        value = (datetime.min + timedelta(minutes=round(value * 24 * 60) % (24 * 60))).time()
    if isinstance(value, datetime):
        value = value.time()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, str):
        match = re.fullmatch(r"([0-9]{1,2})(?:[:.]([0-9]{2}))?(?::00)?(?:\s*(?:uhr|h))?", heard(value).casefold())
        if match is not None and int(match[1]) < 24 and int(match[2] or 0) < 60:
            return f"{match[1]}:{match[2] or '00'}"
    raise Misread(
        Text("A time of day belongs here. Found: {found}.", found=_found(value)),
        Text("Write hours and minutes, as in 10:30."),
    )


def _balance(value: Value) -> int | None:
    return None if isinstance(value, str) and folded(value) in _ANY else _number(value)


def _said_balance(number: int | None, language: Language) -> Written:
    if number is None:
        return "beliebig" if language == "de" else "any"
    return number


def _weight(value: Value) -> int | None:
    """Return a weight; ``None`` for the word that leaves a kind of mixing out altogether."""
    return None if isinstance(value, str) and folded(value) in _NONE else _number(value)


def _said_weight(number: int | None, language: Language) -> Written:
    if number is None:
        return "keine" if language == "de" else "none"
    return number


TEXT = Form(lambda text, _: said(text), _text)
"""Any text."""

NAMES = Form(lambda texts, _: said_list(texts), _texts(";\n"), is_list=True)
"""A list of names, in which a comma may be part of a name."""

WORDS = Form(lambda texts, _: said_list(texts, separators=";,\n"), _texts(";,\n"), is_list=True)
"""A list of free words, in which a comma separates too."""

NUMBER = Form(lambda number, _: int(number), _number, is_number=True)
"""A whole number."""

RAW = Form(lambda value, _: value, lambda value: value)
"""Whatever stands there, to be read in another form once it is known which."""

FLAG = Form(lambda flag, language: (("nein", "ja") if language == "de" else ("no", "yes"))[flag], _flag)
"""Yes or no."""

ROUNDS = Form(_said_rounds, _rounds, is_list=True)
"""Numbers of rounds; a word for none."""

TIME = Form(lambda text, _: said(text), _time)
"""A time of day."""

BALANCE = Form(_said_balance, _balance, is_number=True)
"""A whole number, or the word that any will do."""

WEIGHT = Form(_said_weight, _weight, is_number=True)
"""A whole number, or the word that says none."""
