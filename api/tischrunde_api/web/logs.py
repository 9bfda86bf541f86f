"""Structured logs: JSON lines with the id of the request, and never anything that was sent."""

import logging
import sys
from typing import TextIO

import structlog

__all__ = ["configure", "log", "where"]

log: structlog.typing.FilteringBoundLogger = structlog.get_logger("tischrunde")


def configure(stream: TextIO | None = None) -> None:
    """Write logs as JSON lines to standard error, those of other libraries from warnings on, without tracebacks."""
    output = stream or sys.stderr
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(output),
        cache_logger_on_first_use=False,
    )
    handler = _Others()
    handler.setLevel(logging.WARNING)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logging.getLogger(name).handlers[:] = []
        logging.getLogger(name).propagate = name != "uvicorn.access"


class _Others(logging.Handler):
    """Tells that another library has something to say, and where; its words may hold what was sent."""

    def emit(self, record: logging.LogRecord) -> None:
        kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else None
        log.warning("library", source=record.name, line=f"{record.module}:{record.lineno}", error=kind)


def where(error: BaseException) -> str:
    """Return the place in the program where an error arose, such as ``plans.py:88``."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return ""
    return f"{trace.tb_frame.f_code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}"
