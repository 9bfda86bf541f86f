"""The scale of temperatures."""

from tischrunde.problem import Problem

__all__ = ["heat_unit"]


def heat_unit(problem: Problem) -> float:
    """Return the cost that temperatures are measured in: one reunion, else the largest weight there is, else 1."""
    weights = problem.meeting.weights
    others = (*weights.mixing.values(), weights.wishes, weights.affinities)
    return float(weights.reunions or max(others, default=0) or 1)
