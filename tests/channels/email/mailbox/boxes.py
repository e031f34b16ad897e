"""A house that fetches from a user of the test's Dovecot."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from email.message import EmailMessage
from pathlib import Path

from sqlalchemy import func, select

from contactcenter.intake.mailboxes.tables import MailboxFolderRow, MailboxStatusRow
from contactcenter.intake.tables import InboundRow
from contactcenter.settings import Mail, Mailbox
from contactcenter.tickets.tables import MessageRow
from tests.library import Library, open_library
from tests.neighbours.dovecot import PASSWORD, Dovecot

SOON_S = 20.0


def letter(words: str, *, to: str = "help@library.example", large: int = 0) -> bytes:
    message = EmailMessage()
    message["From"] = f"Amina Okafor <{words}@uni.example>"
    message["To"] = to
    message["Subject"] = f"About {words}"
    message["Date"] = "Tue, 24 Nov 2026 10:00:00 +0000"
    message["Message-ID"] = f"<{words}@uni.example>"
    message.set_content(f"This is {words}.\n")
    if large:
        message.add_attachment(b"x" * large, maintype="application", subtype="pdf", filename="thesis.pdf")
    return message.as_bytes()


def mailbox(server: Dovecot, user: str, folder: Path, **changed: object) -> Mailbox:
    """The settings of an account of this Dovecot."""
    password = folder / "password"
    password.write_text(f"{PASSWORD}\n")
    values: dict[str, object] = {
        "name": "desk", "host": "127.0.0.1", "port": server.imap_port, "security": "none", "username": user,
        "password_file": str(password), "timeout_s": 5.0, **changed,
    }
    return Mailbox.model_validate(values)


@asynccontextmanager
async def fetching(folder: Path, database_url: str, *mailboxes: Mailbox, **mail: object) -> AsyncIterator[Library]:
    """A library that fetches from these accounts."""
    async with open_library(
        folder, database_url=database_url, mail=Mail.model_validate({"mailboxes": list(mailboxes), **mail})
    ) as library:
        yield library


async def until(what: Callable[[], Awaitable[bool]], *, seconds: float = SOON_S) -> None:
    """Wait until something is so. Raises `TimeoutError` when it is not in time."""
    async with asyncio.timeout(seconds):
        while not await what():
            await asyncio.sleep(0.05)


async def words(library: Library) -> Counter[str]:
    """What patrons' mails say, and how often."""
    async with library.house.database.read() as session:
        texts = (await session.execute(
            select(MessageRow.text).where(MessageRow.channel == "email", MessageRow.kind == "patron")
        )).scalars()
        return Counter(text.strip() for text in texts)


async def has(library: Library, count: int, *, seconds: float = SOON_S) -> Counter[str]:
    """Their words once there are so many; each was understood."""
    async def enough() -> bool:
        async with library.house.database.read() as session:
            return (await session.execute(
                select(func.count()).where(MessageRow.channel == "email", MessageRow.kind == "patron")
            )).scalar_one() >= count

    try:
        await until(enough, seconds=seconds)
    except TimeoutError as error:
        raise AssertionError(f"{(await words(library)).total()} of {count}, {await standing(library)}") from error
    return await words(library)


async def standing(library: Library) -> dict[str, tuple[str, str]]:
    """Code and words of every folder."""
    async with library.house.database.read() as session:
        rows = (await session.execute(select(MailboxStatusRow))).scalars().all()
    return {f"{row.account}/{row.folder}": (row.code, row.words) for row in rows}


async def stands(library: Library, code: str, *, folder: str = "desk/INBOX", seconds: float = SOON_S) -> str:
    """The far side's words once a folder stands so."""
    async def so() -> bool:
        return (await standing(library)).get(folder, ("?", ""))[0] == code

    await until(so, seconds=seconds)
    return (await standing(library))[folder][1]


async def progress(library: Library) -> list[MailboxFolderRow]:
    """What is written down of every folder, in the order in which they were met."""
    async with library.house.database.read() as session:
        return list((await session.execute(select(MailboxFolderRow).order_by(MailboxFolderRow.id))).scalars())


async def arrivals(library: Library) -> Counter[str]:
    """How many arrivals stand in which state."""
    async with library.house.database.read() as session:
        return Counter((await session.execute(select(InboundRow.state))).scalars())
