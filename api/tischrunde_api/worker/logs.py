"""Logs of a worker: JSON lines on standard error, with ids of jobs and numbers, never with what anybody has sent."""

import sys
import traceback

import structlog

__all__ = ["log_to_stderr", "where"]


def where(error: BaseException) -> str:
    """Return kind and place of an error; its words might hold what somebody has sent."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} {last.filename.rpartition('/')[2]}:{last.lineno}"


def log_to_stderr() -> None:
    """Write logs of this process as JSON, a line each."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
