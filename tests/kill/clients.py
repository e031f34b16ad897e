"""Those who go on while the service is killed under them: each tries again until it has a promise."""

from __future__ import annotations

import asyncio
import contextlib
import math
import random
from dataclasses import dataclass, field
from email.message import EmailMessage

import aiohttp
import aiosmtplib
import socketio

from tests.kill.served import Served
from tests.neighbours.dovecot import Dovecot

DESK = "help@library.example"
PAUSE_S = 0.05
LARGE_EVERY = 50
ENOUGH = 10
MAILS_A_KILL = 6
"""In each mailbox: enough that something is always under way, whatever the speed of the machine."""


@dataclass
class Promises:
    """What the service said it has."""

    mails: list[str] = field(default_factory=list)
    """Words of mails that got 250 or exit code 0."""
    chats: list[str] = field(default_factory=list)
    """Client ids of acknowledged chat messages."""
    replies: list[str] = field(default_factory=list)
    """Client ids of answers that the API took."""
    posted: dict[str, list[str]] = field(default_factory=dict)
    """Words of mails that Dovecot got, by the user whose mailbox it is."""
    most_posted: float = math.inf
    """No mailbox gets more, so that the work does not depend on how slow the machine is."""
    most_piped: float = math.inf
    """No more go by the pipe, each of which is a process that starts."""
    posting: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held while Dovecot gets a mail: who holds it knows that Dovecot gets none."""
    over: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def enough(self) -> bool:
        """Whether each had enough promised for the end to prove something."""
        posted = [len(words) for words in self.posted.values()]
        return min(len(self.mails), len(self.chats), *posted) >= ENOUGH and len(self.replies) >= ENOUGH // 2

    def more(self) -> None:
        """As much again may be posted and piped."""
        self.most_posted += MAILS_A_KILL
        self.most_piped += 1


def letter(words: str, *, large: bool = False) -> bytes:
    message = EmailMessage()
    message["From"] = f"Reader {words} <{words}@uni.example>"
    message["To"] = DESK
    message["Subject"] = f"About {words}"
    message["Message-ID"] = f"<{words}@uni.example>"
    message.set_content(f"This is {words}.\n")
    if large:
        # Above what the database keeps in a row: the bytes go to a file first.
        message.add_attachment(words.encode() * 40_000, maintype="application", subtype="pdf", filename="a.pdf")
    return message.as_bytes()


async def writes_mail(port: int, promises: Promises, name: str, pause_s: float) -> None:
    """A mail server: the same mail again until it hears 250."""
    number = 0
    while not promises.over.is_set():
        words = f"{name}{number:05}"
        data = letter(words, large=number % LARGE_EVERY == 3)
        while not await _smtp(port, data):
            await asyncio.sleep(PAUSE_S)
        promises.mails.append(words)
        number += 1
        await asyncio.sleep(pause_s)


async def _smtp(port: int, data: bytes) -> bool:
    client = aiosmtplib.SMTP(hostname="127.0.0.1", port=port, timeout=5)
    try:
        await client.connect()
        await client.sendmail("reader@uni.example", [DESK], data)
    except (aiosmtplib.SMTPException, OSError):
        return False
    else:
        return True
    finally:
        client.close()


async def pipes_mail(served: Served, promises: Promises, pause_s: float) -> None:
    """A mail server's pipe: exit code 75 is tried again."""
    number = 0
    while not promises.over.is_set():
        if number >= promises.most_piped:
            await asyncio.sleep(PAUSE_S)
            continue
        words = f"pipe{number:05}"
        while (await served.command("deliver", DESK, given=letter(words)))[0] != 0:
            await asyncio.sleep(PAUSE_S)
        promises.mails.append(words)
        number += 1
        await asyncio.sleep(pause_s)


async def posts(server: Dovecot, user: str, promises: Promises, pace: random.Random, pause_s: float) -> None:
    """The world: hands mail to Dovecot, now and then many at once, whatever happens to us."""
    posted = promises.posted.setdefault(user, [])
    while not promises.over.is_set():
        if len(posted) >= promises.most_posted:
            await asyncio.sleep(PAUSE_S)
            continue
        some = [f"{user}n{len(posted) + number:05}" for number in range(pace.choice((1, 1, 1, 6)))]
        mails = [letter(words, large=words.endswith("33")) for words in some]
        async with promises.posting:
            await asyncio.to_thread(server.deliver, user, *mails)
            posted += some
        await asyncio.sleep(pause_s * pace.uniform(0.2, 2))


async def chats(served: Served, promises: Promises, name: str, pause_s: float) -> None:
    """A patron's page: what has no receipt is sent again under the same client id."""
    token: str | None = None
    number = 0
    while not promises.over.is_set():
        client = socketio.AsyncClient(reconnection=False)
        try:
            await client.connect(
                served.url, namespaces=["/patron"], auth={"token": token} if token else {}, transports=["websocket"],
                wait_timeout=3,
            )
            while not promises.over.is_set():
                said = {"client_id": f"{name}-{number:06}", "text": f"This is {name} {number}."}
                answer = await client.call("say" if token else "start", said, namespace="/patron", timeout=3)
                if "error" in answer:
                    break
                token = answer.get("token", token)
                promises.chats.append(said["client_id"])
                number += 1
                await asyncio.sleep(pause_s)
        except (socketio.exceptions.SocketIOError, aiohttp.ClientError, OSError):
            await asyncio.sleep(PAUSE_S)
        finally:
            with contextlib.suppress(Exception):
                await client.disconnect()


async def answers(served: Served, promises: Promises, token: str) -> None:
    """A librarian's program: answers each new ticket once, asking again under the same client id."""
    done: set[int] = set()
    headers = {"Authorization": f"Bearer {token}"}
    timeout = aiohttp.ClientTimeout(5)
    async with aiohttp.ClientSession(served.url, headers=headers, timeout=timeout) as client:
        while not promises.over.is_set():
            try:
                async with client.get("/api/v1/tickets?view=waiting&channel=email&sort=created&limit=20") as answer:
                    items = (await answer.json())["items"] if answer.status == 200 else []
                for item in items:
                    if item["id"] not in done and not promises.over.is_set():
                        await _answer(client, promises, item["id"], item["version"])
                        done.add(item["id"])
            except (aiohttp.ClientError, TimeoutError, OSError):
                pass
            await asyncio.sleep(2 * PAUSE_S)


async def _answer(client: aiohttp.ClientSession, promises: Promises, ticket_id: int, version: int) -> None:
    client_id = f"answer-{ticket_id:06}"
    said = {"text": f"This is {client_id}.", "client_id": client_id, "expected_version": version}
    async with client.post(f"/api/v1/tickets/{ticket_id}/replies", json=said) as answer:
        if answer.status != 201:
            raise aiohttp.ClientPayloadError(f"{answer.status}: {await answer.text()}")
    promises.replies.append(client_id)
