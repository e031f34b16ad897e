"""The tree of needs: everybody of staff chooses from it, supervisors shape it."""

from __future__ import annotations

from contactcenter.api.route import Call, Routes
from contactcenter.events import tail
from contactcenter.needs import queries
from contactcenter.needs.add_need import add_need
from contactcenter.needs.change_need import change_need, move_need
from contactcenter.needs.retire_need import restore_need, retire_need
from contactcenter.shapes.needs import Need, NeedAsk, NeedChangeAsk, NeedMoveAsk, Needs, NeedVersionAsk

routes = Routes("Needs")


@routes.get("/needs")
async def list_needs(call: Call) -> Needs:
    """The whole tree, retired needs too."""
    position = await tail.head(call.session)
    return Needs(items=await queries.needs(call.session, scope=call.scope), position=position)


@routes.post("/needs", status=201)
async def create_need(call: Call, ask: NeedAsk) -> Need:
    """Put a need behind its siblings; only supervisors and admins."""
    return Need.model_validate(
        await add_need(call.session, scope=call.scope, actor=call.actor, now=call.now, ask=ask)
    )


@routes.patch("/needs/{need_id}", problems=(409,))
async def rename_need(call: Call, need_id: int, ask: NeedChangeAsk) -> Need:
    """Call a need otherwise; 409 `changed` when somebody edited it meanwhile."""
    return Need.model_validate(
        await change_need(call.session, scope=call.scope, actor=call.actor, now=call.now, need_id=need_id, ask=ask)
    )


@routes.post("/needs/{need_id}/move", problems=(409,))
async def place_need(call: Call, need_id: int, ask: NeedMoveAsk) -> Need:
    """Put a need, with all below it, elsewhere in the tree."""
    return Need.model_validate(
        await move_need(call.session, scope=call.scope, actor=call.actor, now=call.now, need_id=need_id, ask=ask)
    )


@routes.post("/needs/{need_id}/retire", problems=(409,))
async def take_need_out_of_use(call: Call, need_id: int, ask: NeedVersionAsk) -> Need:
    """Retire a need with all below it: it is not chosen any more, and stays readable."""
    return Need.model_validate(await retire_need(
        call.session, scope=call.scope, actor=call.actor, now=call.now, need_id=need_id,
        expected_version=ask.expected_version,
    ))


@routes.post("/needs/{need_id}/restore", problems=(409,))
async def take_need_into_use(call: Call, need_id: int, ask: NeedVersionAsk) -> Need:
    """Take a retired need, and what was retired along with it, back into use."""
    return Need.model_validate(await restore_need(
        call.session, scope=call.scope, actor=call.actor, now=call.now, need_id=need_id,
        expected_version=ask.expected_version,
    ))
