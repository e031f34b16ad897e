"""A colleague's own mail address: what comes from it to a ticket is a note."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.changed import changed
from contactcenter.accounts.errors import AccountError
from contactcenter.accounts.tables import StaffRow
from contactcenter.envelope import MAIL_ADDRESS
from contactcenter.events.record import SYSTEM, Actor


async def set_email(
    session: AsyncSession, *, staff_id: int, email: str | None, now: datetime, actor: Actor = SYSTEM
) -> None:
    """Note the address, or None for none. Raises `AccountError`: email_form, email_taken."""
    row = await session.get(StaffRow, staff_id, with_for_update=True)
    if row is None:
        raise LookupError(f"no staff {staff_id}")
    address = await own_address(session, email, of=staff_id)
    if row.email != address:
        row.email = address
        await session.flush()
        await changed(session, staff_id=staff_id, actor=actor, now=now)


async def own_address(session: AsyncSession, email: str | None, *, of: int | None = None) -> str | None:
    """The address as it is kept, in lower case. Raises `AccountError` for what is none, or is another's."""
    address = (email or "").strip().lower()
    if not address:
        return None
    if MAIL_ADDRESS.fullmatch(address) is None:
        raise AccountError("email_form", "An e-mail address is written as name@example.org.")
    holder = (await session.execute(select(StaffRow.id).where(StaffRow.email == address))).scalar_one_or_none()
    if holder is not None and holder != of:
        raise AccountError("email_taken", "Another account has this e-mail address.")
    return address
