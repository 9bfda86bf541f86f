"""Read a workbook's bytes into sheets, with calamine alone."""

from io import BytesIO
from typing import Any

import python_calamine

from tischrunde.io.sheets.cells import Sheet

__all__ = ["cells", "sheets_in"]


def sheets_in(raw: bytes) -> list[Sheet]:
    book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(raw))
    grids: dict[str, list[list[Any]]] = {
        name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names
    }
    return [Sheet(name, tuple(map(tuple, rows))) for name, rows in grids.items()]


def cells(name: str, *rows: tuple[Any, ...]) -> Sheet:
    return Sheet(name, rows)
