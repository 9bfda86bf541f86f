"""Plans: ask for one, look at it, stop it, erase it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.responses import Response

from tischrunde.errors import BadInput, Finding
from tischrunde.words import Text
from tischrunde_api.desk.limits import MeetingLimits
from tischrunde_api.desk.tasks import read_meeting
from tischrunde_api.settings import Settings
from tischrunde_api.store.port import Kind, NewJob
from tischrunde_api.web.answering import (
    Order,
    expiry,
    fingerprint,
    found_job,
    new_id,
    shown,
    submitted,
    until_over,
    while_there,
)
from tischrunde_api.web.bodies import FORM, JSON, SPREADSHEETS, form_in, media_of, whole_body
from tischrunde_api.web.dependencies import Owner, PlanId, Services, TheServices
from tischrunde_api.web.discretion import names_parameter
from tischrunde_api.web.documenting import (
    ANSWERED,
    BODY_PROBLEMS,
    KNOWN,
    MEETING_BODY,
    PREFER,
    SHOWN,
    SUBMIT_PROBLEMS,
    responses,
)
from tischrunde_api.web.failures import as_problem, parameter_findings
from tischrunde_api.web.preferences import seconds_to_wait
from tischrunde_api.web.problems import Problem

__all__ = ["Sent", "Solving", "meant", "router", "sent_in", "solving_options", "too_long"]

router = APIRouter(prefix="/v1/plans", tags=["plans"])

CANCEL_SECONDS = 1.5
"""How long a cancelled solve is waited for: a worker hears of it within half a second."""


class Solving(BaseModel):
    """How a meeting is to be solved."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    seed: int = Field(0, ge=0, lt=2**63, description="The same seed leads to the same choices.")
    max_runtime: float | None = Field(None, gt=0, description="Seconds that the solve may take.", examples=[5])


class PlanOptions(Solving):
    """How a meeting is to be solved, and what a list of people does not say."""

    tables: int | None = Field(None, ge=1, description="Of a list of people: how many tables there are.")
    rounds: int | None = Field(None, ge=1, description="Of a list of people: how many rounds there are.")
    seats: int | None = Field(None, ge=1, description="Of a list of people: how many fit at a table.")
    themes: str | None = Field(None, description="Of a list of people: titles of the themes, separated by semicolons.")
    tables_per_theme: int | None = Field(None, ge=1, description="Of a list of people: in place of `tables`.")
    hosts: bool | None = Field(None, description="Of a list of people: every table has a host, marked in the list.")
    feature: list[str] = Field([], description="Of a list of people: what tables offer, as in `step-free=1,2`.")
    attribute: list[str] = Field([], description="Of a list of people: headings of further columns to mix by.")
    ignore: list[str] = Field([], description="Of a list of people: headings of columns to pass over.")
    sheet: str | None = Field(None, description="Of a list of people: the sheet, where several look like it.")
    title: str | None = Field(None, description="Of a list of people: the title of the meeting.")


@dataclass(frozen=True)
class Sent:
    """What came: a meeting or a list, and the options beside it, from query and form."""

    media: str
    content: bytes
    typed: Mapping[str, Sequence[str]] = field(default_factory=dict)


@router.post(
    "",
    status_code=202,
    summary="Plan a meeting",
    description="Takes a meeting, or a list of people with what it does not say as options, and puts it into the "
    "queue. With `Prefer: wait=N` it answers with the plan as soon as there is one.",
    responses=responses(*BODY_PROBLEMS, *SUBMIT_PROBLEMS, **ANSWERED),
    openapi_extra=MEETING_BODY,
)
async def create_plan(
    request: Request, owner: Owner, services: TheServices, options: Annotated[PlanOptions, Query()]
) -> Response:
    """Put a meeting into the queue."""
    sent = await sent_in(request, services)
    solving = solving_options(sent.typed, services)
    typed = {name: values for name, values in sent.typed.items() if name not in Solving.model_fields}

    async def make() -> NewJob:
        limits = MeetingLimits.of(services.settings)
        read = await services.work(read_meeting, sent.content, sent.media, typed, limits, whose=owner)
        now = services.now()
        return NewJob(
            id=new_id(),
            owner=owner,
            kind=Kind.PLAN,
            meeting=read.meeting,
            options=json.dumps(solving).encode(),
            created_at=now,
            expires_at=expiry(services, now),
            language=read.language,
            notes=read.notes,
        )

    mark = await to_thread.run_sync(fingerprint, sent.media, sent.content, json.dumps([solving, typed]))
    try:
        return await submitted(services, request, owner, Order(mark, make))
    except BadInput as bad:
        raise meant(bad, sent.media) from None


