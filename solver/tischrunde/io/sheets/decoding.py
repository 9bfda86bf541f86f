"""Turn the bytes of a CSV file into rows, in whatever encoding and with whatever separator an office wrote it."""

import csv
from io import StringIO

from tischrunde.errors import BadMeeting, Finding
from tischrunde.io.defused import as_typed
from tischrunde.io.sheets.archive import refusal
from tischrunde.io.sheets.cells import Sheet, finding_at
from tischrunde.io.sheets.child import MOST_LETTERS
from tischrunde.io.sheets.headings import headings_in
from tischrunde.io.sheets.layout import MOST_COLUMNS
from tischrunde.words import Text

__all__ = ["MOST_ROWS", "decoded", "sheet_of_text"]

SEPARATORS = (";", "\t", ",")
MOST_ROWS = 1_100_000
"""How many rows are read; a sheet of a spreadsheet has at most 1,048,576."""

MOST_FIELDS = 4_000_000

_LOOKED_AT = 30
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def decoded(raw: bytes) -> str:
    """Return the text: UTF-8 or UTF-16 by their marks, UTF-16 by its zero bytes, else UTF-8, else Windows-1252.

    Raises
    ------
    BadMeeting
        When it is in none of them.
    """
    for encoding in _encodings(raw):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise refusal(
        Text("The file is no spreadsheet, and no text in UTF-8, UTF-16 or Windows-1252 either."),
        Text("Open it in Excel or LibreOffice and save it as .xlsx, or as “CSV UTF-8”."),
    )


def _encodings(raw: bytes) -> list[str]:
    marked = [encoding for mark, encoding in _MARKS if raw.startswith(mark)]
    if marked:
        return marked
    start = raw[:2000]
    if start[1::2].count(0) > len(start) // 4:
        return ["utf-16-le"]
    if start[::2].count(0) > len(start) // 4:
        return ["utf-16-be"]
    return ["utf-8", "cp1252"]


def sheet_of_text(text: str) -> Sheet:
    """Return the rows of a text, separated as its first line says (``sep=;``) or as fits its headings best.

    Raises
    ------
    BadMeeting
        When a quotation mark is never closed, a field is very long, or there is more than can be read.
    """
    declared, text = _declared(text)
    separator = declared or _likely(text)
    rows: list[tuple[str | None, ...]] = [()] if declared else []
    fields = letters = 0
    try:
        for row in csv.reader(StringIO(text, newline=""), delimiter=separator):
            rows.append(_without_blanks(row))
            fields += len(rows[-1])
            letters += sum(map(len, row))
            if letters > MOST_LETTERS:  # the caller says in which cell
                return Sheet("", tuple(rows))
            if len(rows) > MOST_ROWS or fields > MOST_FIELDS:
                raise refusal(
                    Text("The file has more than {most} rows or millions of fields.", most=MOST_ROWS),
                    Text("Copy the rows with people into a new file."),
                )
    except csv.Error:  # a field of more than 131,072 letters, often all that follows an open quotation mark
        trouble = _never_closed if text.count('"') % 2 else _too_long
        raise BadMeeting([trouble(len(rows))]) from None
    if rows and text.count('"') % 2 and any("\n" in (field or "") for field in rows[-1]):
        raise BadMeeting([_never_closed(len(rows) - 1)])
    while rows and not rows[-1]:
        rows.pop()
    return Sheet("", tuple(rows))


def _declared(text: str) -> tuple[str | None, str]:
    first, end, _ = text[:20].partition("\n")
    line = first.strip().strip('"')
    if end and line[:4].lower() == "sep=":
        return line[4:5] or "\t", text[len(first) + 1 :]
    return None, text


def _likely(text: str) -> str:
    """Return the separator under which most headings are known; then the one that fits the rows best."""
    return max(SEPARATORS, key=lambda separator: _fit(text, separator))


def _fit(text: str, separator: str) -> tuple[int, int, int]:
    rows = []
    try:
        for row in csv.reader(StringIO(text, newline=""), delimiter=separator):
            rows.append(row)
            if len(rows) == _LOOKED_AT:
                break
    except csv.Error:
        return (0, -_LOOKED_AT, 0)
    known = [headings_in(row[:MOST_COLUMNS]) for row in rows]
    if not known:
        return (0, 0, 0)
    heading = known.index(max(known))
    lengths = [len(row) for row in rows[heading:] if any(row)]
    unlike = sum(length > lengths[0] for length in lengths) if lengths else 0
    return (known[heading], -unlike, min(1, max(lengths, default=1) - 1))


def _without_blanks(row: list[str]) -> tuple[str | None, ...]:
    end = len(row)
    while end and not row[end - 1].strip():
        end -= 1
    return tuple(as_typed(field) or None for field in row[:end])


def _too_long(row: int) -> Finding:
    return finding_at(
        Sheet("", ()),
        row,
        None,
        Text("A field in this row is far too long for a list of people."),
        Text("Shorten it, or see whether a quotation mark or the end of a line is missing."),
    )


def _never_closed(row: int) -> Finding:
    return finding_at(
        Sheet("", ()),
        row,
        None,
        Text("A quotation mark that begins in this row is never closed."),
        Text("Close it, or remove it."),
    )
