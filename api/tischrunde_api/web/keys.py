"""API keys: how they look, what is kept of them, and who a request's key belongs to."""

import hashlib
import secrets
import time
from collections.abc import Awaitable, Callable

from tischrunde.words import Text
from tischrunde_api.web.problems import Problem

__all__ = ["Doorkeeper", "digest_of", "new_key"]

PREFIX = "tr_"
KNOWN_FOR = 1.0
"""Seconds that a good key is not asked about again; a revoked one is worthless after that."""

MOST_KNOWN = 1_000
MOST_LETTERS = 200


def new_key() -> str:
    """Return a key that nobody can guess."""
    return PREFIX + secrets.token_urlsafe(32)


def digest_of(key: str) -> str:
    """Return what is kept of a key. It is too long to be guessed, so a plain digest is enough."""
    return hashlib.sha256(key.encode()).hexdigest()


class Doorkeeper:
    """Knows for a moment whose keys were good."""

    def __init__(
        self, owner_of: Callable[[str], Awaitable[str | None]], *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._owner_of = owner_of
        self._clock = clock
        self._known: dict[str, tuple[str, float]] = {}

    async def owner(self, authorization: str | None) -> str:
        """Return the owner of the key in an Authorization header.

        Raises
        ------
        Problem
            When there is no key, or it is unknown or revoked.
        """
        scheme, _, key = (authorization or "").partition(" ")
        key = key.strip()
        if scheme.lower() != "bearer" or not key.startswith(PREFIX) or len(key) > MOST_LETTERS:
            raise _unauthorized()
        digest = digest_of(key)
        owner, until = self._known.get(digest, ("", 0.0))
        if self._clock() < until:
            return owner
        self._known.pop(digest, None)
        found = await self._owner_of(digest)
        if found is None:
            raise _unauthorized()
        self._remember(digest, found)
        return found

    def _remember(self, digest: str, owner: str) -> None:
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        self._known[digest] = (owner, self._clock() + KNOWN_FOR)


def _unauthorized() -> Problem:
    detail = Text("Send the header “Authorization: Bearer tr_…” with a key that is known and not revoked.")
    return Problem("unauthorized", detail, headers={"WWW-Authenticate": 'Bearer realm="tischrunde"'})
