"""Meetings to try the service with."""

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import Response

from tischrunde.words import Text
from tischrunde_api.desk.tasks import example, examples
from tischrunde_api.web.bodies import JSON
from tischrunde_api.web.dependencies import Owner, TheServices
from tischrunde_api.web.documenting import responses
from tischrunde_api.web.problems import Problem
from tischrunde_api.web.replies import Examples
from tischrunde_api.web.samples import EXAMPLE_MEETING

__all__ = ["router"]

router = APIRouter(prefix="/v1/examples", tags=["service"])

EXAMPLE = {
    "name": "klassisch-9-3",
    "title": "Drei mal drei",
    "language": "de",
    "people": 9,
    "tables": 3,
    "rounds": 3,
    "href": "/v1/examples/klassisch-9-3",
}


@router.get(
    "",
    summary="List the examples",
    description="Meetings to try the service with, real ones and famous ones.",
    responses=responses(
        "busy",
        s200={
            "description": "The list.",
            "model": Examples,
            "content": {JSON: {"example": {"examples": [EXAMPLE]}}},
        },
    ),
)
async def list_examples(owner: Owner, services: TheServices) -> Response:
    """List the examples."""
    return Response(await services.work(examples, whose=owner), media_type=JSON)


@router.get(
    "/{name}",
    summary="Fetch an example",
    description="A meeting file, ready to be sent to `/v1/plans`.",
    responses=responses(
        "not-found",
        "busy",
        s200={
            "description": "The meeting.",
            "content": {JSON: {"schema": {"$ref": "#/components/schemas/Meeting"}, "example": EXAMPLE_MEETING}},
        },
    ),
)
async def fetch_example(
    name: Annotated[str, Path(description="Its name in the list.", examples=["netzwerktreffen"])],
    owner: Owner,
    services: TheServices,
) -> Response:
    """Fetch an example."""
    meeting = await services.work(example, name, whose=owner)
    if meeting is None:
        raise Problem("not-found", Text("There is no example of this name; /v1/examples lists them."))
    return Response(meeting, media_type=JSON)
