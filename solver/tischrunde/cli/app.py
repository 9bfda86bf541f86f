"""Put the commands together, and turn every way they can end into an exit code."""

import gc
import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from tischrunde.cli import (
    advising,
    benching,
    checking,
    diagnosing,
    exporting,
    generating,
    repairing,
    serving,
    solving,
    templating,
)
from tischrunde.cli.helptext import Group, WrongCall, wrong_call
from tischrunde.cli.language import language_of, take_language
from tischrunde.cli.streams import fall_silent, prepare, tell, tell_findings
from tischrunde.errors import BadInput
from tischrunde.words import Language, Text

__all__ = ["build", "main"]

BAD_INPUT = 2

SELDOM = 1_000_000
"""New objects between two looks for garbage: among a million people every look is long, and finds nothing."""


def main(typed: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code.

    Parameters
    ----------
    typed
        The words after the program's name; those of this process when not given.
    """
    prepare()
    gc.set_threshold(SELDOM)
    language = language_of(os.environ)
    try:
        chosen, rest = take_language(sys.argv[1:] if typed is None else typed)
        language = chosen or language
        return _run(rest, language, chosen)
    except BadInput as problem:
        tell_findings(problem, language)
        return BAD_INPUT
    except OSError:  # files are told of where they are written; what is left is standard output
        fall_silent(sys.stdout)
        tell(Text("Standard output cannot be written. Check the space on the drive, or save with -o."), language)
        return BAD_INPUT


def build(language: Language, *, chosen: Language | None = None) -> typer.Typer:
    """Return the command line with its help in a language; ``chosen`` if somebody asked for it with the option."""
    app = typer.Typer(
        name="tischrunde",
        cls=Group,
        help=Text(
            "Seats people at world café tables: few meet twice, everybody meets many sorts of people, "
            "and every plan comes with a proof of how good it is."
        ).say(language),
        options_metavar=Text("[OPTIONS]").say(language),
        subcommand_metavar=Text("COMMAND ...").say(language),
        context_settings={"obj": language},
        invoke_without_command=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    _add_common(app, language)
    for command in (solving, checking, exporting, repairing, diagnosing, advising):
        command.add_to(app, language)
    generating.add_to(app, language, speaking=chosen or "de")
    templating.add_to(app, language)
    benching.add_to(app, language)
    serving.add_to(app, language)
    return app


def _add_common(app: typer.Typer, language: Language) -> None:
    @app.callback()
    def common(
        context: typer.Context,
        # Taken off before anything is parsed; named here so that the help page shows it.
        _language: Annotated[
            str | None,
            typer.Option(
                "--language",
                metavar="de|en",
                help=Text("Language of help and messages. A plan speaks the language of its meeting.").say(language),
            ),
        ] = None,
        version: Annotated[bool, typer.Option("--version", help=Text("Show the version.").say(language))] = False,
    ) -> int:
        if version:
            from importlib.metadata import version as version_of

            typer.echo(f"tischrunde {version_of('tischrunde')}")
            raise typer.Exit
        if context.invoked_subcommand is None:
            typer.echo(context.get_help(), err=True)
            return BAD_INPUT
        return 0


def _run(words: list[str], language: Language, chosen: Language | None) -> int:
    command = typer.main.get_command(build(language, chosen=chosen))
    try:
        code = command.main(args=words, prog_name="tischrunde", standalone_mode=False)
    except WrongCall as error:
        raise wrong_call(error, language) from error
    return int(code or 0)
