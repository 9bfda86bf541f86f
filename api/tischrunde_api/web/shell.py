"""What surrounds every request: its id, the check of where it comes from, headers, a line in the log, a last net."""

import secrets
import time
from collections.abc import Callable, Sequence

import structlog
from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tischrunde.words import Language, Text
from tischrunde_api.desk import Broken
from tischrunde_api.web.failures import answer, as_problem
from tischrunde_api.web.languages import preferred
from tischrunde_api.web.logs import log, where
from tischrunde_api.web.metrics import plain_method
from tischrunde_api.web.problems import Problem
from tischrunde_api.web.security import ANSWER_HEADERS, HSTS, is_foreign, is_passed_on

__all__ = ["Shell"]


class Shell:
    """The outermost layer around the routes.

    Parameters
    ----------
    app
        The routes.
    language
        Of problems, where a request asks for none.
    is_open
        Whether callers need no key; then a page from elsewhere is refused, and what a proxy passes on.
    observe
        Is told method, route template, status and seconds of every request.
    """

    def __init__(
        self, app: ASGIApp, *, language: Language, is_open: bool, observe: Callable[[str, str, int, float], None]
    ) -> None:
        self._app = app
        self._language = language
        self._is_open = is_open
        self._observe = observe

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request, whatever happens."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = secrets.token_hex(8)
        begin = time.perf_counter()
        status = 0

        async def told(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                _complete(MutableHeaders(scope=message), request_id, scope["scheme"] == "https")
            await send(message)

        with structlog.contextvars.bound_contextvars(request=request_id):
            try:
                if self._is_open:
                    _require_from_here(scope["headers"])
                await self._app(scope, receive, told)
            except Exception as error:
                problem = as_problem(error)
                if problem.kind.status >= 500:
                    _note(error, problem)
                if not status:
                    language = preferred(Headers(scope=scope).get("accept-language"), self._language)
                    # In a thread: there may be thousands of findings to put into words.
                    reply = await to_thread.run_sync(answer, problem, language, request_id)
                    await reply(scope, receive, told)
            finally:
                self._tell(scope, status, time.perf_counter() - begin)

    def _tell(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "")
        method = plain_method(scope["method"])
        self._observe(method, route, status, seconds)
        log.info("request", method=method, route=route, status=status, milliseconds=round(seconds * 1000, 1))


def _complete(headers: MutableHeaders, request_id: str, is_secure: bool) -> None:
    headers["X-Request-Id"] = request_id
    for name, value in ANSWER_HEADERS.items():
        headers.setdefault(name, value)
    if is_secure:
        headers.setdefault("Strict-Transport-Security", HSTS)


def _note(error: Exception, problem: Problem) -> None:
    kind = str(error) if isinstance(error, Broken) else type(error).__name__
    log.error("failed", code=problem.kind.code, error=kind, line=where(error))


def _require_from_here(headers: Sequence[tuple[bytes, bytes]]) -> None:
    if is_passed_on(headers):
        detail = Text(
            "A proxy has passed this on. Run the service with {setting} and call it with an API key.",
            setting="TISCHRUNDE_REQUIRE_KEYS=true",
        )
        raise Problem("foreign-origin", detail)
    if is_foreign(headers):
        raise Problem("foreign-origin", Text("Call it by 127.0.0.1 or localhost, or run it with API keys."))
