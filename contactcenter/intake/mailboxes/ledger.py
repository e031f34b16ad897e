"""The ledger of mailboxes (`ledger.MailLedger`): a mail and the word that it was taken are one commit."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.clock import Clock
from contactcenter.db.alone import Alone
from contactcenter.db.blobs import Blobs
from contactcenter.db.engine import Database
from contactcenter.db.insert import insert_into
from contactcenter.db.wake import CHANNEL
from contactcenter.envelope import Raw
from contactcenter.intake.accept import accept
from contactcenter.intake.mailboxes.status import tell
from contactcenter.intake.mailboxes.tables import MailboxFolderRow, MailboxMailRow
from contactcenter.intake.tables import InboundRow
from contactcenter.intake.unavailable import passing_is_unavailable
from contactcenter.ledger import Condition, Folder, Taken
from contactcenter.uids import Uids

ROOM = 200
"""A backlog is fetched no further while so many arrivals wait to be understood: a second's work or less."""
ROOM_LOOK_S = 0.05
ROOM_WAIT_S = 60.0
"""If nothing is understood for so long, mail is still safer here than there."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """`arrived` is called when there is something to understand."""

    database: Database
    blobs: Blobs
    clock: Clock
    arrived: Callable[[], None]
    alone: Alone

    async def mine(self, account: str, folder: str) -> bool:
        with passing_is_unavailable():
            return await self.alone.mine(f"mailbox {account}/{folder}")

    async def first_seen(self, account: str, folder: str) -> datetime | None:
        with passing_is_unavailable():
            async with self.database.read() as session:
                return (await session.execute(
                    select(MailboxFolderRow.seen_at)
                    .where(MailboxFolderRow.account == account, MailboxFolderRow.folder == folder)
                    .order_by(MailboxFolderRow.seen_at).limit(1)
                )).scalar_one_or_none()

    async def taken(self, folder: Folder, *, uid_next: int, passed_over: Uids) -> Taken:
        with passing_is_unavailable():
            async with self.database.transaction() as session:
                await session.execute(
                    insert_into(session, MailboxFolderRow).values(
                        account=folder.account, folder=folder.name, uid_validity=folder.uid_validity,
                        first_uid_next=uid_next, seen_at=self.clock(), passed_over=str(passed_over),
                        taken=str(passed_over), pending="", gone="",
                    ).on_conflict_do_nothing()
                )
                row = await _row(session, folder)
                return Taken(Uids.read(row.taken), Uids.read(row.pending), Uids.read(row.gone), row.first_uid_next)

    async def keep(self, folder: Folder, mails: Sequence[tuple[int, Raw]], *, pending: bool) -> int:
        with passing_is_unavailable():
            async with self.database.transaction() as session:
                # Locked: of two processes that watch one folder, the second finds these taken.
                row = await _row(session, folder)
                before = Uids.read(row.taken)
                new = [(uid, raw) for uid, raw in mails if uid not in before]
                if not new:
                    return 0
                ids = await accept(session, raws=[raw for _, raw in new], blobs=self.blobs, now=self.clock())
                uids = Uids.of(uid for uid, _ in new)
                await session.execute(insert(MailboxMailRow), [
                    {"folder_id": row.id, "uid": uid, "inbound_id": inbound_id}
                    for (uid, _), inbound_id in zip(new, ids, strict=True)
                ])
                row.taken = str(before | uids)
                if pending:
                    row.pending = str(Uids.read(row.pending) | uids)
                if not self.database.sqlite:
                    # Another process may be the one that understands.
                    await session.execute(text(f"NOTIFY {CHANNEL}"))
        self.arrived()
        return len(new)

    async def room(self) -> None:
        waiting = select(InboundRow.id).where(InboundRow.state == "received").limit(ROOM)
        with passing_is_unavailable(), contextlib.suppress(TimeoutError):
            async with asyncio.timeout(ROOM_WAIT_S):
                while True:
                    async with self.database.read() as session:
                        if len((await session.execute(waiting)).all()) < ROOM:
                            return
                    await asyncio.sleep(ROOM_LOOK_S)

    async def done(self, folder: Folder, uids: Uids) -> None:
        with passing_is_unavailable():
            async with self.database.transaction() as session:
                row = await _row(session, folder)
                row.pending = str(Uids.read(row.pending) - uids)

    async def missing(self, folder: Folder, uids: Uids) -> None:
        with passing_is_unavailable():
            async with self.database.transaction() as session:
                row = await _row(session, folder)
                fresh = uids - Uids.read(row.taken)
                # What went before we ever looked is nobody's loss, and closes the gaps in what was taken.
                row.gone = str(Uids.read(row.gone) | (fresh - Uids.span(1, row.first_uid_next - 1)))
                row.taken = str(Uids.read(row.taken) | fresh)

    async def tell(self, condition: Condition) -> None:
        with passing_is_unavailable():
            async with self.database.transaction() as session:
                await tell(session, condition=condition, now=self.clock())


async def _row(session: AsyncSession, folder: Folder) -> MailboxFolderRow:
    """The folder's row, locked."""
    return (await session.execute(
        select(MailboxFolderRow).where(
            MailboxFolderRow.account == folder.account, MailboxFolderRow.folder == folder.name,
            MailboxFolderRow.uid_validity == folder.uid_validity,
        ).with_for_update()
    )).scalar_one()
