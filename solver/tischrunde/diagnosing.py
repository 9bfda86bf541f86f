"""Say whether a meeting can be planned at all: look for reasons, then for a plan, then for a proof."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

from tischrunde.diagnosis import diagnose
from tischrunde.errors import Reason
from tischrunde.model import Meeting
from tischrunde.stop import MaxRuntime, Progress, Stop, any_of
from tischrunde.words import Language

__all__ = ["PROVING_SECONDS", "TRYING_SECONDS", "Diagnosis", "diagnosed"]

TRYING_SECONDS = 2.0
PROVING_SECONDS = 25.0


@dataclass(frozen=True)
class Diagnosis:
    """Whether a meeting can be planned.

    Attributes
    ----------
    status : ``possible`` when a plan was found, ``infeasible`` when none can be, ``unknown`` when neither is shown
    conflicts : the rules that clash, empty unless infeasible
    """

    status: Literal["possible", "infeasible", "unknown"]
    conflicts: tuple[Reason, ...] = ()

    def plain(self, language: Language) -> dict[str, Any]:
        """Return the diagnosis as plain data, ready for JSON."""
        conflicts = [
            {"message": reason.message.say(language), "rules": list(reason.rules)} for reason in self.conflicts
        ]
        return {"status": self.status, "conflicts": conflicts}


def diagnosed(
    meeting: Meeting,
    stop: Stop | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    *,
    on_preparing: Callable[[], None] | None = None,
    trying: float = TRYING_SECONDS,
    proving: float = PROVING_SECONDS,
) -> Diagnosis:
    """Return whether a meeting can be planned and, if not, which rules clash.

    Parameters
    ----------
    meeting :
        what is to be planned
    stop :
        asked again and again; what is known by then is returned
    on_progress :
        called with how it stands
    on_preparing :
        called once when the kernel has to be compiled first, which takes some seconds
    trying, proving :
        seconds at most for a plan, and for a proof that there is none
    """
    asked = stop or any_of()

    def proof() -> Diagnosis:
        return _proof(meeting, any_of(asked, MaxRuntime(proving)), on_progress)

    if diagnose(meeting):
        return proof()

    from tischrunde.planning import solve

    limit = any_of(asked, _first_plan, MaxRuntime(trying))
    result = solve(meeting, stop=limit, on_progress=on_progress, on_preparing=on_preparing)
    if result.status == "infeasible":
        return Diagnosis("infeasible", result.conflicts)
    return Diagnosis("possible") if result.rounds is not None else proof()


def _proof(meeting: Meeting, limit: Stop, on_progress: Callable[[Progress], None] | None) -> Diagnosis:
    """Return a smallest set of clashing rules, or that CP-SAT found a plan, or neither."""
    from tischrunde.exact import conflict

    began = time.monotonic()

    def stop(progress: Progress, /) -> str | None:
        if on_progress is not None:
            on_progress(replace(progress, seconds=time.monotonic() - began))
        return limit(progress)

    verdict = conflict(meeting, stop=stop)
    return Diagnosis(verdict.status, verdict.reasons)


def _first_plan(progress: Progress, /) -> str | None:
    return "first_plan" if progress.violations == 0 else None
