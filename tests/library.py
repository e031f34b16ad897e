"""A library that is open: the whole house on a port of its own, with librarians who answer when a test says so."""

from __future__ import annotations

import atexit
import secrets
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from aiohttp import web
from sqlalchemy import func, select

from contactcenter.accounts.add_staff import add_staff
from contactcenter.accounts.scope import Scope
from contactcenter.accounts.tables import StaffRow
from contactcenter.app import build
from contactcenter.db.base import Base
from contactcenter.db.engine import Database as DatabaseHere
from contactcenter.events.record import Actor
from contactcenter.house import House
from contactcenter.migrate import migrate
from contactcenter.needs.ensure import ensure_needs
from contactcenter.queue.scope import scope_of
from contactcenter.settings import Carrier, Database, Department, Fax, Hours, Http, Mail, Phone, Settings, Sms
from contactcenter.shapes.asks import ReplyAsk
from contactcenter.tickets.reply import reply
from contactcenter.tickets.tables import MessageRow, TicketRow

DEPARTMENTS = [
    Department(slug="general", name="General desk", name_zh="总咨询台"),
    Department(slug="law", name="Law library", name_zh="法学分馆"),
]
ALWAYS = Hours(opens="00:00", closes="24:00")
NEVER = Hours(days=[])
AT_ANY_HOUR = Sms(quiet_from="", quiet_to="")


@dataclass(slots=True)
class Library:
    """The house at work, and its librarians by name."""

    house: House
    app: web.Application
    url: str

    async def librarian(self, name: str) -> Scope:
        async with self.house.database.transaction() as session:
            row = (await session.execute(select(StaffRow).where(StaffRow.name == name))).scalar_one_or_none()
            if row is None:
                staff_id = await add_staff(
                    session, login=f"s{secrets.token_hex(4)}", name=name, role="supervisor", password_hash=None,
                    now=datetime.now(UTC),
                )
                row = (await session.execute(select(StaffRow).where(StaffRow.id == staff_id))).scalar_one()
            return await scope_of(session, row)

    async def answer(
        self, name: str, ticket_id: int, text: str, *, html: str | None = None,
        then: Literal["keep", "close", "waiting_patron"] = "waiting_patron",
    ) -> int:
        """A librarian answers; the message's id."""
        scope = await self.librarian(name)
        async with self.house.database.transaction() as session:
            version = (await session.execute(
                select(TicketRow.version).where(TicketRow.id == ticket_id)
            )).scalar_one()
            return await reply(
                session, scope=scope, actor=Actor("staff", scope.staff_id), now=datetime.now(UTC), ticket_id=ticket_id,
                ask=ReplyAsk(
                    text=text, html=html, client_id=secrets.token_hex(8), expected_version=version, then=then
                ),
            )

    async def texts(self, ticket_id: int) -> list[str]:
        """What stands in a ticket, oldest first."""
        async with self.house.database.read() as session:
            return list((await session.execute(
                select(MessageRow.text).where(MessageRow.ticket_id == ticket_id).order_by(MessageRow.id)
            )).scalars())

    async def ticket(self, ticket_id: int) -> TicketRow:
        async with self.house.database.read() as session:
            return (await session.execute(select(TicketRow).where(TicketRow.id == ticket_id))).scalar_one()

    async def count(self, table: type[Base]) -> int:
        async with self.house.database.read() as session:
            return (await session.execute(select(func.count()).select_from(table))).scalar_one()


async def _empty() -> Path:
    """A database file with every table and the tree of needs, made once a process: that takes longer than a start."""
    if not _EMPTY:
        folder = Path(tempfile.mkdtemp(prefix="cc-empty-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        opened = DatabaseHere(Database(url="sqlite"), folder)
        await migrate(opened)
        async with opened.transaction() as session:
            await ensure_needs(session)
        await opened.close()
        _EMPTY.append(folder / FILE)
    return _EMPTY[0]


def _begin_with(file: Path, data_dir: Path) -> None:
    """Unless there is a database already."""
    data_dir.mkdir(parents=True, exist_ok=True)
    if not (data_dir / FILE).exists():
        shutil.copy(file, data_dir / FILE)


FILE = "contactcenter.sqlite3"
_EMPTY: list[Path] = []


@asynccontextmanager
async def open_library(
    data_dir: Path, *, database_url: str = "sqlite", hours: Hours = ALWAYS, http: Http | None = None,
    mail: Mail | None = None, carrier: Carrier | None = None, port: int = 0,
    fax: Fax | None = None, phone: Phone | None = None,
) -> AsyncIterator[Library]:
    """Serve the whole house on 127.0.0.1."""
    if database_url == "sqlite":
        _begin_with(await _empty(), data_dir)
    settings = Settings(
        data_dir=data_dir, database=Database(url=database_url), hours=hours, departments=DEPARTMENTS,
        http=http or Http(), mail=mail or Mail(undo_s=0),
        carrier=carrier or Carrier(), fax=fax or Fax(), phone=phone or Phone(),
        sms=AT_ANY_HOUR,
    )
    async with build(settings) as (app, house):
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        try:
            site = web.TCPSite(runner, "127.0.0.1", port)
            await site.start()
            port = runner.addresses[0][1]
            yield Library(house, app, f"http://127.0.0.1:{port}")
        finally:
            await runner.cleanup()
