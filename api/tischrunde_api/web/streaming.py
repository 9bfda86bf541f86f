"""Server-sent events: an answer that goes on until everything is told or the listener has gone."""

import json
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Iterator, Mapping
from contextlib import aclosing, contextmanager
from typing import TypeAlias

from anyio import CancelScope, create_task_group
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from tischrunde.words import Text
from tischrunde_api.store.port import Event
from tischrunde_api.web.problems import Problem

__all__ = ["HEARTBEAT", "MEDIA_TYPE", "RETRY_MILLISECONDS", "EventStream", "Pieces", "Streams", "comment", "lines"]

MEDIA_TYPE = "text/event-stream"

HEARTBEAT = 15.0
"""Seconds without an event after which a comment shows that the stream is alive."""

RETRY_MILLISECONDS = 2_000
"""How long a listener should wait before it comes back after the stream broke."""

Pieces: TypeAlias = AsyncGenerator[bytes, None]


def lines(event: Event) -> bytes:
    r"""Return an event as it goes out.

    >>> from tischrunde_api.store.port import EventKind
    >>> lines(Event(3, EventKind.IMPROVEMENT, {"cost": 351}))
    b'id: 3\nevent: improvement\ndata: {"cost": 351}\n\n'
    """
    return f"id: {event.number}\nevent: {event.kind}\ndata: {json.dumps(dict(event.told))}\n\n".encode()


def comment(words: str) -> bytes:
    """Return a line that listeners pass over."""
    return f": {words}\n\n".encode()


class Streams:
    """Knows how many streams are open.

    Parameters
    ----------
    most, most_of_owner
        How many may be open, in all and for one owner.
    heartbeat
        Seconds.
    """

    def __init__(self, most: int, most_of_owner: int, *, heartbeat: float = HEARTBEAT) -> None:
        self._most, self._most_of_owner = most, most_of_owner
        self._open: Counter[str] = Counter()
        self.heartbeat = heartbeat

    def __len__(self) -> int:
        return self._open.total()

    @contextmanager
    def place(self, owner: str) -> Iterator[None]:
        """Take a place for a stream of an owner.

        Raises
        ------
        Problem
            When there is none left.
        """
        retry = Text("Close some, or ask again for the plan itself.")
        if self._open[owner] >= self._most_of_owner:
            raise Problem("too-many-streams", retry, retry_after=10)
        if len(self) >= self._most:
            raise Problem("busy", retry, retry_after=10)
        self._open[owner] += 1
        try:
            yield
        finally:
            self._open[owner] -= 1
            self._open += Counter()  # which forgets those without any


class EventStream(Response):
    """Sends pieces as they come, and ends with its listener: nothing of it is left when it is over.

    Parameters
    ----------
    streams, owner
        Where it takes its place.
    pieces
        Begins the pieces.
    """

    media_type = MEDIA_TYPE

    def __init__(self, streams: Streams, owner: str, pieces: Callable[[], Pieces]) -> None:
        super().__init__()
        del self.headers["content-length"]
        self.headers["Cache-Control"] = "no-store"
        self.headers["X-Accel-Buffering"] = "no"
        self._streams, self._owner, self._pieces = streams, owner, pieces

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send everything."""
        with self._streams.place(self._owner):
            async with create_task_group() as group:
                group.start_soon(_until_gone, receive, group.cancel_scope)
                await self._send(send)
                group.cancel_scope.cancel()

    async def _send(self, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        async with aclosing(self._pieces()) as pieces:
            async for piece in pieces:
                await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _until_gone(receive: Receive, scope: CancelScope) -> None:
    message: Mapping[str, object] = {}
    while message.get("type") != "http.disconnect":
        message = await receive()
    scope.cancel()
