"""Take in the body of a request: so much and no more, within a time, in memory only."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import ClientDisconnect, Request

from tischrunde.words import Text
from tischrunde_api.settings import Settings
from tischrunde_api.web.problems import Problem

__all__ = ["FORM", "JSON", "SPREADSHEETS", "Form", "form_in", "media_of", "whole_body"]

JSON = "application/json"
FORM = "multipart/form-data"
SPREADSHEETS = (
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.ms-excel",
    "text/csv",
    "text/tab-separated-values",
)

FORM_OVERHEAD = 64 << 10
"""Bytes of a form beside its file."""

MOST_PARTS = 50
MOST_VALUE = 4_000


def media_of(request: Request, allowed: Sequence[str]) -> str:
    """Return the media type of a body, without its parameters.

    Raises
    ------
    Problem
        When it is none of ``allowed``, or the body is compressed.
    """
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    coding = request.headers.get("content-encoding", "identity").strip().lower()
    accepted = {"Accept-Post": ", ".join(allowed)} if request.method == "POST" else None
    if media not in allowed:
        detail = Text("Send it with one of these as Content-Type: {types}.", types=tuple(allowed))
        raise Problem("unsupported-media-type", detail, headers=accepted)
    if coding not in ("", "identity"):
        raise Problem("unsupported-media-type", Text("Send it uncompressed."), headers=accepted)
    return media


async def whole_body(request: Request, settings: Settings, media: str) -> bytes:
    """Return the body of a request.

    Raises
    ------
    Problem
        As soon as it is too large or takes too long.
    """
    most = settings.max_body if media == JSON else settings.max_upload + (FORM_OVERHEAD if media == FORM else 0)
    announced = request.headers.get("content-length", "")
    if announced.isascii() and announced.isdigit() and (len(announced) > 18 or int(announced) > most):
        raise _too_large(most)
    pieces: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(settings.body_seconds):
            async for piece in request.stream():
                size += len(piece)
                if size > most:
                    raise _too_large(most)
                pieces.append(piece)
    except TimeoutError:
        raise Problem("body-too-slow", Text("Send it faster, or send less.")) from None
    except ClientDisconnect:
        raise Problem("bad-request") from None
    return b"".join(pieces)


def _too_large(most: int) -> Problem:
    return Problem("body-too-large", Text("At most {most} bytes are possible.", most=most))


@dataclass
class Form:
    """A form: its file, and the texts beside it, with their names, in order."""

    file: bytes | None = None
    texts: list[tuple[str, str]] = field(default_factory=list)


def form_in(body: bytes, content_type: str) -> Form:
    """Return the form that a body holds. The part called ``file`` is the file.

    Raises
    ------
    Problem
        When it is no form, has no file or several, or one by another name.
    """
    _, parameters = parse_options_header(content_type)
    boundary = parameters.get(b"boundary", b"")
    if not 1 <= len(boundary) <= 70:
        raise _bad_form()
    reader = _FormReader()
    try:
        parser = MultipartParser(boundary, reader.callbacks())  # type: ignore[arg-type]
        parser.write(body)
        parser.finalize()
    except FormParserError:
        raise _bad_form() from None
    if reader.form.file is None or not reader.is_complete:
        raise _bad_form()
    return reader.form


def _bad_form() -> Problem:
    return Problem("bad-form", Text("Send one file in a part called “file”, and options as texts beside it."))


class _FormReader:
    """Hears what the parser finds."""

    def __init__(self) -> None:
        self.form = Form()
        self.is_complete = False
        self._parts = 0
        self._header = [b"", b""]
        self._disposition = b""
        self._content: list[bytes] = []

    def callbacks(self) -> Mapping[str, object]:
        return {
            "on_part_begin": self._begin,
            "on_header_field": lambda data, start, end: self._more_header(0, data[start:end]),
            "on_header_value": lambda data, start, end: self._more_header(1, data[start:end]),
            "on_header_end": self._end_header,
            "on_part_data": lambda data, start, end: self._content.append(data[start:end]),
            "on_part_end": self._end,
            "on_end": self._complete,
        }

    def _begin(self) -> None:
        self._parts += 1
        if self._parts > MOST_PARTS:
            raise _bad_form()
        self._disposition = b""
        self._content.clear()

    def _more_header(self, at: int, piece: bytes) -> None:
        self._header[at] += piece

    def _end_header(self) -> None:
        if self._header[0].lower() == b"content-disposition":
            self._disposition = self._header[1]
        self._header = [b"", b""]

    def _end(self) -> None:
        _, parameters = parse_options_header(self._disposition)
        name = parameters.get(b"name", b"")
        content = b"".join(self._content)
        if name == b"file" or b"filename" in parameters:
            if name != b"file" or self.form.file is not None:
                raise _bad_form()
            self.form.file = content
            return
        try:
            value = content.decode()
            key = name.decode()
        except UnicodeDecodeError:
            raise _bad_form() from None
        if len(content) > MOST_VALUE:
            raise _bad_form()
        self.form.texts.append((key, value))

    def _complete(self) -> None:
        self.is_complete = True
