"""A note that a colleague sent by mail. Like every note it has no delivery: it cannot leave the house."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.envelope import Inbound
from contactcenter.events.catalogue.messages import NoteAdded
from contactcenter.events.record import SYSTEM, Actor
from contactcenter.tickets.recipients import kept
from contactcenter.tickets.row import happen
from contactcenter.tickets.state import step
from contactcenter.tickets.states import WAKES
from contactcenter.tickets.tables import TicketRow
from contactcenter.tickets.write import StoredFile, write_message


@dataclass(frozen=True, slots=True)
class Writer:
    """Who wrote it. `staff_id` and `proof` are None where the address is only claimed."""

    staff_id: int | None
    name: str
    address: str
    proof: str | None


async def note_by_mail(
    session: AsyncSession, *, ticket: TicketRow, inbound: Inbound, writer: Writer, files: Sequence[StoredFile],
    now: datetime,
) -> int | None:
    """Write it on the ticket, which is locked. A ticket that waits or is closed opens: somebody should read it.

    Only the text is kept: a mail's HTML would stand in the page as staff's does. What it came as can be had from
    the arrival.
    """
    actor = Actor("staff", writer.staff_id) if writer.staff_id is not None else SYSTEM
    message_id = await write_message(
        session, ticket, files=files,
        kind="note", channel="email", author_kind="staff", author_id=writer.staff_id, author_name=writer.name[:200],
        author_key=f"email:{writer.address}"[:80], address=writer.address[:320], proof=writer.proof,
        text=inbound.text, reply=None if inbound.reply in ("", inbound.text) else inbound.reply, html=None,
        message_id=inbound.message_id, client_id=None, automatic=inbound.automatic, created_at=now,
        recipients=kept(inbound.recipients), language=inbound.language,
    )
    ticket.message_count += 1
    happen(session, ticket, NoteAdded(ticket_id=ticket.id, message_id=message_id or 0, mentioned_staff_ids=()),
           actor=actor, now=now)
    if ticket.state in WAKES and inbound.automatic is None:
        step(session, ticket, state="open", reason="colleague_wrote", actor=actor, now=now)
    return message_id
