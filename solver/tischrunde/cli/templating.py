"""``tischrunde template``: an empty workbook to fill in."""

from typing import Annotated

import typer

from tischrunde.cli.arguments import STREAM, Arguments
from tischrunde.cli.helptext import Command
from tischrunde.cli.streams import tell
from tischrunde.errors import Finding
from tischrunde.words import Language, Text

__all__ = ["add_to"]

WRITABLE = (".xlsx",)


def add_to(app: typer.Typer, language: Language) -> None:
    """Add the command to ``app``; the workbook speaks the language of the help."""

    @app.command(
        "template",
        cls=Command,
        short_help=Text("Write an empty workbook to fill in.").say(language),
        help=Text(
            "Write an empty workbook to fill in: people, tables, themes, rounds, rules and settings, with examples and "
            "drop-down lists. --language chooses the language of its headings."
        ).say(language),
        options_metavar=Text("[OPTIONS]").say(language),
    )
    def template(
        out: Annotated[
            str,
            typer.Argument(
                metavar=Text("WORKBOOK").say(language),
                help=Text("The file to write, such as meeting.xlsx. No file is ever replaced.").say(language),
            ),
        ],
    ) -> int:
        arguments = Arguments()
        if out == STREAM:
            message = Text("A workbook is not written to standard output.")
            arguments.findings.append(Finding(out, message, Text("Give it a name such as meeting.xlsx.")))
        arguments.outputs([out], kind="template", suffixes=WRITABLE)
        arguments.settle()

        from tischrunde.io.files import write_bytes
        from tischrunde.io.workbook.template import template

        write_bytes(template(language), out)
        tell(Text("Fill in {file}, then run “tischrunde solve {file}”.", file=out), language)
        return 0
