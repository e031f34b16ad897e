"""The queues and addresses of the configuration."""

from __future__ import annotations

import orjson
import pytest
from sqlalchemy import select

from contactcenter.envelope import Raw
from contactcenter.queue.ensure import ensure_queues
from contactcenter.queue.own import own_queue
from contactcenter.queue.set_own import set_own
from contactcenter.queue.tables import QueueAddressRow, QueueRow
from contactcenter.settings import DepartmentQueue
from contactcenter.tickets.errors import Forbidden, Invalid, NotFound
from tests.conformance.house import DEPARTMENTS, DESK, LAW, House


async def test_twice_is_once_and_a_new_name_is_taken_over(house: House) -> None:
    renamed = [DEPARTMENTS[0], DEPARTMENTS[1].model_copy(update={"name": "Faculty of Law"})]
    async with house.database.transaction() as session:
        await ensure_queues(session, departments=renamed, desk_address=DESK.upper())
    async with house.database.read() as session:
        queues = {row.slug: row for row in (await session.execute(select(QueueRow))).scalars()}
        addresses = {row.address: row.queue_id for row in (await session.execute(select(QueueAddressRow))).scalars()}
    assert {slug: row.id for slug, row in queues.items()} == house.queues
    assert queues["law"].name == "Faculty of Law"
    assert addresses == {DESK: house.queues["general"], LAW: house.queues["law"]}


async def test_each_inquiry_joins_the_queue_it_was_meant_for(house: House) -> None:
    for to, slug in ((DESK, "general"), (f"{DESK}, {LAW}", "law"), (LAW.upper(), "law"), ("who@else.example", "general")):
        assert (await house.ticket(await house.mails(to=to))).queue_id == house.queues[slug]
    assert (await house.ticket(await house.chats(queue="law"))).queue_id == house.queues["law"]
    assert (await house.ticket(await house.chats(queue="nowhere"))).queue_id == house.queues["general"]


OTHER = "databases@library.example"
TWO_QUEUES = [DEPARTMENTS[0], DEPARTMENTS[1].model_copy(update={"queues": [
    DepartmentQueue(slug="databases", name="Databases", name_zh="数据库", addresses=[OTHER]),
]})]


async def test_what_comes_to_a_department_joins_its_own_queue(house: House) -> None:
    async with house.database.transaction() as session:
        await ensure_queues(session, departments=TWO_QUEUES, desk_address=DESK)
    async with house.database.read() as session:
        queues = {row.slug: row for row in (await session.execute(select(QueueRow))).scalars()}
    first, second, department = queues["law"].id, queues["databases"].id, queues["law"].department_id

    async def joined(**how: str) -> int:
        return (await house.ticket(await (house.chats(**how) if "queue" in how else house.mails(**how)))).queue_id

    assert [await joined(queue="law"), await joined(to=LAW), await joined(to=OTHER)] == [first, first, second]
    with pytest.raises(Forbidden):
        await house.does("wang", set_own, department_id=department, queue_id=second)
    with pytest.raises(NotFound):
        await house.does("rosa", set_own, department_id=department, queue_id=second)
    with pytest.raises(Invalid):
        await house.does("ines", set_own, department_id=department, queue_id=queues["general"].id)
    head = await house.head()
    for _ in range(2):
        await house.does("ines", set_own, department_id=department, queue_id=second)
    assert [(one.type, one.data) for one in await house.log(head)] == [
        ("queue.changed", {"queue_id": second, "what": "own"})]
    # By form, chat and address, also after a restart; at the desk the queue itself is named.
    async with house.database.transaction() as session:
        await ensure_queues(session, departments=TWO_QUEUES, desk_address=DESK)
        assert await own_queue(session, department) == second
        assert (await house.desk.calendars.of(session, "law")).queue_id == second
    assert [await joined(queue="law"), await joined(to=LAW)] == [second, second]
    async with house.database.read() as session:
        addresses = {row.address: row.queue_id for row in (await session.execute(select(QueueAddressRow))).scalars()}
    assert addresses == {DESK: queues["general"].id, LAW: second, OTHER: second}
    written = await house.desk.accept_now(Raw("walk_in", orjson.dumps({
        "subject": "Catalogue", "text": "Where is the catalogue?", "queue": "law", "author": "staff:1", "author_staff_id": house.staff["wang"],
        "client_id": "walk-in-1", "locale": "en",
    })))
    assert (await house.ticket(written.ticket_id or 0)).queue_id == first
