"""Splitting messages off: they go whole, answers follow them, and they come back."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from contactcenter.envelope import Raw
from contactcenter.outbox.tables import DeliveryRow
from contactcenter.tickets.errors import Conflict, Invalid
from contactcenter.tickets.guests import ask_in
from contactcenter.tickets.merge import merge, thread_ids
from contactcenter.tickets.split import split, unsplit
from contactcenter.tickets.tables import NOT_WAITING, LinkRow
from tests.conformance.house import House
from tests.tickets.test_merge import lines, thread


async def test_the_messages_stand_in_a_linked_ticket_of_the_same_patron(house: House) -> None:
    first = await house.mails(text="A loan.")
    await house.mails(to=house.signer.reply_address(first), text="And a room.")
    ids = [message.id for message in await house.messages(first)]
    fresh = await house.does("rosa", split, ticket_id=first, message_ids=ids[1:], subject="A room")
    assert await thread(house, "rosa", first) == ["A loan."]
    assert await thread(house, "rosa", fresh) == ["And a room."]
    old, new = await house.ticket(first), await house.ticket(fresh)
    assert (old.message_count, old.preview) == (1, "A loan.")
    assert (new.message_count, new.preview, new.split_from, new.lane) == (1, "And a room.", first, "waiting")
    assert (new.patron_id, new.reply_value, new.queue_id) == (old.patron_id, old.reply_value, old.queue_id)
    assert new.waiting_key != NOT_WAITING
    async with house.database.read() as session:
        assert [(row.low_id, row.high_id) for row in (await session.execute(select(LinkRow))).scalars()] == [
            (first, fresh)
        ]


async def test_what_was_answered_waits_no_more_and_what_was_not_still_does(house: House) -> None:
    first = await house.mails(text="A loan.")
    answer = await house.replies("rosa", first, "Renewed.", then="keep")
    await house.mails(to=house.signer.reply_address(first), text="And a room.")
    ids = [message.id for message in await house.messages(first)]
    fresh = await house.does("rosa", split, ticket_id=first, message_ids=[ids[2]], subject="A room")
    assert ids[1] == answer
    old, new = await house.ticket(first), await house.ticket(fresh)
    assert (old.waiting_key == NOT_WAITING, new.waiting_key == NOT_WAITING) == (True, False)
    assert (old.preview, old.preview_by, new.assignee_id) == ("Renewed.", "staff", house.staff["rosa"])


async def test_answers_to_a_split_off_reply_follow_it(house: House) -> None:
    first = await house.mails(text="A loan and a room.")
    message_id = await house.replies("rosa", first, "The room is free.")
    async with house.database.read() as session:
        delivery_id = (await session.execute(
            select(DeliveryRow.id).where(DeliveryRow.message_id == message_id)
        )).scalar_one()
    left_as = house.signer.message_id(ticket_id=first, delivery_id=delivery_id)
    fresh = await house.does("rosa", split, ticket_id=first, message_ids=[message_id], subject="A room")
    assert await house.mails(text="I take it.", in_reply_to=left_as) == fresh
    # The signed address alone still names the first ticket.
    assert await house.mails(text="The loan?", to=house.signer.reply_address(first)) == first
    await house.does("rosa", unsplit, ticket_id=fresh)
    assert await house.mails(text="I take it, really.", in_reply_to=left_as) == first


async def test_the_split_is_taken_back_whole(house: House) -> None:
    first = await house.mails(text="A loan.")
    await house.mails(to=house.signer.reply_address(first), text="And a room.")
    async with house.database.read() as session:
        before = await thread_ids(session, first)
    fresh = await house.does("rosa", split, ticket_id=first, message_ids=[before[1]], subject="A room")
    await house.notes("rosa", fresh, "Ask the porter.")
    await house.does("rosa", unsplit, ticket_id=fresh)
    head = await house.head()
    await house.does("rosa", unsplit, ticket_id=fresh)
    assert await house.head() == head
    assert await thread(house, "rosa", first) == ["A loan.", "And a room.", "Ask the porter."]
    assert (await house.ticket(first)).message_count == 3
    with pytest.raises(Conflict) as refusal:
        await house.does("rosa", unsplit, ticket_id=first)
    assert refusal.value.code == "not_split"


async def test_not_all_not_none_and_not_anothers(house: House) -> None:
    first, other = await house.mails(), await house.mails()
    await house.notes("rosa", first)
    own = [message.id for message in await house.messages(first)]
    foreign = [message.id for message in await house.messages(other)]
    head = await house.head()
    for ids in (own, foreign, [own[0], foreign[0]], [999_999]):
        with pytest.raises(Invalid) as refusal:
            await house.does("rosa", split, ticket_id=first, message_ids=ids, subject="No")
        assert refusal.value.field == "message_ids"
    assert await house.head() == head


async def test_a_guest_of_the_first_ticket_does_not_see_what_was_split_off(house: House) -> None:
    first = await house.mails(text="A loan.")
    await house.mails(to=house.signer.reply_address(first), text="My illness.")
    await house.does("rosa", ask_in, ticket_id=first, staff_id=house.staff["tomas"])
    ids = [message.id for message in await house.messages(first)]
    fresh = await house.does("rosa", split, ticket_id=first, message_ids=ids[1:], subject="Private")
    assert await thread(house, "tomas", first) == ["A loan."]
    assert (await house.ticket(fresh)).guest_ids == []


async def test_a_chats_patron_keeps_their_words_and_reads_the_answers(house: House) -> None:
    chat = await house.chats("A loan.")
    room = house.chat_bytes("And a room.", ticket_id=chat)
    await house.desk.accept_now(Raw("web_chat", room))
    ids = [message.id for message in await house.messages(chat)]
    fresh = await house.does("rosa", split, ticket_id=chat, message_ids=ids[1:], subject="A room")
    await house.notes("rosa", fresh, "Ask the porter.")
    await house.replies("rosa", fresh, "The room is free.")
    assert await lines(house, chat) == ["A loan.", "And a room.", "The room is free."]
    # The browser sends again what it holds no receipt for.
    again = await house.desk.accept_now(Raw("web_chat", room))
    assert again.duplicate
    assert (await house.ticket(chat)).message_count == 1
    assert (await house.ticket(fresh)).message_count == 3


async def test_an_answer_sent_again_after_a_split_is_the_same(house: House) -> None:
    first = await house.mails()
    client_id = house.client_id()
    message_id = await house.replies("rosa", first, client_id=client_id)
    await house.does("rosa", split, ticket_id=first, message_ids=[message_id], subject="Other")
    assert await house.replies("rosa", first, client_id=client_id, expected_version=0) == message_id


async def test_a_thread_with_merged_tickets_is_split_where_its_messages_stand(house: House) -> None:
    root, merged = await house.mails(text="Root."), await house.mails(text="Merged.")
    await house.does("rosa", merge, ticket_id=merged, into=root)
    theirs = [message.id for message in await house.messages(merged)]
    with pytest.raises(Invalid):
        await house.does("rosa", split, ticket_id=root, message_ids=theirs, subject="No")
    own = [message.id for message in await house.messages(root)]
    fresh = await house.does("rosa", split, ticket_id=root, message_ids=own, subject="Root's")
    assert await thread(house, "rosa", root) == ["Merged."]
    assert await thread(house, "rosa", fresh) == ["Root."]
