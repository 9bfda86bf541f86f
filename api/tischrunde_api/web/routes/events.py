"""Follow a plan while it is being made."""

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Header, Request
from starlette.responses import Response

from tischrunde_api.store.port import Event, EventKind, Job, State, StoreUnavailable
from tischrunde_api.web.answering import found_job
from tischrunde_api.web.dependencies import Owner, PlanId, Services, TheServices, caller
from tischrunde_api.web.documenting import responses
from tischrunde_api.web.problems import Problem
from tischrunde_api.web.streaming import MEDIA_TYPE, RETRY_MILLISECONDS, EventStream, Pieces, comment, lines

__all__ = ["router"]

router = APIRouter(prefix="/v1/plans", tags=["plans"])

MOST = 2**31 - 1
"""The largest number of an event."""

PAUSE = 1.0
"""Seconds until a database that cannot be reached is asked again."""

EXAMPLE = """retry: 2000

id: 1
event: improvement
data: {"seconds": 0.12, "cost": 1214, "bound": 1170, "gap": 0.038}

id: 2
event: progress
data: {"seconds": 0.52, "cost": 1214, "bound": 1170, "gap": 0.038}

id: 3
event: done
data: {"state": "done", "status": "optimal", "seconds": 0.81, "cost": 1170, "bound": 1170, "gap": 0.0}

"""

EVENT = {
    "type": "object",
    "description": "One event.",
    "required": ["id", "event", "data"],
    "properties": {
        "id": {"type": "string", "pattern": "^[0-9]+$", "description": "Its number; later ones are higher."},
        "event": {"enum": [kind.value for kind in EventKind]},
        "data": {
            "type": "string",
            "contentMediaType": "application/json",
            "contentSchema": {
                "type": "object",
                "required": ["seconds", "cost", "bound", "gap"],
                "properties": {
                    "seconds": {"type": "number"},
                    "cost": {"type": ["integer", "null"]},
                    "bound": {"type": ["integer", "null"]},
                    "gap": {"type": ["number", "null"]},
                    "state": {"enum": [state.value for state in State if state.is_over]},
                    "status": {"type": ["string", "null"]},
                    "reason": {"type": ["string", "null"]},
                },
            },
        },
    },
}
"""What each event holds: in this version of OpenAPI the schema of a stream is that of its events."""


@router.get(
    "/{plan}/events",
    summary="Follow a plan",
    description=(
        "Server-sent events: `progress` now and then, `improvement` for each better plan, `done` at the end, after "
        "which the stream closes. Their data are numbers and words of the format. A listener that comes back with "
        "`Last-Event-ID` is told what it has missed; one that has heard it all gets 204 and need not come back. "
        "Where nothing happens, a comment comes every 15 seconds. The stream of a plan that is erased ends with a "
        "comment."
    ),
    responses=responses(
        "bad-parameter",
        "not-found",
        "too-many-streams",
        "busy",
        s200={
            "description": "The events.",
            "content": {MEDIA_TYPE: {"schema": EVENT, "example": EXAMPLE}},
        },
        s204={"description": "It is over, and every event was told."},
    ),
)
async def listen_to_plan(
    request: Request,
    plan: PlanId,
    owner: Owner,
    services: TheServices,
    last_event_id: Annotated[int, Header(ge=0, le=MOST, description="Number of the last event that was heard.")] = 0,
) -> Response:
    """Answer with the events after a number."""
    job = await found_job(services, owner, plan)
    events = await services.ask(services.store.events, owner, plan, after=last_event_id)
    if job.state.is_over and not events:
        return Response(status_code=204)
    return EventStream(services.streams, owner, partial(_told, request, services, job, events, last_event_id))


async def _told(request: Request, services: Services, job: Job, events: Sequence[Event], after: int) -> Pieces:
    """Yield events until the last one, or until the key is revoked; ``events`` are those that are there already."""
    yield f"retry: {RETRY_MILLISECONDS}\n\n".encode()
    version, is_over = job.version, job.state.is_over
    while True:
        for event in events:
            after = event.number
            yield lines(event)
            if event.kind is EventKind.DONE:
                return
        if is_over:
            return
        try:
            seen = await services.watcher.changed(job.id, version, services.streams.heartbeat, patient=True)
            await caller(request, services)
            if seen is not None and not seen.is_gone:
                events = await services.ask(services.store.events, job.owner, job.id, after=after)
                version, is_over = seen.version, seen.is_over
                continue
        except Problem:
            return
        except StoreUnavailable:
            await asyncio.sleep(PAUSE)
            seen = None
        events = ()
        yield comment("still here" if seen is None else "erased")
        if seen is not None:
            return
