"""Read the plan from our own workbook: its seats row by row, and what else is known of it."""

import json
from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

from pydantic import ValidationError

from tischrunde.errors import BadPlan
from tischrunde.io.schema import schema_problems
from tischrunde.io.sheets.cells import Sheet, Value
from tischrunde.io.workbook.columns import PLAN, PLAN_FACTS
from tischrunde.io.workbook.found import Found, find_sheets
from tischrunde.io.workbook.ledger import Ledger
from tischrunde.io.workbook.lines import lines_of, require
from tischrunde.model import Plan
from tischrunde.model.fields import MOST_ROUNDS
from tischrunde.model.problems import Problem
from tischrunde.model.problems import found as found_there
from tischrunde.words import Text

__all__ = ["holds_plan", "plan_from_workbook"]


_Seat: TypeAlias = tuple[int, str, str | None, int]
"""Round, table, person and row; no person where a table stays empty."""


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
    ledger = Ledger(sheets)
    found = find_sheets([sheet for sheet in sheets if _is_of_plan(sheet)], ledger)
    if PLAN.key not in found:
        message = Text("This workbook holds no plan: it has no sheet “{name}”.", name=PLAN.titles.en)
        hint = Text("Name a workbook that “tischrunde solve” has written, or a plan in a .json file.")
        ledger.missing_sheet(message, hint, ())
        raise BadPlan(ledger.findings())
    sheet = found[PLAN.key].sheet
    plain = _facts(found.get(PLAN_FACTS.key), ledger)
    n_rounds = plain.get("rounds", -1)
    seats = list(_seats(found[PLAN.key], ledger))
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
    return plan


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
        yield number, line.values["table"], line.values.get("person"), line.at


def _seating(seats: list[_Seat], n_rounds: Any, ledger: Ledger, sheet: Sheet) -> list[dict[str, list[str]]]:
    last = max((number for number, *_ in seats), default=0)
    if isinstance(n_rounds, int) and 0 <= n_rounds <= MOST_ROUNDS:
        last = max(last, n_rounds)
    rounds: list[dict[str, list[str]]] = [{} for _ in range(last)]
    for number, table, person, at in seats:
        people = rounds[number - 1].setdefault(table, [])
        path = ("rounds", number - 1, table)
        ledger.keep(path, (sheet, at, None))
        if person is not None:
            ledger.keep((*path, len(people)), (sheet, at, None))
            people.append(person)
    return rounds
