"""The help pages and the words for a wrong call, in the language of the reader.

Typer draws both in English only; these classes draw the same pages from our own sentences.
"""

from typing import Any, NoReturn

import typer
from typer.core import TyperCommand, TyperGroup

from tischrunde.cli.streams import fall_silent
from tischrunde.errors import BadInput, Finding
from tischrunde.words import Language, Text, listed

__all__ = ["Command", "Group", "WrongCall", "wrong_call"]

WrongCall: type[Exception] = typer.BadParameter.__mro__[1]
"""What typer raises for every wrong call; the class has no public name in all its versions."""

READER_GONE = 141
"""What a shell reports for a program that was ended by writing to a closed pipe."""


class Command(TyperCommand):
    """One command, with its help in the language kept in ``ctx.obj``."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help page."""
        _write_help(self, ctx, formatter)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read what was typed; a wrong call remembers which command it was for."""
        try:
            return super().parse_args(ctx, args)
        except WrongCall as error:
            error.ctx = ctx  # type: ignore[attr-defined]
            raise

    def invoke(self, ctx: Any) -> Any:
        """Run the command; end quietly when the reader of a pipe has gone, as after ``| head``."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            fall_silent()
            return READER_GONE


class Group(TyperGroup):
    """All commands, with their help in the language kept in ``ctx.obj``."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help page."""
        _write_help(self, ctx, formatter)
        with formatter.section(Text("Commands").say(ctx.obj)):
            formatter.write_dl([(name, self.commands[name].short_help or "") for name in self.list_commands(ctx)])

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return the command that was typed, or say which there are."""
        if args[0] not in self.commands:
            self._refuse(args[0])
        return super().resolve_command(ctx, args)

    def _refuse(self, name: str) -> NoReturn:
        message = Text("There is no command “{name}”.", name=name)
        names = listed(self.commands, most=len(self.commands), choice=True)
        raise BadInput([Finding("", message, Text("Choose one of {names}.", names=names))])


def wrong_call(error: Any, language: Language) -> BadInput:
    """Return a wrong call, as typer noticed it, in our own words."""
    command = error.ctx.command_path if error.ctx is not None else "tischrunde"
    option = getattr(error, "option_name", None)
    look = Text("See {command} --help.", command=command)
    kind = type(error).__name__
    if kind == "NoSuchOption" and error.possibilities:
        meant = listed(sorted(error.possibilities), choice=True)
        return _found(
            Text("There is no option {option}.", option=option), Text("Do you mean {options}?", options=meant)
        )
    if kind == "NoSuchOption":
        return _found(Text("There is no option {option}.", option=option), look)
    if kind == "MissingParameter":
        return _found(Text("{name} is missing.", name=_name(error.param)), look)
    if kind == "BadOptionUsage" and "not take" in error.message:
        return _found(Text("The option {option} takes no value.", option=option), look)
    if kind == "BadOptionUsage":
        return _found(Text("The option {option} needs a value.", option=option), look)
    if kind == "BadParameter" and error.param is not None:
        return _found(Text("The value given for {name} cannot be used.", name=_name(error.param)), look)
    form = f"{command} {_usage(error.ctx)}" if error.ctx is not None else command
    return _found(Text("{command} takes fewer arguments.", command=command), Text("Its form: {form}", form=form))


def _found(message: Text, hint: Text) -> BadInput:
    return BadInput([Finding("", message, hint)])


def _name(param: Any) -> str:
    return str(param.opts[0] if param.param_type_name == "option" else param.metavar or param.name)


def _write_help(command: TyperCommand | TyperGroup, ctx: Any, formatter: Any) -> None:
    language: Language = ctx.obj
    formatter.write_usage(ctx.command_path, _usage(ctx), prefix=Text("Usage:").say(language) + " ")
    if command.help:
        formatter.write_paragraph()
        formatter.write_text(command.help)
    params = [param for param in command.get_params(ctx) if not getattr(param, "hidden", False)]
    rows = [(_signature(param), _explained(param, language)) for param in params]
    arguments = [row for param, row in zip(params, rows, strict=True) if param.param_type_name == "argument"]
    options = [row for param, row in zip(params, rows, strict=True) if param.param_type_name == "option"]
    for title, section in ((Text("Arguments"), arguments), (Text("Options"), options)):
        if section:
            with formatter.section(title.say(language)):
                formatter.write_dl(section)


def _usage(ctx: Any) -> str:
    """Return what follows the command, such as ``[OPTIONS] MEETING PLAN``."""
    command = ctx.command
    arguments = [str(param.metavar) for param in command.params if param.param_type_name == "argument"]
    required = [_signature(param) for param in command.params if _must_be_given(param)]
    return " ".join(
        [*required, command.options_metavar, *arguments, getattr(command, "subcommand_metavar", "")]
    ).rstrip()


def _must_be_given(param: Any) -> bool:
    return bool(param.required) and param.param_type_name == "option"


def _signature(param: Any) -> str:
    if param.param_type_name == "argument":
        return str(param.metavar)
    names = ", ".join(sorted(param.opts, key=len))
    return names if param.is_flag else f"{names} {param.metavar}"


def _explained(param: Any, language: Language) -> str:
    if param.name == "help":
        return Text("Show this page.").say(language)
    if _must_be_given(param):
        return Text("{meaning} Must be given.", meaning=param.help).say(language)
    return str(param.help or "")
