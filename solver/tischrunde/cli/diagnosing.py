"""``tischrunde diagnose``: whether a meeting is possible, and if not, which rules clash."""

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from tischrunde.cli.arguments import Arguments, meeting_argument
from tischrunde.cli.helptext import Command
from tischrunde.cli.progress import ProgressLine
from tischrunde.cli.registration import ListOptions, takes_lists
from tischrunde.cli.signals import ending
from tischrunde.cli.streams import answer, page
from tischrunde.errors import Reason
from tischrunde.stop import Flag, MaxRuntime, Progress, any_of
from tischrunde.words import Language, Text

if TYPE_CHECKING:
    from tischrunde.model import Meeting
    from tischrunde.report.conflicts import Origin

__all__ = ["Diagnosis", "add_to", "diagnose_meeting"]

POSSIBLE, INFEASIBLE = 0, 3
TRYING_SECONDS = 2.0
PROVING_SECONDS = 25.0


@dataclass(frozen=True)
class Diagnosis:
    """Whether a meeting can be planned.

    Attributes
    ----------
    status : ``possible`` when a plan was found, ``infeasible`` when none can be, ``unknown`` when neither is shown
    conflicts : the rules that clash, empty unless infeasible
    """

    status: Literal["possible", "infeasible", "unknown"]
    conflicts: tuple[Reason, ...] = ()


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
        answer(_as_json(diagnosis, meeting.language))
    else:
        from rich.text import Text as Line

        from tischrunde.report.conflicts import conflicts

        if diagnosis.conflicts:
            page(conflicts(diagnosis.conflicts, meeting.language, origin=origin))
        else:
            page(Line(_verdict(diagnosis).say(meeting.language)))
    return INFEASIBLE if diagnosis.status == "infeasible" else POSSIBLE


def _diagnosis(meeting: "Meeting", language: Language) -> Diagnosis:
    """Look for reasons first; where there are none, try to plan, and then to prove that nobody can."""
    from tischrunde.diagnosis import diagnose

    flag = Flag()
    with ending(flag), ProgressLine(sys.stderr, language) as line:
        if diagnose(meeting):
            return _proof(meeting, flag, line)

        from tischrunde.planning import solve

        result = solve(
            meeting,
            stop=any_of(flag, _first_plan, MaxRuntime(TRYING_SECONDS)),
            on_progress=line.show,
            on_preparing=line.tell_preparing,
        )
        if result.status == "infeasible":
            return Diagnosis("infeasible", result.conflicts)
        return Diagnosis("possible") if result.rounds is not None else _proof(meeting, flag, line)


def _proof(meeting: "Meeting", flag: Flag, line: ProgressLine) -> Diagnosis:
    """Return a smallest set of clashing rules, or that CP-SAT found a plan, or neither."""
    from tischrunde.exact import conflict

    began = time.monotonic()
    limit = any_of(flag, MaxRuntime(PROVING_SECONDS))

    def stop(progress: Progress, /) -> str | None:
        line.show(replace(progress, seconds=time.monotonic() - began))
        return limit(progress)

    verdict = conflict(meeting, stop=stop)
    return Diagnosis(verdict.status, verdict.reasons)


def _first_plan(progress: Progress, /) -> str | None:
    return "first_plan" if progress.violations == 0 else None


def _verdict(diagnosis: Diagnosis) -> Text:
    if diagnosis.status == "possible":
        return Text("This meeting is possible: a plan that keeps every rule was found.")
    return Text(
        "No obstacle was found, but no plan either in the short time of this command. “tischrunde solve” looks longer."
    )


def _as_json(diagnosis: Diagnosis, language: Language) -> str:
    import json

    conflicts: Sequence[dict[str, object]] = [
        {"message": reason.message.say(language), "rules": list(reason.rules)} for reason in diagnosis.conflicts
    ]
    return json.dumps({"status": diagnosis.status, "conflicts": conflicts}, ensure_ascii=False, indent=2)
