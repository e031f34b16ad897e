"""Shares on every screen: whole percent, half up, by one function that Node runs as it stands."""

from __future__ import annotations

import json
import subprocess

import pytest

from tests.realtime.reducer import MISSING, ROOT, node

SOURCE = ROOT / "contactcenter" / "agent_ui" / "console" / "src"
PARTS = {(7, 9): 78, (2, 3): 67, (1, 8): 13, (29, 200): 15, (1, 3): 33, (0, 5): 0, (5, 5): 100, (-1, 3): -33}


def test_a_share_is_rounded_half_up() -> None:
    here = node()
    if here is None:
        pytest.skip(MISSING)
    asked = [part / whole for part, whole in PARTS]
    program = (f"import {{ percent }} from {json.dumps((SOURCE / 'board' / 'percent.ts').as_uri())};"
               f"console.log(JSON.stringify({json.dumps(asked)}.map(percent)));")
    said = subprocess.run([here, "--experimental-strip-types", "--no-warnings", "--input-type=module", "-e", program],
                          capture_output=True, text=True, check=True)
    assert json.loads(said.stdout) == list(PARTS.values())


def test_no_screen_rounds_by_itself() -> None:
    """Lengths of bars and how large a page is drawn are no shares."""
    found = {file.relative_to(SOURCE).as_posix() for file in SOURCE.rglob("*") if file.suffix in (".ts", ".vue")
             and any(f"Math.{way}(" in line and "* 100" in line for way in ("floor", "round", "trunc")
                     for line in file.read_text(encoding="utf-8").splitlines())}
    assert found == {"board/percent.ts", "pages/PageViewer.vue"}
