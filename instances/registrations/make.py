"""Make the registration lists from ``sources``, where they can be read: encoded texts, and workbooks.

Run it as ``python instances/registrations/make.py``; names of lists make only those. Needs xlsxwriter and, for .ods and
.xls, LibreOffice (``soffice``).
"""

import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
import yaml

FOLDER = Path(__file__).parent
SOURCES = FOLDER / "sources"

TEXTS = {
    "01-amt-cp1252.csv": "cp1252",
    "03-name-und-stadt.csv": "utf-8-sig",
    "04-wuensche-freitext.csv": "utf-8-sig",
    "05-summe-und-doppelte.csv": "utf-8",
    "08-unicode-text.txt": "utf-16",
    "12-umfrage.csv": "utf-8",
}
"""Encoding of each text, as a German office's programs save it; all with the line ends of Windows."""

WORKBOOKS = {
    "02-zwei-blaetter": ".xlsx",
    "06-vereinsliste": ".ods",
    "07-alte-liste": ".xls",
    "09-zahlen-und-formeln": ".xlsx",
    "10-gastgeber-und-regeln": ".xlsx",
    "11-viel-falsch": ".xlsx",
}
FILTERS = {".ods": "ods", ".xls": "xls:MS Excel 97"}
LONG_AGO = datetime(2016, 2, 1)


def encoded(name: str) -> bytes:
    """Return a text as its file holds it."""
    text = (SOURCES / name).read_text(encoding="utf-8")
    return text.replace("\n", "\r\n").encode(TEXTS[name])


def sheets_of(name: str) -> list[dict[str, Any]]:
    """Return the sheets of a workbook's source, each with ``name``, ``rows`` and perhaps ``merged``."""
    sheets: list[dict[str, Any]] = yaml.safe_load((SOURCES / f"{name}.yaml").read_text(encoding="utf-8"))
    return sheets


def write_xlsx(name: str, target: Path) -> None:
    """Write a workbook from its source."""
    with xlsxwriter.Workbook(target) as book:
        book.set_properties({"created": LONG_AGO})
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        for given in sheets_of(name):
            sheet = book.add_worksheet(given["name"])
            for cells in given.get("merged", ()):
                sheet.merge_range(cells, "")
            for row, values in enumerate(given["rows"]):
                write_row(sheet, row, values, day)


def write_row(sheet: Any, row: int, values: Sequence[Any], day: Any) -> None:
    """Write the cells of a row as what they are; empty ones stay as they are."""
    for column, value in enumerate(values):
        if isinstance(value, Mapping) and "formula" in value:
            sheet.write_formula(row, column, value["formula"], None, value["value"])
        elif isinstance(value, Mapping):
            assert isinstance(value["date"], date), "a date is written as 2016-02-01"
            sheet.write_datetime(row, column, value["date"], day)
        elif isinstance(value, str):
            sheet.write_string(row, column, value)
        elif value is not None:
            sheet.write_number(row, column, value)


def write_workbook(name: str, target: Path) -> None:
    """Write a workbook in the format of its ending."""
    if target.suffix == ".xlsx":
        write_xlsx(name, target)
        return
    with tempfile.TemporaryDirectory() as folder:
        first = Path(folder) / f"{name}.xlsx"
        write_xlsx(name, first)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = ["soffice", profile, "--headless", "--convert-to", FILTERS[target.suffix], "--outdir", str(FOLDER)]
        subprocess.run([*command, str(first)], check=True, capture_output=True)  # noqa: S603


def main(names: Sequence[str]) -> None:
    """Make the lists with these names, or all."""
    for name in TEXTS:
        if not names or name in names:
            (FOLDER / name).write_bytes(encoded(name))
    for stem, suffix in WORKBOOKS.items():
        if not names or stem + suffix in names:
            write_workbook(stem, FOLDER / f"{stem}{suffix}")


if __name__ == "__main__":
    main(sys.argv[1:])
