"""Documents of a plan: spreadsheet, list, page, paper."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, TypeAlias

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from tischrunde.documents.pdf import LABELS, Part
from tischrunde.errors import BadInput, BadPlan, Finding
from tischrunde.words import Text
from tischrunde_api.desk.tasks import export
from tischrunde_api.store.port import Job
from tischrunde_api.web.answering import found_job
from tischrunde_api.web.dependencies import Owner, PlanId, TheServices
from tischrunde_api.web.documenting import responses
from tischrunde_api.web.preferences import has_already
from tischrunde_api.web.problems import Problem

__all__ = ["MEDIA_TYPES", "router"]

router = APIRouter(prefix="/v1/plans", tags=["plans"])

Suffix: TypeAlias = Literal["xlsx", "csv", "pdf", "html"]

MEDIA_TYPES: Mapping[Suffix, str] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
}

BINARY: Mapping[str, Any] = {"schema": {"type": "string", "format": "binary"}}


@router.get(
    "/{plan}/export.{suffix}",
    summary="Fetch a document",
    description=(
        "The plan as a spreadsheet, a list, a page or a PDF with name tags, signs and lists, in the language of the "
        "meeting; of a plan that is still being made, the best so far. The name of the file holds nothing of the "
        "meeting."
    ),
    responses=responses(
        "not-found",
        "no-plan",
        "bad-parameter",
        "busy",
        "too-slow",
        s200={
            "description": "The document.",
            "content": {media.partition(";")[0]: BINARY for media in MEDIA_TYPES.values()},
            "headers": {
                "ETag": {"description": "Changes with the document.", "schema": {"type": "string"}},
                "Content-Disposition": {"description": "A name for the file.", "schema": {"type": "string"}},
            },
        },
        s304={"description": "It is as `If-None-Match` says."},
    ),
)
async def fetch_document(
    request: Request,
    plan: PlanId,
    suffix: Annotated[Suffix, Path(description="The format.")],
    owner: Owner,
    services: TheServices,
    only: Annotated[
        list[Part], Query(description="Of a PDF: only this part. May be given several times.", examples=[["name-tags"]])
    ] = [],  # noqa: B006  as FastAPI has it
    labels: Annotated[
        str | None,
        Query(description="Of a PDF: name tags in this format.", json_schema_extra={"enum": list(LABELS)}),
    ] = None,
    changed: Annotated[
        bool, Query(description="Of a PDF of a repair: only the name tags that are new or changed.")
    ] = False,
) -> Response:
    """Make a document of a plan."""
    _require_paper(suffix, only=only, labels=labels, changed=changed)
    job = await found_job(services, owner, plan)
    if job.plan is None or job.cost is None:
        raise _no_plan()
    headers = {"ETag": _etag(job, suffix, only, labels, changed)}
    if has_already(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    seconds = services.settings.export_seconds
    try:
        made = await services.work(
            export, job.meeting, job.plan, f".{suffix}", only, labels, changed, whose=owner, seconds=seconds
        )
    except BadPlan:
        raise _no_plan() from None
    except BadInput as bad:
        raise Problem("bad-parameter", findings=bad.findings) from None
    headers["Content-Disposition"] = f'attachment; filename="tischplan-{job.id[:8]}.{suffix}"'
    return Response(made, media_type=MEDIA_TYPES[suffix], headers=headers)


def _require_paper(suffix: Suffix, **options: object) -> None:
    given = [f"--{name}" for name, is_given in options.items() if is_given]
    if given and suffix != "pdf":
        message = Text("This is for PDF files only.")
        raise Problem("bad-parameter", findings=[Finding(name, message) for name in given])


def _no_plan() -> Problem:
    return Problem("no-plan", Text("Look at the plan's state: a document can be made as soon as people are seated."))


def _etag(job: Job, suffix: str, only: Sequence[str], labels: str | None, changed: bool) -> str:
    options = json.dumps([suffix, sorted(only), labels, changed])
    return f'"{job.version}-{hashlib.sha256(options.encode()).hexdigest()[:12]}"'
