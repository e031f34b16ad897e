"""Departments, their queues and their members: what administrators add and name."""

from __future__ import annotations

from contactcenter.api.directory import colleagues, departments, queues
from contactcenter.api.route import Call, Routes
from contactcenter.queue.add_department import add_department
from contactcenter.queue.add_queue import add_queue
from contactcenter.queue.rename_department import rename_department
from contactcenter.queue.rename_queue import rename_queue
from contactcenter.queue.retire_queue import restore_queue, retire_queue
from contactcenter.queue.set_member import set_member
from contactcenter.shapes.asks import NamesAsk
from contactcenter.shapes.me import Colleague, Department, Queue

routes = Routes("House")


@routes.post("/departments", status=201, problems=(403, 409))
async def create_department(call: Call, ask: NamesAsk) -> Department:
    """Add a department with its own queue; admins. One of both these names: that one. 409 `name_taken`."""
    department_id = await add_department(call.session, scope=call.scope, actor=call.actor, now=call.now, ask=ask)
    return await _department(call, department_id)


@routes.put("/departments/{department_id}", problems=(403, 409))
async def name_department(call: Call, department_id: int, ask: NamesAsk) -> Department:
    """Name a department in both languages, and a queue that bore its name; admins."""
    await rename_department(call.session, scope=call.scope, actor=call.actor, now=call.now,
                            department_id=department_id, ask=ask)
    return await _department(call, department_id)


@routes.post("/departments/{department_id}/queues", status=201, problems=(403, 409))
async def create_queue(call: Call, department_id: int, ask: NamesAsk) -> Queue:
    """Add a queue to a department; admins. Its own of both these names: that one. 409 `name_taken`."""
    queue_id = await add_queue(call.session, scope=call.scope, actor=call.actor, now=call.now,
                               department_id=department_id, ask=ask)
    return await _queue(call, queue_id)


@routes.put("/queues/{queue_id}", problems=(403, 409))
async def name_queue(call: Call, queue_id: int, ask: NamesAsk) -> Queue:
    """Name a queue in both languages; admins."""
    await rename_queue(call.session, scope=call.scope, actor=call.actor, now=call.now, queue_id=queue_id, ask=ask)
    return await _queue(call, queue_id)


@routes.post("/queues/{queue_id}/retire", problems=(403, 409))
async def take_queue_out(call: Call, queue_id: int) -> Queue:
    """Take a queue out of use; admins. 409 `own_queue`, `queue_not_empty` (its detail begins with how many)."""
    await retire_queue(call.session, scope=call.scope, actor=call.actor, now=call.now, queue_id=queue_id)
    return await _queue(call, queue_id)


@routes.post("/queues/{queue_id}/restore", problems=(403,))
async def take_queue_back(call: Call, queue_id: int) -> Queue:
    """Take a queue back into use; admins."""
    await restore_queue(call.session, scope=call.scope, actor=call.actor, now=call.now, queue_id=queue_id)
    return await _queue(call, queue_id)


@routes.put("/departments/{department_id}/members/{staff_id}", problems=(403,))
async def add_member(call: Call, department_id: int, staff_id: int) -> Colleague:
    """Let somebody belong to a department: they see and answer what its queues have; admins."""
    return await _member(call, department_id, staff_id, member=True)


@routes.delete("/departments/{department_id}/members/{staff_id}", problems=(403,))
async def remove_member(call: Call, department_id: int, staff_id: int) -> Colleague:
    """Let somebody belong to it no longer; what they have in hand stays theirs. Admins."""
    return await _member(call, department_id, staff_id, member=False)


async def _department(call: Call, department_id: int) -> Department:
    return next(one for one in await departments(call.session, scope=call.scope) if one.id == department_id)


async def _queue(call: Call, queue_id: int) -> Queue:
    return next(one for one in await queues(call.session, scope=call.scope) if one.id == queue_id)


async def _member(call: Call, department_id: int, staff_id: int, *, member: bool) -> Colleague:
    await set_member(call.session, scope=call.scope, actor=call.actor, now=call.now, department_id=department_id,
                     staff_id=staff_id, member=member)
    return next(one for one in await colleagues(call.session, scope=call.scope) if one.id == staff_id)
