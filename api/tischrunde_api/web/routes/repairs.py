"""Changes on the day: a new plan that changes as few name tags as possible."""

import json
from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import Response

from tischrunde.errors import BadInput, BadPlan
from tischrunde.words import Text
from tischrunde_api.desk.limits import MeetingLimits, TooLargeMeeting
from tischrunde_api.desk.tasks import BadBody, changed_meeting
from tischrunde_api.store.port import Job, Kind, NewJob
from tischrunde_api.web.answering import Order, expiry, fingerprint, found_job, new_id, submitted
from tischrunde_api.web.bodies import JSON, media_of, whole_body
from tischrunde_api.web.dependencies import Owner, PlanId, Services, TheServices
from tischrunde_api.web.documenting import ANSWERED, MEETING_BODY, SUBMIT_PROBLEMS, responses
from tischrunde_api.web.problems import Problem
from tischrunde_api.web.routes.plans import Solving, solving_options

__all__ = ["router"]

router = APIRouter(prefix="/v1/plans", tags=["plans"])

ID = {"type": "string", "minLength": 1}
ROUND = {"type": "integer", "minimum": 1}

BODY: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "absent": {"type": "array", "items": ID, "description": "Who comes to no round any more."},
        "late": {"type": "object", "additionalProperties": ROUND, "description": "The first round of somebody."},
        "leaves": {
            "type": "object",
            "additionalProperties": {"type": "integer", "minimum": 0},
            "description": "The last round of somebody.",
        },
        "add": {
            "type": "array",
            "items": {"$ref": "#/components/schemas/Person"},
            "description": "Who comes as well, as in a meeting file.",
        },
        "close": {
            "anyOf": [{"type": "array", "items": ID}, {"type": "object", "additionalProperties": ROUND}],
            "description": "Tables that are closed from the next round on, or each with its first round closed.",
        },
        "played": {"type": "integer", "minimum": 0, "description": "How many rounds are over; they stay as they are."},
    },
}

EXAMPLE = {"absent": ["p3"], "late": {"p5": 2}, "played": 0}


class Repairing(Solving):
    """How a plan is to be repaired."""

    at_most: int = Field(
        0, ge=0, le=1_000_000, description="So many name tags may change where that makes a better plan."
    )
    anew: bool = Field(False, description="Plan all rounds to come from scratch, however many name tags change.")


@router.post(
    "/{plan}/repairs",
    status_code=202,
    summary="Repair a plan",
    description=(
        "Takes what has changed on the day and puts a new plan into the queue, whose `parent` is this one. Rounds "
        "that were played stay as they are; of the others as few name tags change as possible."
    ),
    responses=responses(
        "not-found",
        "no-plan",
        "bad-json",
        "bad-changes",
        "bad-plan",
        "bad-parameter",
        "too-large-meeting",
        "body-too-large",
        "body-too-slow",
        "unsupported-media-type",
        "too-slow",
        *SUBMIT_PROBLEMS,
        **ANSWERED,
    ),
    openapi_extra={
        "requestBody": {"required": True, "content": {JSON: {"schema": BODY, "example": EXAMPLE}}},
        "parameters": MEETING_BODY["parameters"],
    },
)
async def repair_plan(
    request: Request, plan: PlanId, owner: Owner, services: TheServices, options: Annotated[Repairing, Query()]
) -> Response:
    """Put the repair of a plan into the queue."""
    media = media_of(request, (JSON,))
    parent = await found_job(services, owner, plan)
    body = await whole_body(request, services.settings, media)
    typed = {name: request.query_params.getlist(name) for name in request.query_params}
    solving = solving_options(typed, services)

    async def make() -> NewJob:
        return await _repair(services, parent, body, options, solving)

    chosen = json.dumps([plan, solving, options.at_most, options.anew])
    mark = await to_thread.run_sync(fingerprint, "repair", body, chosen)
    try:
        return await submitted(services, request, owner, Order(mark, make))
    except (BadPlan, TooLargeMeeting):
        raise
    except BadBody as bad:
        raise Problem("bad-json", findings=bad.findings) from None
    except BadInput as bad:
        raise Problem("bad-changes", findings=bad.findings) from None


async def _repair(services: Services, parent: Job, body: bytes, options: Repairing, solving: dict[str, Any]) -> NewJob:
    if parent.plan is None or parent.cost is None or not parent.state.is_over:
        raise Problem("no-plan", Text("Wait until its state is done or cancelled and people are seated."))
    limits = MeetingLimits.of(services.settings)
    after = await services.work(
        changed_meeting, parent.meeting, parent.plan, body, limits, options.at_most, options.anew, whose=parent.owner
    )
    now = services.now()
    return NewJob(
        id=new_id(),
        owner=parent.owner,
        kind=Kind.REPAIR,
        meeting=after.meeting,
        options=json.dumps(solving | after.options).encode(),
        created_at=now,
        expires_at=expiry(services, now),
        parent=parent.id,
        language=parent.language,
        notes=after.notes,
    )
