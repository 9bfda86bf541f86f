"""How routes say what they answer, so that the description of the service is complete."""

from collections.abc import Mapping
from typing import Any

from tischrunde_api.web.bodies import FORM, JSON, SPREADSHEETS
from tischrunde_api.web.problems import MEDIA_TYPE, PROBLEMS
from tischrunde_api.web.resources import PlanResource
from tischrunde_api.web.samples import EXAMPLE_MEETING, EXAMPLE_RESOURCE, EXAMPLE_WAITING

__all__ = [
    "ANSWERED",
    "BODY_PROBLEMS",
    "KEY",
    "KNOWN",
    "LANGUAGE",
    "MEETING_BODY",
    "PREFER",
    "REQUEST_ID",
    "SHOWN",
    "SUBMIT_PROBLEMS",
    "responses",
]

ALWAYS = ("unauthorized", "foreign-origin", "internal", "store-unavailable")

REQUEST_ID = {"X-Request-Id": {"description": "The id of the request.", "schema": {"type": "string"}}}

BODY_PROBLEMS = (
    "bad-form",
    "bad-json",
    "bad-meeting",
    "bad-parameter",
    "body-too-large",
    "body-too-slow",
    "too-large-meeting",
    "too-slow",
    "unsupported-media-type",
)
"""What may be wrong with a body that holds a meeting."""

SUBMIT_PROBLEMS = (
    "bad-idempotency-key",
    "busy",
    "in-progress",
    "key-reused",
    "not-found",
    "queue-full",
    "store-full",
    "too-many-jobs",
)
"""What may keep a job from being put into the queue."""


def _header(description: str) -> dict[str, Any]:
    return {"description": description, "schema": {"type": "string"}}


_ETAG = {"ETag": _header("Changes with the resource.")}
_WAITED = {"Preference-Applied": _header("`wait=N` as it was honoured.")}
_RETRY = {"Retry-After": _header("Seconds after which to look again, while it is not over.")}
_CREATED = {"Location": _header("Where the plan is."), "Idempotency-Replayed": _header("`true`, for a repetition.")}


def _resource(description: str, example: object, headers: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "description": description,
        "model": PlanResource,
        "content": {JSON: {"example": example}},
        "headers": {**_ETAG, **_WAITED, **headers},
    }


ANSWERED: Mapping[str, dict[str, Any]] = {
    "s200": _resource("It is over already: the plan resource.", EXAMPLE_RESOURCE, _CREATED),
    "s202": _resource("It is in the queue or being solved: the plan resource.", EXAMPLE_WAITING, _CREATED | _RETRY),
}
"""Answers of a route that makes a job."""

SHOWN: Mapping[str, dict[str, Any]] = {
    "s200": _resource("The plan resource.", EXAMPLE_RESOURCE, _RETRY),
    "s304": {"description": "It is as `If-None-Match` says.", "headers": _ETAG},
}
"""Answers of a route that shows a job."""


def _text_parameter(name: str, description: str) -> dict[str, Any]:
    return {"name": name, "in": "header", "required": False, "description": description, "schema": {"type": "string"}}


LANGUAGE = _text_parameter("Accept-Language", "The language of sentences: de or en.")
PREFER = _text_parameter("Prefer", "`wait=N`: answer when it is over, or after N seconds, as in `wait=5`.")
KEY = _text_parameter("Idempotency-Key", "The same key and request make one plan, however often sent.")
KNOWN = _text_parameter("If-None-Match", "The ETag of what you have.")

MEETING_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "A meeting file, or a spreadsheet with a list of people.",
        "content": {
            JSON: {"schema": {"$ref": "#/components/schemas/Meeting"}, "example": EXAMPLE_MEETING},
            FORM: {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary"}},
                    "additionalProperties": {"type": "string"},
                    "description": "The spreadsheet in a part called `file`; options as in the query beside it.",
                }
            },
            **{media: {"schema": {"type": "string", "format": "binary"}} for media in SPREADSHEETS},
        },
    },
    "parameters": [PREFER, KEY],
}
"""What a route says that takes a meeting and makes a job."""

_HEADERS: Mapping[str, tuple[str, str]] = {
    "unauthorized": ("WWW-Authenticate", "How to identify oneself."),
    "method-not-allowed": ("Allow", "What is possible."),
    "in-progress": ("Retry-After", "Seconds after which to try again."),
    "queue-full": ("Retry-After", "Seconds after which to try again."),
    "too-many-jobs": ("Retry-After", "Seconds after which to try again."),
    "too-many-streams": ("Retry-After", "Seconds after which to try again."),
    "busy": ("Retry-After", "Seconds after which to try again."),
    "not-ready": ("Retry-After", "Seconds after which to try again."),
    "store-full": ("Retry-After", "Seconds after which to try again."),
    "store-unavailable": ("Retry-After", "Seconds after which to try again."),
}


def responses(*codes: str, **good: Mapping[str, Any]) -> dict[int | str, dict[str, Any]]:
    """Return what a route says about its answers.

    Parameters
    ----------
    codes
        Of the problems it may answer, beside those that every route may.
    good
        Other answers, such as ``s200={"description": ...}``.
    """
    answers: dict[int | str, dict[str, Any]] = {int(status[1:]): dict(said) for status, said in good.items()}
    for answer in answers.values():
        answer["headers"] = REQUEST_ID | answer.get("headers", {})
    for code in (*codes, *ALWAYS):
        status = PROBLEMS[code].status
        answer = answers.setdefault(status, _empty())
        answer["description"] = " ".join(filter(None, (answer["description"], f"`{code}`: {PROBLEMS[code].title}")))
        answer["content"][MEDIA_TYPE]["examples"][code] = {"value": _example(code)}
        if code in _HEADERS:
            name, meaning = _HEADERS[code]
            answer["headers"][name] = {"description": meaning, "schema": {"type": "string"}}
    return answers


def _empty() -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/ProblemBody"}
    return {"description": "", "headers": dict(REQUEST_ID), "content": {MEDIA_TYPE: {"schema": schema, "examples": {}}}}


def _example(code: str) -> dict[str, Any]:
    kind = PROBLEMS[code]
    return {
        "type": f"urn:tischrunde:problem:{code}",
        "title": str(kind.title),
        "status": kind.status,
        "code": code,
        "instance": "6f1c9a52d0b7e834",
    }
