"""Patrons who write by themselves, through the real doors: SMTP, the form, the chat's socket."""

from __future__ import annotations

import asyncio
import contextlib
import random
import re
import secrets
from collections.abc import Awaitable, Callable

import aiohttp
import aiosmtplib
import socketio
import structlog
from sqlalchemy import func, select

from contactcenter.demo.letters import letter
from contactcenter.demo.scenarios import (
    CHINESE,
    ENGLISH,
    GREETINGS_EN,
    GREETINGS_ZH,
    PEOPLE_EN,
    PEOPLE_ZH,
    THANKS,
    Question,
)
from contactcenter.house import House
from contactcenter.tickets.tables import TicketRow

log = structlog.get_logger(__name__)
MAIL_EVERY_S, CHAT_EVERY_S, FORM_EVERY_S = 25.0, 50.0, 90.0
ENOUGH_WAITING = 60
"""With so many waiting the patrons pause: a demo left alone must not grow without end."""
PATIENCE_S = 600.0
READS_S = 4.0


class Patrons:
    """All simulated patrons of one house."""

    def __init__(self, house: House, base: str) -> None:
        self._house = house
        self._base = base
        self._dice = random.Random()  # noqa: S311  # a new day every time
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        for every, act in ((MAIL_EVERY_S, self.mail), (CHAT_EVERY_S, self.chat), (FORM_EVERY_S, self.form)):
            self._tasks.append(asyncio.create_task(self._again(every, act)))

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        for task in self._tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def _again(self, every: float, act: Callable[[], Awaitable[None]]) -> None:
        while True:
            await asyncio.sleep(every * self._dice.uniform(0.5, 1.5))
            try:
                if await self._waiting() < ENOUGH_WAITING:
                    await act()
            except Exception as error:  # noqa: BLE001  # a patron who fails goes home; others come
                log.info("demo.patron_left", error=type(error).__name__)

    async def mail(self) -> None:
        """A mail to one of our addresses."""
        question, person, _ = self._someone()
        message = letter(name=person[0], address=person[1], to=question.to, subject=question.subject,
                         text=question.text, at=self._house.clock(), file=question.file)
        host, _, port = self._house.settings.mail.listen.rpartition(":")
        await aiosmtplib.send(message, hostname=host, port=int(port), start_tls=False, use_tls=False)

    async def form(self) -> None:
        """The form, read and filled in as a browser without JavaScript does it."""
        question, person, language = self._someone()
        async with aiohttp.ClientSession(headers={"Accept-Language": language}) as session:
            async with session.get(f"{self._base}/ask") as page:
                found = re.search(r'name="client_id" value="([^"]+)"', await page.text())
            if found is None:
                return
            await asyncio.sleep(READS_S + 2)
            fields = aiohttp.FormData(default_to_multipart=True)
            for name, value in {
                "client_id": found.group(1), "name": person[0], "email": person[1], "subject": question.subject,
                "text": question.text, "queue": "",
            }.items():
                fields.add_field(name, value)
            headers = {"Origin": self._base, "Sec-Fetch-Site": "same-origin"}
            async with session.post(f"{self._base}/ask", data=fields, headers=headers) as answer:
                answer.raise_for_status()

    async def chat(self) -> None:
        """A chat: a greeting, the question, thanks for an answer, and away."""
        question, person, language = self._someone()
        chinese = language.startswith("zh")
        client = socketio.AsyncClient(reconnection=False)
        answered = asyncio.Event()

        async def lines(data: dict[str, list[dict[str, object]]]) -> None:
            if any(line["author"] == "staff" for line in data["lines"]):
                answered.set()

        client.on("lines", lines, namespace="/patron")
        await client.connect(self._base, namespaces=["/patron"], transports=["websocket"])
        try:
            begun = await client.call("start", {
                "client_id": secrets.token_hex(8), "text": GREETINGS_ZH if chinese else GREETINGS_EN, "name": person[0],
                "email": person[1], "locale": "zh-Hans" if chinese else "en",
            }, namespace="/patron")
            if "token" not in begun:
                return
            await asyncio.sleep(READS_S)
            await self._say(client, question.text)
            for text in (question.again, self._dice.choice(THANKS["zh" if chinese else "en"])):
                answered.clear()
                async with asyncio.timeout(PATIENCE_S):
                    await answered.wait()
                await client.emit("typing", {}, namespace="/patron")
                await asyncio.sleep(READS_S)
                await self._say(client, text)
            await asyncio.sleep(READS_S)
        finally:
            await client.disconnect()

    async def _say(self, client: socketio.AsyncClient, text: str) -> None:
        await client.emit("typing", {}, namespace="/patron")
        await asyncio.sleep(1)
        await client.call("say", {"client_id": secrets.token_hex(8), "text": text}, namespace="/patron")

    def _someone(self) -> tuple[Question, tuple[str, str], str]:
        if self._dice.random() < 0.5:  # noqa: PLR2004
            return self._dice.choice(CHINESE), self._dice.choice(PEOPLE_ZH), "zh-CN"
        return self._dice.choice(ENGLISH), self._dice.choice(PEOPLE_EN), "en"

    async def _waiting(self) -> int:
        async with self._house.database.read() as session:
            some = select(TicketRow.id).where(TicketRow.lane == "waiting").limit(ENOUGH_WAITING).subquery()
            return int((await session.execute(select(func.count()).select_from(some))).scalar_one())
