"""Check a plan against its meeting; nothing is kept."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from tischrunde_api.desk.limits import MeetingLimits
from tischrunde_api.desk.tasks import BadBody, check
from tischrunde_api.web.bodies import JSON, media_of, whole_body
from tischrunde_api.web.dependencies import Owner, TheLanguage, TheServices
from tischrunde_api.web.documenting import responses
from tischrunde_api.web.problems import Problem
from tischrunde_api.web.replies import CheckReply
from tischrunde_api.web.samples import EXAMPLE_MEETING, EXAMPLE_PLAN

__all__ = ["router"]

router = APIRouter(prefix="/v1/checks", tags=["answers"])

EXAMPLE = {
    "violations": [],
    "cost": 0,
    "unfairness": 0,
    "terms": {"reunions": {"value": 0, "weight": 10}},
    "claims": [],
    "notes": [],
}

BODY = {
    "type": "object",
    "required": ["meeting", "plan"],
    "additionalProperties": False,
    "properties": {
        "meeting": {"$ref": "#/components/schemas/Meeting"},
        "plan": {"$ref": "#/components/schemas/Plan"},
    },
}


@router.post(
    "",
    summary="Check a plan",
    description=(
        "Takes a meeting and a plan and answers with every broken rule, the score, and what the plan says about "
        "itself that is not so, recomputed from the two alone. Nothing is kept."
    ),
    responses=responses(
        "bad-json",
        "bad-meeting",
        "bad-plan",
        "too-large-meeting",
        "body-too-large",
        "body-too-slow",
        "unsupported-media-type",
        "busy",
        "too-slow",
        s200={"description": "What was found.", "model": CheckReply, "content": {JSON: {"example": EXAMPLE}}},
    ),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {JSON: {"schema": BODY, "example": {"meeting": EXAMPLE_MEETING, "plan": EXAMPLE_PLAN}}},
        },
    },
)
async def check_plan(request: Request, owner: Owner, services: TheServices, language: TheLanguage) -> Response:
    """Check a plan."""
    body = await whole_body(request, services.settings, media_of(request, (JSON,)))
    try:
        found = await services.work(check, body, MeetingLimits.of(services.settings), language, whose=owner)
    except BadBody as bad:
        raise Problem("bad-json", findings=bad.findings) from None
    return Response(found, media_type=JSON, headers={"Content-Language": language, "Vary": "Accept-Language"})
