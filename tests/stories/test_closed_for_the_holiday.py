"""The law library closes for the holiday: Amina hears when somebody will read her mail, 李雷 cannot begin a chat there."""

from __future__ import annotations

import asyncio
import email
import email.policy
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import aiohttp
from sqlalchemy import select

from contactcenter.envelope import Raw
from contactcenter.events.record import Actor
from contactcenter.queue.add_exception import add_exception
from contactcenter.queue.set_after_hours import set_after_hours
from contactcenter.queue.tables import QueueRow
from contactcenter.settings import Mail
from contactcenter.shapes.hours import AfterHoursAsk, ExceptionAsk
from contactcenter.tickets.tables import TicketRow
from tests.channels.email.mailbox.boxes import letter
from tests.channels.web_chat.test_socket import Patron
from tests.library import open_library
from tests.neighbours.smtp import SmtpSink


async def test_the_law_library_is_closed_for_three_days(database_url: str, tmp_path: Path, smtp_sink: SmtpSink) -> None:
    mail = Mail.model_validate({"undo_s": 0, "smtp": {"host": "127.0.0.1", "port": smtp_sink.port, "security": "none"}})
    async with open_library(tmp_path, database_url=database_url, mail=mail) as library:
        ines, today = await library.librarian("Ines"), datetime.now(ZoneInfo("Asia/Shanghai")).date()
        first, last = today - timedelta(days=1), today + timedelta(days=3)
        async with library.house.database.transaction() as session:
            ids = {row.slug: row.id for row in await session.execute(select(QueueRow.slug, QueueRow.id))}
            actor, now = Actor("staff", ines.staff_id), datetime.now(UTC)
            for slug in ("general", "law"):
                await add_exception(
                    session, scope=ines, actor=actor, now=now, queue_id=ids[slug], ask=_closed(first, last)
                )
            await set_after_hours(
                session, scope=ines, actor=actor, now=now, queue_id=ids["law"],
                ask=AfterHoursAsk(version=1, chat="refuse", tells_when=True),
            )

        # Amina mails, and hears when somebody will read it.
        await library.house.desk.accept([Raw("email", letter("renewal"))])
        (told,) = await asyncio.to_thread(smtp_sink.wait, 1)
        words = email.message_from_bytes(told.raw, policy=email.policy.default).get_body(("plain",)).get_content()  # type: ignore[union-attr]
        opens = last + timedelta(days=1)
        assert f"from {opens:%A}, {opens.day} {opens:%B %Y}, 00:00 on." in " ".join(words.split())

        # 李雷 cannot begin a chat at the law library; at the general desk he leaves a message.
        lilei = await Patron(library.url).come()
        assert await lilei.ask("start", client_id="lilei-0001", text="有人吗？", queue="law") == {"error": "closed"}
        started = await lilei.start(email="lilei@uni.example")
        assert started["status"]["open"] is False  # type: ignore[index]
        await lilei.client.disconnect()
        assert await library.count(TicketRow) == 2

        # The pages say so, in both languages.
        async with aiohttp.ClientSession() as http:
            for locale, said in (("en", "closed, opens"), ("zh-Hans", "休息中，")):
                async with http.get(f"{library.url}/ask", headers={"Accept-Language": locale}) as page:
                    assert (await page.text()).count(said) == 2
            async with http.get(f"{library.url}/chat/desk") as answer:
                desks = {one["slug"]: one for one in (await answer.json())["departments"]}
        assert (desks["law"]["open"], desks["law"]["takes_messages"], desks["law"]["hours"]) == (False, False, "")
        assert (desks["general"]["open"], desks["general"]["takes_messages"]) == (False, True)
        assert desks["law"]["changes_at"].startswith(f"{opens - timedelta(days=1)}T16:00")


def _closed(first: date, last: date) -> ExceptionAsk:
    return ExceptionAsk(version=0, first_day=first, last_day=last, name="Holiday", name_zh="假期")
