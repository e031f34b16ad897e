"""What left the house in the past: composed and signed as it leaves today, put straight into the post office."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.channels.email.compose import POLICY, compose
from contactcenter.demo.letters import Mail
from contactcenter.demo.patrons import UNREACHABLE
from contactcenter.demo.post_office import PostOffice
from contactcenter.house import House
from contactcenter.outbox.tables import DeliveryRow
from contactcenter.tickets import patron_view
from contactcenter.tickets.delivery import note_delivery
from contactcenter.tickets.outbound import build

UNDER_WAY = timedelta(seconds=2)


class Outbox:
    """Settles the deliveries of a transaction that has not ended, in place of the worker that will come too late."""

    def __init__(self, house: House, office: PostOffice) -> None:
        self._house = house
        self._office = office
        self._seen = 0
        self._last: dict[int, Mail] = {}

    def last(self, ticket_id: int | None) -> Mail | None:
        """The newest mail that a ticket's patron has got, or None."""
        return self._last.get(ticket_id or 0)

    async def send(self, session: AsyncSession, *, at: datetime) -> None:
        """Deliver what was enqueued since the last time. What is for nobody stays for the real worker to try."""
        if session.info.pop("queued", None) is None:
            return
        rows = (await session.execute(
            select(DeliveryRow).where(DeliveryRow.id > self._seen, DeliveryRow.state == "queued")
            .order_by(DeliveryRow.id)
        )).scalars().all()
        for row in rows:
            self._seen = max(self._seen, row.id)
            if row.to_value == UNREACHABLE.address:
                continue
            if row.channel == "web_chat" and row.message_id is not None:
                # The chat was open: the answer was seen as it came.
                await patron_view.seen(session, ticket_id=row.ticket_id, message_id=row.message_id, now=at + UNDER_WAY)
                continue
            await self._by_mail(session, row, at=at + UNDER_WAY)

    async def _by_mail(self, session: AsyncSession, row: DeliveryRow, *, at: datetime) -> None:
        outbound = await build(session, row)
        if outbound is None:
            return
        mail: Mail = compose(outbound, signer=self._house.signer, library=self._house.settings.library, now=at,
                       page=self._house.page(row.ticket_id))
        letter = self._office.keep(row.to_value, mail.as_bytes(policy=POLICY), at=at)
        if row.message_id is not None or row.ticket_id not in self._last:
            self._last[row.ticket_id] = mail
        row.state, row.due_at, row.changed_at, row.attempts = "sent", None, at, 1
        row.remote_id = f"2.0.0 Kept as {letter.number}"
        await session.flush()
        await note_delivery(session, delivery=row, now=at)
