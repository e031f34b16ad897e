"""Passing on and working together: transfer, a second librarian in a conversation, handing over, pushed mail."""

from __future__ import annotations

from contactcenter.api.directory import queues
from contactcenter.api.route import Call, Routes
from contactcenter.api.row import row_of
from contactcenter.queue.calendars import Calendars
from contactcenter.queue.claim import assign
from contactcenter.queue.move import move
from contactcenter.queue.one_call import one_call
from contactcenter.queue.own import own_queue
from contactcenter.queue.pass_on import call_off, hand_over, ring_at
from contactcenter.queue.set_push import set_push
from contactcenter.seats.capacity import Capacity
from contactcenter.shapes.asks import GuestAsk, NoteAsk, PushAsk, TransferAsk
from contactcenter.shapes.me import Queue
from contactcenter.shapes.tickets import ListedTicket
from contactcenter.tickets.errors import Conflict, Invalid
from contactcenter.tickets.guests import ask_in, join
from contactcenter.tickets.note import note
from contactcenter.tickets.row import see

routes = Routes("Together")


@routes.post("/tickets/{ticket_id}/transfer", problems=(409,))
async def transfer_ticket(call: Call, ticket_id: int, ask: TransferAsk) -> ListedTicket:
    """Pass it on. 409 `not_there`, `wrap_up`, `full` or `rings` where it cannot ring at that seat just now.

    409 `queue_closed` for a conversation that goes to a queue outside of its hours, unless `closed` says that it may.
    """
    if ask.staff_id is not None:
        await _to_seat(call, ticket_id, ask.staff_id, ask)
    else:
        queue_id = ask.queue_id or await _own_queue(call, ask.department_id)
        if not ask.closed:
            await _refuse_closed(call, ticket_id, queue_id)
        # Before it is out of sight.
        await _note(call, ticket_id, ask)
        await move(call.session, scope=call.scope, actor=call.actor, now=call.now, ticket_id=ticket_id,
                   queue_id=queue_id, given_up=True)
    return await row_of(call, ticket_id)


@routes.delete("/tickets/{ticket_id}/transfer")
async def call_transfer_off(call: Call, ticket_id: int) -> None:
    """It rings at the colleague no longer, and stays where it is."""
    await call_off(call.session, scope=call.scope, actor=call.actor, now=call.now, ticket_id=ticket_id)


@routes.post("/tickets/{ticket_id}/join", problems=(403, 409))
async def join_conversation(call: Call, ticket_id: int) -> ListedTicket:
    """Speak with the patron beside the owner; 409 `not_live` where nobody is at the other end, `on_a_call`."""
    if call.scope.staff_id is not None:
        await one_call(call.session, staff_id=call.scope.staff_id, ticket_id=ticket_id)
    await join(call.session, scope=call.scope, actor=call.actor, now=call.now, ticket_id=ticket_id)
    return await row_of(call, ticket_id)


@routes.post("/tickets/{ticket_id}/hand-over", problems=(409,))
async def hand_conversation_over(call: Call, ticket_id: int, ask: GuestAsk) -> ListedTicket:
    """Make a colleague who has joined its owner; 409 `not_joined` when they are not in it."""
    await hand_over(call.session, scope=call.scope, actor=call.actor, now=call.now, ticket_id=ticket_id,
                    staff_id=ask.staff_id)
    return await row_of(call, ticket_id)


@routes.put("/queues/{queue_id}/push", problems=(403,))
async def set_queue_push(call: Call, queue_id: int, ask: PushAsk) -> Queue:
    """Let a queue give what waits in its list to librarians who have room, or no longer; supervisors and admins."""
    await set_push(call.session, scope=call.scope, actor=call.actor, now=call.now, queue_id=queue_id, ask=ask)
    await call.session.flush()
    return next(one for one in await queues(call.session, scope=call.scope) if one.id == queue_id)


async def _to_seat(call: Call, ticket_id: int, staff_id: int, ask: TransferAsk) -> None:
    ticket = await see(call.session, scope=call.scope, ticket_id=ticket_id)
    if ticket.live and ticket.assignee_id is not None:
        # The seat is locked before the ticket (law 6): the note comes after.
        await ring_at(call.session, scope=call.scope, actor=call.actor, now=call.now, ticket_id=ticket_id,
                      staff_id=staff_id, way="consult" if ask.warm else "transfer",
                      capacity=Capacity.of(call.house.settings.seats))
        await _note(call, ticket_id, ask)
        return
    await _note(call, ticket_id, ask)
    verb = ask_in if ask.warm else assign
    await verb(call.session, scope=call.scope, actor=call.actor, now=call.now, ticket_id=ticket_id, staff_id=staff_id)


async def _refuse_closed(call: Call, ticket_id: int, queue_id: int) -> None:
    """Nobody sends somebody who is there to a closed door without knowing it."""
    ticket = await see(call.session, scope=call.scope, ticket_id=ticket_id)
    if not ticket.live:
        return
    hours = (await Calendars(call.house.settings).of(call.session, queue_id)).at(call.now)
    if not hours.open:
        raise Conflict("queue_closed", "That department is closed now: its patrons hear when it opens.", ticket.version)


async def _note(call: Call, ticket_id: int, ask: TransferAsk) -> None:
    if ask.note.strip():
        await note(call.session, scope=call.scope, actor=call.actor, now=call.now, ticket_id=ticket_id, ask=NoteAsk(
            text=ask.note, client_id=ask.client_id, mentions=[ask.staff_id] if ask.staff_id is not None else [],
        ))


async def _own_queue(call: Call, department_id: int | None) -> int:
    queue_id = await own_queue(call.session, department_id or 0)
    if queue_id is None:
        raise Invalid("department_id", "There is no such department, or it has no queue: choose one from the list.",
                      code="unknown")
    return queue_id
