"""The API on a real server: two departments, their people, and Amina's mail in the general desk's queue."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest_asyncio
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer

from contactcenter import agent_ui, api
from contactcenter.accounts.add_staff import add_staff
from contactcenter.accounts.ensure_departments import ensure_departments
from contactcenter.accounts.peer import SESSION_COOKIE
from contactcenter.accounts.set_membership import set_membership
from contactcenter.accounts.start_session import start_session
from contactcenter.carriers.contract import Carrier
from contactcenter.channels.email.parse import EmailReceiver
from contactcenter.channels.fax.press import Press
from contactcenter.channels.walk_in.parse import parse as walk_in
from contactcenter.db.blobs import Blobs
from contactcenter.db.engine import Database
from contactcenter.envelope import Desk, Raw, Receiver
from contactcenter.intake.desk import FrontDesk
from contactcenter.intake.understand import Understanding
from contactcenter.needs.ensure import ensure_needs
from contactcenter.queue.ensure import ensure_queues
from contactcenter.settings import Http, Mail, Settings
from tests.conformance.house import DEPARTMENTS, PEOPLE

Json = dict[str, Any]
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360000000000500010d0a2db40000000049454e44ae426082"
)


@dataclass
class House:
    database: Database
    blobs: Blobs
    desk: Desk
    settings: Settings
    time: datetime = field(default=datetime(2026, 11, 25, 1, 0, tzinfo=UTC))
    staff: dict[str, int] = field(default_factory=dict)
    carrier: Carrier | None = None
    press: Press = field(default_factory=Press)

    def clock(self) -> datetime:
        return self.time

    def is_ours(self, address: str) -> bool:
        return address.endswith("@library.example")

    def pass_by(self, span: timedelta) -> None:
        self.time += span

    async def mail(self, *, subject: str, text: str, to: str = "help@library.example", **more: str) -> int:
        """Amina writes; the ticket's number. `html` may name the picture `cid:seal`."""
        message = EmailMessage()
        message["From"] = more.get("sender", "Amina Okafor <amina@uni.example>")
        message["To"], message["Subject"] = to, subject
        if "cc" in more:
            message["Cc"] = more["cc"]
        message["Message-ID"] = more.get("message_id", f"<{abs(hash((subject, text)))}@uni.example>")
        message.set_content(text)
        if "html" in more:
            message.add_alternative(more["html"], subtype="html")
            (_, rich) = message.iter_parts()
            assert isinstance(rich, EmailMessage)
            rich.add_related(PNG, "image", "png", cid="<seal>", filename="seal.png")
        message.add_attachment(b"%PDF-1.7 a thesis", maintype="application", subtype="pdf", filename='论文 "x".pdf')
        accepted = await self.desk.accept_now(Raw("email", message.as_bytes()))
        assert accepted.ticket_id is not None
        return accepted.ticket_id


class Person:
    """Somebody with a session, as the console speaks for them."""

    def __init__(self, client: TestClient[web.Request, web.Application], token: str, csrf: str) -> None:
        self.client = client
        self.headers = {"Cookie": f"{SESSION_COOKIE}={token}", "X-CSRF-Token": csrf}

    async def asks(
        self, method: str, path: str, json: object = None, **more: object
    ) -> tuple[int, Json]:
        """Send a request below /api/v1; the status and the JSON of the answer."""
        answer = await self.sends(method, path, json=json, **more)
        text = await answer.read()
        return answer.status, await answer.json(content_type=None) if text else {}

    async def sends(self, method: str, path: str, json: object = None, **more: object) -> ClientResponse:
        headers = {**self.headers, **more.pop("headers", {})}  # type: ignore[dict-item]
        body = {"json": json} if json is not None else {}
        return await self.client.request(method, f"/api/v1{path}", headers=headers, **body, **more)  # type: ignore[arg-type]


@dataclass
class People:
    rosa: Person
    wang: Person
    ines: Person
    tomas: Person


@pytest_asyncio.fixture
async def house(database: Database, tmp_path: Path) -> House:
    settings = Settings(
        data_dir=tmp_path, departments=DEPARTMENTS, mail=Mail(address="help@library.example"),
        http=Http(max_upload_bytes=1_000_000),
    )
    blobs = Blobs(tmp_path)
    house = House(database, blobs, None, settings)  # type: ignore[arg-type]  # it needs the house's clock
    receivers: dict[str, Receiver] = {"email": EmailReceiver(b"k" * 32, settings), "walk_in": walk_in}
    understanding = Understanding(database, blobs, receivers, house.clock)
    house.desk = FrontDesk(
        database=database, blobs=blobs, understanding=understanding, settings=settings, clock=house.clock,
        is_ours=lambda _: False,
    )
    async with database.transaction() as session:
        departments = await ensure_departments(session, departments=DEPARTMENTS)
        await ensure_queues(session, departments=DEPARTMENTS, desk_address=settings.mail.address)
        await ensure_needs(session)
        for login, (name, role, slugs) in PEOPLE.items():
            house.staff[login] = await add_staff(
                session, login=login, name=name, role=role, password_hash=None, now=house.time
            )
            await set_membership(
                session, staff_id=house.staff[login], department_ids=[departments[s] for s in slugs], now=house.time
            )
    return house


@pytest_asyncio.fixture
async def client(house: House) -> AsyncIterator[TestClient[web.Request, web.Application]]:
    app = web.Application()
    api.mount(app, house)
    agent_ui.mount(app, house)
    async with TestClient(TestServer(app)) as client:
        yield client


@pytest_asyncio.fixture
async def people(house: House, client: TestClient[web.Request, web.Application]) -> People:
    signed_in = {}
    for login, staff_id in house.staff.items():
        async with house.database.transaction() as session:
            token, csrf = await start_session(session, staff_id=staff_id, now=house.time)
        signed_in[login] = Person(client, token, csrf)
    return People(**signed_in)
