"""What the desk does: functions of bytes that need nothing but the library, which they load when they run."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

from tischrunde.errors import BadInput, BadMeeting, BadPlan, Finding
from tischrunde.words import Language, Text, listed
from tischrunde_api.desk.limits import MeetingLimits
from tischrunde_api.desk.lists import Typed
from tischrunde_api.desk.samples import shipped

if TYPE_CHECKING:
    from tischrunde.documents.pdf import Part
    from tischrunde.model import Meeting, Plan

__all__ = [
    "JSON",
    "BadBody",
    "Read",
    "Repaired",
    "advise",
    "changed_meeting",
    "check",
    "example",
    "examples",
    "export",
    "read_meeting",
    "warm_up",
]

JSON = "application/json"


class BadBody(BadInput):
    """A body that does not even have the shape of what belongs into it."""


@dataclass(frozen=True)
class Read:
    """A meeting that was read and found good.

    Attributes
    ----------
    meeting : the meeting file, JSON in UTF-8
    people, tables, rounds, rules : how many
    notes : what of a list of people was passed over or assumed, as JSON, said in the language of the meeting; they may
        quote the list
    """

    meeting: bytes
    language: Language
    people: int
    tables: int
    rounds: int
    rules: int
    notes: bytes


def warm_up() -> None:
    """Load what most tasks need."""
    import tischrunde.documents.pdf
    import tischrunde.documents.saving
    import tischrunde.io.sheets
    import tischrunde.io.workbook
    import tischrunde.score  # noqa: F401


def read_meeting(raw: bytes, media: str, setup: Typed, limits: MeetingLimits) -> Read:
    """Return the meeting that a request's body holds.

    Parameters
    ----------
    raw
        A meeting file in JSON, or a spreadsheet or CSV file.
    media
        ``application/json``; anything else is read as a spreadsheet, by how it begins.
    setup
        Options for a list of people; a meeting in JSON says all this itself.
    limits
        How large the meeting may be.

    Raises
    ------
    BadInput
        With every problem: ``BadBody`` for a body that is no text, ``TooLargeMeeting`` beyond the limits,
        ``BadMeeting`` for what the body holds, and plain ``BadInput`` for the options. A finding's ``path``
        leads to it in the JSON.
    """
    meeting, notes = _meeting_in_json(raw, setup) if media == JSON else _meeting_in_sheets(raw, setup, limits)
    return _read(meeting, limits, notes)


def check(raw: bytes, limits: MeetingLimits, language: Language) -> bytes:
    """Return what a check of ``{"meeting": ..., "plan": ...}`` finds, as JSON.

    Raises
    ------
    BadBody, BadMeeting, BadPlan
        With every problem of the two; ``BadPlan`` when the meeting is good.
    """
    meeting, plan = _both(_plain(raw))
    from tischrunde.checking import check as checked
    from tischrunde_api.desk.limits import require_within

    require_within(meeting, limits)
    return _json(checked(meeting, plan).plain(language))


@dataclass(frozen=True)
class Repaired:
    """A meeting after changes on the day.

    Attributes
    ----------
    meeting : the meeting file, JSON in UTF-8
    options : what its repair begins from, as ``tischrunde.repair.to_options`` gives it
    notes : what was given up, as JSON, said in the language of the meeting
    """

    meeting: bytes
    options: dict[str, Any]
    notes: bytes


def changed_meeting(
    meeting: bytes, plan: bytes, raw: bytes, limits: MeetingLimits, at_most: int, anew: bool
) -> Repaired:
    """Return a kept meeting after the changes that a request's body holds.

    Parameters
    ----------
    meeting, plan
        The files, JSON in UTF-8.
    raw
        ``{"absent": [...], "late": {...}, "leaves": {...}, "add": [...], "close": [...], "played": 1}``, all optional.
    limits
        How large the meeting may become.
    at_most, anew
        As ``tischrunde.repair.repair`` takes them.

    Raises
    ------
    BadBody, BadInput, BadPlan
        With every problem: of the body's shape, of the changes, and ``BadPlan`` when the plan cannot be repaired.
        A finding's ``path`` leads into the body.
    """
    from tischrunde.io import meeting_from, meeting_json, plan_from
    from tischrunde.repair import changed, changes_from, to_options
    from tischrunde_api.desk.limits import TooLargeMeeting, require_within
    from tischrunde_api.desk.pointing import counted, of_result, too_large

    the_meeting, body = meeting_from(json.loads(meeting)), _plain(raw)
    try:
        changes = changes_from(body, the_meeting)
    except BadInput as bad:
        raise counted(bad, body) from None
    try:
        after = changed(the_meeting, plan_from(json.loads(plan)), changes)
        require_within(after.meeting, limits)
    except TooLargeMeeting as bad:
        raise too_large(bad) from None
    except BadMeeting as bad:
        raise of_result(bad) from None
    options = to_options(after, at_most=at_most, anew=anew)
    return Repaired(meeting_json(after.meeting).encode(), options, _said(after.notes, after.meeting))


def export(
    meeting: bytes, plan: bytes, suffix: str, parts: "Sequence[Part]", labels: str | None, changed: bool = False
) -> bytes:
    """Return a document of a plan that is kept.

    Parameters
    ----------
    meeting, plan
        The files, JSON in UTF-8.
    suffix
        ``.xlsx``, ``.csv``, ``.pdf`` or ``.html``.
    parts, labels
        What a ``.pdf`` holds, as ``tischrunde export --only ... --labels ...``; no parts for everything.
    changed
        Whether a ``.pdf`` holds only the name tags that a repair has made new.

    Raises
    ------
    BadInput
        When there are no such labels, or no changed name tags; its place is ``--labels`` or ``--changed``.
    """
    from tischrunde.documents.pdf import LABELS
    from tischrunde.documents.saving import document
    from tischrunde.io import meeting_from, plan_from

    if labels is not None and labels not in LABELS:
        raise BadInput([Finding("--labels", Text("There is no such label format."), _one_of(LABELS))])
    the_meeting, the_plan = meeting_from(json.loads(meeting)), plan_from(json.loads(plan))
    if changed:
        return document(
            the_meeting, the_plan, suffix, parts=("name-tags",), labels=labels, people=_new_tags(the_plan, parts)
        )
    return document(the_meeting, the_plan, suffix, parts=parts or None, labels=labels)


def _new_tags(plan: "Plan", parts: "Sequence[Part]") -> set[str]:
    """Return whose name tags a repair has made new."""
    if set(parts) - {"name-tags"}:
        hint = Text("Leave one of the two out.")
        raise BadInput([Finding("--changed", Text("This is for name tags only, and other parts are asked for."), hint)])
    if plan.repair is None:
        message = Text("This plan is not a repair, so there are no name tags that changed.")
        raise BadInput([Finding("--changed", message, Text("Ask the plan that came of a repair."))])
    needed = {*(one.person for one in plan.repair.changed), *plan.repair.added}
    if not needed:
        raise BadInput([Finding("--changed", Text("No name tag changes in this repair: there is nothing to print."))])
    return needed


def advise(
    people: int,
    rounds: int,
    table_sizes: tuple[int, int],
    tables: int | None,
    hosts: bool,
    themes: bool,
    language: Language,
) -> bytes:
    """Return which numbers of tables let nobody meet twice, as JSON; see ``tischrunde.advice.advise``.

    Raises
    ------
    BadInput
        With every problem of the numbers; its place is an option such as ``--table-size``.
    """
    from tischrunde.advice import advise as advised

    try:
        advice = advised(
            people=people, rounds=rounds, table_sizes=table_sizes, tables=tables, hosts=hosts, themes=themes
        )
    except BadInput as bad:
        raise BadInput([replace(found, place=_OPTION_OF.get(found.place, "")) for found in bad.findings]) from None
    return _json(advice.plain(language))


_OPTION_OF = {name: f"--{name}" for name in ("people", "rounds", "tables")} | {"table_sizes": "--table-size"}


@cache
def examples() -> bytes:
    """Return which meetings are shipped to be tried, as JSON."""
    return _json({"examples": [_about(name) for name in sorted(shipped())]})


@cache
def example(name: str) -> bytes | None:
    """Return a shipped meeting as JSON, ``None`` where none has this name."""
    if name not in shipped():
        return None
    from tischrunde.io import meeting_json

    return meeting_json(_shipped(name)).encode()


def _about(name: str) -> dict[str, object]:
    meeting = _shipped(name)
    return {
        "name": name,
        "title": meeting.title,
        "language": meeting.language,
        "people": len(meeting.people),
        "tables": len(meeting.tables),
        "rounds": meeting.n_rounds,
        "href": f"/v1/examples/{name}",
    }


def _shipped(name: str) -> "Meeting":
    from tischrunde.io import parse_meeting

    return parse_meeting(shipped()[name].read_text("utf-8"))


def _one_of(names: Iterable[str]) -> Text:
    every = tuple(names)
    return Text("Choose one of {names}.", names=listed(every, most=len(every), choice=True))


def _read(meeting: "Meeting", limits: MeetingLimits, notes: tuple[Text, ...]) -> Read:
    from tischrunde.io import meeting_json
    from tischrunde_api.desk.limits import require_within

    require_within(meeting, limits)
    return Read(
        meeting=meeting_json(meeting).encode(),
        language=meeting.language,
        people=len(meeting.people),
        tables=len(meeting.tables),
        rounds=meeting.n_rounds,
        rules=len(meeting.rules),
        notes=_said(notes, meeting),
    )


def _said(notes: Iterable[Text], meeting: "Meeting") -> bytes:
    return _json([note.say(meeting.language) for note in notes])


def _meeting_in_json(raw: bytes, setup: Typed) -> "tuple[Meeting, tuple[Text, ...]]":
    if setup:
        message = Text("This goes with a list of people only, and the body is a meeting.")
        hint = Text("Leave the option out, or change the meeting.")
        raise BadInput([Finding(f"--{option.replace('_', '-')}", message, hint) for option in setup])
    from tischrunde.io import parse_meeting

    return parse_meeting(_text(raw), kind="json"), ()


def _meeting_in_sheets(raw: bytes, setup: Typed, limits: MeetingLimits) -> "tuple[Meeting, tuple[Text, ...]]":
    from tischrunde.io.sheets import meeting_from_sheets
    from tischrunde.io.sheets.loading import loaded
    from tischrunde_api.desk.lists import setup_of

    options = setup_of(setup, limits)
    registration = meeting_from_sheets(loaded(raw, most_unpacked=limits.unpacked), options)
    return registration.meeting, registration.notes


def _text(raw: bytes) -> str:
    from tischrunde.io.files import read_text

    try:
        return read_text("-", stdin=BytesIO(raw))
    except BadInput as bad:
        raise BadBody(bad.findings) from None


def _plain(raw: bytes) -> Any:
    """Return the plain data of a JSON body, read as strictly as a meeting."""
    from tischrunde.io.documents import Unreadable
    from tischrunde.io.json_text import parse_json

    try:
        document = parse_json(_text(raw))
    except Unreadable as unreadable:
        problem = unreadable.problem
        raise BadBody([Finding("", problem.message, problem.hint, *(problem.at or (None, None)))]) from None
    return document.plain


def _both(plain: Any) -> "tuple[Meeting, Plan]":
    """Return meeting and plan of one document, or every problem of both."""
    from tischrunde.io import meeting_from, plan_from

    if not isinstance(plain, Mapping) or plain.keys() != {"meeting", "plan"}:
        message = Text("The body must be an object with the keys “meeting” and “plan”, and no others.")
        raise BadBody([Finding("", message, Text("Put the two files in as they are."))])
    findings: list[Finding] = []
    meeting = plan = None
    try:
        meeting = meeting_from(plain["meeting"])
    except BadMeeting as bad:
        findings += _within("meeting", bad)
    try:
        plan = plan_from(plain["plan"])
    except BadPlan as bad:
        findings += _within("plan", bad)
    if plan is not None and plan.rounds is None:
        message = Text("There is no plan to check: nobody is seated in it.")
        findings.append(Finding("plan/rounds", message, Text("Send a plan with seats."), path=("plan", "rounds")))
    if findings:
        raise (BadPlan if meeting else BadMeeting)(findings)
    assert meeting is not None
    assert plan is not None
    return meeting, plan


def _within(key: str, bad: BadInput) -> list[Finding]:
    """Return the findings of a part with the way to them in the whole."""
    return [replace(found, place=f"{key}/{found.place}".rstrip("/"), path=(key, *found.path)) for found in bad.findings]


def _json(plain: object) -> bytes:
    return json.dumps(plain, ensure_ascii=False).encode()
