"""Looking at an account without taking anything: what a folder holds, and whether one can sign in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from contactcenter.channels.email.mailbox.secret import Secret
from contactcenter.channels.email.mailbox.session import Session
from contactcenter.ledger import Folder
from contactcenter.settings import Mailbox
from contactcenter.uids import Uids


@asynccontextmanager
async def signed_in(mailbox: Mailbox, data_dir: Path) -> AsyncIterator[Session]:
    """A connection of its own. Raises `MailboxError`."""
    session = await Session.open(mailbox, await Secret(mailbox, data_dir).get())
    try:
        yield session
    finally:
        await session.close()


async def held(session: Session, *, account: str, name: str) -> tuple[Folder, Uids]:
    """The folder under its present UIDVALIDITY, and the UIDs of all that is in it; read-only."""
    selected = await session.select(name, read_only=True)
    there = await session.present(Uids(), and_above=1)
    return Folder(account, name, selected.uid_validity), Uids.of(there)
