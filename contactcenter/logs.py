"""Logging: one line an event, with ids and codes, never a patron's words. See docs/logs.md."""

from __future__ import annotations

import logging
import sys
import traceback

import structlog


def configure_logs(level: str) -> None:
    """Readable lines on a terminal, JSON elsewhere; libraries at WARNING."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s %(message)s")
    renderer: structlog.typing.Processor = (
        structlog.dev.ConsoleRenderer() if sys.stderr.isatty() else structlog.processors.JSONRenderer()
    )
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper())),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def place(error: BaseException) -> str:
    """Where an error was raised, as `file:line function, …`, innermost last.

    What to log of an error whose own text may quote a patron.
    """
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    return ", ".join(f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in frames)
