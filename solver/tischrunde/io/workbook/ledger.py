"""Keep where in a workbook everything was read, and what was wrong there, so that all is told at its cell."""

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from tischrunde.errors import Finding
from tischrunde.io.sheets.cells import Sheet, finding_at, place
from tischrunde.model.problems import Path, Problem
from tischrunde.words import Text

__all__ = ["Cell", "Ledger"]

Cell: TypeAlias = tuple[Sheet, int | None, int | None]
"""A sheet with row and column, counted from 0; without one of them, a whole column, row or sheet."""


class Ledger:
    """What was noticed while a workbook was read.

    Attributes
    ----------
    notes : what was left out, though nothing is wrong with it
    """

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        self.notes: list[Text] = []
        self._rank = {id(sheet): rank for rank, sheet in enumerate(sheets)}
        self._wrong: list[tuple[tuple[int, int, int], Finding]] = []
        self._place_of: dict[Path, Cell] = {}
        self._told: set[Path] = set()

    def keep(self, path: Path, cell: Cell) -> None:
        """Remember where the value of a path stands."""
        self._place_of[path] = cell

    def wrong(self, cell: Cell, message: Text, hint: Text | None, *, path: Path | None = None) -> None:
        """Note what is wrong in a cell. Nothing further is told of ``path``, the value it stands for."""
        sheet, row, column = cell
        order = (self._rank.get(id(sheet), -1), -1 if row is None else row, -1 if column is None else column)
        self._wrong.append((order, finding_at(sheet, row, column, message, hint)))
        if path is not None:
            self._told.add(path)

    def missing_sheet(self, message: Text, hint: Text, path: Path) -> None:
        """Note that a sheet is missing, which would have held the value of a path."""
        self._wrong.append(((-1, -1, -1), Finding("", message, hint)))
        self._told.add(path)

    def silence(self, path: Path) -> None:
        """Tell nothing further of a path."""
        self._told.add(path)

    def note(self, cell: Cell, note: Text) -> None:
        """Note what was left out."""
        self.notes.append(Text("{place}: {note}", place=place(*cell), note=note))

    def take(self, problems: Iterable[Problem], anywhere: Sheet) -> None:
        """Note problems of the meeting at the cells they come from; at the sheet ``anywhere`` if from none."""
        for problem in problems:
            ways = [problem.path[:length] for length in range(len(problem.path), -1, -1)]
            if self._told.isdisjoint(ways):
                cell = next((self._place_of[way] for way in ways if way in self._place_of), (anywhere, None, None))
                self.wrong(cell, problem.message, problem.hint)

    def findings(self) -> list[Finding]:
        """Return everything that is wrong, in the order of the workbook."""
        return [finding for _, finding in sorted(self._wrong, key=lambda pair: pair[0])]
