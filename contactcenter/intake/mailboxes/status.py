"""How fetching stands, per account and folder: told by the fetchers, read by whoever asks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.db.insert import insert_into
from contactcenter.envelope import Condition
from contactcenter.intake.mailboxes.tables import MailboxStatusRow


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
    session: AsyncSession, *, account: str, folder: str, differences: Sequence[str], now: datetime
) -> None:
    """What a comparison with the server found."""
    await tell_nothing_new(session, account=account, folder=folder, now=now)
    await session.execute(
        update(MailboxStatusRow).where(MailboxStatusRow.account == account, MailboxStatusRow.folder == folder)
        .values(differences=list(differences), compared_at=now).execution_options(synchronize_session=False)
    )


async def tell_nothing_new(session: AsyncSession, *, account: str, folder: str, now: datetime) -> None:
    """Make sure that a folder has a row."""
    await session.execute(
        insert_into(session, MailboxStatusRow).values(
            account=account, folder=folder, code="", words="", since=now, told_at=now, waiting=0, failing=[],
            differences=[],
        ).on_conflict_do_nothing()
    )


async def every(session: AsyncSession) -> list[MailboxStatusRow]:
    """How every folder stands, by name."""
    return list((await session.execute(
        select(MailboxStatusRow).order_by(MailboxStatusRow.account, MailboxStatusRow.folder)
    )).scalars())


async def forget_others(session: AsyncSession, *, known: Sequence[tuple[str, str]]) -> None:
    """Drop the standing of folders that are not configured any more; what was taken from them stays known."""
    await session.execute(
        delete(MailboxStatusRow)
        .where(tuple_(MailboxStatusRow.account, MailboxStatusRow.folder).not_in(list(known)))
        .execution_options(synchronize_session=False)
    )
