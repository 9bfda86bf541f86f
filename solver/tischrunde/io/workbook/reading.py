"""Read a meeting from our own workbook, generous in how it is written and strict in what it says."""

from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import ValidationError

from tischrunde.errors import BadMeeting
from tischrunde.io.schema import inconsistencies, schema_problems
from tischrunde.io.sheets.cells import Sheet
from tischrunde.io.workbook.columns import PAIRS, PEOPLE, ROUND_SHEET, RULES, TABLES, THEMES, SheetForm
from tischrunde.io.workbook.entries import SINGLE, USES
from tischrunde.io.workbook.found import Found, find_sheets
from tischrunde.io.workbook.ledger import Cell, Ledger
from tischrunde.io.workbook.lines import Line, lines_of, require, tell_missing
from tischrunde.io.workbook.names import Names, Section, Use
from tischrunde.io.workbook.settings import read_settings
from tischrunde.model import Meeting
from tischrunde.model.problems import Path, Problem, quoted
from tischrunde.model.references import reference_problems
from tischrunde.words import Text

__all__ = ["meeting_and_notes", "meeting_from_workbook"]

_NAMED: dict[str, Section] = {
    "hosts": "tables",
    "theme": "themes",
    "wishes": "themes",
    "must_visit": "themes",
    "avoid": "themes",
    "people": "people",
    "person": "people",
    "tables": "tables",
    "table": "tables",
}
"""Which keys of entries name something, and of which section."""


def meeting_from_workbook(sheets: Sequence[Sheet]) -> Meeting:
    """Return the meeting in the sheets of our own workbook.

    Raises
    ------
    BadMeeting
        With every problem, its sheet, row and column, and the next step.
    """
    return meeting_and_notes(sheets)[0]


def meeting_and_notes(sheets: Sequence[Sheet]) -> tuple[Meeting, tuple[Text, ...]]:
    """Return the meeting in the sheets of our own workbook, and what of them was left out.

    Raises
    ------
    BadMeeting
        With every problem, its sheet, row and column, and the next step.

    Notes
    -----
    Linear in the number of cells, apart from suggestions, which compare a wrong name with all right ones.
    """
    ledger = Ledger(sheets)
    found = find_sheets(sheets, ledger)
    somewhere = next(iter(sheets), Sheet("", ()))
    plain, uses = _Reader(found, ledger, somewhere).read()
    Names.of(plain).resolve(uses, ledger)
    meeting = None
    try:
        meeting = Meeting.model_validate(plain)
    except ValidationError as error:
        ledger.take(_problems(error, plain), somewhere)
    wrong = ledger.findings()
    if meeting is None or wrong:
        raise BadMeeting(wrong)
    return meeting, tuple(ledger.notes)


def _problems(error: ValidationError, plain: dict[str, Any]) -> list[Problem]:
    return inconsistencies(error) or schema_problems(error, Meeting) + reference_problems(plain)


