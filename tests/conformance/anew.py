"""A library of its own for each example of a property, made from the founded one, on either database."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Callable, Coroutine
from pathlib import Path

from contactcenter.db.engine import Database
from contactcenter.settings import Database as DatabaseSettings
from tests.neighbours.postgres import Postgres

Example = Callable[[Database, Path], Coroutine[object, object, None]]
"""It is given the database and the data folder, and closes the database."""


def on_sqlite(template: Path, example: Example) -> None:
    """Let an example happen in a copy of the folder `template`."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(template, folder, dirs_exist_ok=True)
        asyncio.run(example(Database(DatabaseSettings(), Path(folder)), Path(folder)))


def on_postgresql(server: Postgres, template: str, example: Example) -> None:
    """Let an example happen in a database made of `template`."""
    async def happens(folder: Path) -> None:
        name = await server.create(template=template)
        try:
            await example(Database(DatabaseSettings(url=server.url(name), pool_size=8), folder), folder)
        finally:
            await server.drop(name)

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(happens(Path(folder)))
