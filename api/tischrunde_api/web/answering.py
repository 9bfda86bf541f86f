"""Put a job into the queue, once, and answer with its resource, after waiting if that is preferred."""

import asyncio
import hashlib
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from anyio import CancelScope
from starlette.requests import Request
from starlette.responses import Response

from tischrunde.words import Text
from tischrunde_api.store.port import Job, Kind, Limits, NewJob, Reservation, Reserved
from tischrunde_api.web.dependencies import Services
from tischrunde_api.web.preferences import has_already, idempotency_key, seconds_to_wait
from tischrunde_api.web.problems import Problem
from tischrunde_api.web.resources import etag, plan_resource

__all__ = [
    "Order",
    "answered",
    "expiry",
    "fingerprint",
    "found_job",
    "new_id",
    "shown",
    "submitted",
    "until_over",
    "while_there",
]

RETRY = "1"
"""Seconds after which to look at a plan again."""

DAY = 86_400_000


@dataclass(frozen=True)
class Order:
    """A request for a job.

    Attributes
    ----------
    fingerprint : the same for the same request
    make : reads what was sent and returns the job
    """

    fingerprint: str
    make: Callable[[], Awaitable[NewJob]]


def new_id() -> str:
    """Return an id that nobody can guess."""
    return secrets.token_urlsafe(18)


def expiry(services: Services, created_at: int) -> int:
    """Return when a job made now is to be erased."""
    return created_at + round(services.settings.keep_days * DAY)


def fingerprint(*parts: bytes | str) -> str:
    """Return a digest of a request."""
    digest = hashlib.sha256()
    for part in parts:
        content = part.encode() if isinstance(part, str) else part
        digest.update(b"%d:" % len(content) + content)
    return digest.hexdigest()


async def found_job(services: Services, owner: str, job: str) -> Job:
    """Return a plan or repair of this owner.

    Raises
    ------
    Problem
        When there is none, which is what a stranger's looks like, too.
    """
    found = await services.ask(services.store.find, owner, job)
    if found is None or found.kind is Kind.DIAGNOSIS or found.expires_at <= services.now():
        raise Problem("not-found", Text("There is no plan with this id, or it was erased."))
    return found


async def submitted(services: Services, request: Request, owner: str, order: Order) -> Response:
    """Put a job into the queue, once for each Idempotency-Key, and answer with its resource."""
    key = idempotency_key(request)
    if key is None:
        job = await _submit(services, await order.make(), None)
        return await answered(services, request, owner, job)
    reservation = await services.ask(
        services.store.reserve, owner, key, order.fingerprint, mark=secrets.token_hex(16), now=services.now()
    )
    match reservation.verdict:
        case Reserved.RUNNING:
            raise Problem("in-progress", Text("Try again, with the same key."), retry_after=1)
        case Reserved.OTHER:
            raise Problem("key-reused", Text("Use a new key for each new request."))
        case Reserved.REPLAY:
            return await answered(
                services, request, owner, await _replayed(services, owner, reservation), is_replay=True
            )
    try:
        job = await _submit(services, await order.make(), reservation)
    except BaseException:
        with CancelScope(shield=True):
            await services.ask(services.store.give_back, reservation)
        raise
    return await answered(services, request, owner, job)


async def _replayed(services: Services, owner: str, reservation: Reservation) -> Job:
    """Return the job of a repeated request."""
    assert reservation.job is not None, "the store names the job of a replay"
    job = await services.ask(services.store.find, owner, reservation.job)
    if job is None:
        raise Problem("in-progress", Text("Its plan is just being erased. Try again."), retry_after=1)
    return job


async def _submit(services: Services, new: NewJob, reservation: Reservation | None) -> Job:
    settings = services.settings
    limits = Limits(queued=settings.max_queued, queued_of_owner=settings.max_queued_per_key)
    return await services.ask(services.store.submit, new, limits, reservation=reservation)


async def answered(services: Services, request: Request, owner: str, job: Job, *, is_replay: bool = False) -> Response:
    """Return the answer to a request that made a job: 200 when it is over, 202 while it is not."""
    wait = seconds_to_wait(request, services.settings.max_wait)
    if wait is not None:
        job = await while_there(request, until_over(services, owner, job, wait)) or job
    headers = {"Location": f"/v1/plans/{job.id}"}
    if is_replay:
        headers["Idempotency-Replayed"] = "true"
    return _resource(job, 200 if job.state.is_over else 202, headers, waited=wait)


def shown(
    request: Request, job: Job, *, status: int = 200, pseudonymous: bool = False, waited: float | None = None
) -> Response:
    """Return the answer to somebody who looks at a job: 304 if it is as they know it."""
    if request.method == "GET" and has_already(request, etag(job, pseudonymous=pseudonymous)):
        return Response(status_code=304, headers={"ETag": etag(job, pseudonymous=pseudonymous)})
    return _resource(job, status, {}, pseudonymous=pseudonymous, waited=waited)


def _resource(
    job: Job, status: int, headers: dict[str, str], *, pseudonymous: bool = False, waited: float | None = None
) -> Response:
    headers["ETag"] = etag(job, pseudonymous=pseudonymous)
    if waited is not None:
        headers["Preference-Applied"] = f"wait={waited:g}"
    if not job.state.is_over:
        headers["Retry-After"] = RETRY
    body = plan_resource(job, pseudonymous=pseudonymous)
    return Response(body, status_code=status, media_type="application/json", headers=headers)


async def until_over(services: Services, owner: str, job: Job, seconds: float) -> Job:
    """Return the job when it is over, or as it stands after so many seconds.

    Raises
    ------
    Problem
        When it is erased meanwhile.
    """
    clock = asyncio.get_running_loop().time
    end = clock() + seconds
    while not job.state.is_over and clock() < end:
        await services.watcher.changed(job.id, job.version, end - clock())
        job = await found_job(services, owner, job.id)
    return job


async def while_there(request: Request, work: Awaitable[Job]) -> Job | None:
    """Return what comes of some waiting, or ``None`` as soon as the caller has gone."""
    waiting = asyncio.ensure_future(work)
    listening = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait((waiting, listening), return_when=asyncio.FIRST_COMPLETED)
        return waiting.result() if waiting.done() else None
    finally:
        tasks: tuple[asyncio.Future[Any], ...] = (waiting, listening)
        unfinished = [task for task in tasks if not task.done()]
        for task in unfinished:
            task.cancel()
        await asyncio.gather(*unfinished, return_exceptions=True)


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
