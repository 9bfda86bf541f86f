"""What can go wrong with a request: one list of codes, and the answer as problem+json (RFC 9457).

An answer never repeats what was sent: see ``told``.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tischrunde.errors import Finding
from tischrunde.words import Language, Text
from tischrunde_api.web.discretion import told

__all__ = ["MEDIA_TYPE", "PROBLEMS", "Kind", "Problem", "problem_json"]

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True)
class Kind:
    """A kind of problem. Its code is stable; title and status go with it."""

    code: str
    status: int
    title: Text


def _kinds(*kinds: Kind) -> Mapping[str, Kind]:
    return {kind.code: kind for kind in kinds}


PROBLEMS: Mapping[str, Kind] = _kinds(
    Kind("bad-json", 400, Text("The body is not JSON that can be used.")),
    Kind("bad-form", 400, Text("The form cannot be read.")),
    Kind("bad-idempotency-key", 400, Text("The Idempotency-Key cannot be used.")),
    Kind("bad-request", 400, Text("The request cannot be understood.")),
    Kind("unauthorized", 401, Text("A valid API key is needed.")),
    Kind("foreign-origin", 403, Text("This service answers only to programs and pages of this computer.")),
    Kind("not-found", 404, Text("There is nothing here.")),
    Kind("method-not-allowed", 405, Text("This method is not possible here.")),
    Kind("body-too-slow", 408, Text("The body took too long to arrive.")),
    Kind("in-progress", 409, Text("The first request with this Idempotency-Key is still being read.")),
    Kind("no-plan", 409, Text("There is no plan yet.")),
    Kind("body-too-large", 413, Text("The body is too large.")),
    Kind("unsupported-media-type", 415, Text("A body of this kind cannot be read here.")),
    Kind("bad-parameter", 422, Text("A parameter cannot be used.")),
    Kind("bad-meeting", 422, Text("The meeting cannot be used.")),
    Kind("bad-plan", 422, Text("The plan cannot be used.")),
    Kind("bad-changes", 422, Text("The changes cannot be made.")),
    Kind("too-large-meeting", 422, Text("The meeting is larger than this service allows.")),
    Kind("key-reused", 422, Text("This Idempotency-Key was used for another request.")),
    Kind("queue-full", 429, Text("Too many plans are waiting.")),
    Kind("too-many-jobs", 429, Text("Too many of your plans are waiting.")),
    Kind("too-many-streams", 429, Text("Too many event streams are open.")),
    Kind("internal", 500, Text("Something went wrong in the service.")),
    Kind("busy", 503, Text("The service has too much to do right now.")),
    Kind("not-ready", 503, Text("The service is not ready.")),
    Kind("store-unavailable", 503, Text("The database cannot be reached right now.")),
    Kind("too-slow", 504, Text("This took longer than the service allows.")),
    Kind("store-full", 507, Text("The service has no space left.")),
)
"""Every kind of problem by its code."""


class Problem(Exception):
    """A request that comes to nothing.

    Parameters
    ----------
    code
        One of ``PROBLEMS``.
    detail
        What is wrong this time and what to do, without anything that was sent.
    findings
        Each problem of the input; only places and words of the file format go out.
    retry_after
        Seconds after which it may be worth trying again.
    headers
        Further headers of the answer.
    """

    def __init__(
        self,
        code: str,
        detail: Text | None = None,
        *,
        findings: Sequence[Finding] = (),
        retry_after: int | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code)
        self.kind = PROBLEMS[code]
        self.detail = detail
        self.findings = tuple(findings)
        self.headers = dict(headers or {})
        if retry_after is not None:
            self.headers["Retry-After"] = str(retry_after)


def problem_json(problem: Problem, language: Language, *, instance: str) -> bytes:
    """Return the body of the answer in a language; ``instance`` is the id of the request."""
    kind = problem.kind
    body: dict[str, Any] = {
        "type": f"urn:tischrunde:problem:{kind.code}",
        "title": kind.title.say(language),
        "status": kind.status,
        "code": kind.code,
        "instance": instance,
    }
    if problem.detail is not None:
        body["detail"] = problem.detail.say(language)
    if problem.findings:
        body["errors"] = told(problem.findings, language)
    return json.dumps(body, ensure_ascii=False).encode()
