"""`contactcenter staffing`: one JSON object, or one line that says what to do."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from contactcenter.__main__ import app
from contactcenter.staffing import erlang_a
from contactcenter.staffing.traffic import Traffic

KEYS = ["seats", "p_wait", "service_level", "asa_s", "occupancy", "abandoned"]
EXAMPLE = ["--calls", "100", "--interval", "30m", "--aht", "180", "--target", "80/20"]


def run(*options: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["staffing", *options])
    return result.exit_code, result.stdout, result.stderr


def answer(*options: str) -> dict[str, float]:
    code, out, said = run(*options)
    assert (code, said, out.count("\n")) == (0, "", 1)
    found: dict[str, float] = json.loads(out)
    assert list(found) == KEYS
    return found


def test_it_finds_the_number() -> None:
    # The published example of tests/staffing/test_erlang_c.py.
    assert answer(*EXAMPLE) == {"seats": 14, "p_wait": 0.174132, "service_level": 0.88835, "asa_s": 7.835937,
                                "occupancy": 0.714286, "abandoned": 0.0}


def test_it_says_how_a_number_does() -> None:
    assert answer(*EXAMPLE, "--seats", "13")["service_level"] < 0.8
    assert answer(*EXAMPLE, "--seats", "14") == answer(*EXAMPLE)


def test_patience_makes_it_erlang_a() -> None:
    found = answer(*EXAMPLE, "--seats", "9", "--patience", "120")
    exact = erlang_a.performance(Traffic(calls=100, interval_s=1800, aht_s=180), patience_s=120, seats=9, within_s=20)
    assert found == {"seats": 9, **{key: pytest.approx(getattr(exact, key), abs=1e-6) for key in KEYS[1:]}}
    assert found["abandoned"] > 0.1
    assert answer(*EXAMPLE, "--patience", "120")["seats"] < 14


@pytest.mark.parametrize("options", [
    ["--calls", "100.0", "--interval", "1800", "--aht", "3m", "--target", "80%/20s"],
    ["--calls", "200", "--interval", "1h", "--aht", "180s", "--target", " 80 / 20 "],
    ["--calls", "100", "--aht", "180"],
])
def test_times_may_be_written_as_is_usual(options: list[str]) -> None:
    assert answer(*options) == answer(*EXAMPLE)


def test_nobody_comes() -> None:
    assert answer("--calls", "0", "--aht", "180")["seats"] == 0


def test_a_line_without_end_has_no_average_wait_and_is_said() -> None:
    code, out, said = run(*EXAMPLE, "--seats", "10")
    assert code == 0
    assert json.loads(out) == {"seats": 10, "p_wait": 1.0, "service_level": 0.0, "asa_s": None, "occupancy": 1.0,
                               "abandoned": 0.0}
    assert said.count("\n") == 1
    assert "11 seats or more" in said
    assert "--patience" in said


@pytest.mark.parametrize(("options", "words"), [
    ([], "--calls"),
    (["--aht", "180"], "--calls"),
    (["--calls", "100"], "--aht"),
    (["--calls", "many", "--aht", "180"], "--calls many"),
    (["--calls", "-1", "--aht", "180"], "0 or more"),
    (["--calls", "nan", "--aht", "180"], "--calls nan"),
    (["--calls", "inf", "--aht", "180"], "--calls inf"),
    (["--calls", "100", "--aht", "0"], "above 0"),
    (["--calls", "100", "--aht", "3x"], "--aht 3x"),
    (["--calls", "100", "--aht", "180", "--interval", "half"], "--interval half"),
    ([*EXAMPLE, "--target", "80"], "80/20"),
    ([*EXAMPLE, "--target", "100/20"], "below 100"),
    ([*EXAMPLE, "--target", "0.8/20"], "percent"),
    ([*EXAMPLE, "--target", "80/-20"], "80/20"),
    ([*EXAMPLE, "--patience", "0"], "--patience 0"),
    ([*EXAMPLE, "--seats", "0"], "--seats 0"),
    ([*EXAMPLE, "--seats", "2.5"], "whole number"),
    ([*EXAMPLE, "--seats", "9" * 30], "whole number"),
    ([*EXAMPLE, "--calls", "1e12"], "check the units"),
    ([*EXAMPLE, "--calls", "1", "--interval", "99999999999h"], "30 years"),
])
def test_what_cannot_be_read_is_one_line_that_says_what_to_do(options: list[str], words: str) -> None:
    code, out, said = run(*options)
    assert (code, out) == (2, "")
    assert said.startswith("contactcenter: ")
    assert said.count("\n") == 1
    assert words in said


def test_it_loads_neither_database_nor_server() -> None:
    script = ("import sys\nsys.argv[1:] = " + repr(["staffing", *EXAMPLE]) + "\nfrom contactcenter.__main__ import main\n"
              "try:\n    main()\nexcept SystemExit:\n    pass\nprint(*sorted(sys.modules), file=sys.stderr)\n")
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["seats"] == 14
    loaded = set(done.stderr.split())
    assert loaded & {"sqlalchemy", "aiohttp", "socketio", "contactcenter.settings"} == set()
