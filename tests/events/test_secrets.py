"""A whole life of a ticket leaves nothing of it in the log."""

from __future__ import annotations

import orjson
from sqlalchemy import select

from contactcenter.envelope import Raw
from contactcenter.events.tables import EventRow
from contactcenter.needs.add_need import add_need
from contactcenter.needs.record import record_transaction
from contactcenter.patrons.change import change
from contactcenter.shapes.asks import PatronAsk
from contactcenter.shapes.needs import NeedAsk, TransactionAsk
from contactcenter.tickets.retitle import retitle
from contactcenter.tickets.split import split
from tests.conformance.house import House

SECRET = "xyzzy"


async def test_no_word_name_address_or_file_name_is_in_it(house: House) -> None:
    ticket_id = await house.mails(
        subject=f"Subject {SECRET}", text=f"Words {SECRET}", sender=f"Name {SECRET} <{SECRET}@uni.example>",
        message_id=f"<{SECRET}@uni.example>",
    )
    await house.replies("rosa", ticket_id, f"Answer {SECRET}")
    await house.notes("rosa", ticket_id, f"Note {SECRET}")
    await house.does("rosa", retitle, ticket_id=ticket_id, subject=f"New {SECRET}")
    ids = [message.id for message in await house.messages(ticket_id)]
    await house.does("rosa", split, ticket_id=ticket_id, message_ids=ids[1:], subject=f"Split {SECRET}")
    await house.chats(f"Chat {SECRET}", name=f"Name {SECRET}", email=f"{SECRET}@uni.example")
    patron_id = (await house.ticket(ticket_id)).patron_id
    assert patron_id is not None
    async with house.database.transaction() as session:
        assert await change(session, actor=house.actor("rosa"), now=house.clock(), patron_id=patron_id,
                            ask=PatronAsk(name=f"Name {SECRET}", remark=SECRET))
    ask = TransactionAsk(effort=2, client_id=house.client_id())
    await house.does("rosa", record_transaction, ticket_id=ticket_id, ask=ask)
    need = NeedAsk(name=f"Need {SECRET}", name_zh=SECRET, client_id=house.client_id())
    await house.does("ines", add_need, ask=need)
    await house.desk.accept([Raw("smoke", SECRET.encode())])
    while await house.understanding.next_set():
        pass
    async with house.database.read() as session:
        rows = (await session.execute(select(EventRow))).scalars().all()
    assert {row.type for row in rows} >= {"inbound.quarantined", "patron.changed", "ticket.retitled", "note.added",
                                        "transaction.recorded", "need.added"}
    for row in rows:
        whole = orjson.dumps([row.stream, row.type, row.data, row.seen_before, row.seen_after]).decode()
        assert SECRET not in whole
