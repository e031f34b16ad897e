"""The reference record of tickets, and the directional tally."""

from __future__ import annotations

from datetime import UTC, time
from datetime import datetime as moment
from zoneinfo import ZoneInfo

from contactcenter.api.route import Call, Routes
from contactcenter.events import tail
from contactcenter.needs.change import change_transaction, confirm_transaction, remove_transaction, restore_transaction
from contactcenter.needs.choose import choose_need
from contactcenter.needs.queries import record_of, shape
from contactcenter.needs.record import record_transaction
from contactcenter.needs.tally import UNDO, counted_since, tally, untally
from contactcenter.shapes.needs import (
    NeedChoiceAsk,
    ShownRecord,
    Tally,
    TallyAsk,
    Transaction,
    TransactionAsk,
    TransactionChangeAsk,
    TransactionVersionAsk,
)

routes = Routes("Reference record")


@routes.get("/tickets/{ticket_id}/record")
async def show_record(call: Call, ticket_id: int) -> ShownRecord:
    """The need of a ticket and its transactions."""
    position = await tail.head(call.session)
    return ShownRecord(
        record=await record_of(call.session, scope=call.scope, ticket_id=ticket_id), position=position
    )


@routes.put("/tickets/{ticket_id}/need", problems=(409,))
async def set_need(call: Call, ticket_id: int, ask: NeedChoiceAsk) -> None:
    """Choose what the ticket is about; null takes the choice back."""
    await choose_need(
        call.session, scope=call.scope, actor=call.actor, now=call.now, ticket_id=ticket_id, need_id=ask.need_id
    )


@routes.post("/tickets/{ticket_id}/transactions", status=201, problems=(409,))
async def add_transaction(call: Call, ticket_id: int, ask: TransactionAsk) -> Transaction:
    """Record one more transaction; values that are left out are estimated from the ticket."""
    return shape(await record_transaction(
        call.session, scope=call.scope, actor=call.actor, now=call.now, ticket_id=ticket_id, ask=ask
    ))


@routes.patch("/transactions/{transaction_id}", problems=(409,))
async def correct_transaction(call: Call, transaction_id: int, ask: TransactionChangeAsk) -> Transaction:
    """Say values by hand: they are no estimates any more."""
    return shape(await change_transaction(
        call.session, scope=call.scope, actor=call.actor, now=call.now, transaction_id=transaction_id, ask=ask
    ))


@routes.post("/transactions/{transaction_id}/confirm", problems=(409,))
async def approve_transaction(call: Call, transaction_id: int, ask: TransactionVersionAsk) -> Transaction:
    """It is as it stands; 409 `changed` when it is not what I saw."""
    return shape(await confirm_transaction(
        call.session, scope=call.scope, actor=call.actor, now=call.now, transaction_id=transaction_id,
        expected_version=ask.expected_version,
    ))


@routes.delete("/transactions/{transaction_id}")
async def delete_transaction(call: Call, transaction_id: int) -> None:
    """It was none."""
    await remove_transaction(
        call.session, scope=call.scope, actor=call.actor, now=call.now, transaction_id=transaction_id
    )


@routes.post("/transactions/{transaction_id}/restore", problems=(409,))
async def bring_transaction_back(call: Call, transaction_id: int) -> Transaction:
    """Take the removal of a transaction back."""
    return shape(await restore_transaction(
        call.session, scope=call.scope, actor=call.actor, now=call.now, transaction_id=transaction_id
    ))


@routes.post("/tallies", status=201)
async def count_directional(call: Call, ask: TallyAsk) -> Tally:
    """Count one directional question: no ticket, no patron."""
    row = await tally(call.session, scope=call.scope, actor=call.actor, now=call.now, ask=ask)
    await call.session.flush()
    zone = ZoneInfo(call.house.settings.library.timezone)
    midnight = moment.combine(call.now.astimezone(zone).date(), time(0), zone).astimezone(UTC)
    today = await counted_since(call.session, actor=call.actor, since=midnight)
    return Tally(id=row.id, at=row.at, undo_until=row.at + UNDO, today=today)


@routes.delete("/tallies/{tally_id}", problems=(409,))
async def uncount_directional(call: Call, tally_id: int) -> None:
    """Take my count back; 409 `too_late` after half a minute."""
    await untally(call.session, scope=call.scope, actor=call.actor, now=call.now, transaction_id=tally_id)
