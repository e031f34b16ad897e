"""An answer that nobody saw in the chat goes to the address the patron left."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from contactcenter.channels.web_chat.asks import Start, read
from contactcenter.channels.web_chat.parse import raw
from contactcenter.outbox.tables import DeliveryRow
from contactcenter.settings import Mail, Smtp
from tests.library import Library, open_library
from tests.neighbours.smtp import SmtpSink


async def ask(library: Library, *, email: str) -> int:
    start = read(Start, {"client_id": "lilei-0001", "text": "可以续借吗？", "name": "李雷", "email": email})
    accepted = await library.house.desk.accept_now(raw(start, ticket_id=None, files=[]))
    assert accepted.ticket_id is not None
    return accepted.ticket_id


async def let_time_pass(library: Library) -> None:
    """As if the grace were over."""
    async with library.house.database.transaction() as session:
        await session.execute(update(DeliveryRow).values(due_at=datetime.now(UTC) - timedelta(seconds=1)))


async def state_of_delivery(library: Library, wanted: str) -> str:
    """The state of the only delivery, once it is the wanted one (or after ten seconds, whatever it is)."""
    state = ""
    for _ in range(200):
        async with library.house.database.read() as session:
            row = await session.get(DeliveryRow, 1)
        state = row.state if row is not None else ""
        if state == wanted:
            break
        await asyncio.sleep(0.05)
    return state


@pytest.mark.parametrize("email", ["li.lei@example.edu", ""])
async def test_an_unseen_answer_goes_by_email_if_it_can(
    tmp_path: Path, database_url: str, smtp_sink: SmtpSink, email: str
) -> None:
    mail = Mail(smtp=Smtp(host="127.0.0.1", port=smtp_sink.port, security="none"))
    async with open_library(tmp_path / "house", database_url=database_url, mail=mail) as library:
        ticket_id = await ask(library, email=email)
        await library.answer("王芳", ticket_id, "可以，两次。")
        await asyncio.sleep(1.5)
        assert smtp_sink.mails == [], "it is on the screen first"
        await let_time_pass(library)
        assert await state_of_delivery(library, "sent") == "sent"
        if not email:
            assert smtp_sink.mails == [], "without an address it waits in the conversation"
            return
        (kept,) = await asyncio.to_thread(smtp_sink.wait, 1)
        assert kept.rcpt_tos == ["li.lei@example.edu"]
        text = kept.message.get_body(("plain",))
        assert text is not None
        assert text.get_content().startswith("可以，两次。")


async def test_a_seen_answer_stays_in_the_chat(tmp_path: Path, smtp_sink: SmtpSink) -> None:
    mail = Mail(smtp=Smtp(host="127.0.0.1", port=smtp_sink.port, security="none"))
    async with open_library(tmp_path / "house", mail=mail) as library:
        ticket_id = await ask(library, email="li.lei@example.edu")
        version = await library.answer("王芳", ticket_id, "可以，两次。")
        await library.house.desk.seen(ticket_id, version=version)
        assert await state_of_delivery(library, "delivered") == "delivered"
        await asyncio.sleep(1.5)
        assert smtp_sink.mails == []
