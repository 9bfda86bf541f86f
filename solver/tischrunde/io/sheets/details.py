"""Read what people wrote in the cells beside their names: rounds, tables, themes, other people."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tischrunde.errors import Finding
from tischrunde.io.sheets.cells import Value, finding_in
from tischrunde.io.sheets.choices import Choices, pieces
from tischrunde.io.sheets.headings import Key, squeezed
from tischrunde.io.sheets.layout import Listing
from tischrunde.io.sheets.people import Entry
from tischrunde.io.sheets.texts import as_text, cleaned, is_no, is_yes, one_line, shown
from tischrunde.words import Options, Text

__all__ = ["Details", "hosts_of", "is_open"]

_EVERY = frozenset({"alle", "all", "immer", "durchgehend", "ganztägig", "always", "every"})
_ANY = frozenset(
    {
        "egal",
        "mir egal",
        "ist egal",
        "offen",
        "beliebig",
        "any",
        "kein wunsch",
        "keine präferenz",
        "keine angabe",
        "weiss nicht",
        "no preference",
        "don't know",
    }
)
_NUMBERS = re.compile(r"(?:runden?|rounds?|ab|bis|from|to|until|after|nach|in|\s|\.)*", re.IGNORECASE)
_RANGE = re.compile(r"(\d{1,4})(?:\s*(?:-|–|—|bis|to)\s*(\d{1,4}))?\.?")
_BETWEEN = re.compile(r"\s*(?:[,;/|&+\n]|\bund\b|\band\b)\s*")


def is_open(piece: str, key: Key) -> bool:
    """Return whether a word says that nothing is chosen: any will do. Who wishes all themes prefers none."""
    return piece.casefold() in _ANY or (key == "wish" and piece.casefold() in _EVERY)


@dataclass
class _Fault:
    """What is wrong in the cells of these rows."""

    message: Text
    hint: Text | None
    rows: list[int] = field(default_factory=list)


@dataclass
class Details:
    """Reads cells, and remembers what is wrong with them.

    Attributes
    ----------
    listing : where the cells are
    n_rounds : how many rounds the meeting has, ``None`` when nobody said
    about_columns : what is wrong with whole columns
    no_theme_apart : whether all themes seem to have been typed as one, so that none of them can be told by itself
    names_unknown_themes : whether a theme was named that is not known in this case
    """

    listing: Listing
    n_rounds: int | None
    about_columns: list[Finding] = field(default_factory=list)
    no_theme_apart: bool = False
    names_unknown_themes: bool = False
    _faults: dict[tuple[int, str, str], "_Fault"] = field(default_factory=dict)

    @property
    def findings(self) -> list[Finding]:
        """Return what is wrong, the same in several cells of a column as one."""
        cells = (
            finding_in(self.listing.sheet, fault.rows, at, fault.message, fault.hint)
            for (at, *_), fault in self._faults.items()
        )
        return [*self.about_columns, *cells]

    def wrong(self, entry: Entry, column: int, message: Text, hint: Text | None = None) -> None:
        """Note what is wrong with a cell."""
        fault = self._faults.setdefault((column, str(message), str(hint)), _Fault(message, hint))
        fault.rows.append(entry.row)

    def chosen(self, entry: Entry, key: Key, choices: Choices, kind: Text) -> list[str]:
        """Return the ids named in the cells of a key, in order, each once.

        Parameters
        ----------
        kind
            The word for what is named, such as theme.
        """
        found: list[str] = []
        for column, value in entry.values.get(key, ()):
            if is_no(one_line(value)):
                continue
            for piece, chosen in choices.split(cleaned(value)):
                if self.listing.leaves_out(column, squeezed(piece)):
                    continue
                if chosen is not None:
                    found.append(chosen)
                elif not is_no(piece) and not is_open(piece, key):
                    self._unknown(entry, column, piece, choices, kind)
        return list(dict.fromkeys(found))

    def crossed(self, entry: Entry, themes: Mapping[int, int]) -> list[int]:
        """Return the themes wished by a cross or a rank in a column of their own, most wanted first.

        Parameters
        ----------
        themes
            Which theme each of these columns is about.
        """
        ranks: list[tuple[int, int]] = []
        for column, theme in themes.items():
            text = one_line(self.listing.sheet.value(entry.row, column))
            rank = text.rstrip(".")
            if is_yes(text) or (rank.isascii() and rank.isdigit() and int(rank[:9]) > 0):
                ranks.append((int(rank[:9]) if rank.isdigit() else 0, theme))
            elif not is_no(text) and rank != "0":
                message = Text("“{value}” does not say whether this theme is wished.", value=shown(text))
                self.wrong(entry, column, message, Text("Write a cross, or 1 for the theme wished most; else nothing."))
        return [theme for _, theme in sorted(ranks)]

    def _unknown(self, entry: Entry, column: int, piece: str, choices: Choices, kind: Text) -> None:
        if choices.is_ambiguous(piece):
            message = Text("“{value}” may mean more than one {kind}.", value=shown(piece), kind=kind)
            self.wrong(entry, column, message, Text("Write the whole name."))
            return
        if self.no_theme_apart and kind == Text("theme"):
            self.names_unknown_themes = True
            return
        message = Text("There is no {kind} “{value}”.", value=shown(piece), kind=kind)
        self.wrong(entry, column, message, choices.hint(piece))

    def words(self, entry: Entry, key: Key) -> list[tuple[int, str]]:
        """Return the pieces in the cells of a key with their columns, whatever they say."""
        return [
            (column, piece)
            for column, value in entry.values.get(key, ())
            if not is_no(one_line(value))
            for piece in pieces(cleaned(value))
            if not is_no(piece) and not self.listing.leaves_out(column, squeezed(piece))
        ]

    def rounds(self, entry: Entry) -> list[int] | None:
        """Return the rounds a person attends, ``None`` for all."""
        first = self._one_round(entry, "from_round")
        last = self._one_round(entry, "to_round")
        listed = self._listed_rounds(entry)
        if first is None and last is None:
            return listed
        if self.n_rounds is None:
            return None
        there = range(first or 1, (last or self.n_rounds) + 1)
        if not there:
            column = entry.values["from_round"][0][0]
            message = Text("Comes from round {first} and leaves after round {last}.", first=first, last=last)
            self.wrong(entry, column, message, Text("Exchange the two, or mend one of them."))
        kept = [number for number in there if listed is None or number in listed]
        return None if kept == list(range(1, self.n_rounds + 1)) else kept

    def _one_round(self, entry: Entry, key: Key) -> int | None:
        for column, value in entry.values.get(key, ()):
            text = one_line(value)
            if is_no(text) or text.casefold() in _EVERY:
                return None
            digits = re.fullmatch(r"(\d{1,4})\.?(?:\s*(?:runde|round))?", _NUMBERS.sub("", text, count=1).strip())
            if digits is None or not isinstance(value, str | int | float):
                self._not_a_round(entry, column, value)
                return None
            return self._within(entry, column, int(digits[1]))
        return None

    def _listed_rounds(self, entry: Entry) -> list[int] | None:
        for column, value in entry.values.get("rounds", ()):
            text = one_line(value)
            if is_no(text) or text.casefold() in _EVERY:
                return None
            found = self._ranges(text) if isinstance(value, str) or as_text(value).isdigit() else None
            if found is None:
                self._not_a_round(entry, column, value)
                return None
            checked = [self._within(entry, column, number) for number in found]
            kept = sorted({number for number in checked if number is not None})
            if self.n_rounds is not None and kept == list(range(1, self.n_rounds + 1)):
                return None
            return kept or None
        return None

    def _ranges(self, text: str) -> list[int] | None:
        """Return the numbers in words such as ``1-3`` or ``1, 2 und 4``."""
        numbers: list[int] = []
        for part in filter(None, _BETWEEN.split(text)):
            match = _RANGE.fullmatch(_NUMBERS.sub("", part, count=1).strip())
            if match is None or (match[2] and int(match[2]) < int(match[1])):
                return None
            numbers.extend(range(int(match[1]), int(match[2] or match[1]) + 1))
        return numbers

    def _within(self, entry: Entry, column: int, number: int) -> int | None:
        if number >= 1 and (self.n_rounds is None or number <= self.n_rounds):
            return number
        last = self.n_rounds or 1
        message = Text.many(
            "There is no round {number}: the meeting has {count} round.",
            "There is no round {number}: the meeting has {count} rounds.",
            last,
            number=number,
        )
        hint = Text("Change the number, or give more rounds with {option}.", option=Options(rounds=None))
        self.wrong(entry, column, message, hint)
        return None

    def _not_a_round(self, entry: Entry, column: int, value: Value) -> None:
        message = Text("“{value}” is no number of a round.", value=shown(value))
        hint = Text("Write numbers such as 2, or 1; 3. Where Excel makes a date of them, format the cell as text.")
        self.wrong(entry, column, message, hint)


def hosts_of(
    details: Details,
    entries: Sequence[Entry],
    *,
    tables: Choices,
    themes: Mapping[str, Sequence[str]],
    titles: Choices,
) -> dict[int, str]:
    """Return for the row of each host the table: named, the next free one of a named theme, or the next free one.

    Parameters
    ----------
    details
        Where wrong cells are noted.
    entries
        The people.
    tables
        The tables by name and number.
    themes
        The tables of each theme's id.
    titles
        The themes by title.
    """
    table_of: dict[int, str] = {}
    unsettled: list[tuple[Entry, int, Sequence[str]]] = []
    for entry in entries:
        for column, value in entry.values.get("host", ()):
            text = one_line(value)
            if is_no(text):
                continue
            table, theme = tables.find(text), titles.find(text)
            if is_yes(text):
                unsettled.append((entry, column, list(tables.shown)))
            elif table is not None:
                table_of[entry.row] = table
            elif theme is not None:
                unsettled.append((entry, column, themes[theme]))
            else:
                message = Text("There is no table “{value}”.", value=shown(text))
                details.wrong(entry, column, message, tables.hint(text))
    for entry, column, possible in sorted(unsettled, key=lambda one: len(one[2])):
        free = next((table for table in possible if table not in table_of.values()), None)
        if free is None:
            message = Text("No table is left for this host.")
            details.wrong(entry, column, message, Text("Add a table, or write at which one this person hosts as well."))
        else:
            table_of[entry.row] = free
    return table_of
