"""The log holds no patron's words, whoever logs and however."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator

import pytest
import structlog

from contactcenter.logs import configure_logs


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    yield
    structlog.reset_defaults()


def test_a_log_that_cannot_be_written_breaks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    full = os.open("/dev/full", os.O_WRONLY)
    try:
        monkeypatch.setattr(sys, "stderr", io.TextIOWrapper(io.FileIO(full, "w", closefd=False), write_through=True))
        with pytest.raises(OSError, match="No space"):
            sys.stderr.write("a line")
        configure_logs("info")
        log = structlog.get_logger("test")
        for say in (log.debug, log.info, log.warning, log.error, log.critical, log.exception):
            say("it.happened")
    finally:
        os.close(full)


@pytest.mark.parametrize("how", ["exception", "exc_info", "error"])
def test_an_exceptions_text_stays_out(how: str, capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("info")
    log = structlog.get_logger("test")
    try:
        int("my loan of Ulysses")
    except ValueError as error:
        match how:
            case "exception":
                log.exception("it.failed")
            case "exc_info":
                log.warning("it.failed", exc_info=True)
            case _:
                log.error("it.failed", exc_info=error)  # noqa: TRY400
    said = capsys.readouterr().err
    assert "it.failed" in said
    assert "ValueError" in said
    assert "test_logs.py" in said
    assert "Ulysses" not in said
