"""The supervisor's board, and what is done from it."""

from __future__ import annotations

from contactcenter.api.route import Call, Routes
from contactcenter.api.row import row_of
from contactcenter.api.visible import require_supervisor
from contactcenter.events import tail
from contactcenter.intake import quarantine
from contactcenter.measures.behind import what_failed, what_is_due, who_talks, who_waits
from contactcenter.measures.board import board
from contactcenter.measures.day_staffing import day_staffing
from contactcenter.queue.hours import house_calendar
from contactcenter.queue.listen import listen
from contactcenter.queue.prioritise import prioritise
from contactcenter.seats.broadcast import broadcast, broadcasts
from contactcenter.seats.capacity import Capacity
from contactcenter.seats.presence import SIGNED_OUT, stand_up
from contactcenter.shapes.asks import PriorityAsk
from contactcenter.shapes.board import Board, Broadcast, BroadcastAsk, Broadcasts, DayStaffing
from contactcenter.shapes.tickets import ListedTicket, TicketPage
from contactcenter.tickets.errors import NotFound
from contactcenter.tickets.listed import listed_many

routes = Routes("Board")


@routes.get("/board", problems=(403,))
async def show_board(call: Call) -> Board:
    """How the house stands now; supervisors and admins. The socket brings it anew, twice a second at most."""
    require_supervisor(call.scope)
    settings = call.house.settings
    return await board(
        call.session, target_s=settings.promises.answer_within_s, capacity=Capacity.of(settings.seats),
        quarantined=await quarantine.count(call.session), now=call.now,
    )


@routes.get("/board/staffing", problems=(403,))
async def show_staffing(call: Call) -> DayStaffing:
    """How many seats today needs, by half hour, from the library's own history; supervisors and admins."""
    require_supervisor(call.scope)
    settings = call.house.settings
    return await day_staffing(
        call.session, calendar=house_calendar(settings), target_s=settings.promises.answer_within_s,
        at_once=settings.seats.chats, now=call.now,
    )


@routes.get("/board/queues/{queue_id}", problems=(403,))
async def show_line(call: Call, queue_id: int) -> TicketPage:
    """Who waits in a queue, by turns, up to 200; supervisors and admins. No queue has no line."""
    require_supervisor(call.scope)
    return await _page(call, await who_waits(call.session, queue_id=queue_id))


@routes.get("/board/seats/{staff_id}", problems=(403,))
async def show_conversations(call: Call, staff_id: int) -> TicketPage:
    """The conversations at a seat, the oldest first, up to 200; supervisors and admins."""
    require_supervisor(call.scope)
    return await _page(call, await who_talks(call.session, staff_id=staff_id))


@routes.get("/board/failed", problems=(403,))
async def show_failed(call: Call) -> TicketPage:
    """Tickets of which something was not delivered, the newest first, up to 200; supervisors and admins."""
    require_supervisor(call.scope)
    return await _page(call, await what_failed(call.session))


@routes.get("/board/due", problems=(403,))
async def show_due(call: Call) -> TicketPage:
    """Tickets of which something promised is overdue or due soon, the longest overdue first, up to 200; supervisors."""
    require_supervisor(call.scope)
    return await _page(call, await what_is_due(call.session, now=call.now))


async def _page(call: Call, ids: list[int]) -> TicketPage:
    position = await tail.head(call.session)
    return TicketPage(items=await listed_many(call.session, scope=call.scope, ids=ids), next_cursor=None,
                      position=position)


@routes.post("/tickets/{ticket_id}/priority", problems=(403, 409))
async def set_priority(call: Call, ticket_id: int, ask: PriorityAsk) -> ListedTicket:
    """Put it steps before its turn in the line, or (negative) after it; supervisors and admins."""
    require_supervisor(call.scope)
    await prioritise(call.session, scope=call.scope, actor=call.actor, now=call.now, ticket_id=ticket_id,
                     priority=ask.priority)
    return await row_of(call, ticket_id)


@routes.post("/tickets/{ticket_id}/listen", problems=(403, 409))
async def listen_in(call: Call, ticket_id: int) -> None:
    """Record that one listens in on a live chat; supervisors and admins. 409 `not_live` where none goes on.

    Of a call nothing is recorded here: `PUT /calls/{id}/supervise` lets one hear it.
    """
    await listen(call.session, scope=call.scope, actor=call.actor, now=call.now, ticket_id=ticket_id)


@routes.get("/broadcasts")
async def list_broadcasts(call: Call) -> Broadcasts:
    """What other supervisors said to my seat within the last twelve hours, newest first."""
    return Broadcasts(items=await broadcasts(call.session, scope=call.scope, now=call.now))


@routes.post("/broadcasts", status=201, problems=(403,))
async def send_broadcast(call: Call, ask: BroadcastAsk) -> Broadcast:
    """Say something to all seats, or to those of a queue; supervisors and admins. The same sent twice is one."""
    return await broadcast(call.session, scope=call.scope, actor=call.actor, now=call.now, ask=ask)


@routes.post("/seats/{staff_id}/sign-out", problems=(403,))
async def sign_a_seat_out(call: Call, staff_id: int) -> None:
    """Empty a seat whose librarian is gone: their conversations ring elsewhere. Supervisors and admins.

    It is taken again when they say what they are ready for or open the console anew, not by one that was left open.
    """
    require_supervisor(call.scope)
    if not await stand_up(call.session, staff_id=staff_id, actor=call.actor, now=call.now, reason=SIGNED_OUT):
        raise NotFound
