"""Run the service: the web in this process, a worker in another that is started anew when it dies, one store for both.

What keeps it from starting is a ``BadInput`` that says the next step. Nothing here knows a route or a job.
"""

import json
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from ipaddress import ip_address
from types import FrameType

import structlog
import uvicorn
from pydantic import ValidationError

from tischrunde.errors import BadInput
from tischrunde.words import Text
from tischrunde_api.desk import Desk
from tischrunde_api.refusals import cannot_listen, no_address, no_key, no_store, unusable
from tischrunde_api.settings import Settings
from tischrunde_api.store.opening import open_store
from tischrunde_api.store.port import Key, Store, StoreFull, StoreUnavailable
from tischrunde_api.web.app import create_app
from tischrunde_api.web.keys import digest_of, new_key
from tischrunde_api.web.logs import configure
from tischrunde_api.web.security import needs_keys
from tischrunde_api.worker.spawning import spawn

__all__ = ["add_key", "opened", "serve", "settings_with", "work"]

OPEN_REQUESTS = 4
"""Seconds that requests under way have when the service stops; then the worker puts its jobs back."""

CLOSING = 5.0
"""Seconds that the worker has for that."""

FIRST_PAUSE, LONGEST_PAUSE, STEADY = 0.2, 5.0, 10.0
"""Seconds before a worker is started anew: twice as long each time, unless it lived for the last of these."""

Announce = Callable[[Text], None]


def settings_with(**given: object) -> Settings:
    """Return the settings of the environment, with these in their place where they are not ``None``.

    Raises
    ------
    BadInput
        With each variable that cannot be used.
    """
    try:
        return Settings.model_validate(
            {**Settings().model_dump(), **{name: value for name, value in given.items() if value is not None}}
        )
    except ValidationError as error:
        names = sorted({str(one["loc"][0]) for one in error.errors() if one["loc"]})
        raise BadInput([unusable(name) for name in names]) from None


def serve(settings: Settings, *, announce: Announce) -> None:
    """Run the service until SIGTERM or SIGINT.

    Parameters
    ----------
    settings
        What the operator has set.
    announce
        Is told once where the service listens.

    Raises
    ------
    BadInput
        When it cannot begin: the port is in use, the database is not there, keys are missing.
    """
    _leave_no_core_files()
    with opened(settings) as store, _listening(settings) as listener:
        _require_keys(settings, store)
        configure()
        told = _told()
        with Desk() as desk, _kept_working(settings):
            app = create_app(settings, store, desk)
            config = uvicorn.Config(
                app,
                lifespan="on",
                http="h11",  # httptools takes a header without end into memory
                ws="none",
                log_config=None,
                access_log=False,
                server_header=False,
                forwarded_allow_ips=settings.forwarded_allow_ips,
                timeout_graceful_shutdown=OPEN_REQUESTS,
            )
            server = _Server(config, lambda: announce(_where(settings, listener)))
            if not told.is_set():
                server.run(sockets=[listener])


def work(settings: Settings, *, announce: Announce) -> None:
    """Run a worker alone, until SIGTERM or SIGINT.

    Raises
    ------
    BadInput
        When the database is not there.
    """
    from tischrunde_api.worker.main import work_until_told

    _leave_no_core_files()
    with opened(settings) as store:
        configure()
        announce(
            Text.many(
                "This worker is getting ready; then it takes jobs, one at a time. Ctrl-C ends it.",
                "This worker is getting ready; then it takes jobs, up to {count} at once. Ctrl-C ends it.",
                settings.solves,
            )
        )
        work_until_told(store, settings, threading.Event())


@contextmanager
def opened(settings: Settings) -> Iterator[Store]:
    """Open the store for as long as the block takes.

    Raises
    ------
    BadInput
        When it cannot be opened.
    """
    try:
        store = open_store(settings)
    except (StoreUnavailable, StoreFull):
        raise BadInput([no_store(settings)]) from None
    try:
        yield store
    finally:
        store.close()


