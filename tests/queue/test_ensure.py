"""The queues and addresses of the configuration."""

from __future__ import annotations

from sqlalchemy import select

from contactcenter.queue.ensure import ensure_queues
from contactcenter.queue.tables import QueueAddressRow, QueueRow
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
