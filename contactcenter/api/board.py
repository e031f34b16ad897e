"""The supervisor's board, and what is done from it."""

from __future__ import annotations

from contactcenter.api.route import Call, Routes
from contactcenter.api.visible import require_supervisor
from contactcenter.intake import quarantine
from contactcenter.measures.board import board
from contactcenter.queue.prioritise import prioritise
from contactcenter.seats.presence import stand_up
from contactcenter.shapes import Board, ListedTicket, PriorityAsk
from contactcenter.tickets.errors import NotFound
from contactcenter.tickets.queries import listed_many

routes = Routes("Board")


@routes.get("/board", problems=(403,))
async def show_board(call: Call) -> Board:
    """How the house stands now; supervisors and admins. The socket brings it anew, twice a second at most."""
    require_supervisor(call.scope)
    return await board(call.session, target_s=call.house.settings.promises.answer_within_s,
                       quarantined=await quarantine.count(call.session), now=call.now)


@routes.post("/tickets/{ticket_id}/priority", problems=(403, 409))
async def set_priority(call: Call, ticket_id: int, ask: PriorityAsk) -> ListedTicket:
    """Put it steps before its turn in the line, or (negative) after it; supervisors and admins."""
    require_supervisor(call.scope)
    await prioritise(call.session, scope=call.scope, actor=call.actor, now=call.now, ticket_id=ticket_id,
                     priority=ask.priority)
    return (await listed_many(call.session, scope=call.scope, ids=[ticket_id]))[0]


@routes.post("/seats/{staff_id}/sign-out", problems=(403,))
async def sign_a_seat_out(call: Call, staff_id: int) -> None:
    """Empty a seat whose librarian is gone: their conversations ring elsewhere. An open console takes it again."""
    require_supervisor(call.scope)
    if not await stand_up(call.session, staff_id=staff_id, actor=call.actor, now=call.now):
        raise NotFound
