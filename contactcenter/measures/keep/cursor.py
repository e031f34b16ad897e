"""How far the facts go, and having them all counted anew: the cursor at `AGAIN`."""

from __future__ import annotations

from sqlalchemy import delete, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.db.base import table_of
from contactcenter.db.insert import insert_into
from contactcenter.events import tail
from contactcenter.events.tables import CursorRow
from contactcenter.measures.keep.rows import TABLES
from contactcenter.measures.tables import FactPeriodRow

READER = "facts"
AGAIN = -1
"""The cursor of facts that are to be counted anew."""
GONE_AT_ONCE = 2_000


async def count_again(session: AsyncSession) -> None:
    """Have all facts counted anew from the first event, by whichever process keeps them."""
    await session.execute(
        insert_into(session, FactPeriodRow).values(period=AGAIN, position=1)
        .on_conflict_do_update(index_elements=[FactPeriodRow.period], set_={"position": FactPeriodRow.position + 1})
    )
    await session.execute(
        insert_into(session, CursorRow).values(reader=READER, position=AGAIN)
        .on_conflict_do_update(index_elements=[CursorRow.reader], set_={"position": AGAIN})
    )


async def take_away(session: AsyncSession) -> None:
    """Some facts go, where they are to be counted anew; once none is left, the log is read from its beginning."""
    if await tail.cursor(session, READER, lock=True) != AGAIN:
        return
    for row in TABLES:
        keys = list(table_of(row).primary_key)
        some = select(*keys).limit(GONE_AT_ONCE)
        gone = await session.execute(
            delete(row).where(tuple_(*keys).in_(some)).execution_options(synchronize_session=False)
        )
        if gone.rowcount:  # type: ignore[attr-defined]  # a DELETE has a count
            return
    await session.execute(update(CursorRow).where(CursorRow.reader == READER).values(position=0))
