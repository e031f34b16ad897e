"""One ticket inside a transaction: load it under its lock, see it, step its version, tell the log."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.db.held import flush
from contactcenter.events.catalogue.event import Event
from contactcenter.events.catalogue.tickets import State
from contactcenter.events.record import Actor, record
from contactcenter.tickets.errors import Conflict, NotFound
from contactcenter.tickets.in_hand import TicketInHand, lock_root_in_hand
from contactcenter.tickets.states import LEGAL, lane_of
from contactcenter.tickets.tables import NOT_WAITING, TicketRow

PREVIEW_CHARS = 160
# Built once: putting such a statement together costs more than running it.
_LOCK = (
    select(TicketRow).where(TicketRow.id.in_(bindparam("ids", expanding=True))).order_by(TicketRow.id)
    .with_for_update().execution_options(populate_existing=True)
)

AnyTicket = TicketRow | TicketInHand


def stream(ticket_id: int) -> str:
    """The name of a ticket's stream in the log."""
    return f"ticket:{ticket_id}"


class Seen(Protocol):
    """What decides who may see a ticket."""

    @property
    def queue_id(self) -> int: ...

    @property
    def assignee_id(self) -> int | None: ...

    @property
    def guest_ids(self) -> list[int]: ...

    @property
    def offered_to(self) -> int | None: ...


def audience(ticket: Seen) -> frozenset[str]:
    """Who may see the ticket: its queue, its owner, those asked in, the seat at which it rings."""
    single = (*ticket.guest_ids, ticket.assignee_id, ticket.offered_to)
    return frozenset({f"q:{ticket.queue_id}", *(f"s:{staff_id}" for staff_id in single if staff_id is not None)})


def may_see(scope: Scope, ticket: TicketRow) -> bool:
    """Whether the ticket is this viewer's to see."""
    if scope.sees_all or ticket.queue_id in scope.queue_ids:
        return True
    return scope.staff_id is not None and scope.staff_id in (
        ticket.assignee_id, ticket.offered_to, *ticket.guest_ids
    )


async def see(session: AsyncSession, *, scope: Scope, ticket_id: int) -> TicketRow:
    """The ticket, if the viewer may see it. Raises `NotFound`."""
    ticket = await session.get(TicketRow, ticket_id)
    if ticket is None or not may_see(scope, ticket):
        raise NotFound
    return ticket


async def lock(session: AsyncSession, *ticket_ids: int) -> dict[int, TicketRow]:
    """Load tickets for change, locked in id order (so that two verbs never wait for each other)."""
    # What this transaction changed already must not be overwritten by what is read anew.
    await flush(session)
    rows = await session.execute(_LOCK, {"ids": sorted(set(ticket_ids))})
    return {row.id: row for row in rows.scalars()}


async def lock_root(session: AsyncSession, ticket_id: int) -> TicketRow | None:
    """The ticket that answers for this one today, for a verb of ours (a message takes it `in_hand`)."""
    root = await lock_root_in_hand(session, ticket_id)
    return None if root is None else (await lock(session, root.id))[root.id]


async def lock_visible(session: AsyncSession, scope: Scope, *ticket_ids: int) -> list[TicketRow]:
    """Load tickets for change in the order asked. Raises `NotFound` where one is not theirs to see."""
    rows = await lock(session, *ticket_ids)
    found = [rows.get(ticket_id) for ticket_id in ticket_ids]
    tickets = [ticket for ticket in found if ticket is not None and may_see(scope, ticket)]
    if len(tickets) != len(ticket_ids):
        raise NotFound
    return tickets


def refuse_merged(ticket: TicketRow) -> None:
    """A merged ticket is answered where it was merged into."""
    if ticket.merged_into is not None:
        raise Conflict(
            "merged", f"This inquiry was merged into #{ticket.root_id}. Work there, or undo the merge first.",
            ticket.version,
        )


def happen(
    session: AsyncSession,
    ticket: AnyTicket,
    event: Event,
    *,
    actor: Actor,
    now: datetime,
    seen_before: frozenset[str] | None = None,
) -> int:
    """Take the ticket's next version and record an event under it. Returns the version.

    Call it after the row was changed: the audience is what the row says now.
    """
    if isinstance(ticket, TicketRow) and (actor.kind, actor.id) == ("staff", ticket.assignee_id):
        ticket.pushed_until = None  # whatever its owner does with it, they have opened it
    ticket.version += 1
    record(
        session, event, stream=stream(ticket.id), version=ticket.version, actor=actor, at=now,
        seen_by=audience(ticket), seen_before=seen_before,
    )
    return ticket.version


def settle_lane(ticket: AnyTicket) -> None:
    """Bring the derived columns in line after a change of state, owner or merge."""
    ticket.lane = lane_of(
        ticket.state, assigned=ticket.assignee_id is not None, merged=ticket.merged_into is not None
    )


def go(ticket: AnyTicket, state: State, *, until: datetime | None = None, now: datetime) -> None:
    """Change the state. Raises `Conflict` when the table of legal changes says no."""
    if state not in LEGAL[ticket.state]:
        raise Conflict(
            "illegal_state", f"A ticket that is {ticket.state} cannot become {state}.", ticket.version
        )
    ticket.state = state
    ticket.snoozed_until = until if state == "snoozed" else None
    ticket.closed_at = now if state == "closed" else None
    ticket.set_aside_by = None
    if state in ("closed", "junk"):
        ticket.live = False
    if state in ("closed", "junk", "waiting_patron"):
        ticket.waiting_key = NOT_WAITING
    settle_lane(ticket)


def preview(text: str, most: int = PREVIEW_CHARS) -> str:
    """The beginning of a text as one line, of at most so many characters; where it was cut stands "…"."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[:most - 1].rstrip()}…"
