"""The description of the service, as OpenAPI.

``python -m tischrunde_api.web.openapi`` writes ``api/openapi.json`` and the list of problems in ``docs/http.md`` anew.
"""

import json
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from tischrunde.model import Meeting, Plan
from tischrunde_api.web.documenting import LANGUAGE
from tischrunde_api.web.problems import PROBLEMS
from tischrunde_api.web.resources import ProblemBody
from tischrunde_api.web.security import needs_keys

__all__ = ["described", "described_here", "problem_table", "with_problems"]

TEMPLATE = "#/components/schemas/{model}"
VERSION = "1"
BEGIN = "<!-- problems: made by python -m tischrunde_api.web.openapi -->"
END = "<!-- /problems -->"

ABOUT = """
`POST /v1/plans` takes a meeting and answers with a plan resource; `GET` it until its state is `done`, or send
`Prefer: wait=N`. Every error is `application/problem+json` with a stable `code`, in German or English by
`Accept-Language`, and never repeats what was sent.
"""

TAGS = [
    {"name": "plans", "description": "Ask for a plan, look at it, stop it, erase it."},
    {"name": "answers", "description": "Questions that are answered at once and leave nothing behind."},
    {"name": "service", "description": "About the service itself."},
]


def described(app: FastAPI) -> dict[str, Any]:
    """Return the description of an app."""
    description = get_openapi(
        title="Tischrunde",
        version=VERSION,
        summary="Seats people at world café tables, with a proof of how good the plan is.",
        description=ABOUT.strip(),
        routes=app.routes,
        tags=TAGS,
        license_info={"name": "MIT", "identifier": "MIT"},
    )
    schemas = description.setdefault("components", {}).setdefault("schemas", {})
    for record in (Meeting, Plan, ProblemBody):
        whole = record.model_json_schema(ref_template=TEMPLATE)
        inner = whole.pop("$defs", {})
        schemas.update(inner | {record.__name__: whole})
    _as_files_are(schemas)
    _without_null(description)
    _in_a_language(description)
    schemas["ProblemBody"]["properties"]["code"]["enum"] = sorted(PROBLEMS)
    _without_the_frameworks_errors(description)
    if not needs_keys(app.state.services.settings):
        _with_or_without_key(description)
    return description


def _as_files_are(schemas: dict[str, Any]) -> None:
    """Say of files what their reader asks for beside the shape: their format."""
    for name in ("Meeting", "Plan"):
        required = schemas[name].setdefault("required", [])
        schemas[name]["required"] = ["format", *(key for key in required if key != "format")]


def _without_the_frameworks_errors(description: dict[str, Any]) -> None:
    """Take out the answer that FastAPI gives to parameters it cannot use: it never goes out."""
    for path in description["paths"].values():
        for operation in path.values():
            if "HTTPValidationError" in str(operation["responses"].get("422")):
                del operation["responses"]["422"]
    for name in ("HTTPValidationError", "ValidationError"):
        description["components"]["schemas"].pop(name, None)


def _without_null(description: dict[str, Any]) -> None:
    """Say of parameters that may be left out what they are when they are there: none can be null."""
    for path in description["paths"].values():
        for operation in path.values():
            for parameter in operation.get("parameters", ()):
                schema = parameter["schema"]
                kinds = [kind for kind in schema.get("anyOf", ()) if kind != {"type": "null"}]
                if len(kinds) == 1:
                    del schema["anyOf"]
                    schema.update(kinds[0])


def _with_or_without_key(description: dict[str, Any]) -> None:
    """Say that a key may be left out, as on loopback."""
    for path in description["paths"].values():
        for operation in path.values():
            if "security" in operation:
                operation["security"].append({})


def _in_a_language(description: dict[str, Any]) -> None:
    """Say of every operation that its sentences come in the language that is liked."""
    for path in description["paths"].values():
        for operation in path.values():
            operation.setdefault("parameters", []).append(LANGUAGE)


def described_here() -> str:
    """Return the description of this version as it is kept in the repository."""
    from tischrunde_api.settings import Settings
    from tischrunde_api.web.app import create_app

    app = create_app(Settings.model_construct(), _Nothing(), _Nothing())  # type: ignore[arg-type]
    return json.dumps(app.openapi(), indent=1, ensure_ascii=False) + "\n"


class _Nothing:
    """Stands where a description needs no store and no desk."""

    def __getattr__(self, name: str) -> None:
        return None


def with_problems(page: str) -> str:
    """Return a page with the list of problems between its marks."""
    before, mark, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    return before + mark + "\n" + problem_table() + end + after


def problem_table() -> str:
    """Return every kind of problem as a table in Markdown."""
    rows = (f"| `{kind.code}` | {kind.status} | {kind.title} |\n" for kind in PROBLEMS.values())
    return "| code | status | title |\n|---|---|---|\n" + "".join(rows)


def _write(root: Path) -> None:
    (root / "api" / "openapi.json").write_text(described_here(), encoding="utf-8")
    page = root / "docs" / "http.md"
    page.write_text(with_problems(page.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    _write(Path(__file__).parents[3])