class _Reader:
    """Makes plain data of the sheets, and keeps what has to be resolved once all names are known."""

    def __init__(self, found: dict[str, Found], ledger: Ledger, somewhere: Sheet) -> None:
        self._found = found
        self._somewhere = somewhere
        self._ledger = ledger
        self._uses: list[Use] = []

    def read(self) -> tuple[dict[str, Any], list[Use]]:
        plain = read_settings(self._found, self._ledger)
        rounds = [self._round(line, number) for number, line in enumerate(self._lines(ROUND_SHEET), start=1)]
        self._agree_on_rounds(plain, rounds)
        plain["themes"] = [self._entry(line, ("themes", at)) for at, line in enumerate(self._lines(THEMES))]
        plain["tables"] = [self._entry(line, ("tables", at)) for at, line in enumerate(self._lines(TABLES))]
        plain["people"] = self._people()
        plain["rules"] = self._rules()
        plain |= self._pairs()
        self._require_tables(plain)
        return plain, self._uses

    def _lines(self, form: SheetForm) -> Iterator[Line]:
        found = self._found.get(form.key)
        if found is None:
            return
        if form is not ROUND_SHEET:
            self._ledger.keep((form.key,), (found.sheet, None, None))
        for line in lines_of(found, self._ledger):
            require(line, self._ledger)
            yield line

    def _entry(self, line: Line, path: Path) -> dict[str, Any]:
        """Return the values of a row as one entry of the meeting, and keep where each of them stands."""
        self._keep_places(line, path)
        entry = dict(line.values)
        self._keep_uses(entry, line, path)
        return entry

    def _keep_places(self, line: Line, path: Path) -> None:
        ledger = self._ledger
        ledger.keep(path, line.whole)
        for column in line.found.form.columns:
            ledger.keep((*path, column.key), line.cell(column.key))
            if column.key not in line.values and (column.needed or column.key in line.misread):
                ledger.silence((*path, column.key))
        for key, cells in line.cells.items():
            steps = key if isinstance(key, tuple) else (key,)
            ledger.keep((*path, *steps), cells[0] if cells else line.whole)
            for at, cell in enumerate(cells):
                ledger.keep((*path, *steps, at), cell)

    def _keep_uses(self, entry: dict[str, Any], line: Line, path: Path) -> None:
        for key, section in _NAMED.items():
            if key in entry:
                self._uses.append(Use(section, entry, key, (*path, key), line.cells[key]))

    def _people(self) -> list[dict[str, Any]]:
        lines = list(self._lines(PEOPLE))
        entries = [self._entry(line, ("people", at)) for at, line in enumerate(lines)]
        taken = {entry["id"] for entry in entries if "id" in entry}
        first_of: dict[str, Line] = {}
        for at, (line, entry) in enumerate(zip(lines, entries, strict=True)):
            name = entry.get("name")
            if "id" not in entry and not name:
                if not line.misread & {"id", "name"} and line.found.column("name") is not None:
                    tell_missing(line, "name", self._ledger)
                entry["id"] = _free_id(at, taken)
            elif "id" not in entry:
                if name in first_of:
                    self._tell_repeated(line, name, first_of[name])
                entry["id"] = _free_id(at, taken)
            if name:
                first_of.setdefault(name, line)
        return entries

    def _tell_repeated(self, line: Line, name: str, first: Line) -> None:
        message = Text("“{name}” stands here again, first in row {row}.", name=quoted(name), row=first.at + 1)
        hint = Text("Delete one of the rows or, if these are two people, write an ID for each.")
        self._ledger.wrong(line.cell("name"), message, hint)

    def _round(self, line: Line, number: int) -> dict[str, Any]:
        entry = self._entry(line, ("rounds", number - 1))
        given = entry.pop("number", number)
        if given != number:
            message = Text("Round {given} stands in the place of round {number}.", given=given, number=number)
            hint = Text("Write a row for every round, in their order.")
            self._ledger.wrong(line.cell("number"), message, hint)
        return entry

    def _agree_on_rounds(self, plain: dict[str, Any], rounds: list[dict[str, Any]]) -> None:
        """Take the rounds of their own sheet where it has any; their number must be that of the settings."""
        n_rounds = plain.get("rounds")
        if not rounds:
            if n_rounds is None:
                message = Text("The number of rounds is missing.")
                hint = Text("Write it on the sheet of settings, or describe every round on the sheet of rounds.")
                self._ledger.take([Problem(("rounds",), message, hint)], self._somewhere)
                self._ledger.silence(("rounds",))
            return
        self._ledger.keep(("rounds",), (self._found[ROUND_SHEET.key].sheet, None, None))
        plain["rounds"] = rounds
        if n_rounds is not None and n_rounds != len(rounds):
            sheet = self._found[ROUND_SHEET.key].sheet
            message = Text.many(
                "There is {count} row of rounds, and the settings say {number}.",
                "There are {count} rows of rounds, and the settings say {number}.",
                len(rounds),
                number=n_rounds,
            )
            self._ledger.wrong((sheet, None, None), message, Text("Write a row for every round, or none at all."))

    def _rules(self) -> list[dict[str, Any]]:
        rules: list[dict[str, Any]] = []
        for line in self._lines(RULES):
            if "kind" in line.values:
                rules.append(self._rule(line, ("rules", len(rules))))
        return rules

    def _rule(self, line: Line, path: Path) -> dict[str, Any]:
        kind = line.values["kind"]
        uses = USES[kind]
        rule: dict[str, Any] = {"kind": kind}
        self._ledger.keep(path, line.whole)
        self._ledger.keep((*path, "kind"), line.cell("kind"))
        for column, key in uses.items():
            self._ledger.keep((*path, key), line.cell(column))
            if column not in line.values:
                continue
            given, cells = line.values[column], line.cells[column]
            for at, cell in enumerate(cells):
                self._ledger.keep((*path, key, at), cell)
            if key in SINGLE:
                self._take_single(rule, key, given, line.cell(column), (*path, key))
            else:
                rule[key] = given
            if key in _NAMED and key in rule:
                self._uses.append(Use(_NAMED[key], rule, key, (*path, key), cells))
        self._tell_unused(line, set(uses) | {"kind"})
        self._tell_needed(line, rule, path)
        return rule

    def _take_single(self, rule: dict[str, Any], key: str, given: list[Any], cell: Cell, path: Path) -> None:
        if len(given) == 1:
            rule[key] = given[0]
            return
        message = Text("Only one entry is possible here, for this rule.")
        self._ledger.wrong(cell, message, Text("Write a row for each."), path=path)

    def _tell_unused(self, line: Line, used: set[str]) -> None:
        for key in line.values.keys() - used:
            message = Text("This rule does not use the column “{heading}”.", heading=quoted(line.found.titled(key)))
            self._ledger.wrong(line.cell(key), message, Text("Empty the cell, or choose another rule."))

    def _tell_needed(self, line: Line, rule: dict[str, Any], path: Path) -> None:
        """Note the empty cells without which a rule says nothing."""
        for column, key in USES[rule["kind"]].items():
            if (
                key in _ALWAYS
                and column not in line.values
                and not (key == "people" and rule["kind"] == "meet_at_most")
            ):
                if column not in line.misread:
                    message = Text("This rule needs the column “{heading}”.", heading=quoted(line.found.titled(column)))
                    self._ledger.wrong(line.cell(column), message, Text("Fill in the cell."))
                self._ledger.silence((*path, key))

    def _pairs(self) -> dict[str, list[Any]]:
        pairs: dict[str, list[Any]] = {"history": [], "affinities": []}
        for line in self._lines(PAIRS):
            if not {"one", "other"} <= line.values.keys():
                continue
            given = [key for key in pairs if key in line.values]
            if not given and not line.misread:
                tell_missing(line, "history", self._ledger)
            for key in given:
                self._pair(pairs[key], key, line)
        return pairs

    def _pair(self, pairs: list[Any], key: str, line: Line) -> None:
        path: Path = (key, len(pairs))
        pair = [line.values["one"], line.values["other"], line.values[key]]
        pairs.append(pair)
        self._ledger.keep(path, line.whole)
        for at, column in enumerate(("one", "other", key)):
            self._ledger.keep((*path, at), line.cell(column))
            if at < 2:
                self._uses.append(Use("people", pair, at, (*path, at), [line.cell(column)]))

    def _require_tables(self, plain: dict[str, Any]) -> None:
        if plain["tables"]:
            return
        found = self._found.get(TABLES.key)
        if found is not None:
            message = Text("No table is filled in yet.")
            hint = Text("Write a row for each table: what it is called, and how many seats it has.")
            self._ledger.wrong((found.sheet, None, None), message, hint, path=("tables",))


_ALWAYS = ("people", "person", "table", "round", "attribute", "value", "count")
"""The keys without which a rule that has them says nothing."""


def _free_id(at: int, taken: set[str]) -> str:
    """Return an id for the person at a position: ``p1`` for the first, unless somebody has it."""
    number = at + 1
    while f"p{number}" in taken:
        number += 1
    taken.add(f"p{number}")
    return f"p{number}"
