"""What a route takes as parameters, as the description of the service says."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from fastapi import Request

__all__ = ["Offered", "offered"]

Offered: TypeAlias = Mapping[tuple[str, str], Sequence[str]]
"""Kind (``query`` or ``path``) and name of each parameter to the words it may be, none where it is free."""


def offered(request: Request) -> Offered:
    """Return the parameters of the route that a request has found."""
    path = getattr(request.scope.get("route"), "path", "")
    operation = request.app.openapi()["paths"].get(path, {}).get(request.method.lower(), {})
    return {(one["in"], one["name"]): _choice(one["schema"]) for one in operation.get("parameters", ())}


def _choice(schema: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the words that a parameter, or each of its values, may be."""
    return tuple(schema.get("enum", ()) or schema.get("items", {}).get("enum", ()))
