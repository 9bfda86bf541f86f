"""What stands in the way of writing a file: said before any work is done, and before anything is lost."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, TypeAlias

from tischrunde.errors import BadInput, Finding
from tischrunde.words import Text, listed

__all__ = ["Kind", "make_folder", "obstacles"]

FIRST_OF_WORDS = (b"Tischrunde: ",)
"""How a file begins that tells in words what pictures show."""

FIRST_OF_RESULTS = (b'{"format": "tischrunde/bench/1"', b"suite,meeting,sha256,")
"""How a file of results begins, in JSON and in CSV."""

Kind: TypeAlias = Literal["meeting", "plan", "results", "picture", "words", "rooms", "template"]


def obstacles(target: str, kind: Kind, suffixes: Sequence[str], meeting: str | None = None) -> list[Finding]:
    """Return why a file cannot, or must not, be written.

    Parameters
    ----------
    target
        The file.
    kind
        What it is to hold; a file that holds anything else is never replaced.
    suffixes
        The endings it may have.
    meeting
        The file of the meeting that is read, and has to stay.
    """
    try:
        return _obstacles(target, kind, suffixes, meeting)
    except (OSError, RuntimeError, ValueError):  # a name too long, a link to itself, a letter no file name may have
        return [Finding(target, Text("No file can have this name."), Text("Choose another name, such as plan.json."))]


def make_folder(folder: str, option: str) -> None:
    """Make a folder unless it is there.

    Raises
    ------
    BadInput
        When it cannot be made.
    """
    try:
        Path(folder).mkdir(exist_ok=True)
    except OSError:
        message = Text("The folder {folder} cannot be made.", folder=folder)
        raise BadInput([Finding(option, message, Text("Choose another folder."))]) from None


def _obstacles(target: str, kind: Kind, suffixes: Sequence[str], meeting: str | None) -> list[Finding]:
    path = Path(target)
    if meeting is not None and _is_same(path, Path(meeting)):
        message = Text("This is the file of the meeting: the plan would replace it, and the meeting would be lost.")
        return [Finding(target, message, Text("Choose another name for the plan, such as plan.json."))]
    if path.suffix.lower() not in suffixes:
        message = Text("This version writes only {suffixes} files.", suffixes=listed(suffixes))
        hint = Text("Choose a name such as {name}.", name=path.with_suffix(suffixes[0]).name if path.name else "plan")
        return [Finding(target, message, hint)]
    if path.is_dir():
        return [Finding(target, Text("This is a folder, not a file."), Text("Name a file in it."))]
    if path.exists() and not path.is_file():
        message = Text("This is a pipe or a device, not a file.")
        return [Finding(target, message, Text("Choose another name, such as plan.json."))]
    if not path.parent.is_dir():
        message = Text("There is no folder {folder}.", folder=path.parent)
        return [Finding(target, message, Text("Create the folder first, or choose another one."))]
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        message = Text("This may not be written to.")
        return [Finding(target, message, Text("Choose another folder, or ask for the right to write there."))]
    if path.is_file() and path.stat().st_size and not _holds(path, kind):
        return [Finding(target, _would_be_lost(kind), Text("Choose another name, or delete this file first."))]
    return []


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return one.resolve() == other.resolve()


def _holds(path: Path, kind: Kind) -> bool:
    from tischrunde.io import format_of

    if kind == "template":  # what somebody has filled in looks like one, too
        return False
    if kind == "picture":
        return b"matplotlib" in path.read_bytes().lower()
    if kind == "words":
        return _begins(path, FIRST_OF_WORDS)
    if kind == "results":
        return _begins(path, FIRST_OF_RESULTS)
    if kind == "rooms":
        from tischrunde.documents.breakouts import is_breakouts

        return is_breakouts(path.read_bytes())
    if kind == "plan" and path.suffix.lower() != ".json":
        from tischrunde.documents.saving import made_here

        return made_here(path)
    return format_of(path) == f"tischrunde/{kind}/1"


def _begins(path: Path, beginnings: Sequence[bytes]) -> bool:
    with path.open("rb") as file:
        return file.read(max(map(len, beginnings))).startswith(tuple(beginnings))


def _would_be_lost(kind: Kind) -> Text:
    return {
        "plan": Text("This file exists and holds no plan; what it holds would be lost."),
        "meeting": Text("This file exists and holds no meeting; what it holds would be lost."),
        "results": Text("This file exists and holds no results of a benchmark; what it holds would be lost."),
        "rooms": Text("This file exists and holds no breakout rooms; what it holds would be lost."),
        "template": Text("This file exists; what it holds would be lost."),
        "picture": Text("This file exists and was not drawn by this program; what it holds would be lost."),
        "words": Text("This file exists and does not belong to pictures of a plan; what it holds would be lost."),
    }[kind]
