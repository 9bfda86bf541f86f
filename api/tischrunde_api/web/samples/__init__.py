"""A small meeting and its plan, as examples in the description of the service."""

import json
from pathlib import Path
from typing import Any

from tischrunde_api.store.port import Job, Kind, State
from tischrunde_api.web.resources import plan_resource

__all__ = ["EXAMPLE_ID", "EXAMPLE_MEETING", "EXAMPLE_PLAN", "EXAMPLE_RESOURCE", "EXAMPLE_WAITING"]

EXAMPLE_ID = "Tq3vXk0dNf7Lw2sYb9RzHm4c"
CREATED = 1_767_603_600_000
MONTH = 30 * 86_400_000


def _read(name: str) -> Any:
    return json.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))


EXAMPLE_MEETING: dict[str, Any] = _read("meeting.json")
EXAMPLE_PLAN: dict[str, Any] = _read("plan.json")


def _resource(state: State, plan: dict[str, Any] | None) -> Any:
    score = plan["score"] if plan else {"cost": None, "bound": None}
    return json.loads(
        plan_resource(
            Job(
                id=EXAMPLE_ID,
                owner="",
                kind=Kind.PLAN,
                state=state,
                version=1,
                meeting=b"",
                options=b"",
                created_at=CREATED,
                expires_at=CREATED + MONTH,
                parent=None,
                language="de",
                milliseconds=101 if plan else 0,
                cost=score["cost"],
                bound=score["bound"],
                plan=json.dumps(plan).encode() if plan else None,
                pseudonymous=None,
                status=plan["status"] if plan else None,
                reason=None,
            )
        )
    )


EXAMPLE_RESOURCE = _resource(State.DONE, EXAMPLE_PLAN)
EXAMPLE_WAITING = _resource(State.QUEUED, None)
