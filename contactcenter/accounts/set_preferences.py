"""A person's own language, theme and keys."""

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
    shortcuts: bool | None = None,
) -> bool:
    """Keep what was given and leave the rest. False when nothing changed."""
    given = {"locale": locale, "theme": theme, "shortcuts": shortcuts}
    values = {name: value for name, value in given.items() if value is not None}
    if not values:
        return False
    differs = StaffRow.locale != values.get("locale", StaffRow.locale)
    differs |= StaffRow.theme != values.get("theme", StaffRow.theme)
    differs |= StaffRow.shortcuts != values.get("shortcuts", StaffRow.shortcuts)
    done = await session.execute(
        update(StaffRow).where(StaffRow.id == staff_id, differs).values(**values).returning(StaffRow.id)
    )
    if done.scalar_one_or_none() is None:
        return False
    await changed(session, staff_id=staff_id, actor=Actor("staff", staff_id), now=now)
    return True
