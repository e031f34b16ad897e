"""An answer came back: which of its recipients it did not reach, and why (law 5)."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.envelope import Bounce, FailedRecipient
from contactcenter.outbox.tables import DeliveryRow
from contactcenter.tickets.delivery import settle


async def note_bounce(session: AsyncSession, *, bounce: Bounce, deliveries: Sequence[int], now: datetime) -> None:
    """Write it on the deliveries to those recipients. A delay is only told in the thread.

    `deliveries` were proved by our own signature, the likeliest first. Of a mail's several recipients the report's
    address tells which; one that we did not write to (the mail was forwarded) is told of the delivery that was named.
    """
    failed = [one for one in bounce.recipients if one.permanent]
    if not failed or not deliveries:
        return
    named = deliveries[0]
    mail = await _recipients(session, named)
    about: dict[int, list[FailedRecipient]] = {}
    for one in failed:
        about.setdefault(mail.get(_plain(one.address), named), []).append(one)
    for delivery_id, recipients in about.items():
        words = "; ".join(" ".join(filter(None, (one.address, one.status, one.reason))) for one in recipients)
        await settle(session, delivery_id=delivery_id, state="bounced", detail=words, now=now)


async def _recipients(session: AsyncSession, delivery_id: int) -> dict[str, int]:
    """The deliveries of one mail, by address."""
    mail_id = select(DeliveryRow.mail_id).where(DeliveryRow.id == delivery_id).scalar_subquery()
    message_id = select(DeliveryRow.message_id).where(DeliveryRow.id == delivery_id).scalar_subquery()
    rows = await session.execute(
        select(DeliveryRow.id, DeliveryRow.to_value).where(
            DeliveryRow.message_id == message_id,
            or_(DeliveryRow.id.in_((delivery_id, mail_id)), DeliveryRow.mail_id.in_((delivery_id, mail_id))),
        )
    )
    return {_plain(row.to_value): row.id for row in rows}


def _plain(address: str) -> str:
    """For comparing: without regard to case, its domain as the wire has it (IDNA)."""
    local, at, domain = address.strip().casefold().rpartition("@")
    with suppress(UnicodeError):
        domain = domain if domain.isascii() else domain.encode("idna").decode("ascii")
    return f"{local}{at}{domain.rstrip('.')}"
