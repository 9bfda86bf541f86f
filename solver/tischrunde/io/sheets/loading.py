"""Load the sheets of any file an office may send: ``.xlsx``, ``.ods``, ``.xls``, ``.csv``, ``.tsv``.

What a file is, is decided by how it begins, not by its name: exports are often called ``.xls`` whatever they are.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from tischrunde.errors import BadInput, BadMeeting
from tischrunde.io.files import MOST_BYTES, read_bytes, too_large
from tischrunde.io.sheets.archive import MOST_UNPACKED, encrypted, opened, refusal
from tischrunde.io.sheets.cells import Sheet, Value
from tischrunde.io.sheets.child import MOST_IN_CELL, MOST_LETTERS
from tischrunde.io.sheets.decoding import decoded, sheet_of_text
from tischrunde.io.sheets.lengths import overlong
from tischrunde.io.sheets.scanning import Scan, scanned
from tischrunde.words import Text

__all__ = ["load", "loaded"]

MEMORY = 2**30
SECONDS = 30
"""What reading a file may take: bytes of memory, and seconds of work."""

PATIENCE = 120
"""Seconds by the clock that are waited for it, since other work may slow it down."""

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PAGES = (b"<!doctype", b"<html", b"<?xml", b"<table", b"%pdf", b"{\\rtf")
_KINDS: dict[str, type[date] | type[time]] = {"date": date, "datetime": datetime, "time": time}


def load(path: str | Path) -> list[Sheet]:
    """Return the sheets of a file.

    Raises
    ------
    BadMeeting
        When it is missing, empty, encrypted, damaged, no spreadsheet, or too large; says what to do.

    Notes
    -----
    A file is read in a process of its own with ``MEMORY`` bytes and ``SECONDS`` of work, after its archive was
    found harmless. Systems without such limits (Windows) have the time alone.
    """
    try:
        return loaded(read_bytes(path, most=MOST_BYTES))
    except BadMeeting:
        raise
    except BadInput as bad:
        raise BadMeeting(bad.findings) from None


def loaded(raw: bytes, *, most_unpacked: int = MOST_UNPACKED) -> list[Sheet]:
    """Return the sheets that the bytes of a file hold, unpacked no more than so many bytes; see ``load``."""
    sheets = _sheets_in(raw, most_unpacked)
    findings = overlong(sheets, most=MOST_IN_CELL, most_in_all=MOST_LETTERS)
    if findings:
        raise BadMeeting(findings)
    return sheets


def _sheets_in(raw: bytes, most_unpacked: int) -> list[Sheet]:
    if len(raw) > MOST_BYTES:
        raise BadMeeting(
            [too_large(Text("Copy the rows with people into a new spreadsheet, without pictures, and save that."))]
        )
    if not raw.strip(b" \t\r\n\0"):
        raise refusal(Text("The file is empty."), Text("Write something into it, or name another file."))
    if raw.startswith(_ZIP):
        scans = scanned(opened(raw, most_unpacked=most_unpacked))
        return [_with(scan, sheet) for scan, sheet in _paired(scans, _read_apart(raw))]
    if raw.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in raw:
            raise encrypted()
        return _read_apart(raw)
    if raw[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_PAGES):
        raise refusal(
            Text("The file is a page or a document, whatever its ending says, and no spreadsheet."),
            Text("Open it in Excel or LibreOffice and save it as .xlsx, .ods or .csv."),
        )
    return [sheet_of_text(decoded(raw))]


def _paired(scans: Sequence[Scan], sheets: Sequence[Sheet]) -> Iterator[tuple[Scan, Sheet]]:
    by_name = {scan.name: scan for scan in scans}
    for sheet in sheets:
        yield by_name.get(sheet.name, Scan(sheet.name)), sheet


def _with(scan: Scan, sheet: Sheet) -> Sheet:
    return replace(
        sheet,
        problems=tuple(scan.problems),
        merged=sheet.merged or tuple(scan.merged),
        hidden_rows=frozenset(scan.hidden),
    )


def _read_apart(raw: bytes) -> list[Sheet]:
    """Let another process read the file, and end it when it takes too long."""
    child = Path(__file__).with_name("child.py")
    command = [sys.executable, "-P", str(child), str(MEMORY), str(SECONDS)]
    try:
        done = subprocess.run(command, input=raw, capture_output=True, timeout=PATIENCE, check=False)  # noqa: S603
        answer = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        answer = {"error": "large"}
    match answer.get("error"):
        case None:
            return [_sheet(**sheet) for sheet in answer["sheets"]]
        case "password":
            raise encrypted()
        case "large":
            raise refusal(
                Text("The file takes more time or memory to read than a list of people needs."),
                Text("Copy the rows with people into a new spreadsheet and save that."),
            )
    raise refusal(
        Text("The file is damaged, or no spreadsheet that can be read here."),
        Text("Open it in Excel or LibreOffice and save it as .xlsx, .ods or .csv."),
    )


def _sheet(name: str, hidden: bool, rows: list[Any], merged: list[list[int]]) -> Sheet:
    ranges = tuple((top, left, bottom, right) for top, left, bottom, right in merged)
    return Sheet(name, tuple(_rows(rows)), ranges, hidden)


def _rows(told: list[Any]) -> Iterator[tuple[Value, ...]]:
    for row in told:
        if isinstance(row, int):
            for _ in range(row):
                yield ()
        else:
            yield tuple(_value(value) for value in row)


def _value(told: Any) -> Value:
    if not isinstance(told, list):
        return told  # type: ignore[no-any-return]
    kind, text = told
    return _KINDS[kind].fromisoformat(text)
