"""Read meetings and plans: from files, from text, from plain data. Everything wrong is told at once."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal, TextIO, TypeAlias, TypeVar

from pydantic import ValidationError

from tischrunde.errors import BadInput, BadMeeting, BadPlan, Finding
from tischrunde.io.documents import Document, Unreadable
from tischrunde.io.files import read_text
from tischrunde.io.findings import findings
from tischrunde.io.json_text import parse_json
from tischrunde.io.schema import inconsistencies, schema_problems
from tischrunde.io.yaml_text import parse_yaml
from tischrunde.model import Meeting, Plan
from tischrunde.model.fields import Record
from tischrunde.model.problems import Problem, found, quoted
from tischrunde.model.references import reference_problems
from tischrunde.words import Text

if TYPE_CHECKING:
    from tischrunde.io.sheets.setup import Setup

__all__ = [
    "Kind",
    "format_of",
    "is_spreadsheet",
    "meeting_from",
    "parse_meeting",
    "parse_plan",
    "plan_from",
    "read_meeting",
    "read_plan",
    "read_plan_and_notes",
]

Kind: TypeAlias = Literal["json", "yaml"]
_A = TypeVar("_A", Meeting, Plan)

_KIND_OF: dict[str, Kind] = {".json": "json", ".yaml": "yaml", ".yml": "yaml"}
_ERROR_OF: dict[type[Record], type[BadInput]] = {Meeting: BadMeeting, Plan: BadPlan}
_SPREADSHEETS = frozenset({".xlsx", ".xlsm", ".ods", ".xls", ".csv", ".tsv", ".txt"})
_FORMAT = re.compile(r"tischrunde/(meeting|plan)/\d+")


def read_meeting(
    source: str | Path, *, stdin: TextIO | BinaryIO | None = None, setup: "Setup | None" = None
) -> Meeting:
    """Return the meeting in a file, or on standard input for ``-``.

    Parameters
    ----------
    source
        A ``.json``, ``.yaml`` or ``.yml`` file; or a list of people: ``.csv``, ``.tsv``, ``.xlsx``, ``.ods``, ``.xls``.
    stdin
        What to read for ``-``, YAML or JSON; standard input when not given.
    setup
        Tables, rounds and themes for a list of people; see also ``read_people``, which tells what it passed over.

    Raises
    ------
    BadMeeting
        With every problem, its place, line and column, and the next step.
    """
    if is_spreadsheet(source):
        from tischrunde.io.sheets.reading import read_people

        return read_people(source, setup).meeting
    return _parse(*_text_and_kind(source, stdin, Meeting), Meeting)


def _plan_in_workbook(source: str | Path) -> tuple[Plan, tuple[Text, ...]]:
    from tischrunde.io.sheets.loading import load
    from tischrunde.io.workbook import plan_and_notes

    try:
        sheets = load(source)
    except BadInput as bad:
        raise BadPlan(bad.findings) from None
    return plan_and_notes(sheets)


def is_spreadsheet(source: str | Path) -> bool:
    """Return whether a file is a spreadsheet or CSV by its ending."""
    return Path(source).suffix.lower() in _SPREADSHEETS


def parse_meeting(text: str, *, kind: Kind = "yaml") -> Meeting:
    """Return the meeting a text holds.

    Raises
    ------
    BadMeeting
        With every problem, its place, line and column, and the next step.
    """
    return _parse(text, kind, Meeting)


def meeting_from(plain: object) -> Meeting:
    """Return the meeting that plain data (as ``json.loads`` gives it) holds.

    Raises
    ------
    BadMeeting
        With every problem, its place and the next step.
    """
    return _record(Document(plain, lambda path: None), Meeting)


def read_plan(source: str | Path, *, stdin: TextIO | BinaryIO | None = None) -> Plan:
    """Return the plan in a ``.json`` file or a workbook, or on standard input for ``-``. Its ``rounds`` are enough.

    Whether its people and tables exist is for the judge to say, who has the meeting too.

    Raises
    ------
    BadPlan
        With every problem, its place, line and column, and the next step.
    """
    return read_plan_and_notes(source, stdin=stdin)[0]


def read_plan_and_notes(source: str | Path, *, stdin: TextIO | BinaryIO | None = None) -> tuple[Plan, tuple[Text, ...]]:
    """Return the plan in a file as ``read_plan`` does, and what of a workbook was changed and is not read."""
    if is_spreadsheet(source):
        return _plan_in_workbook(source)
    return _parse(*_text_and_kind(source, stdin, Plan), Plan), ()


def parse_plan(text: str, *, kind: Kind = "json") -> Plan:
    """Return the plan a text holds.

    Raises
    ------
    BadPlan
        With every problem, its place, line and column, and the next step.
    """
    return _parse(text, kind, Plan)


def plan_from(plain: object) -> Plan:
    """Return the plan that plain data (as ``json.loads`` gives it) holds.

    Raises
    ------
    BadPlan
        With every problem, its place and the next step.
    """
    return _record(Document(plain, lambda path: None), Plan)


def format_of(source: str | Path) -> str | None:
    """Return what a file calls itself, such as ``tischrunde/plan/1``; ``None`` if it is no file of ours."""
    try:
        text, kind = _text_and_kind(source, None, Meeting)
        plain = (parse_json(text) if kind == "json" else parse_yaml(text)).plain
    except (BadInput, Unreadable):
        return None
    given = plain.get("format") if isinstance(plain, Mapping) else None
    return given if isinstance(given, str) else None


def _text_and_kind(
    source: str | Path, stdin: TextIO | BinaryIO | None, record: type[Meeting] | type[Plan]
) -> tuple[str, Kind]:
    """Return a source's text, and its kind by its ending or, where it has none, by how it begins."""
    error = _ERROR_OF[record]
    suffix = Path(source).suffix.lower()
    if suffix and suffix not in _KIND_OF:
        message = Text("A file with the ending “{suffix}” cannot be read here.", suffix=quoted(suffix))
        raise error([Finding("", message, _endings(record))])
    try:
        text = read_text(source, stdin=stdin)
    except BadInput as bad:
        raise error(bad.findings) from None
    return text, _KIND_OF.get(suffix) or ("json" if text.lstrip().startswith("{") else "yaml")


