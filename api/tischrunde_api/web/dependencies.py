"""What routes are given: the parts of the service, the caller, the language."""

import re
import time
from collections.abc import Callable
from functools import partial
from typing import Annotated, Any, ParamSpec, TypeAlias, TypeVar

from anyio import CapacityLimiter, to_thread
from fastapi import Depends, Path, Request, Security
from fastapi.security import HTTPBearer

from tischrunde.words import LANGUAGES, Language, Text
from tischrunde_api.desk import Desk
from tischrunde_api.settings import Settings
from tischrunde_api.store.port import Store
from tischrunde_api.web.keys import Doorkeeper
from tischrunde_api.web.languages import preferred
from tischrunde_api.web.metrics import Metrics
from tischrunde_api.web.problems import Problem
from tischrunde_api.web.security import needs_keys
from tischrunde_api.web.streaming import Streams
from tischrunde_api.web.watching import Watcher

__all__ = [
    "Observer",
    "Owner",
    "PlanId",
    "Services",
    "TheLanguage",
    "TheServices",
    "caller",
    "default_language",
    "wall_clock",
]

R = TypeVar("R")
P = ParamSpec("P")

Observer: TypeAlias = Callable[[str, str, int, float], None]

QUICK = 10.0
STORE_THREADS = 16
DESK_THREADS = 64
"""More than the desk admits, so that it is the desk that says when there is too much."""


def wall_clock() -> int:
    """Return the time in milliseconds since 1970."""
    return time.time_ns() // 1_000_000


class Services:
    """The parts of the service as routes use them; none of its calls holds up the event loop.

    Attributes
    ----------
    settings : what the operator has set
    store : jobs and keys; ask it with ``ask``
    desk : short work; give it with ``work``
    watcher : tells when a job has changed
    doorkeeper : knows whose keys are good
    streams : event streams that are open
    metrics : figures for those who run the service
    now : the time in milliseconds since 1970
    observers : are told method, route template, status and seconds of every request
    """

    def __init__(self, settings: Settings, store: Store, desk: Desk, *, now: Callable[[], int] = wall_clock) -> None:
        self.settings = settings
        self.store = store
        self.desk = desk
        self.now = now
        self.watcher = Watcher(store)
        self.doorkeeper = Doorkeeper(self._owner_of)
        self.streams = Streams(settings.max_streams, settings.max_streams_per_key)
        self.metrics = Metrics(self.streams.__len__)
        self.observers: list[Observer] = [self.metrics.observe]
        self._store_threads = CapacityLimiter(STORE_THREADS)
        self._desk_threads = CapacityLimiter(DESK_THREADS)

    def observed(self, method: str, route: str, status: int, seconds: float) -> None:
        """Tell the observers of a request."""
        for observe in self.observers:
            observe(method, route, status, seconds)

    async def ask(self, method: Callable[P, R], *arguments: P.args, **options: P.kwargs) -> R:
        """Return what a method of the store returns, from a thread."""
        call = partial(method, *arguments, **options)
        return await to_thread.run_sync(call, limiter=self._store_threads)

    async def _owner_of(self, digest: str) -> str | None:
        return await self.ask(self.store.owner_of, digest)

    async def work(self, function: Callable[..., R], *arguments: Any, whose: str, seconds: float = QUICK) -> R:
        """Return what a task of the desk returns; see ``Desk.do`` for the errors."""
        call = partial(self.desk.do, function, *arguments, whose=whose, seconds=seconds)
        return await to_thread.run_sync(call, limiter=self._desk_threads)


async def _services(request: Request) -> Services:
    services: Services = request.app.state.services
    return services


TheServices = Annotated[Services, Depends(_services)]

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


async def _plan_id(
    plan: Annotated[str, Path(description="The id of a plan.", examples=["Tq3vXk0dNf7Lw2sYb9RzHm4c"])],
) -> str:
    if _ID.fullmatch(plan) is None:
        raise Problem("not-found", Text("There is no plan with this id, or it was erased."))
    return plan


PlanId = Annotated[str, Depends(_plan_id)]
"""The ``{plan}`` of a path, if it can be one."""

_bearer = HTTPBearer(scheme_name="key", description="An API key, where the service asks for one.", auto_error=False)


async def caller(request: Request, services: Services) -> str:
    """Return the id of a caller's key; empty where the service asks for none.

    Raises
    ------
    Problem
        When a key is needed, and there is none or a bad one.
    """
    if not needs_keys(services.settings):
        return ""
    return await services.doorkeeper.owner(request.headers.get("authorization"))


async def _owner(request: Request, services: TheServices, _: Annotated[object, Security(_bearer)]) -> str:
    return await caller(request, services)


Owner = Annotated[str, Depends(_owner)]
"""The id of the caller's key; empty where the service asks for none."""


def default_language(settings: Settings) -> Language:
    """Return the language of answers where a request asks for none."""
    return next(language for language in LANGUAGES if language == settings.language)


async def _language(request: Request, services: TheServices) -> Language:
    return preferred(request.headers.get("accept-language"), default_language(services.settings))


TheLanguage = Annotated[Language, Depends(_language)]
"""The language the caller prefers of those we have."""
