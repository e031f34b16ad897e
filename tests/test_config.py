"""The example configuration changes nothing, names every setting, and shows every default as it is."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path

import pytest

from contactcenter.settings import PREFIX, Settings, load
from tests.test_docs import settings

EXAMPLE = Path(__file__).resolve().parent.parent / "config" / "contactcenter.toml"
SHOWN = re.compile(r"# (?=[a-z_]+ = |\[\[)")


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(PREFIX):
            monkeypatch.delenv(name)


def uncommented() -> str:
    return "\n".join(SHOWN.sub("", line, count=1) if SHOWN.match(line) else line
                     for line in EXAMPLE.read_text(encoding="utf-8").splitlines())


def named(table: dict[str, object], prefix: str = "") -> set[str]:
    found: set[str] = set()
    for name, value in table.items():
        found |= named(value, f"{prefix}{name}.") if isinstance(value, dict) else {prefix + name}
    return found


def test_as_it_stands_it_changes_nothing() -> None:
    assert load(EXAMPLE.parent) == Settings()


def test_what_it_shows_are_the_defaults(tmp_path: Path) -> None:
    (tmp_path / "all.toml").write_text(uncommented(), encoding="utf-8")
    assert load(tmp_path) == Settings()


def test_it_names_every_setting() -> None:
    assert named(tomllib.loads(uncommented())) == set(settings(Settings))


@pytest.mark.parametrize(("http", "site"), [
    ({}, "http://127.0.0.1:8080"),
    ({"host": "::1", "port": 81}, "http://[::1]:81"),
    ({"public_url": "https://ask.library.example/"}, "https://ask.library.example"),
    ({"host": "0.0.0.0"}, ""),  # noqa: S104  # compared, not listened on
])
def test_links_in_mails_lead_where_patrons_reach_us(http: dict[str, object], site: str) -> None:
    assert Settings.model_validate({"http": http}).http.site == site
