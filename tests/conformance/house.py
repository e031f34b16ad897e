"""The core as `app.py` builds it, without wires: real receivers, real databases, a clock that tests move.

Rosa works in the general desk (queue A), 王芳 in the law library (queue B), Ines supervises, and Tomas
belongs to no department: he must see nothing.
"""

from __future__ import annotations

import itertools
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

import orjson
import structlog
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.add_staff import add_staff
from contactcenter.accounts.ensure_departments import ensure_departments
from contactcenter.accounts.scope import Scope
from contactcenter.accounts.set_membership import set_membership
from contactcenter.accounts.tables import StaffRow
from contactcenter.channels.email.addresses import OurAddresses
from contactcenter.channels.email.sign import Signer
from contactcenter.channels.registry import receivers
from contactcenter.channels.web_chat.parse import CHANNEL as CHAT
from contactcenter.db.blobs import Blobs
from contactcenter.db.engine import Database
from contactcenter.envelope import Accepted, Raw, Receiver
from contactcenter.events import tail
from contactcenter.events.record import Actor
from contactcenter.events.tail import Logged
from contactcenter.intake.desk import FrontDesk
from contactcenter.intake.understand import Understanding
from contactcenter.needs.ensure import ensure_needs
from contactcenter.queue.ensure import ensure_queues
from contactcenter.queue.scope import scope_of
from contactcenter.queue.tables import QueueRow
from contactcenter.settings import Department, Mail, Seats, Settings
from contactcenter.shapes.asks import NoteAsk, ReplyAsk
from contactcenter.tickets import index
from contactcenter.tickets.note import note
from contactcenter.tickets.reply import reply
from contactcenter.tickets.tables import MessageRow, TicketRow

P = ParamSpec("P")
T = TypeVar("T")
# A traceback with the values of all variables takes seconds to print.
structlog.configure(processors=[structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)])
KEY = b"k" * 32
DESK = "help@library.example"
LAW = "law@library.example"
SERVER = "mx.library.example"
"""Our own mail server, whose word on a From counts."""
AMINA = "Amina Okafor <amina@uni.example>"
LI_LEI = "李雷 <lilei@uni.example>"
BEGINS = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
DEPARTMENTS = [
    Department(slug="general", name="General desk", name_zh="总咨询台"),
    Department(slug="law", name="Law library", name_zh="法律图书馆", addresses=[LAW]),
]
PEOPLE = {
    "rosa": ("Rosa Marín", "librarian", ["general"]), "wang": ("王芳", "librarian", ["law"]),
    "ines": ("Ines", "supervisor", ["general"]), "tomas": ("Tomas", "librarian", []),
}
Verb = Callable[Concatenate[AsyncSession, P], Awaitable[T]]


@dataclass(frozen=True)
class Founded:
    """What a database that has this library's departments and people calls them."""

    staff: dict[str, int]
    scopes: dict[str, Scope]
    queues: dict[str, int]


