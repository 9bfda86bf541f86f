"""The rows that show in an empty workbook how it is filled in. Everybody in them is invented.

Each begins a cell with “Example:”; read, such a row is passed over as long as nobody has changed it.
"""

from collections.abc import Mapping
from typing import TypeAlias

from tischrunde.io.sheets.cells import Value
from tischrunde.io.workbook.columns import PAIRS, PEOPLE, ROUND_SHEET, RULES, TABLES, THEMES
from tischrunde.io.workbook.forms import Written
from tischrunde.words import LANGUAGES, Language

__all__ = ["Cells", "example_rows", "has_examples", "is_untouched"]

Cells: TypeAlias = Mapping[tuple[str, int], Written]
"""Cells of one row by the key of their column and, in numbered columns, which of them it is."""

_ENGLISH: dict[str, dict[tuple[str, int], Written]] = {
    PEOPLE.key: {
        ("name", 0): "Example: Ada Sample",
        ("id", 0): "A1",
        ("organisation", 0): "Town of Samplebury",
        ("sector", 0): "municipality",
        ("rounds", 0): "1; 2",
        ("wishes", 0): "Example: Garden",
        ("needs", 0): "step-free",
    },
    TABLES.key: {
        ("id", 0): "Example: T1",
        ("seats", 0): 6,
        ("theme", 0): "Example: Garden",
        ("min_seats", 0): 4,
        ("features", 0): "step-free",
        ("closed_in", 0): "3",
    },
    THEMES.key: {
        ("id", 0): "Example: Garden",
        ("title", 0): "What shall grow in our garden?",
    },
    ROUND_SHEET.key: {
        ("number", 0): 1,
        ("label", 0): "Example: Before the break",
        ("start", 0): "10:30",
        ("minutes", 0): 25,
    },
    RULES.key: {
        ("kind", 0): "Together at a table",
        ("people", 0): "Example: Ada Sample; Ben Sample",
        ("rounds", 0): "1",
    },
    PAIRS.key: {
        ("one", 0): "Example: Ada Sample",
        ("other", 0): "Ben Sample",
        ("history", 0): 1,
    },
}

_GERMAN: dict[str, dict[tuple[str, int], Written]] = {
    PEOPLE.key: {
        ("name", 0): "Beispiel: Erika Muster",
        ("id", 0): "E1",
        ("organisation", 0): "Stadt Musterlingen",
        ("sector", 0): "Kommune",
        ("rounds", 0): "1; 2",
        ("wishes", 0): "Beispiel: Garten",
        ("needs", 0): "stufenfrei",
    },
    TABLES.key: {
        ("id", 0): "Beispiel: T1",
        ("seats", 0): 6,
        ("theme", 0): "Beispiel: Garten",
        ("min_seats", 0): 4,
        ("features", 0): "stufenfrei",
        ("closed_in", 0): "3",
    },
    THEMES.key: {
        ("id", 0): "Beispiel: Garten",
        ("title", 0): "Was soll in unserem Garten wachsen?",
    },
    ROUND_SHEET.key: {
        ("number", 0): 1,
        ("label", 0): "Beispiel: Vor der Pause",
        ("start", 0): "10:30",
        ("minutes", 0): 25,
    },
    RULES.key: {
        ("kind", 0): "Zusammen an einem Tisch",
        ("people", 0): "Beispiel: Erika Muster; Max Muster",
        ("rounds", 0): "1",
    },
    PAIRS.key: {
        ("one", 0): "Beispiel: Erika Muster",
        ("other", 0): "Max Muster",
        ("history", 0): 1,
    },
}


def example_rows(key: str, language: Language) -> list[Cells]:
    """Return the examples on a sheet, as they stand in its cells."""
    rows = (_GERMAN if language == "de" else _ENGLISH).get(key)
    return [] if rows is None else [rows]


def has_examples(key: str) -> bool:
    """Return whether a sheet has examples."""
    return key in _ENGLISH


def is_untouched(key: str, cells: Mapping[tuple[str, int], Value]) -> bool:
    """Return whether a row is an example as it was written, in any language."""
    return any(
        cells.keys() == row.keys() and all(str(cells[at]).removesuffix(".0") == str(cell) for at, cell in row.items())
        for language in LANGUAGES
        for row in example_rows(key, language)
    )
