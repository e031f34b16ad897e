"""A carrier's webhook to the committed answer, p99, over a bare handler that commits one row. One core each."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.report import Number, of_runs, percentile
from bench.seed import house_with_librarian
from bench.server import bare_webhook, free_port, product

COUNT, RATE = 1_500, 50
LIMIT = 3.0
ACCOUNT, TOKEN, OURS = "AC" + "0" * 32, "a token of the measurement alone", "+861062510000"
PATHS = {"text": "/carrier/texts", "call": "/carrier/calls/in", "floor": "/"}


def run(runs: int) -> list[Number]:
    """Measure `runs` times each, interleaved."""
    took: dict[str, list[float]] = {"text": [], "call": [], "floor": []}
    for _ in range(runs):
        for kind, values in took.items():
            with tempfile.TemporaryDirectory() as folder:
                values.append(_p99(kind, Path(folder)))
    return [
        of_runs(f"webhook, {kind}", took[kind], took["floor"], unit="ms p99", limit=LIMIT) for kind in ("text", "call")
    ]


def settings(url: str) -> dict[str, str]:
    """A house whose carrier is the measurement."""
    numbers = [{"number": OURS, "queue": "general", "texts": True, "calls": True}]
    return {
        "CONTACTCENTER_CARRIER__KIND": "twilio", "CONTACTCENTER_CARRIER__ACCOUNT_SID": ACCOUNT,
        "CONTACTCENTER_CARRIER__AUTH_TOKEN_ENV": "BENCH_CARRIER_TOKEN", "BENCH_CARRIER_TOKEN": TOKEN,
        "CONTACTCENTER_CARRIER__PUBLIC_URL": url, "CONTACTCENTER_CARRIER__BASE_URL": url,
        "CONTACTCENTER_CARRIER__NUMBERS": json.dumps(numbers),
    }


def _p99(kind: str, folder: Path) -> float:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    if kind == "floor":
        server = bare_webhook(port, folder)
    else:
        house_with_librarian(folder)
        server = product(folder, port, **settings(url))
    with server as process:
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(process.pid, cores[:1])
        client = [sys.executable, "-m", "bench.webhook_client", url, str(COUNT), str(RATE), kind]
        with subprocess.Popen(client, stdout=subprocess.PIPE) as reading:
            # Beside the server: on its core a client reads the answer when the server has done what comes after it.
            os.sched_setaffinity(reading.pid, cores[1:] or cores)
            try:
                took, _ = reading.communicate(timeout=300)
            except subprocess.TimeoutExpired:
                reading.kill()
                raise
        if reading.returncode:
            raise subprocess.CalledProcessError(reading.returncode, client)
    return 1000 * percentile(json.loads(took), 0.99)
