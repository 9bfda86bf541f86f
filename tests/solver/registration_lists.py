"""Little registration lists and the files that hold them, as offices save them."""

import io
import zipfile
from collections.abc import Sequence
from typing import Any

import pytest
import xlsxwriter

from tischrunde.errors import BadMeeting
from tischrunde.io.sheets import Registration, Setup, meeting_from_sheets
from tischrunde.io.sheets.cells import Sheet, Value
from tischrunde.model import Person

ROWS: list[list[str]] = [
    ["Vorname", "Nachname", "Kommune", "Bereich", "Wünsche"],
    ["Änne", "Muster", "Stadt Aalen", "Verein", "Methoden; Wie, was und wo?"],
    ["Kim", "von Ahn", "Ulm", "Amt", "2"],
    ["Çağla", "Örnek", "Bonn", "Verein", ""],
]


def sheet(rows: Sequence[Sequence[Value]], name: str = "", **more: Any) -> Sheet:
    """Return rows as they are after loading."""
    return Sheet(name, tuple(tuple(value if value != "" else None for value in row) for row in rows), **more)


def text(rows: Sequence[Sequence[str]], separator: str) -> str:
    """Return rows as CSV, every field that needs it in quotation marks."""

    def field(value: str) -> str:
        return '"' + value.replace('"', '""') + '"' if set(value) & set('";,\t\r\n') else value

    return "\r\n".join(separator.join(map(field, row)) for row in rows) + "\r\n"


def workbook(*sheets: tuple[str, Sequence[Sequence[Any]]], **options: Any) -> bytes:
    """Return an .xlsx file of these sheets."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, **options}) as book:
        for name, rows in sheets:
            page = book.add_worksheet(name)
            for at, row in enumerate(rows):
                for column, value in enumerate(row):
                    page.write(at, column, value)
    return stream.getvalue()


def changed(archive: bytes, member: str, old: str, new: str) -> bytes:
    """Return an archive with other words in one of its files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as before, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            content = before.read(name)
            if name == member:
                assert old.encode() in content
                content = content.replace(old.encode(), new.encode())
            after.writestr(name, content)
    return stream.getvalue()


def packed(files: dict[str, bytes]) -> bytes:
    """Return an archive of these files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


_ODS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 office:version="1.3"><office:body><office:spreadsheet><table:table table:name="Liste">{rows}</table:table>
</office:spreadsheet></office:body></office:document-content>"""


def opendocument(rows: str, *, manifest: bytes = b"<manifest/>") -> bytes:
    """Return an .ods file with these table rows."""
    return packed(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": manifest,
            "content.xml": _ODS.format(rows=rows).encode(),
        }
    )


def ods_row(*cells: str, times: int = 1) -> str:
    """Return a table row of texts."""
    inside = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in cells
    )
    return f'<table:table-row table:number-rows-repeated="{times}">{inside}</table:table-row>'


TITLES = ("Methoden", "Wie, was und wo?")
SETUP = Setup(tables=4, rounds=3, seats=3, themes=TITLES)
PLAIN = Setup(tables=2, rounds=3, seats=9)


def read(rows: Sequence[Sequence[Value]], setup: Setup = PLAIN) -> Registration:
    return meeting_from_sheets([sheet(rows)], setup)


def people(rows: Sequence[Sequence[Value]], setup: Setup = PLAIN) -> tuple[Person, ...]:
    return read(rows, setup).meeting.people


def notes(rows: Sequence[Sequence[Value]], setup: Setup = PLAIN) -> str:
    return "\n".join(map(str, read(rows, setup).notes))


def findings(rows: Sequence[Sequence[Value]], setup: Setup = PLAIN) -> list[tuple[str, str]]:
    return found(sheet(rows), setup=setup)


def found(*sheets: Sheet, setup: Setup = PLAIN) -> list[tuple[str, str]]:
    with pytest.raises(BadMeeting) as caught:
        meeting_from_sheets(sheets, setup)
    return [(finding.place, finding.say("en")) for finding in caught.value.findings]


def the_only(told: list[tuple[str, str]]) -> tuple[str, str]:
    assert len(told) == 1, told
    return told[0]
