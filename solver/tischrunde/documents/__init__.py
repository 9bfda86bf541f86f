"""What leaves the planner: documents made from a meeting and its plan. Plans nothing and judges nothing."""

__all__ = ["SUFFIXES"]

SUFFIXES = (".json", ".xlsx", ".csv", ".pdf", ".html")
"""Endings of the files a plan can be saved in."""
