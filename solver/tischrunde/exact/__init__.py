"""The exact solver: a meeting as a constraint model for CP-SAT."""

from tischrunde.exact.model import Model, build, build_from

__all__ = ["Model", "build", "build_from"]
