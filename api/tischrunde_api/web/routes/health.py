"""Whether the service is alive and ready, and what it counts."""

from fastapi import APIRouter
from starlette.responses import Response

from tischrunde.words import Text
from tischrunde_api.store.port import StoreFull, StoreUnavailable
from tischrunde_api.web.bodies import JSON
from tischrunde_api.web.dependencies import Owner, TheServices
from tischrunde_api.web.documenting import responses
from tischrunde_api.web.metrics import CONTENT_TYPE
from tischrunde_api.web.problems import Problem
from tischrunde_api.web.replies import Health

__all__ = ["router"]

router = APIRouter(tags=["service"])

OK = {"content": {JSON: {"example": {"status": "ok"}}}, "model": Health}

METRICS = """# HELP tischrunde_jobs Jobs there are now.
# TYPE tischrunde_jobs gauge
tischrunde_jobs{state="queued"} 0.0
"""


@router.get(
    "/healthz",
    summary="Is it alive?",
    description="Answers as long as the web process does. Needs no key.",
    responses=responses(s200={"description": "It is alive.", **OK}),
)
async def check_health() -> Health:
    """Say that the web process answers."""
    return Health()


@router.get(
    "/readyz",
    summary="Is it ready?",
    description="Answers 200 when the database can be written and a worker is alive. Needs no key.",
    responses=responses("not-ready", s200={"description": "It is ready.", **OK}),
)
async def check_readiness(services: TheServices) -> Health:
    """Say whether plans can be made."""
    try:
        await services.ask(services.store.check)
        tally = await services.ask(services.store.tally, now=services.now())
    except (StoreUnavailable, StoreFull):
        raise Problem("not-ready", Text("The database cannot be written."), retry_after=2) from None
    if not tally.workers:
        raise Problem("not-ready", Text("No worker is alive."), retry_after=2)
    return Health()


@router.get(
    "/metrics",
    summary="Read the figures",
    description=(
        "Figures for Prometheus: jobs, queue, solves, requests. They name nobody. Where keys are asked for, any key "
        "will do; without keys only this computer can ask."
    ),
    responses=responses(
        s200={
            "description": "The figures.",
            "content": {"text/plain": {"schema": {"type": "string"}, "example": METRICS}},
        }
    ),
)
async def read_metrics(_: Owner, services: TheServices) -> Response:
    """Answer with the figures."""
    tally = await services.ask(services.store.tally, now=services.now())
    return Response(services.metrics.text(tally, now=services.now()), headers={"Content-Type": CONTENT_TYPE})
