"""The service in a test: the real app over a real SQLite database, with a worker that has its plans ready."""

import json
import logging
import socket
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from io import StringIO
from pathlib import Path
from typing import Any, TypeVar, cast

import httpx
import structlog
import uvicorn
from anyio.from_thread import BlockingPortal, start_blocking_portal
from fastapi import FastAPI

from tischrunde_api.desk import Desk
from tischrunde_api.settings import Settings
from tischrunde_api.store.opening import open_store
from tischrunde_api.store.port import Outcome, State, Store
from tischrunde_api.web.app import create_app
from tischrunde_api.web.dependencies import wall_clock
from tischrunde_api.web.logs import configure
from tischrunde_api.web.samples import EXAMPLE_MEETING, EXAMPLE_PLAN

R = TypeVar("R")

LEASE = 60_000
WITHOUT_NAMES = json.dumps({**EXAMPLE_PLAN, "figures": None}).encode()

__all__ = ["EXAMPLE_MEETING", "EXAMPLE_PLAN", "DeskHere", "Served", "finish_next", "listening", "served", "worker"]


class DeskHere:
    """Does the work of the desk in the caller's thread."""

    def do(self, function: Callable[..., R], /, *arguments: Any, whose: str = "", seconds: float = 10.0) -> R:
        assert seconds > 0
        return function(*arguments)


class Served:
    """A running service, and whoever calls it."""

    def __init__(self, app: FastAPI, store: Store, portal: BlockingPortal, base_url: str, log: StringIO) -> None:
        self.app, self.store, self.portal = app, store, portal
        self._log = log
        transport = httpx.ASGITransport(app, raise_app_exceptions=True)
        self.client = httpx.AsyncClient(transport=transport, base_url=base_url, timeout=60)

    @property
    def log(self) -> str:
        """Return everything that was logged."""
        return self._log.getvalue()

    def call(self, method: str, path: str, **given: Any) -> httpx.Response:
        """Send one request."""

        async def send() -> httpx.Response:
            return await self.client.request(method, path, **given)

        return self.portal.call(send)

    def get(self, path: str, **given: Any) -> httpx.Response:
        return self.call("GET", path, **given)

    def post(self, path: str, **given: Any) -> httpx.Response:
        return self.call("POST", path, **given)

    def planned(self, **given: Any) -> Any:
        """Ask for the plan of the small meeting and return its resource."""
        answer = self.post("/v1/plans", json=EXAMPLE_MEETING, **given)
        assert answer.status_code in (200, 202), answer.text
        return answer.json()


@contextmanager
def served(
    folder: Path,
    *,
    desk: object = None,
    store: Callable[[Store], Store] = lambda store: store,
    base_url: str = "http://127.0.0.1:8000",
    now: Callable[[], int] = wall_clock,
    **settings: Any,
) -> Iterator[Served]:
    """Run the service with these settings; ``store`` may put something in front of the real store."""
    these = Settings(folder=folder, **settings)
    kept = open_store(these)
    app = create_app(these, store(kept), cast(Desk, desk or DeskHere()), now=now)
    try:
        with _logging() as log, start_blocking_portal() as portal, portal.wrap_async_context_manager(_alive(app)):
            yield Served(app, kept, portal, base_url, log)
    finally:
        kept.close()


@contextmanager
def listening(app: FastAPI) -> Iterator[str]:
    """Let an app that ``served`` runs listen on a port of this computer, and yield its address."""
    door = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="off", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([door],))
    thread.start()
    try:
        yield f"http://127.0.0.1:{door.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        door.close()


@asynccontextmanager
async def _alive(app: FastAPI) -> AsyncIterator[None]:
    async with app.router.lifespan_context(app):
        yield


@contextmanager
def _logging() -> Iterator[StringIO]:
    """Log as the program does, into memory."""
    root = logging.getLogger()
    before = root.handlers[:]
    log = StringIO()
    configure(log)
    try:
        yield log
    finally:
        root.handlers[:] = before
        structlog.reset_defaults()


def finish_next(
    store: Store, *, state: State = State.DONE, reason: str | None = None, plan: object = EXAMPLE_PLAN
) -> bool:
    """Claim the next job, if there is one, and end it with a plan."""
    claimed = store.claim("test", now=wall_clock(), lease=LEASE)
    if claimed is None:
        return False
    is_planned = state is not State.FAILED
    outcome = Outcome(
        state=state,
        milliseconds=101,
        status="optimal" if is_planned else None,
        cost=20 if is_planned else None,
        bound=20 if is_planned else None,
        plan=json.dumps(plan).encode() if is_planned else None,
        pseudonymous=WITHOUT_NAMES if is_planned else None,
        reason=reason,
    )
    return store.finish(claimed.id, claimed.fence, outcome, now=wall_clock())


@contextmanager
def worker(store: Store) -> Iterator[None]:
    """End every job that comes, a moment later."""
    is_over = threading.Event()

    def work() -> None:
        while not is_over.is_set():
            if not finish_next(store):
                time.sleep(0.01)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()
