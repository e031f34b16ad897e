"""An admin retires a queue that nothing is open in: it takes nothing new, and its tickets keep its name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from contactcenter.accounts.ensure_departments import ensure_departments
from contactcenter.api.directory import queues
from contactcenter.queue.add_queue import add_queue
from contactcenter.queue.ensure import ensure_queues
from contactcenter.queue.move import move
from contactcenter.queue.own import meant_by, named, own_queue
from contactcenter.queue.retire_queue import restore_queue, retire_queue
from contactcenter.queue.set_own import set_own
from contactcenter.queue.tables import QueueAddressRow, QueueRow
from contactcenter.shapes.asks import NamesAsk
from contactcenter.tickets.errors import Conflict, Forbidden, Invalid, NotFound
from contactcenter.tickets.state import close
from tests.conformance.house import DEPARTMENTS, DESK, House

SCORES = NamesAsk(name="Scores", name_zh="乐谱")


@pytest.fixture(autouse=True)
def _ines_administers(house: House) -> None:
    house.scopes["ines"] = replace(house.scopes["ines"], role="admin")


async def scores(house: House) -> tuple[int, int, int]:
    """The new queue of the first department, that department, and its own queue."""
    async with house.database.read() as session:
        general = (await named(session, ["general"]))["general"]
        department = (await session.get_one(QueueRow, general)).department_id
    made = await house.does("ines", add_queue, department_id=department, ask=SCORES)
    async with house.database.transaction() as session:
        session.add(QueueAddressRow(address="scores@library.example", queue_id=made))
    return made, department, general


async def test_what_is_open_keeps_it_and_nothing_new_joins_it_later(house: House) -> None:
    made, department, general = await scores(house)
    house.scopes["ines"] = replace(house.scopes["ines"], queue_ids=house.scopes["ines"].queue_ids | {made})
    ticket_id = await house.chats()
    await house.does("ines", move, ticket_id=ticket_id, queue_id=made)
    with pytest.raises(Conflict, match=r"^1 inquiries are open") as refused:
        await house.does("ines", retire_queue, queue_id=made)
    assert refused.value.code == "queue_not_empty"
    await house.does("ines", close, ticket_id=ticket_id)
    head = await house.head()
    for _ in range(2):
        await house.does("ines", retire_queue, queue_id=made)
    assert [(one.type, one.data) for one in await house.log(head)] == [("queue.changed", {"queue_id": made, "what": "retired"})]
    assert (await house.ticket(ticket_id)).queue_id == made
    async with house.database.transaction() as session:
        # A start does not take it back, and neither name nor address leads to it.
        await ensure_departments(session, departments=DEPARTMENTS)
        await ensure_queues(session, departments=DEPARTMENTS, desk_address=DESK)
        assert (await session.get_one(QueueAddressRow, "scores@library.example")).queue_id == general
        assert await meant_by(session, ["scores"]) == await named(session, ["scores"]) == {"scores": general}
        shown = {one.slug: one.retired for one in await queues(session, scope=house.scopes["ines"])}
    assert (shown["scores"], shown["general"]) == (True, False)
    other = await house.chats(queue="scores")
    assert (await house.ticket(other)).queue_id == general
    with pytest.raises(Invalid):
        await house.does("ines", move, ticket_id=other, queue_id=made)
    with pytest.raises(Invalid):
        await house.does("ines", set_own, department_id=department, queue_id=made)
    for _ in range(2):
        await house.does("ines", restore_queue, queue_id=made)
    await house.does("ines", move, ticket_id=other, queue_id=made)
    assert (await house.ticket(other)).queue_id == made


async def test_who_may_and_what_may_not(house: House) -> None:
    made, department, general = await scores(house)
    for verb in (retire_queue, restore_queue):
        with pytest.raises(Forbidden):
            await house.does("rosa", verb, queue_id=made)
        with pytest.raises(NotFound):
            await house.does("ines", verb, queue_id=10_000)
    with pytest.raises(Conflict) as refused:
        await house.does("ines", retire_queue, queue_id=general)
    assert refused.value.code == "own_queue"
    await house.does("ines", set_own, department_id=department, queue_id=made)
    await house.does("ines", retire_queue, queue_id=general)
    async with house.database.read() as session:
        assert await own_queue(session, department) == made
        assert await meant_by(session, ["general"]) == {"general": made}
