"""Listeners of event streams, spoken to by ASGI directly, for a test client waits for the end of an answer."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from starlette.types import Message

__all__ = ["Listener", "events_in"]


class Listener:
    """Asks for a stream and keeps what it hears, until it vanishes."""

    def __init__(self, app: FastAPI, path: str, headers: Mapping[str, str] | None = None) -> None:
        self.status = 0
        self.headers: dict[str, str] = {}
        self.heard = b""
        self._vanished = asyncio.Event()
        self._news = asyncio.Event()
        self.task = asyncio.create_task(self._ask(app, path, {"host": "127.0.0.1:8000", **(headers or {})}))

    async def _ask(self, app: FastAPI, path: str, headers: Mapping[str, str]) -> None:
        scope: dict[str, Any] = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "root_path": "",
            "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
            "client": ("127.0.0.1", 50000),
            "server": ("127.0.0.1", 8000),
        }
        is_sent = False

        async def receive() -> Message:
            nonlocal is_sent
            if not is_sent:
                is_sent = True
                return {"type": "http.request", "body": b"", "more_body": False}
            await self._vanished.wait()
            return {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.status = message["status"]
                self.headers = {name.decode(): value.decode() for name, value in message["headers"]}
            else:
                self.heard += message.get("body", b"")
            self._news.set()

        await app(scope, receive, send)

    async def hears(self, words: bytes, *, within: float = 10.0) -> None:
        """Wait until something was heard."""
        async with asyncio.timeout(within):
            while words not in self.heard:
                self._news.clear()
                await self._news.wait()

    async def vanish(self) -> None:
        """Go without a word, and wait until the service has noticed."""
        self._vanished.set()
        async with asyncio.timeout(10):
            await asyncio.gather(self.task, return_exceptions=True)

    async def ends(self) -> None:
        """Wait for the end of the answer."""
        async with asyncio.timeout(10):
            await self.task


@dataclass(frozen=True)
class Heard:
    """An event as a listener reads it."""

    number: int
    kind: str
    told: str


def events_in(heard: bytes) -> list[Heard]:
    """Return the events of a stream, without comments."""
    found = []
    for block in heard.decode().split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
        if "event" in lines:
            found.append(Heard(int(lines["id"]), lines["event"], lines["data"]))
    return found
