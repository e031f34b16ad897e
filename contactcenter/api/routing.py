"""Rules of routing and skills."""

from __future__ import annotations

from contactcenter.api.directory import departments
from contactcenter.api.route import Call, Routes
from contactcenter.api.visible import require_supervisor
from contactcenter.queue.routing import every_demand, routing_of
from contactcenter.queue.set_own import set_own
from contactcenter.queue.set_routing import set_routing
from contactcenter.seats.add_skill import add_skill
from contactcenter.seats.set_skills import set_skills
from contactcenter.seats.skills import known, of_staff
from contactcenter.shapes.asks import OwnQueueAsk
from contactcenter.shapes.me import Department
from contactcenter.shapes.routing import QueueRouting, RoutingAsk, Skill, SkillAsk, Skills, StaffSkills, StaffSkillsAsk

routes = Routes("Routing")


@routes.get("/queues/{queue_id}/routing", problems=(403,))
async def queue_routing(call: Call, queue_id: int) -> QueueRouting:
    """How a queue's live inquiries are offered, and what of it nobody can meet."""
    require_supervisor(call.scope)
    return await routing_of(call.session, queue_id=queue_id)


@routes.put("/queues/{queue_id}/routing", problems=(409,))
async def set_queue_routing(call: Call, queue_id: int, ask: RoutingAsk) -> QueueRouting:
    """Set a queue's rules; they count with the next decision."""
    await set_routing(call.session, scope=call.scope, actor=call.actor, now=call.now, queue_id=queue_id, ask=ask)
    return await routing_of(call.session, queue_id=queue_id)


@routes.put("/departments/{department_id}/queue", problems=(403,))
async def set_own_queue(call: Call, department_id: int, ask: OwnQueueAsk) -> Department:
    """Say which queue what comes to a department joins; supervisors and admins."""
    await set_own(call.session, scope=call.scope, actor=call.actor, now=call.now, department_id=department_id,
                  queue_id=ask.queue_id)
    return next(one for one in await departments(call.session, scope=call.scope) if one.id == department_id)


@routes.get("/skills", problems=(403,))
async def list_skills(call: Call) -> Skills:
    """The skills that are known, and who has which."""
    require_supervisor(call.scope)
    return await known(call.session, asked_for=await every_demand(call.session))


@routes.post("/skills", status=201)
async def create_skill(call: Call, ask: SkillAsk) -> Skill:
    """A skill by its name, made where there is none."""
    row = await add_skill(call.session, scope=call.scope, ask=ask)
    return Skill.model_validate(row)


@routes.put("/colleagues/{staff_id}/skills", problems=(409,))
async def set_staff_skills(call: Call, staff_id: int, ask: StaffSkillsAsk) -> StaffSkills:
    """Say what somebody can do; it counts with the next decision."""
    await set_skills(call.session, scope=call.scope, actor=call.actor, now=call.now, staff_id=staff_id, ask=ask)
    return await of_staff(call.session, staff_id=staff_id)
