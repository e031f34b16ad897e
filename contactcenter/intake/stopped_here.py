"""Whom we alone stopped sending texts: the carrier knows nothing of it, and START gets no answer from it."""

from __future__ import annotations

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.envelope import Address
from contactcenter.patrons.identify import identity_value
from contactcenter.patrons.tables import IdentityRow, OptOutRow, PatronRow
from contactcenter.tickets.tables import ConversationRow, TicketRow


async def stopped_here(session: AsyncSession, *, address: Address, channel: str, ours: str) -> str | None:
    """In which language they speak with us: the patron's, else that of the ticket in which they stopped us.

    None: nothing is stopped, or the carrier stops what leaves from this number of ours, too.
    """
    row = (await session.execute(
        select(func.coalesce(PatronRow.locale, TicketRow.locale))
        .select_from(OptOutRow)
        .join(ConversationRow, and_(ConversationRow.channel == channel, ConversationRow.theirs == address.value,
                                    ConversationRow.ours == ours), isouter=True)
        .join(TicketRow, TicketRow.id == ConversationRow.ticket_id, isouter=True)
        .join(IdentityRow, and_(IdentityRow.kind == OptOutRow.kind, IdentityRow.value == OptOutRow.value), isouter=True)
        .join(PatronRow, PatronRow.id == IdentityRow.patron_id, isouter=True)
        .where(OptOutRow.kind == address.kind, OptOutRow.value == identity_value(address),
               ConversationRow.stopped_at.is_(None))
    )).one_or_none()
    return None if row is None else row[0] or ""
