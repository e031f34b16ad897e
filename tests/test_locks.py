"""The lock files are whole: every package by its hash, and no registry's address."""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOCKS = sorted((ROOT / "locks").glob("*.txt"))
NPM_LOCKS = sorted(
    file for file in (ROOT / "contactcenter").glob("**/package-lock.json") if "node_modules" not in file.parts
)
PIN = re.compile(r"^([a-z0-9][a-z0-9.\-]*)(?:\[[\w,]+\])?==([^\s;\\]+)", re.MULTILINE)


def pins(name: str) -> set[tuple[str, str]]:
    return set(PIN.findall((ROOT / "locks" / name).read_text(encoding="utf-8")))


@pytest.mark.parametrize("lock", [*LOCKS, *NPM_LOCKS], ids=lambda lock: str(lock.name))
def test_a_lock_names_no_host(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    addresses = re.findall(r'"resolved": "[^"]*"|--(?:extra-)?index-url|--find-links|^-f |^[^#\n]*@ \w+://', text)
    assert addresses == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: str(lock.name))
def test_every_pin_has_a_hash(lock: Path) -> None:
    entries = re.split(r"\n(?=[a-z0-9])", lock.read_text(encoding="utf-8").split("\n", 2)[2])
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_the_locks_agree() -> None:
    assert pins("run.txt") <= pins("dev.txt")
    assert pins("build.txt") <= pins("dev.txt")


def test_what_is_installed_is_what_is_locked() -> None:
    installed = {
        re.sub(r"[-_.]+", "-", found.name).lower(): found.version for found in metadata.distributions()
    }
    locked = dict(pins("dev.txt"))
    differing = {
        name: (version, locked[name])
        for name, version in installed.items()
        if name in locked and version != locked[name]
    }
    assert differing == {}
