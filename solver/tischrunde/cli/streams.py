"""Speak on standard output and standard error, and stay quiet when nobody reads any more."""

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from tischrunde.documents.printable import printable
from tischrunde.errors import BadInput, Reason
from tischrunde.words import Language, Text

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

__all__ = ["answer", "fall_silent", "page", "prepare", "tell", "tell_findings", "tell_reasons"]

WIDEST = 120
"""Lines longer than this are hard to follow, however wide the terminal is."""


def prepare() -> None:
    """Let a stream that cannot show a letter show a question mark in its place, and a closed one take anything."""
    sys.stdout = sys.stdout or Path(os.devnull).open("w")  # noqa: SIM115  open until the program ends
    sys.stderr = sys.stderr or Path(os.devnull).open("w")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]


def tell(sentence: Text, language: Language) -> None:
    """Say a sentence on standard error."""
    _tell_line(sentence.say(language))


def tell_findings(problem: BadInput, language: Language) -> None:
    """Say every finding on standard error, a line each."""
    for finding in problem.findings:
        _tell_line(finding.say(language))


def tell_reasons(reasons: tuple[Reason, ...], language: Language) -> None:
    """Say why a meeting is impossible on standard error, a line each."""
    for reason in reasons:
        _tell_line("- " + reason.message.say(language))


def answer(document: str) -> None:
    """Write a JSON document to standard output, always in UTF-8."""
    document = document.rstrip("\n") + "\n"
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:
        sys.stdout.write(document)
    else:
        sys.stdout.flush()
        buffer.write(document.encode())
    sys.stdout.flush()


def page(content: "RenderableType") -> None:
    """Print a report on standard output: plain when piped, at most ``WIDEST`` columns wide on a terminal."""
    console = _console()
    with console.capture() as drawn:
        console.print(content, width=min(console.width, WIDEST))
    shown = drawn.get()
    if not console.is_terminal:
        shown = "\n".join(line.rstrip() for line in shown.split("\n"))
    sys.stdout.write(shown)
    sys.stdout.flush()


def fall_silent(*streams: TextIO) -> None:
    """Send the rest nowhere: the reader of a pipe has gone, and Python would complain at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in streams or (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            os.dup2(nowhere, stream.fileno())


def _tell_line(line: str) -> None:
    with suppress(OSError):  # nobody listens: that is no reason to lose a plan
        sys.stderr.write(printable(line) + "\n")
        sys.stderr.flush()


def _console() -> "Console":
    from rich.console import Console

    return Console(highlight=False, markup=False, emoji=False)
