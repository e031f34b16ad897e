"""How fetching stands, per account and folder: told by the fetchers, read by whoever asks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.db.insert import insert_into
from contactcenter.intake.mailboxes.tables import MailboxStatusRow
from contactcenter.ledger import Condition

SILENT_AFTER = timedelta(hours=1)
"""Longer than any wait for a push: whoever has said nothing for so long is stuck."""


def trouble_of(row: MailboxStatusRow, now: datetime) -> str:
    """The code of a folder's trouble, or empty."""
    return row.code or ("silent" if now - row.told_at >= SILENT_AFTER else "")


async def tell(session: AsyncSession, *, condition: Condition, now: datetime) -> None:
    """Write down how a folder stands. `since` moves when trouble begins, changes its kind, or ends."""
    key = {"account": condition.account, "folder": condition.folder}
    told = {
        "words": condition.words[:1000], "told_at": now, "waiting": condition.waiting,
        "failing": [
            {"uid": str(one.uid), "words": one.words[:500], "since": one.since.isoformat()} for one in condition.failing
        ],
    }
    await session.execute(
        insert_into(session, MailboxStatusRow)
        .values(**key, code=condition.code, since=now, differences=[], **told).on_conflict_do_nothing()
    )
    row = (await session.execute(
        select(MailboxStatusRow).where(
            MailboxStatusRow.account == condition.account, MailboxStatusRow.folder == condition.folder
        ).with_for_update()
    )).scalar_one()
    changed = row.code != condition.code
    values = {**told, "code": condition.code, "since": now} if changed else told
    await session.execute(
        update(MailboxStatusRow)
        .where(MailboxStatusRow.account == condition.account, MailboxStatusRow.folder == condition.folder)
        .values(**values).execution_options(synchronize_session=False)
    )


async def compared(
    session: AsyncSession, *, account: str, folder: str, differences: Sequence[dict[str, str]], now: datetime
) -> None:
    """What a comparison with the server found."""
    await make_sure_of(session, account=account, folder=folder, now=now)
    await session.execute(
        update(MailboxStatusRow).where(MailboxStatusRow.account == account, MailboxStatusRow.folder == folder)
        .values(differences=list(differences), compared_at=now).execution_options(synchronize_session=False)
    )


async def make_sure_of(session: AsyncSession, *, account: str, folder: str, now: datetime) -> None:
    """Make sure that a folder has a row."""
    await session.execute(
        insert_into(session, MailboxStatusRow).values(
            account=account, folder=folder, code="", words="", since=now, told_at=now, waiting=0, failing=[],
            differences=[],
        ).on_conflict_do_nothing()
    )


async def every(session: AsyncSession, *, folders: Collection[tuple[str, str]]) -> list[MailboxStatusRow]:
    """How these folders stand, by name; one that is not configured any more is not among them."""
    rows = (await session.execute(
        select(MailboxStatusRow).order_by(MailboxStatusRow.account, MailboxStatusRow.folder)
    )).scalars()
    return [row for row in rows if (row.account, row.folder) in folders]


async def alarmed(session: AsyncSession, *, folders: Sequence[tuple[str, str]], at: datetime | None) -> None:
    """The administrators were told of these, or (None) that they are well again."""
    await session.execute(
        update(MailboxStatusRow)
        .where(tuple_(MailboxStatusRow.account, MailboxStatusRow.folder).in_(list(folders)))
        .values(alarmed_at=at).execution_options(synchronize_session=False)
    )
