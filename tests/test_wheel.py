"""A release wheel carries everything that runs, and nothing that only builds."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CONSOLE = "contactcenter/agent_ui/console"


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as opened:
        return set(opened.namelist())


def test_it_carries_code_migrations_and_licence(names: set[str]) -> None:
    sources = {str(file.relative_to(ROOT)) for file in (ROOT / "contactcenter").glob("*.py")}
    revisions = {f"contactcenter/migrations/versions/{file.name}" for file in ROOT.glob("migrations/versions/*.py")}
    assert sources <= names
    assert revisions
    assert revisions <= names
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_it_carries_the_built_console_without_its_sources(names: set[str]) -> None:
    console = {name.removeprefix(f"{CONSOLE}/") for name in names if name.startswith(f"{CONSOLE}/")}
    built = {str(file.relative_to(ROOT / CONSOLE)) for file in (ROOT / CONSOLE / "dist").rglob("*") if file.is_file()}
    assert built
    assert console == built


def test_it_carries_what_pages_and_mails_are_made_of(names: set[str]) -> None:
    """Templates, styles, scripts and texts of every folder but the console."""
    house = ROOT / "contactcenter"
    needed = {
        str(file.relative_to(ROOT))
        for file in house.rglob("*")
        if file.is_file()
        and not file.is_relative_to(ROOT / CONSOLE)
        and "__pycache__" not in file.parts
    }
    assert needed - names == set()
