"""Putting deliveries into the outbox, in the transaction that writes their messages (law 5)."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.db.base import table_of
from contactcenter.db.prepared import Prepared
from contactcenter.envelope import Address, Outlook
from contactcenter.outbox.place import place_of
from contactcenter.outbox.tables import DeliveryRow

RANKS = {"acknowledgement": 1, "notice": 1}
"""What leaves after everything else: a flood of inquiries must not hold up the answers."""
_TABLE = table_of(DeliveryRow)
_COLUMNS = tuple(column.name for column in _TABLE.c if column.name != "id")
_INSERT = Prepared(
    sqlite.insert(_TABLE).on_conflict_do_nothing().returning(_TABLE.c.id), *_COLUMNS,
    postgresql=postgresql.insert(_TABLE).on_conflict_do_nothing().returning(_TABLE.c.id),
)


@dataclass(frozen=True, slots=True)
class Leaving:
    """A delivery to be made. `message_id` is None where no message of the thread leaves (an acknowledgement)."""

    kind: str
    ticket_id: int
    message_id: int | None
    channel: str
    to: Address
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    due_at: datetime | None = None
    """When; None for at once."""
    mail_id: int | None = None
    """The delivery of the same mail to its first recipient."""
    outlook: Outlook | None = None
    """What an acknowledgement tells of the wait."""


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
    leaving = Leaving(kind, ticket_id, message_id, channel, to, in_reply_to, references, due_at, mail_id)
    number = await _INSERT.scalar(session, _values(leaving, now=now))
    return None if number is None else int(str(number))


async def enqueue_each(session: AsyncSession, leaving: Sequence[Leaving], *, now: datetime) -> None:
    """Add many; an acknowledgement that its ticket already has is left out."""
    if leaving:
        session.info["queued"] = True
        await _INSERT.each(session, [_values(one, now=now) for one in leaving])


def _values(leaving: Leaving, *, now: datetime) -> dict[str, object]:
    to, told = leaving.to, leaving.outlook
    return {
        **dict.fromkeys(_COLUMNS),
        "key": secrets.token_hex(16), "kind": leaving.kind, "ticket_id": leaving.ticket_id,
        "message_id": leaving.message_id, "mail_id": leaving.mail_id, "channel": leaving.channel, "to_kind": to.kind,
        "rank": RANKS.get(leaving.kind, 0),
        "to_value": to.value[:320], "to_name": to.name[:200], "place": place_of(to),
        "told_before": told and told.before, "told_half_s": told and told.half_s, "told_most_s": told and told.most_s,
        "in_reply_to": leaving.in_reply_to,
        "references": list(leaving.references), "state": "queued", "attempts": 0,
        "due_at": leaving.due_at or now, "created_at": now, "changed_at": now,
    }
