"""Put names together as people say them, whatever order and pieces a list has them in."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

__all__ = ["Name", "Order", "brackets_are_places", "joined", "named", "order_of", "spellings"]

Order: TypeAlias = Literal["spoken", "reversed", "with_organisation"]
"""What a comma in a name means: nothing in particular, ``Nachname, Vorname``, or ``Vorname Nachname, Organisation``."""

_TITLE = re.compile(
    r"dr|prof|professor|professorin|dipl|ing|dipling|mag|med|phil|nat|rer|jur|pol|oec|theol|iur|habil|vet|dent|hc|h|c|"
    r"mult|pd|privdoz|ra|phd|mba|msc|bsc|ma|ba|llm"
)
_PARTICLE = re.compile(
    r"von|vom|zu|zum|zur|van|der|den|de|del|della|di|da|do|dos|du|la|le|ten|ter|af|av|el|al|bin|ibn|ben|und|"
    r"freiherr|freifrau|graf|gräfin|edler|edle|ritter|st"
)
_IN_BRACKETS = re.compile(r"\s*\(([^()]+)\)\s*$")
_PRONOUNS = re.compile(
    r"(?:sie|er|they|she|he|ihr|ihm|her|him|them|dey|xier|ihn|keine?)(?:\s*[/,]\s*\w+)*", re.IGNORECASE
)


@dataclass(frozen=True)
class Name:
    """A name as it is spoken.

    Attributes
    ----------
    spoken : titles, first names, last name
    place : what stood in brackets, or after it as an organisation; ``None`` without
    """

    spoken: str
    place: str | None = None


def order_of(cells: Sequence[str]) -> Order:
    """Return what commas mean in a column of names: what fits most of those that have one.

    >>> order_of(["Müller, Anna", "von Ahn, Dr. Kim"]), order_of(["Anna Müller, Stadt Aalen"])
    ('reversed', 'with_organisation')
    """
    kinds = Counter(
        _single(_without_bracket(cell).partition(",")[0]) for cell in cells if "," in _without_bracket(cell)
    )
    if not kinds:
        return "spoken"
    return "reversed" if kinds[True] >= kinds[False] else "with_organisation"


def brackets_are_places(cells: Sequence[str]) -> bool:
    """Return whether at least half of the names end in brackets that hold something else than a pronoun."""
    inside = [match[1] for cell in cells if (match := _IN_BRACKETS.search(cell))]
    return bool(inside) and 2 * len(inside) >= len(cells) and not all(map(_PRONOUNS.fullmatch, inside))


def named(cell: str, *, order: Order, places: bool) -> Name:
    """Return the name in one cell.

    >>> named("Müller, Dr. Anna (Aalen)", order="reversed", places=True)
    Name(spoken='Dr. Anna Müller', place='Aalen')
    """
    place = None
    match = _IN_BRACKETS.search(cell) if places else None
    if match is not None:
        cell, place = cell[: match.start()], match[1].strip()
    before, comma, after = (part.strip() for part in cell.partition(","))
    if not comma or order == "spoken" or not before or not after:
        return Name(joined(cell.strip(" ,")), place)
    if order == "with_organisation" and not _single(before):
        return Name(joined(before), place or after)
    first, _, titles = (part.strip() for part in after.partition(","))
    if titles and not all(map(_is_title, titles.split())):
        return Name(joined(cell), place)
    return Name(joined(titles, first, before), place)


def joined(*parts: str) -> str:
    """Return the parts of a name in a row, titles first.

    >>> joined("Anna", "Müller Dr."), joined("Prof. Dr.", "Kim", "von Ahn")
    ('Dr. Anna Müller', 'Prof. Dr. Kim von Ahn')
    """
    words = " ".join(parts).split()
    titles = [word for word in words if _is_title(word)]
    rest = [word for word in words if not _is_title(word)]
    return " ".join([*titles, *rest]) if rest else " ".join(words)


def spellings(spoken: str) -> list[str]:
    """Return how others may write this name: as it is, without titles, last name first, one of its parts alone.

    >>> spellings("Dr. Anna von Ahn")
    ['Dr. Anna von Ahn', 'Anna von Ahn', 'von Ahn, Anna', 'von Ahn Anna', 'Ahn, Anna', 'Ahn', 'von Ahn', 'Anna']
    """
    words = [word for word in spoken.split() if not _is_title(word)]
    if len(words) < 2:
        return list(dict.fromkeys([spoken, *words]))
    at = len(words) - 1
    while at > 1 and _PARTICLE.fullmatch(words[at - 1].casefold()):
        at -= 1
    first, last = " ".join(words[:at]), " ".join(words[at:])
    every = [
        spoken,
        " ".join(words),
        f"{last}, {first}",
        f"{last} {first}",
        f"{words[-1]}, {first}",
        words[-1],
        last,
        first,
    ]
    return list(dict.fromkeys(every))


def _is_title(word: str) -> bool:
    """Return whether a word is a title: one of the known ones with a dot, or a long form without."""
    bare = [part for part in re.split(r"[.\-]+", word.casefold()) if part]
    known = bool(bare) and all(map(_TITLE.fullmatch, bare))
    return known and ("." in word or word.casefold() in ("dr", "prof", "professor", "professorin", "phd", "mba"))


def _single(words: str) -> bool:
    """Return whether words are a last name alone: one word beside titles and particles."""
    return sum(not (_is_title(word) or _PARTICLE.fullmatch(word.casefold())) for word in words.split()) < 2


def _without_bracket(cell: str) -> str:
    return _IN_BRACKETS.sub("", cell)
