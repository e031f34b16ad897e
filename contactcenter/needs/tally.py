"""Counting a directional question: where is …, when is …. No ticket, no patron, one key."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.db.insert import insert_into
from contactcenter.events.catalogue.transactions import TallyCounted, TallyUndone
from contactcenter.events.record import SUPERVISORS, Actor, record, staff_sees
from contactcenter.events.streams import next_version
from contactcenter.needs.tables import ESTIMATED, TransactionRow
from contactcenter.shapes.needs import TallyAsk
from contactcenter.tickets.errors import Conflict, Forbidden, Invalid, NotFound

UNDO = timedelta(seconds=30)
"""The console offers it for ten; the rest is for a slow network."""


async def tally(session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, ask: TallyAsk) -> TransactionRow:
    """Count one directional question for one of one's queues (without a name: the first of them).

    There is nothing to estimate: it is confirmed as it is counted. The same `client_id` again counts nothing, also
    after it was undone. Raises `Forbidden` for who belongs nowhere, `Invalid` for a queue that is not theirs.
    """
    if not scope.queue_ids:
        raise Forbidden("You belong to no department: ask a supervisor to add you to one.")
    if ask.queue_id is not None and ask.queue_id not in scope.queue_ids:
        raise Invalid("queue_id", "Choose one of your own queues.", code="own_queue_only")
    author_key = f"{actor.kind}:{actor.id}"
    queue_id = min(scope.queue_ids) if ask.queue_id is None else ask.queue_id
    counted = (await session.execute(
        insert_into(session, TransactionRow)
        .values(
            version=1, staff_id=scope.staff_id, queue_id=queue_id, kind="directional", mode=ask.mode, referral="none",
            **{f"{value}_estimated": False for value in ESTIMATED}, author_key=author_key, client_id=ask.client_id,
            at=now, confirmed_at=now, confirmed_by=scope.staff_id,
        )
        .on_conflict_do_nothing(
            index_elements=[TransactionRow.author_key, TransactionRow.client_id],
            index_where=TransactionRow.client_id.is_not(None),
        )
        .returning(TransactionRow.id)
    )).scalar_one_or_none()
    if counted is not None:
        record(session, TallyCounted(transaction_id=counted, queue_id=queue_id), stream=_stream(actor),
               version=await next_version(session, _stream(actor)), actor=actor, at=now, seen_by=_audience(scope))
    return (await session.execute(
        select(TransactionRow).where(TransactionRow.author_key == author_key, TransactionRow.client_id == ask.client_id)
    )).scalar_one()


async def untally(session: AsyncSession, *, scope: Scope, actor: Actor, now: datetime, transaction_id: int) -> None:
    """Take back one's own count within `UNDO`. Taken back already, nothing changes.

    Raises `NotFound`, `Conflict("too_late")`.
    """
    row = await session.get(TransactionRow, transaction_id, with_for_update=True)
    if row is None or row.ticket_id is not None or row.author_key != f"{actor.kind}:{actor.id}":
        raise NotFound
    if row.removed_at is not None:
        return
    if now - row.at > UNDO:
        raise Conflict("too_late", "It was counted too long ago to be taken back.")
    row.removed_at = now
    row.version += 1
    record(session, TallyUndone(transaction_id=row.id, queue_id=row.queue_id), stream=_stream(actor),
           version=await next_version(session, _stream(actor)), actor=actor, at=now, seen_by=_audience(scope))


async def counted_since(session: AsyncSession, *, actor: Actor, since: datetime) -> int:
    """How many directional questions somebody has counted since a moment."""
    return (await session.execute(
        select(func.count()).select_from(TransactionRow).where(
            TransactionRow.author_key == f"{actor.kind}:{actor.id}", TransactionRow.at >= since,
            TransactionRow.kind == "directional",
            TransactionRow.ticket_id.is_(None), TransactionRow.removed_at.is_(None),
        )
    )).scalar_one()


def _stream(actor: Actor) -> str:
    return f"tally:{actor.kind}:{actor.id}"


def _audience(scope: Scope) -> frozenset[str]:
    return SUPERVISORS if scope.staff_id is None else SUPERVISORS | staff_sees(scope.staff_id)
