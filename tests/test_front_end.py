"""The console's own tests, run by the Node of the locked wheel."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_the_console_passes_its_own_tests() -> None:
    ran = subprocess.run(
        [sys.executable, "tools/build_front_end.py", "--packages-only", "--", "run", "--silent", "test"],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "pass 0" not in ran.stdout
