"""Turn what was typed into numbers and files, and remember every problem so that all are told at once."""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import typer

from tischrunde.cli.targets import Kind, obstacles
from tischrunde.errors import BadInput, Finding
from tischrunde.words import Language, Text

__all__ = ["MOST", "STREAM", "Arguments", "meeting_argument"]

STREAM = "-"
"""Stands for standard input or output in place of a file."""

MOST = 2**63 - 1

T = TypeVar("T")


def meeting_argument(language: Language) -> Any:
    """Return how the argument MEETING is told on the help page of every command that reads one."""
    explained = Text(
        "The meeting, a .yaml or .json file, or a list of people, a .csv, .xlsx, .ods or .xls file; "
        "- reads YAML or JSON from standard input."
    )
    return typer.Argument(metavar=Text("MEETING").say(language), help=explained.say(language))


class Arguments:
    """The arguments of one call, looked at one by one.

    Attributes
    ----------
    findings : every problem so far
    """

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def settle(self) -> None:
        """Raise ``BadInput`` with all problems, if there are any."""
        if self.findings:
            raise BadInput(self.findings)

    def whole(self, option: str, typed: str, *, least: int, most: int = MOST) -> int:
        """Return a whole number from ``least`` to ``most``; ``least`` after noting why it is none."""
        try:
            number = int(typed)
        except ValueError:
            number = None
        if number is not None and least <= number <= most:
            return number
        message = Text("“{typed}” is not a whole number from {least} upwards.", typed=typed, least=least)
        if number is not None and number > most:
            message = Text("“{typed}” is too large; {most} is the most.", typed=typed, most=most)
        self.findings.append(Finding(option, message, Text("Give one such as {option} {n}.", option=option, n=least)))
        return least

    def needed(self, option: str, typed: str | None, *, least: int) -> int:
        """Return a whole number that has to be given; ``least`` after noting why it is none."""
        if typed is not None:
            return self.whole(option, typed, least=least)
        message = Text("{name} is missing.", name=option)
        self.findings.append(Finding(option, message, Text("Give one such as {option} {n}.", option=option, n=least)))
        return least

    def alone(self, option: str, others: Sequence[str]) -> None:
        """Note which other options were given although ``option`` goes with none of them."""
        for other in others:
            message = Text("{other} does not go with {option}.", other=other, option=option)
            self.findings.append(Finding(other, message, Text("Leave one of the two out.")))

    def seconds(self, option: str, typed: str) -> float:
        """Return a time above zero in seconds; zero after noting why it is none."""
        try:
            number = float(typed)
        except ValueError:
            number = math.nan
        if math.isfinite(number) and number > 0:
            return number
        message = Text("“{typed}” is not a time above 0 in seconds.", typed=typed)
        self.findings.append(Finding(option, message, Text("Give one such as {option} 2.5.", option=option)))
        return 0.0

    def read(self, reader: Callable[[str], T], source: str) -> T | None:
        """Return what ``reader`` makes of a file, or ``None`` after noting what is wrong, with the file's name."""
        try:
            return reader(source)
        except BadInput as problem:
            self.findings.extend(_within(source, finding) for finding in problem.findings)
            return None

    def outputs(
        self, targets: Sequence[str], *, kind: Kind, suffixes: Sequence[str], meeting: str | None = None
    ) -> None:
        """Note which of ``targets`` cannot be written, before any work is done for them.

        Parameters
        ----------
        targets
            The files to write.
        kind
            What they are to hold; a file that holds anything else is never replaced.
        suffixes
            The endings they may have.
        meeting
            The meeting that is read, and has to stay.
        """
        for target in dict.fromkeys(targets):
            if target != STREAM:
                self.findings.extend(obstacles(target, kind, suffixes, None if meeting == STREAM else meeting))

    def one_stream(self, sources: Sequence[str]) -> None:
        """Note when standard input is to be read twice."""
        if list(sources).count(STREAM) > 1:
            message = Text("Standard input can be read only once.")
            self.findings.append(Finding(STREAM, message, Text("Give one of the two as a file.")))


def _within(source: str, finding: Finding) -> Finding:
    if source == STREAM or _names(finding, Path(source)):
        return finding
    told = None if finding.told is None else Text("{file}, {place}", file=source, place=finding.told)
    return replace(finding, place=f"{source} {finding.place}".rstrip(), told=told)


def _names(finding: Finding, source: Path) -> bool:
    """Return whether a finding about a whole file says itself which file."""
    return not finding.place and finding.line is None and str(source) in finding.message.values.values()
