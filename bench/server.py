"""Servers under measurement, each a process of its own on a free port of this machine."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

START_S = 60.0


def free_port() -> int:
    """A port that nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def product(data_dir: Path, port: int, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """The product on its own data folder."""
    settings = {
        "CONTACTCENTER_DATA_DIR": str(data_dir), "CONTACTCENTER_HTTP__PORT": str(port),
        "CONTACTCENTER_LOG_LEVEL": "error", "CONTACTCENTER_HOURS__OPENS": "00:00",
        "CONTACTCENTER_HOURS__CLOSES": "24:00",
        **environment,
    }
    with _running([sys.executable, "-m", "contactcenter", "serve"], port, settings, path="/readyz") as process:
        yield process


@contextmanager
def product_at_command(data_dir: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The product, which draws the board when it is told to (`POST /board`) and not by itself."""
    command = [sys.executable, "-m", "bench.board_server", str(port), str(data_dir)]
    with _running(command, port, {}, path="/readyz") as process:
        yield process


@contextmanager
def bare_relay(port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The floor: python-socketio passing messages on, with nothing behind it."""
    with _running([sys.executable, "-m", "bench.relay", str(port)], port, {}, path="/") as process:
        yield process


@contextmanager
def bare_webhook(port: int, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The floor of a carrier's door: a handler that commits one row."""
    with _running([sys.executable, "-m", "bench.webhook_floor", str(port), str(folder)], port, {}, path="/") as process:
        yield process


@contextmanager
def _running(
    command: list[str], port: int, environment: dict[str, str], *, path: str
) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(command, env={**os.environ, **environment}, stdin=subprocess.DEVNULL)
    try:
        _wait(process, f"http://127.0.0.1:{port}{path}")
        yield process
    finally:
        process.terminate()
        process.wait(20)


def _wait(process: subprocess.Popen[bytes], url: str) -> None:
    end = time.monotonic() + START_S
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"{process.args!r} ended with {process.returncode}")
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(url)


def resident_bytes(pid: int) -> int:
    """Private memory of a process, in bytes (Linux: Private_* of smaps_rollup)."""
    total = 0
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Private_"):
            total += int(line.split()[1]) * 1024
    return total
