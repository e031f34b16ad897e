"""Remembering how far somebody has read."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.dml import UpdateBase

from contactcenter.accounts.scope import Scope
from contactcenter.accounts.tables import StaffRow
from contactcenter.db.base import table_of
from contactcenter.db.prepared import Prepared
from contactcenter.events.catalogue.offers import TicketPickedUp
from contactcenter.events.catalogue.tickets import TicketRead
from contactcenter.events.record import Actor, record, staff_sees
from contactcenter.events.streams import next_version
from contactcenter.tickets.errors import Forbidden, NotFound
from contactcenter.tickets.row import happen, lock, may_see
from contactcenter.tickets.tables import ReadRow, TicketRow

_TABLE = table_of(ReadRow)


def _onwards(statement: sqlite.Insert | postgresql.Insert) -> UpdateBase:
    return statement.on_conflict_do_update(
        index_elements=["staff_id", "ticket_id"], set_={"version": statement.excluded.version},
        where=_TABLE.c.version < statement.excluded.version,
    ).returning(_TABLE.c.version)


_READ_ON = Prepared(
    _onwards(sqlite.insert(_TABLE)), "staff_id", "ticket_id", "version",
    postgresql=_onwards(postgresql.insert(_TABLE)),
)


async def read(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, ticket_id: int, up_to: int
) -> None:
    """Read up to a version; never backwards. A program's token reads nothing: `Forbidden`."""
    if scope.staff_id is None:
        raise Forbidden("Only a person can have read a ticket.")
    ticket = await session.get(TicketRow, ticket_id)
    if ticket is None or not may_see(scope, ticket):
        raise NotFound
    if ticket.pushed_until is not None and ticket.assignee_id == scope.staff_id:
        ticket = (await lock(session, ticket_id))[ticket_id]
        if ticket.pushed_until is not None and ticket.assignee_id == scope.staff_id:
            happen(session, ticket, TicketPickedUp(ticket_id=ticket_id, staff_id=scope.staff_id), actor=actor, now=now)
    await read_on(session, staff_id=scope.staff_id, ticket_id=ticket_id, version=min(up_to, ticket.version),
                  actor=actor, now=now)


async def read_on(
    session: AsyncSession, *, staff_id: int, ticket_id: int, version: int, actor: Actor, now: datetime
) -> None:
    """Note how far somebody has read; never backwards."""
    moved: dict[str, object] = {"staff_id": staff_id, "ticket_id": ticket_id, "version": version}
    if await _READ_ON.scalar(session, moved) is None:
        return
    stream = f"staff:{staff_id}"
    record(session, TicketRead(ticket_id=ticket_id, staff_id=staff_id, up_to_version=version),
           stream=stream, version=await next_version(session, stream), actor=actor, at=now,
           seen_by=staff_sees(staff_id))


async def who_read_all(session: AsyncSession, *tickets: TicketRow) -> list[int]:
    """Staff who have read everything that patrons wrote in all of these tickets, in id order (they are locked so)."""
    readers: set[int] | None = None
    for ticket in tickets:
        here = set((await session.execute(
            select(ReadRow.staff_id)
            # By the staff there are: the key begins with them.
            .where(ReadRow.staff_id.in_(select(StaffRow.id)), ReadRow.ticket_id == ticket.id,
                   ReadRow.version >= ticket.last_patron_version)
        )).scalars())
        readers = here if readers is None else readers & here
    return sorted(readers or ())
