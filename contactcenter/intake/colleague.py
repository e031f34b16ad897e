"""A colleague writes from their own mail program: a note on the ticket, which never leaves (docs/decisions/0015).

Their address is the one of their account. Only our own mail server's word that the From is true
(Authentication-Results, RFC 8601) makes them its author; without it the note bears the address as claimed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.tables import StaffRow
from contactcenter.db.prepared import Prepared, listed
from contactcenter.envelope import Address, Inbound
from contactcenter.intake.acknowledge import may_answer, plain
from contactcenter.intake.thread import takes_part
from contactcenter.outbox.enqueue import enqueue
from contactcenter.tickets.note_by_mail import Writer
from contactcenter.tickets.tables import MessageRow, TicketRow

_WITH_ADDRESS = (
    select(StaffRow.email, StaffRow.id, StaffRow.name, StaffRow.disabled_at).where(StaffRow.email.isnot(None))
)
_STAFF = Prepared(
    _WITH_ADDRESS.where(StaffRow.email.in_(listed("addresses"))),
    postgresql=_WITH_ADDRESS.where(StaffRow.email.in_(bindparam("addresses", expanding=True))),
)


@dataclass(frozen=True, slots=True)
class Colleague:
    """Whose address a mail came from. `staff_id`: proved; None: as claimed."""

    name: str
    address: str
    staff_id: int | None

    def writer(self, inbound: Inbound) -> Writer:
        """As the note's author."""
        return Writer(self.staff_id, self.name, self.address, inbound.authenticated if self.staff_id else None)


async def colleagues(session: AsyncSession, inbounds: Sequence[Inbound]) -> list[Colleague | None]:
    """Whose account each sender's address belongs to; None for everybody else."""
    senders = [one.sender.value.lower() if one.channel == "email" else "" for one in inbounds]
    asked = sorted({one for one in senders if one})
    if not asked:
        return [None] * len(inbounds)
    staff = {row.email: row for row in await _STAFF.rows(session, {"addresses": asked})}
    found: list[Colleague | None] = []
    for address, inbound in zip(senders, inbounds, strict=True):
        row = staff.get(address)
        if row is None:
            found.append(None)
        elif inbound.authenticated is not None and row.disabled_at is None:
            found.append(Colleague(row.name, address, row.id))
        else:
            found.append(Colleague((inbound.sender.name or address)[:200], address, None))
    return found


async def note_on(
    session: AsyncSession, *, colleague: Colleague, inbound: Inbound, threaded: int | None
) -> int | None:
    """The ticket that their mail is a note on; None where it is an inquiry like others.

    Where their own address takes part they are the patron. What names no ticket of ours by a signature is, if they
    are proved, an answer to the patron's mail that they were sent beside us.
    """
    ticket_id = threaded
    if ticket_id is None and colleague.staff_id is not None:
        ticket_id = await _answered(session, colleague.address, inbound.thread.answers)
    if ticket_id is None or await takes_part(session, ticket_id, inbound):
        return None
    return ticket_id


async def _answered(session: AsyncSession, address: str, message_ids: Sequence[str]) -> int | None:
    """The ticket with the patron's mail that names them in To or Cc and that theirs answers."""
    if not message_ids:
        return None
    rows = (await session.execute(
        select(TicketRow.root_id, MessageRow.recipients)
        .join(TicketRow, TicketRow.id == MessageRow.ticket_id)
        .where(MessageRow.message_id.in_(message_ids), MessageRow.recipients.isnot(None), MessageRow.kind == "patron")
        .order_by(MessageRow.id.desc())
    )).all()
    return next((row.root_id for row in rows if any(
        one["address"].lower() == address for one in row.recipients or ()
    )), None)


async def tell_colleague(
    session: AsyncSession, *, colleague: Colleague, inbound: Inbound, ticket_id: int, most: int, now: datetime
) -> None:
    """Say that it was kept as a note and went to nobody else. To a claimed address nothing is sent."""
    to = plain(Address("email", colleague.address, colleague.name))
    if colleague.staff_id is None or inbound.silent or not all(await may_answer(session, [to], most=most, now=now)):
        return
    known = (inbound.message_id,) if inbound.message_id else ()
    await enqueue(session, kind="notice", ticket_id=ticket_id, message_id=None, channel="email", to=to, now=now,
                  due_at=now, in_reply_to=inbound.message_id, references=known)
