"""Take text from files and streams and put it there, with every failure told as a finding."""

import os
import secrets
import stat
import sys
from pathlib import Path
from typing import BinaryIO, TextIO

from tischrunde.errors import BadInput, Finding
from tischrunde.model.problems import nearest, quoted
from tischrunde.words import Text

__all__ = ["MOST_BYTES", "read_bytes", "read_text", "too_large", "write_bytes", "write_text"]

MOST_BYTES = 64 * 2**20
"""How large a file may be; a list of ten thousand people has one megabyte, their meeting a few."""


def read_text(source: str | Path, *, stdin: TextIO | BinaryIO | None = None) -> str:
    """Return the text of a file in UTF-8, or of standard input for ``-``.

    Raises
    ------
    BadInput
        When there is no such file, it is too large, or it cannot be read as text.
    """
    given = _all_of(stdin, MOST_BYTES) if str(source) == "-" else read_bytes(source, most=MOST_BYTES)
    if len(given) > MOST_BYTES:
        raise BadInput([too_large(Text("Check that this is the file you meant."))])
    return given.removeprefix("\ufeff") if isinstance(given, str) else _decoded(given)


def read_bytes(source: str | Path, *, most: int) -> bytes:
    """Return the bytes of a file, one more than ``most`` of a larger one.

    Raises
    ------
    BadInput
        When there is no such file, or it cannot be read.
    """
    path = Path(source)
    try:
        if _is_endless(path):
            raise BadInput([_no_file(path, Text("To read a meeting or a plan from a pipe, write - in its place."))])
        with path.open("rb") as file:
            return file.read(most + 1)
    except (OSError, ValueError) as error:
        raise BadInput([_cannot_read(path, error)]) from None


def too_large(hint: Text) -> Finding:
    """Return the finding about a file of more than ``MOST_BYTES``."""
    return Finding("", Text("The file is larger than {most} megabytes.", most=MOST_BYTES // 2**20), hint)


def _is_endless(path: Path) -> bool:
    """Return whether a path leads to a pipe or a device, where reading or writing might never end."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def _no_file(path: Path, hint: Text) -> Finding:
    return Finding("", Text("{name} is a pipe or a device, not a file.", name=quoted(str(path), most=200)), hint)


def _all_of(stdin: TextIO | BinaryIO | None, most: int) -> str | bytes:
    stream = stdin if stdin is not None else getattr(sys.stdin, "buffer", sys.stdin)
    return stream.read(most + 1) if stream is not None else b""


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line_begins = raw.rfind(b"\n", 0, error.start) + 1
        finding = Finding(
            "",
            Text("The file is not written in UTF-8: this character cannot be read."),
            Text("Save it again with the encoding UTF-8."),
            raw.count(b"\n", 0, error.start) + 1,
            len(raw[line_begins : error.start].decode("utf-8-sig", "replace")) + 1,
        )
        raise BadInput([finding]) from None


def _cannot_read(path: Path, error: OSError | ValueError) -> Finding:
    name = quoted(str(path), most=200)
    match error:
        case FileNotFoundError() | NotADirectoryError():
            return Finding("", Text("There is no file {name}.", name=name), _file_meant(path))
        case IsADirectoryError():
            return Finding(
                "",
                Text("{name} is a folder, not a file.", name=name),
                Text("Name a file in it."),
            )
        case PermissionError():
            return Finding(
                "",
                Text("The file {name} may not be read.", name=name),
                Text("Ask for the right to read it, or copy it."),
            )
    return Finding("", Text("The file {name} cannot be read.", name=name), Text("Check its name and its drive."))


def _file_meant(path: Path) -> Text:
    folder = quoted(str(path.parent.absolute()), most=200)
    try:
        name = nearest(path.name, sorted(other.name for other in path.parent.iterdir() if other.is_file()))
    except OSError:
        return Text("The folder {folder} does not exist either: check its name.", folder=folder)
    if name is None:
        return Text("Check its name; it was looked for in the folder {folder}.", folder=folder)
    return Text("Did you mean “{name}”?", name=quoted(name))


def write_text(text: str, target: str | Path, *, stdout: TextIO | None = None) -> None:
    """Write a file in UTF-8 at one go, or to standard output for ``-``.

    What the file held before stays until the whole new text is safely on disk.

    Raises
    ------
    BadInput
        When the file cannot be written.
    """
    if str(target) == "-":
        _write_stream(text, stdout if stdout is not None else sys.stdout)
    else:
        write_bytes(text.encode(), target)


def write_bytes(raw: bytes, target: str | Path) -> None:
    """Write a file at one go; what it held before stays until the whole new content is safely on disk.

    Raises
    ------
    BadInput
        When the file cannot be written.
    """
    path = Path(target)
    try:
        if _is_endless(path):
            raise BadInput([_no_file(path, Text("Choose another name, such as plan.json."))])
        _replace(path.resolve(), raw)
    except (OSError, RuntimeError, ValueError) as error:
        raise BadInput([_cannot_write(path, error)]) from None


def _write_stream(text: str, stream: TextIO) -> None:
    """Write UTF-8 even where the console has another encoding."""
    stream.flush()
    buffer = getattr(stream, "buffer", None)
    if buffer is None:
        stream.write(text)
    else:
        buffer.write(text.encode())
    stream.flush()


def _replace(path: Path, raw: bytes) -> None:
    try:
        before = path.stat()
    except FileNotFoundError:
        mode = None
    else:
        if stat.S_ISDIR(before.st_mode):
            raise IsADirectoryError
        mode = stat.S_IMODE(before.st_mode)
    beside = path.with_name(f".{path.name[:100]}.{secrets.token_hex(6)}")
    try:
        with beside.open("xb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            beside.chmod(mode)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _cannot_write(path: Path, error: Exception) -> Finding:
    name = quoted(str(path), most=200)
    folder = quoted(str(path.parent), most=200)
    match error:
        case FileNotFoundError() | NotADirectoryError():
            return Finding(
                "",
                Text("The folder {folder} does not exist, so {name} cannot be written.", folder=folder, name=name),
                Text("Make the folder first, or choose another one."),
            )
        case IsADirectoryError():
            return Finding(
                "",
                Text("{name} is a folder, so no file can be written under that name.", name=name),
                Text("Add the name of a file."),
            )
        case PermissionError():
            return Finding(
                "",
                Text("In the folder {folder} the file {name} may not be written.", folder=folder, name=name),
                Text("Choose another folder."),
            )
    return Finding("", Text("The file {name} cannot be written.", name=name), Text("Check the space on the drive."))
