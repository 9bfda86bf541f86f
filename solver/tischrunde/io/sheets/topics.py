"""Propose which themes a list is about, where nobody said."""

from collections import Counter
from collections.abc import Iterator, Sequence

from tischrunde.io.sheets.choices import pieces
from tischrunde.io.sheets.details import is_open
from tischrunde.io.sheets.headings import Key, squeezed
from tischrunde.io.sheets.layout import Listing
from tischrunde.io.sheets.people import Entry
from tischrunde.io.sheets.texts import cleaned, is_no, one_line

__all__ = ["themes_in"]

MOST_PROPOSED = 8

_THEMES: tuple[Key, ...] = ("wish", "must_visit", "avoid")


def themes_in(listing: Listing, entries: Sequence[Entry]) -> tuple[str, ...]:
    """Return the themes most often named in a list, in the spelling that comes first.

    A cell is taken as a whole where each wish has a column of its own; elsewhere it is parted, at commas and strokes
    only where no semicolon or line parts anything.
    """
    cells = [text for entry in entries for text in _cells(listing, entry)]
    one_each = len(listing.columns.get("wish", ())) > 1
    firm = any(sign in text for text in cells for sign in ";\n|")
    spelt: dict[str, str] = {}
    count: Counter[str] = Counter()
    for text in cells:
        for title in _titles(text, whole=one_each, firm=firm):
            word = squeezed(title)
            if word and not word.isdigit():
                spelt.setdefault(word, title)
                count[word] += 1
    return tuple(spelt[word] for word, _ in count.most_common(MOST_PROPOSED))


def _cells(listing: Listing, entry: Entry) -> Iterator[str]:
    for key in _THEMES:
        for column, value in entry.values.get(key, ()):
            if not is_no(text := cleaned(value)) and not listing.leaves_out(column, squeezed(text)):
                yield text


def _titles(text: str, *, whole: bool, firm: bool) -> Iterator[str]:
    """Yield the themes in a cell without those words that choose none."""
    parts = [one_line(text)] if whole else pieces(text.replace(",", "\0").replace("/", "\1") if firm else text)
    for part in parts:
        title = part.replace("\0", ",").replace("\1", "/").strip()
        if title and not is_no(title) and not is_open(title, "wish"):
            yield title
