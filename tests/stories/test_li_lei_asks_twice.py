"""李雷 chats and mails about one thing: Rosa makes one inquiry of it, and he reads only what is his."""

from __future__ import annotations

from contactcenter.queue.claim import take
from contactcenter.queue.move import move
from contactcenter.tickets.detail import detail
from contactcenter.tickets.errors import NotFound
from contactcenter.tickets.guests import ask_in
from contactcenter.tickets.merge import merge
from contactcenter.tickets.search import search
from contactcenter.tickets.split import split
from tests.conformance.house import LI_LEI, House


async def test_one_inquiry_by_two_doors(house: House) -> None:
    mail = await house.mails("续借", "我想续借一本书。", sender=LI_LEI)
    chat = await house.chats("你好，还有人吗？", email="lilei@uni.example", name="李雷")
    await house.does("rosa", take, ticket_id=mail)
    await house.does("rosa", merge, ticket_id=chat, into=mail)
    await house.replies("rosa", mail, "可以，续到三月。")
    assert [line.text for line in await house.desk.history(chat)] == ["你好，还有人吗？", "可以，续到三月。"]
    await house.says("谢谢！另外，法律图书馆几点开门？", ticket_id=chat)
    ticket = await house.ticket(mail)
    assert (ticket.message_count, ticket.state, ticket.preview) == (4, "open", "谢谢！另外，法律图书馆几点开门？")

    question = (await house.messages(mail))[-1].id
    law = await house.does("rosa", split, ticket_id=mail, message_ids=[question], subject="开放时间")
    await house.does("rosa", move, ticket_id=law, queue_id=house.queues["law"])
    await house.does("wang", take, ticket_id=law)
    await house.replies("wang", law, "八点开门。", then="close")
    assert (await house.ticket(law)).state == "closed"

    await house.index()
    async with house.database.read() as session:
        found = {
            login: [hit.ticket.id for hit in (await search(session, scope=scope, q="开门"))[0]]
            for login, scope in house.scopes.items()
        }
    assert found == {"rosa": [], "wang": [law], "ines": [law], "tomas": []}


async def test_tomas_sees_nothing_until_he_is_asked_and_then_that_alone(house: House) -> None:
    first, second = await house.mails(), await house.mails()
    tomas = house.scopes["tomas"]

    async def sees(ticket_id: int) -> bool:
        async with house.database.read() as session:
            try:
                await detail(session, scope=tomas, ticket_id=ticket_id)
            except NotFound:
                return False
        return True

    assert (await sees(first), await sees(second)) == (False, False)
    await house.does("rosa", ask_in, ticket_id=first, staff_id=house.staff["tomas"])
    assert (await sees(first), await sees(second)) == (True, False)
    await house.notes("tomas", first, "I know this book.")
