"""What goes out: the plan resource and its models, which say its shape and describe it."""

import json
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from tischrunde.model import Plan
from tischrunde_api.store.port import Job, State

__all__ = ["Exports", "Links", "PlanResource", "ProblemBody", "Progress", "Wrong", "etag", "plan_resource"]


class _Out(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Progress(_Out):
    """How far the work is; cost, bound and gap are of the best plan so far."""

    seconds: Annotated[float, Field(ge=0, description="Seconds of work so far.")]
    cost: Annotated[int | None, Field(description="Smaller is better.")]
    bound: Annotated[int | None, Field(description="No plan can cost less; proved.")]
    gap: Annotated[float | None, Field(description="(cost - bound) / max(1, |bound|); 0 is proved optimal.")]


class Exports(_Out):
    """Where the documents are, once there is a plan."""

    xlsx: str
    csv: str
    pdf: str
    html: str


class Links(_Out):
    """Where to go from here, relative to the service."""

    self: str
    events: str
    cancel: str
    meeting: str
    repairs: str
    exports: Exports


class PlanResource(_Out):
    """A plan that is to be made, is being made, or is there."""

    id: Annotated[str, Field(description="Cannot be guessed.")]
    state: State
    created_at: Annotated[str, Field(json_schema_extra={"format": "date-time"})]
    expires_at: Annotated[str, Field(description="It is erased then.", json_schema_extra={"format": "date-time"})]
    progress: Progress
    plan: Annotated[Plan | None, Field(description="The plan file; the best so far while it is being solved.")]
    notes: Annotated[
        tuple[str, ...],
        Field(
            description="What was passed over in a list of people, or given up for a repair, in the language of the "
            "meeting; empty under `pseudonymous=true`."
        ),
    ]
    parent: Annotated[str | None, Field(description="The plan that this one repairs.")]
    reason: Annotated[str | None, Field(description="Why it failed: crashed, memory, time, ...")]
    links: Links


class Wrong(_Out):
    """One thing that is wrong with what was sent."""

    pointer: Annotated[str, Field(description="JSON pointer (RFC 6901) into the body; empty for the body as a whole.")]
    message: Annotated[str, Field(description="What is wrong and what to do; never what was sent.")]
    parameter: Annotated[str | None, Field(description="The parameter, where it is one.")] = None


class ProblemBody(_Out):
    """A problem (RFC 9457)."""

    type: str
    title: str
    status: Annotated[int, Field(ge=400, le=599)]
    code: Annotated[str, Field(description="Stable; the list is in docs/http.md.")]
    instance: Annotated[str, Field(description="The id of the request, which the logs have, too.")]
    detail: str | None = None
    errors: tuple[Wrong, ...] | None = None


def plan_resource(job: Job, *, pseudonymous: bool = False) -> bytes:
    """Return the resource of a job as JSON; plan and notes go in as they were kept, without being read."""
    before = {
        "id": job.id,
        "state": job.state,
        "created_at": _utc(job.created_at),
        "expires_at": _utc(job.expires_at),
        "progress": _progress(job),
    }
    after = {"parent": job.parent, "reason": job.reason, "links": _links(job.id)}
    plan = job.pseudonymous if pseudonymous else job.plan
    notes = b"[]" if pseudonymous else job.notes
    return b'%s, "plan": %s, "notes": %s, %s' % (_json(before)[:-1], plan or b"null", notes, _json(after)[1:])


def etag(job: Job, *, pseudonymous: bool = False) -> str:
    """Return the entity tag of a job's resource as it is now."""
    return f'"{job.version}-ids"' if pseudonymous else f'"{job.version}"'


def _progress(job: Job) -> dict[str, Any]:
    gap = None if job.cost is None or job.bound is None else (job.cost - job.bound) / max(1, abs(job.bound))
    return {"seconds": job.milliseconds / 1000, "cost": job.cost, "bound": job.bound, "gap": gap}


def _links(job: str) -> dict[str, Any]:
    here = f"/v1/plans/{job}"
    return {
        "self": here,
        "events": f"{here}/events",
        "cancel": f"{here}/cancel",
        "meeting": f"{here}/meeting",
        "repairs": f"{here}/repairs",
        "exports": {suffix: f"{here}/export.{suffix}" for suffix in Exports.model_fields},
    }


def _utc(milliseconds: int) -> str:
    moment = datetime.fromtimestamp(milliseconds / 1000, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _json(plain: dict[str, Any]) -> bytes:
    return json.dumps(plain, ensure_ascii=False).encode()
