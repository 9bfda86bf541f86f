"""The exact solver: a meeting as a constraint model for CP-SAT, and why a meeting is impossible."""

from tischrunde.exact.clashes import Verdict, conflict, diagnose
from tischrunde.exact.model import Model, build, build_from
from tischrunde.exact.running import new_solver, run
from tischrunde.exact.trouble import price_of
from tischrunde.exact.worker import ExactWorker

__all__ = [
    "ExactWorker",
    "Model",
    "Verdict",
    "build",
    "build_from",
    "conflict",
    "diagnose",
    "new_solver",
    "price_of",
    "run",
]
