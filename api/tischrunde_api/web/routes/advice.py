"""Say which numbers of tables let nobody meet anybody twice."""

import re
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from tischrunde.errors import BadInput, Finding
from tischrunde.words import Text
from tischrunde_api.desk import TooSlow
from tischrunde_api.desk.tasks import advise
from tischrunde_api.web.bodies import JSON
from tischrunde_api.web.dependencies import Owner, TheLanguage, TheServices
from tischrunde_api.web.documenting import responses
from tischrunde_api.web.problems import Problem
from tischrunde_api.web.replies import AdviceReply

__all__ = ["router"]

router = APIRouter(prefix="/v1/advice", tags=["answers"])

SECONDS = 15.0
"""How long an answer may take; usual questions take some hundredths of a second."""

MOST = 10_000

_SIZES = re.compile(r"([0-9]{1,5})(?:\.\.([0-9]{1,5}))?")

EXAMPLE = {
    "people": 12,
    "rounds": 3,
    "table_sizes": [4, 4],
    "tables": None,
    "hosts": False,
    "themes": True,
    "shapes": [
        {
            "tables": 3,
            "sizes": [{"people": 4, "tables": 3}],
            "status": "impossible",
            "fits": True,
            "rounds_possible": 1,
            "rounds_at_most": 1,
            "best_known": None,
            "construction": None,
            "least_reunions": 6,
            "spare_chairs": 0,
            "reason": "Four people leave a table, and there are only three tables to go to.",
        }
    ],
}


@router.get(
    "",
    summary="Ask which shapes are possible",
    description=(
        "For a number of people and rounds: with how many tables nobody has to meet anybody twice. Proved possible, "
        "proved impossible with the reason, or open."
    ),
    responses=responses(
        "bad-parameter",
        "busy",
        s200={"description": "The advice.", "model": AdviceReply, "content": {JSON: {"example": EXAMPLE}}},
    ),
)
async def give_advice(
    owner: Owner,
    services: TheServices,
    language: TheLanguage,
    people: Annotated[int, Query(ge=2, le=MOST, description="How many come, hosts among them.", examples=[47])],
    rounds: Annotated[int, Query(ge=1, le=1_000, description="How many rounds.", examples=[3])],
    table_size: Annotated[
        str, Query(description="How many people a table may have.", pattern=rf"^{_SIZES.pattern}$", examples=["4..6"])
    ] = "4..6",
    tables: Annotated[int | None, Query(ge=1, le=MOST, description="How many tables you think of.")] = None,
    hosts: Annotated[bool, Query(description="Whether one person stays at each table.")] = False,
    themes: Annotated[bool, Query(description="Whether each table has a theme, visited at most once.")] = True,
) -> Response:
    """Give advice."""
    question = (people, rounds, _sizes(table_size), tables, hosts, themes, language)
    try:
        answer = await services.work(advise, *question, whose=owner, seconds=SECONDS)
    except TooSlow:
        message = Text("With so many sizes of tables this cannot be answered in time.")
        hint = Text("Ask for fewer sizes, or for fewer people or rounds.")
        raise Problem("bad-parameter", findings=[Finding("--table-size", message, hint)]) from None
    except BadInput as bad:
        raise Problem("bad-parameter", findings=bad.findings) from None
    return Response(answer, media_type=JSON, headers={"Content-Language": language, "Vary": "Accept-Language"})


def _sizes(typed: str) -> tuple[int, int]:
    """Return the fewest and the most people at a table of ``4..6`` or ``5``."""
    match = _SIZES.fullmatch(typed)
    if match is None:
        message = Text("This is no size of a table and no range of sizes.")
        raise Problem("bad-parameter", findings=[Finding("--table-size", message, Text("Give 5, or 4..6."))])
    return int(match[1]), int(match[2] or match[1])
