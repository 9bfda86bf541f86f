"""Read the plan from our own workbook: its seats row by row, and what else is known of it."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from tischrunde.errors import BadMeeting, BadPlan
from tischrunde.io.schema import schema_problems
from tischrunde.io.sheets.cells import Sheet, Value
from tischrunde.io.workbook.columns import PLAN, PLAN_FACTS
from tischrunde.io.workbook.found import Found, find_sheets, is_workbook
from tischrunde.io.workbook.ledger import Ledger
from tischrunde.io.workbook.lines import Line, lines_of, require
from tischrunde.io.workbook.names import Names, Use
from tischrunde.io.workbook.reading import meeting_and_notes
from tischrunde.io.workbook.views import VIEWS, notes_on_views
from tischrunde.model import Plan
from tischrunde.model.fields import MOST_ROUNDS
from tischrunde.model.problems import Problem, quoted
from tischrunde.model.problems import found as found_there
from tischrunde.words import Text

__all__ = ["holds_plan", "plan_and_notes", "plan_from_workbook"]


@dataclass(frozen=True)
class _Seat:
    """A row of the plan: round, table, person and name under the keys of the columns."""

    values: dict[str, Any]
    line: Line


def holds_plan(sheets: Sequence[Sheet]) -> bool:
    """Return whether one of the sheets is that of a plan."""
    return any(PLAN.titles.fits(sheet.name) for sheet in sheets)


def plan_from_workbook(sheets: Sequence[Sheet]) -> Plan:
    """Return the plan in the sheets of our own workbook. Its seats are enough.

    Raises
    ------
    BadPlan
        With every problem, its sheet, row and column, and the next step.
    """
    return plan_and_notes(sheets)[0]


def plan_and_notes(sheets: Sequence[Sheet]) -> tuple[Plan, tuple[Text, ...]]:
    """Return the plan in the sheets of our own workbook, and which of the other sheets were changed in vain.

    Where the workbook holds its meeting, people may stand with their names in place of ids, and who or what is not
    of the meeting is told.

    Raises
    ------
    BadPlan
        With every problem, its sheet, row and column, and the next step.

    Notes
    -----
    Linear in the number of cells, apart from suggestions for a few wrong names.
    """
    ledger = Ledger(sheets)
    found = find_sheets([sheet for sheet in sheets if _is_of_plan(sheet)], ledger)
    if PLAN.key not in found:
        message = Text("This workbook holds no plan: it has no sheet “{name}”.", name=PLAN.titles.en)
        hint = Text("Name a workbook that “tischrunde solve” has written, or a plan in a .json file.")
        ledger.missing_sheet(message, hint, ())
        raise BadPlan(ledger.findings())
    sheet = found[PLAN.key].sheet
    plain = _facts(found.get(PLAN_FACTS.key), ledger)
    views = plain.pop(VIEWS, None)
    n_rounds = plain.get("rounds", -1)
    seats = list(_seats(found[PLAN.key], ledger))
    _resolve(seats, _names(sheets), ledger)
    if n_rounds is not None or seats:
        plain["rounds"] = _seating(seats, n_rounds, ledger, sheet)
    plan = None
    try:
        plan = Plan.model_validate(plain)
    except ValidationError as error:
        ledger.take(schema_problems(error, Plan), sheet)
    wrong = ledger.findings()
    if plan is None or wrong:
        raise BadPlan(wrong)
    return plan, notes_on_views(views, sheets)


def _is_of_plan(sheet: Sheet) -> bool:
    return PLAN.titles.fits(sheet.name) or PLAN_FACTS.titles.fits(sheet.name)


def _facts(found: Found | None, ledger: Ledger) -> dict[str, Any]:
    """Return what is known of the plan; a long value goes on in the next row of the same key."""
    pieces: dict[str, list[str]] = {}
    for line in lines_of(found, ledger) if found is not None else ():
        if require(line, ledger) and "value" in line.values:
            key = line.values["fact"]
            pieces.setdefault(key, []).append(_piece(line.values["value"]))
            ledger.keep((key,), line.cell("value"))
    plain: dict[str, Any] = {}
    for key, parts in pieces.items():
        try:
            plain[key] = json.loads("".join(parts))
        except (ValueError, RecursionError):
            ledger.take([_not_json(key)], Sheet("", ()))
            ledger.silence((key,))
    return plain


def _piece(value: Value) -> str:
    """Return a piece of JSON; a whole number without the point that spreadsheets add."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _not_json(key: str) -> Problem:
    return Problem((key,), Text("This is not JSON any more."), Text("Write the plan anew with “tischrunde solve”."))


def _seats(found: Found, ledger: Ledger) -> Iterator[_Seat]:
    """Read the seats row by row."""
    for line in lines_of(found, ledger):
        if not require(line, ledger):
            continue
        number = line.values["round"]
        if not 1 <= number <= MOST_ROUNDS:
            message = Text("{found} is no round.", found=found_there(number))
            ledger.wrong(line.cell("round"), message, Text("Rounds are numbered 1, 2, 3 and so on."))
            continue
        yield _Seat(dict(line.values), line)


def _names(sheets: Sequence[Sheet]) -> Names | None:
    """Return the names in the meeting of the same workbook, ``None`` where none can be read."""
    if not is_workbook(sheets):
        return None
    try:
        return Names.of(meeting_and_notes(sheets)[0].plain())
    except BadMeeting:
        return None


def _resolve(seats: Sequence[_Seat], names: Names | None, ledger: Ledger) -> None:
    """Put ids in the place of names; a name counts where no person is given, and must not be somebody else's."""
    uses = []
    for at, seat in enumerate(seats):
        values, line = seat.values, seat.line
        key = "person" if "person" in values else "name"
        if names is not None and key == "person" and "name" in values:
            _tell_two(seat, names, ledger)
        if key in values:
            values["person"] = values[key]
            uses.append(Use("people", values, "person", ("seats", at, "person"), [line.cell(key)]))
        uses.append(Use("tables", values, "table", ("seats", at, "table"), [line.cell("table")]))
    if names is not None:
        names.resolve(uses, ledger)


def _tell_two(seat: _Seat, names: Names, ledger: Ledger) -> None:
    """Note a row whose name is that of another person; a name nobody has any more is left as it is."""
    person, name = seat.values["person"], seat.values["name"]
    meant, called = names.meant("people", person), names.named("people", name)
    if meant and called and meant.isdisjoint(called):
        message = Text("“{person}” and “{name}” are two people.", person=quoted(person), name=quoted(name))
        hint = Text("Write who is meant into the column “{heading}” and empty this cell.", heading="Person")
        ledger.wrong(seat.line.cell("name"), message, hint)


def _seating(seats: Sequence[_Seat], n_rounds: Any, ledger: Ledger, sheet: Sheet) -> list[dict[str, list[str]]]:
    last = max((seat.values["round"] for seat in seats), default=0)
    if isinstance(n_rounds, int) and 0 <= n_rounds <= MOST_ROUNDS:
        last = max(last, n_rounds)
    rounds: list[dict[str, list[str]]] = [{} for _ in range(last)]
    for seat in seats:
        number, table, person = seat.values["round"], seat.values["table"], seat.values.get("person")
        people = rounds[number - 1].setdefault(table, [])
        path = ("rounds", number - 1, table)
        place = (sheet, seat.line.at, None)
        ledger.keep(path, place)
        if person is not None:
            ledger.keep((*path, len(people)), place)
            people.append(person)
    return rounds
