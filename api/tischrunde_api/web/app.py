"""The app: routes, what surrounds them, and what runs beside them."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from functools import cache, partial
from typing import NoReturn

from anyio import to_thread
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.routing import Match

from tischrunde_api.desk import Desk
from tischrunde_api.settings import Settings
from tischrunde_api.store.port import Store
from tischrunde_api.web.dependencies import Services, default_language, wall_clock
from tischrunde_api.web.failures import parameter_findings
from tischrunde_api.web.logs import log, where
from tischrunde_api.web.offered import offered
from tischrunde_api.web.openapi import described
from tischrunde_api.web.problems import Problem
from tischrunde_api.web.routes import (
    advice,
    checks,
    diagnoses,
    docs,
    events,
    examples,
    exports,
    health,
    limits,
    meetings,
    plans,
    repairs,
)
from tischrunde_api.web.security import needs_keys
from tischrunde_api.web.shell import Shell

__all__ = ["create_app"]

ROUTERS = tuple(
    noun.router
    for noun in (plans, events, exports, meetings, repairs, checks, diagnoses, advice, examples, limits, health, docs)
)

SWEEP_SECONDS = 60.0


def create_app(settings: Settings, store: Store, desk: Desk, *, now: Callable[[], int] = wall_clock) -> FastAPI:
    """Return the service as an ASGI app.

    Parameters
    ----------
    settings
        What the operator has set.
    store
        Where jobs and keys are; it is closed by whoever opened it.
    desk
        Does the short work; it is closed by whoever opened it.
    now
        The time in milliseconds since 1970.
    """
    # FastAPI's own telemetry records what it could not validate, and the words of errors: what was sent.
    services = Services(settings, store, desk, now=now)
    app = FastAPI(
        lifespan=_lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        generate_unique_id_function=_operation,
        telemetry={
            "tracing": False,
            "metrics": False,
            "logs": False,
            "operation_spans": False,
            "auto_configure": False,
        },
        exception_handlers={HTTPException: _pass_on, RequestValidationError: _pass_on},
    )
    app.state.services = services
    for router in ROUTERS:
        app.include_router(router)
    app.openapi = cache(partial(described, app))  # type: ignore[method-assign]
    app.add_middleware(
        Shell, language=default_language(settings), is_open=not needs_keys(settings), observe=services.observed
    )
    return app


def _operation(route: APIRoute) -> str:
    """Return the name of an operation in the description, such as ``createPlan``."""
    first, *rest = route.name.split("_")
    return first + "".join(word.title() for word in rest)


async def _pass_on(request: Request, error: Exception) -> NoReturn:
    """Leave it to the shell, which turns every error into an answer."""
    if isinstance(error, HTTPException) and error.status_code == 405:
        error.headers = {"Allow": ", ".join(sorted(_possible(request)))}
    if isinstance(error, RequestValidationError):
        raise await to_thread.run_sync(_bad_parameters, request, error)
    raise error


def _bad_parameters(request: Request, error: RequestValidationError) -> Problem:
    """Return everything that is wrong with parameters, with what would be right."""
    possible = offered(request)
    findings = parameter_findings(error.errors(), possible)
    if ("query", "max_runtime") in possible:
        typed = {"max_runtime": request.query_params.getlist("max_runtime")}
        findings += plans.too_long(typed, request.app.state.services.settings)
    return Problem("bad-parameter", findings=findings)


def _possible(request: Request) -> set[str]:
    """Return the methods of all routes of a path; the framework names those of one route."""
    routes = (route for router in ROUTERS for route in router.routes)
    fitting = (route for route in routes if route.matches(request.scope)[0] is not Match.NONE)
    return {method for route in fitting for method in getattr(route, "methods", ())}


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    services: Services = app.state.services
    beside = [asyncio.create_task(work) for work in (_sweep(services), services.metrics.follow_loop())]
    try:
        yield
    finally:
        for task in beside:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        await app.state.services.watcher.close()


async def _sweep(services: Services) -> None:
    """Erase what has expired, now and every minute."""
    while True:
        try:
            erased = await services.ask(services.store.sweep, now=services.now())
            if erased:
                log.info("swept", erased=erased)
        except Exception as error:  # whatever it is, what expires later is to be erased, too
            log.warning("sweep failed", error=type(error).__name__, line=where(error))
        await asyncio.sleep(SWEEP_SECONDS)