def _endings(record: type[Record]) -> Text:
    if record is Meeting:
        return Text("Use a file that ends in .json, .yaml, .yml, .xlsx, .ods, .xls, .csv or .tsv.")
    return Text("Use a file that ends in .json, .yaml or .yml.")


def _parse(text: str, kind: Kind, record: type[_A]) -> _A:
    error = _ERROR_OF[record]
    if not text.strip():
        raise error([Finding("", Text("The file is empty."), Text("Write something into it, or name another file."))])
    try:
        document = parse_json(text) if kind == "json" else parse_yaml(text)
    except Unreadable as unreadable:
        raise error(findings(Document(None, lambda path: None), [unreadable.problem])) from None
    return _record(document, record)


def _record(document: Document, record: type[_A]) -> _A:
    plain: object = document.plain
    if isinstance(plain, record):
        return plain
    unfit = _unfit(plain, record)
    if unfit is not None:
        raise _ERROR_OF[record](findings(document, [unfit]))
    problems = [*document.problems, *_format_problems(plain, record)]
    try:
        made = record.model_validate(plain)
    except ValidationError as error:
        problems += _invalid(error, plain, record)
    if problems:
        raise _ERROR_OF[record](findings(document, problems))
    return made


def _invalid(error: ValidationError, plain: object, record: type[Record]) -> list[Problem]:
    """Return what is wrong in shape and, for meetings, in what the parts say about each other."""
    disagreements = inconsistencies(error)
    if disagreements:
        return disagreements
    shape = [problem for problem in schema_problems(error, record) if problem.path != ("format",)]
    if record is not Meeting or not isinstance(plain, Mapping):
        return shape
    return shape + reference_problems(plain)


def _unfit(plain: object, record: type[Record]) -> Problem | None:
    """Return the problem of a document that is something else altogether, where all others would mislead."""
    expected = _expected(record)
    if not isinstance(plain, Mapping):
        message = Text("The file must hold keys with values. Found: {found}.", found=found(plain))
        return Problem((), message, Text("Begin with “format: {format}”.", format=expected))
    given = plain.get("format")
    if not isinstance(given, str) or given == expected or not _FORMAT.fullmatch(given):
        return None
    if given.rpartition("/")[0] != expected.rpartition("/")[0]:
        if record is Meeting:
            return Problem(("format",), Text("This is a plan, not a meeting."), Text("Name the meeting's file here."))
        return Problem(("format",), Text("This is a meeting, not a plan."), Text("Name the plan's file here."))
    return Problem(
        ("format",),
        Text("This file has the format “{given}”, and only “{format}” can be read.", given=given, format=expected),
        Text("Use a newer version of the program, or write the file in the format it reads."),
    )


def _format_problems(plain: object, record: type[Record]) -> list[Problem]:
    expected = _expected(record)
    given = plain.get("format") if isinstance(plain, Mapping) else None
    if given == expected:
        return []
    hint = Text("Write “format: {format}” at the top.", format=expected)
    if given is None:
        return [Problem(("format",), Text("“format” is missing: it says what kind of file this is."), hint)]
    return [Problem(("format",), Text("{found} is not a known format.", found=found(given)), hint)]


def _expected(record: type[Record]) -> str:
    return str(record.model_fields["format"].default)
