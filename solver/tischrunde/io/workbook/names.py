"""Find out whom and what the cells of a workbook mean: ids and names, as people type them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Literal, TypeAlias

from tischrunde.io.workbook.forms import folded
from tischrunde.io.workbook.ledger import Cell, Ledger
from tischrunde.model.problems import Path, possible, quoted
from tischrunde.words import Text, listed

__all__ = ["Names", "Section", "Use"]

Section: TypeAlias = Literal["people", "tables", "themes"]

MOST_SEARCHES = 50
"""For how many unknown names the nearest known ones are searched: each takes milliseconds in a large meeting."""

MOST_MEANT = 3

_NUMBERED_TABLE = re.compile(r"(?:tisch|table|t)?[ .-]?(?:nr\.? ?|no\.? ?)?0*([0-9]{1,4})")


@dataclass(frozen=True)
class Use:
    """Where a cell names somebody or something: the value at ``holder[key]``, a text or a list of them."""

    section: Section
    holder: dict[str, Any] | list[Any]
    key: Any
    path: Path
    cells: list[Cell]


@dataclass
class Names:
    """The people, tables and themes of a workbook, by what they may be called.

    Attributes
    ----------
    ids : of each section
    called : for each section the ids by name, without what is typed in one way or another
    shown : for each section what may be suggested
    """

    ids: dict[Section, set[str]] = field(default_factory=dict)
    called: dict[Section, dict[str, set[str]]] = field(default_factory=dict)
    shown: dict[Section, dict[str, None]] = field(default_factory=dict)
    n_searches: int = 0

    @classmethod
    def of(cls, plain: dict[str, Any]) -> "Names":
        """Return the names of a meeting that is not checked yet."""
        names = cls()
        second: tuple[tuple[Section, str | None], ...] = (("people", "name"), ("tables", None), ("themes", "title"))
        for section, key in second:
            entries = [entry for entry in plain.get(section, []) if "id" in entry]
            names.ids[section] = {entry["id"] for entry in entries}
            names.called[section] = {}
            names.shown[section] = {}
            for entry in entries:
                further = [entry[key]] if key is not None and entry.get(key) else []
                for name in (entry["id"], *further):
                    names.called[section].setdefault(folded(name), set()).add(entry["id"])
                names.shown[section][further[0] if further and section == "people" else entry["id"]] = None
        return names

    def resolve(self, uses: Iterable[Use], ledger: Ledger) -> None:
        """Put the ids in the place of the names, and note every name that nobody, or more than one, has."""
        for use in uses:
            given = use.holder[use.key]
            if isinstance(given, list):
                every = list(self._expanded(use.section, given, use.cells))
                for at, (_, cell) in enumerate(every):
                    ledger.keep((*use.path, at), cell)
                use.holder[use.key] = [
                    self._id(use.section, name, cell, (*use.path, at), ledger) for at, (name, cell) in enumerate(every)
                ]
            else:
                use.holder[use.key] = self._id(use.section, given, use.cells[0], use.path, ledger)

    def _expanded(self, section: Section, given: list[str], cells: list[Cell]) -> Iterator[tuple[str, Cell]]:
        """Part at commas and strokes what makes known names only then."""
        for name, cell in zip(given, cells, strict=True):
            parts = [part.strip() for part in re.split("[,/]", name)]
            if self.meant(section, name) or not all(self.meant(section, part) for part in parts):
                yield name, cell
            else:
                yield from ((part, cell) for part in parts)

    def meant(self, section: Section, name: str) -> set[str]:
        """Return the ids of all that may be called so; of an id, itself alone."""
        return {name} if name in self.ids[section] else self.named(section, name)

    def named(self, section: Section, name: str) -> set[str]:
        """Return the ids of all whose id or name this is, typed in one way or another; of tables, also its number."""
        found = self.called[section].get(folded(name), set())
        number = _number(name) if section == "tables" and not found else None
        return found if number is None else {key for key in self.ids[section] if _number(key) == number}

    def _id(self, section: Section, name: str, cell: Cell, path: Path, ledger: Ledger) -> str:
        meant = self.meant(section, name)
        if len(meant) == 1:
            return next(iter(meant))
        if meant:
            message = Text("More than one is called “{name}”.", name=quoted(name, most=40))
            hint = Text("Write one of these IDs: {ids}.", ids=listed(map(quoted, sorted(meant)), choice=True))
            ledger.wrong(cell, message, hint, path=path)
        else:
            ledger.wrong(cell, _unknown(section, name), self._hint(section, name), path=path)
        return name

    def _hint(self, section: Section, name: str) -> Text:
        known = self.shown[section]
        if not known:
            return _fill_in(section)
        self.n_searches += 1
        near = self._near(section, name) if self.n_searches <= MOST_SEARCHES else []
        if near:
            names = [Text("“{name}”", name=quoted(one)) for one in near]
            return Text("Did you mean {names}?", names=listed(names, choice=True))
        return possible(known)

    def _near(self, section: Section, name: str) -> list[str]:
        shown_as = {folded(one): one for one in reversed(self.shown[section])}
        return [shown_as[one] for one in get_close_matches(folded(name[:60]), shown_as, n=MOST_MEANT, cutoff=0.66)]


def _number(table: str) -> int | None:
    """Return the number by which people may call a table, whether as ``Tisch 3``, ``T3`` or ``3``."""
    match = _NUMBERED_TABLE.fullmatch(folded(table))
    return int(match[1]) if match else None


def _unknown(section: Section, name: str) -> Text:
    shown = quoted(name, most=40)
    match section:
        case "people":
            return Text("There is no person “{name}” on the sheet of people.", name=shown)
        case "tables":
            return Text("There is no table “{name}”.", name=shown)
        case "themes":
            return Text("There is no theme “{name}”.", name=shown)


def _fill_in(section: Section) -> Text:
    match section:
        case "people":
            return Text("Fill in the sheet of people first.")
        case "tables":
            return Text("Fill in the sheet of tables first.")
        case "themes":
            return Text("Write it on the sheet of themes, or empty the cell.")
