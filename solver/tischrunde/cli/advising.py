"""``tischrunde advise``: which numbers of tables let nobody meet twice."""

from dataclasses import replace
from typing import Annotated

import typer

from tischrunde.cli.arguments import Arguments
from tischrunde.cli.helptext import Command
from tischrunde.cli.streams import answer, page
from tischrunde.errors import BadInput, Finding
from tischrunde.words import Language, Text

__all__ = ["add_to"]

USUAL_SIZES = "4..6"


def add_to(app: typer.Typer, language: Language) -> None:
    """Add the command to ``app``."""

    def number() -> str:
        return Text("NUMBER").say(language)

    @app.command(
        "advise",
        cls=Command,
        short_help=Text("Say how many tables let nobody meet twice.").say(language),
        help=Text(
            "Say for a number of people and rounds with how many tables nobody meets anybody twice: proved possible, "
            "proved impossible with the reason, or open. Every table has a theme of its own, and everybody comes to "
            "a theme at most once; --no-themes lifts that."
        ).say(language),
        options_metavar=Text("[OPTIONS]").say(language),
    )
    def advise(
        people: Annotated[
            str | None, typer.Option(metavar=number(), help=Text("How many people, hosts among them.").say(language))
        ] = None,
        rounds: Annotated[
            str | None, typer.Option(metavar=number(), help=Text("How many rounds.").say(language))
        ] = None,
        table_size: Annotated[
            str,
            typer.Option(
                metavar="4..6",
                help=Text("How many people a table may have; 4..6 if you say nothing.").say(language),
            ),
        ] = USUAL_SIZES,
        tables: Annotated[
            str | None,
            typer.Option(
                metavar=number(), help=Text("How many tables you think of: near numbers come first.").say(language)
            ),
        ] = None,
        hosts: Annotated[
            bool, typer.Option("--hosts", help=Text("One person stays at each table.").say(language))
        ] = False,
        no_themes: Annotated[
            bool,
            typer.Option("--no-themes", help=Text("Tables have no themes: people may come back to one.").say(language)),
        ] = False,
        json: Annotated[
            bool,
            typer.Option("--json", help=Text("Write the answer as JSON to standard output.").say(language)),
        ] = False,
    ) -> int:
        arguments = Arguments()
        n_people = arguments.needed("--people", people, least=2)
        n_rounds = arguments.needed("--rounds", rounds, least=1)
        n_tables = None if tables is None else arguments.whole("--tables", tables, least=1)
        sizes = _sizes(arguments, table_size)
        arguments.settle()

        from tischrunde.advice import advise

        try:
            advice = advise(
                people=n_people,
                rounds=n_rounds,
                table_sizes=sizes,
                tables=n_tables,
                hosts=hosts,
                themes=not no_themes,
            )
        except BadInput as problem:
            raise BadInput([replace(found, place=_option(found.place)) for found in problem.findings]) from problem
        if json:
            from json import dumps

            answer(dumps(advice.plain(language), ensure_ascii=False, indent=2))
        else:
            from tischrunde.report.advice import advice_page

            page(advice_page(advice, language))
        return 0


def _sizes(arguments: Arguments, typed: str) -> tuple[int, int]:
    """Return the fewest and the most people at a table of ``4..6`` or ``5``."""
    first, dots, last = typed.partition("..")
    if first.strip().isdecimal() and (not dots or last.strip().isdecimal()):
        return int(first), int(last) if dots else int(first)
    message = Text("“{typed}” is no size of a table and no range of sizes.", typed=typed)
    arguments.findings.append(Finding("--table-size", message, Text("Give one such as 5, or a range such as 4..6.")))
    return 2, 2


def _option(place: str) -> str:
    return "--table-size" if place == "table_sizes" else f"--{place}"
