"""Laws 1, 4 and 5 under `kill -9`: every accepted mail and chat message once, every answer sent."""

from __future__ import annotations

import asyncio
import os
import random
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from sqlalchemy import func, select

from contactcenter.db.engine import Database
from contactcenter.events.tables import EventRow
from contactcenter.intake.tables import InboundRow
from contactcenter.outbox.tables import DeliveryRow
from contactcenter.settings import Database as DatabaseSettings
from contactcenter.tickets.tables import MessageRow, TicketRow
from tests.kill.clients import Promises, answers, chats, pipes_mail, writes_mail
from tests.kill.served import Served
from tests.neighbours.smtp import SmtpSink

SETTLED_S = 75.0
"""The killed process's leases end after 20 s; the rest is a slow machine's share."""


@pytest.fixture
def durable() -> bool:
    return True


@pytest.mark.timeout(240)
async def test_ten_kills_lose_and_double_nothing(database_url: str, tmp_path: Path, smtp_sink: SmtpSink) -> None:
    await _killed(database_url, tmp_path, smtp_sink, kills=10)


@pytest.mark.soak
@pytest.mark.timeout(3600)
async def test_two_hundred_kills_lose_and_double_nothing(
    database_url: str, tmp_path: Path, smtp_sink: SmtpSink
) -> None:
    await _killed(database_url, tmp_path, smtp_sink, kills=200)


async def _killed(database_url: str, folder: Path, sink: SmtpSink, *, kills: int) -> None:
    seed = int(os.environ.get("KILL_SEED", random.SystemRandom().randrange(10**6)))
    print(f"KILL_SEED={seed}")  # noqa: T201  # to meet the same moments again
    dice = random.Random(seed)  # noqa: S311
    served, promises = Served(folder, database_url, sink.port), Promises()
    code, said = await served.command("token", "create", "--name", "answers", "--role", "admin")
    assert code == 0
    served.start()
    clients: list[asyncio.Task[None]] = []
    try:
        await served.ready()
        clients = [asyncio.create_task(work) for work in (
            writes_mail(served, promises, "mail"), writes_mail(served, promises, "post"), pipes_mail(served, promises),
            chats(served, promises, "amina"), chats(served, promises, "lilei"), answers(served, promises, said.strip()),
        )]
        for _ in range(kills):
            await asyncio.sleep(dice.uniform(0.1, 1.5))
            served.kill()
            await asyncio.sleep(dice.uniform(0, 0.2))
            served.start()
            await served.ready()
        promises.over.set()
        await asyncio.gather(*clients)
        database = Database(DatabaseSettings(url=database_url), folder)
        try:
            await _settled(database)
            await _kept(database, promises, sink)
        finally:
            await database.close()
    finally:
        promises.over.set()
        served.kill()
        for client in clients:
            client.cancel()
        if clients:
            await asyncio.wait(clients, timeout=10)


async def _settled(database: Database) -> None:
    """Wait until nothing is left to understand or to send."""
    async with asyncio.timeout(SETTLED_S):
        while True:
            async with database.read() as session:
                waiting = (await session.execute(
                    select(func.count()).where(InboundRow.state == "received")
                )).scalar_one()
                due = (await session.execute(
                    select(func.count()).where(DeliveryRow.channel == "email", DeliveryRow.due_at.isnot(None))
                )).scalar_one()
            if waiting == due == 0:
                return
            await asyncio.sleep(0.2)


async def _kept(database: Database, promises: Promises, sink: SmtpSink) -> None:
    assert len(promises.mails) >= 10
    assert len(promises.chats) >= 10
    assert len(promises.replies) >= 5
    async with database.read() as session:
        messages = (await session.execute(select(MessageRow))).scalars().all()
        tickets = (await session.execute(select(TicketRow))).scalars().all()
        inbound = Counter((await session.execute(select(InboundRow.state))).scalars())
        events = (await session.execute(select(EventRow).order_by(EventRow.position))).scalars().all()
        ways = (await session.execute(select(DeliveryRow).where(DeliveryRow.kind == "reply"))).scalars().all()
    assert set(inbound) <= {"done", "duplicate"}
    by_mail = Counter(row.text.strip() for row in messages if row.channel == "email" and row.kind == "patron")
    assert by_mail == {f"This is {words}.": 1 for words in promises.mails}
    by_client = Counter(row.client_id for row in messages if row.client_id)
    assert max(by_client.values()) == 1
    # What was said and never acknowledged may be there, too: the patron's page asks again.
    assert set(promises.chats) | set(promises.replies) <= set(by_client)
    left = defaultdict(set)
    for mail in sink.mails:
        body = mail.message.get_body(("plain",))
        for client_id in promises.replies:
            if body is not None and f"This is {client_id}." in body.get_content():
                left[client_id].add(mail.message["Message-ID"])
    assert {client_id: len(left[client_id]) for client_id in promises.replies} == dict.fromkeys(promises.replies, 1)
    assert {way.state for way in ways} == {"sent"}
    versions = defaultdict(list)
    for event in events:
        versions[event.stream].append(event.version)
    for ticket in tickets:
        assert versions[f"ticket:{ticket.id}"] == list(range(1, ticket.version + 1))
        assert ticket.message_count == len([row for row in messages if row.ticket_id == ticket.id])
