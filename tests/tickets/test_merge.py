"""Merging moves no message, tells no patron another's words, and is taken back."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from contactcenter.envelope import Raw
from contactcenter.outbox.tables import DeliveryRow
from contactcenter.tickets.detail import detail
from contactcenter.tickets.errors import Conflict, Invalid, NotFound
from contactcenter.tickets.listed import listed_many
from contactcenter.tickets.merge import merge, unmerge
from contactcenter.tickets.read import read
from contactcenter.tickets.state import change_state, close
from contactcenter.tickets.tables import NOT_WAITING
from tests.conformance.house import LAW, LI_LEI, House


async def thread(house: House, login: str, ticket_id: int) -> list[str]:
    """The texts of a ticket's thread, as a librarian reads it."""
    async with house.database.read() as session:
        shown = await detail(session, scope=house.scopes[login], ticket_id=ticket_id)
    return [message.text.strip() for message in shown.messages]


async def lines(house: House, ticket_id: int) -> list[str]:
    """The texts of a ticket as its patron reads it."""
    return [line.text.strip() for line in await house.desk.history(ticket_id)]


async def test_the_thread_is_read_over_both_and_taken_apart_again(house: House) -> None:
    first = await house.mails(text="First.")
    second = await house.mails(text="Second.")
    before = [await house.ticket(one) for one in (first, second)]
    await house.does("rosa", merge, ticket_id=second, into=first)
    assert await thread(house, "rosa", first) == ["First.", "Second."]
    target, source = await house.ticket(first), await house.ticket(second)
    assert (target.message_count, target.lane, target.preview) == (2, "waiting", "Second.")
    assert (source.lane, source.root_id, source.waiting_key) == ("merged", first, NOT_WAITING)
    await house.does("rosa", unmerge, ticket_id=second)
    after = [await house.ticket(one) for one in (first, second)]
    for one, other in zip(before, after, strict=True):
        for name in ("message_count", "preview", "preview_by", "waiting_key", "lane", "root_id", "merged_into"):
            assert getattr(one, name) == getattr(other, name), name
    assert await thread(house, "rosa", first) == ["First."]
    assert await thread(house, "rosa", second) == ["Second."]


async def test_twice_is_once(house: House) -> None:
    first, second = await house.mails(), await house.mails()
    await house.does("rosa", merge, ticket_id=second, into=first)
    head = await house.head()
    await house.does("rosa", merge, ticket_id=second, into=first)
    assert await house.head() == head
    await house.does("rosa", unmerge, ticket_id=second)
    head = await house.head()
    await house.does("rosa", unmerge, ticket_id=second)
    assert await house.head() == head


async def unread(house: House, login: str, ticket_id: int) -> bool:
    async with house.database.read() as session:
        (row,) = await listed_many(session, scope=house.scopes[login], ids=[ticket_id])
    return row.last_patron_version > row.read_version


async def test_merged_words_are_unread_to_all_but_those_who_read_them(house: House) -> None:
    first, second = await house.mails(text="First."), await house.mails(text="Second.")
    for login, ticket_id in (("rosa", first), ("rosa", second), ("ines", first)):
        await house.does(login, read, ticket_id=ticket_id, up_to=99)
    await house.does("rosa", merge, ticket_id=second, into=first)
    assert not await unread(house, "rosa", first)
    assert await unread(house, "ines", first)
    await house.does("rosa", unmerge, ticket_id=second)
    assert not await unread(house, "rosa", second)
    await house.mails(text="Third.", to=house.signer.reply_address(first))
    assert await unread(house, "rosa", first)


async def test_inquiries_of_two_patrons_are_not_merged(house: House) -> None:
    hers, his = await house.mails(), await house.mails(sender=LI_LEI)
    head = await house.head()
    with pytest.raises(Conflict) as refusal:
        await house.does("rosa", merge, ticket_id=his, into=hers)
    assert refusal.value.code == "other_patron"
    assert await house.head() == head
    with pytest.raises(Invalid):
        await house.does("rosa", merge, ticket_id=hers, into=hers)


async def test_two_anonymous_chats_are_two_patrons(house: House) -> None:
    one, other = await house.chats(), await house.chats()
    with pytest.raises(Conflict):
        await house.does("rosa", merge, ticket_id=one, into=other)


async def test_who_does_not_see_both_merges_neither(house: House) -> None:
    mine, theirs = await house.mails(), await house.mails(to=LAW)
    for login in ("rosa", "wang", "tomas"):
        with pytest.raises(NotFound):
            await house.does(login, merge, ticket_id=mine, into=theirs)
    await house.does("ines", merge, ticket_id=mine, into=theirs)


async def test_an_open_question_is_not_lost_in_a_closed_ticket(house: House) -> None:
    old, fresh = await house.mails(), await house.mails(text="It is still open.")
    await house.replies("rosa", old)
    await house.does("rosa", close, ticket_id=old)
    await house.does("rosa", merge, ticket_id=fresh, into=old)
    ticket = await house.ticket(old)
    assert (ticket.state, ticket.lane) == ("open", "open")
    assert ticket.waiting_key != NOT_WAITING
    assert ticket.last_patron_version == ticket.version


