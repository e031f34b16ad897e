"""Putting a delivery into the outbox, in the transaction that writes its message (law 5)."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.db.insert import insert_into
from contactcenter.envelope import Address
from contactcenter.outbox.place import place_of
from contactcenter.outbox.tables import DeliveryRow


async def enqueue(
    session: AsyncSession,
    *,
    kind: str,
    ticket_id: int,
    message_id: int | None,
    channel: str,
    to: Address,
    now: datetime,
    due_at: datetime,
    in_reply_to: str | None = None,
    references: tuple[str, ...] = (),
    mail_id: int | None = None,
) -> int | None:
    """Add a delivery; its id, or None when the ticket already has its acknowledgement.

    `mail_id`: the delivery of the same mail to its first recipient.
    """
    session.info["queued"] = True
    made = await session.execute(
        insert_into(session, DeliveryRow)
        .values(
            key=secrets.token_hex(16), kind=kind, ticket_id=ticket_id, message_id=message_id, mail_id=mail_id,
            channel=channel, to_kind=to.kind, to_value=to.value[:320], to_name=to.name[:200], place=place_of(to),
            in_reply_to=in_reply_to, references=list(references), state="queued", attempts=0,
            due_at=due_at, created_at=now, changed_at=now,
        )
        .on_conflict_do_nothing()
        .returning(DeliveryRow.id)
    )
    return made.scalar_one_or_none()
