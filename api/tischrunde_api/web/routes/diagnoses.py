"""Say whether a meeting is possible. A worker finds out; the caller waits, and nothing is left afterwards."""

import asyncio

from anyio import CancelScope
from fastapi import APIRouter, Request
from starlette.responses import Response

from tischrunde.errors import BadInput
from tischrunde.words import Text
from tischrunde_api.desk.limits import MeetingLimits
from tischrunde_api.desk.tasks import read_meeting
from tischrunde_api.store.port import Job, Kind, Limits, NewJob, State, StoreFull, StoreUnavailable
from tischrunde_api.web.answering import new_id, while_there
from tischrunde_api.web.bodies import JSON
from tischrunde_api.web.dependencies import Owner, Services, TheLanguage, TheServices
from tischrunde_api.web.documenting import BODY_PROBLEMS, MEETING_BODY, responses
from tischrunde_api.web.logs import log
from tischrunde_api.web.problems import Problem
from tischrunde_api.web.replies import DiagnosisReply
from tischrunde_api.web.routes.plans import meant, sent_in

__all__ = ["router"]

router = APIRouter(prefix="/v1/diagnoses", tags=["answers"])

SECONDS = 30.0
"""How long the search for a plan or a proof may take, as on the command line."""

PATIENCE = 40.0
"""How long the answer is waited for in all, with the time in the queue."""

KEPT = 600_000
"""Milliseconds after which a diagnosis is erased whose web process has died."""

EXAMPLE = {
    "status": "infeasible",
    "conflicts": [
        {
            "message": "p01 and p02 must sit together and must sit apart.",
            "rules": ["rules/0", "rules/1"],
        }
    ],
}


@router.post(
    "",
    summary="Ask whether a meeting is possible",
    description=(
        "Takes a meeting as `/v1/plans` does and answers, within half a minute, whether a plan can keep all its "
        "rules; if not, with a smallest set of rules that clash. Nothing is kept."
    ),
    responses=responses(
        *BODY_PROBLEMS,
        "busy",
        "queue-full",
        "too-many-jobs",
        "store-full",
        s200={"description": "The diagnosis.", "model": DiagnosisReply, "content": {JSON: {"example": EXAMPLE}}},
    ),
    openapi_extra={"requestBody": MEETING_BODY["requestBody"]},
)
async def diagnose_meeting(request: Request, owner: Owner, services: TheServices, language: TheLanguage) -> Response:
    """Diagnose a meeting."""
    sent = await sent_in(request, services)
    try:
        largest = MeetingLimits.of(services.settings)
        read = await services.work(read_meeting, sent.content, sent.media, sent.typed, largest, whose=owner)
    except BadInput as bad:
        raise meant(bad, sent.media) from None
    now = services.now()
    new = NewJob(
        id=new_id(),
        owner=owner,
        kind=Kind.DIAGNOSIS,
        meeting=read.meeting,
        options=b'{"seed": 0, "max_runtime": %.1f}' % SECONDS,
        created_at=now,
        expires_at=now + KEPT,
        language=language,
    )
    settings = services.settings
    limits = Limits(queued=settings.max_queued, queued_of_owner=settings.max_queued_per_key)
    try:
        job = await services.ask(services.store.submit, new, limits)
        ended = await while_there(request, _ended(services, job))
    finally:
        await _erase(services, new)
    if ended is None:  # and nobody hears the answer
        raise Problem("bad-request")
    return _answer(ended, language)


async def _ended(services: Services, job: Job) -> Job:
    """Return the job when it is over, or as it stands when the patience is."""
    clock = asyncio.get_running_loop().time
    end = clock() + PATIENCE
    while not job.state.is_over and clock() < end:
        await services.watcher.changed(job.id, job.version, end - clock())
        found = await services.ask(services.store.find, job.owner, job.id)
        if found is None:
            raise Problem("internal")
        job = found
    return job


def _answer(job: Job, language: str) -> Response:
    if job.state is State.QUEUED:
        raise Problem("busy", Text("All workers had other plans to make. Try again later."), retry_after=10)
    if job.state is not State.DONE or job.plan is None:
        raise Problem("too-slow", Text("No answer was found. Ask for a plan of the meeting, which may take longer."))
    return Response(job.plan, media_type=JSON, headers={"Content-Language": language, "Vary": "Accept-Language"})


async def _erase(services: Services, new: NewJob) -> None:
    """Erase the job, which stops it; where that fails, it is done when it expires."""
    with CancelScope(shield=True):
        try:
            await services.ask(services.store.erase, new.owner, new.id)
        except (StoreUnavailable, StoreFull) as error:
            log.warning("diagnosis left", error=type(error).__name__)
