"""``tischrunde diagnose``: whether a meeting is possible, and if not, which rules clash."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from tischrunde.cli.arguments import Arguments, meeting_argument
from tischrunde.cli.helptext import Command
from tischrunde.cli.progress import ProgressLine
from tischrunde.cli.registration import ListOptions, takes_lists
from tischrunde.cli.signals import ending
from tischrunde.cli.streams import answer, page
from tischrunde.stop import Flag
from tischrunde.words import Language, Text

if TYPE_CHECKING:
    from tischrunde.diagnosing import Diagnosis
    from tischrunde.model import Meeting
    from tischrunde.report.conflicts import Origin

__all__ = ["add_to", "diagnose_meeting"]

POSSIBLE, INFEASIBLE = 0, 3


def add_to(app: typer.Typer, language: Language) -> None:
    """Add the command to ``app``."""

    @app.command(
        "diagnose",
        cls=Command,
        short_help=Text("Say whether a meeting is possible, and what stands in the way.").say(language),
        help=Text(
            "Say whether a meeting is possible at all. If it is not, say which of its rules clash. "
            "Takes half a minute at most."
        ).say(language),
        options_metavar=Text("[OPTIONS]").say(language),
    )
    @takes_lists(language)
    def diagnose(
        meeting: Annotated[
            str,
            meeting_argument(language),
        ],
        json: Annotated[
            bool,
            typer.Option(
                "--json",
                help=Text("Write JSON to standard output: status (possible, infeasible or unknown) and conflicts.").say(
                    language
                ),
            ),
        ] = False,
        *,
        people: ListOptions,
    ) -> int:
        arguments = Arguments()
        the_meeting = people.read(arguments, meeting, language)
        arguments.settle()
        assert the_meeting is not None
        return diagnose_meeting(the_meeting, language, json=json, origin=people.origin)


def diagnose_meeting(
    meeting: "Meeting", language: Language, *, json: bool = False, origin: "Origin | None" = None
) -> int:
    """Diagnose a meeting, say what was found, and return the exit code."""
    diagnosis = _diagnosis(meeting, language)
    if json:
        from json import dumps

        answer(dumps(diagnosis.plain(meeting.language), ensure_ascii=False, indent=2))
    else:
        from rich.text import Text as Line

        from tischrunde.report.conflicts import conflicts

        if diagnosis.conflicts:
            page(conflicts(diagnosis.conflicts, meeting.language, origin=origin))
        else:
            page(Line(_verdict(diagnosis).say(meeting.language)))
    return INFEASIBLE if diagnosis.status == "infeasible" else POSSIBLE


def _diagnosis(meeting: "Meeting", language: Language) -> "Diagnosis":
    from tischrunde.diagnosing import diagnosed

    flag = Flag()
    with ending(flag), ProgressLine(sys.stderr, language) as line:
        return diagnosed(meeting, flag, line.show, on_preparing=line.tell_preparing)


def _verdict(diagnosis: "Diagnosis") -> Text:
    if diagnosis.status == "possible":
        return Text("This meeting is possible: a plan that keeps every rule was found.")
    return Text(
        "No obstacle was found, but no plan either in the short time of this command. “tischrunde solve” looks longer."
    )
