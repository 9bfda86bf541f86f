"""Keep what people typed from being computed: in a text file, a spreadsheet program takes ``=1+1`` for a formula.

A cell that could be taken for one gets an apostrophe in front, which such programs show as it is. Since a file with
semicolons may be opened by a program that parts at commas, what follows a comma, semicolon, tab or line break inside
a cell gets one too. Taking them off again gives back every cell exactly.
"""

import re

__all__ = ["as_typed", "defused"]

_BEGINS_FORMULA = r"['\s\"]*[=+\-@\uff1d\uff0b\uff0d\uff20]"
_PART = r"(?:^|(?<=[,;\t\r\n]))"
_DANGER = re.compile(rf"{_PART}(?={_BEGINS_FORMULA})|^(?='*[\t\r\n])")
_DEFUSED = re.compile(rf"{_PART}'(?={_BEGINS_FORMULA})|^'(?='*[\t\r\n])")


def defused(cell: str) -> str:
    """Return a cell that no spreadsheet program takes for a formula.

    >>> defused("=1+1"), defused("Anna"), defused("'=1+1")
    ("'=1+1", 'Anna', "''=1+1")
    """
    return _DANGER.sub("'", cell)


def as_typed(cell: str) -> str:
    """Return what ``defused`` was given.

    >>> as_typed("'=1+1"), as_typed("'t Hooft")
    ('=1+1', "'t Hooft")
    """
    return _DEFUSED.sub("", cell)
