"""Logging: one line an event, with ids and codes, never a patron's words. See docs/logs.md."""

from __future__ import annotations

import contextlib
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
            _where,
            renderer,
        ],
        logger_factory=lambda *_: Lines(sys.stderr),
    )


class Lines(structlog.PrintLogger):
    """Writes lines, and goes on where none can be written.

    A log on a full disk, or a pipe whose reader has gone, must not change what a door answers.
    """

    def msg(self, message: str) -> None:
        with contextlib.suppress(OSError, ValueError):
            super().msg(message)

    log = debug = info = warn = warning = msg
    fatal = failure = err = error = critical = exception = msg


def _where(_logger: object, _level: str, line: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Say of an exception its kind and its place, never its text: that may quote a patron or a statement."""
    given = line.pop("exc_info", None)
    error = sys.exc_info()[1] if given is True else given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        line["error"] = type(error).__name__
        line["place"] = place(error)
    return line


def place(error: BaseException) -> str:
    """Where an error was raised, as `file:line function, …`, innermost last.

    What to log of an error whose own text may quote a patron.
    """
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    return ", ".join(f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in frames)
