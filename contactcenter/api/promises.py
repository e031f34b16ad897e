"""What patrons are promised."""

from __future__ import annotations

from contactcenter.api.route import Call, Routes
from contactcenter.api.visible import require_supervisor
from contactcenter.promises.set_targets import set_targets, targets
from contactcenter.shapes.promises import Targets, TargetsAsk

routes = Routes("Promises")


@routes.get("/targets", problems=(403,))
async def show_targets(call: Call) -> Targets:
    """By when patrons are to be answered, and inquiries to be done; supervisors and admins."""
    require_supervisor(call.scope)
    return await targets(call.session)


@routes.put("/targets", problems=(403, 409))
async def replace_targets(call: Call, ask: TargetsAsk) -> Targets:
    """Replace all of them; supervisors and admins. What runs already is measured anew from where it stands."""
    await set_targets(call.session, scope=call.scope, actor=call.actor, now=call.now, version=ask.version,
                      items=ask.items)
    return await targets(call.session)
