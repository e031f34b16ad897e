"""Merging a ticket into another, and taking it back.

No message moves. A merged ticket keeps its messages and points to its root; the root's thread is read
over all tickets that point to it, and what arrives for any of them is appended to the root. Undoing
the merge is therefore only taking the pointer away: what was written to the root stays there.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.events.catalogue.threads import MessagesMoved, TicketMerged, TicketUnmerged
from contactcenter.events.record import Actor
from contactcenter.tickets.errors import Conflict, Invalid
from contactcenter.tickets.read import read_on, who_read_all
from contactcenter.tickets.retell import NOBODY_WAITS, retell
from contactcenter.tickets.row import happen, lock, lock_visible, refuse_merged, settle_lane
from contactcenter.tickets.state import step
from contactcenter.tickets.tables import NOT_WAITING, MessageRow, TicketRow


async def merge(
    session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, ticket_id: int, into: int
) -> None:
    """Merge `ticket_id` into `into`. Twice is once.

    Only inquiries of one patron are merged: an answer to the merged ticket goes to all its ways back,
    and must not tell one reader of another's inquiry. Raises `Conflict("other_patron")` otherwise, and
    `Conflict("call_goes_on")` while its patron is on the telephone.
    """
    if ticket_id == into:
        raise Invalid("into", "A ticket cannot be merged into itself.", code="itself")
    await _lock_families(session, ticket_id, into)
    source, target = await lock_visible(session, scope, ticket_id, into)
    if source.merged_into == target.id:
        return
    refuse_merged(source)
    refuse_merged(target)
    if not same_patron(source, target):
        raise Conflict("other_patron", "These inquiries are from different patrons. Link them instead.",
                       source.version)
    _refuse_while_on_the_telephone(source)
    message_ids = await thread_ids(session, source.id)
    source.merged_into, source.merged_at = target.id, now
    asks = source.state == "open" and source.waiting_key != NOT_WAITING
    since = min(target.waiting_key, source.waiting_key)
    source.waiting_key = NOT_WAITING
    settle_lane(source)
    await session.flush()
    await session.execute(
        update(TicketRow).where(TicketRow.root_id == source.id).values(root_id=target.id)
        .execution_options(synchronize_session=False)
    )
    await session.refresh(source, ["root_id"])
    target.updated_at = max(target.updated_at, source.updated_at)
    happen(session, source, TicketMerged(ticket_id=source.id, into_ticket_id=target.id, message_ids=message_ids),
           actor=actor, now=now)
    if asks and target.state in NOBODY_WAITS:
        # Nobody would see the question again in a ticket that counts as done.
        step(session, target, state="open", reason="merged", actor=actor, now=now)
    await retell(session, target)
    # An answer in the target before the merge was none to the question that came in.
    target.waiting_key = NOT_WAITING if target.state in NOBODY_WAITS else since
    readers = await who_read_all(session, source, target)
    target.last_patron_version = _if_unread(source, target)
    version = happen(session, target, MessagesMoved(ticket_id=target.id, other_ticket_id=source.id, direction="in",
                                                    message_ids=message_ids, reason="merge"), actor=actor, now=now)
    for staff_id in readers:
        await read_on(session, staff_id=staff_id, ticket_id=target.id, version=version, actor=actor, now=now)


async def unmerge(session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, ticket_id: int) -> None:
    """Take a merge back. Doing so twice is once."""
    into = (await session.execute(select(TicketRow.merged_into).where(TicketRow.id == ticket_id))).scalar_one_or_none()
    if into is None:
        await lock_visible(session, scope, ticket_id)
        return
    await _lock_families(session, ticket_id, into)
    source, target = await lock_visible(session, scope, ticket_id, into)
    if source.merged_into != target.id:
        return
    refuse_merged(target)
    _refuse_while_on_the_telephone(target)
    family = await _family(session, source.id)
    source.merged_into = source.merged_at = None
    settle_lane(source)
    await session.flush()
    await session.execute(
        update(TicketRow).where(TicketRow.id.in_(family)).values(root_id=source.id)
        .execution_options(synchronize_session=False)
    )
    await session.refresh(source, ["root_id"])
    message_ids = await thread_ids(session, source.id)
    await retell(session, source)
    await retell(session, target)
    happen(session, source, TicketUnmerged(ticket_id=source.id, from_ticket_id=target.id, message_ids=message_ids),
           actor=actor, now=now)
    happen(session, target, MessagesMoved(ticket_id=target.id, other_ticket_id=source.id, direction="out",
                                          message_ids=message_ids, reason="unmerge"), actor=actor, now=now)


def _refuse_while_on_the_telephone(ticket: TicketRow) -> None:
    """Who holds the line stands in it with this ticket: in another one nobody would be rung for them."""
    if ticket.live and ticket.channel != "web_chat":
        raise Conflict("call_goes_on", "A call of this inquiry goes on. Wait until it is over.", ticket.version)


def same_patron(one: TicketRow, other: TicketRow) -> bool:
    """Whether two tickets are one patron's, by profile or by the very same way back."""
    if one.patron_id is not None and one.patron_id == other.patron_id:
        return True
    return one.reply_value is not None and (one.reply_kind, one.reply_value) == (other.reply_kind, other.reply_value)


async def thread_ids(session: AsyncSession, root_id: int) -> tuple[int, ...]:
    """Ids of all messages in the thread of a root, in its order."""
    rows = await session.execute(
        select(MessageRow.id)
        .join(TicketRow, TicketRow.id == MessageRow.ticket_id)
        .where(TicketRow.root_id == root_id)
        .order_by(MessageRow.created_at, MessageRow.id)
    )
    return tuple(rows.scalars())


async def _lock_families(session: AsyncSession, *ticket_ids: int) -> None:
    """Lock all tickets whose root will change, in id order: `lock_visible` after it waits for nobody."""
    roots = select(TicketRow.root_id).where(TicketRow.id.in_(ticket_ids))
    family = (await session.execute(select(TicketRow.id).where(TicketRow.root_id.in_(roots)))).scalars().all()
    await lock(session, *family, *ticket_ids)


async def _family(session: AsyncSession, ticket_id: int) -> list[int]:
    """The ticket and all that were merged into it, over any number of steps."""
    family, level = [ticket_id], [ticket_id]
    while level:
        level = list((await session.execute(
            select(TicketRow.id).where(TicketRow.merged_into.in_(level))
        )).scalars())
        family += level
    return family


def _if_unread(source: TicketRow, target: TicketRow) -> int:
    """A waiting patron's words that came by the merge make the target unread."""
    newer = source.preview_by == "patron" and source.last_patron_version > 0
    return target.version + 1 if newer and source.state == "open" else target.last_patron_version
