"""The options that say what a list of people does not: the same for every command that reads a meeting."""

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tischrunde.cli.arguments import STREAM, Arguments
from tischrunde.cli.streams import tell
from tischrunde.errors import Finding
from tischrunde.words import Language, Text

if TYPE_CHECKING:
    from tischrunde.io.sheets import Setup
    from tischrunde.model import Meeting

__all__ = ["ListOptions", "takes_lists"]

_OPTION_OF = {"seats": "--seats", "theme": "--themes", "features": "--feature"}
"""The option that says a table's value."""

MOST_TABLES = 10_000
MOST_ROUNDS = 1_000
MOST_SEATS = 1_000_000


@dataclass(frozen=True)
class ListOptions:
    """What was typed about a list of people; empty for a meeting file, which says it all itself."""

    tables: str | None = None
    rounds: str | None = None
    seats: str | None = None
    themes: str | None = None
    tables_per_theme: str | None = None
    hosts: bool = False
    feature: Sequence[str] | None = None
    attribute: Sequence[str] | None = None
    ignore: Sequence[str] | None = None
    sheet: str | None = None
    title: str | None = None

    def read(self, arguments: Arguments, source: str, language: Language) -> "Meeting | None":
        """Return the meeting in a file, or ``None`` after noting what is wrong; tell what was passed over in a list."""
        from tischrunde.io import is_spreadsheet, read_meeting

        if source == STREAM or not is_spreadsheet(source):
            self._refuse(arguments, source)
            return arguments.read(read_meeting, source)
        from tischrunde.io.sheets import read_people

        before = len(arguments.findings)
        setup = self._setup(arguments)
        if len(arguments.findings) > before:
            return None
        registration = arguments.read(lambda path: read_people(path, setup), source)
        if registration is None:
            return None
        for note in registration.notes:
            tell(Text("Note: {note}", note=note), language)
        return registration.meeting

    @property
    def origin(self) -> "Callable[[str], str] | None":
        """Return what tells the option that a place in the meeting of a list was made from; ``None`` without a list."""
        return self._option_of if self.seats is not None else None

    def _option_of(self, place: str) -> str:
        section, _, rest = place.partition("/")
        if section == "tables":
            value = rest.partition("/")[2]
            return _OPTION_OF.get(value, "--tables" if self.tables else "--tables-per-theme")
        return f"--{section}" if section in ("rounds", "themes") else place

    def _refuse(self, arguments: Arguments, source: str) -> None:
        """Note which options were given although the file says all this itself."""
        for field in fields(self):
            if getattr(self, field.name):
                option = "--" + field.name.replace("_", "-")
                message = Text("This goes with a list of people only, and {file} is a meeting.", file=source)
                hint = Text("Leave the option out, or change the meeting.")
                arguments.findings.append(Finding(option, message, hint))

    def _setup(self, arguments: Arguments) -> "Setup":
        from tischrunde.io.sheets import Setup

        def number(option: str, typed: str | None, most: int) -> int | None:
            return None if typed is None else arguments.whole(option, typed, least=1, most=most)

        return Setup(
            tables=number("--tables", self.tables, MOST_TABLES),
            rounds=number("--rounds", self.rounds, MOST_ROUNDS),
            seats=number("--seats", self.seats, MOST_SEATS),
            themes=tuple(title for part in (self.themes or "").split(";") if (title := _bare(part))),
            tables_per_theme=number("--tables-per-theme", self.tables_per_theme, MOST_TABLES),
            hosts=self.hosts,
            features=tuple(_feature(arguments, typed) for typed in self.feature or ()),
            attributes=tuple(map(_bare, self.attribute or ())),
            ignored=tuple(map(_bare, self.ignore or ())),
            sheet=None if self.sheet is None else _bare(self.sheet),
            title=_bare(self.title or ""),
        )


def _feature(arguments: Arguments, typed: str) -> tuple[str, tuple[int, ...]]:
    """Return what a table offers and the numbers of these tables, as in ``step-free=1,2``."""
    name, _, numbers = _bare(typed).partition("=")
    bare = [number.strip().lstrip("Tt") for number in numbers.split(",")]
    if name.strip() and all(number.isascii() and number.isdigit() and len(number) < 6 for number in bare):
        return name.strip(), tuple(int(number) for number in bare)
    message = Text("“{typed}” does not say what which tables offer.", typed=typed)
    arguments.findings.append(Finding("--feature", message, Text('Write it as in --feature "step-free=1,2".')))
    return "", ()


def _bare(typed: str) -> str:
    """Return what was typed without needless blanks and the curly quotation marks of a text it was copied from."""
    from tischrunde.io.sheets.texts import unquoted

    return " ".join(unquoted(typed).split())


def takes_lists(language: Language) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Return a decorator that gives a command the options of a list; it gets them as ``people``."""

    def decorate(command: Callable[..., int]) -> Callable[..., int]:
        own = inspect.signature(command)
        options = _options(language)

        def with_options(**typed: Any) -> int:
            people = ListOptions(**{name: typed.pop(name) for name in options})
            return command(**typed, people=people)

        kept = [parameter for parameter in own.parameters.values() if parameter.name != "people"]
        added = [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
            for name, (annotation, default) in options.items()
        ]
        every = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in (*kept, *added)]
        with_options.__signature__ = own.replace(parameters=every)  # type: ignore[attr-defined]
        with_options.__annotations__ = {parameter.name: parameter.annotation for parameter in every}
        return with_options

    return decorate


def _options(language: Language) -> dict[str, tuple[Any, Any]]:
    """Return type and default of each option."""

    def option(name: str, metavar: Text, explained: Text) -> Any:
        return typer.Option(name, metavar=metavar.say(language), help=explained.say(language))

    number, heading = Text("NUMBER"), Text("HEADING")
    one, many = str | None, list[str] | None
    tables = Text("For a list of people (.csv, .xlsx, .ods, .xls): how many tables there are.")
    each = Text("For a list of people: how many tables each theme has, in place of --tables.")
    hosts = Text("For a list of people: every table has a host, marked in its column “Host”.")
    feature = Text("For a list of people: what tables offer to those who need it, as in step-free=1,2. Repeatable.")
    attribute = Text("For a list of people: a further column to take, to mix people by it. Repeatable.")
    ignore = Text("For a list of people: a column not to take, or a word in it, as in Needs=vegetarian. Repeatable.")
    rounds = Text("For a list of people: how many rounds there are.")
    seats = Text("For a list of people: how many fit at a table.")
    themes = Text("For a list of people: the titles of the themes.")
    title = Text("For a list of people: what the meeting is called.")
    sheet = Text("For a list of people: the sheet that holds it, if there are several.")
    return {
        "tables": (Annotated[one, option("--tables", number, tables)], None),
        "rounds": (Annotated[one, option("--rounds", number, rounds)], None),
        "seats": (Annotated[one, option("--seats", number, seats)], None),
        "themes": (Annotated[one, option("--themes", Text('"A;B;C"'), themes)], None),
        "tables_per_theme": (Annotated[one, option("--tables-per-theme", number, each)], None),
        "hosts": (Annotated[bool, typer.Option("--hosts", help=hosts.say(language))], False),
        "feature": (Annotated[many, option("--feature", Text("FEATURE=TABLES"), feature)], None),
        "attribute": (Annotated[many, option("--attribute", heading, attribute)], None),
        "ignore": (Annotated[many, option("--ignore", Text("HEADING[=WORD]"), ignore)], None),
        "title": (Annotated[one, option("--title", Text("TITLE"), title)], None),
        "sheet": (Annotated[one, option("--sheet", Text("NAME"), sheet)], None),
    }
