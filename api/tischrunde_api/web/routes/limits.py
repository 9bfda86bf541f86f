"""What the service allows."""

from fastapi import APIRouter
from pydantic import BaseModel

from tischrunde_api.settings import Settings
from tischrunde_api.web.bodies import JSON
from tischrunde_api.web.dependencies import Owner, TheServices
from tischrunde_api.web.documenting import responses
from tischrunde_api.web.replies import Limits, limits_of

__all__ = ["router"]

router = APIRouter(prefix="/v1/limits", tags=["service"])

EXAMPLE = limits_of(Settings.model_construct()).model_dump(mode="json")


@router.get(
    "",
    summary="Read the limits",
    description="How much may be sent and asked for, and for how long plans are kept. Sizes are bytes, times seconds.",
    response_model=Limits,
    responses=responses(s200={"description": "The limits.", "content": {JSON: {"example": EXAMPLE}}}),
)
async def read_limits(_: Owner, services: TheServices) -> BaseModel:
    """Answer with the limits."""
    return limits_of(services.settings)
