"""`contactcenter simulate`: a day played beside the formulas."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

LOAD = ("--calls", "60", "--aht", "5m", "--seats", "12")


def simulate(*options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "contactcenter", "simulate", *options], capture_output=True, text=True, check=False
    )


def test_a_day_beside_the_formulas() -> None:
    done = simulate(*LOAD, "--patience", "2m", "--hours", "48", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["played"]["service_level"] == pytest.approx(told["erlang"]["service_level"], abs=0.05)
    assert told["played"]["arrived"] > 5_000


def test_a_table_for_people() -> None:
    done = simulate(*LOAD)
    assert done.returncode == 0, done.stderr
    assert "Erlang C" in done.stdout
    assert "average speed of answer" in done.stdout


def test_a_picture_of_the_day(tmp_path: Path) -> None:
    done = simulate(*LOAD, "--plot", str(tmp_path / "day.svg"))
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "day.svg").read_text(encoding="utf-8").startswith("<svg")
    assert "foretold waits" in done.stdout
    refused = simulate(*LOAD, "--plot", str(tmp_path / "nowhere" / "day.svg"))
    assert refused.returncode == 2
    assert "name another file" in refused.stderr


@pytest.mark.parametrize(("options", "says"), [
    (("--calls", "many", "--aht", "5m", "--seats", "3"), "--calls"),
    (("--calls", "60", "--aht", "5m"), "--seats"),
    ((*LOAD, "--interval", "1s", "--hours", "10000"), "--hours"),
])
def test_bad_input_says_what_to_do(options: tuple[str, ...], says: str) -> None:
    done = simulate(*options)
    assert done.returncode == 2
    assert says in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
