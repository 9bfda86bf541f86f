"""The meeting of a plan: what was read from a list, or became of another one by changes on the day."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from tischrunde_api.web.answering import found_job
from tischrunde_api.web.bodies import JSON
from tischrunde_api.web.dependencies import Owner, PlanId, TheServices
from tischrunde_api.web.documenting import KNOWN, responses
from tischrunde_api.web.preferences import has_already
from tischrunde_api.web.samples import EXAMPLE_MEETING

__all__ = ["router"]

router = APIRouter(prefix="/v1/plans", tags=["plans"])

TAG: Mapping[str, str] = {"ETag": '"meeting"'}
"""The same for ever: the meeting of a plan never changes."""

_TAGGED: Mapping[str, Any] = {"ETag": {"description": "Always the same.", "schema": {"type": "string"}}}


@router.get(
    "/{plan}/meeting",
    summary="Fetch the meeting",
    description=(
        "The meeting that is planned, with names: the one that was sent, the one that was read from a list, or of a "
        "repair the changed one. It goes with the plan file, as for a check, and is there from the beginning."
    ),
    responses=responses(
        "not-found",
        s200={
            "description": "The meeting file.",
            "content": {JSON: {"schema": {"$ref": "#/components/schemas/Meeting"}, "example": EXAMPLE_MEETING}},
            "headers": _TAGGED,
        },
        s304={"description": "It is as `If-None-Match` says.", "headers": _TAGGED},
    ),
    openapi_extra={"parameters": [KNOWN]},
)
async def fetch_meeting(request: Request, plan: PlanId, owner: Owner, services: TheServices) -> Response:
    """Show the meeting of a plan."""
    job = await found_job(services, owner, plan)
    if has_already(request, TAG["ETag"]):
        return Response(status_code=304, headers=TAG)
    return Response(job.meeting, media_type=JSON, headers=TAG)
