"""``tischrunde export``: documents of a plan that was made earlier, and rooms for meetings held online."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tischrunde.cli.arguments import STREAM, Arguments, meeting_argument
from tischrunde.cli.belonging import missing_plan, read_both
from tischrunde.cli.helptext import Command
from tischrunde.cli.registration import ListOptions, takes_lists
from tischrunde.cli.saving import save
from tischrunde.cli.streams import tell, tell_findings
from tischrunde.cli.targets import make_folder, obstacles
from tischrunde.documents import SUFFIXES
from tischrunde.errors import BadInput, Finding
from tischrunde.words import Language, Text, listed

if TYPE_CHECKING:
    from tischrunde.model import Meeting, Plan

__all__ = ["add_to"]

DONE, BAD_INPUT = 0, 2


def add_to(app: typer.Typer, language: Language) -> None:
    """Add the command to ``app``."""

    @app.command(
        "export",
        cls=Command,
        short_help=Text("Make documents of a plan: spreadsheets, lists, pages, name tags.").say(language),
        help=Text(
            "Make documents of a plan that was made earlier. They speak the language of the meeting. A plan that "
            "breaks rules is written all the same, with a warning."
        ).say(language),
        options_metavar=Text("[OPTIONS]").say(language),
    )
    @takes_lists(language)
    def export(
        meeting: Annotated[str, meeting_argument(language)],
        plan: Annotated[
            str | None,
            typer.Argument(
                metavar=Text("[PLAN]").say(language),
                help=Text(
                    "The plan, a .json file or a workbook that holds it; - reads JSON from standard input. Not needed "
                    "when the meeting is a workbook that holds a plan."
                ).say(language),
                show_default=False,
            ),
        ] = None,
        out: Annotated[
            list[str] | None,
            typer.Option(
                "--output",
                "-o",
                metavar=Text("FILE").say(language),
                help=Text(
                    "Write this file; the ending chooses the format: .xlsx, .csv, .pdf, .html or .json. May be given "
                    "repeatedly. With --breakouts a folder."
                ).say(language),
            ),
        ] = None,
        only: Annotated[
            list[str] | None,
            typer.Option(
                metavar=Text("PART").say(language),
                help=Text(
                    "Print only this into a .pdf, such as name-tags or table-signs; everything if you say nothing. "
                    "May be given repeatedly."
                ).say(language),
            ),
        ] = None,
        labels: Annotated[
            str | None,
            typer.Option(
                metavar=Text("FORMAT").say(language),
                help=Text("Print name tags in this format, such as l4785.").say(language),
            ),
        ] = None,
        address: Annotated[
            str | None,
            typer.Option(
                metavar=Text("ADDRESS").say(language),
                help=Text(
                    "Print this web address on every name tag as a QR code; {sign} in it stands for the person's id.",
                    sign="{id}",
                ).say(language),
            ),
        ] = None,
        breakouts: Annotated[
            str | None,
            typer.Option(
                metavar="zoom|teams",
                help=Text("Write the breakout rooms of every round for Zoom or Teams into the folder of -o.").say(
                    language
                ),
            ),
        ] = None,
        *,
        people: ListOptions,
    ) -> int:
        arguments, targets = Arguments(), out or []
        printing = {"parts": only or None, "labels": labels, "address": address}
        arguments.one_stream([meeting, plan or ""])
        arguments.findings.extend(missing_plan(meeting, plan))
        arguments.findings.extend(_about_targets(targets))
        if breakouts is None:
            arguments.outputs(targets, kind="plan", suffixes=SUFFIXES, meeting=meeting)
            arguments.findings.extend(_about_printing(targets, printing))
        else:
            arguments.alone("--breakouts", [_OPTION_OF[name] for name, given in printing.items() if given])
            arguments.findings.extend(_about_service(breakouts))
        arguments.settle()
        the_meeting, the_plan = _read(arguments, people, meeting, plan or meeting, language)
        if breakouts is None:
            return _export(the_meeting, the_plan, targets, printing, language)
        return _write_rooms(the_meeting, the_plan, breakouts, targets, language)


_OPTION_OF = {"parts": "--only", "labels": "--labels", "address": "--address"}


def _about_targets(targets: Sequence[str]) -> list[Finding]:
    if not targets:
        hint = Text("Name a file such as {file}.", file="-o plan.xlsx")
        return [Finding("", Text("{name} is missing.", name="-o"), hint)]
    if STREAM in targets:
        return [Finding("-o", Text("Documents are not written to standard output."), Text("Name a file."))]
    return []


def _about_printing(targets: Sequence[str], printing: dict[str, Any]) -> list[Finding]:
    """Return what is wrong with options that concern printing."""
    findings = []
    if not any(Path(target).suffix.lower() == ".pdf" for target in targets):
        message = Text("This is for files that end in .pdf, and none is asked for.")
        findings = [Finding(_OPTION_OF[name], message) for name, given in printing.items() if given]
    elif printing["parts"] or printing["labels"]:
        findings = _about_names(printing["parts"] or (), printing["labels"])
    return findings


def _about_names(parts: Sequence[str], labels: str | None) -> list[Finding]:
    from tischrunde.documents.pdf import LABELS, PARTS

    findings = []
    for part in parts:
        if part not in PARTS:
            message = Text("There is nothing called “{part}” to print.", part=part)
            findings.append(Finding("--only", message, Text("Choose one of {names}.", names=_all(PARTS))))
    if labels is not None and labels not in LABELS:
        message = Text("There is no label format “{labels}”.", labels=labels)
        findings.append(Finding("--labels", message, Text("Choose one of {names}.", names=_all(LABELS))))
    return findings


def _about_service(service: str) -> list[Finding]:
    from tischrunde.documents.breakouts import SERVICES

    if service in SERVICES:
        return []
    message = Text("Rooms are known for {services} only.", services=_all(SERVICES))
    return [Finding("--breakouts", message, Text("Choose one of {names}.", names=_all(SERVICES)))]


def _all(names: Any) -> Text:
    return listed(names, most=len(names), choice=True)


def _read(
    arguments: Arguments, people: ListOptions, meeting: str, plan: str, language: Language
) -> "tuple[Meeting, Plan]":
    """Return the meeting and the plan, which fits it; tell what speaks against handing it out."""
    the_meeting, the_plan = read_both(arguments, people, meeting, plan, language, leaves=True)
    arguments.settle()
    assert the_meeting is not None
    assert the_plan is not None
    return the_meeting, the_plan


def _warn(meeting: "Meeting", plan: "Plan", language: Language) -> None:
    from tischrunde.documents.fitting import fitted, warnings

    for warning in warnings(fitted(meeting, plan)):
        tell(warning, language)


def _export(
    meeting: "Meeting", plan: "Plan", targets: Sequence[str], printing: dict[str, Any], language: Language
) -> int:
    _warn(meeting, plan, language)
    saved, problems = save(meeting, plan, targets, language, **printing)
    for problem in problems:
        tell_findings(problem, language)
    if saved:
        tell(Text("Written: {files}.", files=listed(saved)), language)
    return BAD_INPUT if problems else DONE


def _write_rooms(meeting: "Meeting", plan: "Plan", service: Any, folders: Sequence[str], language: Language) -> int:
    from tischrunde.documents.breakouts import breakouts

    _warn(meeting, plan, language)
    rooms = breakouts(meeting, plan, service)
    in_the_way = [finding for folder in folders for finding in _in_the_way(folder, rooms.files)]
    if in_the_way:
        raise BadInput(in_the_way)
    for folder in folders:
        make_folder(folder, "-o")
    saved = [file for folder in folders for file in rooms.save(folder)]
    for note in rooms.notes:
        tell(note, language)
    tell(Text("Written: {files}.", files=listed(saved)), language)
    return DONE


def _in_the_way(folder: str, names: Iterable[str]) -> list[Finding]:
    path = Path(folder)
    if path.is_file():
        message = Text("This is a file, not a folder: every round has a file of its own.")
        return [Finding(folder, message, Text("Name a folder, such as -o rooms."))]
    if not path.parent.is_dir():
        message = Text("There is no folder {folder}.", folder=path.parent)
        return [Finding(folder, message, Text("Create the folder first, or choose another one."))]
    if not path.is_dir():
        return []
    return [found for name in names for found in obstacles(str(Path(folder) / name), "rooms", (".csv",))]
