"""Seats people at world café tables, with a proof of how good the plan is.

>>> from tischrunde import read_meeting, solve
>>> result = solve(read_meeting("instances/klassisch-9-3.yaml"))
>>> result.status
'optimal'

Names are imported when they are first used: reading a meeting and judging a plan never load a solver.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tischrunde.advice import Advice, advise
    from tischrunde.checking import Check, check
    from tischrunde.diagnosing import Diagnosis, diagnosed
    from tischrunde.errors import BadInput, BadMeeting, BadPlan, Finding, Reason, TischrundeError
    from tischrunde.exact import diagnose
    from tischrunde.generator import generate, realistic
    from tischrunde.io import read_meeting, read_plan, write_meeting, write_plan
    from tischrunde.model import Meeting, Plan
    from tischrunde.planning import solve
    from tischrunde.repair import Changes, Repair, changed, changes_from
    from tischrunde.result import Result
    from tischrunde.score import judge, violations
    from tischrunde.stop import Flag, MaxIterations, MaxRuntime, NoImprovement, Progress, any_of

__all__ = [
    "Advice",
    "BadInput",
    "BadMeeting",
    "BadPlan",
    "Changes",
    "Check",
    "Diagnosis",
    "Finding",
    "Flag",
    "MaxIterations",
    "MaxRuntime",
    "Meeting",
    "NoImprovement",
    "Plan",
    "Progress",
    "Reason",
    "Repair",
    "Result",
    "TischrundeError",
    "advise",
    "any_of",
    "changed",
    "changes_from",
    "check",
    "diagnose",
    "diagnosed",
    "generate",
    "judge",
    "read_meeting",
    "read_plan",
    "realistic",
    "solve",
    "violations",
    "write_meeting",
    "write_plan",
]

_HOME = {
    "advice": ("Advice", "advise"),
    "checking": ("Check", "check"),
    "diagnosing": ("Diagnosis", "diagnosed"),
    "errors": ("BadInput", "BadMeeting", "BadPlan", "Finding", "Reason", "TischrundeError"),
    "exact": ("diagnose",),
    "generator": ("generate", "realistic"),
    "io": ("read_meeting", "read_plan", "write_meeting", "write_plan"),
    "model": ("Meeting", "Plan"),
    "repair": ("Changes", "Repair", "changed", "changes_from"),
    "result": ("Result",),
    "score": ("judge", "violations"),
    "planning": ("solve",),
    "stop": ("Flag", "MaxIterations", "MaxRuntime", "NoImprovement", "Progress", "any_of"),
}


def __getattr__(name: str) -> object:
    for module, names in _HOME.items():
        if name in names:
            return getattr(import_module(f"tischrunde.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
