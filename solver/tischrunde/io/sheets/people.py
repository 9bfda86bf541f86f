"""Read the rows of a list: who comes, what each cell says, and which rows are no people."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from tischrunde.errors import Finding
from tischrunde.io.sheets.cells import Sheet, Unusable, Value, finding_at
from tischrunde.io.sheets.headings import Key, recognised, squeezed
from tischrunde.io.sheets.layout import Listing
from tischrunde.io.sheets.names import Order, brackets_are_places, joined, named, order_of
from tischrunde.io.sheets.texts import has_unseen, one_line, shown, trouble_with
from tischrunde.words import Text, listed

__all__ = ["Entry", "Rows", "rows_of"]

_TOTALS = re.compile(
    r"(?:summe|gesamt|gesamtsumme|gesamtzahl|insgesamt|total|totals|anzahl|zusammen|sum|subtotal|zwischensumme|count)"
    r"(?:personen|teilnehmer|teilnehmende|tn|people|participants|attendees|anmeldungen)?\d*"
    r"(?:personen|teilnehmer|teilnehmende|people|participants|attendees|anmeldungen)?"
    r"|\d+(?:personen|teilnehmer|teilnehmende|tn|people|participants|attendees|anmeldungen)"
)
_COMMENT = re.compile(
    r"#|//|\*+\s|(?:hinweis|hinweise|anmerkung|anmerkungen|bemerkung|stand|legende|note|notes|comment|quelle|source|"
    r"erstellt am|exportiert am|seite)\b\s*(?::|\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Entry:
    """One person's row.

    Attributes
    ----------
    row : counted from 0
    name : as it is spoken
    organisation : what the row says, or the brackets after the name
    values : the columns of each key that hold something, with their values
    """

    row: int
    name: str
    organisation: str
    values: dict[Key, list[tuple[int, Value]]]


@dataclass
class Rows:
    """The people of a list, with what was passed over and what is wrong.

    Attributes
    ----------
    sheet : the sheet of the list, with merged cells filled
    """

    sheet: Sheet
    entries: list[Entry] = field(default_factory=list)
    notes: list[Text] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def rows_of(listing: Listing) -> Rows:
    """Return the people of a list in its order. Nobody is merged: rows of the same name are findings or notes."""
    sheet = _filled(listing)
    rows = Rows(sheet)
    sections = _sections(sheet)
    wanted = [
        row for row in listing.rows if sheet.rows[row] and not _is_passed_over(sheet, row, listing, rows, sections)
    ]
    wanted = [row for row in wanted if any(one_line(sheet.value(row, at)) for at in listing.used)]
    rows.findings.extend(_unusable(listing, set(wanted)))
    rows.findings.extend(_troubles(sheet, wanted, listing))
    unreadable = {problem.row for problem in listing.sheet.problems if problem.column in listing.used}
    names = _Names.of(sheet, wanted, listing)
    for row in wanted:
        name, place = names.at(row)
        if not name:
            if row not in unreadable:
                rows.findings.append(_nameless(sheet, row, listing))
            continue
        organisation = names.organisation(row) or place or ""
        rows.entries.append(Entry(row, name, organisation, _values(sheet, row, listing)))
    _note_unseen(sheet, wanted, listing, rows)
    _tell_repeated(sheet, listing, rows)
    return rows


def _values(sheet: Sheet, row: int, listing: Listing) -> dict[Key, list[tuple[int, Value]]]:
    return {
        key: held
        for key, columns in listing.columns.items()
        if (held := [(at, value) for at in columns if _counts(value := sheet.value(row, at), at, listing)])
    }


def _counts(value: Value, column: int, listing: Listing) -> bool:
    text = one_line(value)
    return bool(text) and not listing.leaves_out(column, squeezed(text))


def _filled(listing: Listing) -> Sheet:
    """Return the sheet with merged cells filled downwards, in columns that do not hold names."""
    sheet = listing.sheet
    names = {at for key in ("name", "reversed_name", "first_name", "last_name") for at in listing.columns.get(key, ())}
    fillable = listing.used - names
    changed: dict[int, list[Value]] = {}
    for top, left, bottom, right in sheet.merged:
        if top <= listing.heading_row or left != right or left not in fillable or top >= len(sheet.rows):
            continue
        for row in range(top + 1, min(bottom, len(sheet.rows) - 1) + 1):
            cells = changed.setdefault(row, list(sheet.rows[row]))
            cells += [None] * (left + 1 - len(cells))
            cells[left] = sheet.value(top, left)
    if not changed:
        return sheet
    filled = tuple(tuple(changed[at]) if at in changed and cells else cells for at, cells in enumerate(sheet.rows))
    return replace(sheet, rows=filled)


def _is_passed_over(sheet: Sheet, row: int, listing: Listing, rows: Rows, sections: set[int]) -> bool:
    """Return whether a row is no person but a total, a remark or the headings once more, after noting so."""
    cells = [(at, one_line(value)) for at, value in enumerate(sheet.rows[row])]
    filled = [(at, text) for at, text in cells if text]
    if not filled:
        return True
    first = filled[0][1]
    if _TOTALS.fullmatch(squeezed(first)):
        rows.notes.append(Text("Row {row} was passed over as a total: “{text}”.", row=row + 1, text=shown(first)))
        return True
    if _COMMENT.match(first) or row in sections:
        rows.notes.append(Text("Row {row} was passed over as a remark: “{text}”.", row=row + 1, text=shown(first)))
        return True
    again = all(at < len(listing.headings) and text == listing.headings[at] for at, text in filled)
    if again or _is_all_headings([text for at, text in filled]):
        rows.notes.append(Text("Row {row} was passed over: it holds headings once more.", row=row + 1))
        return True
    return False


def _is_all_headings(cells: list[str]) -> bool:
    """Return whether every cell is a heading, the first that of a name."""
    first = recognised(cells[0])
    if first is None or len(cells) < 2 or not first.key.endswith("name"):
        return False
    return all(recognised(text) is not None for text in cells[1:])


def _sections(sheet: Sheet) -> set[int]:
    """Return the rows that are one cell merged across three columns or more."""
    return {top for top, left, bottom, right in sheet.merged if top == bottom and right - left >= 2}


def _unusable(listing: Listing, wanted: set[int]) -> Iterator[Finding]:
    for problem in listing.sheet.problems:
        is_alone = problem.row >= len(listing.sheet.rows) or not listing.sheet.rows[problem.row]
        is_below = problem.row > listing.heading_row
        if problem.column in listing.used and (problem.row in wanted or (is_alone and is_below)):
            yield _no_value(listing.sheet, problem)


def _no_value(sheet: Sheet, problem: Unusable) -> Finding:
    if problem.shown:
        message = Text("The cell shows the error {error} in place of a value.", error=shown(problem.shown))
        return finding_at(sheet, problem.row, problem.column, message, Text("Mend the formula, or type the value."))
    message = Text("The cell holds a formula whose result was never saved.")
    hint = Text("Open the file in Excel or LibreOffice, save it once, or type the value in place of the formula.")
    return finding_at(sheet, problem.row, problem.column, message, hint)


def _troubles(sheet: Sheet, wanted: list[int], listing: Listing) -> Iterator[Finding]:
    for row in wanted:
        for at in sorted(listing.used):
            trouble = trouble_with(sheet.value(row, at))
            if trouble is not None:
                yield finding_at(sheet, row, at, *trouble)


def _note_unseen(sheet: Sheet, wanted: list[int], listing: Listing, rows: Rows) -> None:
    touched = [row + 1 for row in wanted if any(has_unseen(sheet.value(row, at)) for at in listing.used)]
    if touched:
        numbers = listed([str(row) for row in touched])
        rows.notes.append(
            Text("Unseen signs for the direction of writing or for breaks were taken out in row {rows}.", rows=numbers)
        )


class _Names:
    """The names and organisations of a list, once it is known how it writes them."""

    def __init__(self, sheet: Sheet, listing: Listing) -> None:
        self._sheet, self._listing = sheet, listing
        self._order: Order = "spoken"
        self._places = False
        self._whole = listing.column("reversed_name")
        if self._whole is None:
            self._whole = listing.column("name")
        self._organisation = listing.column("organisation")
        if self._organisation is None:
            self._organisation = listing.column("place")

    @classmethod
    def of(cls, sheet: Sheet, wanted: list[int], listing: Listing) -> "_Names":
        names = cls(sheet, listing)
        cells = [text for row in wanted if (text := names._text(row, names._whole))]
        names._order = "reversed" if listing.column("reversed_name") is not None else order_of(cells)
        names._places = brackets_are_places(cells)
        return names

    def _text(self, row: int, column: int | None) -> str:
        return "" if column is None else one_line(self._sheet.value(row, column))

    def at(self, row: int) -> tuple[str, str | None]:
        """Return the name in a row and the place beside it."""
        title = self._text(row, self._listing.column("title"))
        if self._whole is None:
            first = self._text(row, self._listing.column("first_name"))
            last = self._text(row, self._listing.column("last_name"))
            return (joined(title, first, last) if first or last else ""), None
        text = self._text(row, self._whole)
        if not text:
            return "", None
        name = named(text, order=self._order, places=self._places)
        return (joined(title, name.spoken) if title else name.spoken), name.place

    def organisation(self, row: int) -> str:
        """Return the organisation a row names, empty without."""
        return self._text(row, self._organisation)


def _nameless(sheet: Sheet, row: int, listing: Listing) -> Finding:
    text = next(text for value in sheet.rows[row] if (text := one_line(value)))
    message = Text("This row holds “{text}”, but no name.", text=shown(text))
    hint = Text("Write the name, or a stand-in such as “N. N. 1”; or delete the row.")
    return finding_at(sheet, row, _name_column(listing), message, hint)


def _tell_repeated(sheet: Sheet, listing: Listing, rows: Rows) -> None:
    by_name: dict[str, list[Entry]] = {}
    for entry in rows.entries:
        by_name.setdefault(squeezed(entry.name) or entry.name, []).append(entry)
    for namesakes in by_name.values():
        if len(namesakes) < 2:
            continue
        groups = _from_one_organisation(namesakes)
        if len(groups) > 1:
            rows.notes.append(
                Text(
                    "“{name}” stands in the rows {rows}, from different organisations: taken for different people.",
                    name=shown(namesakes[0].name),
                    rows=_numbers(namesakes),
                )
            )
        rows.findings.extend(_repeated(sheet, same, listing) for same in groups if len(same) > 1)


def _from_one_organisation(namesakes: list[Entry]) -> list[list[Entry]]:
    """Return people of one name in groups of one organisation; all in one group where somebody's is not known."""
    groups: dict[str, list[Entry]] = {}
    for entry in namesakes:
        groups.setdefault(squeezed(entry.organisation), []).append(entry)
    return [namesakes] if "" in groups else list(groups.values())


def _repeated(sheet: Sheet, same: list[Entry], listing: Listing) -> Finding:
    name = shown(same[0].name)
    message = Text("“{name}” stands in the rows {rows}.", name=name, rows=_numbers(same))
    hint = Text(
        "Delete all but one; or, if they are different people, tell them apart: by their organisation, "
        "or as in “{name} (2)”.",
        name=name,
    )
    return finding_at(sheet, same[1].row, _name_column(listing), message, hint)


def _numbers(entries: list[Entry]) -> Text:
    return listed([str(entry.row + 1) for entry in entries])


def _name_column(listing: Listing) -> int:
    keys: tuple[Key, ...] = ("name", "reversed_name", "last_name", "first_name")
    return next(at for key in keys for at in listing.columns.get(key, ()))
