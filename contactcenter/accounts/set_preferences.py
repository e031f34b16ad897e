"""A person's own language and theme."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.changed import changed
from contactcenter.accounts.tables import StaffRow
from contactcenter.events.record import Actor


async def set_preferences(
    session: AsyncSession,
    *,
    staff_id: int,
    now: datetime,
    locale: str | None = None,
    theme: str | None = None,
) -> bool:
    """Keep what was given and leave the rest. False when nothing changed."""
    values = {name: value for name, value in (("locale", locale), ("theme", theme)) if value is not None}
    if not values:
        return False
    differs = StaffRow.locale != values.get("locale", StaffRow.locale)
    differs |= StaffRow.theme != values.get("theme", StaffRow.theme)
    done = await session.execute(
        update(StaffRow).where(StaffRow.id == staff_id, differs).values(**values).returning(StaffRow.id)
    )
    if done.scalar_one_or_none() is None:
        return False
    await changed(session, staff_id=staff_id, actor=Actor("staff", staff_id), now=now)
    return True
