"""``tischrunde generate``: a random meeting for trying and measuring, the same for the same seed."""

from dataclasses import replace
from typing import Annotated

import typer

from tischrunde.cli.arguments import STREAM, Arguments
from tischrunde.cli.helptext import Command
from tischrunde.cli.streams import tell
from tischrunde.errors import BadInput
from tischrunde.words import Language, Text

__all__ = ["add_to"]

WRITABLE = (".yaml", ".yml", ".json")
SECTORS = 5


def add_to(app: typer.Typer, language: Language, *, speaking: Language = "de") -> None:
    """Add the command to ``app``; ``speaking`` is the language of the meetings it makes."""

    def number() -> str:
        return Text("NUMBER").say(language)

    @app.command(
        "generate",
        cls=Command,
        short_help=Text("Make up a meeting to try things out.").say(language),
        help=Text("Make up a meeting to try things out: random, but the same for the same numbers.").say(language),
        options_metavar=Text("[OPTIONS]").say(language),
    )
    def generate(
        people: Annotated[
            str | None,
            typer.Option(metavar=number(), help=Text("How many people; needed without --realistic.").say(language)),
        ] = None,
        tables: Annotated[
            str | None,
            typer.Option(metavar=number(), help=Text("How many tables; needed without --realistic.").say(language)),
        ] = None,
        rounds: Annotated[
            str | None,
            typer.Option(metavar=number(), help=Text("How many rounds; needed without --realistic.").say(language)),
        ] = None,
        realistic: Annotated[
            bool,
            typer.Option(
                "--realistic",
                help=Text(
                    "A meeting such as offices hold: 12 to 300 people, with hosts, wishes and a few rules. Only --seed "
                    "and -o go with it."
                ).say(language),
            ),
        ] = False,
        seed: Annotated[
            str,
            typer.Option(
                metavar=number(), help=Text("Another number, another meeting; 0 if you say nothing.").say(language)
            ),
        ] = "0",
        sectors: Annotated[
            str | None,
            typer.Option(
                metavar=number(), help=Text("How many sectors people come from; 5 if you say nothing.").say(language)
            ),
        ] = None,
        themes: Annotated[
            str | None,
            typer.Option(
                metavar=number(),
                help=Text(
                    "How many themes, each with equally many tables; 0 for none; one for each table if you say nothing."
                ).say(language),
            ),
        ] = None,
        hosts: Annotated[
            bool, typer.Option("--hosts", help=Text("Let one person stay at each table.").say(language))
        ] = False,
        out: Annotated[
            str,
            typer.Option(
                "--output",
                "-o",
                metavar=Text("FILE").say(language),
                help=Text("Save the meeting in this .yaml or .json file, not on standard output.").say(language),
            ),
        ] = STREAM,
    ) -> int:
        from tischrunde.generator import generate
        from tischrunde.generator import realistic as realistic_meeting
        from tischrunde.io import write_meeting

        arguments = Arguments()
        arguments.outputs([out], kind="meeting", suffixes=WRITABLE)
        n_seed = arguments.whole("--seed", seed, least=0)
        if realistic:
            numbers = {"people": people, "tables": tables, "rounds": rounds, "sectors": sectors, "themes": themes}
            others = [f"--{name}" for name, number in numbers.items() if number is not None]
            arguments.alone("--realistic", [*others, *(["--hosts"] if hosts else [])])
            arguments.settle()
            meeting = realistic_meeting(n_seed, language=speaking)
        else:
            n_people = arguments.needed("--people", people, least=1)
            n_tables = arguments.needed("--tables", tables, least=1)
            n_rounds = arguments.needed("--rounds", rounds, least=1)
            n_sectors = SECTORS if sectors is None else arguments.whole("--sectors", sectors, least=1)
            n_themes = None if themes is None else arguments.whole("--themes", themes, least=0)
            arguments.settle()
            try:
                meeting = generate(
                    people=n_people,
                    tables=n_tables,
                    rounds=n_rounds,
                    seed=n_seed,
                    sectors=n_sectors,
                    themes=n_themes,
                    hosts=hosts,
                    language=speaking,
                )
            except BadInput as problem:
                raise BadInput([replace(f, place=f"--{f.place}") for f in problem.findings]) from problem
        write_meeting(meeting, out)
        if out != STREAM:
            tell(Text("The meeting is in {file}.", file=out), language)
        return 0
