"""Databases in which the first scene was played."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.conformance.house import Founded
from tests.neighbours import postgres
from tests.realtime.scene import Played, play


@pytest.fixture(scope="session")
def played_sqlite(founded_sqlite: tuple[Path, Founded], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Played]:
    """A folder with such a database, and where the house stands."""
    folder = tmp_path_factory.mktemp("played")
    shutil.copytree(founded_sqlite[0], folder, dirs_exist_ok=True)
    return folder, postgres.wait_for(play("sqlite", folder, founded_sqlite[1]))


@pytest.fixture(scope="session")
def played_postgresql(
    postgres_server: postgres.Postgres, founded_postgresql: tuple[str, Founded], tmp_path_factory: pytest.TempPathFactory,
) -> tuple[str, Played]:
    """The name of such a database, and where the house stands."""
    name = postgres.wait_for(postgres_server.create(template=founded_postgresql[0]))
    folder = tmp_path_factory.mktemp("played")
    return name, postgres.wait_for(play(postgres_server.url(name), folder, founded_postgresql[1]))


@pytest.fixture
def played(dialect: str, request: pytest.FixtureRequest) -> Played:
    """Who asks for this finds the scene played in `database`."""
    how: Played = request.getfixturevalue(f"played_{dialect}")[1]
    return how
