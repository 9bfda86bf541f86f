"""What a request's headers ask for beside its body: how long to wait, what it has already, which try it is."""

import re

from starlette.requests import Request

from tischrunde.words import Text
from tischrunde_api.web.problems import Problem

__all__ = ["has_already", "idempotency_key", "seconds_to_wait"]

_WAIT = re.compile(r'\s*wait\s*=\s*"?(\d{1,9})"?\s*(;.*)?', re.IGNORECASE)
_KEY = re.compile(r"[\x21-\x7e]{1,255}")


def seconds_to_wait(request: Request, most: float) -> float | None:
    """Return how long ``Prefer: wait=N`` wants to wait, ``most`` at most; ``None`` if it does not say."""
    for header in request.headers.getlist("prefer"):
        for preference in header.split(","):
            wanted = _WAIT.fullmatch(preference)
            if wanted is not None:
                return min(float(wanted[1]), most)
    return None


def idempotency_key(request: Request) -> str | None:
    """Return the Idempotency-Key of a request.

    Raises
    ------
    Problem
        When it cannot be one.
    """
    keys = request.headers.getlist("idempotency-key")
    if not keys:
        return None
    if len(keys) > 1 or _KEY.fullmatch(keys[0]) is None:
        raise Problem("bad-idempotency-key", Text("Send one of 1 to 255 visible ASCII characters, without blanks."))
    return keys[0]


def has_already(request: Request, tag: str) -> bool:
    """Return whether If-None-Match names this entity tag (compared weakly, as RFC 9110 says)."""
    given = [part.strip().removeprefix("W/") for part in request.headers.get("if-none-match", "").split(",")]
    return tag in given or "*" in given