def add_key(store: Store, name: str) -> tuple[Key, str]:
    """Make a new API key; return what is kept, and the key itself, which nobody can find out later."""
    key, secret = Key(secrets.token_hex(6), name, time.time_ns() // 1_000_000), new_key()
    store.add_key(key, digest_of(secret))
    return key, secret


def _leave_no_core_files() -> None:
    """Keep the memory of this process, and of those it starts, from being written to the disk by a crash."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


class _Server(uvicorn.Server):
    """Says when it listens."""

    def __init__(self, config: uvicorn.Config, on_listening: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_listening = on_listening

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._on_listening()


class _Keeper:
    """Keeps a worker process alive."""

    def __init__(self, settings: Settings) -> None:
        url = settings.database_url
        plain = settings.model_dump(mode="json") | {"database_url": url and url.get_secret_value()}
        self._settings = json.dumps(plain).encode() + b"\n"
        self._is_over = threading.Event()
        self._starting = threading.Lock()
        self._worker: subprocess.Popen[bytes] | None = None
        self._log = structlog.get_logger("tischrunde")
        self._thread = threading.Thread(target=self._keep, name="keeper", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the worker; it puts its jobs back if it can."""
        with self._starting:
            self._is_over.set()
        if self._worker is not None:
            self._worker.terminate()
        self._thread.join(CLOSING)
        if self._worker is not None:
            self._worker.kill()
        self._thread.join()

    def _keep(self) -> None:
        pause = FIRST_PAUSE
        while (worker := self._started()) is not None:
            began = time.monotonic()
            code = worker.wait()
            _close(worker)
            if self._is_over.is_set():
                return
            pause = FIRST_PAUSE if time.monotonic() - began > STEADY else min(2 * pause, LONGEST_PAUSE)
            self._log.warning("worker died", code=code, again_in=pause)
            self._is_over.wait(pause)

    def _started(self) -> "subprocess.Popen[bytes] | None":
        """Start a worker, unless it is over; its settings go through a pipe that ends when this process does."""
        with self._starting:
            if self._is_over.is_set():
                return None
            self._worker = spawn("tischrunde_api.worker.main", stdin=subprocess.PIPE)
        assert self._worker.stdin is not None, "there is a pipe"
        with suppress(OSError):
            self._worker.stdin.write(self._settings)
            self._worker.stdin.flush()
        return self._worker


def _close(worker: "subprocess.Popen[bytes]") -> None:
    with suppress(OSError):
        assert worker.stdin is not None, "there is a pipe"
        worker.stdin.close()


@contextmanager
def _kept_working(settings: Settings) -> Iterator[None]:
    keeper = _Keeper(settings)
    try:
        yield
    finally:
        keeper.stop()


def _told() -> threading.Event:
    """Return what is set by the first signal to end; while the server runs, it has handlers of its own."""
    told = threading.Event()

    def handler(_number: int, _frame: FrameType | None) -> None:
        told.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, handler)
    return told


@contextmanager
def _listening(settings: Settings) -> Iterator[socket.socket]:
    try:
        family, _, _, _, address = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, socket.SOCK_STREAM)
    except OSError:
        raise BadInput([no_address(settings)]) from None
    with listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(address)
            listener.listen()
        except OSError as error:
            raise BadInput([cannot_listen(settings, error)]) from None
        yield listener


def _require_keys(settings: Settings, store: Store) -> None:
    known = store.keys()
    if needs_keys(settings) and all(key.revoked_at is not None for key in known):
        raise BadInput([no_key(settings)])


def _where(settings: Settings, listener: socket.socket) -> Text:
    port = listener.getsockname()[1]
    if _is_every_address(settings.host):
        return Text(
            "Tischrunde listens on all addresses of this computer, port {port}; how to use it: {docs}; Ctrl-C ends it.",
            port=port,
            docs=f"http://localhost:{port}/docs",
        )
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    address = f"http://{host}:{port}"
    return Text(
        "Tischrunde listens on {address}; how to use it: {docs}; Ctrl-C ends it.",
        address=address,
        docs=f"{address}/docs",
    )


def _is_every_address(host: str) -> bool:
    try:
        return ip_address(host).is_unspecified
    except ValueError:
        return False
