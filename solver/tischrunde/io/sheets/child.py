"""Read a spreadsheet in a process of its own, so that no file can take more time and memory than it is given.

Run as a script with a file's bytes on standard input; answers with one JSON document. Imports nothing of this
package, for its start is part of every reading.
"""

import json
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

MOST_CELLS = 2_000_000
"""How many cells with a value all sheets may hold."""

MOST_LETTERS = 20_000_000
"""How many letters they may hold; a list of ten thousand people has one million."""

MOST_IN_CELL = 32_767
"""How many letters a cell may hold, as in Excel; of a longer text one letter more is told."""


def main(memory: int, seconds: int) -> None:
    """Answer what the file on standard input holds, within so many bytes of memory and seconds of work."""
    _limit(memory, seconds)
    raw = sys.stdin.buffer.read()
    try:
        answer: dict[str, Any] = {"sheets": _sheets(raw)}
    except MemoryError:
        answer = {"error": "large"}
    except _TooMuch:
        answer = {"error": "large"}
    except BaseException as error:  # a panic inside the library is no Exception
        answer = {"error": "password" if type(error).__name__ == "PasswordError" else "damaged"}
    sys.stdout.write(json.dumps(answer))


class _TooMuch(Exception):
    """More cells or letters than are read."""


def _limit(memory: int, seconds: int) -> None:
    try:
        import resource
    except ImportError:  # a system without such limits: the caller ends this process after its own time
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def _sheets(raw: bytes) -> list[dict[str, Any]]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum, load_workbook

    book = load_workbook(BytesIO(raw))
    room = _Room()
    return [
        {
            "name": about.name,
            "hidden": about.visible != SheetVisibleEnum.Visible,
            "rows": list(_rows(book.get_sheet_by_name(about.name), room)),
            "merged": [[*first, *last] for first, last in book.get_sheet_by_name(about.name).merged_cell_ranges or ()],
        }
        for about in book.sheets_metadata
        if about.typ == SheetTypeEnum.WorkSheet
    ]


class _Room:
    """What may still be read."""

    def __init__(self) -> None:
        self.cells = MOST_CELLS
        self.letters = MOST_LETTERS

    def take(self, values: list[Any]) -> None:
        """Count the values of a row."""
        self.cells -= len(values)
        self.letters -= sum(len(value) for value in values if isinstance(value, str))
        if self.cells < 0 or self.letters < 0:
            raise _TooMuch


def _rows(sheet: Any, room: _Room) -> Iterator[Any]:
    """Yield rows as lists without blanks at their end, and a number for so many blank rows."""
    before = [None] * (sheet.start[1] if sheet.start else 0)
    blank = 0
    for row in sheet.iter_rows():
        values = [_plain(value) for value in row]
        while values and values[-1] is None:
            values.pop()
        if not values:
            blank += 1
            continue
        if blank:
            yield blank
            blank = 0
        values = before + values
        room.take(values)
        yield values


def _plain(value: Any) -> Any:
    """Return a value as JSON can hold it: times as lists of their kind and their ISO form."""
    if isinstance(value, str):
        return value[: MOST_IN_CELL + 1] or None
    if isinstance(value, datetime):
        return ["datetime", value.isoformat()]
    if isinstance(value, date):
        return ["date", value.isoformat()]
    if isinstance(value, time):
        return ["time", value.isoformat()]
    if isinstance(value, timedelta):
        return (
            ["time", (datetime.min + value).time().isoformat()] if timedelta() <= value < timedelta(1) else str(value)
        )
    if isinstance(value, float) and not abs(value) < float("inf"):
        return str(value)
    return value


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
