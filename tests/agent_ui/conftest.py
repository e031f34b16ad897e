"""The staff's web door on a real server, with Rosa's account."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from contactcenter.accounts.add_staff import add_staff
from contactcenter.accounts.passwords import hash_password
from contactcenter.agent_ui.routes import mount
from contactcenter.db.engine import Database
from contactcenter.settings import Http, Library, Settings

PASSWORD = "a long walk by the river"
Client = TestClient[web.Request, web.Application]


@dataclass
class House:
    database: Database
    settings: Settings
    time: datetime = field(default=datetime(2026, 11, 25, 1, 0, tzinfo=UTC))

    def clock(self) -> datetime:
        return self.time

    def pass_by(self, span: timedelta) -> None:
        self.time += span


@pytest.fixture
def http() -> Http:
    """Settings of the web door; a test that needs others overrides this."""
    return Http()


@pytest_asyncio.fixture
async def house(database: Database, http: Http, tmp_path: Path) -> House:
    house = House(database, Settings(
        data_dir=tmp_path, http=http, library=Library(name="River Library", name_zh="河畔图书馆")
    ))
    hashed = await hash_password(PASSWORD)
    async with database.transaction() as session:
        await add_staff(
            session, login="rosa", name="Rosa Marín", role="librarian", password_hash=hashed, now=house.clock()
        )
    return house


@pytest_asyncio.fixture
async def client(house: House) -> AsyncIterator[Client]:
    app = web.Application()
    mount(app, house)
    async with TestClient(TestServer(app)) as client:
        yield client


@pytest.fixture
def form() -> Callable[..., dict[str, str]]:
    """The sign-in form as Rosa fills it in."""
    return lambda **changes: {"login": "rosa", "password": PASSWORD, "next": "/console/tickets/7", **changes}
