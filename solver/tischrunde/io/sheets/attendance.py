"""Find out who does not come although a row is there: declined, cancelled, on the waiting list."""

import re
from collections.abc import Callable, Iterator, Sequence

from tischrunde.errors import Finding
from tischrunde.io.sheets.cells import Sheet, finding_in
from tischrunde.io.sheets.headings import Key, squeezed
from tischrunde.io.sheets.layout import Listing
from tischrunde.io.sheets.people import Entry
from tischrunde.io.sheets.texts import is_no, one_line, typable
from tischrunde.words import Text, listed

__all__ = ["absent", "hidden_rows"]

_NOT_COMING = re.compile(
    r"n|no|falsch|false|0|(?!nicht(?:storn|abge)|keine?absage)"
    r"(?:nein.*|keine?(?:zusage|teilnahme|anmeldung|interesse|zeit)|.*(?:abgesagt|absage|abgemeldet|abgelehnt|storn|verhindert|warteliste|zuruckgezogen|"
    r"nichtteil|nichtdabei|nichtzugesagt|nichtangemeldet|cancel|declin|waitinglist|waitlist|withdrawn|"
    r"notattending|notcoming|notgoing).*)"
)


def absent(listing: Listing, entries: Sequence[Entry]) -> Iterator[Finding]:
    """Yield a finding for each column that says of people in the list that they do not come."""
    for key, says_so in _SAYS_SO.items():
        for column in listing.columns.get(key, ()):
            rows = [entry.row for entry in entries if says_so(listing, entry.row, column)]
            if rows:
                yield _not_coming(listing, rows, column)


def _says_no(listing: Listing, row: int, column: int) -> bool:
    value = listing.sheet.value(row, column)
    words = squeezed(one_line(value))
    return value is False or (not listing.leaves_out(column, words) and _NOT_COMING.fullmatch(words) is not None)


def _says_yes(listing: Listing, row: int, column: int) -> bool:
    text = one_line(listing.sheet.value(row, column))
    return not is_no(text) and not listing.leaves_out(column, squeezed(text))


_SAYS_SO: dict[Key, Callable[[Listing, int, int], bool]] = {"status": _says_no, "declined": _says_yes}


def _not_coming(listing: Listing, rows: list[int], column: int) -> Finding:
    words = listed(dict.fromkeys(f"“{one_line(listing.sheet.value(row, column)) or '0'}”" for row in rows), most=3)
    message = Text.many(
        "{count} person in the list does not come, as it seems: {words}.",
        "{count} people in the list do not come, as it seems: {words}.",
        len(rows),
        words=words,
    )
    hint = Text(
        'Delete these rows; or, if everybody is to be seated, leave the column out with --ignore "{name}".',
        name=typable(listing.headings[column]),
    )
    return finding_in(listing.sheet, rows, column, message, hint)


def hidden_rows(sheet: Sheet, entries: Sequence[Entry]) -> Iterator[Text]:
    """Yield a note when people are seated whose rows are hidden, as by a filter."""
    hidden = [str(entry.row + 1) for entry in entries if entry.row in sheet.hidden_rows]
    if hidden:
        yield Text.many(
            "{count} person stands in a hidden row and is seated as well: row {rows}.",
            "{count} people stand in hidden rows and are seated as well: rows {rows}.",
            len(hidden),
            rows=listed(hidden),
        )
