"""How many automatic mails an address gets from us in a day.

Without a bound two robots that open a fresh thread each time would answer each other for ever, and whoever forges
a thousand inquiries from somebody's address would have us send them a thousand mails. What is on its way or gone
is counted where it stands, in the outbox: no memory of its own that a restart would empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.db.prepared import Prepared, listed
from contactcenter.envelope import Address
from contactcenter.outbox.tables import DeliveryRow

PERIOD = timedelta(days=1)
MOST = 10
"""Unless the settings say otherwise: more than anybody asks in a day, and nobody is harmed by ten mails."""
AUTOMATIC = text("kind IN ('acknowledgement', 'notice')")
"""Literally as the index says it: by bound values SQLite would not know that the index holds these rows."""
_AUTOMATIC = (
    select(DeliveryRow.to_value, func.count().label("sent"))
    .where(AUTOMATIC, DeliveryRow.created_at > bindparam("since", type_=DeliveryRow.created_at.type))
    .group_by(DeliveryRow.to_value)
)
_SENT = Prepared(
    _AUTOMATIC.where(DeliveryRow.to_value.in_(listed("addresses"))),
    postgresql=_AUTOMATIC.where(DeliveryRow.to_value.in_(bindparam("addresses", expanding=True))),
)


def plain(address: Address) -> Address:
    """Written one way, so that `AMINA@…` and `amina@…` are one address, as they are everywhere in the field."""
    return Address(address.kind, address.value.lower(), address.name)


async def may_answer(session: AsyncSession, addresses: Sequence[Address], *, most: int, now: datetime) -> list[bool]:
    """Of these automatic mails, in order, which may leave. The addresses are `plain`."""
    if not addresses:
        return []
    asked = {"addresses": sorted({one.value for one in addresses}), "since": now - PERIOD}
    sent: dict[str, int] = {row.to_value: row.sent for row in await _SENT.rows(session, asked)}
    allowed = []
    for one in addresses:
        sent[one.value] = sent.get(one.value, 0) + 1
        allowed.append(sent[one.value] <= most)
    return allowed
