"""Every error as a problem, and every problem as an answer. The one place that decides what a caller learns."""

from collections.abc import Iterable
from types import MappingProxyType
from typing import Any

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from tischrunde.errors import BadInput, BadPlan, Finding
from tischrunde.words import Language, Text, listed
from tischrunde_api.desk import Broken, Busy, TooSlow
from tischrunde_api.desk.limits import TooLargeMeeting
from tischrunde_api.store.port import QueueFull, StoreFull, StoreUnavailable
from tischrunde_api.web.offered import Offered
from tischrunde_api.web.problems import MEDIA_TYPE, Problem, problem_json

__all__ = ["answer", "as_problem", "parameter_findings"]

RETRY = 2
"""Seconds after which it may be worth trying again when the service itself is short of something."""

RETRY_FULL = 60
"""Seconds in which somebody may have made room on the disk."""

_OF_STATUS = {404: "not-found", 405: "method-not-allowed"}


def answer(problem: Problem, language: Language, request_id: str) -> Response:
    """Return a problem as an answer in a language."""
    return Response(
        problem_json(problem, language, instance=request_id),
        status_code=problem.kind.status,
        media_type=MEDIA_TYPE,
        headers={"Content-Language": language, "Vary": "Accept-Language", **problem.headers},
    )


def as_problem(error: Exception) -> Problem:
    """Return what the caller learns of an error; of one that nobody expected, nothing."""
    if isinstance(error, Problem):
        return error
    return (
        _of_input(error)
        or _of_store(error)
        or _of_desk(error)
        or Problem("internal", Text("Nothing that was sent is in the logs. Tell the number under “instance”."))
    )


def _of_input(error: Exception) -> Problem | None:
    match error:
        case TooLargeMeeting():
            return Problem("too-large-meeting", findings=error.findings)
        case BadPlan():
            return Problem("bad-plan", findings=error.findings)
        case BadInput():
            return Problem("bad-meeting", findings=error.findings)
        case RequestValidationError():
            return Problem("bad-parameter", findings=parameter_findings(error.errors()))
        case HTTPException():
            code = _OF_STATUS.get(error.status_code, "bad-request" if error.status_code < 500 else "internal")
            return Problem(code, headers=error.headers)
    return None


def _of_store(error: Exception) -> Problem | None:
    match error:
        case StoreUnavailable():
            return Problem("store-unavailable", Text("Nothing was changed. Try again."), retry_after=RETRY)
        case StoreFull():
            return Problem(
                "store-full", Text("Nothing was changed. Tell those who run the service."), retry_after=RETRY_FULL
            )
        case QueueFull():
            code = "queue-full" if error.whose == "all" else "too-many-jobs"
            return Problem(code, Text("Nothing was changed. Try again when some are done."), retry_after=error.seconds)
    return None


def _of_desk(error: Exception) -> Problem | None:
    match error:
        case Busy():
            return Problem("busy", Text("Nothing was changed. Try again."), retry_after=error.seconds)
        case TooSlow():
            return Problem("too-slow", Text("Send less at once, or ask those who run the service for more time."))
        case Broken():
            return Problem("internal", Text("What was sent could not be worked on. Nothing was changed."))
    return None


def parameter_findings(errors: Any, offered: Offered = MappingProxyType({})) -> list[Finding]:
    """Return findings for pydantic's errors about parameters of a route; unknown ones are not named."""
    return [_parameter_finding(error, offered) for error in errors]


def _parameter_finding(error: dict[str, Any], offered: Offered) -> Finding:
    sentence = _parameter_sentence(error["type"], error.get("ctx", {}))
    if error["type"] == "extra_forbidden":
        return Finding("", sentence, _one_of(name for kind, name in offered if kind == error["loc"][0]))
    name = next((str(part) for part in reversed(error["loc"]) if isinstance(part, str)), "")
    choice = offered.get((str(error["loc"][0]), name), ())
    return Finding(f"--{name.replace('_', '-')}" if name else "", sentence, _one_of(choice))


def _one_of(names: Iterable[str]) -> Text | None:
    every = tuple(names)
    return Text("Possible here: {names}.", names=listed(every, most=len(every))) if every else None


def _parameter_sentence(kind: str, limits: dict[str, Any]) -> Text:
    match kind:
        case "extra_forbidden":
            return Text("A parameter with this name is not known here.")
        case "missing":
            return Text("This parameter is missing.")
        case "int_parsing" | "int_type" | "int_from_float" | "int_parsing_size":
            return Text("A whole number belongs here.")
        case "float_parsing" | "float_type" | "finite_number":
            return Text("A number belongs here.")
        case "bool_parsing" | "bool_type":
            return Text("Either true or false belongs here.")
        case "greater_than_equal":
            return Text("This must be at least {least}.", least=limits["ge"])
        case "greater_than":
            return Text("This must be more than {least}.", least=limits["gt"])
        case "less_than_equal":
            return Text("This must be at most {most}.", most=limits["le"])
        case "string_too_long" | "too_long":
            return Text("This is too long.")
        case _:
            return Text("This cannot be used here.")
