"""The description of the service: for programs, and as a page that needs nothing from elsewhere."""

from pathlib import Path
from typing import Any

from anyio import to_thread
from fastapi import APIRouter, FastAPI, Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response

from tischrunde_api.web.documenting import responses
from tischrunde_api.web.problems import Problem
from tischrunde_api.web.security import DOCS_POLICY

__all__ = ["router"]

router = APIRouter()

ASSETS = Path(__file__).parents[1] / "assets"
SERVED = {"page.css": "text/css", "page.js": "text/javascript"} | {
    "swagger-ui.css": "text/css",
    "swagger-ui-bundle.js": "text/javascript",
}
"""The files of the page, by media type; nothing else of the folder goes out."""

_DOCUMENT: dict[str, Any] = {"type": "object"}


@router.get(
    "/openapi.json",
    tags=["service"],
    summary="Describe the service to programs",
    description="Answers with this description, as OpenAPI 3.1.",
    responses=responses(s200={"description": "OpenAPI 3.1.", "content": {"application/json": {"schema": _DOCUMENT}}}),
)
async def describe_service(request: Request) -> Response:
    """Answer with the description."""
    app: FastAPI = request.app
    return JSONResponse(await to_thread.run_sync(app.openapi))


@router.get("/", include_in_schema=False)
async def front() -> Response:
    """Lead whoever knocks at the front to the page."""
    return RedirectResponse("/docs", status_code=307)


@router.get("/docs", include_in_schema=False)
async def page() -> Response:
    """Answer with the page."""
    return FileResponse(ASSETS / "page.html", media_type="text/html", headers={"Content-Security-Policy": DOCS_POLICY})


@router.get("/docs/{name}", include_in_schema=False)
async def asset(name: str) -> Response:
    """Answer with a file of the page."""
    if name not in SERVED:
        raise Problem("not-found")
    headers = {"Cache-Control": "public, max-age=3600"}
    return FileResponse(ASSETS / name, media_type=SERVED[name], headers=headers)