@dataclass
class House:
    """One library, its people and its doors."""

    database: Database
    blobs: Blobs
    settings: Settings
    time: datetime = field(default=BEGINS)
    staff: dict[str, int] = field(default_factory=dict)
    scopes: dict[str, Scope] = field(default_factory=dict)
    queues: dict[str, int] = field(default_factory=dict)
    counter: itertools.count[int] = field(default_factory=lambda: itertools.count(1))
    desk: FrontDesk = field(init=False)
    understanding: Understanding = field(init=False)
    signer: Signer = field(init=False)
    ours: OurAddresses = field(init=False)

    def clock(self) -> datetime:
        """The time. Each look is a little later than the one before, as in life."""
        self.time += timedelta(milliseconds=1)
        return self.time

    def pass_by(self, span: timedelta) -> None:
        self.time += span

    def actor(self, login: str) -> Actor:
        return Actor("staff", self.staff[login])

    async def does(self, login: str, verb: Verb[P, T], **arguments: object) -> T:
        """Somebody of staff does something, in a transaction of its own."""
        async with self.database.transaction() as session:
            return await verb(  # type: ignore[call-arg]
                session, scope=self.scopes[login], actor=self.actor(login), now=self.clock(), **arguments  # type: ignore[arg-type]
            )

    async def replies(self, login: str, ticket_id: int, text: str = "Yes.", **more: object) -> int:
        """An answer, over the ticket's newest version unless `expected_version` says another."""
        if "expected_version" not in more:
            more["expected_version"] = (await self.ticket(ticket_id)).version
        beside = {name: more.pop(name) for name in ("hold", "send", "files_by_text") if name in more}
        ask = ReplyAsk.model_validate({"text": text, "client_id": self.client_id(), **more})
        return await self.does(login, reply, ticket_id=ticket_id, ask=ask, ours=self.ours.reach, **beside)

    async def notes(self, login: str, ticket_id: int, text: str = "Look at this.", **more: object) -> int:
        ask = NoteAsk.model_validate({"text": text, "client_id": self.client_id(), **more})
        return await self.does(login, note, ticket_id=ticket_id, ask=ask)

    def client_id(self) -> str:
        return f"client-{next(self.counter):08}"

    def letter(self, subject: str = "Renewal", text: str = "May I renew my loan?", **fields: str) -> bytes:
        """A mail as its bytes; `sender`, `to`, `message_id`, `in_reply_to` and other fields by keyword."""
        message = EmailMessage()
        message["From"] = fields.pop("sender", AMINA)
        message["To"] = fields.pop("to", DESK)
        message["Subject"] = subject
        message["Message-ID"] = fields.pop("message_id", f"<{next(self.counter)}@uni.example>")
        message["Date"] = "Wed, 25 Nov 2026 09:00:00 +0800"
        for name, value in fields.items():
            message[name.replace("_", "-")] = value
        message.set_content(text)
        return message.as_bytes()

    async def mails(self, subject: str = "Renewal", text: str = "May I renew my loan?", **fields: str) -> int:
        """Somebody writes; the number of the ticket that the mail went to."""
        accepted = await self.desk.accept_now(Raw("email", self.letter(subject, text, **fields)))
        assert accepted.ticket_id is not None, "the mail went to quarantine"
        return accepted.ticket_id

    def chat_bytes(self, text: str, *, ticket_id: int | None = None, **more: object) -> bytes:
        said = {"ticket_id": ticket_id, "client_id": self.client_id(), "text": text, **more}
        return orjson.dumps(said, option=orjson.OPT_SORT_KEYS)

    async def says(self, text: str, *, ticket_id: int | None = None, **more: object) -> Accepted:
        """A patron says something in a chat; without a ticket it begins one."""
        return await self.desk.accept_now(Raw(CHAT, self.chat_bytes(text, ticket_id=ticket_id, **more)))

    async def chats(self, text: str = "Is anybody there?", **more: str) -> int:
        accepted = await self.says(text, ticket_id=None, **more)
        assert accepted.ticket_id is not None, "the chat went to quarantine"
        return accepted.ticket_id

    async def ticket(self, ticket_id: int) -> TicketRow:
        async with self.database.read() as session:
            return (await session.execute(select(TicketRow).where(TicketRow.id == ticket_id))).scalar_one()

    async def messages(self, ticket_id: int) -> list[MessageRow]:
        """The rows that stand in a ticket itself, oldest first."""
        async with self.database.read() as session:
            return list((await session.execute(
                select(MessageRow).where(MessageRow.ticket_id == ticket_id).order_by(MessageRow.id)
            )).scalars())

    async def log(self, after: int = 0) -> list[Logged]:
        """The whole log after a position."""
        events: list[Logged] = []
        async with self.database.read() as session:
            while batch := await tail.after(session, events[-1].position if events else after):
                events += batch
        return events

    async def head(self) -> int:
        async with self.database.read() as session:
            return await tail.head(session)

    async def index(self) -> None:
        """Let the search index read the log to its end, as the worker does."""
        indexer = index.Indexer(self.database)
        while await indexer.next_set():
            pass

    async def look_again(self) -> None:
        """Scopes as the memberships make them now."""
        self.scopes = await scopes(self.database, self.staff)


async def scopes(database: Database, staff: dict[str, int]) -> dict[str, Scope]:
    """What each of them may see."""
    found = {}
    async with database.read() as session:
        for login, staff_id in staff.items():
            row = await session.get(StaffRow, staff_id)
            assert row is not None
            found[login] = await scope_of(session, row)
    return found


async def found(database: Database) -> Founded:
    """Give a migrated, empty database its departments and people."""
    staff = {}
    async with database.transaction() as session:
        departments = await ensure_departments(session, departments=DEPARTMENTS)
        await ensure_queues(session, departments=DEPARTMENTS, desk_address=DESK)
        await ensure_needs(session)
        for login, (name, role, slugs) in PEOPLE.items():
            staff[login] = await add_staff(
                session, login=login, name=name, role=role, password_hash=None, now=BEGINS,
                email=f"{login}@staff.example",
            )
            if slugs:
                await set_membership(
                    session, staff_id=staff[login], department_ids=[departments[one] for one in slugs], now=BEGINS,
                )
        rows = await session.execute(select(QueueRow.slug, QueueRow.id))
        queues = {row.slug: row.id for row in rows}
    return Founded(staff, await scopes(database, staff), queues)


def build(database: Database, data_dir: Path, founded: Founded, *, extra: dict[str, Receiver] | None = None) -> House:
    """The house in a founded database. `extra` adds receivers of a test's own."""
    settings = Settings(data_dir=data_dir, departments=DEPARTMENTS, mail=Mail(address=DESK, authserv_id=SERVER),
                        seats=Seats(chats=2))
    house = House(
        database, Blobs(data_dir), settings, staff=dict(founded.staff), scopes=dict(founded.scopes),
        queues=dict(founded.queues),
    )
    house.signer = Signer(KEY, DESK)
    house.ours = OurAddresses(house.settings, house.signer)
    house.understanding = Understanding(
        database, house.blobs, {**receivers(settings, KEY), **(extra or {})}, house.clock
    )
    house.desk = FrontDesk(
        database=database, blobs=house.blobs, understanding=house.understanding, settings=settings,
        clock=house.clock, is_ours=lambda address: bool(house.signer.tickets([address])),
    )
    return house