@router.get(
    "/{plan}",
    summary="Look at a plan",
    description="Answers with the state, the progress, and the best plan so far. With `Prefer: wait=N` it answers as "
    "soon as the work is over; with `If-None-Match` only if something has changed.",
    responses=responses("not-found", "bad-parameter", **SHOWN),
    openapi_extra={"parameters": [PREFER, KNOWN]},
)
async def read_plan(
    request: Request,
    plan: PlanId,
    owner: Owner,
    services: TheServices,
    pseudonymous: Annotated[bool, Query(description="With ids only: no names, no title.")] = False,
) -> Response:
    """Show a plan."""
    job = await found_job(services, owner, plan)
    wait = seconds_to_wait(request, services.settings.max_wait)
    if wait is not None:
        job = await while_there(request, until_over(services, owner, job, wait)) or job
    return shown(request, job, pseudonymous=pseudonymous, waited=wait)


@router.post(
    "/{plan}/cancel",
    summary="Stop a plan",
    description="Stops the work soon and keeps the best plan so far. A plan that is over stays as it is.",
    responses=responses("not-found", "store-full", s200=SHOWN["s200"], s202=ANSWERED["s202"]),
)
async def cancel_plan(request: Request, plan: PlanId, owner: Owner, services: TheServices) -> Response:
    """Stop a plan."""
    await found_job(services, owner, plan)
    job = await services.ask(services.store.cancel, owner, plan, now=services.now())
    if job is None:
        raise Problem("not-found")
    job = await while_there(request, until_over(services, owner, job, CANCEL_SECONDS)) or job
    return shown(request, job, status=200 if job.state.is_over else 202)


@router.delete(
    "/{plan}",
    status_code=204,
    summary="Erase a plan",
    description="Stops the work and erases everything about the plan, at once and for good.",
    responses=responses("not-found", "store-full", s204={"description": "It is erased."}),
)
async def delete_plan(plan: PlanId, owner: Owner, services: TheServices) -> Response:
    """Erase a plan."""
    if not await services.ask(services.store.erase, owner, plan):
        raise Problem("not-found", Text("There is no plan with this id, or it was erased."))
    return Response(status_code=204)


async def sent_in(request: Request, services: Services) -> Sent:
    """Take in a body; a form is taken apart in a thread."""
    media = media_of(request, (JSON, FORM, *SPREADSHEETS))
    body = await whole_body(request, services.settings, media)
    typed: dict[str, list[str]] = {}
    for name, value in filter(_says_something, request.query_params.multi_items()):
        typed.setdefault(name, []).append(value)
    if media != FORM:
        return Sent(media, body, typed)
    form = await to_thread.run_sync(form_in, body, request.headers["content-type"])
    for name, value in filter(_says_something, form.texts):
        typed.setdefault(name, []).append(value)
    assert form.file is not None, "a form without a file is refused"
    return Sent(FORM, form.file, typed)


def _says_something(parameter: tuple[str, str]) -> bool:
    """Return whether a parameter has a value: forms send empty ones, too."""
    return bool(parameter[1])


def solving_options(typed: Mapping[str, Sequence[str]], services: Services) -> dict[str, Any]:
    """Return seed and runtime as a job keeps them.

    Raises
    ------
    Problem
        When they cannot be used, or are beyond the limits.
    """
    settings = services.settings
    given = {name: typed[name] for name in Solving.model_fields if name in typed}
    twice = [Finding(f"--{name}", Text("This parameter is given twice.")) for name in given if len(given[name]) > 1]
    if twice:
        raise Problem("bad-parameter", findings=twice)
    findings = too_long(typed, settings)
    try:
        solving = Solving.model_validate({name: values[0] for name, values in given.items()})
    except ValidationError as error:
        raise Problem("bad-parameter", findings=[*parameter_findings(error.errors()), *findings]) from None
    if findings:
        raise Problem("bad-parameter", findings=findings)
    usual = min(settings.default_runtime, settings.max_runtime)
    return {"seed": solving.seed, "max_runtime": usual if solving.max_runtime is None else solving.max_runtime}


def too_long(typed: Mapping[str, Sequence[str]], settings: Settings) -> list[Finding]:
    """Return what is wrong with a runtime that is beyond the limit; one that is no number is told elsewhere."""
    try:
        longest = max(map(float, typed.get("max_runtime", ())), default=0.0)
    except ValueError:
        return []
    if not settings.max_runtime < longest < inf:
        return []
    message = Text("This service takes {most} seconds at most.", most=settings.max_runtime)
    return [Finding("--max-runtime", message)]


def meant(bad: BadInput, media: str) -> Problem:
    """Return what is said of input: options may be wrong, and a text that is no JSON is not even a bad meeting."""
    if type(bad) is BadInput or all(names_parameter(finding) for finding in bad.findings):
        return Problem("bad-parameter", findings=bad.findings)
    if media == JSON and not any(finding.path for finding in bad.findings):
        return Problem("bad-json", findings=bad.findings)
    return as_problem(bad)
