"""What attributes of people are called in a workbook: the known ones by a heading, all others with a word in front."""

import re

from tischrunde.io.sheets.cells import Value
from tischrunde.io.workbook.forms import TEXT, Form, Titles, folded
from tischrunde.io.workbook.texts import heard, said
from tischrunde.words import Language

__all__ = ["ATTRIBUTE", "ATTRIBUTE_NAME", "MIXING", "OWN_ATTRIBUTES", "after", "attribute_heading"]

ATTRIBUTE = Titles("Attribute", "Merkmal")
"""Begins the heading of a further attribute, as in ``Attribute: stage``."""

MIXING = Titles("Mixing", "Durchmischung")
"""Begins the setting of an attribute's weight, as in ``Mixing: Sector``."""

OWN_ATTRIBUTES = {
    "sector": Titles("Sector", "Bereich", ("Sektor",)),
    "organisation": Titles("Organisation", "Organisation", ("Organization", "Einrichtung", "Kommune")),
}
"""The attributes that every meeting knows, by their keys."""


def attribute_heading(name: str, language: Language) -> str:
    """Return the heading of the column with a further attribute."""
    return f"{ATTRIBUTE.say(language)}: {said(name)}"


def after(word: Titles, heading: str) -> str | None:
    """Return what follows a word and its colon, as it was typed, or ``None`` if the heading begins otherwise.

    >>> after(ATTRIBUTE, "merkmal : Stand")
    'Stand'
    """
    match = re.match(r"\s*(\w+)\s*:(.*)\Z", heading, re.DOTALL)
    return match[2].strip() if match is not None and word.fits(match[1]) else None


def _write(name: str, language: Language) -> str:
    if name in OWN_ATTRIBUTES:
        return OWN_ATTRIBUTES[name].say(language)
    return said(name) if _read(said(name)) == name else attribute_heading(name, language)


def _read(value: Value) -> str:
    if isinstance(value, str):
        named = after(ATTRIBUTE, value)
        if named is not None:
            return heard(named)
    text: str = TEXT.read(value)
    for name, titles in OWN_ATTRIBUTES.items():
        if titles.fits(text) or folded(text) == name:
            return name
    return text


ATTRIBUTE_NAME = Form(_write, _read)
"""The name of an attribute where rules and settings speak of it."""
