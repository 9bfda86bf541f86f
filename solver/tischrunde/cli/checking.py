"""``tischrunde check``: every broken rule and the score, recomputed from a meeting and a plan alone."""

from typing import TYPE_CHECKING, Annotated

import typer

from tischrunde.cli.arguments import Arguments, meeting_argument
from tischrunde.cli.belonging import read_both
from tischrunde.cli.helptext import Command
from tischrunde.cli.registration import ListOptions, takes_lists
from tischrunde.cli.streams import answer, page
from tischrunde.errors import Finding
from tischrunde.words import Language, Text

if TYPE_CHECKING:
    from tischrunde.model import Meeting, Plan

__all__ = ["add_to", "check_plan"]

FINE, VIOLATED = 0, 1


def add_to(app: typer.Typer, language: Language) -> None:
    """Add the command to ``app``."""

    @app.command(
        "check",
        cls=Command,
        short_help=Text("Check a plan against its meeting.").say(language),
        help=Text(
            "Check a plan against its meeting: every broken rule, and the score, recomputed from the two files "
            "alone. Also notices when the plan says something about itself that is not so."
        ).say(language),
        options_metavar=Text("[OPTIONS]").say(language),
    )
    @takes_lists(language)
    def check(
        meeting: Annotated[
            str,
            meeting_argument(language),
        ],
        plan: Annotated[
            str,
            typer.Argument(
                metavar=Text("PLAN").say(language),
                help=Text("The plan, a .json file or a workbook that holds it; - reads JSON from standard input.").say(
                    language
                ),
            ),
        ],
        json: Annotated[
            bool,
            typer.Option("--json", help=Text("Write what was found as JSON to standard output.").say(language)),
        ] = False,
        *,
        people: ListOptions,
    ) -> int:
        arguments = Arguments()
        arguments.one_stream([meeting, plan])
        arguments.settle()
        the_meeting, the_plan = read_both(arguments, people, meeting, plan, language)
        if the_plan is not None and the_plan.rounds is None:
            message = Text("This file holds no plan to check: nobody is seated in it.")
            hint = Text("Make a plan with “tischrunde solve MEETING -o plan.json”.")
            arguments.findings.append(Finding(plan, message, hint))
        arguments.settle()
        assert the_meeting is not None
        assert the_plan is not None
        return check_plan(the_meeting, the_plan, json=json)


def check_plan(meeting: "Meeting", plan: "Plan", *, json: bool = False) -> int:
    """Check a plan with seats, say what was found in the language of the meeting, and return the exit code."""
    from tischrunde.checking import check

    found = check(meeting, plan)
    if json:
        from json import dumps

        answer(dumps(found.plain(meeting.language), ensure_ascii=False, indent=2))
    else:
        from tischrunde.report.check import checked

        claims = [claim.message for claim in found.claims]
        page(checked(meeting, found.judgement, claims=claims, notes=found.notes))
    return FINE if found.is_fine else VIOLATED