async def test_a_closed_inquiry_opens_nothing(house: House) -> None:
    old, older = await house.mails(), await house.mails()
    for one in (old, older):
        await house.replies("rosa", one)
        await house.does("rosa", close, ticket_id=one)
    await house.does("rosa", merge, ticket_id=older, into=old)
    assert (await house.ticket(old)).state == "closed"


async def test_mail_to_a_merged_ticket_is_answered_in_its_root(house: House) -> None:
    root, middle, leaf = await house.mails(), await house.mails(), await house.mails()
    await house.does("rosa", merge, ticket_id=leaf, into=middle)
    await house.does("rosa", merge, ticket_id=middle, into=root)
    assert await house.mails(to=house.signer.reply_address(leaf), text="More.") == root
    assert await house.mails(sender="AMINA@uni.example", subject=f"Re: [#{leaf}]", text="By number.") == root
    assert (await house.ticket(leaf)).root_id == root
    assert (await house.ticket(root)).message_count == 5


async def test_an_answer_goes_to_every_way_back_once(house: House) -> None:
    root, same, chat = await house.mails(), await house.mails(), await house.chats(email="amina@uni.example")
    for one in (same, chat):
        await house.does("rosa", merge, ticket_id=one, into=root)
    message_id = await house.replies("rosa", root)
    async with house.database.read() as session:
        ways = (await session.execute(
            select(DeliveryRow.channel, DeliveryRow.ticket_id, DeliveryRow.to_value)
            .where(DeliveryRow.message_id == message_id).order_by(DeliveryRow.id)
        )).all()
    assert [tuple(way) for way in ways] == [("email", root, "amina@uni.example"), ("web_chat", chat, str(chat))]


async def test_a_merged_ticket_refuses_work_and_says_where(house: House) -> None:
    root, merged = await house.mails(), await house.mails()
    await house.does("rosa", merge, ticket_id=merged, into=root)
    version = (await house.ticket(merged)).version
    for work in (
        house.replies("rosa", merged), house.notes("rosa", merged), house.does("rosa", close, ticket_id=merged),
        house.does("rosa", change_state, ticket_id=merged, state="junk"),
        house.does("rosa", merge, ticket_id=root, into=merged),
    ):
        with pytest.raises(Conflict, match=f"#{root}|merged"):
            await work
    assert (await house.ticket(merged)).version == version


async def test_a_patron_reads_their_own_words_and_the_answers_only(house: House) -> None:
    """Portal history: a stranger who typed Amina's address must not read what she wrote by mail."""
    mail = await house.mails(text="My grades are the reason.")
    await house.replies("rosa", mail, "Before.")
    chat = await house.chats("It is me.", email="amina@uni.example", name="Amina")
    await house.does("rosa", merge, ticket_id=chat, into=mail)
    await house.notes("rosa", mail, "She called.")
    await house.replies("rosa", mail, "After.")
    await house.mails(text="Between us.", to=house.signer.reply_address(mail))
    await house.says("And one more thing.", ticket_id=chat)
    assert await lines(house, chat) == ["It is me.", "After.", "And one more thing."]
    assert await lines(house, mail) == ["My grades are the reason.", "Before.", "After.", "Between us.",
                                        "And one more thing."]
    standing = await house.desk.standing(chat)
    assert standing is not None
    assert (standing.root_id, standing.version) == (mail, (await house.desk.history(chat))[-1].version)


async def test_answers_stay_in_sight_when_the_root_is_merged_again(house: House) -> None:
    chat = await house.chats("Hello.", email="amina@uni.example")
    first, second = await house.mails(), await house.mails(text="Other.")
    await house.does("rosa", merge, ticket_id=chat, into=first)
    await house.replies("rosa", first, "One.")
    await house.does("rosa", merge, ticket_id=first, into=second)
    await house.replies("rosa", second, "Two.")
    assert await lines(house, chat) == ["Hello.", "One.", "Two."]


async def test_a_chat_message_sent_again_after_a_merge_is_one(house: House) -> None:
    mail = await house.mails()
    chat = await house.chats("Hello.", email="amina@uni.example")
    early = house.chat_bytes("Early.", ticket_id=chat)
    late = house.chat_bytes("Late.", ticket_id=chat)
    await house.desk.accept_now(Raw("web_chat", early))
    await house.does("rosa", merge, ticket_id=chat, into=mail)
    for data in (early, late, late):
        await house.desk.accept_now(Raw("web_chat", data))
    assert await thread(house, "rosa", mail) == ["May I renew my loan?", "Hello.", "Early.", "Late."]
    assert await lines(house, chat) == ["Hello.", "Early.", "Late."]


async def test_an_answer_sent_again_after_a_merge_is_the_same(house: House) -> None:
    root, merged = await house.mails(), await house.mails()
    client_id = house.client_id()
    first = await house.replies("rosa", merged, client_id=client_id)
    await house.does("rosa", merge, ticket_id=merged, into=root)
    assert await house.replies("rosa", merged, client_id=client_id) == first
