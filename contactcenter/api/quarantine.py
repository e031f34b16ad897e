"""What came and could not be understood."""

from __future__ import annotations

from contactcenter.api.query import Paged
from contactcenter.api.route import Call, Routes
from contactcenter.api.visible import require_supervisor
from contactcenter.calls import failed
from contactcenter.intake.quarantine import page, put_back
from contactcenter.shapes.pages import QuarantinePage
from contactcenter.tickets.errors import NotFound

routes = Routes("Quarantine")


@routes.get("/quarantine", problems=(403,))
async def list_quarantine(call: Call, query: Paged) -> QuarantinePage:
    """What is in quarantine, newest first; supervisors and admins."""
    require_supervisor(call.scope)
    items, cursor = await page(call.session, cursor=query.cursor, limit=query.limit)
    return QuarantinePage(items=items, next_cursor=cursor)


@routes.post("/quarantine/{inbound_id}/replay")
async def replay(call: Call, inbound_id: int) -> None:
    """Let it be understood once more; what fails again comes back here, with the new reason."""
    require_supervisor(call.scope)
    if not await put_back(call.session, inbound_ids=[inbound_id], actor=call.actor, now=call.now):
        raise NotFound


@routes.post("/quarantine/signals/{signal_id}/replay")
async def replay_signal(call: Call, signal_id: int) -> None:
    """Let what a carrier told be taken in once more; what fails again comes back here, with the new reason."""
    require_supervisor(call.scope)
    if not await failed.put_back(call.session, signal_ids=[signal_id], actor=call.actor, now=call.now):
        raise NotFound


@routes.post("/quarantine/signals/{signal_id}/dismiss")
async def dismiss_signal(call: Call, signal_id: int) -> None:
    """Say that nobody needs what a carrier told: it leaves the list, and is removed when its time is over."""
    require_supervisor(call.scope)
    if not await failed.dismiss(call.session, signal_id=signal_id, actor=call.actor, now=call.now):
        raise NotFound
